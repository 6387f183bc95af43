"""Logging that keeps secrets: no token and no interaction's token reaches a handler's output, tracebacks included."""

import logging
import re

import discord

from bot.settings import Settings

_HIDDEN = "[hidden]"
_TOKENS = re.compile(
    r"(?<=/interactions/)\d+/[^/\s?]+|(?<=/webhooks/)\d+/[^/\s?]+"
    r"|aW50ZXJhY3Rpb24[\w+/=-]+"  # how an interaction's token begins: `interaction:` in base 64
    r"|\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # a bot's token
)


class RedactingFormatter(logging.Formatter):
    """Hides tokens in the finished line, so that none escapes by an argument or a traceback."""

    def __init__(self, secret: str | None = None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = _TOKENS.sub(_HIDDEN, super().format(record))
        return line.replace(self._secret, _HIDDEN) if self._secret else line


def set_up_logging(settings: Settings) -> None:
    """Log to standard error, in place of whatever was set up before."""
    handler = logging.StreamHandler()
    handler.setLevel(settings.log_level)  # a library may have set its own logger lower
    handler.setFormatter(RedactingFormatter(settings.token.get_secret_value() if settings.token else None))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # Below INFO discord.py logs questions and tokens.
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLogger().level))
    discord.VoiceClient.warn_nacl = False
    discord.VoiceClient.warn_dave = False
