"""Who may do what where: every command, by everybody, everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pytest

from bot.access import NOT_ASKING, NOT_MANAGING, NOT_MODERATING, NOTHING, OFF
from bot.ask import USE_ASK
from bot.client import PullquoteClient
from bot.replying import PRIVATE_HERE
from bot.server import ONLY_HERE
from corpus.citation import cite
from corpus.excerpt import Excerpt
from corpus.library import LibraryError
from corpus.policy import Openness, Policy, Strictness
from index.collections import SHARED
from index.opened import of_guild
from tests.bot.conftest import FakeDesk, FakeLibrary
from tests.discord_server import Asked, DiscordServer, Option
from tests.discord_values import (
    ADMINISTRATOR,
    APPLICATION,
    BESIDE,
    CHANNEL,
    DM,
    EDITOR,
    FOREIGN,
    GROUP_DM,
    GUILD,
    HERE,
    IN_THREAD,
    MANAGE_GUILD,
    MEMBER,
    OTHER_CHANNEL,
    OTHER_GUILD,
    READER,
    THERE,
    Channel,
    Json,
    Place,
    Post,
    Upload,
    a_channel,
    a_role,
    other_guild,
)

Rule = Literal["anyone", "asking", "moderating", "managing", "direct"]

RULES: dict[str, Rule] = {
    "ask": "asking",
    "quotes": "asking",
    "compare": "asking",
    "verify": "asking",
    "cite": "asking",
    "sources": "asking",
    "Verify quotes": "asking",
    "Find source": "asking",
    "help": "anyone",
    "privacy": "anyone",
    "server": "direct",
    "corpus list": "moderating",
    "corpus show": "moderating",
    "corpus history": "moderating",
    "corpus export": "moderating",
    "corpus add": "moderating",
    "corpus reindex": "moderating",
    "corpus roll_back": "moderating",
    "corpus status": "moderating",
    "corpus remove": "moderating",
    "corpus restore": "moderating",
    "settings show": "moderating",
    "settings audit": "moderating",
    "settings askers": "moderating",
    "settings channel": "moderating",
    "settings elsewhere": "moderating",
    "settings strictness": "moderating",
    "settings shared": "moderating",
    "settings moderators": "managing",
    "settings erase": "managing",
}
BUTTONS = ("page:0000000001:1:", "quotes:0000000001:1:", "compare:0000000001:0000000002:quay", "share:0000000001-1-2")

CLOSED = 3000000000000000009
SHUT = Place(channel=CLOSED)
BY_USER = Place(by_user=True)
POLICY = Policy(
    askers=frozenset({READER}),
    moderators=frozenset({EDITOR}),
    channels={OTHER_CHANNEL: Openness.PRIVATE, CLOSED: Openness.OFF},
)
PLACES = (HERE, IN_THREAD, BESIDE, SHUT, BY_USER, THERE, DM, GROUP_DM, FOREIGN)
REFUSALS = (OFF, NOT_ASKING, NOT_MODERATING, NOT_MANAGING, NOTHING, ONLY_HERE, PRIVATE_HERE, "cannot be read")


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody, as Discord tells of them."""

    name: str
    roles: tuple[int, ...] = ()
    permissions: int = 0

    @property
    def manages(self) -> bool:
        return bool(self.permissions)


PEOPLE = (
    Role("nobody"),
    Role("asker", (READER,)),
    Role("moderator", (EDITOR,)),
    Role("manager", (), MANAGE_GUILD),
    Role("administrator", (), ADMINISTRATOR),
)


def refusal(rule: Rule, place: Place, who: Role) -> str | None:
    """What somebody is told there; None where it is allowed."""
    installed = place.guild in (GUILD, OTHER_GUILD) and not place.by_user
    moderates = installed and (who.manages or (place.guild == GUILD and EDITOR in who.roles))
    match rule:
        case "anyone":
            return None
        case "direct":
            return None if place == DM else ONLY_HERE
        case "managing":
            return None if installed and who.manages else NOT_MANAGING
        case "moderating":
            return None if moderates else NOT_MODERATING
        case "asking":
            return _refused_question(place, who)


def _refused_question(place: Place, who: Role) -> str | None:
    if place == SHUT:
        return OFF
    return NOT_ASKING if place.guild == GUILD and who.name == "nobody" else None


@pytest.fixture
async def guilds(
    server: DiscordServer, client: PullquoteClient, desk: FakeDesk, library: FakeLibrary, holm: tuple[Excerpt, ...]
) -> FakeDesk:
    """Two guilds with collections of their own; in one of them something is settled."""
    server.guilds[GUILD].channels[CLOSED] = Channel("closed")
    await server.join(other_guild())
    await server.until(lambda: client.get_guild(OTHER_GUILD))
    library.tell(("Ada Holm", holm))
    for guild in (GUILD, OTHER_GUILD):
        desk.libraries[of_guild(guild)] = FakeLibrary()
        desk.libraries[of_guild(guild)].tell((f"Of {guild}", holm))
    desk.policies[GUILD] = POLICY
    return desk


def leaves(command: Json, before: str = "") -> Iterator[tuple[str, Json]]:
    """A command, or its subcommands, with their whole names."""
    name = f"{before} {command['name']}".strip()
    under = [each for each in command.get("options", []) if each["type"] in (1, 2)]
    if not under:
        yield name, command
    for each in under:
        yield from leaves(each, name)


def value_of(option: Json) -> Option:
    """Something that an option takes."""
    if option.get("choices"):
        return str(option["choices"][0]["value"])
    values: dict[int, Option] = {3: "quay", 4: 1, 5: True, 7: a_channel(CHANNEL), 8: a_role(READER)}
    return values.get(option["type"]) or Upload("a.txt", b"Words.")


async def used(server: DiscordServer, command: str, place: Place, who: Role) -> Asked:
    """A command, with all that it demands, when something has come of it."""
    found = dict(pair for each in server.commands for pair in leaves(each))[command]
    if found.get("type") == 3:
        asked = await server.choose(command, "“Words.”", at=place, permissions=who.permissions, roles=who.roles)
    else:
        options: dict[str, Any] = {
            each["name"]: value_of(each) for each in found.get("options", []) if each.get("required")
        }
        asked = await server.ask(command, at=place, permissions=who.permissions, roles=who.roles, **options)
    await server.until(lambda: asked.seen or asked.modal)
    return asked


# Every command --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("client")
def test_every_command_has_a_rule(server: DiscordServer) -> None:
    """One that nobody thought about is not there."""
    assert {name for each in server.commands for name, _ in leaves(each)} == set(RULES)
    assert set(RULES.values()) == set(get_args(Rule))


@pytest.mark.parametrize("command", RULES)
async def test_everybody_may_do_what_is_theirs_and_nothing_else(
    server: DiscordServer, guilds: FakeDesk, command: str
) -> None:
    """Wherever they are; who is refused is told so privately, and nothing was looked at or changed."""
    for place in PLACES:
        for who in PEOPLE:
            guilds.policies = {GUILD: POLICY}
            guilds.viewed, guilds.settled = [], []
            asked = await used(server, command, place, who)
            told = refusal(RULES[command], place, who)
            if told is None:
                assert not any(each in post.content for post in asked.seen for each in REFUSALS), (place, who)
                assert asked.private or place != BESIDE or asked.modal, (place, who)
            else:
                assert [told] == [post.content for post in asked.seen], (place, who)
                assert asked.seen[0].private, (place, who)
                assert (guilds.viewed, guilds.settled, asked.modal) == ([], [], None), (place, who)


@pytest.mark.parametrize("button", BUTTONS)
async def test_buttons_are_for_who_may_ask_there(server: DiscordServer, guilds: FakeDesk, button: str) -> None:
    """Where answers are private they would change or make what is public."""
    for place in PLACES:
        for who in PEOPLE:
            guilds.viewed = []
            post = Post(1, place.channel, "old")
            asked = await server.press(post, button, at=place, permissions=who.permissions, roles=who.roles)
            told = refusal("asking", place, who) or (PRIVATE_HERE if place == BESIDE else None)
            if told is None:
                await server.until(lambda: guilds.viewed)
                continue
            (refused,) = await server.seen(asked)
            assert (refused.content, refused.private) == (told, True), (place, who)
            assert not guilds.viewed


@pytest.mark.parametrize("held", ["", "1", "1:1:1", "0123456789abcdef", "0123456789abcdef:1"])
async def test_what_moderators_press_or_send_is_theirs(
    server: DiscordServer, client: PullquoteClient, guilds: FakeDesk, held: str
) -> None:
    """Whatever it holds, and whoever was shown it."""
    commands, useless = client._commands, (NOT_MODERATING, NOT_MANAGING, "of no use any more", "This job is over")
    asking = {button.partition(":")[0] for button in BUTTONS}
    used = [(name, True) for name in commands._presses.keys() - asking] + [(name, False) for name in commands._submits]
    for name, pressed in used:
        for place, who in ((HERE, PEOPLE[1]), (BY_USER, PEOPLE[3]), (DM, PEOPLE[0]), (FOREIGN, PEOPLE[3])):
            before = Asked(1, "", MEMBER, place, who.permissions, who.roles)
            custom_id = f"{name}:{held}"
            if pressed:
                post = Post(1, place.channel, "old")
                asked = await server.press(post, custom_id, at=place, permissions=who.permissions, roles=who.roles)
            else:
                asked = await server.submit(before, custom_id, name="Readers")
            (told,) = await server.seen(asked)
            assert any(words in told.content for words in useless), (custom_id, place, who)
            assert told.private
    assert (guilds.viewed, guilds.settled, guilds.erased) == ([], [], [])


async def test_nothing_is_suggested_to_who_may_not_ask(server: DiscordServer, guilds: FakeDesk) -> None:
    """Who may is suggested the speakers of what is searched there."""
    for place in PLACES:
        for who in PEOPLE:
            guilds.viewed = []
            named = await server.suggested(
                "quotes", "speaker", "", at=place, permissions=who.permissions, roles=who.roles
            )
            allowed = refusal("asking", place, who) is None
            assert bool(named) == allowed == bool(guilds.viewed), (place, who)


# What is searched -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "collections"),
    [
        (HERE, (of_guild(GUILD), SHARED)),
        (IN_THREAD, (of_guild(GUILD), SHARED)),
        (THERE, (of_guild(OTHER_GUILD), SHARED)),
        (BY_USER, (SHARED,)),
        (FOREIGN, (SHARED,)),
        (GROUP_DM, (SHARED,)),
        (DM, (SHARED,)),
    ],
)
async def test_a_guild_sees_its_own_articles_and_the_shared_ones(
    server: DiscordServer, guilds: FakeDesk, place: Place, collections: tuple[str, ...]
) -> None:
    """And never another's, whoever asks."""
    for who in PEOPLE[1:]:
        guilds.viewed = []
        await used(server, "ask", place, who)
        assert guilds.viewed == [collections], who


async def test_the_shared_articles_can_be_left_out(server: DiscordServer, guilds: FakeDesk) -> None:
    """Then there is nothing for who has installed Pullquote in that guild for themselves alone."""
    guilds.policies[GUILD] = Policy(shared=False)
    await used(server, "ask", HERE, PEOPLE[0])
    assert guilds.viewed == [(of_guild(GUILD),)]
    asked = await used(server, "ask", BY_USER, PEOPLE[0])
    assert asked.seen[0].content == NOTHING


async def test_a_button_finds_nothing_in_another_guild(
    server: DiscordServer, guilds: FakeDesk, ray: tuple[Excerpt, ...]
) -> None:
    """Somebody may forge one that was seen there."""
    ours, theirs = guilds.libraries[of_guild(GUILD)], guilds.libraries[of_guild(OTHER_GUILD)]
    ours.tell(("Ben Ray", ray))
    citation = cite(ray[0]).id
    (post,) = await server.seen(await server.press(Post(1, 1, "x"), f"share:{citation}", at=HERE, roles=(READER,)))
    assert ray[0].text in post.content
    for place in (THERE, FOREIGN, DM, GROUP_DM):
        (told,) = await server.seen(await server.press(Post(1, 1, "x"), f"share:{citation}", at=place))
        assert "No citation has the id" in told.content
    assert citation not in theirs.cited


async def test_the_guilds_strictness_holds(server: DiscordServer, guilds: FakeDesk, library: FakeLibrary) -> None:
    """Where nothing is settled it is the operator's."""
    own = guilds.libraries[of_guild(GUILD)]
    strictness = []
    for policy in (Policy(), Policy(strictness=Strictness.STRICT)):
        guilds.policies[GUILD] = policy
        await used(server, "ask", HERE, PEOPLE[1])
        strictness.append(own.strictness)
    assert strictness == [Strictness.BALANCED, Strictness.STRICT]
    await used(server, "ask", FOREIGN, PEOPLE[1])
    assert library.strictness is Strictness.BALANCED


# Channels -------------------------------------------------------------------------------------------------------------


async def test_private_answers_are_not_to_be_shared(server: DiscordServer, guilds: FakeDesk) -> None:
    """Where answers may be public a private one can be."""
    name = f"Of {GUILD}"
    for place, offered in ((HERE, True), (BESIDE, False)):
        asked = await server.ask("quotes", speaker=name, only_me=True, at=place, roles=(READER,))
        (post,) = await server.seen(asked)
        assert post.private
        assert ("Share" in [button["label"] for button in post.buttons]) == offered
    assert guilds.viewed == [(of_guild(GUILD), SHARED)] * 2


async def test_mentions_are_answered_where_answers_are_public(server: DiscordServer, guilds: FakeDesk) -> None:
    """Else there is a hint, or nothing at all; nothing too for who may not ask."""
    first = await server.write(f"<@{APPLICATION}> a?", mentions=True, at=HERE)
    await server.write(f"<@{APPLICATION}> b?", mentions=True, at=SHUT, roles=(READER,))
    await server.write(f"<@{APPLICATION}> c?", mentions=True, at=BESIDE, roles=(READER,))
    await server.write(f"<@{APPLICATION}> d?", mentions=True, at=IN_THREAD, roles=(READER,))
    hint, answer = sorted(await server.replies(first, 2), key=lambda post: post.content != USE_ASK)
    assert (hint.content, hint.channel) == (USE_ASK, OTHER_CHANNEL)
    assert answer.channel == IN_THREAD.channel
    assert guilds.libraries[of_guild(GUILD)].asked == ["d?"]


async def test_a_thread_may_be_otherwise_than_its_channel(server: DiscordServer, guilds: FakeDesk) -> None:
    """Where it is not, it is as its channel."""
    guilds.policies[GUILD] = Policy(channels={CHANNEL: Openness.OFF})
    asked = await used(server, "ask", IN_THREAD, PEOPLE[3])
    assert asked.seen[0].content == OFF
    guilds.policies[GUILD] = Policy(channels={CHANNEL: Openness.OFF, IN_THREAD.channel: Openness.PRIVATE})
    asked = await used(server, "ask", IN_THREAD, PEOPLE[3])
    assert asked.private
    assert asked.seen[0].content != OFF


# Where a policy cannot be read ----------------------------------------------------------------------------------------


async def test_where_nothing_can_be_read_nothing_is_done(server: DiscordServer, guilds: FakeDesk) -> None:
    """For anybody; who may manage the server can settle it anew, and says what is open then."""
    guilds.policies[GUILD] = LibraryError("damaged")
    for command, rule in RULES.items():
        for who in PEOPLE:
            if rule in ("asking", "moderating") and not (who.manages and rule == "moderating"):
                asked = await used(server, command, HERE, who)
                assert "cannot be read" in asked.seen[0].content, (command, who)
    assert (guilds.viewed, guilds.settled) == ([], [])
    first = await server.write(f"<@{APPLICATION}> a?", mentions=True, at=HERE)
    assert await server.suggested("quotes", "speaker", "") == []
    shown = await used(server, "settings show", HERE, PEOPLE[3])
    assert "begins anew" in shown.seen[0].content
    await server.seen(await server.ask("settings channel", channel=a_channel(CHANNEL), mode="public", permissions=32))
    assert guilds.policies[GUILD] == Policy(elsewhere=Openness.OFF, channels={CHANNEL: Openness.PUBLIC})
    assert guilds.settled[0][2].endswith("settled anew")
    assert not [post for post in server.posts if post.id > first and post.replies_to == first]


async def test_roles_are_known_by_their_ids(server: DiscordServer, guilds: FakeDesk) -> None:
    """In another guild the same name, or a forged id, gives no right."""
    server.guilds[OTHER_GUILD].roles[77] = server.guilds[GUILD].roles[EDITOR]
    guilds.policies[OTHER_GUILD] = Policy(moderators=frozenset({EDITOR}))
    for roles in ((77,), (EDITOR,)):
        (post,) = await server.seen(await server.ask("settings show", at=THERE, roles=roles))
        assert post.content == NOT_MODERATING
