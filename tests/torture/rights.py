"""Every command, button, form and suggestion, for everybody, everywhere: as it is promised, and nothing else."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from corpus.library.owners import OPERATOR, SHARED, of_guild
from corpus.library.policy import Openness
from tests.support.discord_server import Asked, Option
from tests.support.discord_values import CHANNEL, DM, GUILD, READER, Json, Upload, a_channel, a_role
from tests.torture.loopback import (
    Loopback,
    failed,
    is_menu,
    library_of,
    old_post,
    run_on_loopback,
    suggesting,
    version_of,
)
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
    SHOWN_PRIVATELY,
    Context,
    Person,
    Rule,
    guilds,
    refusal,
    searched,
)
from tests.torture.workshop import MODERATOR, add, write

HOLDS = "everybody may do what is theirs and nothing else, wherever they are; who is refused is told so privately"
PAYLOADS = ("", "1", "1:1", "1:1:1", "current:1", "0123456789abcdef", "0123456789abcdef:1")
EXPIRED = ("no longer works", "This job is over")


@dataclass(frozen=True, slots=True)
class Usable:
    """Something that can be used: a command, a button, a form, or an option that is suggested for."""

    kind: Literal["command", "button", "form", "suggestion"]
    name: str
    rule: Rule
    payload: str = ""
    """What a button or a form carries; of a suggestion the option."""

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.payload}".strip()


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of a use: what was searched, whether the library was written to, what was sent."""

    viewed: frozenset[str]
    written: bool
    suggested: int = 0
    texts: Sequence[str] = ()
    private: bool = True
    opened: bool = False
    changed: frozenset[int] = frozenset()
    """The guilds whose record of changes is longer than before."""


def rights(count: int, folder: Path) -> Outcome:
    """Try so many combinations of use, place and person, by chance; all where there are fewer."""
    return run_on_loopback(folder, guilds(), partial(_run, count=count, folder=folder))


async def _run(loopback: Loopback, count: int, folder: Path) -> Outcome:
    prepare(loopback)
    all_usables = usables(loopback)
    broken = list(_unknown(loopback))
    cases = [
        (usable, where, who)
        for usable in all_usables
        for where in CONTEXTS
        for who in (*PEOPLE, *(ABSENT if where.place == DM else ()))
    ]
    chosen = random.Random(1).sample(cases, min(count, len(cases)))  # noqa: S311
    with library_of(folder) as library:
        restored, audits = -1, dict[int, int]()
        for usable, where, who in chosen:
            if version_of(library) != restored:  # somebody was allowed to change something
                restore_state(loopback)
                restored, audits = version_of(library), _audits(loopback)
            effect = await _effect_of(
                loopback,
                usable,
                where,
                who,
                audits,
                lambda version=restored: version_of(library) != version,  # type: ignore[misc]
            )
            broken += (
                f"{usable}, {where.name}, {who.name}: {violation}"
                for violation in _violations(usable, where, who, effect)
            )
    figures = {"ways": len(all_usables), "places": len(CONTEXTS), "people": len(PEOPLE) + len(ABSENT)}
    return Outcome(HOLDS, len(chosen), figures, (*broken, *loopback.errors))


def prepare(loopback: Loopback) -> None:
    """Add an article to each collection, and have everybody choose the first guild for direct messages."""
    write(loopback.kept.folder, 1)
    loopback.kept.indexing.reindex(SHARED, OPERATOR)
    for number, guild in enumerate(POLICIES):
        add(loopback.kept, of_guild(guild), 10 + number)
    for who in (*PEOPLE, *ABSENT):
        loopback.kept.guilds.choose(who.user, GUILD)
    loopback.failing.unreadable = {DAMAGED}


def restore_state(loopback: Loopback) -> None:
    """Set all policies back to what the rules assume, and restore the articles that somebody was allowed to remove."""
    for guild, policy in POLICIES.items():
        if guild not in loopback.failing.unreadable and loopback.kept.policies.policy(guild) != policy:
            loopback.kept.policies.settle(guild, policy, MODERATOR, "as it was")
    for guild in POLICIES:
        for entry in loopback.kept.curation.entries(of_guild(guild), removed=True):
            loopback.kept.curation.restore(of_guild(guild), entry.article, None, MODERATOR)


# What can be used -----------------------------------------------------------------------------------------------------


def usables(loopback: Loopback) -> tuple[Usable, ...]:
    """All that the bot offers, by the commands that it told Discord of, and the buttons and forms that it knows."""
    commands = loopback.commands()
    rules: dict[str, Rule] = {name: COMMANDS.get(name, "managing") for name in commands}
    moderators = (name for name in loopback.presses if name not in ASKING_BUTTONS)
    return (
        *(Usable("command", name, rule) for name, rule in rules.items()),
        *(Usable("suggestion", name, rules[name], option) for name, option in suggesting(commands)),
        *(Usable("button", name, "asking", payload) for name, payload in ASKING_BUTTONS.items()),
        *(Usable("button", name, "moderating", payload) for name in moderators for payload in PAYLOADS),
        *(
            Usable("form", name, FORMS.get(name, "managing"), payload)
            for name in loopback.submits
            for payload in PAYLOADS
        ),
    )


def _unknown(loopback: Loopback) -> Iterator[str]:
    """A sentence for each set of commands or forms without a rule, and for each button or form of which nothing that is
    tried is more than a stale one."""
    if set(loopback.commands()) != set(COMMANDS):
        yield f"these commands have no rule, or are no more: {set(loopback.commands()) ^ set(COMMANDS)}"
    if set(loopback.submits) != set(FORMS):
        yield f"these forms have no rule, or are no more: {set(loopback.submits) ^ set(FORMS)}"
    for name, pattern in (*loopback.presses.items(), *loopback.submits.items()):
        if not any(map(pattern.fullmatch, (*PAYLOADS, ASKING_BUTTONS.get(name, "")))):
            yield f"nothing is tried that “{name}” may carry: {pattern.pattern}"


def value_of(option: Json) -> Option:
    """A value that an option takes."""
    if option.get("choices"):
        return str(option["choices"][0]["value"])
    values: dict[int, Option] = {3: "quay", 4: 1, 5: True, 7: a_channel(CHANNEL), 8: a_role(READER)}
    return values.get(option["type"]) or Upload("a.txt", b"Words.")


# What a use leads to --------------------------------------------------------------------------------------------------


async def _effect_of(
    loopback: Loopback,
    usable: Usable,
    where: Context,
    who: Person,
    audits: Mapping[int, int],
    is_written: Callable[[], bool],
) -> Effect:
    """What came of a use, before which the record of changes of each guild was so long."""
    loopback.watched.viewed.clear()
    person: dict[str, Any] = {"user": who.user, "permissions": who.permissions, "at": where.place, "roles": who.roles}
    if usable.kind == "suggestion":
        offered = await loopback.server.suggested(usable.name, usable.payload, "", **person)
        return Effect(_names(loopback), is_written(), len(offered))
    asked = await (
        use_command(loopback, usable.name, **person)
        if usable.kind == "command"
        else _sent(loopback, usable, where, who, person)
    )
    texts = await loopback.texts_of(asked)
    private, opened = all(post.private for post in asked.seen), asked.modal is not None
    written = is_written()
    changed = {guild for guild, lines in _audits(loopback).items() if lines != audits[guild]} if written else ()
    return Effect(_names(loopback), written, 0, texts, private, opened, frozenset(changed))


def _audits(loopback: Loopback) -> dict[int, int]:
    """The number of lines in the record of changes of each guild."""
    return {guild: len(loopback.kept.policies.audit(of_guild(guild), 1_000_000)) for guild in POLICIES}


def _names(loopback: Loopback) -> frozenset[str]:
    return frozenset(name for names in loopback.watched.viewed for name in names)


async def use_command(loopback: Loopback, command: str, **person: Any) -> Asked:
    """Use a command with a value for each required option."""
    description = loopback.commands()[command]
    if is_menu(description):
        return await loopback.server.choose(command, "“Nobody asked for these words.”", **person)
    options: dict[str, Any] = {
        option["name"]: value_of(option) for option in description.get("options", []) if option.get("required")
    }
    return await loopback.server.ask(command, **person, **options)


async def _sent(loopback: Loopback, usable: Usable, where: Context, who: Person, person: dict[str, Any]) -> Asked:
    if usable.kind == "button":
        return await loopback.server.press(old_post(where.place.channel), f"{usable.name}:{usable.payload}", **person)
    opened = Asked(1, "", who.user, where.place, who.permissions, who.roles)
    guild = loopback.server.guilds.get(where.place.guild or 0)
    name = guild.name if guild and refusal(usable.rule, where, who) else "nobody"  # else it would be erased
    return await loopback.server.submit(opened, f"{usable.name}:{usable.payload}", name=name)


# What breaks the rules ------------------------------------------------------------------------------------------------


def _violations(usable: Usable, where: Context, who: Person, effect: Effect) -> Iterator[str]:
    shows_all = usable.kind == "button" and usable.name != SHOWN_PRIVATELY
    refused = refusal(usable.rule, where, who, shows_all)
    if effect.viewed != (searched(where, who) if usable.rule == "asking" and not refused else set()):
        yield f"searched {sorted(effect.viewed)}"
    if failed(effect.texts):
        yield "it failed"
    if bool(effect.suggested) != (usable.kind == "suggestion" and not refused):
        yield f"{effect.suggested} suggested"
    lines = [line for text in effect.texts for line in text.replace("\\", "").split("\n")]
    if refused and usable.kind != "suggestion":
        yield from _bad_refusals(usable, refused, lines, effect)
    if not refused and any(line in REFUSALS for line in lines):
        yield f"refused: {lines}"
    if not refused and effect.changed - {where.place.guild}:
        yield f"changed {sorted(effect.changed)}"
    if not refused and where.openness is not Openness.PUBLIC and not effect.private:
        yield "told to all"


def _bad_refusals(usable: Usable, refused: str, lines: Sequence[str], effect: Effect) -> Iterator[str]:
    expired = EXPIRED if usable.kind != "command" else ()
    if refused not in lines and not any(words in line for words in expired for line in lines):
        yield f"told {lines}"
    if not effect.private:
        yield "refused to all"
    if effect.written or effect.opened:
        yield "something came of it"
