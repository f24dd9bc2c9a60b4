"""Numbers as Swedish papers write them."""

from __future__ import annotations

NUMERALS = {
    word: number
    for number, word in enumerate(
        ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
    )
} | {"ett": 1}


def write_number(value: float) -> str:
    """A space between thousands and a decimal comma: 5 660, 12,1."""
    return f"{value:,.10g}".replace(",", " ").replace(".", ",")


def bracketed(written: str) -> str:
    """A number as it stands behind a sign: one below zero in brackets, "5 - (-3)"."""
    return f"({written})" if written.startswith("-") else written
