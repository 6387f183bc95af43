"""Where in its source a part of an article stands: on a page, in a chapter, at a time."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

PlaceKind: TypeAlias = Literal["page", "chapter", "time"]


class Place(NamedTuple):
    """A page, a chapter or a time that begins in a text, and goes on until the next one begins."""

    start: int
    """The character of the text with which it begins."""
    kind: PlaceKind
    name: str
    """As people call it: the label of a page (“12”, “iv”), the title of a chapter, a time as `0:12:31`."""

    def __str__(self) -> str:
        """
        >>> str(Place(0, "page", "4")), str(Place(0, "chapter", "The Quay")), str(Place(0, "time", "0:12:31"))
        ('page 4', 'chapter “The Quay”', 'at 0:12:31')
        """
        return {"page": f"page {self.name}", "chapter": f"chapter “{self.name}”", "time": f"at {self.name}"}[self.kind]


def places_of(places: Sequence[Place], start: int, end: int) -> tuple[Place, ...]:
    """Those in which the characters from `start` to before `end` stand, in order; `places` are in order."""
    ends = [*(place.start for place in places[1:]), end]
    spans = zip(places, ends, strict=False)
    return tuple(place for place, until in spans if place.start < end and start < until)
