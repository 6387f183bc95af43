"""`/settings`: changes of a server's settings, the audit, and erasing everything."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.discord.client import PullquoteClient
from bot.discord.messages.limits import MESSAGE
from bot.discord.moderation.policy_changes import CLOSED, audit, overview
from bot.discord.moderation.settings import ERASED, SAVED
from bot.discord.runtime.permissions import NOT_MANAGING
from corpus.library.database import LibraryError
from corpus.library.models import AuditLine
from corpus.library.owners import of_guild
from corpus.library.policy import Openness, Policy, Strictness
from index.engine.lock import LockedError
from tests.support.discord_server import Asked, DiscordServer
from tests.support.discord_values import (
    CHANNEL,
    DM,
    EDITOR,
    FOREIGN,
    GUILD,
    MANAGE_GUILD,
    MEMBER,
    OTHER_CHANNEL,
    OTHER_GUILD,
    READER,
    THERE,
    Place,
    a_channel,
    a_role,
    other_guild,
)
from tests.support.fake_service import FakeCollections

pytestmark = pytest.mark.usefixtures("client")


async def settled(server: DiscordServer, command: str, **options: Any) -> str:
    """The private answer to a command of somebody who may manage the server."""
    (post,) = await server.seen(await server.ask(f"settings {command}", permissions=MANAGE_GUILD, **options))
    assert post.private
    return post.content


async def test_each_change_is_kept_told_and_noted(server: DiscordServer, collections: FakeCollections) -> None:
    """Each change is kept and noted with its author, and the answer has all settings."""
    await settled(server, "askers", who="add", role=a_role(READER))
    await settled(server, "moderators", who="add", role=a_role(EDITOR))
    await settled(server, "channel", channel=a_channel(OTHER_CHANNEL), mode="private")
    await settled(server, "elsewhere", mode="off")
    await settled(server, "strictness", how="open")
    text = await settled(server, "shared", on=False)
    channels = {OTHER_CHANNEL: Openness.PRIVATE}
    assert collections.policies[GUILD] == Policy(
        frozenset({READER}), frozenset({EDITOR}), channels, Openness.OFF, Strictness.OPEN, shared=False
    )
    for part in (f"members with <@&{READER}>, and moderators", f"<@&{EDITOR}>", f"<#{OTHER_CHANNEL}> private"):
        assert part in text
    assert [line[:2] for line in collections.settled] == [(GUILD, str(MEMBER))] * 6
    assert [line[2] for line in collections.settled] == [
        f"let members with the role “Reader” ({READER}) ask",
        f"let members with the role “Editor” ({EDITOR}) moderate",
        f"made answers private in #desk ({OTHER_CHANNEL})",
        "switched Pullquote off in all other channels",
        "set the strictness to open",
        "turned the shared articles off",
    ]
    assert text.splitlines()[1:] == (await settled(server, "show")).splitlines()


async def test_each_change_can_be_taken_back(server: DiscordServer, collections: FakeCollections) -> None:
    """Each setting can be set back, and a change that changes nothing leaves no audit line."""
    collections.policies[GUILD] = Policy(
        frozenset({READER}), frozenset({EDITOR}), {CHANNEL: Openness.OFF}, Openness.OFF, Strictness.OPEN, shared=False
    )
    for _ in range(2):
        await settled(server, "askers", who="everybody")
        await settled(server, "moderators", who="remove", role=a_role(EDITOR))
        await settled(server, "channel", channel=a_channel(CHANNEL), mode="as elsewhere")
        await settled(server, "elsewhere", mode="public")
        await settled(server, "strictness", how="the operator's")
        await settled(server, "shared", on=True)
    assert collections.policies[GUILD] == Policy()
    assert len(collections.settled) == 6


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"who": "add"}, "choose a role"),
        ({"who": "remove"}, "choose a role"),
        ({"who": "add", "role": a_role(GUILD)}, "everyone"),
        ({"who": "remove", "role": a_role(READER)}, "No other role may ask"),
    ],
)
async def test_what_cannot_be_meant_changes_nothing(
    server: DiscordServer, collections: FakeCollections, options: dict[str, Any], error: str
) -> None:
    """A missing role, @everyone, or the last role that may ask is refused, and nothing changes."""
    collections.policies[GUILD] = policy = Policy(askers=frozenset({READER}))
    assert error in await settled(server, "askers", **options)
    assert (collections.policies[GUILD], collections.settled) == (policy, [])


async def test_a_moderator_cannot_make_moderators(server: DiscordServer, collections: FakeCollections) -> None:
    """A moderator may change all settings but who moderates, and may not erase."""
    collections.policies[GUILD] = Policy(moderators=frozenset({EDITOR}))
    refused: dict[str, dict[str, Any]] = {"moderators": {"who": "add", "role": a_role(READER)}, "erase": {}}
    for command, options in refused.items():
        (post,) = await server.seen(await server.ask(f"settings {command}", roles=(EDITOR,), **options))
        assert post.content == NOT_MANAGING
    (post,) = await server.seen(await server.ask("settings elsewhere", roles=(EDITOR,), mode="private"))
    assert "private in every channel" in post.content


async def test_changes_at_the_same_time_are_all_kept(server: DiscordServer, collections: FakeCollections) -> None:
    """Changes that are made at the same time are all kept, one after another."""
    asked = [
        await server.ask("settings channel", permissions=MANAGE_GUILD, channel=a_channel(number), mode="off")
        for number in (CHANNEL, OTHER_CHANNEL)
    ]
    asked.append(await server.ask("settings shared", permissions=MANAGE_GUILD, on=False))
    for interaction in asked:
        await server.seen(interaction)
    policy = collections.policies[GUILD]
    assert isinstance(policy, Policy)
    assert (len(policy.channels), policy.shared) == (2, False)


async def test_the_audit_names_who_when_and_what(server: DiscordServer, collections: FakeCollections) -> None:
    """The audit has this server’s changes, the newest first."""
    assert await settled(server, "audit") == "Nothing has been changed yet."
    await settled(server, "shared", on=False)
    await settled(server, "elsewhere", mode="off")
    collections.settle(OTHER_GUILD, Policy(), "7", "elsewhere")
    first, second = (await settled(server, "audit")).splitlines()
    assert first == f"- <t:1704067200:f> <@{MEMBER}>: switched Pullquote off in all other channels"
    assert "turned the shared articles off" in second


# Erasing --------------------------------------------------------------------------------------------------------------


async def form(server: DiscordServer) -> Asked:
    """The form that asks for the server's name, opened."""
    asked = await server.ask("settings erase", permissions=MANAGE_GUILD)
    modal = await server.opened(asked)
    assert modal.custom_id == "erase:"
    return asked


async def test_everything_is_erased_when_the_servers_name_is_typed(
    server: DiscordServer, collections: FakeCollections
) -> None:
    """Only the server’s name erases everything, with blanks around it or without."""
    asked = await form(server)
    for typed in ("", "readers", "Reader", "Readers!", "Rowers", "x" * 4000):
        (post,) = await server.seen(await server.submit(asked, name=typed))
        assert (post.private, "nothing was erased" in post.content) == (True, True)
    assert not collections.erased
    (post,) = await server.seen(await server.submit(asked, name=" Readers "))
    assert (post.content, collections.erased) == (ERASED, [of_guild(GUILD)])


async def test_nothing_is_erased_while_there_is_work(
    server: DiscordServer, collections: FakeCollections, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erasing is refused with the reason while there is work on the collection."""

    def erase(_: str) -> None:
        raise LockedError("there is work on this collection just now")

    monkeypatch.setattr(collections, "erase", erase)
    (post,) = await server.seen(await server.submit(await form(server), name="Readers"))
    assert post.content == "There is work on this collection just now"


async def test_a_stale_form_is_checked_anew(
    server: DiscordServer, client: PullquoteClient, collections: FakeCollections
) -> None:
    """A form that is sent without the right to manage the server, or from elsewhere, erases nothing."""
    asked = await form(server)
    asked.permissions = 0
    (post,) = await server.seen(await server.submit(asked, name="Readers"))
    assert post.content == NOT_MANAGING
    asked.permissions = MANAGE_GUILD
    for place in (Place(by_user=True), FOREIGN, DM):
        asked.place = place
        (post,) = await server.seen(await server.submit(asked, name="Readers"))
        assert post.content == NOT_MANAGING
    await server.join(other_guild())
    await server.until(lambda: client.get_guild(OTHER_GUILD))
    asked.place = THERE
    (post,) = await server.seen(await server.submit(asked, name="Readers"))
    assert "nothing was erased" in post.content
    assert not collections.erased


async def test_a_form_from_before_a_rename_asks_for_the_name_of_now(
    server: DiscordServer, collections: FakeCollections
) -> None:
    """After a rename the old name erases nothing, and the new one everything."""
    asked = await form(server)
    await server.dispatch("GUILD_UPDATE", {"id": str(GUILD), "name": "Writers", "owner_id": "1"})
    (post,) = await server.seen(await server.submit(asked, name="Readers"))
    assert "nothing was erased" in post.content
    await server.seen(await server.submit(asked, name="Writers"))
    assert collections.erased == [of_guild(GUILD)]


# In words -------------------------------------------------------------------------------------------------------------


async def test_what_cannot_be_read_can_be_erased(server: DiscordServer, collections: FakeCollections) -> None:
    """A server whose settings cannot be read can be erased."""
    collections.policies[GUILD] = LibraryError("damaged")
    await server.seen(await server.submit(await form(server), name="Readers"))
    assert collections.erased == [of_guild(GUILD)]


def test_all_that_can_be_settled_fits_a_message() -> None:
    """However many roles and channels are set, the overview fits a message: a server has 250 roles and 500 channels."""
    numbers = range(9 * 10**18, 9 * 10**18 + 500)
    channels = dict.fromkeys(numbers, Openness.PRIVATE)
    policy = Policy(frozenset(numbers), frozenset(numbers), channels, strictness=Strictness.BALANCED)
    text = overview(policy, Strictness.BALANCED)
    assert len(text) <= MESSAGE - len(SAVED)
    assert "482 more" in text
    assert "off in every channel" in overview(CLOSED, Strictness.BALANCED)
    assert "strict (the operator’s setting)" in overview(Policy(), Strictness.STRICT)


def test_a_long_audit_shows_the_newest_lines() -> None:
    """A long audit shows whole lines, the newest first, with the Markdown of other people's names escaped."""
    line = AuditLine(
        datetime(2024, 1, 1, tzinfo=UTC), "operator", "added “**@everyone** [x](http://y)\n# z” " + "w" * 900
    )
    text = audit([replace(line, what=f"{number} {line.what}") for number in range(40)])
    assert len(text) <= MESSAGE
    assert text.startswith("- <t:1704067200:f> operator: 0 added")
    assert r"\@everyone" in text
    assert "\n#" not in text
