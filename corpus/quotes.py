"""Words between quotation marks."""

from dataclasses import dataclass
from typing import Literal

from corpus.document import Document
from corpus.span import Span
from corpus.speakers import Speaker


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks, the marks included where the article has them."""

    document: Document
    span: Span
    kind: Literal["direct", "mixed"]
    """`direct`: speech that can stand alone; `mixed`: a piece of somebody's words inside the article's sentence."""
    speaker: Speaker | None
    confidence: float
    """0–1, of the speaker; 0 where the speaker is unknown."""

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)


def find_quotes(document: Document) -> tuple[Quote, ...]:
    """The quotes of a document in order, none overlapping another."""
    return ()
