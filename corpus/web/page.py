"""What stood at an address, or why nothing is read from there."""

from dataclasses import dataclass, field

from corpus.errors import ArticleError


class FetchError(ArticleError):
    """An address that cannot be read, and why; its name is the address as it was given."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stood at an address."""

    url: str
    """Where it stood in the end, after all redirects."""
    name: str
    """What its file is called; the ending tells its kind."""
    media_type: str
    charset: str | None
    """The encoding that the site names; it may be none that exists."""
    data: bytes = field(repr=False)
