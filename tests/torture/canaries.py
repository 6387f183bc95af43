"""Guilds whose articles look alike, each with words that no other has, and the bodies that show these words."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.library.owners import of_guild
from tests.support.discord_http import Request
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import FOREIGN_GUILD, Channel, Guild, Json, Place, Role
from tests.torture.loopback import leaves

_CANARY = re.compile(r"zq[a-z]{8}")
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeiou"]


@dataclass(frozen=True, slots=True)
class Home:
    """A guild by its number, from 0; what people have there, and what they would type."""

    number: int

    @property
    def code(self) -> str:
        """A code of its own, which differs from its neighbours' in a syllable."""
        size = len(_SYLLABLES)
        return "".join(_SYLLABLES[self.number // size**place % size] for place in (2, 1, 0))

    def word(self, kind: str) -> str:
        """A word that no other guild has; the kind is of two letters."""
        return f"Zq{self.code}{kind}"

    @property
    def guild(self) -> int:
        return FOREIGN_GUILD + 1_000 + self.number

    @property
    def collection(self) -> str:
        return of_guild(self.guild)

    @property
    def role(self) -> int:
        return self.guild + 10_000

    @property
    def name(self) -> str:
        return f"Rowers of {self.word('gu')}"

    @property
    def manager(self) -> int:
        return self.guild + 20_000

    @property
    def member(self) -> int:
        return self.guild + 30_000

    @property
    def here(self) -> Place:
        return Place(self.guild, self.guild + 40_000)

    @property
    def private(self) -> Place:
        """Where the member writes direct messages."""
        return Place(None, self.guild + 50_000)

    def built(self, neighbour: "Home") -> Guild:
        """The guild as Discord knows it; the neighbour's manager is a plain member."""
        channels = {self.here.channel: Channel(f"boats-{self.word('gu')}")}
        roles = {self.role: Role(f"Readers of {self.word('gu')}")}
        members: dict[int, tuple[int, ...]] = {self.manager: (), self.member: (self.role,), neighbour.manager: ()}
        return Guild(self.guild, self.name, channels, roles, members)

    # Its articles -----------------------------------------------------------------------------------------------------

    def title(self, thing: str = "weir") -> str:
        return (
            f"The {thing} of {self.word('ti')}, what the council said of it since the last spring, and who pays for it"
        )

    def quote(self, thing: str = "weir") -> str:
        return f"We will not open the {thing} before {self.word('qu')} has been paid for in full,"

    def speaker(self, first: str = "Ada") -> str:
        return f"{first} {self.word('sp')}"

    def article(self, thing: str = "weir", since: str = "Monday") -> bytes:
        """An article of several pages: the same as in all guilds, but for the words of its own."""
        place, ada, ben = self.word("te"), self.speaker(), self.speaker("Ben")
        asked = (
            f"“On {since} nobody knew who paid for {thing} {number} at {place},” said {ada}.\n" for number in range(15)
        )
        return (
            f"""---
title: {self.title(thing)}
publisher: {self.word("pu")} Post of the river, the harbour and all of the islands
published: 2024-05-06
url: https://{self.word("ad").lower()}.example/{thing}
---
The {thing} near {place} has been closed since {since}, the council said.

“{self.quote(thing)}” said {ada}, the mayor.

“Nobody near {place} wrote back to us,” said {ben}, who keeps the {thing}.

""".encode()
            + "\n".join(asked).encode()
        )


# What is sent to whom -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SentBody:
    """A request body that Discord was sent."""

    what: str
    """The command, button, form or message that it came of."""
    home: Home | None
    """The guild whose words it may show."""
    canaries: frozenset[str]
    """The words of guilds in it, without those that the person had sent."""
    body: Json

    @property
    def foreign(self) -> frozenset[str]:
        """The words of guilds that it may not show."""
        code = self.home.code if self.home else ""
        return frozenset(word for word in self.canaries if word[2:8] != code)


def bodies_since(server: DiscordServer, start: int, homes: Mapping[int, Home]) -> Iterator[SentBody]:
    """The bodies since a request. `homes` is by guild, by who writes direct messages, and by channel."""
    for request in server.requests[start:]:
        parts = request.path.split("/")
        asked = next((server.asked[part] for part in parts if part in server.asked), None)
        if asked:
            data, place = asked.data, asked.place
            direct = place.guild is None and not place.by_user
            home = None if place.by_user else homes.get(asked.user if direct else place.guild or 0)
            yield SentBody(_what(data), home, _canaries(request) - canaries_in(json.dumps(data)), request.body or {})
        elif "channels" in parts and request.body:
            yield SentBody(
                "message", homes.get(int(parts[parts.index("channels") + 1])), _canaries(request), request.body
            )


def _what(data: Json) -> str:
    return str(data["custom_id"]).partition(":")[0] if "custom_id" in data else next(leaves(data))[0]


def _canaries(request: Request) -> frozenset[str]:
    texts = (json.dumps(request.body, ensure_ascii=False), *(_text(name, data) for name, data in request.files.items()))
    return frozenset(word for text in texts for word in canaries_in(text))


def canaries_in(text: str) -> frozenset[str]:
    """The words of all guilds in a text, in small letters."""
    return frozenset(match[0] for match in _CANARY.finditer(text.casefold().replace("\\", "")))


def _text(name: str, data: bytes) -> str:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return f"{name} {data.decode('utf-8', 'replace')}"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return " ".join(f"{member} {archive.read(member).decode('utf-8', 'replace')}" for member in archive.namelist())
