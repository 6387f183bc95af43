"""A question as it was typed: its lines, the part of it that asks, and what it puts between quotation marks."""

import re
from collections.abc import Sequence

from corpus.english.quotation_marks import MARKS, is_closed, quoted_spans
from corpus.quotes.passages import MAX_PASSAGE
from corpus.text.sentences import split_sentences
from corpus.text.span import Span

MOST = 8  # phrases; each is looked for in the whole collection

_MARKED = re.compile(r"\?\W*$")
_ASKING = re.compile(
    r"\W*(?:(?:what|who|whom|whose|when|where|why|how|which)|(?:please\s+)?(?:tell|show|give|find)\s+me)\b",
    re.IGNORECASE,
)
_GENITIVE = re.compile(r"['’]s$")  # who asks for “The Daily News’s” view quotes the name
_PIECES = re.compile(r"…|\.\.\.")


def lines(question: str) -> list[str]:
    """What was typed, white space folded, without half characters, which an argument of a shell can hold."""
    split = (line.split() for line in question.encode(errors="replace").decode().splitlines())
    return [" ".join(words) for words in split if words]


def asking(lines: Sequence[str]) -> str:
    """The part that asks: of lines that are longer together than the encoder reads, the first and the last question.

    People put the question before what they paste, or after it. Where nothing has a question mark, the first or the
    last sentence may begin as questions do. What does not ask is left whole.
    """
    text = " ".join(lines)
    if len(text) <= MAX_PASSAGE:
        return text
    split = (span.of(line) for line in lines for span in split_sentences(line, Span(0, len(line))))
    sentences = [sentence for sentence in split if len(sentence) <= MAX_PASSAGE]
    questions = [sentence for sentence in sentences if _MARKED.search(sentence[-20:])]
    questions = questions or [sentence for sentence in (*sentences[:1], *sentences[-1:]) if _ASKING.match(sentence)]
    return " ".join(dict.fromkeys((questions[0], questions[-1]))) if questions else text


def quoted(text: str) -> tuple[str, ...]:
    """The first phrases between quotation marks, each once, at most MOST; what an ellipsis parts are two."""
    spans = quoted_spans(text, [Span(0, len(text))])[0]
    inside = (piece for span in spans if is_closed(text, span) for piece in _PIECES.split(span.of(text).strip(MARKS)))
    trimmed = (_GENITIVE.sub("", piece.strip(" ,.;:!?–—-")) for piece in inside)
    return tuple(dict.fromkeys(piece for piece in trimmed if any(char.isalnum() for char in piece)))[:MOST]
