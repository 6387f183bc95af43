"""The library as a whole: empty, killed, erased."""

import contextlib
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from time import sleep

import pytest

from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.models import Add
from corpus.readers.files import parse_article
from corpus.text.similarity import signature
from tests.corpus.conftest import DOCUMENTS, added, document, held, whole
from tests.support.child import child

GUILD, OTHER = "guild:1", "guild:2"


def test_an_empty_library_holds_nothing(library: Library) -> None:
    """No collection, no article, nothing to undo, no fault; preparing it again changes nothing."""
    assert not any(
        [
            library.collections(),
            library.articles.current(GUILD),
            library.articles.entries(GUILD),
            library.articles.find("", [GUILD]),
        ]
    )
    assert not any(
        [library.articles.revisions(GUILD, 1), library.audit.last(GUILD), library.faults(), library.prepare()]
    )
    assert not any(
        [*library.articles.alike([signature("a")], [GUILD]), library.articles.apply(GUILD, [], "7", "did nothing")]
    )
    assert not any([library.articles.undo(GUILD, "7"), library.articles.undoable(GUILD), library.articles.size(GUILD)])


def add_all(connection: Connection, path: Path) -> None:
    library = Library(path)
    for one in DOCUMENTS:
        connection.send(added(library, "guild:1", one))
        library.articles.apply("guild:1", [], "7", "nothing")


def test_a_kill_loses_nothing_that_was_acknowledged(path: Path, library: Library) -> None:
    """At any moment of adding; the library needs no mending afterwards."""
    chance = random.Random(5)  # noqa: S311  # the same moments, as nearly as a machine keeps them
    told = 0
    for _ in range(4):
        with child(add_all, path) as (writer, connection), contextlib.suppress(EOFError):
            for _ in range(chance.randrange(1, 20)):
                connection.recv()
                told += 1
            sleep(chance.random() / 200)
            writer.kill()
            while connection.recv():
                told += 1
        assert library.prepare() == ()
        kept = len(library.articles.current("guild:1"))
        assert told <= kept <= told + 1
        told = kept


def test_of_what_was_erased_no_word_is_in_the_files(path: Path, library: Library) -> None:
    """Neither in the library nor in its log; what others have is as it was."""
    secret = parse_article("plan.txt", ("“The xylophone is hidden,” said Ann Jones.\n\n" * 2000).encode())
    added(library, OTHER, *DOCUMENTS)
    library.articles.apply(GUILD, [Add(secret, "file", None)], "47114711", "added the xylophone plan")
    library.articles.apply(
        GUILD, [Add(parse_article("b.txt", b"The xylophone, again."), "text", 1)], "47114711", "and again"
    )
    library.articles.undo(GUILD, "47114711")
    library.jobs.end(library.jobs.begin(GUILD, "xylophone job", "47114711"), "the xylophone ended")
    library.guilds.left(GUILD, datetime.now(UTC))
    library.guilds.choose(47114711, 1)
    assert any(b"xylophone" in file.read_bytes() for file in path.parent.iterdir())
    library.erase(GUILD)
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert [word for word in (b"xylophone", b"47114711", GUILD.encode()) if word in left] == []
    assert library.collections() == (OTHER,)
    assert library.faults() == ()
    assert not any(
        [
            library.guilds.chosen(47114711),
            library.guilds.left_at(GUILD),
            library.audit.last(GUILD),
            library.jobs.last(GUILD),
        ]
    )
    assert library.guilds.due(datetime.now(UTC) + timedelta(days=1)) == ()
    assert held(library, OTHER) == list(map(whole, DOCUMENTS))
    assert added(library, GUILD, document(1)) == (1,), "it begins anew, and tells nothing of others"


def test_erasing_is_not_done_while_the_log_is_read(
    path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words may be in the log still; that is said, and erasing again ends it."""
    added(library, GUILD, document(1))
    monkeypatch.setattr("corpus.library.database._WAIT", 0.01)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM articles").fetchall()
        with pytest.raises(LibraryError, match="erase it again"):
            library.erase(GUILD)
        assert library.collections() == ()
    library.erase(GUILD)
    assert not [file for file in path.parent.iterdir() if b"Jones" in file.read_bytes()]
