"""The articles are indexed while the bot answers: at the start what is behind, later when the operator sends SIGHUP."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.discord.client import serve
from bot.discord.runtime.signals import deferred, listening
from corpus.library.owners import OPERATOR, SHARED
from index.engine.build import Progress
from index.service.protocols import Service
from index.service.report import Report
from tests.bot.discord.moderation.conftest import CORRECTED, FERRY, OTHER, put_data
from tests.bot.discord.test_client import settings_in
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import MANAGE_GUILD
from tests.support.kept_service import HeldIndexing, KeptService

HEARD = "is to be read anew"  # in the log


class HeldOnceRead(HeldIndexing):
    """Its reindexes wait when they have read the folder."""

    def reindex(self, collection: str, by: str, progress: Progress | None = None) -> Report:
        def held(done: int, total: int) -> None:
            assert progress
            while not self.gate.wait(0.01):
                progress(done, total)

        self.begun += 1
        return self.inner.reindex(collection, by, held)


@pytest.fixture
async def kept(
    server: DiscordServer, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[KeptService]:
    """The service of a bot that is on Discord; an article in the folder is not yet indexed."""
    caplog.set_level(logging.INFO, "bot")
    (tmp_path / "articles").mkdir()
    write(tmp_path, "ferry.txt", FERRY)
    put_data(tmp_path, tmp_path_factory)
    kept = KeptService(tmp_path)
    kept.indexing = HeldOnceRead(kept.indexing.inner)
    with kept.operations.writing():
        kept.operations.load()
        async with running(server, kept.service, tmp_path):
            yield kept
        kept.operations.close()


@asynccontextmanager
async def running(
    server: DiscordServer, service: Service, folder: Path, behind: Sequence[str] = ()
) -> AsyncIterator[None]:
    serving = asyncio.create_task(serve(service, settings_in(folder), behind))
    await server.until(lambda: server.identified)
    yield
    if not serving.done():
        os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 5)


def write(folder: Path, name: str, text: str) -> None:
    (folder / "articles" / name).write_text(text, encoding="utf-8")


async def hang_up() -> None:
    """The signal, and time for it to be heard."""
    os.kill(os.getpid(), signal.SIGHUP)
    await asyncio.sleep(0.02)


async def test_what_is_behind_is_indexed_after_login_and_askers_are_told(
    server: DiscordServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is done, answers say how far it is, and so does the log, again and again."""
    caplog.set_level(logging.INFO, "bot")
    monkeypatch.setattr("bot.discord.runtime.indexing.LOG_EVERY", 0.02)
    (tmp_path / "articles").mkdir()
    write(tmp_path, "ferry.txt", FERRY)
    kept = KeptService(tmp_path)
    kept.gate.clear()
    with kept.operations.writing():
        kept.operations.load()
        async with running(server, kept.service, tmp_path, [SHARED]):
            await server.until(lambda: "Indexing shared: 25 %" in caplog.text)
            (early,) = await server.seen(await server.ask("ask", question="When does the ferry leave?"))
            assert "Articles are still being indexed, 25 % so far" in early.content
            await server.until(lambda: caplog.text.count("Indexing shared: 25 % · 500 bytes of 2.0 kB") > 1)
            kept.gate.set()
            await server.until(lambda: "Indexed: 1 article new or changed;" in caplog.text)
            (late,) = await server.seen(await server.ask("quotes", speaker="Ada Holm"))
            assert "for three passengers" in late.content
            assert "still being indexed" not in late.content
        kept.operations.close()


async def test_the_folder_is_read_anew_while_the_old_index_answers(
    server: DiscordServer, kept: KeptService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Until the new one is there; the log tells what was done."""
    await hang_up()
    await server.until(lambda: "Indexed: 1 article new or changed;" in caplog.text)
    write(tmp_path, "ferry.txt", CORRECTED)
    kept.gate.clear()
    await hang_up()
    await server.until(lambda: kept.indexing.begun == 2)
    (before,) = await server.seen(await server.ask("quotes", speaker="Ada Holm"))
    assert "for three passengers" in before.content
    kept.gate.set()
    await server.until(lambda: caplog.text.count("Indexed:") == 2)
    (after,) = await server.seen(await server.ask("quotes", speaker="Ada Holm"))
    assert "for thirteen passengers" in after.content
    assert {(job.kind, job.by) for job in kept.library.jobs.last(SHARED)} == {("reindex", OPERATOR)}


async def test_signals_that_come_while_it_is_done_are_one_more(
    server: DiscordServer, kept: KeptService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Which finds what came into the folder after it was read."""
    kept.gate.clear()
    await hang_up()
    await server.until(lambda: kept.indexing.begun == 1)
    write(tmp_path, "sunday.txt", OTHER)
    for _ in range(3):
        await hang_up()
    kept.gate.set()
    await server.until(lambda: caplog.text.count("Indexed:") == 2)
    await hang_up()
    await server.until(lambda: caplog.text.count("Indexed:") == 3)
    assert (kept.indexing.begun, len(kept.curation.entries(SHARED))) == (3, 2)


async def test_signals_that_come_while_it_waits_are_one(
    server: DiscordServer, kept: KeptService, caplog: pytest.LogCaptureFixture
) -> None:
    """It waits for moderators' work; whoever reads its progress may not cancel it."""
    write(kept.folder, "sunday.txt", OTHER)
    kept.gate.clear()
    await server.ask("corpus reindex", permissions=MANAGE_GUILD)
    await server.until(lambda: kept.indexing.begun == 1)
    for _ in range(3):
        await hang_up()
    (status,) = await server.seen(await server.ask("corpus status", permissions=MANAGE_GUILD))
    assert [each["label"] for each in status.buttons] == ["Cancel 1"]
    kept.gate.set()
    await server.until(lambda: "Indexed: 2 articles new or changed;" in caplog.text)
    await hang_up()
    await server.until(lambda: caplog.text.count("Indexed:") == 2)
    assert kept.indexing.begun == 3


@pytest.mark.parametrize("wrong", ["there is no article to read", "division by zero"])
async def test_what_goes_wrong_is_logged_and_the_next_signal_heard(
    server: DiscordServer,
    kept: KeptService,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    wrong: str,
) -> None:
    """A fault of ours too."""
    with monkeypatch.context() as patch:
        if "zero" in wrong:
            patch.setattr(kept.indexing, "reindex", lambda *_: 1 / 0)
        else:
            (tmp_path / "articles" / "ferry.txt").unlink()
        await hang_up()
        await server.until(lambda: wrong in caplog.text)
    write(tmp_path, "ferry.txt", FERRY)
    await hang_up()
    await server.until(lambda: "Indexed: 1 article new or changed;" in caplog.text)
    assert caplog.text.count(HEARD) == 2


async def test_the_bot_does_not_wait_for_it_at_the_end(
    server: DiscordServer, kept: KeptService, caplog: pytest.LogCaptureFixture
) -> None:
    """The old index stands, and the log says so; what was asked for meanwhile is not begun."""
    kept.gate.clear()
    await hang_up()
    await server.until(lambda: kept.indexing.begun == 1)
    await hang_up()
    os.kill(os.getpid(), signal.SIGTERM)
    await server.until(lambda: "was not taken over: it was interrupted" in caplog.text)
    assert (kept.indexing.begun, kept.curation.entries(SHARED)) == (1, ())


async def test_a_signal_is_kept_until_somebody_listens() -> None:
    """While the bot gets ready it would end the process; afterwards it means what it meant before."""
    before = signal.getsignal(signal.SIGHUP)
    with deferred():
        signal.raise_signal(signal.SIGHUP)  # to this thread: the tests have others, which nothing was said to
        with listening() as asked:
            await asyncio.wait_for(asked.reload.wait(), 5)
            assert not asked.stop.is_set()
    assert signal.getsignal(signal.SIGHUP) == before
    assert signal.SIGHUP not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


async def test_a_terminal_that_is_closed_ends_what_runs_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system tells of it by the same signal."""
    terminal = [True, True, False]
    monkeypatch.setattr("bot.discord.runtime.signals.os.isatty", lambda _: terminal.pop(0))
    with listening() as asked:
        os.kill(os.getpid(), signal.SIGHUP)
        await asyncio.wait_for(asked.reload.wait(), 5)
        assert not asked.stop.is_set()
        os.kill(os.getpid(), signal.SIGHUP)
        await asyncio.wait_for(asked.stop.wait(), 5)
