"""Backup, restore and the look at every byte."""

import json
import re
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from index.engine.lock import Lock
from index.service.operations import Operations
from tests.bot.conftest import Run
from tests.bot.terminal.conftest import GUILD
from tests.conftest import ROOT


@pytest.mark.usefixtures("guild_quay")
def test_a_backup_is_put_back(run: Run, folder: Path) -> None:
    """Articles, versions, guilds: all that cannot be made again. The library that was there stands beside it."""
    before = run("corpus", "list", "--json", "--collection", GUILD)[1]
    code, out, _ = run("backup", "kept.sqlite")
    assert code == 0
    assert sha256((folder / "kept.sqlite").read_bytes()).hexdigest() in out
    run("corpus", "erase", GUILD, "--yes")
    code, out, err = run("restore", "kept.sqlite", typed="y\n")
    assert code == 0
    assert f"1 article of {GUILD}" in err
    assert run("corpus", "list", "--json", "--collection", GUILD)[1] == before
    assert run("verify-data")[0] == 0
    (before_it,) = (folder / "data").glob("library.sqlite.before-*")
    assert before_it.name in out + err


@pytest.mark.usefixtures("ferry")
def test_what_cannot_be_indexed_after_a_restore_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is put back all the same; standard output is for the machine."""
    run("backup", "kept.sqlite")
    monkeypatch.setenv("PULLQUOTE_DATA", "elsewhere")
    monkeypatch.setenv("PULLQUOTE_ARTICLES", "nowhere")
    run("corpus", "rollback")
    run("backup", "empty.sqlite")
    code, out, err = run("restore", "empty.sqlite", "--yes", "--json")
    restored, failed = json.loads(out)["done"]
    assert (code, "is that of empty.sqlite now" in restored) == (0, True)
    assert failed.startswith("The index of shared is not up to date: there is no articles folder nowhere")
    assert failed in err


@pytest.mark.usefixtures("guild_quay")
def test_a_restore_into_an_empty_folder_is_how_one_moves(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is there, and indexed."""
    run("backup", "kept.sqlite")
    monkeypatch.setenv("PULLQUOTE_DATA", "elsewhere")
    assert run("restore", "kept.sqlite", "--yes")[0] == 0
    assert run("verify-data")[0] == 0
    assert "Ada Holm" in run("quotes", "--collection", GUILD)[1]


@pytest.mark.usefixtures("ferry")
def test_a_backup_overwrites_nothing(run: Run, folder: Path) -> None:
    """Least of all the backup before."""
    assert run("backup", "kept.sqlite", "--json")[0] == 0
    before = (folder / "kept.sqlite").read_bytes()
    for name in ("kept.sqlite", "articles", "none/kept.sqlite"):
        code, _, err = run("backup", name)
        assert (code, "Traceback" in err) == (1, False)
    assert (folder / "kept.sqlite").read_bytes() == before


@pytest.mark.usefixtures("ferry")
def test_a_backup_is_made_beside_a_running_bot_and_not_put_back(run: Run, folder: Path) -> None:
    """Restoring needs the data folder for itself."""
    with Lock(folder / "data").held():
        assert run("backup", "kept.sqlite")[0] == 0
        code, _, err = run("restore", "kept.sqlite", "--yes")
        assert (code, "another Pullquote is writing" in err) == (1, True)
    assert list((folder / "data").glob("library.sqlite.before-*")) == []


@pytest.mark.usefixtures("ferry")
def test_nothing_is_restored_without_a_yes_or_from_a_damaged_file(run: Run, folder: Path) -> None:
    """The library stays as it is."""
    run("backup", "kept.sqlite")
    library = (folder / "data" / "library.sqlite").read_bytes()
    code, out, err = run("restore", "kept.sqlite", typed="\n")
    assert (code, "Nothing was changed." in out + err) == (1, True)
    code, _, err = run("restore", "kept.sqlite")
    assert (code, "nobody answered" in err) == (1, True)
    raw = (folder / "kept.sqlite").read_bytes()
    (folder / "bad.sqlite").write_bytes(raw.replace(b"Ben Ray", b"Ben Roy"))
    (folder / "no.sqlite").write_bytes(b"no library")
    wrong = {"bad.sqlite": "no sound backup", "no.sqlite": "no sound backup", "none.sqlite": "not there"}
    for name, told in {**wrong, "articles": "articles is no file"}.items():
        code, _, err = run("restore", name, "--yes")
        assert (code, told in err, "nothing was changed" in err) == (1, True, True), name
    assert (folder / "data" / "library.sqlite").read_bytes() == library
    assert run("verify-data")[0] == 0


def test_a_backup_of_an_earlier_version_is_restored(run: Run, folder: Path) -> None:
    """It is brought up to date on the way, and articles are counted within their collections."""
    shutil.copyfile(ROOT / "tests" / "corpus" / "library" / "fixtures" / "library-2.sqlite", folder / "old.sqlite")
    code, out, err = run("restore", "old.sqlite", typed="y\n")
    assert (code, "a library of an earlier version" in " ".join((out + err).split())) == (0, True)
    listed = json.loads(run("corpus", "list", "--collection", "guild:1", "--json")[1])
    assert sorted(entry["article"] for entry in listed["articles"]) == [1, 2, 4]


@pytest.mark.usefixtures("ferry")
def test_verify_data_tells_each_fault(run: Run, folder: Path) -> None:
    """A changed file of an index, and a changed text in the library; its exit code is 1."""
    code, out, _ = run("verify-data")
    assert (code, "Every row and every file is intact." in out) == (0, True)
    (part,) = (folder / "data" / "shared" / "segments").iterdir()
    whole = part.read_bytes()
    part.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    code, out, _ = run("verify-data", "--json")
    assert (code, bool(json.loads(out)["faults"])) == (1, True)
    part.write_bytes(whole)
    with sqlite3.connect(folder / "data" / "library.sqlite") as library:
        library.execute("UPDATE texts SET text = 'nothing'")
    library.close()
    code, out, _ = run("verify-data")
    assert (code, "fault" in out) == (1, True)


@pytest.mark.parametrize("command", [["quotes"], ["corpus", "reindex"], ["corpus", "add", "quay.txt", "--yes"]])
def test_a_damaged_library_is_told_with_the_command_that_helps(run: Run, folder: Path, command: list[str]) -> None:
    """Nothing is changed in it; the command that is named puts the newest backup in its place."""
    run("index")
    run("index")
    (folder / "data" / "library.sqlite").write_bytes(b"no library at all")
    code, _, err = run(*command)
    told = re.search("`pullquote (restore [^`]+)`", " ".join(err.split()))
    assert (code, "the library is damaged" in err, "Traceback" in err) == (1, True, False)
    assert told
    assert (folder / "data" / "library.sqlite").read_bytes() == b"no library at all"
    assert run(*told[1].split(), "--yes")[0] == 0
    assert "Ben Ray" in run("quotes")[1]
    assert run("verify-data")[0] == 0


@pytest.mark.usefixtures("ferry")
def test_doctor_tells_what_it_cannot_look_at(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of somebody else's, for one; other commands name the file too."""

    def names(_: object) -> None:
        raise PermissionError(13, "Permission denied", "data/library.sqlite")

    monkeypatch.setattr(Operations, "names", names)
    code, out, _ = run("doctor")
    assert (code, "data/library.sqlite cannot be read (Permission denied)" in " ".join(out.split())) == (1, True)
    assert "pullquote: data/library.sqlite: Permission denied" in run("corpus", "collections")[2]


@pytest.mark.usefixtures("guild_quay")
def test_doctor_looks_at_every_collection(run: Run, folder: Path) -> None:
    """One that is not indexed is told with what to do."""
    findings = {each["what"]: each for each in json.loads(run("doctor", "--json")[1])}
    assert findings["Index of shared"]["state"] == findings[f"Index of {GUILD}"]["state"] == "good"
    (folder / "articles" / "more.txt").write_text("It rained in Bergen.", encoding="utf-8")
    findings = {each["what"]: each for each in json.loads(run("doctor", "--json")[1])}
    assert "pullquote corpus reindex --collection shared" in findings["Index of shared"]["to_do"]
