"""The labels at the beginning of a line that may say who speaks: “MR. LUND:”, “Q.”, “[10:32] ana:”, “<ana>”."""

import re
from typing import NamedTuple

from corpus.text.span import Span

_DATE, _TIME = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f]?[AaPp]\.?[Mm]\b\.?)?"
_STAMP = rf"[\[(]?(?:{_DATE},?[T ]{{1,2}})?{_TIME}[\])]?"
_NAME = r"[^\W\d_][\w.’'&/ -]{0,39}?(?:,? \([^()\n]{1,30}\)){0,2}"  # “Lund”, “MR. LUND”, “Speaker 1”, “Ana (by video)”
_MARKUP = r"[ \t]*(?:[-*+•][ \t]+)?[*_]{0,3}"
_NICK = r"[@+~%]?[\w\[\]\\^{}|-]{1,30}"
_LABELS = (
    re.compile(rf"{_MARKUP}(?P<stamp>{_STAMP})[ \t]*[-–—]?[ \t]*(?:<[ ]?(?P<nick>{_NICK})>|(?P<name>{_NAME}):(?=\s))"),
    re.compile(rf"(?P<stamp><)(?P<name>{_NICK})>(?=[ \t])"),
    re.compile(rf"{_MARKUP}(?P<name>{_NAME})[ \t]*(?P<stamp>[\[(]{_STAMP}[\])]?)[ \t]*:(?=\s)"),
    re.compile(rf"{_MARKUP}(?P<name>{_NAME})[*_]{{0,3}}[ \t]?:[*_]{{0,3}}(?=\s)"),
    re.compile(r"[ \t]*[*_]{0,3}(?P<name>[QA])(?:\.[*_]{0,3}|[*_]{2,3}|(?=[ \t]{2}))(?=[ \t]+\S)"),
    re.compile(
        r"[ \t]*(?P<name>(?:M[RrSs]s?\.|D[Rr]\.|The|Senator|Representative) [A-Z]{2,}(?:[ ’'-][A-Z]+){0,3})\.(?=\s)"
    ),
)
_EXAMINER = re.compile(
    r"[ \t]*(?:[A-Z -]{0,40}EXAMINATION )?B[Yy] (?P<name>(?:M[RrSs]s?|MRS|MISS|D[Rr])\.? [A-Z][\w.’' -]{0,39}):[ \t]*"
)
_LONGEST = 120  # characters of a label with its time
# `<p> …` is markup, not somebody in a chat.
_TAGS = frozenset(
    "a b i p q s u em h1 h2 h3 h4 li ol td th tr ul br hr dd dl dt div img nav pre sub sup code span body cite html "
    "head main font table tbody small strong title script style section article center header footer figure "
    "blockquote".split()
)


class Label(NamedTuple):
    """The label of a line."""

    name: Span
    """Who it names: “MR. LUND”, “Q”, “ana”."""
    end: int
    """Where the words after it begin."""
    stamped: bool
    """Whether a time or angled brackets tell a chat."""


def read_examiner(text: str, line: Span) -> Label | None:
    """Who puts the questions that follow in a court’s transcript: “BY MR. LUND:”, alone on a line."""
    match = _EXAMINER.fullmatch(text, line.start, min(line.end, line.start + _LONGEST))
    return Label(Span(*match.span("name")), line.end, False) if match else None


def read_label(text: str, line: Span) -> Label | None:
    """The label that a line begins with, if any; whether it names somebody who speaks, the whole article tells."""
    end = min(line.end, line.start + _LONGEST)
    for form in _LABELS:
        match = form.match(text, line.start, min(line.end, end + 1))
        if match:
            part = "nick" if match.groupdict().get("nick") else "name"
            if text[match.start()] == "<" and match[part].lower() in _TAGS:
                return None
            words = Span(match.end(), line.end).trimmed(text)
            return Label(Span(*match.span(part)), words.start, "stamp" in form.groupindex)
    return None
