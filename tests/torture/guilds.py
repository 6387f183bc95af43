"""Many guilds with articles that look alike: no use of the bot shows a word of another guild's articles."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.support.discord_server import Asked
from tests.support.discord_values import APPLICATION, FOREIGN, GROUP_DM, MANAGE_GUILD, Place
from tests.torture.canaries import Home
from tests.torture.loopback import Loopback, run_on_loopback
from tests.torture.outcome import Outcome
from tests.torture.rules import COMMANDS
from tests.torture.trial import Actor, Trial, manager_of, name_of
from tests.torture.typed import Values

HOLDS = "no body that Discord is sent for a guild, or for somebody's direct messages, tells a word of another guild's"


def homes_of(count: int) -> tuple[Home, ...]:
    """The homes of so many guilds."""
    return tuple(Home(number) for number in range(count))


def guilds(count: int, folder: Path) -> Outcome:
    """Try so many guilds of as many, or of two; everything of each is also tried from the one before it."""
    return run_in_guilds(homes_of(max(2, count)), folder, partial(_run, count=count))


def run_in_guilds(homes: Sequence[Home], folder: Path, scenario: Callable[[Trial], Awaitable[Outcome]]) -> Outcome:
    """What a scenario gives that is run in these guilds, each with its articles and its policy."""

    async def filled(loopback: Loopback) -> Outcome:
        trial = Trial(loopback, homes)
        trial.fill()
        return await scenario(trial)

    return run_on_loopback(folder, [home.built(homes[home.number - 1]) for home in homes], filled)


async def _run(trial: Trial, count: int) -> Outcome:
    homes, loopback = trial.homes[:count], trial.loopback
    for home in homes:
        await use_everything(trial, home)
    managers = map(manager_of, trial.homes)
    same = (loopback.server.ask("ask", question="What did the mayor say?", **manager.person) for manager in managers)
    await trial.all_of(same, at_once=len(trial.homes))
    for home in homes:
        await _use_from_elsewhere(trial, trial.homes[home.number - 1], home)
    await _erase(trial, homes[::2])
    figures = {
        "bodies": trial.bodies,
        "that tell words of their own": trial.own,
        "interactions": len(loopback.server.asked),
        "buttons and forms": sum(len(controls.buttons) + len(controls.forms) for controls in trial.controls.values()),
    }
    return Outcome(HOLDS, len(homes), figures, (*trial.broken, *_unused(trial), *loopback.errors))


async def use_everything(trial: Trial, home: Home) -> None:
    """Have its manager and its member use all there is, in the guild and in direct messages."""
    await _try_to_cancel(trial, home)
    await _send_an_empty_form(trial, home)
    for actor in (manager_of(home), Actor(home.member, home.private)):
        await trial.all_of(trial.commands(actor, trial.values(home)), home)
        await trial.use_what_is_shown(actor, home)
        await trial.suggestions(actor, trial.values(home), 9)
    for place in (home.here, home.private):
        words = f"<@{APPLICATION}> What did {home.speaker()} say?"
        message = await trial.loopback.server.write(words, mentions=True, user=home.member, at=place)
        await trial.loopback.server.replies(message)
    trial.check_bodies(home)


async def _try_to_cancel(trial: Trial, home: Home) -> None:
    """Have a job of a guild cancelled, in vain by the next guild, and then by who started it."""
    server, gate, actor = trial.loopback.server, trial.loopback.kept.gate, manager_of(home)
    gate.clear()
    asked = await server.ask("corpus reindex", **actor.person)
    await server.until(lambda: asked.seen and "25 %" in asked.seen[0].content)
    (status,) = await server.seen(await server.ask("corpus status", **actor.person))
    trial.check_bodies(home)
    for custom_id in trial.controls[home].buttons:
        pressed = await trial.press(manager_of(trial.beside(home)), custom_id)
        await server.until(lambda pressed=pressed: pressed.acknowledged)  # type: ignore[misc]
    pressed = await server.press(status, "Cancel 1", **actor.person)
    await server.until(lambda: pressed.acknowledged)
    gate.set()
    trial.controls[home].used.update(button["custom_id"] for button in status.buttons)
    if not any("It was cancelled. " in text for text in await trial.loopback.texts_of(asked)):
        trial.broken.append(f"{home}: another guild stopped its work")


async def _send_an_empty_form(trial: Trial, home: Home) -> None:
    """Have a form refused, whose button opens it again."""
    server, actor = trial.loopback.server, manager_of(home)
    asked = await server.ask("corpus add", **actor.person)
    await server.opened(asked)
    await trial.all_of([server.submit(asked, text="")], home)


async def _use_from_elsewhere(trial: Trial, home: Home, victim: Home) -> None:
    """Use all of it from elsewhere, with what the victim was shown and would type."""
    manager, values = manager_of(home), trial.values(victim, home)
    await _use_all(trial, manager, trial.controls[victim].buttons, values, victim)
    few = {name: options[:1] for name, options in values.items()}
    buttons = {name_of(custom_id): custom_id for custom_id in trial.controls[victim].buttons}.values()
    for at in (replace(home.here, by_user=True), GROUP_DM, FOREIGN):
        await _use_all(trial, replace(manager, at=at), buttons, few, victim)
    for actor in (Actor(home.member, home.private), Actor(1, Place(None, 2))):
        await _use_all(trial, actor, buttons, few, victim)
    trial.check_bodies()


async def _use_all(trial: Trial, actor: Actor, buttons: Iterable[str], values: Values, victim: Home) -> None:
    await trial.all_of(trial.commands(actor, values))
    await trial.all_of(trial.press(actor, custom_id) for custom_id in buttons)
    await trial.all_of(trial.submit(actor, *form) for form in trial.controls[victim].forms.items())
    await trial.suggestions(actor, values, 2)


async def _erase(trial: Trial, gone: Sequence[Home]) -> None:
    """Erase guilds; afterwards what was there is not shown to them either."""
    values = {home: {**trial.values(home), "file": ()} for home in gone}
    for home in gone:
        opened = Asked(1, "", home.manager, home.here, MANAGE_GUILD)
        await trial.all_of([trial.loopback.server.submit(opened, "erase:", name=home.name)])
    trial.check_bodies()
    trial.forget(gone)
    for home in gone:
        await trial.all_of(trial.commands(manager_of(home), values[home]))
        await trial.all_of(trial.press(manager_of(home), custom_id) for custom_id in trial.controls[home].buttons)
        await trial.suggestions(manager_of(home), values[home], 9)
    trial.check_bodies()


def _unused(trial: Trial) -> Iterator[str]:
    """A sentence where a button or form was never used, or a command never showed words of its own guild."""
    used = {name_of(custom_id) for controls in trial.controls.values() for custom_id in controls.used}
    if missing := {*trial.loopback.presses, *trial.loopback.submits} - used:
        yield f"never used: {sorted(missing)}"
    if missing := {name for name, rule in COMMANDS.items() if rule == "asking"} - trial.telling:
        yield f"never told a word of one's own: {sorted(missing)}"
