"""Buttons, selects and forms that nobody was shown: made up, altered, expired, or another guild's or person's."""

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
from tests.torture.guilds import homes_of, run_in_guilds
from tests.torture.loopback import Loopback, failed, library_of, old_post, version_of
from tests.torture.outcome import Outcome, told
from tests.torture.trial import Actor, Trial, manager_of, name_of

HOLDS = "a custom_id that was made up, or taken from elsewhere, changes nothing and shows nothing that is not theirs"
EXPIRED = ("no longer works", "has that id", "draft is gone", "job is over")
REFUSALS = (NOT_ASKING, NOT_MODERATING, NOT_MANAGING, *EXPIRED)
NOBODY, SOMEBODY = 1, 2
DRAFTED = ("add", "revise", "correct", "drop")
GUESSED = ("bent", "old", "crossed")
ODD = [*string.printable, *"\u202e\0\ud7ff\ufeff😀漢", "@everyone", "../", "%s", "{0}", "9" * 30, "-1", "٣", "'; --"]


@dataclass(frozen=True, slots=True)
class Forgery:
    """A custom_id that somebody sends, and who does."""

    kind: str
    custom_id: str
    actor: Actor
    beneath: bool
    """It is sent as if under a message that only somebody else sees."""


def forged(count: int, folder: Path) -> Outcome:
    """Send so many forged ids, the same each time."""
    return run_in_guilds(homes_of(2), folder, partial(_run, count=count, folder=folder))


async def _run(trial: Trial, count: int, folder: Path) -> Outcome:
    home, victim = trial.homes
    for used_home in trial.homes:
        await _use_up(trial, used_home)
        trial.open_to_members(used_home)
    chance, loopback, outcomes = random.Random(1), trial.loopback, Counter[str]()  # noqa: S311
    with library_of(folder) as library:
        before = version_of(library)
        for number, forgery in enumerate(_forgeries(trial, home, victim, count, chance)):
            asked = await _sent(loopback, forgery, chance)
            texts = await loopback.texts_of(asked)
            wrong = list(_violations(forgery, asked, texts))
            wrong += ["the library was written to"] if version_of(library) != before else []
            before = version_of(library)
            outcomes["refused" if _refused(texts) else "of no effect"] += 1
            trial.broken += told(f"{number}, {forgery}"[:300], wrong)
            trial.check_bodies()
    return Outcome(HOLDS, count, dict(outcomes), (*trial.broken, *loopback.errors))


async def _use_up(trial: Trial, home: Home) -> None:
    """Use all that a home is shown, and then make a draft that is not used."""
    actor = manager_of(home)
    await trial.all_of(trial.commands(actor, {name: options[:1] for name, options in trial.values(home).items()}), home)
    await trial.use_what_is_shown(actor, home)
    draft = Upload("new.txt", home.article("beck"))
    await trial.all_of([trial.loopback.server.ask("corpus add", **actor.person, file=draft)], home)


# Forgeries ------------------------------------------------------------------------------------------------------------


def _forgeries(trial: Trial, home: Home, victim: Home, count: int, chance: random.Random) -> Iterator[Forgery]:
    """Somebody without a role, somebody who may ask, both from elsewhere too; and another manager, but only with what
    could not be theirs, since an article's number may well be guessed by who may remove it."""
    ours, theirs = ([*trial.controls[owner].buttons, *trial.controls[owner].forms] for owner in (home, victim))
    drafts = [known for known in ours if name_of(known) in DRAFTED and known not in trial.controls[home].used]
    nobody, asker = Actor(NOBODY, home.here), Actor(home.member, home.here)
    elsewhere = [replace(nobody, at=at) for at in (DM, FOREIGN, victim.here, replace(home.here, by_user=True))]
    manager = Actor(SOMEBODY, home.here, MANAGE_GUILD)
    makers: dict[str, Callable[[], str]] = {
        "foreign": lambda: chance.choice(theirs),
        "another person's": lambda: chance.choice(drafts),
        "made up": lambda: _made_up(trial.loopback, chance),
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
        actors = [nobody, *elsewhere] if kind in GUESSED and not beneath else [nobody, asker, manager, *elsewhere]
        yield Forgery(kind, makers[kind](), chance.choice(actors), beneath)


def _made_up(loopback: Loopback, chance: random.Random) -> str:
    """A real name of a button or form, with a random payload."""
    parts = ("".join(chance.choices(ODD, k=chance.randrange(4))) for _ in range(chance.randrange(5)))
    return ":".join([chance.choice([*loopback.presses, *loopback.submits, "ask", "settings", ""]), *parts, "x"])


def _bent(custom_id: str, chance: random.Random) -> str:
    """The id with something else at one place, cut there, in other case, or doubled."""
    at = chance.randrange(len(custom_id) + 1)
    odd = chance.choice(ODD)
    ways = (custom_id[:at] + odd + custom_id[at:], custom_id[:at] + odd + custom_id[at + 1 :], custom_id[:at] or ":")
    return chance.choice((*ways, custom_id.swapcase(), custom_id * 2))


def _crossed(ours: str, theirs: str) -> str:
    return ours.partition(":")[0] + ":" + theirs.partition(":")[2]


async def _sent(loopback: Loopback, forgery: Forgery, chance: random.Random) -> Asked:
    actor, custom_id = forgery.actor, forgery.custom_id
    if not forgery.beneath and chance.random() < 0.3:
        opened = Asked(1, "", actor.user, actor.at, actor.permissions)
        fields: dict[str, str] = {chance.choice(["name", "title", "text", "url", "odd"]): chance.choice(ODD) * 9}
        return await loopback.server.submit(opened, custom_id, **fields)
    post = old_post(actor.at.channel, private=forgery.beneath, asked_by=9)
    chosen = [chance.choice(ODD)] if chance.random() < 0.3 else None
    return await loopback.server.press(post, custom_id, **actor.person, chosen=chosen)


# What a forgery leads to ----------------------------------------------------------------------------------------------


def _violations(forgery: Forgery, asked: Asked, texts: Sequence[str]) -> Iterator[str]:
    if failed(texts):
        yield "it failed"
    if asked.modal:
        yield "a form was opened"
    if forgery.beneath and not _refused(texts):
        yield "another person's message could be used"
    if _refused(texts) and not all(reply.private for reply in asked.seen):
        yield "refused to all"
    if forgery.actor.user == NOBODY and any(canaries_in(text) for text in texts):
        yield f"told {texts}"


def _refused(texts: Sequence[str]) -> bool:
    return any(words in text for text in texts for words in REFUSALS)
