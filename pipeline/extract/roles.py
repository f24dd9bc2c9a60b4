"""What a citation is for: response, decision, information or other, by the words beside it."""

from __future__ import annotations

from pipeline.extract.context import Window
from pipeline.lexicon import load_lexicon


def role_of(flow: str, window: Window, start: int, end: int) -> str:
    """What a citation is for, by the words nearest to it in its sentence."""
    before, after = max(window.start, start - 120), min(window.end, end + 80)
    best: tuple[int, str] | None = None
    for pattern in load_lexicon("citations").group("role."):
        for match in pattern.regex.finditer(flow, before, after):
            distance = start - match.end() if match.end() <= start else max(0, match.start() - end)
            if best is None or distance < best[0]:
                best = (distance, pattern.id.removeprefix("role."))
    return best[1] if best else "other"
