"""Logging in, staying in and leaving, with discord.py as it is."""

import asyncio
import json
import logging
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import SecretStr
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.discord.client import REQUESTS, DiscordError, PullquoteClient, RefusedError, serve
from bot.settings import Settings
from corpus.quotes.citation import cite
from corpus.quotes.excerpt import Excerpt
from index.answers.answer import Answer
from index.engine.lock import LockedError
from tests.bot.conftest import OPENAPI, logged_in
from tests.support.discord_server import TOKEN, DiscordServer, Request
from tests.support.discord_values import APPLICATION, DIRECT, GUILD, MANAGE_GUILD, OTHER_GUILD, other_guild
from tests.support.fake_service import FakeCollections, FakeView

QUESTION = "What did Mattis say?"


def settings_in(folder: Path, token: str | None = TOKEN) -> Settings:
    """Settings that no environment reaches."""
    return Settings.model_construct(
        token=SecretStr(token) if token else None, data=folder, articles=folder, queue=8, log_level="INFO"
    )


# Logging in -----------------------------------------------------------------------------------------------------------


def test_no_privileged_intent_is_asked_for(client: PullquoteClient) -> None:
    """The bot sees what is addressed to it."""
    intents = client.intents
    assert not any((intents.message_content, intents.members, intents.presences))


@pytest.mark.usefixtures("client")
def test_every_option_says_what_it_is(server: DiscordServer) -> None:
    """discord.py would describe it as “…”."""
    assert '"…"' not in json.dumps(server.commands, ensure_ascii=False)


@pytest.mark.usefixtures("client")
def test_the_commands_say_where_they_may_be_used(server: DiscordServer) -> None:
    """What moderators do belongs into a guild, the choice of one into direct messages; all else is for anywhere."""
    commands = {command["name"]: command for command in server.commands}
    menus = {"Verify quotes", "Find source", "Add to corpus"}
    named = {"ask", "quotes", "compare", "verify", "cite", "sources", "help", "privacy", "server", "settings", "corpus"}
    assert set(commands) == named | menus
    assert {name for name, command in commands.items() if command["type"] == 3} == menus
    for name in ("settings", "corpus", "Add to corpus"):
        command = commands.pop(name)
        assert (command["contexts"], command["integration_types"]) == ([0], [0])
        assert command["default_member_permissions"] == MANAGE_GUILD
    assert commands.pop("server")["contexts"] == [1]
    for command in commands.values():
        assert sorted(command["contexts"]) == [0, 1, 2]
        assert sorted(command["integration_types"]) == [0, 1]
    question = commands["ask"]["options"][0]
    assert (question["min_length"], question["max_length"], question["required"]) == (1, 6000, True)


async def test_commands_are_sent_only_when_they_have_changed(
    server: DiscordServer, view: FakeView, tmp_path: Path
) -> None:
    """The second start finds them sent; a damaged note only means that they are sent again."""
    folder = tmp_path / "not" / "there" / "yet"
    for _ in range(2):
        async with logged_in(server, FakeCollections(view), folder):
            pass
    assert [r.method for r in server.requests].count("PUT") == 1
    (note,) = folder.iterdir()
    note.write_bytes(b"\xff")
    async with logged_in(server, FakeCollections(view), folder):
        pass
    assert [r.method for r in server.requests].count("PUT") == 2


async def test_commands_that_discord_refuses_do_not_stop_the_bot(
    server: DiscordServer, view: FakeView, tmp_path: Path
) -> None:
    """They are sent again at the next start, and questions are answered meanwhile."""
    server.fail("/commands", 400, {"code": 50035, "message": "Invalid Form Body"})
    for _ in range(2):
        async with logged_in(server, FakeCollections(view), tmp_path):
            await server.seen(await server.ask("ask", question=QUESTION))
    assert [r.status for r in server.requests if r.method == "PUT"] == [400, 200]


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("token", [TOKEN.replace("G", "H"), "nonsense"])
async def test_a_wrong_token_is_told_without_showing_it(
    view: FakeView, tmp_path: Path, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    """The message says what to check, and neither it nor the log holds the token."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(RefusedError, match="Check PULLQUOTE_TOKEN") as raised:
        await serve(FakeCollections(view).service, settings_in(tmp_path, token))
    assert raised.value.__suppress_context__
    assert token not in caplog.text
    assert token not in str(raised.value)


@pytest.mark.parametrize("token", [None, " ", "two words", "new\nline", "“quoted”"])
async def test_what_cannot_be_a_token_is_not_sent(
    server: DiscordServer, view: FakeView, tmp_path: Path, token: str | None
) -> None:
    """Nothing is asked of Discord."""
    with pytest.raises(RefusedError, match="PULLQUOTE_TOKEN"):
        await serve(FakeCollections(view).service, settings_in(tmp_path, token))
    assert server.requests == []


@pytest.mark.parametrize(("code", "words"), [(4004, "PULLQUOTE_TOKEN"), (4014, "intents"), (4011, "servers")])
async def test_a_fatal_close_is_told(
    server: DiscordServer, view: FakeView, tmp_path: Path, code: int, words: str
) -> None:
    """Codes after which a reconnect is pointless end the bot with a sentence."""
    server.close_code_at_identify = code
    with pytest.raises(RefusedError, match=words):
        await serve(FakeCollections(view).service, settings_in(tmp_path))


async def test_an_unreachable_discord_is_told(monkeypatch: pytest.MonkeyPatch, view: FakeView, tmp_path: Path) -> None:
    """Without a network, a sentence."""
    monkeypatch.setattr("discord.http.Route.BASE", "http://127.0.0.1:9/api/v10")
    with pytest.raises(DiscordError, match="cannot be reached") as raised:
        await serve(FakeCollections(view).service, settings_in(tmp_path))
    assert not isinstance(raised.value, RefusedError)  # it may be tried again


# Staying in -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("client")
async def test_a_rate_limit_is_waited_out_and_the_answer_posted_once(server: DiscordServer) -> None:
    """For a command and for a message."""
    server.limit("/callback")
    server.limit("@original", times=2)
    asked = await server.ask("ask", question=QUESTION)
    await server.seen(asked)
    server.limit("/channels", times=2)
    message = await server.write(QUESTION)
    await server.replies(message)
    await asyncio.sleep(0.2)
    assert len(server.posts) == 2
    assert [r.status for r in server.requests if asked.token in r.path] == [429, 200, 429, 429, 200]


@pytest.mark.usefixtures("client")
async def test_a_failure_after_the_fact_posts_nothing_twice(server: DiscordServer) -> None:
    """Discord carries out a request and answers 500; discord.py asks again, and Pullquote copes with the reply."""
    server.fail("/callback", 500, too_late=True)
    server.fail("@original", 502, too_late=True)
    server.fail(f"/channels/{DIRECT}/messages", 500, too_late=True)
    asked = await server.ask("ask", question=QUESTION)
    message = await server.write(QUESTION)
    await server.replies(message)
    edits = [502, 200]
    await server.until(lambda: [r.status for r in server.requests if r.path.endswith("@original")] == edits)
    assert len(asked.seen) == 1
    assert [r.status for r in server.requests if r.path.endswith(f"/{DIRECT}/messages")] == [500, 200]
    assert len(server.posts) == 2


@pytest.mark.usefixtures("client")
async def test_a_cut_gateway_is_resumed_and_what_came_meanwhile_answered_once(
    server: DiscordServer, view: FakeView
) -> None:
    """Also when Discord tells of the same thing again."""
    await server.seen(await server.ask("ask", question="Before?"))
    await server.drop()
    missed = await server.ask("ask", question="Missed?")
    await server.seen(missed)
    await server.repeat(missed.id)
    message = await server.write("Missed too?")
    await server.repeat(message)
    await server.replies(message)
    last = await server.ask("ask", question="After?")
    await server.seen(last)
    assert server.resumed == 1
    assert server.identified == 1
    assert view.asked == ["Before?", "Missed?", "Missed too?", "After?"]
    assert len(server.posts) == 4


@pytest.mark.usefixtures("client")
async def test_an_unknown_interaction_is_logged_and_forgotten(
    server: DiscordServer, view: FakeView, caplog: pytest.LogCaptureFixture
) -> None:
    """After three seconds Discord no longer knows it; nothing is searched for."""
    late = await server.ask("ask", question="Late?")
    server.asked.pop(late.token)
    await server.until(lambda: "10062" in caplog.text)
    await server.seen(await server.ask("ask", question="Next?"))
    assert view.asked == ["Next?"]
    assert late.token not in caplog.text


@pytest.mark.usefixtures("client")
async def test_a_command_that_is_no_longer_there_is_explained(server: DiscordServer) -> None:
    """Discord may still offer what another version had."""
    (post,) = await server.seen(await server.ask("gone"))
    assert "This command has changed" in post.content
    assert post.private


async def test_of_many_requests_few_are_under_way_at_once(
    server: DiscordServer, client: PullquoteClient, view: FakeView
) -> None:
    """Of a hundred who ask at once each is answered or told, in the order in which they came."""
    assert client.tree.get_command("ask")
    view.gate.clear()
    server.delay = 0.01
    asked = [await server.ask("ask", question=QUESTION, user=number) for number in range(100)]
    await server.until(lambda: all(each.acknowledged for each in asked))
    assert max(server.under_way) <= REQUESTS
    came = [number for request in server.requests for number in [_callback(request)] if number]
    places = [came.index(each.id) for each in asked]
    assert all(abs(place - number) <= REQUESTS for number, place in enumerate(places))
    told = [each.seen[0].content for each in asked if each.seen]
    assert len(told) == 100 - 8
    assert all("Please ask again in about" in text for text in told)


def _callback(request: Request) -> int | None:
    """The interaction that a request answers first."""
    return int(request.path.split("/")[-3]) if request.path.endswith("/callback") else None


# Servers --------------------------------------------------------------------------------------------------------------


async def test_the_collections_are_told_which_servers_pullquote_is_in(
    server: DiscordServer, collections: FakeCollections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that Discord cannot reach for a while has not been left."""
    monkeypatch.setattr("bot.discord.client.SWEEP", 0.01)
    serving = asyncio.create_task(serve(collections.service, settings_in(tmp_path)))
    await server.until(lambda: collections.guilds[-1:] == [[GUILD]])
    await server.join(other_guild())
    await server.until(lambda: collections.guilds[-1] == [GUILD, OTHER_GUILD])
    await server.leave(GUILD, unavailable=True)
    await server.leave(OTHER_GUILD)
    await server.until(lambda: collections.guilds[-1] == [GUILD])
    await asyncio.sleep(0.05)
    assert collections.guilds[-1] == [GUILD]
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 5)


async def test_nothing_is_erased_before_it_is_told_which_servers_pullquote_is_in(
    server: DiscordServer, collections: FakeCollections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was left may be back; what is due is looked at again and again, and a failure ends nothing."""
    order: list[object] = []

    def sweep() -> tuple[str, ...]:
        order.append("erase_due")
        if order.count("erase_due") < 3:
            raise (LockedError("told to"), ValueError("told to"))[order.count("erase_due") - 1]
        return ("swept",)

    def back_up() -> tuple[str, ...]:
        order.append("backup")
        return ("backed up",)

    monkeypatch.setattr("bot.discord.client.SWEEP", 0.01)
    monkeypatch.setattr(collections, "present", order.append)
    monkeypatch.setattr(collections, "erase_due", sweep)
    monkeypatch.setattr(collections, "back_up_daily", back_up)
    serving = asyncio.create_task(serve(collections.service, settings_in(tmp_path)))
    await server.until(lambda: order.count("erase_due") > 3)
    assert order[0] == [GUILD]
    assert all(order[place - 1] == [GUILD] for place, each in enumerate(order) if each == "erase_due")
    assert "backup" in order
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 5)


async def test_the_collections_are_looked_after_as_soon_as_the_servers_are_known(
    server: DiscordServer, collections: FakeCollections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that never runs for long notices too which servers it has left, and erases what is due."""
    monkeypatch.setattr("bot.discord.client.UNTIL_READY", 0.01)
    serving = asyncio.create_task(serve(collections.service, settings_in(tmp_path)))
    await server.until(lambda: collections.guilds == [[GUILD]])
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 5)


# Leaving --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_bot_when_accepted_questions_are_answered(
    server: DiscordServer, view: FakeView, tmp_path: Path, number: int
) -> None:
    """Who comes after the signal is told to come again; the signals then mean what they meant before."""
    before = signal.getsignal(number)
    view.gate.clear()
    serving = asyncio.create_task(serve(FakeCollections(view).service, settings_in(tmp_path)))
    await server.until(lambda: server.identified)
    accepted = await server.ask("ask", question=QUESTION)
    await server.until(lambda: view.asked)
    os.kill(os.getpid(), number)
    await asyncio.sleep(0.05)
    (refused,) = await server.seen(await server.ask("ask", question="Later?"))
    assert "restarting" in refused.content
    assert refused.private
    view.gate.set()
    await asyncio.wait_for(serving, 5)
    assert "do not answer" in accepted.seen[0].content
    assert signal.getsignal(number) == before


async def test_what_cannot_be_answered_in_time_is_apologised_for(
    server: DiscordServer, view: FakeView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one being answered and the one that waits alike."""
    monkeypatch.setattr("bot.discord.client.GRACE", 0.1)
    view.gate.clear()
    serving = asyncio.create_task(serve(FakeCollections(view).service, settings_in(tmp_path)))
    await server.until(lambda: server.identified)
    asked = [await server.ask("ask", question=QUESTION) for _ in range(2)]
    await server.until(lambda: all(each.acknowledged for each in asked) and view.asked)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 5)
    view.gate.set()
    for each in asked:
        (post,) = each.seen
        assert "restarting" in post.content
        assert post.private


async def test_a_signal_ends_a_bot_that_is_not_yet_logged_in(
    server: DiscordServer, view: FakeView, tmp_path: Path
) -> None:
    """A long wait for Discord does not hold it."""
    server.limit("/users/@me", seconds=6_000)
    serving = asyncio.create_task(serve(FakeCollections(view).service, settings_in(tmp_path)))
    await server.until(lambda: server.requests)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 5)


async def test_the_bot_is_healthy_while_it_is_connected(
    server: DiscordServer, view: FakeView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `pullquote health` looks at is there exactly then."""
    monkeypatch.setattr("bot.discord.runtime.health.BEAT", 0.01)
    pulse = tmp_path / "connected"
    serving = asyncio.create_task(serve(FakeCollections(view).service, settings_in(tmp_path)))
    await server.until(pulse.exists)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 5)
    assert not await asyncio.to_thread(pulse.exists)


# Promises -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def openapi() -> tuple[dict[str, Any], Registry[Any]]:
    """Discord's own description of its API."""
    if not OPENAPI.exists():
        pytest.skip(f"Discord's API description is not at {OPENAPI.parent.name}/{OPENAPI.name} beside the checkout")
    schema = json.loads(OPENAPI.read_text("utf-8"))
    schema["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]  # discord.py sends both
    return schema, Registry().with_resource("discord", Resource.from_contents(schema, DRAFT202012))


def problems(request: Request, openapi: tuple[dict[str, Any], Registry[Any]]) -> list[str]:
    """What Discord's description has against a request."""
    schema, registry = openapi
    path = request.path.removeprefix("/api/v10").split("/")
    for template in schema["paths"]:
        parts = template.split("/")
        named = all(a == b or a.startswith("{") for a, b in zip(parts, path, strict=False))
        if len(parts) == len(path) and named and request.method.lower() in schema["paths"][template]:
            pointer = template.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
            place = f"discord#/paths/{pointer}/{request.method.lower()}/requestBody/content/application~1json/schema"
            validator = Draft202012Validator({"$ref": place}, registry=registry)
            return [error.message for error in validator.iter_errors(request.body)]
    return [f"Discord has no {request.method} {request.path}"]


@pytest.mark.usefixtures("client")
async def test_every_request_is_one_that_discord_describes(
    server: DiscordServer,
    view: FakeView,
    mattis: Excerpt,
    holm: tuple[Excerpt, ...],
    ray: tuple[Excerpt, ...],
    openapi: tuple[dict[str, Any], Registry[Any]],
) -> None:
    """A whole conversation is held against the API description."""
    view.tell(("Ada Holm", holm * 9), ("Ben Ray", ray))
    view.sources["Where?"] = ray
    view.answers[QUESTION] = Answer(QUESTION, (mattis,) * 3, 0.9)
    view.answers["fails"] = RuntimeError()
    for question in (QUESTION, "fails"):
        await server.seen(await server.ask("ask", question=question))
    for name in ("help", "sources", "privacy"):
        await server.seen(await server.ask(name))
    await server.suggested("quotes", "speaker", "a")
    (page,) = await server.seen(await server.ask("quotes", speaker="Ada Holm", only_me=True))
    await server.press(page, "▶")
    await server.until(lambda: "page 2" in page.content)
    await server.seen(await server.press(page, "Share"))
    await server.seen(await server.press(page, "forged"))
    await server.seen(await server.ask("compare", one="Ada Holm", other="Ben Ray", topic="the quay", only_me=True))
    await server.seen(await server.ask("verify", quote="“Nobody wrote back.”", speaker="Ben Ray"))
    await server.seen(await server.ask("cite", id=cite(ray[0]).id, only_me=True))
    for menu in ("Verify quotes", "Find source"):
        await server.seen(await server.choose(menu, "Where?"))
    for command in ("settings show", "settings audit"):
        await server.seen(await server.ask(command, permissions=MANAGE_GUILD))
    erasing = await server.ask("settings erase", permissions=MANAGE_GUILD)
    await server.opened(erasing)
    await server.seen(await server.submit(erasing, name="Readers"))
    await server.seen(await server.ask("server", guild=False, name="Readers"))
    await server.replies(await server.write(QUESTION))
    await server.replies(await server.write(f"<@{APPLICATION}>", guild=True, mentions=True))
    sent = [request for request in server.requests if request.body]
    assert len(sent) > 10
    assert {request.path: found for request in sent if (found := problems(request, openapi))} == {}
