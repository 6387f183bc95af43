"""`pullquote corpus add`: each article is shown before it is kept."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import Run
from tests.bot.terminal.conftest import FERRY, GUILD, QUAY


def listed(run: Run, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("corpus", "list", "--json", *more)[1])["articles"]
    return found


def test_an_article_is_shown_and_added_when_somebody_says_yes(run: Run) -> None:
    """What it says of itself, its quotes and their speakers; then it is there."""
    code, out, err = run("corpus", "add", "quay.txt", typed="y\n")
    assert code == 0
    for shown in ("The quay closes", "Harbour News", "3 May 2019", "3, by Ada Holm", "— Ada Holm"):
        assert shown in out
    assert "Add it? [y/N]" in err
    assert "Added as article 1." in out
    (article,) = listed(run)
    assert (article["title"], article["by"], article["origin"]) == ("The quay closes", "operator", "file")


def test_what_could_not_be_read_is_told_until_it_is_corrected(run: Run, folder: Path) -> None:
    """The article is read all the same; `inspect` tells it too."""
    (folder / "mill.md").write_text("---\ndate: someday\n---\nThe mill is for sale.")
    told = "The date “someday” cannot be read, so the field is left empty; write it as 2017-09-14"
    assert told in run("corpus", "add", "mill.md", typed="n\n")[1]
    assert told in run("inspect", "mill.md")[1]
    assert told not in run("corpus", "add", "mill.md", "--yes", "--published", "2020-01-02")[1]


@pytest.mark.parametrize("typed", ["", "\n", "maybe\n"])
def test_nothing_is_added_without_a_yes(run: Run, folder: Path, typed: str) -> None:
    """Nor is anything left of it. Where nobody is there to be asked, that is told, and a script finds it out."""
    code, out, _ = run("corpus", "add", "quay.txt", typed=typed)
    assert (code, "Nothing was added." in out) == ((0, True) if typed else (1, False))
    assert ("Nobody answered; `--yes` skips the question" in out) == (not typed)
    assert listed(run) == []
    assert "Nothing was changed yet." in run("corpus", "audit")[1]
    with closing(sqlite3.connect(folder / "data" / "library.sqlite")) as library:
        assert library.execute("SELECT count(*) FROM drafts").fetchone() == (0,)


def test_what_a_file_says_of_itself_can_be_corrected(run: Run) -> None:
    """One thing or all; the rest stays."""
    said = ["--title", "Quay", "--published", "2020-01-02", "--url", "https://example.org/quay"]
    assert run("corpus", "add", "quay.txt", "--yes", *said)[0] == 0
    (article,) = listed(run)
    assert (article["title"], article["publisher"], article["published"]) == ("Quay", "Harbour News", "2020-01-02")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["--published", "yesterday"], "write it as 2017-09-14"),
        (["--url", "example.org"], "write it in full"),
        (["--title", ""], "needs a title"),
    ],
)
def test_a_wrong_correction_is_told(run: Run, said: list[str], told: str) -> None:
    """And nothing is added."""
    code, out, _ = run("corpus", "add", "quay.txt", "--yes", *said)
    assert (code, told in " ".join(out.split())) == (1, True)
    assert listed(run) == []


@pytest.mark.usefixtures("quay_alone")
def test_a_newer_version_is_offered_with_what_changed(run: Run) -> None:
    """The quotes that are new, changed and gone stand below each other; `v` keeps it as a version."""
    code, out, err = run("corpus", "add", "again.txt", typed="v\n")
    assert (code, "as a newer version of" in err) == (0, True)
    for shown in ("1 quote as before", "was", "in May", "now", "in June", "I am glad", "Nobody wrote back"):
        assert shown in out
    (article,) = listed(run)
    assert (article["revision"], article["revisions"]) == (2, 2)
    assert "Added as version 2 of article" in out


@pytest.mark.usefixtures("quay_alone")
def test_what_is_like_another_article_may_be_a_new_one(run: Run) -> None:
    """For an `n`; anything else keeps nothing."""
    assert "Nothing was added." in run("corpus", "add", "again.txt", typed="yes\n")[1]
    assert "Added as article 2." in run("corpus", "add", "again.txt", typed="N\n")[1]


def test_a_preview_names_the_first_speakers(run: Run, folder: Path) -> None:
    """And tells how many more there are."""
    names = ("Ada Holm", "Ben Ray", "Cora Lind", "Dan Moe", "Eva Falk", "Finn Dahl", "Gro Vik")
    said = "\n\n".join(f"“The quay number {n} will close,” said {name}." for n, name in enumerate(names))
    (folder / "many.txt").write_text(said, encoding="utf-8")
    out = run("corpus", "add", "many.txt")[1]
    assert f"7, by {', '.join(names[:5])} and 2 more" in out


@pytest.mark.usefixtures("ferry")
def test_what_the_folder_feeds_gets_no_version_from_elsewhere(run: Run, folder: Path) -> None:
    """The next look at the folder would undo it; a new article it may be."""
    (folder / "other.txt").write_text(FERRY.replace("a year", "ten years"), encoding="utf-8")
    _, out, err = run("corpus", "add", "other.txt", typed="v\n")
    assert ("Nothing was added." in out, "Add it? [y/N]" in err) == (True, True)
    run("corpus", "add", "other.txt", typed="Y\n")
    assert [each["revisions"] for each in listed(run)] == [1, 1]


def test_a_version_of_a_named_article(run: Run) -> None:
    """By number or title; one that the folder feeds is changed there."""
    run("index")
    run("corpus", "add", "quay.txt", "--yes")
    assert run("corpus", "add", "again.txt", "--yes", "--revises", "the quay closes")[0] == 0
    code, _, err = run("corpus", "add", "quay.txt", "--yes", "--revises", "the ferry stays")
    assert (code, "comes from the articles folder: change ferry.md there" in err) == (1, True)
    for nothing in ("nothing", ""):
        code, _, err = run("corpus", "add", "quay.txt", "--yes", "--revises", nothing)
        assert (code, f"there is no article “{nothing}”" in err) == (1, True)


def test_the_same_words_are_not_added_twice(run: Run, folder: Path) -> None:
    """The second file is skipped, which is no failure."""
    (folder / "copy.txt").write_text(QUAY, encoding="utf-8")
    code, out, _ = run("corpus", "add", "quay.txt", "copy.txt", "--yes")
    assert (code, "2 files: 1 added, 1 here already." in out) == (0, True)
    assert "duplicate: the same text is already here, as quay.txt, which comes with it" in out
    assert len(listed(run)) == 1
    code, out, _ = run("corpus", "add", "copy.txt", "--yes")
    assert (code, "The same words as" in out, "is already here" in out) == (0, True, True)


def test_several_files_at_once(run: Run, folder: Path) -> None:
    """One that cannot be read keeps out no other, and the exit code tells."""
    (folder / "bad.txt").write_bytes("naïve café".encode("latin-1"))
    (folder / "empty.txt").touch()
    (folder / "folder").mkdir()
    (folder / "big.txt").write_bytes(b"word " * 400_000)
    names = ["bad.txt", "quay.txt", "none.txt", "empty.txt", "big.txt", "folder", "a thing"]
    code, out, _ = run("corpus", "add", *names, "--yes", "--json")
    files = {each["file"]: each for each in json.loads(out)["files"]}
    assert code == 1
    assert [each["file"] for each in json.loads(out)["files"]] == names
    assert [name for name, each in files.items() if each["outcome"] == "added"] == ["quay.txt"]
    assert "encoding is unsure" in files["bad.txt"]["reason"]
    assert "No such file" in files["none.txt"]["reason"]
    assert "has nothing in it that is read" in files["folder"]["reason"]
    assert "is too large: 2" in files["big.txt"]["reason"]
    assert "a thing: cannot be opened" in run("corpus", "add", "a thing")[1]
    assert run("corpus", "add", "a.txt", "b.txt", "--title", "Both")[0] == 2


def test_the_articles_folder_is_no_place_to_add_from(run: Run) -> None:
    """What lies there is indexed from there."""
    code, out, _ = run("corpus", "add", "articles/ferry.md", "--yes")
    assert (code, "is in the articles folder already" in " ".join(out.split())) == (1, True)


def test_a_guild_gets_articles_of_its_own(run: Run) -> None:
    """Also its first one; no other collection has it, and a name that no guild can have is refused."""
    assert run("corpus", "add", "quay.txt", "--yes", "--collection", GUILD)[0] == 0
    assert [each["title"] for each in listed(run, "--collection", GUILD)] == ["The quay closes"]
    assert listed(run) == []
    for name in ("guild:x", "guild:0", "guild:042", "guild:9223372036854775808", "guild:1/../../x", "", "Shared"):
        code, _, err = run("corpus", "add", "quay.txt", "--collection", name)
        assert (code, f"there is no collection “{name}”; there is shared, {GUILD}" in err) == (1, True)


def test_a_guild_has_a_quota(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which the settings tell."""
    monkeypatch.setenv("PULLQUOTE_GUILD_DOCUMENTS", "1")
    assert run("corpus", "add", "quay.txt", "--yes", "--collection", GUILD)[0] == 0
    code, out, _ = run("corpus", "add", "articles/ferry.md", "--yes", "--collection", GUILD)
    assert (code, "This server may hold 1 " in out) == (1, True)


def test_nothing_of_an_article_is_obeyed(run: Run, folder: Path) -> None:
    """Control characters and markup are shown."""
    text = "---\ntitle: '[b]x[/b]'\n---\n“So\u202e it is,” said Ada Holm.\n"
    (folder / "\u202eodd.txt").write_text(text, encoding="utf-8")
    out = run("corpus", "add", "\u202eodd.txt", "--yes")[1]
    assert "\u202e" not in out
    assert "[b]x[/b]" in out
    assert "“So⟨U+202E⟩ it is,”" in out
    for command in (["list"], ["show", "1"], ["history", "1"], ["audit"]):
        shown = run("corpus", *command)[1]
        assert "\u202e" not in shown
        assert command[0] == "history" or "[b]x[/b]" in shown
