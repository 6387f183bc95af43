"""Buttons, selects and forms that nobody was shown: made up, bent, worn out, or another guild's or person's."""

import random
import string
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.discord.runtime.permissions import NOT_ASKING, NOT_MANAGING, NOT_MODERATING
from tests.support.discord_server import Asked
from tests.support.discord_values import DM, FOREIGN, MANAGE_GUILD, Upload
from tests.torture.canaries import Home, canaries_in
from tests.torture.guilds import homes_of, stage_of
from tests.torture.loopback import Stage, failed, library_of, old_post, version_of
from tests.torture.outcome import Outcome, told
from tests.torture.town import Hand, Town, manager_of, name_of

HOLDS = "a custom_id that was made up, or taken from elsewhere, changes nothing and shows nothing that is not theirs"
USELESS = ("no longer works", "has that id", "draft is gone", "job is over")
REFUSALS = (NOT_ASKING, NOT_MODERATING, NOT_MANAGING, *USELESS)
NOBODY, SOMEBODY = 1, 2
DRAFTED = ("add", "revise", "correct", "drop")
GUESSED = ("bent", "old", "crossed")
ODD = [*string.printable, *"\u202e\0\ud7ff\ufeff😀漢", "@everyone", "../", "%s", "{0}", "9" * 30, "-1", "٣", "'; --"]


@dataclass(frozen=True, slots=True)
class Forgery:
    """What somebody sends."""

    kind: str
    custom_id: str
    hand: Hand
    beneath: bool
    """A message that is shown to somebody else alone."""


def forged(count: int, folder: Path) -> Outcome:
    """So many, the same each time."""
    return stage_of(homes_of(2), folder, partial(_play, count=count, folder=folder))


async def _play(town: Town, count: int, folder: Path) -> Outcome:
    home, victim = town.homes
    for each in town.homes:
        await _is_shown(town, each)
        town.open_to_members(each)
    chance, stage, outcomes = random.Random(1), town.stage, Counter[str]()  # noqa: S311
    with library_of(folder) as library:
        before = version_of(library)
        for number, forgery in enumerate(_forgeries(town, home, victim, count, chance)):
            asked = await _sent(stage, forgery, chance)
            said = await stage.said(asked)
            wrong = list(_wrong(forgery, asked, said))
            wrong += ["the library was written to"] if version_of(library) != before else []
            before = version_of(library)
            outcomes["refused" if _refused(said) else "of no effect"] += 1
            town.broken += told(f"{number}, {forgery}"[:300], wrong)
            town.look()
    return Outcome(HOLDS, count, dict(outcomes), (*town.broken, *stage.errors))


async def _is_shown(town: Town, home: Home) -> None:
    """What there is to be shown, and used up; then a draft that is not."""
    hand = manager_of(home)
    await town.all_of(town.commands(hand, {name: held[:1] for name, held in town.values(home).items()}), home)
    await town.whatever_is_shown(hand, home)
    draft = Upload("new.txt", home.article("beck"))
    await town.all_of([town.stage.server.ask("corpus add", **hand.person, file=draft)], home)


# What is sent ---------------------------------------------------------------------------------------------------------


def _forgeries(town: Town, home: Home, victim: Home, count: int, chance: random.Random) -> Iterator[Forgery]:
    """Somebody without a role, somebody who may ask, both from elsewhere too; and another manager, but only with what
    could not be theirs, since an article's number may well be guessed by who may remove it."""
    ours, theirs = ([*town.found[each].buttons, *town.found[each].forms] for each in (home, victim))
    drafts = [each for each in ours if name_of(each) in DRAFTED and each not in town.found[home].used]
    nobody, asker = Hand(NOBODY, home.here), Hand(home.member, home.here)
    elsewhere = [replace(nobody, at=at) for at in (DM, FOREIGN, victim.here, replace(home.here, by_user=True))]
    manager = Hand(SOMEBODY, home.here, MANAGE_GUILD)
    makers: dict[str, Callable[[], str]] = {
        "foreign": lambda: chance.choice(theirs),
        "another person's": lambda: chance.choice(drafts),
        "made up": lambda: _made_up(town.stage, chance),
        "of odd characters": lambda: "".join(chance.choices(ODD, k=chance.randrange(1, 60))),
        "too long": lambda: chance.choice(ours) + "".join(chance.choices(ODD, k=chance.randrange(100, 4_000))),
        "beneath": lambda: chance.choice(ours),
        "bent": lambda: _bent(chance.choice([*ours, *theirs]), chance),
        "old": lambda: chance.choice(ours),
        "crossed": lambda: _crossed(chance.choice(ours), chance.choice(theirs)),
    }
    for number in range(count):
        kind = list(makers)[number % len(makers)]
        beneath = kind == "beneath" or chance.random() < 0.3
        hands = [nobody, *elsewhere] if kind in GUESSED and not beneath else [nobody, asker, manager, *elsewhere]
        yield Forgery(kind, makers[kind](), chance.choice(hands), beneath)


def _made_up(stage: Stage, chance: random.Random) -> str:
    """The name of a button or form that there is, with nonsense."""
    parts = ("".join(chance.choices(ODD, k=chance.randrange(4))) for _ in range(chance.randrange(5)))
    return ":".join([chance.choice([*stage.presses, *stage.submits, "ask", "settings", ""]), *parts, "x"])


def _bent(custom_id: str, chance: random.Random) -> str:
    """With something else at one place, or cut there."""
    at = chance.randrange(len(custom_id) + 1)
    odd = chance.choice(ODD)
    ways = (custom_id[:at] + odd + custom_id[at:], custom_id[:at] + odd + custom_id[at + 1 :], custom_id[:at] or ":")
    return chance.choice((*ways, custom_id.swapcase(), custom_id * 2))


def _crossed(name: str, held: str) -> str:
    return name.partition(":")[0] + ":" + held.partition(":")[2]


async def _sent(stage: Stage, forgery: Forgery, chance: random.Random) -> Asked:
    hand, custom_id = forgery.hand, forgery.custom_id
    if not forgery.beneath and chance.random() < 0.3:
        opened = Asked(1, "", hand.user, hand.at, hand.permissions)
        fields: dict[str, str] = {chance.choice(["name", "title", "text", "url", "odd"]): chance.choice(ODD) * 9}
        return await stage.server.submit(opened, custom_id, **fields)
    post = old_post(hand.at.channel, private=forgery.beneath, asked_by=9)
    chosen = [chance.choice(ODD)] if chance.random() < 0.3 else None
    return await stage.server.press(post, custom_id, **hand.person, chosen=chosen)


# What comes of it -----------------------------------------------------------------------------------------------------


def _wrong(forgery: Forgery, asked: Asked, said: Sequence[str]) -> Iterator[str]:
    if failed(said):
        yield "it failed"
    if asked.modal:
        yield "a form was opened"
    if forgery.beneath and not _refused(said):
        yield "another person's message could be used"
    if _refused(said) and not all(each.private for each in asked.seen):
        yield "refused to all"
    if forgery.hand.user == NOBODY and any(canaries_in(each) for each in said):
        yield f"told {said}"


def _refused(said: Sequence[str]) -> bool:
    return any(words in each for each in said for words in REFUSALS)
