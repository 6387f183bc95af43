"""A trial of guilds with articles that look alike: what each is shown, what of it can be used, and who uses it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.library.owners import OPERATOR, SHARED
from corpus.library.policy import Policy
from tests.support.discord_server import Asked
from tests.support.discord_values import MANAGE_GUILD, Json, Place
from tests.torture.canaries import Home, SentBody, bodies_since
from tests.torture.loopback import Loopback, failed, is_menu, old_post, suggesting
from tests.torture.typed import OWN_OPTIONS, UntriedError, Values, form_values, option_sets, values_of
from tests.torture.workshop import write

THINGS = ("mill", "dike", "dock", "gate", "lock", "pier", "quay", "ramp")
"""The topics of articles besides the weir."""
AT_ONCE = 3  # of one person's questions: more of them would have to wait
_LAST = ("revise", "add", "addnew", "addall", "remove", "roll", "stop", "drop", "dropall")
"""The buttons that make others expire, in the order in which they are pressed."""
_FEW = 5  # buttons of a name that are pressed at home
_BUTTON, _FIELD, _FILES, _MODAL = 2, 4, 19, 9


@dataclass(frozen=True, slots=True)
class Controls:
    """The buttons and forms that a guild was shown, in order."""

    buttons: dict[str, None] = field(default_factory=dict)
    """Their custom_ids."""
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Their fields."""
    used: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who uses the bot, and where."""

    user: int
    at: Place
    permissions: int = 0

    @property
    def person(self) -> dict[str, Any]:
        return {"user": self.user, "at": self.at, "permissions": self.permissions}


def manager_of(home: Home) -> Actor:
    """The manager of a guild, in it."""
    return Actor(home.manager, home.here, MANAGE_GUILD)


class Trial:
    """All guilds, and what was sent to each; `broken` has a sentence for each thing that was wrong."""

    def __init__(self, loopback: Loopback, homes: Sequence[Home]) -> None:
        self.loopback = loopback
        self.homes = homes
        self.controls = {home: Controls() for home in homes}
        self.broken: list[str] = []
        self.bodies = self.own = 0
        self.telling: set[str] = set()
        """The commands, buttons and messages that showed words of the guild they were used in."""
        numbers = ((home.guild, home.member, home.here.channel, home.private.channel) for home in homes)
        self._by_number = {number: home for home, ids in zip(homes, numbers, strict=True) for number in ids}
        self._looked_at = 0

    def beside(self, home: Home) -> Home:
        """The next guild."""
        return self.homes[(home.number + 1) % len(self.homes)]

    def fill(self) -> None:
        """Give each guild an article of two versions, some others, one that was removed, and a policy; and the shared
        collection an article of other words."""
        kept = self.loopback.kept
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
        """Let members with a guild's role ask there, and nobody else."""
        policy, what = Policy(askers=frozenset({home.role})), f"opened to {home.word('gu')}"
        self.loopback.kept.policies.settle(home.guild, policy, str(home.manager), what)

    def _add(self, home: Home, text: bytes, article: int | None = None) -> int:
        kept, by = self.loopback.kept, str(home.manager)
        draft = kept.additions.draft(home.collection, "weir.txt", text, by).draft.id
        return kept.additions.add(home.collection, draft, by, article)[0].article

    # Uses -------------------------------------------------------------------------------------------------------------

    def values(self, whose: Home, home: Home | None = None) -> Values:
        """What somebody at home types who is after the articles of `whose`."""
        values, ours = (values_of(place, self.loopback.kept) for place in (whose, home or whose))
        return {**values, **{name: ours[name] for name in OWN_OPTIONS}}

    def commands(self, actor: Actor, values: Values) -> Iterator[Awaitable[Asked]]:
        """Use each command with all sets of options."""
        for name, command in self.loopback.commands().items():
            try:
                yield from (
                    self._command(actor, name, is_menu(command), options) for options in option_sets(command, values)
                )
            except UntriedError as error:
                self.broken.append(str(error))

    async def _command(self, actor: Actor, name: str, menu: bool, options: dict[str, Any]) -> Asked:
        if menu:
            return await self.loopback.server.choose(name, options["message"], **actor.person)
        return await self.loopback.server.ask(name, **actor.person, **options)

    def press(self, actor: Actor, custom_id: str) -> Awaitable[Asked]:
        """Press a button under a message that the bot does not remember."""
        return self.loopback.server.press(old_post(actor.at.channel), custom_id, **actor.person)

    def submit(self, actor: Actor, custom_id: str, fields: Iterable[str]) -> Awaitable[Asked]:
        """Send a form."""
        opened = Asked(1, "", actor.user, actor.at, actor.permissions)
        return self.loopback.server.submit(opened, custom_id, **form_values(fields))

    async def suggestions(self, actor: Actor, values: Values, most: int) -> None:
        """Ask for the suggestions of all options, with nothing typed and with so many of the values."""
        for command, option in suggesting(self.loopback.commands()):
            for typed in ("", *map(str, values.get(option, ())[:most])):
                await self.loopback.server.suggested(command, option, typed[:100], **actor.person)

    async def all_of(self, uses: Iterable[Awaitable[Asked]], home: Home | None = None, at_once: int = AT_ONCE) -> None:
        """Wait for uses, one after another at home, else several at once; what is shown at home is remembered."""
        waiting = list(uses)
        step = 1 if home else at_once
        for start in range(0, len(waiting), step):
            for asked in await asyncio.gather(*waiting[start : start + step]):
                if failed(await self.loopback.texts_of(asked)):
                    self.broken.append(f"{asked.place}: an apology, or nothing, for {asked.data}")
            if home:
                self.check_bodies(home)

    async def use_what_is_shown(self, actor: Actor, home: Home) -> None:
        """Use every button and form, a few of each name, and those that these lead to, until there are no more."""
        controls = self.controls[home]
        while waiting := list(_waiting(controls)):
            custom_id = min(waiting, key=_rank)
            controls.used.add(custom_id)
            is_button = custom_id in controls.buttons
            fields = () if is_button else controls.forms[custom_id]
            use = self.press(actor, custom_id) if is_button else self.submit(actor, custom_id, fields)
            await self.all_of([use], home)

    # What is sent -----------------------------------------------------------------------------------------------------

    def check_bodies(self, home: Home | None = None) -> None:
        """Check what was sent since the last check; buttons and forms that were sent home are remembered."""
        for sent in bodies_since(self.loopback.server, self._looked_at, self._by_number):
            self.bodies += 1
            if sent.foreign:
                self.broken.append(f"{sent.what} shows {sent.home} {sorted(sent.foreign)}: {sent.body}"[:500])
            elif sent.canaries:
                self.own += 1
                self.telling.add(sent.what)
            if home:
                self._remember(self.controls[home], sent)
        self._looked_at = len(self.loopback.server.requests)

    def _remember(self, controls: Controls, sent: SentBody) -> None:
        data = sent.body.get("data", sent.body)
        components = list(_components(data))
        self.broken += [f"nobody uses {part}" for part in components if part["type"] not in (_BUTTON, _FIELD, _FILES)]
        buttons = (part["custom_id"] for part in components if part["type"] == _BUTTON)
        controls.buttons.update(dict.fromkeys(buttons))
        if sent.body.get("type") == _MODAL:
            controls.forms[data["custom_id"]] = tuple(
                part["custom_id"] for part in components if part["type"] == _FIELD
            )

    def forget(self, homes: Iterable[Home]) -> None:
        """Have the words of guilds belong to nobody from now on."""
        gone = set(homes)
        self._by_number = {number: home for number, home in self._by_number.items() if home not in gone}


def name_of(custom_id: str) -> str:
    """The name of a button or form."""
    return custom_id.partition(":")[0]


def _waiting(controls: Controls) -> Iterator[str]:
    used = Counter(map(name_of, controls.used))
    unused = (custom_id for custom_id in (*controls.buttons, *controls.forms) if custom_id not in controls.used)
    return (custom_id for custom_id in unused if used[name_of(custom_id)] < _FEW)


def _rank(custom_id: str) -> int:
    name = name_of(custom_id)
    return _LAST.index(name) if name in _LAST else -1


def _components(data: Json) -> Iterator[Json]:
    """The buttons of a message, or the fields of a form."""
    for row in data.get("components", []):
        yield from row.get("components", [row["component"]] if "component" in row else [])
