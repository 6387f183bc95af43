"""What stands in place of an article is named."""

import time

import pytest

from corpus.errors import ArticleError
from corpus.readers.files import parse_article
from corpus.web import walls
from corpus.web.page import Page
from corpus.web.walls import wall_of

PAID = "is behind a paywall: only its beginning can be read"
CONSENT = "shows a request for consent in place of the article"
PERSON = "wants to know whether a person reads it, and Pullquote is none"
SCRIPT = "is empty without JavaScript, which is not run"
LOGIN = "needs a log-in"

LEAD = """
<p>“We will not close the harbour,” said Ann Lund, the mayor of Ashby. “Nobody asked us to.”</p>
<p>The council of Ashby met on Friday to talk about the old harbour, and will meet again in May.</p>
"""
BODY = "".join(
    f"<p>On day {day} the council spoke about the cranes, the sheds and the many people who work there.</p>"
    for day in range(14)
)
SITE = """<!doctype html><html lang="en"><head><title>Harbour stays open | The Post</title>{head}
<script>window.texts = {{"gate": "Subscribe to continue reading", "robot": "Verify you are a human"}}</script></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/in">Already a subscriber? Log in</a></li></ul></nav>
<form hidden><input type="password"></form></header><main><article><h1>Harbour stays open</h1>{article}</article></main>
<noscript>Please enable JavaScript to see our pictures.</noscript>
<footer><p>We use cookies. <button>Accept all</button></p><p>© The Post</p></footer></body></html>"""
SCHEMA = """<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Harbour stays open",
"isAccessibleForFree": {}, "hasPart": {{"@type": "WebPageElement", "cssSelector": ".more"}}}}</script>"""


def article(body: str, head: str = "") -> str:
    """A page of a newspaper."""
    return SITE.format(head=head, article=body)


def bare(title: str, body: str, head: str = "") -> str:
    """A page without an article."""
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def page_of(html: str, name: str = "a.html") -> Page:
    """A page that was fetched."""
    return Page("https://post.example/a", name, "text/html", "utf-8", html.encode())


def main_text(page: Page) -> str:
    """What the reader takes for the article; empty where it finds none."""
    try:
        return parse_article(page.name, page.data, page.charset).text
    except ArticleError:
        return ""


@pytest.mark.parametrize(
    ("html", "wall"),
    [
        (article(LEAD, SCHEMA.format("false")), PAID),
        (article(LEAD, SCHEMA.format('"False"')), PAID),
        (article(LEAD, SCHEMA.format('"http://schema.org/False"')), PAID),
        (article(LEAD, '<meta itemprop="isAccessibleForFree" content="false">'), PAID),
        (article(LEAD, '<meta property="article:content_tier" content="locked">'), PAID),
        (article(LEAD + "<div><h2>Subscribe to continue reading</h2><p>From 1 a month.</p></div>"), PAID),
        (article(LEAD + '<div class="gate"><a href="/pay">Subscribe</a> to continue reading.</div>'), PAID),
        (article(LEAD + "<p>Subscribe now to read the full story.</p>"), PAID),
        (article(LEAD + "<p>This article is available exclusively to our subscribers.</p>"), PAID),
        (article(LEAD + "<p>Subscriber-only article</p>"), PAID),
        (
            bare(
                "Before you continue",
                "<h1>Your privacy</h1><p>We and our 842 partners store information on a device, such as cookies, and "
                "process personal data for ads and content that suit you. You may change your mind at any time.</p>"
                "<button>Accept all</button><button>Manage options</button>",
            ),
            CONSENT,
        ),
        (
            bare("Consent", "<p>We use cookies and data to measure how our pages are used.</p><a>Reject all</a>"),
            CONSENT,
        ),
        (
            bare("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript><script></script>"),
            PERSON,
        ),
        (bare("The Post", "<h1>Please verify you are a human</h1><div id='captcha'></div>"), PERSON),
        (
            bare("Log in", '<form><label>Mail <input></label><label>Password <input type="password"></label></form>'),
            LOGIN,
        ),
        (
            bare("App", "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>"),
            SCRIPT,
        ),
        (bare("App", "<div id='app'></div><script src='/main.js'></script>"), SCRIPT),
    ],
)
def test_what_stands_before_an_article_is_named(html: str, wall: str) -> None:
    """A page that keeps its article back is told by what it says of itself."""
    page = page_of(html)
    assert wall_of(page, main_text(page)) == wall


@pytest.mark.parametrize(
    "html",
    [
        article(LEAD + BODY),
        article(LEAD),
        article(LEAD, SCHEMA.format("true")),
        article(LEAD + BODY, SCHEMA.format("false")),
        article(LEAD + BODY + "<p>Subscribe to continue reading more of this kind.</p>"),
        article(LEAD + "<p>The firm raised its price for subscribers, and put cookies on all phones.</p>"),
        article(LEAD + "<p>“Sign up for the march,” she said, “and join us to continue what we began.”</p>"),
        bare("Nothing", ""),
        bare("The Post", "".join(f"<h2><a href='/{n}'>Story number {n} of this day</a></h2>" for n in range(60))),
    ],
)
def test_an_article_that_is_there_is_no_wall(html: str) -> None:
    """Banners, forms and scripts around an article say nothing of it, however short it is."""
    page = page_of(html)
    assert wall_of(page, main_text(page)) is None


def test_only_pages_have_walls() -> None:
    """A file that is no page is not looked at."""
    assert wall_of(page_of(article(LEAD, SCHEMA.format("false")), "a.txt"), "Text.") is None


def test_a_sign_is_found_wherever_it_stands() -> None:
    """Where the parts of a long page meet, too."""
    for shift in range(0, 40, 10):
        start = walls._PART - shift
        assert wall_of(page_of(" " * start + "Subscribe to read this story"), "") == PAID
    assert wall_of(page_of("<p>Hello" + " " * 3 * walls._PART + "Subscribe to read this story"), "") == PAID


@pytest.mark.parametrize(
    "part",
    [
        "isAccessibleForFree ",
        "isAccessibleForFree:",
        "subscribe ",
        "sign up to ",
        "article:content_tier' ",
        "a",
        "<",
    ],
)
def test_a_page_that_is_made_to_be_slow_is_not(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten million characters only the first are looked at; here fewer than elsewhere, and that soon."""
    monkeypatch.setattr(walls, "_LOOKED_AT", 200_000)
    page = page_of(part * (10_000_000 // len(part)))
    started = time.process_time()
    wall_of(page, "")
    assert time.process_time() - started < 3
