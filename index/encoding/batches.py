"""Work on texts of like length together."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_batches(
    items: Sequence[Item],
    size: int,
    length: Callable[[Item], int],
    work: Callable[[list[Item]], Iterable[Result]],
    progress: Callable[[int], None] | None = None,
) -> list[Result]:
    """What `work` makes of items, `size` of like length at a time, the longest first; in the order of the items.

    `progress` is told how many are done.
    """
    results: dict[int, Result] = {}
    order = sorted(range(len(items)), key=lambda place: length(items[place]), reverse=True)
    for first in range(0, len(order), size):
        places = order[first : first + size]
        results |= zip(places, work([items[place] for place in places]), strict=True)
        if progress:
            progress(first + len(places))
    return [results[place] for place in range(len(items))]
