"""`/server`: whose articles direct messages are answered from."""

from dataclasses import replace
from typing import Any

import pytest

from bot.discord.client import PullquoteClient
from bot.discord.commands.server import UNKNOWN
from corpus.library.database import LibraryError
from corpus.library.owners import SHARED, of_guild
from corpus.library.policy import Openness, Policy, Strictness
from corpus.text.document import Document
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import (
    CHANNEL,
    DM,
    EDITOR,
    GUILD,
    HERE,
    MEMBER,
    OTHER_CHANNEL,
    OTHER_GUILD,
    READER,
    Json,
    member_json,
    other_guild,
    user_json,
)
from tests.support.fake_service import FakeCollections, FakeView

SHARED_ALONE = "Only the shared articles are searched."
STRANGER = MEMBER + 7


@pytest.fixture
async def chosen(server: DiscordServer, client: PullquoteClient, collections: FakeCollections) -> FakeCollections:
    """Two guilds; the first was chosen."""
    await server.join(other_guild())
    await server.until(lambda: client.get_guild(OTHER_GUILD))
    for guild in (GUILD, OTHER_GUILD):
        collections.fakes[of_guild(guild)] = FakeView()
    collections.choose(MEMBER, GUILD)
    return collections


async def told(server: DiscordServer, name: str | None = None, user: int = MEMBER) -> str:
    """What `/server` says."""
    options: dict[str, Any] = {"name": name} if name is not None else {}
    (post,) = await server.seen(await server.ask("server", at=DM, user=user, **options))
    return post.content


async def test_the_chosen_servers_articles_are_searched_too(server: DiscordServer, chosen: FakeCollections) -> None:
    """In messages as with `/ask`, and as strictly as there."""
    chosen.policies[GUILD] = Policy(strictness=Strictness.STRICT)
    number = await server.write("What?")
    await server.replies(number)
    await server.seen(await server.ask("ask", at=DM, question="What?"))
    assert chosen.viewed == [(of_guild(GUILD), SHARED)] * 2
    assert chosen.fakes[of_guild(GUILD)].strictness is Strictness.STRICT
    chosen.policies[GUILD] = Policy(shared=False)
    await server.seen(await server.ask("ask", at=DM, question="What?"))
    assert chosen.viewed[2:] == [(of_guild(GUILD),)]


async def test_a_server_is_chosen_by_name_or_suggestion_and_taken_back(
    server: DiscordServer, chosen: FakeCollections
) -> None:
    """What is searched is said each time."""
    assert "articles of **Readers** and from the shared ones" in await told(server)
    assert "articles of **Rowers**" in await told(server, "Rowers")
    assert "articles of **Readers**" in await told(server, str(GUILD))
    assert "shared articles only" in await told(server, " None ")
    assert chosen.chose == {}
    assert "shared articles only" in await told(server)
    chosen.policies[OTHER_GUILD] = Policy(shared=False)
    assert "**Rowers** only" in await told(server, "Rowers")


async def test_what_is_searched_is_said_while_articles_are_being_indexed_too(
    server: DiscordServer, client: PullquoteClient
) -> None:
    """`/server` says what is searched, in whose place no notice on the indexing stands."""
    client._worker.notice = "Articles are still being indexed."
    assert await told(server) == "Your direct messages are answered from the shared articles only."


async def test_only_servers_where_one_may_ask_are_suggested(server: DiscordServer, chosen: FakeCollections) -> None:
    """Others are not told of, however they are named."""
    assert [each["name"] for each in await server.suggested("server", "name", "", at=DM)][1:] == ["Readers", "Rowers"]
    assert [each["name"] for each in await server.suggested("server", "name", "ROW", at=DM)][1:] == ["Rowers"]
    assert len(await server.suggested("server", "name", "", at=DM, user=STRANGER)) == 1
    assert await server.suggested("server", "name", "", at=HERE) == []
    for name in ("Rowers", str(GUILD), "row", "", "9" * 30, "\u202e"):
        if name:
            assert await told(server, name, STRANGER) == UNKNOWN
    assert STRANGER not in chosen.chose


async def test_of_two_servers_with_one_name_none_is_guessed(
    server: DiscordServer, client: PullquoteClient, chosen: FakeCollections
) -> None:
    """The suggestions tell them apart, which are sent as ids."""
    await server.join(replace(other_guild(), id=77, name="Readers"))
    await server.until(lambda: client.get_guild(77))
    assert await told(server, "Readers") == UNKNOWN
    assert "articles of **Readers**" in await told(server, "77")
    assert chosen.chose == {MEMBER: 77}


@pytest.mark.parametrize(
    "policy",
    [
        Policy(askers=frozenset({READER})),
        Policy(elsewhere=Openness.OFF),
        Policy(channels={CHANNEL: Openness.OFF, OTHER_CHANNEL: Openness.OFF}),
        LibraryError("damaged"),
    ],
)
async def test_who_may_not_ask_there_is_answered_from_the_shared_articles(
    server: DiscordServer, chosen: FakeCollections, policy: Policy | LibraryError
) -> None:
    """That is said below the answer."""
    chosen.policies[GUILD] = policy
    number = await server.write("What?")
    (post,) = await server.replies(number)
    assert post.content.endswith(SHARED_ALONE)
    assert chosen.viewed == [(SHARED,)]
    assert "Readers" not in await told(server)
    assert await told(server, "Readers") == UNKNOWN


async def test_who_sees_no_channel_with_answers_may_not_ask(server: DiscordServer, chosen: FakeCollections) -> None:
    """In the server itself there would be nowhere to ask."""
    for channel in server.guilds[GUILD].channels.values():
        channel.hidden_from = (GUILD,)
    await server.join(server.guilds.pop(GUILD))
    await server.seen(await server.ask("ask", at=DM, question="What?"))
    assert chosen.viewed == [(SHARED,)]


async def test_a_category_is_no_channel_with_answers(
    server: DiscordServer, client: PullquoteClient, chosen: FakeCollections
) -> None:
    """Where Pullquote is off in all others there is nowhere to ask."""
    category = 3000000000000000099
    created = {"id": str(category), "guild_id": str(GUILD), "type": 4, "name": "all of them", "position": 0}
    await server.dispatch("CHANNEL_CREATE", created | {"permission_overwrites": []})
    await server.until(lambda: client.get_channel(category))
    chosen.policies[GUILD] = Policy(channels={CHANNEL: Openness.OFF, OTHER_CHANNEL: Openness.OFF})
    assert await told(server, "Readers") == UNKNOWN


@pytest.mark.parametrize("said", [{"pending": True}, {"communication_disabled_until": "2999-01-01T00:00:00+00:00"}])
async def test_who_may_not_write_in_the_server_may_not_ask_in_private(
    server: DiscordServer, chosen: FakeCollections, said: Json
) -> None:
    """Before its rules were accepted, or for as long as a time-out lasts."""
    server.fail("/members/", 200, member_json() | {"user": user_json(MEMBER)} | said)
    await server.seen(await server.ask("ask", at=DM, question="What?"))
    assert chosen.viewed == [(SHARED,)]


async def test_a_role_that_lets_ask_lets_ask_in_private(server: DiscordServer, chosen: FakeCollections) -> None:
    """So does one that lets moderate."""
    chosen.policies[GUILD] = Policy(askers=frozenset({READER}), moderators=frozenset({EDITOR}))
    for number, role in enumerate((READER, EDITOR)):
        person = STRANGER + number
        chosen.choose(person, GUILD)
        server.guilds[GUILD].members[person] = (role,)
        await server.seen(await server.ask("ask", at=DM, user=person, question="What?"))
    assert chosen.viewed == [(of_guild(GUILD), SHARED)] * 2


async def test_who_left_the_server_is_no_longer_answered_from_it(
    server: DiscordServer, chosen: FakeCollections
) -> None:
    """Discord is asked, and once a minute is enough."""
    for _ in range(3):
        await server.seen(await server.ask("ask", at=DM, question="What?"))
    assert len([each for each in server.requests if "/members/" in each.path]) == 1
    server.guilds[GUILD].members.clear()
    chosen.choose(STRANGER, GUILD)
    (post,) = await server.seen(await server.ask("ask", at=DM, user=STRANGER, question="What?"))
    assert post.content.endswith(SHARED_ALONE)
    assert chosen.viewed[3:] == [(SHARED,)]


async def test_where_discord_does_not_tell_nothing_of_a_server_is_shown(
    server: DiscordServer, chosen: FakeCollections
) -> None:
    """And it is asked again the next time."""
    server.fail("/members/", 403, {"code": 50001, "message": "Missing Access"})
    chosen.choose(STRANGER, GUILD)
    (post,) = await server.seen(await server.ask("ask", at=DM, user=STRANGER, question="What?"))
    assert post.content.endswith(SHARED_ALONE)
    server.fail("/members/", 400, {"code": 0, "message": "told to"})
    (post,) = await server.seen(await server.ask("ask", at=DM, question="What?"))
    assert "cannot say right now" in post.content
    await server.seen(await server.ask("ask", at=DM, question="What?"))
    assert chosen.viewed == [(SHARED,), (SHARED,), (of_guild(GUILD), SHARED)]


async def test_a_server_that_pullquote_left_is_no_longer_searched(
    server: DiscordServer, client: PullquoteClient, chosen: FakeCollections
) -> None:
    """One that Discord cannot reach is not either, while that lasts."""
    await server.leave(GUILD, unavailable=True)
    await server.until(lambda: (guild := client.get_guild(GUILD)) and guild.unavailable)
    assert "cannot say right now" in await told(server)
    await server.join(other_guild())
    chosen.choose(MEMBER, OTHER_GUILD)
    await server.leave(OTHER_GUILD)
    await server.until(lambda: client.get_guild(OTHER_GUILD) is None)
    assert "no longer ask in the server" in await told(server)


async def test_sources_are_listed_by_whose_they_are(
    server: DiscordServer, chosen: FakeCollections, view: FakeView, article: Document, quay: Document
) -> None:
    """Where there are several collections."""
    chosen.fakes[of_guild(GUILD)].documents = (quay,)
    view.documents = (article,)
    (post,) = await server.seen(await server.ask("sources", at=DM))
    assert post.content.startswith("**2 articles** can be quoted:\n**From Readers**: 1 article\n- **The quay")
    assert "\n**Shared by all servers**: 1 article\n- **" in post.content
