"""Every command, button, form and suggestion, for everybody, everywhere: as it is promised, and nothing else."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from corpus.library.owners import OPERATOR, SHARED, of_guild
from corpus.library.policy import Openness
from tests.support.discord_server import Asked, Option
from tests.support.discord_values import CHANNEL, DM, GUILD, READER, Json, Upload, a_channel, a_role
from tests.torture.loopback import Stage, failed, is_menu, library_of, old_post, played, suggesting, version_of
from tests.torture.outcome import Outcome
from tests.torture.rules import (
    ABSENT,
    ASKING_BUTTONS,
    COMMANDS,
    CONTEXTS,
    DAMAGED,
    FORMS,
    PEOPLE,
    POLICIES,
    REFUSALS,
    Context,
    Person,
    Rule,
    guilds,
    refusal,
    searched,
)
from tests.torture.workshop import MODERATOR, add, write

HOLDS = "everybody may do what is theirs and nothing else, wherever they are; who is refused is told so privately"
HELD = ("", "1", "1:1:1", "0123456789abcdef", "0123456789abcdef:1")
USELESS = ("no longer works", "This job is over")


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be used."""

    kind: Literal["command", "button", "form", "suggestion"]
    name: str
    rule: Rule
    holds: str = ""
    """Of a button or a form; of a suggestion the option."""

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.holds}".strip()


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it."""

    viewed: frozenset[str]
    written: bool
    suggested: int = 0
    said: Sequence[str] = ()
    private: bool = True
    opened: bool = False
    changed: frozenset[int] = frozenset()
    """The guilds whose record of changes is longer than before."""


def rights(count: int, folder: Path) -> Outcome:
    """So many of all combinations, by chance; all where there are fewer."""
    return played(folder, guilds(), partial(_play, count=count, folder=folder))


async def _play(stage: Stage, count: int, folder: Path) -> Outcome:
    ready(stage)
    found = ways(stage)
    broken = list(_unknown(stage))
    cases = [
        (way, where, who)
        for way in found
        for where in CONTEXTS
        for who in (*PEOPLE, *(ABSENT if where.place == DM else ()))
    ]
    chosen = random.Random(1).sample(cases, min(count, len(cases)))  # noqa: S311
    with library_of(folder) as library:
        for way, where, who in chosen:
            settle(stage)
            before = version_of(library)
            seen = await _seen(stage, way, where, who, lambda before=before: version_of(library) != before)  # type: ignore[misc]
            broken += (f"{way}, {where.name}, {who.name}: {wrong}" for wrong in _wrong(way, where, who, seen))
    figures = {"ways": len(found), "places": len(CONTEXTS), "people": len(PEOPLE) + len(ABSENT)}
    return Outcome(HOLDS, len(chosen), figures, (*broken, *stage.errors))


def ready(stage: Stage) -> None:
    """An article in each collection, and everybody has chosen the first guild for direct messages."""
    write(stage.kept.folder, 1)
    stage.kept.indexing.reindex(SHARED, OPERATOR)
    for number, guild in enumerate(POLICIES):
        add(stage.kept, of_guild(guild), 10 + number)
    for who in (*PEOPLE, *ABSENT):
        stage.kept.guilds.choose(who.user, GUILD)
    stage.failing.unreadable = {DAMAGED}


def settle(stage: Stage) -> None:
    """All as it should be again."""
    for guild, policy in POLICIES.items():
        if guild not in stage.failing.unreadable and stage.kept.policies.policy(guild) != policy:
            stage.kept.policies.settle(guild, policy, MODERATOR, "as it was")


# What there is --------------------------------------------------------------------------------------------------------


def ways(stage: Stage) -> tuple[Way, ...]:
    """All that the bot offers, by the commands that it told Discord of, and the buttons and forms that it knows."""
    commands = stage.commands()
    rules: dict[str, Rule] = {name: COMMANDS.get(name, "managing") for name in commands}
    moderators = (name for name in stage.presses if name not in ASKING_BUTTONS)
    return (
        *(Way("command", name, rule) for name, rule in rules.items()),
        *(Way("suggestion", name, rules[name], option) for name, option in suggesting(commands)),
        *(Way("button", name, "asking", held) for name, held in ASKING_BUTTONS.items()),
        *(Way("button", name, "moderating", held) for name in moderators for held in HELD),
        *(Way("form", name, FORMS.get(name, "managing"), held) for name in stage.submits for held in HELD[::3]),
    )


def _unknown(stage: Stage) -> Iterator[str]:
    """What nobody has thought about."""
    if set(stage.commands()) != set(COMMANDS):
        yield f"these commands have no rule, or are no more: {set(stage.commands()) ^ set(COMMANDS)}"
    if set(stage.submits) != set(FORMS):
        yield f"these forms have no rule, or are no more: {set(stage.submits) ^ set(FORMS)}"


def value_of(option: Json) -> Option:
    """Something that an option takes."""
    if option.get("choices"):
        return str(option["choices"][0]["value"])
    values: dict[int, Option] = {3: "quay", 4: 1, 5: True, 7: a_channel(CHANNEL), 8: a_role(READER)}
    return values.get(option["type"]) or Upload("a.txt", b"Words.")


# What comes of it -----------------------------------------------------------------------------------------------------


async def _seen(stage: Stage, way: Way, where: Context, who: Person, written: Callable[[], bool]) -> Seen:
    stage.watched.viewed.clear()
    before = _audits(stage)
    person: dict[str, Any] = {"user": who.user, "permissions": who.permissions, "at": where.place, "roles": who.roles}
    if way.kind == "suggestion":
        offered = await stage.server.suggested(way.name, way.holds, "", **person)
        return Seen(_names(stage), written(), len(offered))
    asked = await (used(stage, way.name, **person) if way.kind == "command" else _sent(stage, way, where, who, person))
    said = await stage.said(asked)
    private, opened = all(post.private for post in asked.seen), asked.modal is not None
    changed = frozenset(guild for guild, lines in _audits(stage).items() if lines != before[guild])
    return Seen(_names(stage), written(), 0, said, private, opened, changed)


def _audits(stage: Stage) -> dict[int, int]:
    return {guild: len(stage.kept.policies.audit(of_guild(guild), 1_000_000)) for guild in POLICIES}


def _names(stage: Stage) -> frozenset[str]:
    return frozenset(name for names in stage.watched.viewed for name in names)


async def used(stage: Stage, command: str, **person: Any) -> Asked:
    """A command, with all that it demands."""
    found = stage.commands()[command]
    if is_menu(found):
        return await stage.server.choose(command, "“Nobody asked for these words.”", **person)
    options: dict[str, Any] = {
        each["name"]: value_of(each) for each in found.get("options", []) if each.get("required")
    }
    return await stage.server.ask(command, **person, **options)


async def _sent(stage: Stage, way: Way, where: Context, who: Person, person: dict[str, Any]) -> Asked:
    if way.kind == "button":
        return await stage.server.press(old_post(where.place.channel), f"{way.name}:{way.holds}", **person)
    opened = Asked(1, "", who.user, where.place, who.permissions, who.roles)
    guild = stage.server.guilds.get(where.place.guild or 0)
    name = guild.name if guild and refusal(way.rule, where, who) else "nobody"  # else it would be erased
    return await stage.server.submit(opened, f"{way.name}:{way.holds}", name=name)


# What is wrong with it ------------------------------------------------------------------------------------------------


def _wrong(way: Way, where: Context, who: Person, seen: Seen) -> Iterator[str]:
    told = refusal(way.rule, where, who, way.kind == "button")
    if seen.viewed != (searched(where, who) if way.rule == "asking" and not told else set()):
        yield f"searched {sorted(seen.viewed)}"
    if failed(seen.said):
        yield "it failed"
    if bool(seen.suggested) != (way.kind == "suggestion" and not told):
        yield f"{seen.suggested} suggested"
    lines = [line for each in seen.said for line in each.replace("\\", "").split("\n")]
    if told and way.kind != "suggestion":
        yield from _badly_refused(way, told, lines, seen)
    if not told and any(line in REFUSALS for line in lines):
        yield f"refused: {lines}"
    if not told and seen.changed - {where.place.guild}:
        yield f"changed {sorted(seen.changed)}"
    if not told and where.openness is not Openness.PUBLIC and not seen.private:
        yield "told to all"


def _badly_refused(way: Way, told: str, lines: Sequence[str], seen: Seen) -> Iterator[str]:
    useless = USELESS if way.kind != "command" else ()
    if told not in lines and not any(words in line for words in useless for line in lines):
        yield f"told {lines}"
    if not seen.private:
        yield "refused to all"
    if seen.written or seen.opened:
        yield "something came of it"
