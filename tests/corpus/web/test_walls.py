"""What stands in place of an article is named."""

import time

import pytest

from corpus.web.page import Page
from corpus.web.walls import wall_of

PAID = "is behind a paywall: only its beginning can be read"
CONSENT = "shows a request for consent in place of the article"
PERSON = "wants to know whether a person reads it, and Pullquote is none"
SCRIPT = "is empty without JavaScript, which is not run"
LOGIN = "needs a log-in"
TEASER = "The harbour will close in May, the town said on Friday, after years of doubt. " * 4
ARTICLE = TEASER * 10
LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": %s}</script>'


def fetched(page: str, name: str = "a.html") -> Page:
    """A page that was fetched."""
    return Page("https://example.org/a", name, "text/html", "utf-8", page.encode())


@pytest.mark.parametrize(
    ("page", "text", "wall"),
    [
        (LINKED % "false", TEASER, PAID),
        (LINKED % '"False"', TEASER, PAID),
        (LINKED % '"http://schema.org/False"', TEASER, PAID),
        ('<meta itemprop="isAccessibleForFree" content="false">', TEASER, PAID),
        ('<meta property="article:content_tier" content="locked">', TEASER, PAID),
        ("<p>…</p><div><a>Subscribe</a> to continue reading.</div>", TEASER, PAID),
        ("", TEASER + "Subscribe now to read the full story.", PAID),
        ("", TEASER + "This article is available exclusively to our subscribers.", PAID),
        ("", TEASER + "This is a subscriber-only article.", PAID),
        ("", "We and our partners use cookies. Accept all. Manage preferences.", CONSENT),
        ("", "Before you continue: we use cookies and data to … Reject all · Accept all · More options", CONSENT),
        ("<p>We use cookies.</p><button>Accept all</button>", "", CONSENT),
        ("<title>Just a moment...</title>", "", PERSON),
        ("<p>Please verify you are a human</p><div id=captcha>", "Please verify you are a human", PERSON),
        ('<form><input type="password"></form>', "Log in with your name and password.", LOGIN),
        ("<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>", "", SCRIPT),
        ("<div id=root></div><script src=a.js></script>", "", SCRIPT),
    ],
)
def test_what_stands_before_an_article_is_named(page: str, text: str, wall: str) -> None:
    """A page that keeps its article back is told apart by what it says of itself."""
    assert wall_of(fetched(page), text) == wall


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("", TEASER),
        (LINKED % "true", TEASER),
        (LINKED % "false", ARTICLE),
        ("<a>Already a subscriber? Log in</a><input type=password>", TEASER * 2),
        ("<p>Accept all cookies</p>", ARTICLE),
        ("<script src=a.js></script>", TEASER),
        (
            "",
            "The firm raised its price for subscribers. It put cookies on the phones of those who did not agree. " * 3,
        ),
        ("", "Sign up for our letter. The mayor asked the towns to join, and to continue the work. " * 3),
        ("", ""),
    ],
)
def test_an_article_that_is_there_is_no_wall(page: str, text: str) -> None:
    """A whole article counts whatever its page says besides, and so does a short one without a sign."""
    assert wall_of(fetched(page), text) is None


def test_only_pages_have_walls() -> None:
    """A file that is no page is not looked at."""
    assert wall_of(fetched(LINKED % "false", "a.txt"), TEASER) is None


@pytest.mark.parametrize(
    "part", ["isAccessibleForFree ", "isAccessibleForFree:", "subscribe ", "sign up to ", "article:content_tier' ", "a"]
)
def test_a_page_that_is_made_to_be_slow_is_not(part: str) -> None:
    """Ten million characters are looked through soon."""
    page = fetched(part * (10_000_000 // len(part)))
    started = time.process_time()
    wall_of(page, "")
    assert time.process_time() - started < 3
