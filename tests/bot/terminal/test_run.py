"""`pullquote run`, up to where Discord begins."""

import shutil
import signal
from pathlib import Path

import pytest

import bot.terminal.run
from bot.settings import Settings
from corpus.library.owners import SHARED
from index.service.protocols import Service
from tests.bot.conftest import Run
from tests.bot.terminal.conftest import GUILD


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each collection's fault is when the bot goes on Discord."""
    faults: list[str] = []

    async def serve(service: Service, settings: Settings) -> None:
        assert settings.token
        assert signal.SIGHUP in signal.pthread_sigmask(signal.SIG_BLOCK, ())  # it is kept until somebody listens
        faults.extend(f"{name}: {service.indexing.status(name).fault}" for name in service.operations.names())

    monkeypatch.setattr(bot.terminal.run, "serve", serve)
    monkeypatch.setattr("bot.terminal.run.set_up_logging", lambda _: None)
    monkeypatch.setenv("PULLQUOTE_TOKEN", "a.token")
    return faults


def test_every_index_is_up_to_date_before_discord_is_called(run: Run, folder: Path, served: list[str]) -> None:
    """Also those of guilds, whose moderators did not delete anything."""
    run("corpus", "add", "quay.txt", "--yes", "--collection", GUILD)
    shutil.rmtree(folder / "data" / "guild-42")
    code, _, err = run("run")
    assert (code, served) == (0, [f"{SHARED}: None", f"{GUILD}: None"])
    assert "Indexed: 1 article new or changed" in err


def test_a_missing_token_is_told_before_anything_is_indexed(run: Run, folder: Path) -> None:
    """Which may take long; and whatever started the bot is told by the exit code not to do so again."""
    code, out, err = run("run")
    assert (code, out) == (78, "")
    assert "PULLQUOTE_TOKEN is not set" in err
    assert "Traceback" not in err
    assert not (folder / "data").exists()


def test_the_bot_runs_without_shared_articles(run: Run, folder: Path, served: list[str]) -> None:
    """Since moderators may add their own."""
    (folder / "articles" / "ferry.md").unlink()
    code, _, err = run("run")
    assert (code, len(served)) == (0, 1)
    assert "the bot runs without shared articles" in " ".join(err.split())
