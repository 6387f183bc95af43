"""Who may do what where, and how answers are seen: what `tests/torture/rights.py` does not try."""

import pytest

from bot.discord.client import PullquoteClient
from bot.discord.commands.ask import USE_ASK
from bot.discord.runtime.permissions import NOT_MODERATING
from corpus.library.database import LibraryError
from corpus.library.owners import SHARED, of_guild
from corpus.library.policy import Openness, Policy, Strictness
from corpus.quotes.excerpt import Excerpt
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import (
    APPLICATION,
    BESIDE,
    CHANNEL,
    EDITOR,
    FOREIGN,
    GUILD,
    HERE,
    IN_THREAD,
    MANAGE_GUILD,
    OTHER_CHANNEL,
    OTHER_GUILD,
    READER,
    THERE,
    Channel,
    Place,
    a_channel,
    other_guild,
)
from tests.support.fake_service import FakeCollections, FakeView

CLOSED = Place(channel=3000000000000000009)
POLICY = Policy(
    askers=frozenset({READER}),
    moderators=frozenset({EDITOR}),
    channels={OTHER_CHANNEL: Openness.PRIVATE, CLOSED.channel: Openness.OFF},
)


@pytest.fixture
async def guilds(
    server: DiscordServer,
    client: PullquoteClient,
    collections: FakeCollections,
    view: FakeView,
    holm: tuple[Excerpt, ...],
) -> FakeCollections:
    """Two guilds with collections of their own; in one of them something is settled."""
    server.guilds[GUILD].channels[CLOSED.channel] = Channel("closed")
    await server.join(other_guild())
    await server.until(lambda: client.get_guild(OTHER_GUILD))
    view.tell(("Ada Holm", holm))
    for guild in (GUILD, OTHER_GUILD):
        collections.fakes[of_guild(guild)] = FakeView()
        collections.fakes[of_guild(guild)].tell((f"Of {guild}", holm))
    collections.policies[GUILD] = POLICY
    return collections


async def test_the_guilds_strictness_holds(server: DiscordServer, guilds: FakeCollections, view: FakeView) -> None:
    """Where nothing is settled it is the operator's."""
    own = guilds.fakes[of_guild(GUILD)]
    strictness = []
    for policy in (Policy(), Policy(strictness=Strictness.STRICT)):
        guilds.policies[GUILD] = policy
        await server.seen(await server.ask("ask", question="What?"))
        strictness.append(own.strictness)
    assert strictness == [Strictness.BALANCED, Strictness.STRICT]
    await server.seen(await server.ask("ask", question="What?", at=FOREIGN))
    assert view.strictness is Strictness.BALANCED


async def test_private_answers_are_not_to_be_shared(server: DiscordServer, guilds: FakeCollections) -> None:
    """Where answers may be public a private one can be."""
    name = f"Of {GUILD}"
    for place, offered in ((HERE, True), (BESIDE, False)):
        asked = await server.ask("quotes", speaker=name, only_me=True, at=place, roles=(READER,))
        (post,) = await server.seen(asked)
        assert post.private
        assert ("Share" in [button["label"] for button in post.buttons]) == offered
    assert guilds.viewed == [(of_guild(GUILD), SHARED)] * 2


async def test_answers_are_private_where_moderators_want_it(server: DiscordServer, guilds: FakeCollections) -> None:
    """Elsewhere everybody sees the same answer, unless whoever asks wants it private."""
    name = f"Of {GUILD}"
    for place, private in ((HERE, False), (BESIDE, True)):
        (post,) = await server.seen(await server.ask("quotes", speaker=name, at=place, roles=(READER,)))
        assert post.private == private
    assert guilds.viewed == [(of_guild(GUILD), SHARED)] * 2


async def test_mentions_are_answered_where_answers_are_public(server: DiscordServer, guilds: FakeCollections) -> None:
    """Else there is a hint, or nothing at all; nothing too for who may not ask."""
    first = await server.write(f"<@{APPLICATION}> a?", mentions=True, at=HERE)
    await server.write(f"<@{APPLICATION}> b?", mentions=True, at=CLOSED, roles=(READER,))
    await server.write(f"<@{APPLICATION}> c?", mentions=True, at=BESIDE, roles=(READER,))
    await server.write(f"<@{APPLICATION}> d?", mentions=True, at=IN_THREAD, roles=(READER,))
    hint, answer = sorted(await server.replies(first, 2), key=lambda post: post.content != USE_ASK)
    assert (hint.content, hint.channel) == (USE_ASK, OTHER_CHANNEL)
    assert answer.channel == IN_THREAD.channel
    assert guilds.fakes[of_guild(GUILD)].asked == ["d?"]


async def test_what_cannot_be_read_is_settled_anew(server: DiscordServer, guilds: FakeCollections) -> None:
    """By who may manage the server, who says what is open then; meanwhile nobody is answered."""
    guilds.policies[GUILD] = LibraryError("damaged")
    first = await server.write(f"<@{APPLICATION}> a?", mentions=True, at=HERE)
    (shown,) = await server.seen(await server.ask("settings show", permissions=MANAGE_GUILD))
    assert "starts anew" in shown.content
    await server.seen(await server.ask("settings channel", channel=a_channel(CHANNEL), mode="public", permissions=32))
    assert guilds.policies[GUILD] == Policy(elsewhere=Openness.OFF, channels={CHANNEL: Openness.PUBLIC})
    assert guilds.settled[0][2].endswith("; all other settings start anew")
    assert not [post for post in server.posts if post.id > first and post.replies_to == first]


async def test_roles_are_known_by_their_ids(server: DiscordServer, guilds: FakeCollections) -> None:
    """In another guild the same name, or a forged id, gives no right."""
    server.guilds[OTHER_GUILD].roles[77] = server.guilds[GUILD].roles[EDITOR]
    guilds.policies[OTHER_GUILD] = Policy(moderators=frozenset({EDITOR}))
    for roles in ((77,), (EDITOR,)):
        (post,) = await server.seen(await server.ask("settings show", at=THERE, roles=roles))
        assert post.content == NOT_MODERATING
