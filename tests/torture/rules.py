"""Who may do what where, as it is promised: a rule for each command, button and form; people and places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.discord.commands.scoped_reply import PRIVATE_HERE
from bot.discord.commands.server import ONLY_HERE
from bot.discord.runtime.permissions import NOT_ASKING, NOT_MANAGING, NOT_MODERATING, NOTHING, OFF, UNREADABLE
from corpus.library.owners import SHARED, of_guild
from corpus.library.policy import Openness, Policy
from tests.support.discord_values import (
    ADMINISTRATOR,
    BESIDE,
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
    Guild,
    Json,
    Place,
    Role,
    first_guild,
    other_guild,
)

Rule = Literal["anyone", "asking", "moderating", "settling", "managing", "direct"]

COMMANDS: Mapping[str, Rule] = {
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
    "corpus refresh": "moderating",
    "corpus reindex": "moderating",
    "corpus roll_back": "moderating",
    "corpus status": "moderating",
    "corpus edit": "moderating",
    "corpus import": "moderating",
    "Add to corpus": "moderating",
    "corpus remove": "moderating",
    "corpus restore": "moderating",
    "settings show": "settling",
    "settings audit": "moderating",
    "settings askers": "settling",
    "settings channel": "settling",
    "settings elsewhere": "settling",
    "settings strictness": "settling",
    "settings shared": "settling",
    "settings moderators": "managing",
    "settings erase": "managing",
}
ASKING_BUTTONS: Mapping[str, str] = {
    "page": "0000000001:1:",
    "quotes": "0000000001:1:",
    "compare": "0000000001:0000000002:quay",
    "share": "0000000001-1-2",
    "nearest": "0000000001-1-2",
}
SHOWN_PRIVATELY = "nearest"
"""The one of them that shows nothing to others, and is therefore not refused where answers are private."""
"""With something that they may hold. All other buttons are moderators', and so are the forms but for one."""
REFUSALS = (NOT_ASKING, NOT_MANAGING, NOT_MODERATING, NOTHING, OFF, UNREADABLE, PRIVATE_HERE, ONLY_HERE)
FORMS: Mapping[str, Rule] = {"text": "moderating", "correct": "moderating", "edit": "moderating", "erase": "managing"}

CLOSED, OPENED, FORUM, POST, HIDDEN = range(3000000000000000010, 3000000000000000015)
THREAD_BESIDE, THREAD_CLOSED = range(3000000000000000015, 3000000000000000017)
ALONE, DAMAGED = 2000000000000000004, 2000000000000000005
MANAGING, RULING = 5000000000000000003, 5000000000000000004  # roles
POLICY = Policy(
    askers=frozenset({READER}),
    moderators=frozenset({EDITOR}),
    channels={
        OTHER_CHANNEL: Openness.PRIVATE,
        CLOSED: Openness.OFF,
        OPENED: Openness.PUBLIC,
        FORUM: Openness.PRIVATE,
    },
)
POLICIES: Mapping[int, Policy] = {GUILD: POLICY, OTHER_GUILD: Policy(), ALONE: Policy(shared=False), DAMAGED: Policy()}
"""That of the last one cannot be read."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where somebody does something."""

    name: str
    place: Place
    openness: Openness = Openness.PUBLIC

    @property
    def joined(self) -> bool:
        """Whether it is in a guild that Pullquote is in."""
        return self.place.guild in POLICIES

    @property
    def own(self) -> bool:
        """Whether it is the guild's Pullquote that is used."""
        return self.joined and not self.place.by_user


CONTEXTS = (
    Context("public channel", HERE),
    Context("its thread", IN_THREAD),
    Context("channel that Pullquote does not know", Place(channel=HIDDEN)),
    Context("private channel", BESIDE, Openness.PRIVATE),
    Context("thread of a private channel", Place(channel=THREAD_BESIDE, parent=OTHER_CHANNEL), Openness.PRIVATE),
    Context("thread that Pullquote does not know", Place(channel=HIDDEN, parent=OTHER_CHANNEL), Openness.PRIVATE),
    Context("forum post", Place(channel=POST, parent=FORUM), Openness.PRIVATE),
    Context("channel that is off", Place(channel=CLOSED), Openness.OFF),
    Context("thread of a channel that is off", Place(channel=THREAD_CLOSED, parent=CLOSED), Openness.OFF),
    Context("public thread of a channel that is off", Place(channel=OPENED, parent=CLOSED)),
    Context("user's own, in a public channel", Place(by_user=True)),
    Context("user's own, in a private channel", Place(channel=OTHER_CHANNEL, by_user=True), Openness.PRIVATE),
    Context("user's own, where it is off", Place(channel=CLOSED, by_user=True), Openness.OFF),
    Context("guild where nothing is settled", THERE),
    Context("guild without the shared articles", Place(ALONE, ALONE + 1000)),
    Context("user's own, without the shared articles", Place(ALONE, ALONE + 1000, by_user=True)),
    Context("guild whose settings are damaged", Place(DAMAGED, DAMAGED + 1000)),
    Context("user's own, where settings are damaged", Place(DAMAGED, DAMAGED + 1000, by_user=True)),
    Context("direct message", DM),
    Context("group", GROUP_DM),
    Context("guild where Pullquote is not", FOREIGN),
)


@dataclass(frozen=True, slots=True)
class Person:
    """As Discord tells of them; the roles are the first guild's."""

    name: str
    user: int
    roles: tuple[int, ...] = ()
    permissions: int = 0
    more: Json = field(default_factory=dict)
    member: bool = True
    """Whether still one of the first guild."""
    heard: bool = True
    """Whether answered from that guild's articles in direct messages."""

    @property
    def manages(self) -> bool:
        return bool(self.permissions)


PEOPLE = (
    Person("nobody", MEMBER + 10, heard=False),
    Person("asker", MEMBER + 11, (READER,)),
    Person("moderator", MEMBER + 12, (EDITOR,)),
    Person("manager", MEMBER + 13, (MANAGING,), MANAGE_GUILD),
    Person("administrator", MEMBER + 14, (RULING,), ADMINISTRATOR),
    Person("owner", MEMBER + 15, (), (1 << 50) - 1),
)
ABSENT = (
    Person(
        "asker in timeout",
        MEMBER + 16,
        (READER,),
        more={"communication_disabled_until": "2999-01-01T00:00:00Z"},
        heard=False,
    ),
    Person("asker who has not accepted the rules", MEMBER + 17, (READER,), more={"pending": True}, heard=False),
    Person("asker who left", MEMBER + 18, (READER,), member=False, heard=False),
)
"""Who can only write direct messages."""


def guilds() -> tuple[Guild, ...]:
    """Those that Pullquote is in."""
    first = first_guild()
    first.roles |= {MANAGING: Role("Manager", MANAGE_GUILD), RULING: Role("Ruler", ADMINISTRATOR)}
    first.channels |= {CLOSED: Channel("closed"), FORUM: Channel("forum"), OPENED: Channel("opened", CLOSED)}
    first.channels |= {POST: Channel("a post", FORUM), THREAD_CLOSED: Channel("closed too", CLOSED)}
    first.channels |= {THREAD_BESIDE: Channel("beside", OTHER_CHANNEL)}
    first.members |= {who.user: who.roles for who in (*PEOPLE, *ABSENT) if who.member}
    first.more = {who.user: who.more for who in ABSENT}
    first.owner = PEOPLE[-1].user
    others = (Guild(number, f"Guild {number}", {number + 1000: Channel("hall")}, {}, {}) for number in (ALONE, DAMAGED))
    return (first, other_guild(), *others)


# What is promised -----------------------------------------------------------------------------------------------------


def refusal(rule: Rule, where: Context, who: Person, presses: bool = False) -> str | None:
    """What somebody is told there; None where it is allowed."""
    match rule:
        case "anyone":
            return None
        case "direct":
            return None if where.place == DM else ONLY_HERE
        case "managing":
            return None if where.own and who.manages else NOT_MANAGING
        case "asking":
            return _refused_question(where, who) or (
                PRIVATE_HERE if presses and where.openness is Openness.PRIVATE else None
            )
        case _:
            return _refused_moderation(rule, where, who)


def _refused_question(where: Context, who: Person) -> str | None:
    if where.place.guild == DAMAGED:
        return UNREADABLE
    if where.openness is Openness.OFF:
        return OFF
    if where.place.guild == GUILD and who.name == "nobody":
        return NOT_ASKING
    return NOTHING if where.place.guild == ALONE and where.place.by_user else None


def _refused_moderation(rule: Rule, where: Context, who: Person) -> str | None:
    if not where.own:
        return NOT_MODERATING
    if where.place.guild == DAMAGED:
        return None if who.manages and rule == "settling" else UNREADABLE
    return None if who.manages or (where.place.guild == GUILD and EDITOR in who.roles) else NOT_MODERATING


def searched(where: Context, who: Person) -> set[str]:
    """The collections that a question is answered from, where it may be asked."""
    if where.place == DM:
        return {of_guild(GUILD), SHARED} if who.heard else {SHARED}
    own = {of_guild(where.place.guild or 0)} if where.own else set()
    return own | (set() if where.place.guild == ALONE else {SHARED})
