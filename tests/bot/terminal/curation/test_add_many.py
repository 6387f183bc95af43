"""`pullquote corpus add` with many articles: one table, one question."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.bot.terminal.conftest import QUAY
from tests.bot.terminal.curation.test_add import listed
from tests.support.fake_encoder import FakeEncoder

SIGNS = "“We paint signs,” said Odo Falk, “for the shops of the whole coast.”"


@pytest.fixture
def many(folder: Path) -> Path:
    """A folder and a zip beside the articles folder: in all four articles, one of them twice, and one photo."""
    (folder / "press" / "2024").mkdir(parents=True)
    (folder / "press" / "2024" / "signs.txt").write_text(SIGNS, encoding="utf-8")
    (folder / "press" / "mill.md").write_text("“The mill turns,” said Lena Vogt.", encoding="utf-8")
    (folder / "press" / "photo.png").write_bytes(b"x")
    (folder / "press" / ".draft.txt").write_text("Not yet.", encoding="utf-8")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("a/quay.txt", QUAY)
        archive.writestr("a/empty.txt", "")
        archive.writestr("a/signs.txt", SIGNS)
        archive.writestr("storm.txt", "“The storm was long,” said Ada Holm, the harbour master, in May.")
    return folder


def test_a_folder_and_a_zip_are_shown_and_added_with_one_question(run: Run, many: Path) -> None:
    """What each file is stands in one table; hidden files and those of other forms in a folder are left alone."""
    code, out, err = run("corpus", "add", "press", "more.zip", typed="y\n")
    assert code == 1, "one could not be read"
    assert err.count("?") == 1
    assert "Add all 4? [y/N]" in err
    lines = dict(line.strip().split(maxsplit=1) for line in out.splitlines() if line.startswith("  ") and line.strip())
    assert lines["2024/signs.txt"] == lines["a/quay.txt"] == lines["storm.txt"] == "new"
    assert lines["a/empty.txt"].startswith("refused: is empty")
    assert lines["a/signs.txt"].startswith("duplicate: the same text is already here, as 2024/signs.txt")
    assert "6 files: 4 new, 1 here already, 1 refused." in out
    assert "6 files: 4 added, 1 here already, 1 refused." in out
    assert [each["title"] for each in listed(run)] == ["mill", "signs", "storm", "The quay closes"]
    assert "added 4 articles" in run("corpus", "audit")[1]
    run("corpus", "rollback")
    assert listed(run) == []
    assert many.exists()


@pytest.mark.usefixtures("quay_alone")
@pytest.mark.parametrize(("typed", "added"), [("a\n", 2), ("n\n", 1), ("yes\n", 0)])
def test_newer_versions_can_be_left_out(run: Run, many: Path, typed: str, added: int) -> None:
    """All, only the new ones, or none."""
    _, out, err = run("corpus", "add", "again.txt", "press/mill.md", typed=typed)
    assert "new version of “The quay closes” (article 1)" in out
    assert "Add all 2 (a), only what is new, 1 (n), or none (Enter)?" in err
    versions = {each["title"]: each["revisions"] for each in listed(run)}
    quay, mill = ((1, None), (1, 1), (2, 1))[added]
    assert (versions["The quay closes"], versions.get("mill")) == (quay, mill)
    assert many.exists()


def test_each_file_is_told_to_machines(run: Run, many: Path) -> None:
    """What was added with its number, and the others with their reasons; nothing else is on standard output."""
    files = json.loads(run("corpus", "add", "press", "more.zip", "--yes", "--json")[1])["files"]
    assert [(each["file"], each["outcome"], each["article"]) for each in files] == [
        ("2024/signs.txt", "added", 1),
        ("mill.md", "added", 2),
        ("a/quay.txt", "added", 3),
        ("a/empty.txt", "failed", None),
        ("a/signs.txt", "skipped", None),
        ("storm.txt", "added", 4),
    ]
    assert many.exists()


def test_what_is_doubtful_is_told_beside_it(run: Run, many: Path) -> None:
    """What could not be read, a foreign language, and what is like another article."""
    german = "Die Brücke bleibt geschlossen, und niemand weiß, wann sie wieder geöffnet wird, sagte der Bürgermeister."
    (many / "press" / "bridge.txt").write_text(f"---\ndate: someday\n---\n{german} {german}", encoding="utf-8")
    (many / "press" / "signs-2.txt").write_text(f"{SIGNS} Since May.", encoding="utf-8")
    out = " ".join(run("corpus", "add", "press", typed="n\n")[1].split())
    assert "someday" in out
    assert "Does not seem to be English" in out
    assert "of its words are also in “signs”, which comes with it" in out
    assert "4 files: 4 new; 2 doubtful." in out


def test_ctrl_c_adds_nothing(run: Run, many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither while the files are read nor while they are indexed; no draft is left."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(FakeEncoder, "embed", stopped)
        code, _, err = run("corpus", "add", "press", "--yes")
    assert (code, "interrupted; nothing is lost" in err) == (130, True)
    with monkeypatch.context() as patched:
        patched.setattr("corpus.readers.reading_process.parse_article", stopped)
        assert run("corpus", "add", "press", "--yes")[0] == 130
    assert listed(run) == []
    assert run("corpus", "add", "press", "--yes")[0] == 0
    assert many.exists()


def test_nothing_to_add_asks_nothing(run: Run, many: Path) -> None:
    """And corrections are for one article."""
    (many / "nothing").mkdir()
    code, out, err = run("corpus", "add", "nothing")
    assert (code, "?" in err) == (1, False)
    assert "has nothing in it that is read" in out
    assert run("corpus", "add", "press", "--title", "Press")[0] == 2
    run("corpus", "add", "press", "--yes")
    assert "2 files: 2 here already." in run("corpus", "add", "press")[1]
