"""What a guild's collection may hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from corpus.errors import PullquoteError
from corpus.library.models import Entry

# Times its quota of bytes that a guild's articles may have with all that is kept of them: each of them in five
# versions. Nothing that is kept is ever dropped, so that without an end the file would grow by corrections alone.
HISTORY = 5


class QuotaError(PullquoteError):
    """A collection may not grow further."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Of each guild."""

    documents: int = 500
    bytes: int = 20_000_000
    passages: int = 20_000


def check_quota(quota: Quota, others: Sequence[Entry], size: int, passages: int, kept: int) -> None:
    """Whether there is room for an article of so many bytes of text beside others, if all then have so many passages
    and so many bytes are kept of what ever answered. Raises QuotaError."""
    if kept > HISTORY * quota.bytes:
        _refuse(HISTORY * quota.bytes, "bytes of text with earlier versions and removed articles", kept)
    for most, what, number in (
        (quota.documents, "articles", len(others) + 1),
        (quota.bytes, "bytes of text", sum(entry.bytes for entry in others) + size),
        (quota.passages, "passages", passages),
    ):
        if number > most:
            _refuse(most, what, number, "remove others first, or ")


def _refuse(most: int, what: str, number: int, help_: str = "") -> NoReturn:
    raise QuotaError(
        f"this server may hold {most:,} {what}, and with this article it would be {number:,}; "
        f"{help_}ask whoever runs Pullquote for more room"
    )
