"""A library of the first form or of an earlier revision is brought up to date with everything in it."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from corpus.library.backup import check_backup, put_back
from corpus.library.database import Database, LibraryError
from corpus.library.library import Library
from corpus.library.policy import as_json
from corpus.library.preparation import MIGRATIONS
from corpus.library.schema import HEAD, metadata
from corpus.text.similarity import signature
from tests.corpus.conftest import DOCUMENTS, execute, held, whole
from tests.corpus.library.conftest import GUILD

FIXTURES = Path(__file__).parent / "fixtures"
OLD = FIXTURES / "library-2.sqlite"
TALE: dict[str, Any] = json.loads((FIXTURES / "library-2.json").read_text(encoding="utf-8"))
"""What the version that wrote the old library told of it. Its articles were counted through all collections."""
NAMES: list[str] = TALE["collections"]


@pytest.fixture(scope="module")
def migrated_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the old library, brought up to date."""
    folder = tmp_path_factory.mktemp("migrated")
    (note,) = Library(Path(shutil.copyfile(OLD, folder / "library.sqlite"))).prepare()
    assert "is a backup of the one before" in note
    return folder


@pytest.fixture
def migrated(path: Path, migrated_data: Path) -> Library:
    """The old library, brought up to date."""
    shutil.copytree(migrated_data, path.parent)
    return Library(path)


def new_numbers(name: str) -> dict[int, int]:
    """The number of each article within its collection, by the one that it had."""
    old = sorted({revision["article"] for revision in TALE[name]["revisions"]})
    return {number: place for place, number in enumerate(old, start=1)}


def told(value: Any) -> Any:
    """Values as the tale has them, from before there were doubts, places, sources and batches."""
    text = json.dumps(value, default=lambda moment: moment.isoformat())
    later = ("doubts", "places", "source", "batch")
    return json.loads(text, object_hook=lambda row: {name: row[name] for name in row if name not in later})


def renumbered(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    numbers = new_numbers(name)
    return [{**row, "article": numbers[row["article"]]} for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_every_collection_holds_what_it_held(migrated: Library, name: str) -> None:
    """Its articles with all their revisions, what was taken away, its jobs, its audit, its policy, its departure."""
    tale, numbers = TALE[name], new_numbers(name)
    articles = migrated.articles
    assert told([asdict(entry) for entry in articles.entries(name)]) == renumbered(name, tale["entries"])
    assert told([asdict(entry) for entry in articles.entries(name, True)]) == renumbered(name, tale["removed"])
    revisions = [revision for number in numbers.values() for revision in articles.revisions(name, number)]
    assert told([asdict(revision) for revision in revisions]) == renumbered(name, tale["revisions"])
    current = [[revision.article, revision.number] for revision in articles.current(name)]
    assert current == [[numbers[article], number] for article, number in tale["current"]]
    assert articles.size(name) == tale["size"]
    assert told([asdict(line) for line in migrated.audit.last(name, 99)]) == tale["audit"]
    jobs = told([asdict(job) for job in migrated.jobs.last(name, 99)])
    assert [{key: value for key, value in job.items() if key != "id"} for job in jobs] == tale["jobs"]
    assert told(migrated.guilds.left_at(name)) == tale["left_at"]
    if name != "shared":
        assert as_json(migrated.guilds.policy(int(name.removeprefix("guild:")))) == tale["policy"]


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_found_by_a_signature_of_today(migrated: Library, name: str) -> None:
    """An article that is added again is seen to be there already, whichever version has kept it."""
    for revision in migrated.articles.current(name):
        ((likest, *_),) = migrated.articles.alike([signature(revision.document.text)], (name,))
        assert (likest.entry.document, likest.share) == (revision.document.id, 1)


def test_drafts_and_choices_are_there(migrated: Library) -> None:
    """And the collections are those that there were; nothing is wrong with any of it."""
    assert migrated.collections() == tuple(NAMES)
    assert [[person, migrated.guilds.chosen(person)] for person, _ in TALE["chosen"]] == TALE["chosen"]
    drafts = [draft for told_of in TALE["drafts"] for draft in migrated.drafts.find(told_of["id"])]
    assert told(list(map(asdict, drafts))) == TALE["drafts"]
    assert migrated.faults() == migrated.prepare() == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_change_can_be_undone_as_before(migrated: Library, name: str) -> None:
    """One after another, with the articles by their new numbers."""
    numbers, undone = new_numbers(name), []
    while what := migrated.articles.undo(name, "9"):
        undone.append([what, [[each.article, each.number] for each in migrated.articles.current(name)]])
    tale = [[what, [[numbers[article], number] for article, number in held]] for what, held in TALE["undone"][name]]
    assert undone == tale


def test_the_library_before_is_backed_up(path: Path, migrated: Library) -> None:
    """As it was; who reads meanwhile is told, and it can be put back and brought up to date again."""
    (backup,) = (path.parent / "backups").iterdir()
    assert check_backup(backup) == ()
    with pytest.raises(LibraryError, match="older Pullquote"):
        Library(backup).articles.current("shared")
    put_back(backup, path)
    assert Library(path).prepare() != ()
    assert Library(path).collections() == migrated.collections() == tuple(NAMES)


def test_a_changed_text_is_not_carried_over(path: Path) -> None:
    """The old library stays as it is, to be replaced by a backup."""
    path.parent.mkdir()
    shutil.copyfile(OLD, path)
    execute(path, "UPDATE revisions SET content = replace(content, 'dry', 'wet')")
    for _ in range(2):
        with pytest.raises(LibraryError, match=r"the stored text of .* has changed"):
            Library(path).prepare()
    assert list((path.parent / "backups").iterdir()) == []


def test_a_policy_that_was_lost_stays_an_error(path: Path) -> None:
    """Nobody may do anything there until it is settled anew."""
    path.parent.mkdir()
    shutil.copyfile(OLD, path)
    execute(path, "UPDATE policies SET policy = 'lost' WHERE collection = 'guild:1'")
    library = Library(path)
    library.prepare()
    with pytest.raises(LibraryError, match="settle it anew"):
        library.guilds.policy(1)


def test_a_pullquote_of_the_first_form_leaves_a_newer_library_alone(path: Path, migrated: Library) -> None:
    """It refuses a file whose `user_version` is higher than its own, which was 2."""
    new = path.parent / "new" / path.name
    assert migrated.prepare() == Library(new).prepare() == ()
    for file in (path, new):
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (3,)


def test_a_library_of_the_first_revision_gets_what_it_lacks(path: Path, kept: Library) -> None:
    """Its articles stay as they are, and its tables become those that `schema` declares."""
    lost = {"revisions": ("places",), "drafts": ("batch", "media_type", "charset", "data")}
    execute(path, "DROP TABLE sources")
    for table, columns in lost.items():
        for column in columns:
            execute(path, f"ALTER TABLE {table} DROP COLUMN {column}")
    execute(path, "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(LibraryError, match="older Pullquote"):
        kept.articles.current(GUILD)
    (note, *_) = kept.prepare()
    assert "is a backup of the one before" in note
    assert held(kept, GUILD) == list(map(whole, DOCUMENTS))
    assert kept.faults() == ()
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD
    with Database(path).reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
