"""Guilds with articles that look alike: what each is shown, what can be used of it, and who uses it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.library.owners import OPERATOR, SHARED
from corpus.library.policy import Policy
from tests.support.discord_server import Asked
from tests.support.discord_values import MANAGE_GUILD, Json, Place
from tests.torture.canaries import Home, Told, told_since
from tests.torture.loopback import Stage, failed, is_menu, old_post, suggesting
from tests.torture.typed import OWN, UntriedError, Values, given, values_of, written
from tests.torture.workshop import write

THINGS = ("mill", "dike", "dock", "gate", "lock", "pier", "quay", "ramp")
"""What there are articles on, besides the weir."""
AT_ONCE = 3  # of one person's questions: more of them would have to wait
_LAST = ("revise", "add", "remove", "roll", "stop", "drop")
"""The buttons after which others are of no use, in this order."""
_FEW = 5  # buttons of a name that are pressed at home
_BUTTON, _FIELD, _MODAL = 2, 4, 9


@dataclass(frozen=True, slots=True)
class Found:
    """What a guild was shown that can be used, in order."""

    buttons: dict[str, None] = field(default_factory=dict)
    """Their custom_ids."""
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Their fields."""
    used: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who uses the bot somewhere."""

    user: int
    at: Place
    permissions: int = 0

    @property
    def person(self) -> dict[str, Any]:
        return {"user": self.user, "at": self.at, "permissions": self.permissions}


def manager_of(home: Home) -> Hand:
    """Who manages a guild, in it."""
    return Hand(home.manager, home.here, MANAGE_GUILD)


class Town:
    """All guilds; `broken` tells what was wrong so far."""

    def __init__(self, stage: Stage, homes: Sequence[Home]) -> None:
        self.stage = stage
        self.homes = homes
        self.found = {home: Found() for home in homes}
        self.broken: list[str] = []
        self.bodies = self.own = 0
        self.telling: set[str] = set()
        """What told words of its own guild's."""
        numbers = ((home.guild, home.member, home.here.channel, home.private.channel) for home in homes)
        self._by_number = {number: home for home, each in zip(homes, numbers, strict=True) for number in each}
        self._looked_at = 0

    def beside(self, home: Home) -> Home:
        """The next guild."""
        return self.homes[(home.number + 1) % len(self.homes)]

    def settle(self) -> None:
        """In each guild an article of two versions, some others, one that was taken away; who may ask. In the shared
        collection an article of other words."""
        kept = self.stage.kept
        write(kept.folder, 1)
        kept.indexing.reindex(SHARED, OPERATOR)
        for home in self.homes:
            first = self._add(home, home.article(since="Sunday"))
            self._add(home, home.article(), first)
            added = [self._add(home, home.article(thing)) for thing in THINGS]
            kept.curation.remove(home.collection, added[0], str(home.manager))
            self.open_to_members(home)
            kept.guilds.choose(home.manager, self.beside(home).guild)

    def open_to_members(self, home: Home) -> None:
        """Who has a guild's role may ask there, and nobody else."""
        policy, what = Policy(askers=frozenset({home.role})), f"opened to {home.word('gu')}"
        self.stage.kept.policies.settle(home.guild, policy, str(home.manager), what)

    def _add(self, home: Home, text: bytes, article: int | None = None) -> int:
        kept, by = self.stage.kept, str(home.manager)
        draft = kept.additions.draft(home.collection, "weir.txt", text, by).draft.id
        return kept.additions.add(home.collection, draft, by, article)[0].article

    # What is used -----------------------------------------------------------------------------------------------------

    def values(self, whose: Home, home: Home | None = None) -> Values:
        """What somebody at home types who means another one's."""
        values, ours = (values_of(each, self.stage.kept) for each in (whose, home or whose))
        return {**values, **{name: ours[name] for name in OWN}}

    def commands(self, hand: Hand, values: Values) -> Iterator[Awaitable[Asked]]:
        """Each, in all ways there are."""
        for name, command in self.stage.commands().items():
            try:
                yield from (self._command(hand, name, is_menu(command), each) for each in given(command, values))
            except UntriedError as error:
                self.broken.append(str(error))

    async def _command(self, hand: Hand, name: str, menu: bool, options: dict[str, Any]) -> Asked:
        if menu:
            return await self.stage.server.choose(name, options["message"], **hand.person)
        return await self.stage.server.ask(name, **hand.person, **options)

    def press(self, hand: Hand, custom_id: str) -> Awaitable[Asked]:
        """A button, under a message that says nothing else."""
        return self.stage.server.press(old_post(hand.at.channel), custom_id, **hand.person)

    def submit(self, hand: Hand, custom_id: str, fields: Iterable[str]) -> Awaitable[Asked]:
        """A form."""
        opened = Asked(1, "", hand.user, hand.at, hand.permissions)
        return self.stage.server.submit(opened, custom_id, **written(fields))

    async def suggestions(self, hand: Hand, values: Values, most: int) -> None:
        """All there are, with nothing typed and with so many of the values."""
        for command, option in suggesting(self.stage.commands()):
            for typed in ("", *map(str, values.get(option, ())[:most])):
                await self.stage.server.suggested(command, option, typed[:100], **hand.person)

    async def all_of(self, uses: Iterable[Awaitable[Asked]], home: Home | None = None, at_once: int = AT_ONCE) -> None:
        """Do it, one after another at home, else several at once; what is shown at home is remembered."""
        waiting = list(uses)
        step = 1 if home else at_once
        for start in range(0, len(waiting), step):
            for asked in await asyncio.gather(*waiting[start : start + step]):
                if failed(await self.stage.said(asked)):
                    self.broken.append(f"{asked.place}: an apology, or nothing, for {asked.data}")
            if home:
                self.look(home)

    async def whatever_is_shown(self, hand: Hand, home: Home) -> None:
        """Every button and form, a few of each name, and those that these show, until there are no more."""
        found = self.found[home]
        while waiting := list(_waiting(found)):
            custom_id = min(waiting, key=_rank)
            found.used.add(custom_id)
            pressed = custom_id in found.buttons
            use = self.press(hand, custom_id) if pressed else self.submit(hand, custom_id, found.forms[custom_id])
            await self.all_of([use], home)

    # What is told -----------------------------------------------------------------------------------------------------

    def look(self, home: Home | None = None) -> None:
        """At what was sent since the last time; what was sent home is remembered."""
        for told in told_since(self.stage.server, self._looked_at, self._by_number):
            self.bodies += 1
            if told.foreign:
                self.broken.append(f"{told.what} tells {told.home} {sorted(told.foreign)}: {told.body}"[:500])
            elif told.canaries:
                self.own += 1
                self.telling.add(told.what)
            if home:
                self._remember(self.found[home], told)
        self._looked_at = len(self.stage.server.requests)

    def _remember(self, found: Found, told: Told) -> None:
        data = told.body.get("data", told.body)
        components = list(_components(data))
        self.broken += [f"nobody uses {each}" for each in components if each["type"] not in (_BUTTON, _FIELD)]
        found.buttons.update(dict.fromkeys(each["custom_id"] for each in components if each["type"] == _BUTTON))
        if told.body.get("type") == _MODAL:
            found.forms[data["custom_id"]] = tuple(each["custom_id"] for each in components)

    def forget(self, homes: Iterable[Home]) -> None:
        """Whose words are nobody's from now on."""
        gone = set(homes)
        self._by_number = {number: home for number, home in self._by_number.items() if home not in gone}


def name_of(custom_id: str) -> str:
    """What a button or form is called."""
    return custom_id.partition(":")[0]


def _waiting(found: Found) -> Iterator[str]:
    used = Counter(map(name_of, found.used))
    shown = (each for each in (*found.buttons, *found.forms) if each not in found.used)
    return (each for each in shown if used[name_of(each)] < _FEW)


def _rank(custom_id: str) -> int:
    name = name_of(custom_id)
    return _LAST.index(name) if name in _LAST else -1


def _components(data: Json) -> Iterator[Json]:
    """The buttons of a message, or the fields of a form."""
    for row in data.get("components", []):
        yield from row.get("components", [row["component"]] if "component" in row else [])
