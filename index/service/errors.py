"""What can go wrong with articles and collections, each told in a sentence."""

from corpus.errors import PullquoteError


class EmptyCorpusError(PullquoteError):
    """There is nothing to index or to export, or nothing has been indexed yet."""


class DraftError(PullquoteError):
    """A draft that is no longer there, or somebody else's."""


class DuplicateError(PullquoteError):
    """The same text is in the collection already."""


class ArticleUnknownError(PullquoteError):
    """No article of the collection has that number, or it cannot be changed so."""


class QuotaError(PullquoteError):
    """A collection may not grow further."""
