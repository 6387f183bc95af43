"""Many guilds with articles that look alike: nobody is told a word of another guild's, whatever they use."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.support.discord_server import Asked
from tests.support.discord_values import APPLICATION, FOREIGN, GROUP_DM, MANAGE_GUILD, Place
from tests.torture.canaries import Home
from tests.torture.loopback import Stage, played
from tests.torture.outcome import Outcome
from tests.torture.rules import COMMANDS
from tests.torture.town import Hand, Town, manager_of, name_of
from tests.torture.typed import Values

HOLDS = "no body that Discord is sent for a guild, or for somebody's direct messages, tells a word of another guild's"


def homes_of(count: int) -> tuple[Home, ...]:
    """So many guilds."""
    return tuple(Home(number) for number in range(count))


def guilds(count: int, folder: Path) -> Outcome:
    """So many, two at least; each is meddled with from the one before it."""
    return stage_of(homes_of(max(2, count)), folder, _play)


def stage_of(homes: Sequence[Home], folder: Path, play: Callable[[Town], Awaitable[Outcome]]) -> Outcome:
    """What comes of a play in these guilds, settled."""

    async def settled(stage: Stage) -> Outcome:
        town = Town(stage, homes)
        town.settle()
        return await play(town)

    return played(folder, [home.built(homes[home.number - 1]) for home in homes], settled)


async def _play(town: Town) -> Outcome:
    homes, stage = town.homes, town.stage
    for home in homes:
        await lives(town, home)
    same = (stage.server.ask("ask", question="What did the mayor say?", **manager_of(home).person) for home in homes)
    await town.all_of(same, at_once=len(homes))
    for home in homes:
        await _meddles(town, home, town.beside(home))
    await _erased(town, homes[::2])
    figures = {
        "bodies": town.bodies,
        "that tell words of their own": town.own,
        "interactions": len(stage.server.asked),
        "buttons and forms": sum(len(found.buttons) + len(found.forms) for found in town.found.values()),
    }
    return Outcome(HOLDS, len(homes), figures, (*town.broken, *_untried(town), *stage.errors))


async def lives(town: Town, home: Home) -> None:
    """All there is, by who may use it: in the guild, and in direct messages."""
    await _held_up(town, home)
    for hand in (manager_of(home), Hand(home.member, home.private)):
        await town.all_of(town.commands(hand, town.values(home)), home)
        await town.whatever_is_shown(hand, home)
        await town.suggestions(hand, town.values(home), 9)
    for place in (home.here, home.private):
        words = f"<@{APPLICATION}> What did {home.speaker()} say?"
        message = await town.stage.server.write(words, mentions=True, user=home.member, at=place)
        await town.stage.server.replies(message)
    town.look(home)


async def _held_up(town: Town, home: Home) -> None:
    """Work that the next guild wants to stop, and then who began it does."""
    server, gate, hand = town.stage.server, town.stage.kept.gate, manager_of(home)
    gate.clear()
    asked = await server.ask("corpus reindex", **hand.person)
    await server.until(lambda: asked.seen and "25 %" in asked.seen[0].content)
    (status,) = await server.seen(await server.ask("corpus status", **hand.person))
    town.look(home)
    for custom_id in town.found[home].buttons:
        pressed = await town.press(manager_of(town.beside(home)), custom_id)
        await server.until(lambda pressed=pressed: pressed.acknowledged)  # type: ignore[misc]
    pressed = await server.press(status, "Cancel 1", **hand.person)
    await server.until(lambda: pressed.acknowledged)
    gate.set()
    town.found[home].used.update(each["custom_id"] for each in status.buttons)
    if not any("It was cancelled. " in each for each in await town.stage.said(asked)):
        town.broken.append(f"{home}: another guild stopped its work")


async def _meddles(town: Town, home: Home, victim: Home) -> None:
    """All of it from elsewhere, with what the victim was shown and would type."""
    manager, values = manager_of(home), town.values(victim, home)
    await _tries(town, manager, town.found[victim].buttons, values, victim)
    few = {name: held[:1] for name, held in values.items()}
    buttons = {name_of(custom_id): custom_id for custom_id in town.found[victim].buttons}.values()
    for at in (replace(home.here, by_user=True), GROUP_DM, FOREIGN):
        await _tries(town, replace(manager, at=at), buttons, few, victim)
    for hand in (Hand(home.member, home.private), Hand(1, Place(None, 2))):
        await _tries(town, hand, buttons, few, victim)
    town.look()


async def _tries(town: Town, hand: Hand, buttons: Iterable[str], values: Values, victim: Home) -> None:
    await town.all_of(town.commands(hand, values))
    await town.all_of(town.press(hand, each) for each in buttons)
    await town.all_of(town.submit(hand, *each) for each in town.found[victim].forms.items())
    await town.suggestions(hand, values, 2)


async def _erased(town: Town, gone: Sequence[Home]) -> None:
    """Then what was there is not told to them either."""
    values = {home: {**town.values(home), "file": ()} for home in gone}
    for home in gone:
        opened = Asked(1, "", home.manager, home.here, MANAGE_GUILD)
        await town.all_of([town.stage.server.submit(opened, "erase:", name=home.name)])
    town.look()
    town.forget(gone)
    for home in gone:
        await town.all_of(town.commands(manager_of(home), values[home]))
        await town.all_of(town.press(manager_of(home), each) for each in town.found[home].buttons)
        await town.suggestions(manager_of(home), values[home], 9)
    town.look()


def _untried(town: Town) -> Iterator[str]:
    """What nobody used, or what never told what it should."""
    used = {name_of(each) for found in town.found.values() for each in found.used}
    if missing := {*town.stage.presses, *town.stage.submits} - used:
        yield f"nobody used {sorted(missing)}"
    if missing := {name for name, rule in COMMANDS.items() if rule == "asking"} - town.telling:
        yield f"never told a word of one's own: {sorted(missing)}"
