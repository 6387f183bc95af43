"""What people can use: commands, which Discord is told of when they have changed, buttons and forms."""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import discord
from cachetools import FIFOCache
from discord import app_commands

from bot.discord.messages.conversation import Interaction, SlashConversation, telling_errors
from bot.discord.messages.requests import UNREACHED
from corpus.errors import PullquoteError
from index.engine.durable_files import replace_file

GroupT = TypeVar("GroupT", bound=app_commands.Group)

REMEMBERED = 4_096  # far more than come between a cut and the reconnect


class Recent:
    """The last ids seen."""

    def __init__(self) -> None:
        self._ids: FIFOCache[int, None] = FIFOCache(REMEMBERED)

    def first(self, number: int) -> bool:
        """Whether an id is seen for the first time; from now on it is not."""
        if number in self._ids:
            return False
        self._ids[number] = None
        return True


Reaction: TypeAlias = Callable[..., Awaitable[None]]
"""What a button or a form does, from its interaction and the groups of the pattern that its custom_id fits. Looks after
its own errors."""

_log = logging.getLogger(__name__)


class StaleCommandError(PullquoteError):
    """Discord offered a command that is no longer what it was."""


class StaleButtonError(PullquoteError):
    """A button or form does not say what it should, or says it of what is no longer there."""

    def __init__(self) -> None:
        super().__init__("This no longer works. Please use the command again.")


def text_fields(interaction: Interaction) -> dict[str, str]:
    """What the text fields of a form hold, by their names. Anything may be there, or nothing."""
    fields = (component for component in _components(interaction) if "value" in component)
    return {str(field.get("custom_id")): str(field["value"]) for field in fields}


def attached_files(interaction: Interaction, field: str) -> tuple[discord.Attachment, ...]:
    """The files that came with a form in one of its fields."""
    resolved: Any = dict(interaction.data or {}).get("resolved", {})
    uploads = (component for component in _components(interaction) if component.get("custom_id") == field)
    numbers = [number for upload in uploads for number in upload.get("values", ())]
    sent = [number for number in numbers if number in resolved.get("attachments", {})]
    options: list[Any] = [{"type": 11, "name": number, "value": number} for number in sent]  # as a command's would be
    files = app_commands.Namespace(interaction, resolved, options)
    return tuple(files[number] for number in sent)


def for_moderators(group: type[GroupT]) -> type[GroupT]:
    """Have a group of commands offered only within servers that have added the bot, and to whoever manages them.

    A server's settings can offer them to others. Who may use one is checked when it is used.
    """
    managers = discord.Permissions(manage_guild=True)
    for command in group.__discord_app_commands_group_children__:
        command.default_permissions = managers
    app_commands.default_permissions(managers)(group)
    within_servers = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)(group)
    return app_commands.allowed_installs(guilds=True, users=False)(within_servers)


class Commands(app_commands.CommandTree[discord.Client]):
    """All commands, allowed everywhere unless one says otherwise."""

    def __init__(self, client: discord.Client) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._recent = Recent()
        self._presses: dict[str, tuple[re.Pattern[str], Reaction]] = {}
        self._submits: dict[str, tuple[re.Pattern[str], Reaction]] = {}

    def on_press(self, name: str, payload: str, reaction: Reaction) -> None:
        """Have buttons react whose custom_id is `name`, or `name:…` where a payload is carried that fits this pattern;
        those from before a restart too."""
        self._presses[name] = re.compile(payload, re.DOTALL), reaction

    def on_submit(self, name: str, payload: str, reaction: Reaction) -> None:
        """Have forms react whose custom_id is `name:…`, as buttons do."""
        self._submits[name] = re.compile(payload, re.DOTALL), reaction

    async def react(self, interaction: Interaction) -> None:
        """Do what a pressed button or a form that was sent says. Nothing is kept in memory of either, and anybody may
        have written its custom_id."""
        if not self._recent.first(interaction.id):
            return
        is_press = interaction.type is discord.InteractionType.component
        name, _, payload = str(dict(interaction.data or {})["custom_id"]).partition(":")
        pattern, reaction = (self._presses if is_press else self._submits).get(name, (None, None))
        match = pattern.fullmatch(payload) if pattern else None
        if reaction and match and not (is_press and _is_of_another(interaction)):
            await reaction(interaction, *match.groups(""))
        else:
            async with telling_errors(SlashConversation(interaction, private=True)):
                raise StaleButtonError

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Each interaction is handled once, however often it arrives."""
        return self._recent.first(interaction.id)

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """What reaches this is between discord.py and Discord: the commands look after their own errors."""
        stale = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch, app_commands.TransformerError)
        async with telling_errors(SlashConversation(interaction, private=True)):
            if isinstance(error, stale):
                raise StaleCommandError(
                    "This command has changed. Please restart Discord, or try again in a few minutes."
                )
            raise error


def _is_of_another(interaction: Interaction) -> bool:
    """Whether a button was pressed beneath a message that only somebody else sees."""
    message = interaction.message
    asked = message.interaction_metadata if message and message.flags.ephemeral else None
    return asked is not None and asked.user.id != interaction.user.id


def _components(interaction: Interaction) -> Iterator[Mapping[str, Any]]:
    """The components of a form, which stand in labels."""
    labels: Any = dict(interaction.data or {}).get("components", ())
    return (label.get("component", {}) for label in labels)


async def sync_if_changed(tree: Commands, record: Path) -> bool:
    """Send the commands to Discord unless `record` says that they are there; whether they were sent.

    Discord counts every sending against a daily limit. A failure is no reason not to serve: the old ones still work.
    """
    mark = _mark(tree)
    if _recorded(record) == mark:
        return False
    try:
        await tree.sync()
    except (discord.DiscordException, *UNREACHED) as error:
        _log.warning("Discord did not take the commands, which will be sent again at the next start: %s", error)
        return False
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        replace_file(record, f"{mark}\n".encode())
    except OSError as error:  # the commands are only sent once more
        _log.warning("Could not note that the commands were sent: %s", error)
    return True


def _mark(tree: Commands) -> str:
    """Of the commands and the application: another bot's token with the same folder must not find its own sent."""
    commands = [command.to_dict(tree) for command in tree.get_commands()]
    payload = json.dumps([tree.client.application_id, commands], sort_keys=True)
    return sha256(payload.encode()).hexdigest()


def _recorded(record: Path) -> str | None:
    try:
        return record.read_text("ascii").strip()
    except (OSError, ValueError):
        return None
