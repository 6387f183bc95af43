"""What stands at an address is fetched, or the reason is told."""

import asyncio
import shutil
import socket
import ssl
import subprocess
import tracemalloc
from pathlib import Path

import pytest

from corpus.errors import ArticleError
from corpus.web.fetch import MAX_BYTES, fetch
from corpus.web.page import FetchError
from corpus.web.reasons import NOT_PUBLIC
from tests.support.web_site import HOST, Page, WebSite, web_site

PAGE = "<html><body><p>“The harbour will close,” Mayor Ann O’Neill said.</p></body></html>"


def own_certificate(folder: Path) -> ssl.SSLContext:
    """What a site has that vouches for itself."""
    made = ["-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=127.0.0.1", "-nodes"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", *made]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


async def refusal(url: str, site: WebSite, seconds: float = 30) -> str:
    """Why an address is not fetched; the error names the address."""
    with pytest.raises(FetchError) as caught:
        await fetch(url, site.reach, seconds)
    assert caught.value.name == url
    assert str(caught.value) == f"{url}: {caught.value.reason}"
    return caught.value.reason


async def test_the_bytes_of_a_page_come_as_they_stand_there(site: WebSite) -> None:
    """A page is fetched with its address, name, kind and encoding."""
    url = site.put("/2024/harbour", PAGE.encode("cp1252"), "text/html; charset=windows-1252")
    fetched = await fetch(url + "#top", site.reach)
    assert fetched.data == PAGE.encode("cp1252")
    assert (fetched.url, fetched.name) == (url, "harbour.html")
    assert (fetched.media_type, fetched.charset) == ("text/html", "windows-1252")


async def test_a_packed_page_is_unpacked(site: WebSite) -> None:
    """Compression is undone."""
    fetched = await fetch(site.put_packed("/a", PAGE.encode()), site.reach)
    assert fetched.data == PAGE.encode()
    assert fetched.charset == "utf-8"


async def test_redirects_are_followed_to_where_the_page_is(site: WebSite) -> None:
    """Three redirects are followed, and the address is the last one."""
    site.put("/3", PAGE)
    site.put_redirect("/2", "3", 307)
    site.put_redirect("/1", site.url("/2"), 308)
    fetched = await fetch(site.put_redirect("/0", "/1", 301), site.reach)
    assert fetched.url == site.url("/3")
    assert await refusal(site.put_redirect("/more", "/0"), site) == "leads on more than 3 times"
    assert await refusal(site.put_redirect("/round", "/round"), site) == "leads on more than 3 times"


async def test_nothing_is_kept_or_told_of_who_reads(site: WebSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cookie goes from one request to the next, and no proxy of the environment is used."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.put("/1", PAGE)
    await fetch(site.put_redirect("/0", "/1"), site.reach)
    assert site.paths == ["/robots.txt", "/0", "/1"]
    for _, headers in site.requests:
        assert headers["User-Agent"].startswith("Pullquote ")
        assert not {"Cookie", "Authorization", "Referer"} & set(headers)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "needs a log-in (status 401)"),
        (402, "has to be paid for (status 402)"),
        (403, "is closed to Pullquote (status 403)"),
        (404, "is not there (status 404)"),
        (410, "is gone for good (status 410)"),
        (418, "is not given out (status 418)"),
        (429, "was asked for too often; try again later (status 429)"),
        (451, "is withheld for legal reasons (status 451)"),
        (304, "is not given out (status 304)"),
        (204, "is not given out (status 204)"),
        (503, "cannot be had now, since the site has a fault; try again later (status 503)"),
    ],
)
async def test_an_answer_that_is_no_page_is_told_in_words(site: WebSite, status: int, reason: str) -> None:
    """The status of an answer becomes a reason."""
    assert await refusal(site.put_status("/a", status), site) == reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/a", "only addresses that begin with http:// or https:// are read"),
        ("file:///etc/passwd", "only addresses that begin with http:// or https:// are read"),
        ("example.org/a", "only addresses that begin with http:// or https:// are read"),
        ("http:///a", "only addresses that begin with http:// or https:// are read"),
        ("http://[::1", "is no address that can be opened"),
        ("http://a:b@example.org/", "has a name or a password in it; only pages that everybody can open are read"),
        ("http://a@example.org/", "has a name or a password in it; only pages that everybody can open are read"),
        ("https://example.org:22/", "is at port 22; only the ports of the web, 80 and 443, are read"),
        ("https://example.org/" + "a" * 2_000, "the address has more than 2,000 characters"),
        ("http://" + "a" * 70 + ".org/", "there is no site of that name"),
        ("http://127.0.0.1/", NOT_PUBLIC),
        ("http://[::ffff:127.0.0.1]/", NOT_PUBLIC),
        ("http://localhost/", NOT_PUBLIC),
    ],
)
async def test_an_address_that_is_not_read_says_why(site: WebSite, url: str, reason: str) -> None:
    """What is no public address of the web is refused, without a request."""
    assert await refusal(url, site) == reason
    assert site.requests == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (socket.EAI_NONAME, "there is no site of that name"),
        (socket.EAI_AGAIN, "no site can be found just now; check the network, and try again later"),
    ],
)
async def test_a_name_that_leads_nowhere_is_told_from_a_network_that_is_down(
    site: WebSite, monkeypatch: pytest.MonkeyPatch, error: int, reason: str
) -> None:
    """Whoever runs Pullquote without a network is not told that a site is not there."""

    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(error, "no answer")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert await refusal("http://gull.example/", site) == reason


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "file:///etc/passwd", "//a:b@127.0.0.1/", "http://[", "\udcff"]
)
async def test_a_redirect_leads_nowhere_that_could_not_be_given(site: WebSite, target: str) -> None:
    """Where a redirect leads is checked as what somebody gave."""
    site.pages["/a"] = Page(status=302, headers={"Location": target})
    assert await refusal(site.url("/a"), site)
    assert set(site.paths) <= {"/robots.txt", "/a", "/%EF%BF%BD"}


async def test_a_page_that_is_too_large_is_refused(site: WebSite) -> None:
    """Ten million bytes are the most, and no more are read."""
    reason = "is too large: 10,000,000 bytes are the most"
    assert await refusal(site.put("/said", b"a" * (MAX_BYTES + 1)), site) == reason
    assert len((await fetch(site.put("/most", b"a" * MAX_BYTES), site.reach)).data) == MAX_BYTES


async def test_a_bomb_is_left_before_it_fills_the_memory(site: WebSite) -> None:
    """Of 60 MB that are packed into 60 kB only little more than the most is ever unpacked."""
    url = site.put_packed("/bomb", bytes(60_000_000))
    tracemalloc.start()
    try:
        assert await refusal(url, site) == "is too large: 10,000,000 bytes are the most"
        assert tracemalloc.get_traced_memory()[1] < 5 * MAX_BYTES
    finally:
        tracemalloc.stop()


async def test_a_slow_site_is_given_up(site: WebSite) -> None:
    """The whole visit has a limit, robots.txt and redirects included."""
    assert await refusal(site.put("/a", PAGE, seconds=5), site, 0.2) == "the site took longer than 0.2 seconds"


async def test_what_is_no_article_is_refused_by_its_kind(site: WebSite) -> None:
    """A picture is not fetched, and neither is what has no kind."""
    reason = "is of the kind image/png, which is not read as an article"
    assert await refusal(site.put("/a.png", b"\x89PNG", "image/png"), site) == reason
    site.pages["/data"] = Page(b"data", headers={"Content-Type": "application/octet-stream"})
    assert "application/octet-stream" in await refusal(site.url("/data"), site)


async def test_an_empty_page_is_refused(site: WebSite) -> None:
    """A page without a byte is empty."""
    assert await refusal(site.put("/a", " \n"), site) == "is empty: there is no text in it"


async def test_what_cannot_be_unpacked_is_refused(site: WebSite) -> None:
    """A page in a packing that is unknown, or that is broken, is refused."""
    assert await refusal(site.put("/a", b"xyz", Content_Encoding="lzma"), site) == "is packed in a way that is not read"
    assert "cannot be read" in await refusal(site.put("/b", b"xyz", Content_Encoding="gzip"), site)


async def test_a_site_that_is_off_cannot_be_reached(site: WebSite) -> None:
    """Where nobody listens, the site cannot be reached."""
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
    site.port = port
    assert await refusal(site.url("/a"), site) == "the site cannot be reached"


async def test_a_site_that_breaks_off_is_told(site: WebSite) -> None:
    """An answer that is none is told."""

    async def nonsense(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"nonsense\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(nonsense, HOST, 0) as server:
        site.port = server.sockets[0].getsockname()[1]
        assert await refusal(site.url("/a"), site) == "the site broke off, or sent what cannot be read"


async def test_a_site_that_has_no_certificate_is_not_read(site: WebSite) -> None:
    """A plain site is no secure one."""
    url = site.put("/a", PAGE).replace("http:", "https:")
    assert await refusal(url, site) == "no secure connection to the site can be made"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here to make a certificate")
async def test_a_site_whose_certificate_nobody_vouches_for_is_not_read(tmp_path: Path) -> None:
    """A certificate that a site made itself proves nothing."""
    async with web_site(own_certificate(tmp_path)) as site:
        reason = "the site's certificate is not valid, so it may be another site"
        assert await refusal(site.put("/a", PAGE), site) == reason


def test_a_refused_address_is_an_article_that_cannot_be_read() -> None:
    """Whoever tells of articles that cannot be read tells of addresses too."""
    assert issubclass(FetchError, ArticleError)
