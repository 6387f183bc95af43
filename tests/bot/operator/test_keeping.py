"""Backup, restore and the look at every byte."""

import json
import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from index.disk import Lock
from tests.bot.conftest import Run
from tests.bot.operator.conftest import GUILD


def test_a_backup_is_put_back(run: Run, folder: Path) -> None:
    """Articles, versions, guilds: all that cannot be made again. The library that was there stands beside it."""
    run("index")
    run("corpus", "add", "quay.txt", "--yes", "--collection", GUILD)
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


def test_a_restore_into_an_empty_folder_is_how_one_moves(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is there, and indexed."""
    run("corpus", "add", "quay.txt", "--yes", "--collection", GUILD)
    run("backup", "kept.sqlite")
    monkeypatch.setenv("PULLQUOTE_DATA", "elsewhere")
    assert run("restore", "kept.sqlite", "--yes")[0] == 0
    assert run("verify-data")[0] == 0
    assert "Ada Holm" in run("quotes", "--collection", GUILD)[1]


def test_a_backup_overwrites_nothing(run: Run, folder: Path) -> None:
    """Least of all the backup before."""
    run("index")
    assert run("backup", "kept.sqlite", "--json")[0] == 0
    before = (folder / "kept.sqlite").read_bytes()
    for name in ("kept.sqlite", "articles", "none/kept.sqlite"):
        code, _, err = run("backup", name)
        assert (code, "Traceback" in err) == (1, False)
    assert (folder / "kept.sqlite").read_bytes() == before


def test_a_backup_is_made_beside_a_running_bot_and_not_put_back(run: Run, folder: Path) -> None:
    """Restoring needs the data folder for itself."""
    run("index")
    with Lock(folder / "data").held():
        assert run("backup", "kept.sqlite")[0] == 0
        code, _, err = run("restore", "kept.sqlite", "--yes")
        assert (code, "another Pullquote is writing" in err) == (1, True)


def test_nothing_is_restored_without_a_yes_or_from_a_damaged_file(run: Run, folder: Path) -> None:
    """The library stays as it is."""
    run("index")
    run("backup", "kept.sqlite")
    library = (folder / "data" / "library.sqlite").read_bytes()
    code, out, err = run("restore", "kept.sqlite", typed="\n")
    assert (code, "Nothing was changed." in out + err) == (1, True)
    raw = bytearray((folder / "kept.sqlite").read_bytes())
    raw[len(raw) // 2] ^= 64
    (folder / "bad.sqlite").write_bytes(raw)
    (folder / "no.sqlite").write_bytes(b"no library")
    for name in ("bad.sqlite", "no.sqlite", "none.sqlite", "articles"):
        code, _, err = run("restore", name, "--yes")
        assert (code, "Traceback" in err) == (1, False), name
    assert (folder / "data" / "library.sqlite").read_bytes() == library
    assert run("verify-data")[0] == 0


def test_verify_data_tells_each_fault(run: Run, folder: Path) -> None:
    """A changed file of an index, and a changed row of the library; its exit code is 1."""
    run("index")
    code, out, _ = run("verify-data")
    assert (code, "Every row and every file is what it was." in out) == (0, True)
    (part,) = (folder / "data" / "shared" / "parts").iterdir()
    whole = part.read_bytes()
    part.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    code, out, _ = run("verify-data", "--json")
    assert (code, bool(json.loads(out)["faults"])) == (1, True)
    part.write_bytes(whole)
    with sqlite3.connect(folder / "data" / "library.sqlite") as library:
        library.execute("UPDATE audit SET what = 'nothing'")
    library.close()
    code, out, _ = run("verify-data")
    assert (code, "fault" in out) == (1, True)


def test_a_damaged_library_is_mended_on_the_way(run: Run, folder: Path) -> None:
    """By the first command that may write; what is gone is told."""
    run("index")
    (folder / "data" / "library.sqlite").write_bytes(b"no library at all")
    code, out, err = run("quotes")
    assert (code, "Ben Ray" in out, "set aside" in err) == (0, True, True)
    assert run("verify-data")[0] == 0


def test_doctor_looks_at_every_collection(run: Run, folder: Path) -> None:
    """One that is not indexed is told with what to do."""
    run("index")
    run("corpus", "add", "quay.txt", "--yes", "--collection", GUILD)
    findings = {each["what"]: each for each in json.loads(run("doctor", "--json")[1])}
    assert findings["Index of shared"]["state"] == findings[f"Index of {GUILD}"]["state"] == "good"
    (folder / "articles" / "more.txt").write_text("It rained in Bergen.", encoding="utf-8")
    findings = {each["what"]: each for each in json.loads(run("doctor", "--json")[1])}
    assert "pullquote corpus reindex --collection shared" in findings["Index of shared"]["to_do"]
