"""What the moderators of a guild have settled: who may ask and moderate, where answers are seen, how sure they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter


class Openness(StrEnum):
    """How answers are seen in a channel."""

    PUBLIC = "public"
    PRIVATE = "private"
    OFF = "off"


class Strictness(StrEnum):
    """How sure an answer must be: `strict` answers less and is wrong less often, `open` answers more."""

    STRICT = "strict"
    BALANCED = "balanced"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Policy:
    """Of one guild. The defaults hold where nothing was settled."""

    askers: frozenset[int] = frozenset()
    """The roles that may ask; empty for everybody."""
    moderators: frozenset[int] = frozenset()
    """The roles that may moderate, besides those who may manage the server."""
    channels: Mapping[int, Openness] = field(default_factory=dict)
    """Channels where answers are seen otherwise than elsewhere; a thread is as its channel."""
    elsewhere: Openness = Openness.PUBLIC
    strictness: Strictness | None = None
    """None for the operator's."""
    shared: bool = True
    """Whether the shared collection is searched too."""

    def openness(self, channel: int, parent: int | None = None) -> Openness:
        """How answers are seen in a channel, or in a thread of the channel `parent`."""
        return self.channels.get(channel, self.channels.get(parent or 0, self.elsewhere))


_ADAPTER = TypeAdapter(Policy)


def as_json(policy: Policy) -> Any:
    """A policy as JSON keeps it."""
    return _ADAPTER.dump_python(policy, mode="json")


def of_json(stored: Any) -> Policy:
    """What `as_json` gave. Raises ValueError where it is something else: where a part is missing, the default might
    allow more than was settled."""
    if not isinstance(stored, dict) or any(part.name not in stored for part in fields(Policy)):
        raise ValueError("it is no policy, or only a part of one")
    return _ADAPTER.validate_python(stored)
