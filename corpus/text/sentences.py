"""Where sentences begin and end, and whether one stands alone or leans on the one before it."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import sentencex

from corpus.text.span import Span
from corpus.text.tables import table_rows

# sentencex keeps the text between a pair of marks whole, looks for partners in quadratic time, and takes everything
# up to the end for quoted where a mark is never closed. So it never sees the marks, only blanks in their place.
_MARKS = re.compile(r"(?<!\w)['’‘‚]|['’](?!\w)|[\"“”„«»]|(?<=[.?!…*_])[*_](?=[\s*_]|$)")
_LABEL = re.compile(r"[*_]{0,3}[QA]\.[*_]{0,3}")  # in a transcript
_WHITE = re.compile(r"\s")
# It is quadratic too in marks that end nothing (`![![`, `」「`), so it sees a window at a time; characters. Paragraphs
# of news are shorter than one. What it finds at the end of a window it might not find if it saw what follows.
_WINDOW, _UNSURE = 4_000, 200


def split_sentences(text: str, within: Span) -> tuple[Span, ...]:
    """The sentences of `text` inside `within`, in order, without the white space between them.

    Closing quotation marks stay with the sentence they close, opening ones with the sentence they open, and a
    sentence goes on after a mark where a small letter follows (“Stop!” he said.). Each row of a table is one. Time is
    linear in the length.
    """
    if rows := table_rows(text, within):
        return rows
    part = within.of(text)
    cuts = [0, *_boundaries(part), len(part)]
    spans = (Span(within.start + a, within.start + b).trimmed(text) for a, b in pairwise(cuts))
    return tuple(_labelled(text, (span for span in spans if len(span))))


def _labelled(text: str, pieces: Iterable[Span]) -> Iterator[Span]:
    """The pieces, the label of a question or an answer together with what follows it."""
    label: Span | None = None
    for piece in pieces:
        sentence = Span(label.start, piece.end) if label else piece
        label = sentence if _LABEL.fullmatch(text, sentence.start, sentence.end) else None
        if label is None:
            yield sentence
    if label:
        yield label


def _boundaries(part: str) -> Iterator[int]:
    plain = _MARKS.sub(" ", part)
    for (start, end), (next_start, next_end) in pairwise(_pieces(plain)):
        left = start + len(plain[start:end].rstrip())
        right = next_end - len(plain[next_start:next_end].lstrip())
        if plain[right : right + 1].islower() or part.startswith("[", left):
            continue  # “Stop!” he said, and a footnote [1] that clings to its sentence
        white = _WHITE.search(part, left, right)
        yield white.start() if white else right


def _pieces(plain: str) -> Iterator[tuple[int, int]]:
    """What sentencex takes for sentences, window after window."""
    begun = start = 0  # where the sentence and the window begin: not together where a window holds no end
    while start < len(plain):
        window = plain[start : start + _WINDOW]
        last = start + len(window) == len(plain)
        sure = len(window) if last else _WINDOW - _UNSURE
        ends = [piece["end_index"] for piece in sentencex.get_sentence_boundaries("en", window)]
        ends = [end for end in ends if end <= sure]
        for end in ends:
            yield begun, start + end
            begun = start + end
        start = begun if ends else start + sure
    if begun < len(plain):
        yield begun, len(plain)


_DEMONSTRATIVE = r"(?:this|that|these|those|such)\b"
# What may stand before the word that leans: “But he …”, “However, it …”, “In June 1884, she …”.
_OPENING = (
    r"(?:(?:and|but|so|yet|or|nor|then|thus|still|also|however|therefore)\s+|\w+,\s+|"
    r"(?:in|on|at|by|during|since|until|for)\s[^,;:]{1,40},\s+)*"
)
_WORD = (
    r"(?:he|she|it|they|his|her|its|their|the\s+latter)\b|"
    rf"(?:(?:\w+\s+){{0,3}}\w+\s+of\s+|(?:after|before|by|despite|during|for|from|in|like|on|since|with)\s+)?{_DEMONSTRATIVE}"
)
_LEANING = re.compile(rf"{_OPENING}(?:{_WORD})", re.IGNORECASE)
# What follows where the sentence itself explains the word (“Those who …”, “It is likely that …”), or its date does.
_EXPLAINED = re.compile(
    r"\s+(?:who|whom|whose|which|as|with|without)\b|"
    r"(?<=\bit)\s+(?:is|was|has\s+been|had\s+been|will\s+be|seems|appears)\s+(?:[\w-]+\s+){0,3}"
    r"(?:that|who|how|whether|why|what)\b|"
    r"(?<=\bthis)\s+(?:morning|afternoon|evening|week|weekend|month|summer|autumn|fall|winter|spring|year|century)\b|"
    r"(?<=\bthese)\s+days\b",
    re.IGNORECASE,
)


def leans(sentence: str) -> bool:
    """Whether a sentence opens with a pronoun or demonstrative that only the sentence before it can explain.

    >>> leans("But he also warned of war."), leans("Those who stayed were few."), leans("The company also lost.")
    (True, False, False)
    """
    opening = _LEANING.match(sentence)
    return opening is not None and not _EXPLAINED.match(sentence, opening.end())
