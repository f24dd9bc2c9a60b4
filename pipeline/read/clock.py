"""How long a program that we start may take: never longer than what is left for the document."""

from __future__ import annotations

import signal


def seconds_left(most: float) -> float:
    """The lesser of `most` and the time left of this worker's alarm, with a second to tell of it.

    The alarm ends the worker but not what it started: that must be over before.
    """
    if not hasattr(signal, "getitimer"):
        return most
    left = signal.getitimer(signal.ITIMER_REAL)[0]
    return min(most, max(0.5, left - 1.0)) if left else most
