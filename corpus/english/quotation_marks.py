"""Quotation marks: which of them open a quote, and where it ends."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from corpus.english.lexicon import SPEECH_VERBS
from corpus.text.span import Span

Side = Literal["opens", "closes", "either"]
MARKS = "\"“”„‟‘’‚'«»`"


class _Mark(NamedTuple):
    """A quotation mark in a text, and what it may do."""

    start: int
    end: int
    side: Side


# Two straight single marks are how some agencies write a double one. Three are those and a single one beside them.
# What stands after an equals sign is markup.
_DOUBLE = re.compile(r"=\"[^\"]*\"|''+|``|[\"“”„‟]")
_ANGLED = re.compile(r"[«»]")
_HEADLINE = 160  # characters
_CUTS = (":", "–", "—", "-")
_SINGLE = re.compile(r"(?<!')'(?!')|(?<!`)`(?!`)|[‘’‚]")
# Code, unless a mark at the end of a word tells that the backticks are how LaTeX opens a quote.
_CODE = re.compile(r"(?<!`)(`{1,3})(?![`\s])([^`]{1,300}?)(?<![`\s])\1(?!`)")
_LATEX = re.compile(r"(?<=[\w.,?!])'+(?=\s|$)")
_WORD = re.compile(r"\w+")
_OPENING, _CLOSING = frozenset("“„‟`‘‚«"), frozenset("”»’")
_BEFORE_OPENING = frozenset("([{—–-/:…“\"‘'„«")
_AFTER_CLOSING = frozenset(")]}—–-/:;,.?!…”\"’'»")
_LABEL = re.compile(rf"[{MARKS}]+\s*[A-Z][A-Z.’' -]{{1,40}}:\s*")
_ELISION = re.compile(
    r"(?:\d\ds?|n|em|ems|til|till|tis|twas|twere|cause|cuz|bout|round|neath|nuff|kay|fore|s|d|ll|re|ve)\b",
    re.IGNORECASE,
)


def quoted_spans(text: str, blocks: Sequence[Span]) -> list[list[Span]]:
    """The outermost quotes of each block in order. Marks of another style inside a quote belong to it."""
    outer = [list(_outermost([*_paired(text, block, _DOUBLE), *_paired(text, block, _ANGLED)])) for block in blocks]
    # Whether a speech is opened again in the next block.
    goes_on = [*(text[block.start] in "'‘`" for block in blocks[1:]), False][: len(blocks)]
    single = [
        list(_single(text, _outside(_marks(text, block, _SINGLE), spans), block.end if again else 0))
        for block, spans, again in zip(blocks, outer, goes_on, strict=True)
    ]
    if any(outer):  # then single marks stand in headlines, around nicknames, and only rarely around speech
        single = [
            [s for s in spans if _spoken(text, s) or (number == 0 and _in_headline(text, blocks[0], s))]
            for number, spans in enumerate(single)
        ]
    both = ([*o, *s] for o, s in zip(outer, single, strict=True))
    return [[_unlabelled(text, s) for s in _outermost(spans) if _is_said(s.of(text))] for spans in both]


def _is_said(quoted: str) -> bool:
    """Whether there are words between the marks, and not code: ``make install``."""
    return any(map(str.isalnum, quoted)) and not (quoted.startswith("`") and quoted.endswith("`"))


def _unlabelled(text: str, span: Span) -> Span:
    """A quote without the label that a transcript begins with: what follows “LUND: ” is what she said."""
    label = _LABEL.match(text, span.start, span.end)
    speech = Span(label.end(), span.end) if label else span
    return speech if any(map(str.isalnum, speech.of(text))) else span


def is_closed(text: str, span: Span) -> bool:
    """Whether a quote ends with a mark; one may end with its paragraph, or where it is opened again."""
    return text[span.end - 1] in MARKS


def _spoken(text: str, span: Span) -> bool:
    """Whether a verb of speech follows soon after the comma or stop at the quote's end."""
    following = _WORD.findall(text, span.end, span.end + 60)[:4]
    return text[span.end - 2] in ",.?!" and any(word in SPEECH_VERBS for word in following)


def _in_headline(text: str, block: Span, span: Span) -> bool:
    """Whether a headline begins or ends with a quote that a sign or a verb of speech cuts off: “Lund: ‘Go home’”."""
    before, after = text[block.start : span.start].rstrip(), text[span.end : block.end].lstrip()
    if len(block) > _HEADLINE or bool(before) == bool(after):
        return False
    said = after[:1] == "," and any(word in SPEECH_VERBS for word in _WORD.findall(after)[:2])
    return said or before[-1:] in _CUTS or after[:1] in _CUTS


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans that no other one holds, in order."""
    end = 0
    for span in sorted(spans):
        if span.start >= end:
            end = span.end
            yield span


def _outside(marks: Iterable[_Mark], spans: Iterable[Span]) -> Iterator[_Mark]:
    """The marks that stand in none of the spans."""
    rest = iter(spans)
    span = next(rest, None)
    for mark in marks:
        while span and span.end <= mark.start:
            span = next(rest, None)
        if not span or mark.end <= span.start:
            yield mark


def _marks(text: str, block: Span, pattern: re.Pattern[str]) -> Iterator[_Mark]:
    """The marks of one style in a block, but for those in code."""
    code = (match.span() for match in _CODE.finditer(text, block.start, block.end) if not _LATEX.search(match[2]))
    marks = (match.span() for match in pattern.finditer(text, block.start, block.end) if text[match.start()] != "=")
    yield from _outside((_Mark(*span, _side(text, block, *span)) for span in marks), (Span(*span) for span in code))


def _side(text: str, block: Span, start: int, end: int) -> Side:
    """What a mark may do, by its shape and its neighbours; one turned the wrong way is `either`."""
    before = text[start - 1] if start > block.start else " "
    after = text[end] if end < block.end else " "
    free_left = before.isspace() or before in _BEFORE_OPENING
    free_right = after.isspace() or after in _AFTER_CLOSING
    if text[start] in _OPENING:
        return "either" if free_right and not free_left else "opens"
    if text[start] in _CLOSING:
        return "either" if free_left and not free_right else "closes"
    if free_left == free_right:
        return "either"
    return "opens" if free_left else "closes"


def _paired(text: str, block: Span, pattern: re.Pattern[str]) -> Iterator[Span]:
    """The quotes between marks of one style, those inside another included.

    A mark that is opened again before it was closed, as some articles do at each sentence, leaves the first one without
    a partner: that piece ends where the next begins, or with the block, and no closing mark is invented for it.
    """
    marks = list(_marks(text, block, pattern))
    open_marks: list[_Mark] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        if mark.side == "opens" or (mark.side == "either" and not open_marks):
            open_marks.append(mark)
        elif open_marks and not (len(open_marks) == 1 and _inches(text, mark, following)):
            yield Span(open_marks.pop().start, mark.end)
    ends = [*(mark.start for mark in marks), block.end]
    opened = {mark.start for mark in open_marks}
    for start, end in pairwise(ends):
        if start in opened:
            yield Span(start, end).trimmed(text)


def _inches(text: str, mark: _Mark, following: _Mark | None) -> bool:
    """Whether a straight mark inside a quote stands for inches: after a digit, and another mark closes the quote."""
    inside = bool(following and following.side == "closes" and text[mark.end : mark.end + 1].isspace())
    return inside and text[mark.start] == '"' and text[mark.start - 1].isdigit()


def _single(text: str, marks: Iterable[_Mark], end: int = 0) -> Iterator[Span]:
    """The quotes between single marks that cannot be apostrophes; one that is left open ends at `end`, if given.

    A mark after a plural s (the workers' party) closes only if none better comes before the next one opens.
    """
    opened: _Mark | None = None
    possible_end: _Mark | None = None
    for mark in marks:
        if mark.side == "opens" and not _ELISION.match(text, mark.end) and text[mark.start] != "’":
            if opened and possible_end:
                yield Span(opened.start, possible_end.end)
            opened, possible_end = mark, None
        elif opened and mark.side == "closes" and not text[mark.end : mark.end + 1].isalnum():
            if not _possessive(text, mark):
                yield Span(opened.start, mark.end)
                opened = possible_end = None
            possible_end = possible_end or (mark if opened else None)
    if opened and end:
        yield Span(opened.start, end).trimmed(text)
    elif opened and possible_end:
        yield Span(opened.start, possible_end.end)


def _possessive(text: str, mark: _Mark) -> bool:
    """Whether a single mark may be the apostrophe of a plural or of a dropped g: “the workers’ party”, “goin’ home”."""
    follows = text[mark.end : mark.end + 2]
    return text[mark.start - 2 : mark.start].endswith(("s", "in")) and follows[:1] == " " and follows[1:].isalpha()
