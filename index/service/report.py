"""What is told of collections: what a piece of work did, how they are, and how much they may hold."""

from dataclasses import dataclass

from corpus.library.models import Job


@dataclass(frozen=True, slots=True)
class Report:
    """What a piece of work did to a collection."""

    indexed: int
    """Documents that are new or changed."""
    unchanged: int
    removed: int
    passages: int
    embedded: int
    """Passages that had to be embedded."""
    seconds: float
    skipped: tuple[str, ...] = ()
    """A sentence for each article that was left out for a good reason: the same text stands there twice."""
    failed: tuple[str, ...] = ()
    """A sentence for each article that could not be read."""
    notes: tuple[str, ...] = ()
    """What else the person should know: a damaged index, for one."""

    @property
    def counts(self) -> tuple[tuple[int, str], ...]:
        """How many articles became what, without those that none became."""
        counts = (
            (self.indexed, "new or changed"),
            (self.unchanged, "unchanged"),
            (self.removed, "removed"),
            (len(self.skipped), "skipped"),
            (len(self.failed), "not readable"),
        )
        return tuple(pair for pair in counts if pair[0])


@dataclass(frozen=True, slots=True)
class Quota:
    """What a guild's collection may hold."""

    documents: int = 500
    bytes: int = 20_000_000
    passages: int = 20_000


@dataclass(frozen=True, slots=True)
class Status:
    """How a collection is."""

    collection: str
    documents: int
    removed: int
    bytes: int
    passages: int
    quotes: int
    quota: Quota | None
    """None for the shared collection."""
    built: str | None
    """When the live generation was published, ISO, UTC."""
    running: Job | None
    last: Job | None
    fault: str | None
    """A sentence where the index is not what the library says."""
    can_roll_back: bool
    leaves: str | None = None
    """When it is erased, since the bot has left the guild; ISO, UTC."""
