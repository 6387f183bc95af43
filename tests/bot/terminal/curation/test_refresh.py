"""Articles from the web in the terminal: added by their address, and fetched again."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from corpus.web import fetch as fetching
from tests.bot.conftest import Run
from tests.bot.terminal.conftest import QUAY, QUAY_AGAIN
from tests.bot.terminal.curation.test_add import listed
from tests.support.web_site import WebSite, web_site_beside

TEXT = "text/plain; charset=utf-8"
MILL = "“The mill turns again,” said Lena Vogt, the miller, and many people in the town were glad of it.\n"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[WebSite]:
    """A site that may be reached, though it is not public."""
    assert folder.exists()
    with web_site_beside() as site:
        monkeypatch.setattr(fetching, "fetch", partial(fetching.fetch, reach=site.reach))
        yield site


def test_an_article_is_added_by_its_address(run: Run, site: WebSite) -> None:
    """It is shown like a file, and has the address that it was fetched from."""
    url = site.put("/quay", QUAY, TEXT)
    code, out, err = run("corpus", "add", url, typed="y\n")
    assert (code, "Add it? [y/N]" in err) == (0, True)
    for shown in ("The quay closes", url, "3, by Ada Holm", "Added as article 1."):
        assert shown in out
    (article,) = listed(run)
    assert (article["url"], article["origin"], article["title"]) == (url, "web", "The quay closes")


def test_addresses_and_files_are_added_with_one_question(run: Run, site: WebSite) -> None:
    """An address that cannot be had is told with its reason, and keeps out no other."""
    mill, gone = site.put("/mill", MILL, TEXT), site.put_status("/gone", 410)
    code, out, _ = run("corpus", "add", "quay.txt", mill, gone, "http://127.0.0.1/", "--yes", "--json")
    files = {each["file"]: each for each in json.loads(out)["files"]}
    assert code == 1
    assert [name for name, each in files.items() if each["outcome"] == "added"] == ["quay.txt", mill]
    assert files[gone]["reason"] == "is gone for good (status 410)"
    assert "not public" in files["http://127.0.0.1/"]["reason"]


@pytest.mark.parametrize("status", [404, 503])
def test_an_address_that_cannot_be_had_is_told(run: Run, site: WebSite, status: int) -> None:
    """Nothing is added, and a script finds it out."""
    url = site.put_status("/quay", status)
    code, out, _ = run("corpus", "add", url, "--yes")
    assert (code, f"{url}: " in out, f"(status {status})" in " ".join(out.split())) == (1, True, True)
    assert listed(run) == []


@pytest.mark.slow
def test_an_article_is_fetched_again_to_see_what_changed(run: Run, site: WebSite) -> None:
    """The quotes that changed are shown; the newer version is kept for a yes, and nothing is for a no."""
    run("corpus", "add", site.put("/quay", QUAY, TEXT), "--yes")
    assert "1 article from the web: 0 added, 1 unchanged" in run("corpus", "refresh", "1")[1]
    site.put("/quay", QUAY_AGAIN, TEXT)
    code, out, err = run("corpus", "refresh", typed="n\n")
    assert (code, "Add it as a newer version of 1 “The quay closes”? [y/N]" in err) == (0, True)
    for shown in ("was", "in May", "now", "in June", "I am glad", "0 added, 0 unchanged, 1 skipped"):
        assert shown in out
    assert listed(run)[0]["revisions"] == 1
    assert "Added as version 2 of article 1." in run("corpus", "refresh", "the quay closes", "--yes")[1]
    assert listed(run)[0]["revisions"] == 2


@pytest.mark.slow
def test_all_that_came_from_the_web_is_fetched_again(run: Run, site: WebSite) -> None:
    """One that cannot be had keeps out no other; what is from files is left alone."""
    run("corpus", "add", site.put("/quay", QUAY, TEXT), site.put("/mill", MILL, TEXT), "--yes")
    run("corpus", "add", "articles/ferry.md", "--yes", "--collection", "guild:42")
    site.put_status("/mill", 404)
    site.put("/quay", QUAY_AGAIN, TEXT)
    code, out, _ = run("corpus", "refresh", "--yes", "--json")
    told = {each["title"]: each for each in json.loads(out)["articles"]}
    assert code == 1
    assert (told["The quay closes"]["outcome"], told["The quay closes"]["revision"]) == ("added", 2)
    assert (told["mill"]["outcome"], told["mill"]["revision"]) == ("failed", None)
    assert "is not there (status 404)" in told["mill"]["reason"]
    assert "No article here came from the web." in run("corpus", "refresh", "--collection", "guild:42")[1]


@pytest.mark.usefixtures("quay_alone")
def test_only_what_came_from_the_web_is_fetched_again(run: Run, site: WebSite) -> None:
    """A file is told apart, and nothing is asked for."""
    code, _, err = run("corpus", "refresh", "1")
    assert (code, "did not come from the web" in err) == (1, True)
    assert site.requests == []
