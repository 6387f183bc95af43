"""Whether time grows with the length of a text, or with its square."""

import gc
from collections.abc import Callable
from time import process_time

SMALL, LARGE = 8_000, 64_000


def growth(pattern: str, work: Callable[[str], object]) -> float:
    """How much longer eight times a pattern takes: about 8 where time is linear, about 64 where it is not.

    Of the small text the slowest of three is taken, of the large one the fastest, and both get 10 ms for noise.
    """
    small, large = (pattern * (size // len(pattern)) for size in (SMALL, LARGE))
    before = max(_seconds(small, work) for _ in range(3))
    after = min(_seconds(large, work) for _ in range(2))
    return (after + 0.01) / (before + 0.01)


def _seconds(text: str, work: Callable[[str], object]) -> float:
    gc.disable()  # its pauses grow with what other tests have left behind
    started = process_time()
    work(text)
    gc.enable()
    return process_time() - started
