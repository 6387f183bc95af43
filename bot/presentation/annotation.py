"""The text of an article in pieces, which together are all of it: what each of its characters stands in."""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from bot.presentation.inspection import Inspection
from bot.presentation.visible import runs
from corpus.text.span import Span, beginning_in


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand in the same passage, quote and mentions."""

    start: int
    text: str
    code: str = ""
    """What to show in its place, where it cannot be seen."""
    quote: int | None = None
    """Its number, from 1."""
    mentions: tuple[Span, ...] = ()


Run = tuple[Piece, ...]  # of one quote, or of none


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or caption; or lines that are neither and are never quoted, which are `apart`."""

    kind: Literal["paragraph", "caption", "apart"]
    number: int | None
    """Of a paragraph, from 1."""
    quotes: tuple[int, ...]
    """The numbers of its quotes."""
    passages: tuple[tuple[Run, ...], ...]
    """Each with the white space that parts it from the next one."""
    lead: Run = ()
    """What stands before it on its line, such as the mark of a list, and is not quoted."""
    tail: Run = ()


def mark(inspection: Inspection) -> Iterator[Block]:
    """The blocks of a document, from its first character to its last; only blank lines between them are left out."""
    document, text = inspection.document, inspection.document.text
    quotes = [quote.span for quote in inspection.said]
    mentions = sorted({quote.speaker.mention for quote in inspection.said if quote.speaker})
    passages = [passage.span for passage in inspection.passages]
    numbers = {span: number for number, span in enumerate(document.paragraphs, start=1)}
    spans = sorted((*document.paragraphs, *document.captions))
    at = 0
    for span, after in zip(spans, [*(span.start for span in spans[1:]), len(text)], strict=True):
        lines = _whole_lines(text, at, span, after)
        yield from _apart(text, Span(at, lines.start))
        inside = beginning_in(span, quotes)
        numbered = dict(zip(quotes[inside], range(inside.start + 1, inside.stop + 1), strict=True))
        starts = [passage.start for passage in passages[beginning_in(span, passages)]]
        yield Block(
            "paragraph" if span in numbers else "caption",
            numbers.get(span),
            tuple(numbered.values()),
            _passages(text, span, numbered, mentions[beginning_in(span, mentions)], starts),
            _plain(text, Span(lines.start, span.start)),
            _plain(text, Span(span.end, lines.end)),
        )
        at = lines.end
    yield from _apart(text, Span(at, len(text)))


def _whole_lines(text: str, before: int, span: Span, after: int) -> Span:
    """A block with the rest of its lines, as far as no other block stands there."""
    start = max(before, *(text.rfind(end, before, span.start) + 1 for end in "\r\n"))
    ends = (text.find(end, span.end, after) for end in "\r\n")
    return Span(start, min((end for end in ends if end >= 0), default=after))


def _apart(text: str, span: Span) -> Iterator[Block]:
    lines = _plain(text, span.trimmed(text))
    if lines:
        yield Block("apart", None, (), (), lines)


def _plain(text: str, span: Span) -> Run:
    return tuple(_pieces(text, span)) if span.of(text).strip() else ()


def _passages(
    text: str, block: Span, quotes: Mapping[Span, int], mentions: Sequence[Span], starts: Sequence[int]
) -> tuple[tuple[Run, ...], ...]:
    edges = {*starts, *(edge for span in (block, *quotes, *mentions) for edge in (span.start, span.end))}
    cuts = [Span(*ends) for ends in pairwise(sorted(edge for edge in edges if edge <= block.end))]
    pieces = [
        piece
        for cut, among, named in zip(cuts, _covering(cuts, quotes), _covering(cuts, mentions), strict=True)
        for piece in _pieces(text, cut, quotes[among[0]] if among else None, named)
    ]
    return tuple(
        tuple(tuple(run) for _, run in groupby(passage, key=lambda piece: piece.quote))
        for _, passage in groupby(pieces, key=lambda piece: bisect_right(starts, piece.start))
    )


def _covering(cuts: Sequence[Span], spans: Iterable[Span]) -> Iterator[tuple[Span, ...]]:
    """Of each cut the spans that it is inside of; both are in order."""
    waiting, open_spans = deque(spans), list[Span]()
    for cut in cuts:
        while waiting and waiting[0].start <= cut.start:
            open_spans.append(waiting.popleft())
        open_spans = [span for span in open_spans if span.end > cut.start]
        yield tuple(open_spans)


def _pieces(text: str, span: Span, quote: int | None = None, mentions: tuple[Span, ...] = ()) -> Iterator[Piece]:
    at = span.start
    for run, code in runs(span.of(text)):
        yield Piece(at, run, code, quote, mentions)
        at += len(run)
