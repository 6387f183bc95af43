"""A page has a file name, whose ending tells its kind."""

import pytest
from yarl import URL

from corpus.web.kinds import file_name, offered_name


@pytest.mark.parametrize(
    ("url", "media_type", "offered", "name"),
    [
        ("https://example.org/2024/harbour", "text/html", None, "harbour.html"),
        ("https://example.org/", "text/html", None, "example.org.html"),
        ("https://example.org/a/", "text/html", None, "a.html"),
        ("https://example.org/a.php?id=1", "text/html", None, "a.php.html"),
        ("https://example.org/a.htm", "application/xhtml+xml", None, "a.html"),
        ("https://example.org/a.md", "text/plain", None, "a.md"),
        ("https://example.org/a.md", "text/html", None, "a.html"),
        ("https://example.org/a.log", "text/plain", None, "a.log.txt"),
        ("https://example.org/a.PDF", "application/octet-stream", None, "a.pdf"),
        ("https://example.org/get?id=1", "application/pdf", "Report of May.pdf", "Report of May.pdf"),
        ("https://example.org/get", "application/octet-stream", "../../etc/cron.d/x.docx", "x.docx"),
        ("https://example.org/get", "application/octet-stream", "C:\\Temp\\x.docx", "x.docx"),
        ("https://example.org/M%C3%BCnchen%0Aist", "text/html", None, "München ist.html"),
        ("https://example.org/..", "text/html", None, "example.org.html"),
        ("https://example.org/" + "a" * 300, "text/html", None, "a" * 100 + ".html"),
        ("https://example.org/a.png", "image/png", None, None),
        ("https://example.org/a", "application/octet-stream", None, None),
        ("https://example.org/a.exe", "application/octet-stream", None, None),
    ],
)
def test_a_file_is_called_after_its_page(url: str, media_type: str, offered: str | None, name: str | None) -> None:
    """The name is the last part of the path, or what the site offers, and its ending is that of the kind."""
    assert file_name(URL(url), media_type, offered) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="Report of May.pdf"', "Report of May.pdf"),
        ("attachment; filename*=UTF-8''M%C3%BCnchen.pdf", "München.pdf"),
        ("inline", None),
        ("", None),
        (";;=\x00\udcff", None),
    ],
)
def test_a_site_may_offer_a_name(header: str, name: str | None) -> None:
    """The name of a download is taken from its header, and a header that is none offers none."""
    assert offered_name(header) == name
