"""What Discord's values look like, as far as Pullquote uses them, and what Discord demands of those it is sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

APPLICATION = 1000000000000000001
GUILD, OTHER_GUILD, FOREIGN_GUILD = 2000000000000000001, 2000000000000000002, 2000000000000000003
CHANNEL, OTHER_CHANNEL, THREAD = 3000000000000000001, 3000000000000000003, 3000000000000000004
THEIR_CHANNEL, FOREIGN_CHANNEL = 3000000000000000005, 3000000000000000006
DIRECT, GROUP = 3000000000000000002, 3000000000000000007
MEMBER = 4000000000000000001
READER, EDITOR = 5000000000000000001, 5000000000000000002  # roles

EPHEMERAL = 1 << 6
ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
SIZE_LIMIT = 10_485_760  # bytes of a file that may be sent

TEXT, THREAD_KIND, DIRECT_KIND, GROUP_KIND = 0, 11, 1, 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person uses the bot, and whose installation of it lets them."""

    guild: int | None = GUILD
    channel: int = CHANNEL
    parent: int | None = None
    """The channel of a thread."""
    by_user: bool = False
    """Only the person has installed it, not the guild."""

    @property
    def context(self) -> int:
        if self.guild is not None:
            return 0
        return 2 if self.by_user else 1


HERE = Place()
BESIDE = Place(channel=OTHER_CHANNEL)
IN_THREAD = Place(channel=THREAD, parent=CHANNEL)
THERE = Place(OTHER_GUILD, THEIR_CHANNEL)
DM = Place(None, DIRECT)
GROUP_DM = Place(None, GROUP, by_user=True)
FOREIGN = Place(FOREIGN_GUILD, FOREIGN_CHANNEL, by_user=True)
"""A guild where the bot is not."""


@dataclass(slots=True)
class Role:
    """A role of a guild; `permissions` are Discord's bits."""

    name: str
    permissions: int = 0


@dataclass(slots=True)
class Channel:
    """A channel of a guild; `hidden_from` are the roles that may not see it."""

    name: str
    parent: int | None = None
    """The channel that a thread belongs to."""
    hidden_from: tuple[int, ...] = ()


@dataclass(slots=True)
class Guild:
    """One that the bot is in."""

    id: int
    name: str
    channels: dict[int, Channel]
    roles: dict[int, Role]
    members: dict[int, tuple[int, ...]]
    """The roles of each."""
    owner: int = 1
    more: dict[int, Json] = field(default_factory=dict)
    """What else is told of a member."""


def first_guild() -> Guild:
    """The guild where most tests take place."""
    roles = {READER: Role("Reader"), EDITOR: Role("Editor")}
    channels = {CHANNEL: Channel("general"), OTHER_CHANNEL: Channel("desk"), THREAD: Channel("a thread", CHANNEL)}
    return Guild(GUILD, "Readers", channels, roles, {MEMBER: ()})


def other_guild() -> Guild:
    """Another one, with the same members."""
    return Guild(OTHER_GUILD, "Rowers", {THEIR_CHANNEL: Channel("boats")}, {}, {MEMBER: ()})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A channel or a role as the value of an option: `kind` is Discord's number of its type."""

    kind: int
    id: int


def a_channel(number: int) -> Chosen:
    return Chosen(7, number)


def a_role(number: int) -> Chosen:
    return Chosen(8, number)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the value of an option; Discord's CDN gives it out."""

    name: str
    data: bytes
    told: int | None = None
    """The size that Discord tells, where it is not the right one."""
    content_type: str | None = "text/plain; charset=utf-8"
    status: int = 200
    """What the CDN answers."""


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a modal."""

    custom_id: str
    label: str
    description: str
    value: str
    required: bool
    long: bool
    """Whether it has several lines."""
    least: int
    most: int
    takes_files: bool = False
    """Whether files are attached to it, `least` to `most` of them."""


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal as a person sees it."""

    custom_id: str
    title: str
    inputs: tuple[Input, ...]


@dataclass(slots=True)
class Post:
    """A message as a person sees it."""

    id: int
    channel: int
    content: str
    private: bool = False
    loading: bool = False
    """Discord shows “is thinking…”."""
    deleted: bool = False
    nonce: str | None = None
    replies_to: int | None = None
    buttons: list[Json] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    asked_by: int | None = None
    """Whose interaction it answers."""
    versions: list[str] = field(default_factory=list)
    """Every content it had, the present one last."""


class RefusedError(Exception):
    """Discord's own refusal of a request."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message}


# What Discord sends ---------------------------------------------------------------------------------------------------


def user_json(number: int) -> Json:
    bot = number == APPLICATION
    name = "pullquote" if bot else f"person{number % 1000}"
    return {"id": str(number), "username": name, "discriminator": "0", "avatar": None, "bot": bot}


def member_json(roles: Iterable[int] = ()) -> Json:
    common = {"flags": 0, "joined_at": "2024-01-01T00:00:00+00:00", "deaf": False, "mute": False}
    return common | {"roles": [str(role) for role in roles]}


def role_json(number: int, role: Role) -> Json:
    return {"id": str(number), "name": role.name, "permissions": str(role.permissions), "position": 1}


def channel_json(number: int, channel: Channel) -> Json:
    common = {"id": str(number), "name": channel.name, "permissions": str(VIEW_CHANNEL | SEND_MESSAGES)}
    if channel.parent is None:
        hidden = [{"id": str(role), "type": 0, "allow": "0", "deny": str(VIEW_CHANNEL)} for role in channel.hidden_from]
        return common | {"type": TEXT, "position": 0, "permission_overwrites": hidden}
    archiving = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": "2024-01-01T00:00:00+00:00"}
    counts = {"message_count": 1, "member_count": 1, "owner_id": str(MEMBER)}
    return common | counts | {"type": THREAD_KIND, "parent_id": str(channel.parent), "thread_metadata": archiving}


def guild_json(guild: Guild) -> Json:
    everyone = {guild.id: Role("@everyone", VIEW_CHANNEL | SEND_MESSAGES)}
    found = [channel_json(number, channel) for number, channel in guild.channels.items()]
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner),
        "roles": [role_json(number, role) for number, role in (everyone | guild.roles).items()],
        "channels": [each for each in found if each["type"] != THREAD_KIND],
        "threads": [each for each in found if each["type"] == THREAD_KIND],
        "members": [member_json() | {"user": user_json(APPLICATION)}],
        "member_count": len(guild.members) + 1,
    }


def message_json(post: Post, url: str = "", author: Json | None = None) -> Json:
    asked_by = {"id": "1", "type": 2, "user": user_json(post.asked_by or 0), "authorizing_integration_owners": {}}
    files = [
        {"id": str(number), "filename": name, "size": len(data), "url": f"{url}/cdn/x", "proxy_url": f"{url}/cdn/x"}
        for number, (name, data) in enumerate(post.files.items())
    ]
    return ({"interaction_metadata": asked_by} if post.asked_by else {}) | {
        "id": str(post.id),
        "channel_id": str(post.channel),
        "type": 0,
        "content": post.content,
        "author": author or user_json(APPLICATION),
        "timestamp": "2024-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "pinned": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": files,
        "embeds": [],
        "components": [{"type": 1, "components": post.buttons}] if post.buttons else [],
        "flags": EPHEMERAL if post.private else 0,
    }


def place_json(place: Place, user: int, guild: Guild | None, permissions: int, roles: Iterable[int]) -> Json:
    """What an interaction says of where it was made, and by whom."""
    owners = {"1": str(user)} if place.by_user else {"0": str(place.guild or 0)}
    told: Json = {"context": place.context, "authorizing_integration_owners": owners, "channel_id": str(place.channel)}
    if place.guild is None:
        kind = GROUP_KIND if place.by_user else DIRECT_KIND
        channel = {"id": str(place.channel), "type": kind, "recipients": [user_json(user)]}
        return told | {"user": user_json(user), "channel": channel}
    known = guild.channels.get(place.channel) if guild else None
    channel = channel_json(place.channel, known or Channel("somewhere", place.parent))
    member = member_json(roles) | {"user": user_json(user), "permissions": str(permissions)}
    partial = {"id": str(place.guild), "locale": "en-US", "features": []}
    return told | {"guild_id": str(place.guild), "guild": partial, "channel": channel, "member": member}


def command_json(command: str, options: Sequence[Json]) -> Json:
    """The data of a slash command, of a subcommand where the command is of several words."""
    name, *rest = command.split()
    nested = list(options)
    for depth, part in enumerate(reversed(rest)):
        nested = [{"name": part, "type": 1 if depth == 0 else 2, "options": nested}]
    return {"id": "1", "name": name, "type": 1, "options": nested}


def option_json(name: str, value: object) -> Json:
    kinds: dict[type, int] = {str: 3, int: 4, bool: 5}
    if isinstance(value, Chosen):
        return {"name": name, "type": value.kind, "value": str(value.id)}
    return {"name": name, "type": kinds[type(value)], "value": value}


def resolved_json(guild: Guild | None, chosen: Iterable[Chosen]) -> Json:
    """What Discord tells of the channels and roles that were chosen."""
    told: Json = {}
    for each in chosen:
        number = str(each.id)
        if each.kind == 7:
            known = guild.channels.get(each.id) if guild else None
            told.setdefault("channels", {})[number] = channel_json(each.id, known or Channel("gone"))
        else:
            role = guild.roles.get(each.id) if guild else None
            told.setdefault("roles", {})[number] = role_json(each.id, role or Role("@everyone"))
    return told


# What Discord demands -------------------------------------------------------------------------------------------------


def demand(held: bool, message: str) -> None:
    """Refuse what does not hold, as Discord does."""
    if not held:
        raise RefusedError(400, 50035, message)


def within(text: str, least: int, most: int) -> bool:
    return least <= len(text.encode("utf-16-le", "surrogatepass")) // 2 <= most


def checked_content(content: str) -> str:
    if not content.strip():
        raise RefusedError(400, 50006, "Cannot send an empty message")
    demand(within(content, 1, 2000), "Must be 2000 or fewer in length.")
    return content


def checked_buttons(data: Mapping[str, Any]) -> list[Json]:
    """The buttons of a message."""
    rows = data.get("components", [])
    buttons = [button for row in rows for button in row["components"]]
    custom_ids = [button["custom_id"] for button in buttons]
    demand(len(rows) <= 5 and all(len(row["components"]) <= 5 for row in rows), "Must be 5 or fewer in length.")
    demand(len(set(custom_ids)) == len(custom_ids), "Component custom id cannot be duplicated")
    demand(all(within(each, 1, 100) for each in custom_ids), "Must be between 1 and 100 in length.")
    demand(all(within(each.get("label") or "", 0, 80) for each in buttons), "Must be 80 or fewer in length.")
    return buttons


def checked_choices(choices: list[Json]) -> list[Json]:
    """What is suggested."""
    demand(len(choices) <= 25, "Must be 25 or fewer in length.")
    for choice in choices:
        demand(within(choice["name"], 1, 100) and within(str(choice["value"]), 1, 100), "Must be 1 to 100 in length.")
    return choices


def checked_modal(data: Mapping[str, Any]) -> Modal:
    """A modal of labelled text fields."""
    demand(within(data["title"], 1, 45), "The title must be between 1 and 45 in length.")
    demand(within(data["custom_id"], 1, 100), "The custom_id must be between 1 and 100 in length.")
    demand(1 <= len(data["components"]) <= 5, "Must be between 1 and 5 components.")
    inputs = tuple(_inputs(data["components"]))
    demand(len({each.custom_id for each in inputs}) == len(inputs), "Component custom id cannot be duplicated")
    return Modal(data["custom_id"], data["title"], inputs)


def _inputs(labels: Iterable[Json]) -> Iterator[Input]:
    for label in labels:
        held = label["component"]
        demand(label["type"] == 18 and held["type"] in (4, 19), "Must be a label around a text input or a file upload.")
        demand(within(label["label"], 1, 45), "The label must be between 1 and 45 in length.")
        demand(within(label.get("description") or "", 0, 100), "The description must be 100 or fewer in length.")
        demand(within(held["custom_id"], 1, 100), "The custom_id must be between 1 and 100 in length.")
        if held["type"] == 19:
            yield _file_input(label, held)
            continue
        most = held.get("max_length") or 4000
        demand(within(held.get("placeholder") or "", 0, 100), "The placeholder must be 100 or fewer in length.")
        demand(most <= 4000 and within(held.get("value") or "", 0, most), "The value must fit the text input.")
        yield Input(
            held["custom_id"],
            label["label"],
            label.get("description") or "",
            held.get("value") or "",
            held.get("required", True),
            held["style"] == 2,
            held.get("min_length") or 0,
            most,
        )


def _file_input(label: Json, held: Json) -> Input:
    least, most = held.get("min_values", 1), held.get("max_values", 1)
    demand(0 <= least <= most <= 10, "Must be between 0 and 10.")
    about = label["label"], label.get("description") or "", ""
    return Input(held["custom_id"], *about, held.get("required", True), False, least, most, takes_files=True)


def checked_files(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files of a message."""
    demand(len(files) <= 10, "Must be 10 or fewer in length.")
    if any(len(data) > SIZE_LIMIT for data in files.values()):
        raise RefusedError(413, 40005, "Request entity too large")
    return files
