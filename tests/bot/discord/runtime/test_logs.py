"""No secret in the log."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.discord.runtime.logs import set_up_logging
from tests.bot.discord.test_client import settings_in
from tests.support.discord_server import TOKEN

_INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDpzZWNyZXQ"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged; the loggers are as before afterwards."""
    root, discord = logging.getLogger(), logging.getLogger("discord")
    before = (root.handlers[:], root.level, discord.level)
    root.handlers = []
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    set_up_logging(settings_in(tmp_path))
    yield stream
    root.handlers, _, _ = before
    root.setLevel(before[1])
    discord.setLevel(before[2])


@pytest.mark.parametrize(
    "line",
    [
        f"token {TOKEN}",
        "another NzkyNzE1NDU0MTk2MDg4ODQy.X-hvzA.Ovy4MCQywSkoMRRclStW4xAYK7I",
        f"POST https://discord.com/api/v10/interactions/123/{_INTERACTION}/callback",
        f"PATCH https://discord.com/api/v10/webhooks/123/{_INTERACTION}/messages/@original",
        f"{{'token': '{_INTERACTION}'}}",
    ],
)
def test_tokens_are_hidden_wherever_they_stand(log: io.StringIO, line: str) -> None:
    """In the message, in an argument and in a traceback."""
    logging.getLogger("any").warning(line)
    logging.getLogger("any").warning("got %s", line)
    try:
        raise ValueError(line)
    except ValueError:
        logging.getLogger("any").exception("failed")
    assert log.getvalue().count("[hidden]") >= 3
    for secret in (TOKEN, _INTERACTION, "Ovy4MCQywSkoMRRclStW4xAYK7I"):
        assert secret not in log.getvalue()


def test_ordinary_lines_are_left_alone(log: io.StringIO) -> None:
    """Only secrets are hidden."""
    logging.getLogger("any").info("12 articles from example.org.uk in 3.5 s")
    assert log.getvalue().endswith("INFO any: 12 articles from example.org.uk in 3.5 s\n")


@pytest.mark.usefixtures("log")
def test_discord_never_logs_below_info(tmp_path: Path) -> None:
    """Even where everything else does, since it would log questions; and less where less is asked for."""
    settings = settings_in(tmp_path)
    settings.log_level = "DEBUG"
    set_up_logging(settings)
    assert logging.getLogger("discord.http").getEffectiveLevel() == logging.INFO
    settings.log_level = "ERROR"
    set_up_logging(settings)
    assert logging.getLogger("discord.http").getEffectiveLevel() == logging.ERROR
