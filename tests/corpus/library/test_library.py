"""The library keeps every revision of every collection's articles, and each change to them is whole or not at all."""

import contextlib
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.library.database import LibraryError, connected, writing
from corpus.library.library import Library
from corpus.library.models import Add, Change, Remove, Restore
from corpus.readers.files import parse_article
from corpus.text.similarity import signature
from tests.conftest import ROOT
from tests.corpus.conftest import DOCUMENTS, added, document, held, whole

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
        [library.articles.alike(signature("a"), [GUILD]), library.articles.apply(GUILD, [], "7", "did nothing")]
    )
    assert not any([library.articles.undo(GUILD, "7"), library.articles.undoable(GUILD), library.articles.size(GUILD)])


def test_what_is_added_answers_whole(path: Path, library: Library) -> None:
    """With who added it, from where and when; for whoever opens the file later too."""
    before = datetime.now(UTC)
    numbers = added(library, GUILD, *DOCUMENTS)
    assert len(set(numbers)) == len(DOCUMENTS)
    assert held(Library(path), GUILD) == list(map(whole, DOCUMENTS))
    revision = library.articles.current(GUILD)[0]
    assert (revision.article, revision.number, revision.origin, revision.by) == (numbers[0], 1, "file", "7")
    assert before <= revision.at <= datetime.now(UTC)
    assert library.articles.size(GUILD) == sum(len(each.text.encode()) for each in DOCUMENTS)


def test_entries_tell_of_articles_without_their_texts(library: Library) -> None:
    """By title, with the number of their revisions."""
    three, one = added(library, GUILD, document(3), document(1))
    library.articles.apply(GUILD, [Add(document(2), "text", three)], "8", "corrected one")
    first, second = library.articles.entries(GUILD)
    assert (first.article, first.title, first.revision, first.revisions) == (one, "Ferry 1", 1, 1)
    assert (second.article, second.title, second.revision, second.revisions) == (three, "Ferry 2", 2, 2)
    assert (second.publisher, second.published, second.url) == ("The Gull", "2024-03-08", "https://gull.example")
    assert (second.name, second.document, second.by, second.origin) == ("ferry-2.txt", document(2).id, "8", "text")
    assert second.bytes == len(document(2).text.encode())
    assert second.removed_by is None
    assert second.removed_at is None


def test_entries_are_in_the_order_of_a_list(library: Library) -> None:
    """Capitals do not matter; of two with the same title the older one comes first."""
    names = ("pear.txt", "Fig.txt", "apple.txt", "Pear.txt")
    numbers = added(library, GUILD, *(parse_article(name, name.encode()) for name in names))
    found = [entry.article for entry in library.articles.entries(GUILD)]
    assert found == [numbers[place] for place in (2, 1, 0, 3)]


def test_an_article_goes_through_its_states(library: Library) -> None:
    """A revision answers until the next one, a removal, or another one that is restored; all of them are kept."""
    (article,) = added(library, GUILD, document(1))
    library.articles.apply(GUILD, [Add(document(2), "file", article)], "7", "corrected")

    def states() -> list[str]:
        return [library.articles.find(document(number).id[:10], [GUILD])[0].state for number in (1, 2)]

    assert states() == ["superseded", "current"]
    library.articles.apply(GUILD, [Remove(article)], "9", "removed")
    assert states() == ["removed", "removed"]
    assert not library.articles.current(GUILD)
    assert not library.articles.entries(GUILD)
    (gone,) = library.articles.entries(GUILD, removed=True)
    assert (gone.document, gone.removed_by) == (document(2).id, "9")
    assert gone.removed_at is not None
    library.articles.apply(GUILD, [Restore(article, 1)], "7", "restored")
    assert states() == ["current", "superseded"]
    assert [(entry.document, entry.revision) for entry in library.articles.entries(GUILD)] == [(document(1).id, 1)]
    assert [each.document for each in library.articles.revisions(GUILD, article)] == [document(1), document(2)]
    assert library.articles.revisions(GUILD, 2**63) == library.articles.revisions(GUILD, -1) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        Remove(99),
        Restore(99, 1),
        Add(document(5), "file", 99),
        Restore(1, 2),
        Restore(1, 0),
        Remove(2),
        Remove(-(2**70)),
    ],
    ids=str,
)
def test_a_change_that_cannot_be_made_takes_all_others_with_it(library: Library, wrong: Change) -> None:
    """An unknown article or revision, or an article of another collection: nothing is changed, no line is written."""
    assert added(library, GUILD, document(1)) + added(library, OTHER, document(2)) == (1, 2)
    with pytest.raises(LibraryError, match="nothing was changed"):
        library.articles.apply(GUILD, [Add(document(3), "file"), wrong], "7", "did much")
    assert held(library, GUILD) == [whole(document(1))]
    assert [line.what for line in library.audit.last(GUILD)] == ["added 1"]
    assert library.faults() == ()


def test_collections_share_nothing(library: Library) -> None:
    """The same text is kept for each; none is found, listed, changed or undone from another."""
    added(library, "shared", document(1))
    ours, theirs = added(library, GUILD, document(1)) + added(library, OTHER, document(1))
    assert library.collections() == (GUILD, OTHER, "shared")
    assert [(kept.collection, kept.revision.article) for kept in library.articles.find("", [GUILD])] == [(GUILD, ours)]
    assert not library.articles.find(document(1).id, [])
    assert not library.articles.revisions(GUILD, theirs)
    assert {each[0] for each in library.articles.alike(signature(document(1).text), [GUILD, "shared"])} == {
        GUILD,
        "shared",
    }
    library.articles.undo(GUILD, "7")
    assert held(library, OTHER) == held(library, "shared") == [whole(document(1))]


def test_undoing_goes_back_change_by_change(library: Library) -> None:
    """As far as there are changes; each is told, and a line without a change is passed over."""
    one, two = added(library, GUILD, document(1), document(2))
    library.articles.apply(GUILD, [Add(document(3), "file", one), Remove(two)], "7", "corrected one,\nremoved one")
    library.articles.apply(GUILD, [], "7", "read the folder")
    assert library.articles.undoable(GUILD) == "corrected one, removed one"
    assert library.articles.undo(GUILD, "8") == "corrected one, removed one"
    assert held(library, GUILD) == [whole(document(number)) for number in (1, 2)]
    assert library.articles.undo(GUILD, "8") == "added 2"
    assert held(library, GUILD) == []
    assert library.articles.undo(GUILD, "8") is None
    line = library.audit.last(GUILD)[0]
    assert (line.by, line.what) == ("8", "undone: added 2")
    assert {entry.removed_by for entry in library.articles.entries(GUILD, removed=True)} == {"8"}
    library.articles.apply(GUILD, [Restore(one, 2)], "7", "restored one")
    assert library.articles.undo(GUILD, "8") == "restored one"
    assert held(library, GUILD) == []


def test_undoing_after_any_changes_gives_what_was_there(library: Library) -> None:
    """Through 40 changes at random, back to the first."""
    chance = random.Random(3)  # noqa: S311  # the same changes each time
    stood: list[list[tuple[object, ...]]] = []
    numbers: list[int] = []
    for number in range(40):
        stood.append(held(library, GUILD))
        changes: list[Change] = [Add(DOCUMENTS[number % 30], "file", chance.choice([*numbers, None]))]
        changes += [Remove(chance.choice(numbers)) for _ in numbers[:2]]
        changes += [Restore(chance.choice(numbers), 1) for _ in numbers[:2]]
        numbers = sorted({*numbers, *library.articles.apply(GUILD, changes, "7", f"change {number}")})
    for number in reversed(range(40)):
        assert library.articles.undo(GUILD, "7") == f"change {number}"
        assert held(library, GUILD) == stood[number]
    assert library.faults() == ()


def test_odd_text_is_kept_as_it_is(library: Library) -> None:
    """Every character that an article may have; names with quotation marks and SQL in them."""
    text = "“Tab\t and \U0001f6a2 and a\u0301 \u202e,” said Ann Jones.\r\nThen.\n\n\ufeffIt’s over.\ufffe"
    odd = parse_article("a'; DROP TABLE articles; --.txt", text.encode())
    library.articles.apply("guild:1'; --", [Add(odd, "text")], "7'", "it’s\n“done”; --")
    assert whole(library.articles.current("guild:1'; --")[0].document) == whole(odd)
    assert library.articles.find("%", ["guild:1'; --"]) == library.articles.find("g", ["guild:1'; --"]) == ()
    assert [line.what for line in library.audit.last("guild:1'; --")] == ["it’s “done”; --"]
    assert library.faults() == ()


def test_the_nearly_same_are_found_the_likest_first(library: Library) -> None:
    """The same words with other white space are 1; articles that were taken away are not told of."""
    words = [f"word{number}" for number in range(300)]
    texts = [
        " ".join(words),
        "\n".join(words),
        " ".join([*words[:280], *(f"new{n}" for n in range(20))]),
        "other " * 300,
    ]
    documents = [parse_article(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    numbers = added(library, GUILD, *documents)
    found = library.articles.alike(signature(texts[0]), [GUILD, OTHER])
    assert [(entry.article, share == 1) for _, entry, share in found] == [
        (numbers[0], True),
        (numbers[1], True),
        (numbers[2], False),
    ]
    library.articles.apply(GUILD, [Remove(numbers[0])], "7", "removed")
    assert [entry.article for _, entry, _ in library.articles.alike(signature(texts[0]), [GUILD])] == list(numbers[1:3])


def test_what_is_damaged_is_an_error_and_never_left_out(path: Path, library: Library) -> None:
    """Neither of what answers, nor of an article's versions, nor of what a citation finds."""
    (article,) = added(library, GUILD, document(1))
    library.articles.apply(GUILD, [Add(document(2), "file", article)], "7", "corrected")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE revisions SET who = '8' WHERE number = 2")
    asked: list[Callable[[], object]] = [
        lambda: library.articles.current(GUILD),
        lambda: library.articles.revisions(GUILD, article),
        lambda: library.articles.find(document(2).id, [GUILD]),
    ]
    for ask in asked:
        with pytest.raises(LibraryError, match="revisions of the library is damaged"):
            ask()


def test_a_revision_is_of_the_text_that_its_id_says(path: Path, library: Library) -> None:
    """Even where its row is just as it was written."""
    added(library, GUILD, document(1))
    with writing(path) as rows:
        (row,) = rows.rows("revisions")
        rows.put("revisions", *row[:3], document(2).id, *row[4:])
    for ask in (library.articles.current, lambda name: library.articles.find(document(2).id, [name])):
        with pytest.raises(LibraryError, match="nothing of it is quoted"):
            ask(GUILD)
    assert library.faults()


def test_a_change_is_on_the_disk_and_erases_what_it_deletes(path: Path, library: Library) -> None:
    """As the connection of everything that writes is told to."""
    assert library.collections() == ()
    with contextlib.closing(connected(path, "rw")) as connection:
        told = [connection.execute(f"PRAGMA {what}").fetchone() for what in ("synchronous", "secure_delete")]
    assert told == [(2,), (1,)], "both full"


# Several at once ------------------------------------------------------------------------------------------------------


def test_readers_see_whole_changes(path: Path, library: Library) -> None:
    """While one writes, others find what was there before; all of it afterwards."""
    added(library, GUILD, *DOCUMENTS[:10])
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM revisions")
        assert held(Library(path), GUILD) == list(map(whole, DOCUMENTS[:10]))
        writer.execute("ROLLBACK")
    seen, stop = set(), threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(len(Library(path).articles.current(GUILD)))

    reader = threading.Thread(target=read)
    reader.start()
    for start in (10, 20):
        added(library, GUILD, *DOCUMENTS[start : start + 10])
    stop.set()
    reader.join()
    assert seen <= {10, 20, 30}


def test_what_is_locked_is_not_read_half_written(path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who cannot wait any longer is told."""
    added(library, GUILD, document(1))
    monkeypatch.setattr("corpus.library.database._WAIT", 0.01)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA locking_mode = EXCLUSIVE")
        writer.execute("PRAGMA journal_mode = DELETE")
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryError, match="locked"):
            library.articles.current(GUILD)
    assert held(library, GUILD) == [whole(document(1))]


def test_threads_may_write_at_once(library: Library) -> None:
    """One after another; every change is made."""
    threads = [threading.Thread(target=added, args=(library, GUILD, each)) for each in DOCUMENTS[:8]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert held(library, GUILD) == list(map(whole, DOCUMENTS[:8]))
    assert library.faults() == ()


WRITER = """
import sys
from pathlib import Path
from corpus.library.library import Library
from tests.corpus.conftest import DOCUMENTS, added
library = Library(Path(sys.argv[1]))
for each in DOCUMENTS:
    print(*added(library, "guild:1", each), flush=True)
    library.articles.apply("guild:1", [], "7", "nothing")
input()
"""


@pytest.mark.slow
def test_a_kill_loses_nothing_that_was_acknowledged(path: Path, library: Library) -> None:
    """At any moment of adding; the library needs no mending afterwards."""
    chance = random.Random(5)  # noqa: S311  # the same moments, as nearly as a machine keeps them
    told = 0
    for _ in range(4):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told += len([writer.stdout.readline() for _ in range(chance.randrange(1, 20))])
            timer = threading.Event()
            timer.wait(chance.random() / 200)
            writer.kill()
            told += len(writer.stdout.readlines())
        assert library.prepare() == ()
        kept = len(library.articles.current("guild:1"))
        assert told <= kept <= told + 1
        told = kept


# Erasing --------------------------------------------------------------------------------------------------------------


def test_of_what_was_erased_no_word_is_in_the_files(path: Path, library: Library) -> None:
    """Neither in the library nor in its log; what others have is as it was."""
    secret = parse_article("plan.txt", ("“The xylophone is hidden,” said Ann Jones.\n\n" * 2000).encode())
    added(library, OTHER, *DOCUMENTS)
    library.articles.apply(GUILD, [Add(secret, "file", None)], "47114711", "added the xylophone plan")
    library.articles.apply(
        GUILD, [Add(parse_article("b.txt", b"The xylophone, again."), "text", 31)], "47114711", "and again"
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
    assert added(library, GUILD, document(1)) == (32,), "no number is used again"


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


def test_a_log_is_read_where_there_is_no_room_beside_it(path: Path, library: Library, tmp_path: Path) -> None:
    """As on a full disk, and by several at once: they take turns."""
    copy = tmp_path / "copy" / path.name
    copy.parent.mkdir()
    with contextlib.closing(connected(path, "ro")) as reader:
        reader.execute("BEGIN").execute("SELECT 1 FROM sqlite_schema").fetchone()
        added(library, GUILD, *DOCUMENTS)
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{copy}{end}")
    assert Path(f"{copy}-wal").stat().st_size
    Path(f"{copy}-shm").symlink_to(tmp_path / "nowhere" / "shm")  # where SQLite wants a file, and can make none
    with ThreadPoolExecutor(8) as askers:
        found = list(askers.map(lambda _: held(Library(copy), GUILD), range(64)))
    assert found == [list(map(whole, DOCUMENTS))] * 64
