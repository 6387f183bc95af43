"""Articles from the web on Discord."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.discord.moderation.adding import web
from bot.discord.runtime.permissions import NOT_MODERATING
from corpus.web.fetch import fetch
from tests.bot.discord.moderation.conftest import CORRECTED, FERRY, OTHER, OWN, Moderator, entries
from tests.support.discord_values import Upload
from tests.support.kept_service import KeptService
from tests.support.web_site import WebSite, web_site

TEXT = "text/plain; charset=utf-8"


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WebSite]:
    """A site that may be reached, though it is not public."""
    async with web_site() as site:
        monkeypatch.setattr(web, "fetch", partial(fetch, reach=site.reach))
        yield site


def placed(site: WebSite, text: str) -> str:
    """The address of a page with the ferry's article, which gives the address as its own."""
    return site.put("/ferry", text.replace("https://tidewater.example/ferry", site.url("/ferry")), TEXT)


async def test_an_article_on_the_web_is_added_after_a_look_at_it(
    moderator: Moderator, kept: KeptService, site: WebSite
) -> None:
    """A page is previewed as a file is, and kept with its address and its bytes."""
    url = placed(site, FERRY)
    post = await moderator.uses("add", url=f"<{url}>")
    assert post.private
    assert post.content.startswith("**No ferry in winter** is not added yet.")
    assert f"Address: {url}" in post.content.replace("\\", "")
    assert entries(kept) == []
    await moderator.presses(post, "Add", "Added **No ferry in winter** (number 1)")
    (entry,) = kept.curation.entries(OWN)
    assert (entry.url, entry.origin) == (url, "web")
    (whole,) = kept.library.articles.whole(OWN, 1)
    assert whole.sources[1].data == site.pages["/ferry"].body


@pytest.mark.parametrize(
    ("status", "said"), [(404, "is not there"), (401, "needs a log-in"), (503, "the site has a fault")]
)
async def test_a_page_that_cannot_be_had_is_told(moderator: Moderator, site: WebSite, status: int, said: str) -> None:
    """The moderator reads why, with the address."""
    post = await moderator.uses("add", url=site.put_status("/ferry", status))
    assert said in post.content
    assert "/ferry" in post.content


async def test_several_addresses_are_added_with_one_button(
    moderator: Moderator, kept: KeptService, site: WebSite
) -> None:
    """One message tells what each address is; one that cannot be had keeps out no other."""
    ferry, mill = placed(site, FERRY), site.put("/library", OTHER, TEXT)
    asked = await moderator.begins("add", url=f"{ferry}, <{mill}> {site.put_status('/gone', 410)}")
    await moderator.server.until(lambda: any("3 files" in post.content for post in asked.seen))
    (post,) = asked.seen
    assert "is gone for good" in post.content
    await moderator.presses(post, "Add all (2)", "2 added")
    assert [title for _, title, _ in entries(kept)] == ["No ferry in winter", "library"]
    assert {entry.url for entry in kept.curation.entries(OWN)} == {ferry, mill}


async def test_too_many_addresses_are_refused(moderator: Moderator, site: WebSite) -> None:
    """Nothing is fetched of a list that would keep others waiting."""
    post = await moderator.uses("add", url=" ".join(site.url(f"/{number}") for number in range(21)))
    assert "takes at most 20 addresses at once" in post.content
    assert site.requests == []


async def test_a_file_and_an_address_are_not_added_at_once(moderator: Moderator, site: WebSite) -> None:
    """Neither is left out without a word."""
    post = await moderator.uses("add", file=Upload("ferry.txt", FERRY.encode()), url=placed(site, FERRY))
    assert "takes a file or an address" in post.content
    assert site.requests == []


async def test_what_is_not_public_is_not_fetched(moderator: Moderator) -> None:
    """An address of the bot's own machine is refused."""
    post = await moderator.uses("add", url="http://127.0.0.1/")
    assert "leads to an address that is not public" in post.content


async def test_nobody_else_has_anything_fetched(moderator: Moderator, site: WebSite) -> None:
    """Whoever is no moderator is refused before anything is asked for."""
    moderator.permissions = 0
    for command, options in (("add", {"url": placed(site, FERRY)}), ("refresh", {"article": "1"})):
        post = await moderator.uses(command, **options)
        assert post.content == NOT_MODERATING
    assert site.requests == []


async def test_an_article_is_fetched_again_to_see_what_changed(
    moderator: Moderator, kept: KeptService, site: WebSite
) -> None:
    """The quotes that changed are shown, and the button adds the next version."""
    post = await moderator.uses("add", url=placed(site, FERRY))
    await moderator.presses(post, "Add", "Added")
    same = await moderator.uses("refresh", article="1")
    assert same.content.startswith("**No ferry in winter** (number 1) stands there as it did <t:")
    placed(site, CORRECTED)
    post = await moderator.uses("refresh", article="No ferry in winter")
    assert "It seems to be a newer version of **No ferry in winter** (number 1)." in post.content
    assert "thirteen" in post.content
    assert "“Nobody will be cut off,”" in post.content
    await moderator.presses(post, "Add as a new version of “No ferry in winter”", "version 2")
    assert entries(kept) == [(1, "No ferry in winter", 2)]


async def test_only_what_came_from_the_web_is_fetched_again(moderator: Moderator, site: WebSite) -> None:
    """A file has no address to go to, whatever it says of itself."""
    post = await moderator.uses("add", file=Upload("ferry.txt", FERRY.encode()))
    await moderator.presses(post, "Add", "Added")
    post = await moderator.uses("refresh", article="1")
    assert "did not come from the web" in post.content
    assert site.requests == []
