"""What the moderators of a guild have settled: who may ask and moderate, where answers are seen, how sure they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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


def as_json(policy: Policy) -> dict[str, Any]:
    """A policy as JSON keeps it."""
    return {
        "askers": sorted(policy.askers),
        "moderators": sorted(policy.moderators),
        "channels": {str(channel): openness.value for channel, openness in sorted(policy.channels.items())},
        "elsewhere": policy.elsewhere.value,
        "strictness": policy.strictness,
        "shared": policy.shared,
    }


def of_json(stored: Mapping[str, Any]) -> Policy:
    """What `as_json` gave. Raises ValueError, KeyError or TypeError where it is something else."""
    strictness = stored["strictness"]
    return Policy(
        askers=frozenset(map(int, stored["askers"])),
        moderators=frozenset(map(int, stored["moderators"])),
        channels={int(channel): Openness(openness) for channel, openness in stored["channels"].items()},
        elsewhere=Openness(stored["elsewhere"]),
        strictness=None if strictness is None else Strictness(strictness),
        shared=bool(stored["shared"]),
    )
