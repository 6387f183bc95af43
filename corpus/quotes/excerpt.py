"""What may be shown of an article, sliced anew from its text."""

from dataclasses import dataclass
from typing import Literal

from corpus.errors import PullquoteError
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document, text_id
from corpus.text.span import Span
from corpus.text.tables import table_rows


class TamperedError(PullquoteError):
    """A stored text is not the one that was read; nothing of it is shown."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A span of a document that may be shown, and whose words it is.

    A dash with a name belongs behind `direct` speech and a `turn`, which has no marks, only; every other kind is the
    article's own sentence, shown as it stands.
    """

    document: Document
    span: Span
    kind: Literal["direct", "mixed", "turn", "reported", "narration", "caption"]
    speaker: Speaker | None = None
    via: Speaker | None = None
    """Who says the excerpt, and quotes the speaker in it; None as a rule, where the speaker says it."""

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)

    @property
    def table_head(self) -> str:
        """The head of the table whose row it is; empty for all else, and where it holds the head itself."""
        number = self.document.paragraph_at(self.span.start)
        rows = table_rows(self.document.text, self.document.paragraphs[number - 1]) if number else ()
        return rows[0].of(self.document.text) if rows and self.span.start >= rows[0].end else ""


def checked_text(excerpt: Excerpt) -> str:
    """The words of an excerpt, sliced anew from the stored text. Raises TamperedError where that text has changed."""
    document = excerpt.document
    if excerpt.span.end > len(document.text) or text_id(document.text) != document.id:
        raise TamperedError(f"{document.name} is not the text that was read; reindex before it is quoted again")
    return excerpt.text
