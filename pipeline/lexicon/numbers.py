"""Numbers as Swedish papers write them."""

from __future__ import annotations


def write_number(value: float) -> str:
    """A space between thousands and a decimal comma: 5 660, 12,1."""
    return f"{value:,.10g}".replace(",", " ").replace(".", ",")
