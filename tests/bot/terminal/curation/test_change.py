"""`pullquote corpus …`: what the operator sees and changes of a collection."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import bot.terminal.session
from bot.settings import load_settings
from corpus.library.library import Library
from corpus.library.policy import Policy
from index.engine.lock import Lock
from index.service.indexing import LibraryIndexing
from tests.bot.conftest import Run
from tests.bot.terminal.conftest import FERRY, GUILD, QUAY


def found(run: Run, *arguments: str) -> Any:
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    return json.loads(out)


def test_articles_are_listed(run: Run, quay: str) -> None:
    """With titles, dates and versions; the folder's too."""
    out = run("corpus", "list")[1]
    assert out.index("The ferry stays") < out.index("The quay closes")
    assert "2019-05-03" in out
    keys = {"article", "title", "publisher", "published", "revision", "revisions", "bytes", "by", "at", "origin"}
    articles = found(run, "corpus", "list")["articles"]
    assert all(keys <= set(each) for each in articles)
    assert quay in {str(each["article"]) for each in articles}
    assert "No article has been removed." in run("corpus", "list", "--removed")[1]


def test_an_article_is_shown(run: Run, quay: str) -> None:
    """As `inspect` shows it, by the version that answers or an earlier one."""
    code, out, _ = run("corpus", "show", "the quay closes")
    assert (code, "in June" in out, "version 2 of 2" in out, "answers" in out) == (0, True, True, True)
    assert "in May" in run("corpus", "show", quay, "--revision", "1")[1]
    shown = found(run, "corpus", "show", quay)
    assert (shown["revision"], shown["quotes"][0]["speaker"]) == (2, "Ada Holm")
    code, _, err = run("corpus", "show", quay, "--revision", "9")
    assert (code, "has no version 9" in err) == (1, True)


def test_the_history_tells_which_quotes_changed(run: Run, quay: str) -> None:
    """The newest version first."""
    out = run("corpus", "history", quay)[1]
    assert out.index("version 2 of 2") < out.index("version 1 of 2")
    assert out.index("in May") < out.index("in June")
    newest, oldest = found(run, "corpus", "history", quay)["revisions"]
    assert (newest["changes"]["kept"], oldest["changes"]) == (1, None)
    assert newest["changes"]["changed"][0]["new"]["speaker"] == "Ada Holm"
    assert {"text", "speaker", "role", "sure", "speakers", "id"} == set(newest["changes"]["appeared"][0])


def test_an_article_is_taken_away_and_answers_again(run: Run, quay: str) -> None:
    """By its last version or by an earlier one; meanwhile it is among those that were taken away."""
    code, out, _ = run("corpus", "remove", quay)
    assert (code, f"2 versions of it kept: `pullquote corpus restore {quay}`" in out) == (0, True)
    assert f"there is no article “{quay}”" in run("corpus", "remove", quay)[2]
    (gone,) = found(run, "corpus", "list", "--removed")["articles"]
    assert (str(gone["article"]), gone["removed_by"]) == (quay, "operator")
    assert "The quay closes" in run("corpus", "list", "--removed")[1]
    assert "removed" in run("corpus", "show", quay)[1]
    code, out, _ = run("corpus", "restore", quay, "--revision", "1")
    assert (code, "is used for answers, in version 1 of 2" in out) == (0, True)
    assert found(run, "corpus", "show", quay)["revision"] == 1


@pytest.mark.usefixtures("guild_quay")
def test_who_took_an_article_away_is_listed(run: Run) -> None:
    """A moderator here, who did not add it."""
    service = bot.terminal.session.service_of(load_settings())
    with service.operations.writing():
        service.operations.load()
        service.curation.remove(GUILD, 1, "4000000001")
    assert "4000000001" in run("corpus", "list", "--removed", "--collection", GUILD)[1]
    run("corpus", "restore", "1", "--collection", GUILD)
    assert "4000000001" not in run("corpus", "list", "--collection", GUILD)[1]


@pytest.mark.usefixtures("quay")
def test_what_the_folder_feeds_is_taken_out_there(run: Run) -> None:
    """In words that say so."""
    code, _, err = run("corpus", "remove", "The ferry stays")
    assert (code, "take ferry.md out of it" in err) == (1, True)


def test_a_change_is_rolled_back(run: Run, quay: str) -> None:
    """One after another."""
    assert run("corpus", "rollback")[0] == 0
    assert found(run, "corpus", "show", quay)["revision"] == 1
    run("corpus", "rollback")
    assert [each["title"] for each in found(run, "corpus", "list")["articles"]] == ["The ferry stays"]


def test_nothing_to_roll_back_is_said(run: Run) -> None:
    """Where nothing was ever changed."""
    code, _, err = run("corpus", "rollback")
    assert (code, "nothing to roll back" in err) == (1, True)


def test_the_audit_tells_who_changed_what(run: Run, quay: str) -> None:
    """The newest first, as many as are asked for."""
    run("corpus", "remove", quay)
    lines = found(run, "corpus", "audit")["audit"]
    assert (lines[0]["by"], lines[0]["what"]) == ("operator", "removed “The quay closes”")
    assert len(found(run, "corpus", "audit", "--most", "1")["audit"]) == 1
    assert "removed “The quay closes”" in run("corpus", "audit")[1]


def test_articles_are_exported(run: Run, quay: str, folder: Path) -> None:
    """All of them, or one with its versions, character by character; nothing is overwritten."""
    code, out, _ = run("corpus", "export", "--to", "all.zip")
    assert (code, "Wrote all.zip" in out) == (0, True)
    with zipfile.ZipFile(folder / "all.zip") as archive:
        texts = {archive.read(name).decode() for name in archive.namelist()}
    assert FERRY in texts
    told, written = found(run, "corpus", "export", quay, "--to", "quay.zip"), (folder / "quay.zip").read_bytes()
    assert (told["bytes"], told["sha256"]) == (len(written), sha256(written).hexdigest())
    with zipfile.ZipFile(folder / "quay.zip") as archive:
        assert QUAY in {archive.read(name).decode() for name in archive.namelist()}
    code, _, err = run("corpus", "export", "--to", "all.zip")
    assert (code, "already exists" in err) == (1, True)
    assert "cannot be written" in run("corpus", "export", "--to", "none/all.zip")[2]


def test_an_export_of_nothing_is_refused(run: Run, folder: Path) -> None:
    """It would be taken for a copy."""
    run("corpus", "rollback")
    code, _, err = run("corpus", "export", "--to", "all.zip")
    assert (code, "there are no articles here to export" in err) == (1, True)
    assert not (folder / "all.zip").exists()


@pytest.mark.usefixtures("quay")
def test_a_narrow_terminal_shows_every_title(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each article in place of a table whose columns would vanish."""
    for columns in ("40", "120"):
        monkeypatch.setenv("COLUMNS", columns)
        out = " ".join(run("corpus", "list")[1].split())
        for shown in ("The ferry stays", "The quay closes", "Harbour News", "2019-05-03", "operator"):
            assert shown in out
        assert ("Title The ferry stays" in out) == (columns == "40")


@pytest.mark.usefixtures("quay")
def test_status_and_collections_tell_figures(run: Run) -> None:
    """Of one collection, and of all; of a server's own against its quota."""
    run("corpus", "add", "quay.txt", "--yes", "--collection", GUILD)
    status = found(run, "corpus", "status")
    assert (status["documents"], status["fault"], status["quota"]) == (2, None, None)
    own = run("corpus", "status", "--collection", GUILD)[1]
    assert all(shown in own for shown in ("1 of 500", "bytes of 20.0 MB", "2 of 20,000", "add, by operator, 20"))
    every = found(run, "corpus", "collections")["collections"]
    assert [each["collection"] for each in every] == ["shared", GUILD]
    assert GUILD in run("corpus", "collections")[1]


@pytest.mark.usefixtures("ferry")
def test_what_runs_and_what_is_wrong_is_told(run: Run, folder: Path) -> None:
    """A job that a bot is at, and a folder that has changed since, also in the list of collections."""
    (folder / "articles" / "quay.md").write_text(QUAY, encoding="utf-8")
    Library(load_settings().data / "library.sqlite").jobs.begin("shared", "reindex", "4000000001")
    status, every = run("corpus", "status")[1], run("corpus", "collections")[1]
    assert "reindex, by 4000000001, 20" in status
    for shown in (status, every):
        assert "the articles folder has changed since it was indexed" in " ".join(shown.split())


def test_a_folder_that_was_never_indexed_is_told(run: Run, folder: Path) -> None:
    """Otherwise than one that has changed since."""
    run("corpus", "rollback")  # which makes a library
    assert found(run, "corpus", "collections")["collections"][0]["fault"] == "the articles folder is not indexed"
    run("index")
    (folder / "articles" / "ferry.md").unlink()
    assert "has changed since it was indexed" in found(run, "corpus", "status")["fault"]


@pytest.mark.usefixtures("guild_quay")
def test_what_is_left_is_told(run: Run) -> None:
    """When a collection is erased whose server has removed the bot."""
    service = bot.terminal.session.service_of(load_settings())
    with service.operations.writing():
        service.operations.load()
        service.guilds.present(())
    assert "the bot was removed; erased on 20" in run("corpus", "collections")[1]
    assert "since the bot was removed" in run("corpus", "status", "--collection", GUILD)[1]


@pytest.mark.usefixtures("guild_quay")
def test_a_guild_is_erased_when_its_name_is_typed(run: Run) -> None:
    """Not for a yes; and the shared collection never."""
    code, out, err = run("corpus", "erase", GUILD, typed="yes\n")
    assert (code, "Nothing was erased." in out, "1 article" in err) == (1, True, True)
    assert run("corpus", "erase", GUILD)[0] == 1
    assert run("corpus", "list", "--collection", GUILD)[0] == 0
    assert "is erased" in run("corpus", "erase", GUILD, typed=f"{GUILD}\n")[1]
    assert "there is no collection" in run("corpus", "list", "--collection", GUILD)[2]
    assert "only a server’s own collection" in run("corpus", "erase", "shared", "--yes")[2]


@pytest.mark.usefixtures("ferry")
def test_a_reindex_tells_what_it_did(run: Run, folder: Path) -> None:
    """Of the shared collection the folder is read first."""
    (folder / "articles" / "quay.txt").write_text(QUAY, encoding="utf-8")
    report = found(run, "corpus", "reindex")
    assert (report["indexed"], report["unchanged"], report["skipped"], report["failed"]) == (1, 1, [], [])


@pytest.mark.usefixtures("ferry")
def test_an_interrupted_reindex_leaves_the_old_index(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says that it answers."""
    before = found(run, "corpus", "status")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(LibraryIndexing, "reindex", interrupted)
    code, _, err = run("corpus", "reindex")
    assert (code, "the index is as it was before, and still answers" in err) == (130, True)
    assert found(run, "corpus", "status")["documents"] == before["documents"]


@pytest.mark.usefixtures("ferry")
def test_an_unknown_collection_is_named_beside_those_there_are(run: Run) -> None:
    """By every command that takes one."""
    for command in (["list"], ["audit"], ["status"], ["reindex"], ["rollback"], ["show", "1"], ["remove", "1"]):
        code, out, err = run("corpus", *command, "--collection", "guild:7")
        assert (code, out) == (1, "")
        assert "there is no collection “guild:7”; there is shared" in err
    for command in (["ask", "Who runs the ferry?"], ["quotes"], ["verify", "The ferry will stay for a year"]):
        assert "there is no collection “nonsense”" in run(*command, "--collection", "nonsense")[2]


@pytest.mark.usefixtures("guild_quay")
def test_a_guild_is_searched_with_the_shared_collection(run: Run) -> None:
    """Unless its moderators have switched that off; the shared one alone knows nothing of it."""
    everybody = {each["name"] for each in found(run, "quotes", "--collection", GUILD)["people"]}
    assert everybody == {"Ada Holm", "Ben Ray"}
    assert {each["name"] for each in found(run, "quotes")["people"]} == {"Ben Ray"}
    service = bot.terminal.session.service_of(load_settings())
    service.policies.settle(42, Policy(shared=False), "operator", "switched the shared articles off")
    assert {each["name"] for each in found(run, "quotes", "--collection", GUILD)["people"]} == {"Ada Holm"}


def test_readers_work_beside_a_writer_and_writers_do_not(run: Run, folder: Path, quay: str) -> None:
    """Each says what it is."""
    with Lock(folder / "data").held():
        for command in (["corpus", "list"], ["corpus", "status"], ["corpus", "history", quay], ["quotes"], ["doctor"]):
            assert run(*command)[0] == 0, command
        for command in (["corpus", "remove", quay], ["corpus", "reindex"], ["corpus", "add", "quay.txt", "--yes"]):
            code, _, err = run(*command)
            assert (code, "another Pullquote is writing" in err) == (1, True), command


def test_what_is_said_of_an_article_can_be_corrected(run: Run) -> None:
    """As its next version; nothing named, or nothing new, changes nothing."""
    run("corpus", "add", "quay.txt", "--yes", "--authors", "Ana Lee")
    code, out, _ = run("corpus", "edit", "quay", "--authors", "Ana Lee, Bo Chen", "--published", "2 Oct 2024")
    assert (code, "Corrected 1 “The quay closes”." in out) == (0, True)
    (article,) = json.loads(run("corpus", "list", "--json")[1])["articles"]
    assert (article["published"], article["publisher"], article["revision"]) == ("2024-10-02", "Harbour News", 2)
    assert json.loads(run("corpus", "show", "1", "--json")[1])["authors"] == ["Ana Lee", "Bo Chen"]
    assert "says so already" in run("corpus", "edit", "1", "--title", "The quay closes")[1]
    assert run("corpus", "edit", "1", "--publisher", "", "--json")[0] == 0
    assert json.loads(run("corpus", "list", "--json")[1])["articles"][0]["publisher"] is None
    assert run("corpus", "edit", "1")[0] == 2
    code, _, err = run("corpus", "edit", "1", "--published", "soon")
    assert (code, "“soon” cannot be read" in err) == (1, True)


@pytest.mark.usefixtures("quay_alone")
def test_articles_move_from_one_collection_to_another(run: Run, folder: Path) -> None:
    """With all their versions; what is damaged changes nothing, and what is there already is told."""
    run("corpus", "edit", "1", "--title", "The quay")
    assert run("corpus", "export", "--to", "all.zip")[0] == 0
    code, out, _ = run("corpus", "import", "all.zip", "--collection", GUILD)
    assert (code, "Imported 1 article." in out) == (0, True)
    (article,) = json.loads(run("corpus", "list", "--collection", GUILD, "--json")[1])["articles"]
    assert (article["title"], article["revisions"]) == ("The quay", 2)
    imported = json.loads(run("corpus", "import", "all.zip", "--json")[1])
    assert (imported["imported"], imported["skipped"]) == (0, ["“The quay” is here already, as article 1"])
    (folder / "cut.zip").write_bytes((folder / "all.zip").read_bytes()[:-9])
    for name, told in (("cut.zip", "is damaged"), ("quay.txt", "is damaged"), ("none.zip", "cannot be opened")):
        code, _, err = run("corpus", "import", name)
        assert (code, told in err) == (1, True)
