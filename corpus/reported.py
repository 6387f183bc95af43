"""What articles report of somebody's words without quoting them: “Mattis said the sanctions were severe.”"""

from collections.abc import Sequence

from corpus.document import Document
from corpus.quotes import Quote


def find_reported(document: Document, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The reported statements of a document in order, of kind `reported`: each with its source and without marks.

    A span is what is reported, without the words that say who says it. None overlaps another, or one of `quotes`.
    """
    return ()
