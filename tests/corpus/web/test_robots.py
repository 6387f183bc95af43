"""What a site does not want programs to read is not read."""

import time
from contextlib import suppress

import pytest

from corpus.web.fetch import fetch
from corpus.web.page import FetchError
from tests.support.web_site import WebSite

PAGE = "<html><p>Text.</p></html>"
NOT_WANTED = "127.0.0.1 does not want programs to read it (robots.txt)"


async def refusal(url: str, site: WebSite) -> str:
    """Why an address is not fetched."""
    with pytest.raises(FetchError) as caught:
        await fetch(url, site.reach)
    return caught.value.reason


async def test_what_the_rules_forbid_is_not_asked_for(site: WebSite) -> None:
    """A forbidden page is refused without a request for it; another one is read."""
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/*.html$\nAllow: /private/open.html", "text/plain")
    site.put("/private/open.html", PAGE)
    assert (await fetch(site.url("/private/open.html"), site.reach)).name == "open.html"
    assert await refusal(site.put("/private/a.html", PAGE), site) == NOT_WANTED
    assert "/private/a.html" not in site.paths


async def test_rules_for_pullquote_come_before_those_for_all(site: WebSite) -> None:
    """A site may forbid Pullquote by its name."""
    site.put("/robots.txt", "User-agent: *\nAllow: /\n\nUser-agent: pullquote\nDisallow: /", "text/plain")
    assert await refusal(site.put("/a", PAGE), site) == NOT_WANTED


async def test_a_redirect_may_not_go_round_the_rules(site: WebSite) -> None:
    """Where a redirect leads is checked by the rules as well; the rules of a site are asked for once."""
    site.put("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain")
    site.put("/private", PAGE)
    assert await refusal(site.put_redirect("/a", "/private"), site) == NOT_WANTED
    assert site.paths == ["/robots.txt", "/a"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_where_there_are_no_rules_all_may_be_read(site: WebSite, status: int) -> None:
    """A site without a robots.txt forbids nothing."""
    site.put_status("/robots.txt", status)
    assert (await fetch(site.put("/a", PAGE), site.reach)).data


async def test_where_the_rules_cannot_be_had_nothing_is_read(site: WebSite) -> None:
    """A fault of the site is no permission."""
    site.put_status("/robots.txt", 503)
    assert await refusal(site.put("/a", PAGE), site) == (
        "whether 127.0.0.1 wants programs to read it cannot be told, since its robots.txt cannot be had now; "
        "try again later (status 503)"
    )
    assert site.paths == ["/robots.txt"]


async def test_the_rules_may_stand_elsewhere(site: WebSite) -> None:
    """The redirects of a robots.txt are followed."""
    site.put("/rules", "User-agent: *\nDisallow: /", "text/plain")
    site.put_redirect("/robots.txt", "/rules")
    assert await refusal(site.put("/a", PAGE), site) == NOT_WANTED


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"user-agent: {number}\n" for number in range(15_000)) + "allow: /ab\n" * 25_000,
        "".join(f"useragent {number}\n" for number in range(15_000)) + "allow: /ab$\n" * 25_000,
        "User-agent: *\n" + "Disallow: /*a*a*a*a*b\n" * 24_000,
        "User-agent: *\nDisallow: /" + "*a" * 250_000,
        b"\xff\x00" * 250_000,
    ],
)
async def test_rules_that_are_made_to_be_slow_are_not(site: WebSite, text: str | bytes) -> None:
    """Half a megabyte of rules is read or refused soon."""
    site.put("/robots.txt", text, "text/plain")
    url = site.put("/" + "a" * 1_500, PAGE)
    started = time.process_time()
    with suppress(FetchError):
        await fetch(url, site.reach)
    assert time.process_time() - started < 5
