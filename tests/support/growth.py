"""Whether time grows with the length of a text, or with its square."""

import gc
from collections.abc import Callable
from math import inf
from time import process_time

LARGEST = 32_000  # characters, as a long article has
SLOW = 0.01  # seconds for a thirty-second part of the text: then a quarter of it will do
NOISE = 0.001  # seconds
CLEAR = 12  # a ratio that needs no second try


def growth(pattern: str, work: Callable[[str], object], largest: int = LARGEST) -> float:
    """Return how much longer a repeated pattern takes than an eighth of it: about 8 for linear time, 64 for quadratic.

    The text has `largest` characters, or a quarter of them where the work is slow. Of three tries the best one counts.
    """
    if _seconds(pattern, largest // 32, work) > SLOW:
        largest //= 4
    best = inf
    for tried in range(3):  # each time on another text: nothing may come from a cache
        best = min(best, _seconds(pattern, largest - tried, work) / _seconds(pattern, largest // 8 - tried, work))
        if best < CLEAR:
            break
    return best


def _seconds(pattern: str, size: int, work: Callable[[str], object]) -> float:
    """The processor's time for a text of this size, and a little more, which hides what is noise."""
    text = (pattern * (size // len(pattern) + 1))[:size]
    gc.disable()  # its pauses grow with what other tests have left behind
    started = process_time()
    work(text)
    seconds = process_time() - started
    gc.enable()
    return seconds + NOISE
