"""The bot on Discord: it only wires."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import aiohttp
import discord

from bot.discord.commands.ask import add_ask, answer_message
from bot.discord.commands.cite import add_cite
from bot.discord.commands.compare import add_compare
from bot.discord.commands.find_source import add_source
from bot.discord.commands.help import add_help
from bot.discord.commands.quotes import add_quotes
from bot.discord.commands.server import add_server
from bot.discord.commands.sources import add_sources
from bot.discord.commands.tree import Commands, Recent, sync_if_changed
from bot.discord.commands.verify import add_verify
from bot.discord.messages.conversation import NOBODY, Interaction
from bot.discord.moderation.corpus import add_corpus
from bot.discord.moderation.request import RequestRunner
from bot.discord.moderation.settings import add_settings
from bot.discord.runtime.health import beat
from bot.discord.runtime.indexing import keep_indexed
from bot.discord.runtime.jobs import Jobs
from bot.discord.runtime.signals import listening
from bot.discord.runtime.worker import ClosingError, Worker
from bot.presentation.wording import counted
from bot.settings import Settings
from corpus.errors import PullquoteError
from index.service.protocols import Service

Feature = Callable[[Commands, Worker], None]

FEATURES: tuple[Feature, ...] = (
    add_ask,
    add_quotes,
    add_compare,
    add_verify,
    add_source,
    add_cite,
    add_sources,
    add_server,
    add_help,
    add_settings,
)

REQUESTS = 20  # to Discord at once
GUILDS_WITHIN = 2.0  # seconds from one guild to the next at login; then all have come
GRACE = 4.0  # seconds for accepted questions at the end; apologies and goodbyes take four more, and ten are promised
SWEEP = 300.0  # seconds between two looks at what is idle or due to be erased, neither of which is urgent
UNTIL_READY = 1.0  # seconds between two tries of the first of these looks, which waits for the servers to be known
GOODBYE = 2.0  # seconds for closing the connection

_FATAL = {
    4004: "Discord does not accept the token. Check PULLQUOTE_TOKEN against the Bot page of the developer portal.",
    4011: "The bot is in too many servers for one connection.",
    4012: "Discord no longer speaks the version of its gateway that this discord.py uses; update discord.py.",
    4013: "Discord does not know one of the intents; update discord.py.",
    4014: "Discord does not allow this bot one of its intents; Pullquote needs no privileged one.",
}

_log = logging.getLogger(__name__)


class DiscordError(PullquoteError):
    """Discord does not let the bot in, or cannot be reached."""


class RefusedError(DiscordError):
    """It does not, and trying again would change nothing."""

    exit_code = 78  # EX_CONFIG of sysexits.h: a service manager can be told not to start the bot again


class PullquoteClient(discord.Client):
    """Sees slash commands, direct messages and mentions; needs no privileged intent and remembers no messages."""

    def __init__(self, worker: Worker, jobs: Jobs, data: Path) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=NOBODY,
            max_messages=None,
            guild_ready_timeout=GUILDS_WITHIN,
            # Of many requests at once all would come late; of a few at a time, in their order, most come in time.
            connector=aiohttp.TCPConnector(limit_per_host=REQUESTS),
        )
        self.tree = Commands(self)
        self._worker = worker
        self._record = data / "commands.sha256"
        self._recent = Recent()
        for add in FEATURES:
            add(self.tree, worker)
        add_corpus(self.tree, RequestRunner(worker, jobs))

    @property
    def connected(self) -> bool:
        """Whether Discord's events arrive just now."""
        socket: discord.gateway.DiscordWebSocket | None = self.ws  # which is None before the first connection
        return self.is_ready() and socket is not None and socket.open

    async def setup_hook(self) -> None:
        """Called once, between logging in and connecting."""
        sent = await sync_if_changed(self.tree, self._record)
        _log.info("The commands were %s", "sent to Discord" if sent else "left as Discord has them")

    async def on_ready(self) -> None:
        """Called after each new session."""
        _log.info("Logged in as %s, in %s", self.user, counted(len(self.guilds), "server"))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Called for every interaction; the tree looks after commands and suggestions."""
        if interaction.type in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            await self.tree.react(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Called for every message the bot sees, its own included."""
        if self.user is not None and self._recent.first(message.id):
            await answer_message(self, message, self.user, self._worker)


async def _sweep(client: discord.Client, worker: Worker) -> None:
    """Look after the collections until cancelled; where that goes wrong, the log says so."""
    while True:
        try:
            if client.is_ready():
                guilds = [guild.id for guild in client.guilds]  # with those that Discord cannot reach for a while
                for line in await worker.run_short(_swept, worker.service, guilds):
                    _log.info("%s", line)
        except ClosingError:
            return
        except PullquoteError as error:
            _log.warning("The collections could not be looked after: %s", error)
        except Exception:
            _log.exception("The collections could not be looked after")
        await asyncio.sleep(SWEEP if client.is_ready() else UNTIL_READY)


def _swept(service: Service, guilds: Sequence[int]) -> tuple[str, ...]:
    service.guilds.present(guilds)  # first: one that was left and is due to be erased may be back by now
    service.views.close_idle()
    return (*service.guilds.erase_due(), *service.operations.back_up_daily())


async def serve(service: Service, settings: Settings, behind: Sequence[str] = ()) -> None:
    """Log in and answer until SIGTERM or SIGINT; then let what was accepted end, and return. Meanwhile collections that
    are behind are brought up to date, and SIGHUP has the articles folder read anew.

    Raises DiscordError, with what to check, where Discord does not let the bot in.
    """
    token = checked_token(settings)
    worker = Worker(service, settings.queue, settings.strictness)
    jobs = Jobs(worker)
    client = PullquoteClient(worker, jobs, settings.data)
    with listening() as signals:
        session = asyncio.create_task(_session(client, token))
        stopping = asyncio.create_task(signals.stop.wait())
        indexing = asyncio.create_task(keep_indexed(behind, signals.reload, jobs, worker))
        beating = asyncio.create_task(beat(lambda: client.connected, settings.data))
        sweeping = asyncio.create_task(_sweep(client, worker))
        try:
            await asyncio.wait((session, stopping), return_when=asyncio.FIRST_COMPLETED)
            if stopping.done():
                _log.info("Stopping: what was accepted is answered, nothing new is taken")
        finally:
            await worker.close(GRACE if stopping.done() else 0)
            await _say_goodbye(client)
            beside = (stopping, session, indexing, beating, sweeping)
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
        if not session.cancelled():
            session.result()


def checked_token(settings: Settings) -> str:
    """The token, where there is one that can be sent at all. Raises RefusedError."""
    token = settings.token.get_secret_value().strip() if settings.token else ""
    if not token:
        raise RefusedError(
            "PULLQUOTE_TOKEN is not set. Copy the bot's token from Discord's developer portal into .env."
        )
    if not token.isascii() or any(character.isspace() or not character.isprintable() for character in token):
        raise RefusedError(
            "PULLQUOTE_TOKEN holds characters that no token has. Copy it anew, without anything around it."
        )
    return token


async def _session(client: discord.Client, token: str) -> None:
    """Errors are told without what they came from, which could hold the token."""
    try:
        await client.start(token)
    except discord.LoginFailure:
        raise RefusedError(_FATAL[4004]) from None
    except discord.PrivilegedIntentsRequired:
        raise RefusedError(_FATAL[4014]) from None
    except discord.ConnectionClosed as error:
        raise RefusedError(_FATAL.get(error.code, f"Discord closed the connection for good ({error.code}).")) from None
    except discord.HTTPException as error:
        raise DiscordError(f"Discord answered {error.status} at login. Try again later.") from None
    except (aiohttp.ClientError, OSError) as error:
        raise DiscordError(f"Discord cannot be reached: {error}. Check the network.") from None


async def _say_goodbye(client: discord.Client) -> None:
    try:
        await asyncio.wait_for(client.close(), GOODBYE)
    except TimeoutError:
        _log.warning("Discord did not take leave in time")
        await client.http.close()
