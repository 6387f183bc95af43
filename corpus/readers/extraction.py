"""What a reader makes of the bytes of a file, whatever their form."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from corpus.readers.front_matter import FrontMatter
from corpus.text.place import Place, PlaceKind
from corpus.text.span import Span

_SHORT_CELL = 6  # words


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of a file, where its paragraphs and captions are, and what the file says of itself.

    All spans are characters of `text`, which is stored as it is and never changed.
    """

    text: str
    paragraphs: tuple[Span, ...]
    captions: tuple[Span, ...] = ()
    front: FrontMatter = field(default_factory=FrontMatter)
    places: tuple[Place, ...] = ()
    doubts: tuple[str, ...] = ()
    """A sentence for each thing that could not be read, or may have been read wrongly, and where."""


BlockKind: TypeAlias = Literal["paragraph", "caption", "apart"]


class Block(NamedTuple):
    """A block of a file, in the order in which it is read."""

    text: str
    kind: BlockKind = "paragraph"
    """What is apart is kept and never quoted, as a heading."""
    place: tuple[PlaceKind, str] | None = None
    """The page, the chapter or the time in which it begins, where that is known."""
    breaks: tuple[tuple[int, PlaceKind, str], ...] = ()
    """Those that begin within it, each with the character of the block."""
    quoted: bool = False
    """Whether it stands in a block quote, which the text marks with `>` as Markdown and mails do."""


def is_short_cell(text: str) -> bool:
    """Whether the text of a cell of a table is no sentence."""
    return len(text.split()) < _SHORT_CELL and not text.endswith((".", "!", "?", "…", "”", '"'))


def compose(blocks: Iterable[Block], front: FrontMatter = FrontMatter(), doubts: Iterable[str] = ()) -> Extraction:  # noqa: B008 - a tuple
    """The extraction of a file whose blocks stand in order: their texts with a blank line between any two.

    The mark of a block quote stands before the span of its paragraph, and on the empty line before the next.
    """
    pieces: list[str] = []
    spans: dict[str, list[Span]] = {"paragraph": [], "caption": [], "apart": []}
    places: list[Place] = []
    start, quoted = 0, False
    for number, block in enumerate(block for block in blocks if block.text.strip()):
        mark = "> " if block.quoted else ""
        before = ("\n>\n" if quoted and block.quoted else "\n\n") if number else ""
        quoted = block.quoted
        pieces += (before, mark)
        start += len(before) + len(mark)
        begun = [Place(start, *block.place)] if block.place else []
        for place in (*begun, *(Place(start + at, kind, name) for at, kind, name in block.breaks)):
            if not places or places[-1][1:] != place[1:]:
                places.append(place)
        pieces.append(block.text)
        spans[block.kind].append(Span(start, start + len(block.text)))
        start += len(block.text)
    return Extraction(
        "".join(pieces), tuple(spans["paragraph"]), tuple(spans["caption"]), front, tuple(places), tuple(doubts)
    )
