"""The encoding that a page declares is what it is read in, or it is refused."""

import pytest

from corpus.errors import ArticleError
from corpus.readers.text.charsets import decode_declared, decode_page, decode_text
from tests.support.growth import growth

SAMPLES = {  # what browsers call the encodings
    "utf-8": "“Ça suffit,” said Šimon Müller.",
    "windows-1252": "“Ça suffit”, said the baker — for £5.",
    "iso-8859-1": "“Ça suffit”, said the baker — for £5.",
    "iso-8859-2": "Šimon řekl: „Dost.“".replace("„", '"').replace("“", '"'),
    "iso-8859-15": "Ça coûte 5 €.",
    "windows-1250": "„Dość”, powiedział Łukasz.",
    "windows-1251": "«Хватит», — сказал он.",
    "koi8-r": "Хватит, сказал он.",
    "shift_jis": "「発射した」と述べた。①",
    "euc-jp": "「発射した」と述べた。",
    "iso-2022-jp": "「発射した」と述べた。",
    "gb2312": "“够了,”他说。",
    "gbk": "“够了,”他說。",
    "big5": "「夠了,」他說。",
    "euc-kr": "“그만,” 그가 말했다.",
    "ks_c_5601-1987": "“그만,” 그가 말했다.",
}
CODECS = {"iso-8859-1": "cp1252", "shift_jis": "cp932", "ks_c_5601-1987": "euc-kr"}


def page(charset: str) -> bytes:
    text = f"<html><head><title>x</title><meta charset='{charset}'></head><p>{SAMPLES[charset]}</p></html>"
    return text.encode(CODECS.get(charset, charset))


@pytest.mark.parametrize("charset", SAMPLES)
def test_a_page_is_read_in_the_encoding_it_declares(charset: str) -> None:
    """Also in those which browsers take for another than their name says."""
    text, doubts = decode_page("page.html", page(charset), None)
    assert f"<p>{SAMPLES[charset]}</p>" in text
    assert not doubts


@pytest.mark.parametrize("charset", [charset for charset in SAMPLES if charset != "utf-8"])
def test_a_page_that_declares_nothing_is_not_guessed(charset: str) -> None:
    """What a server said counts; without it such bytes are refused."""
    data = page(charset).replace(f"<meta charset='{charset}'>".encode(), b"")
    assert SAMPLES[charset] in decode_page("page.html", data, charset.upper())[0]
    with pytest.raises(ArticleError, match="encoding is unsure"):
        decode_page("page.html", data, None)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_a_mark_is_surer_than_what_is_declared(encoding: str) -> None:
    """So are the zero bytes of UTF-16."""
    data = "<meta charset=windows-1252><p>“No”</p>".encode(encoding)
    assert decode_page("page.html", data, "iso-8859-2") == ("<meta charset=windows-1252><p>“No”</p>", ())


def test_utf_8_that_says_it_is_something_else_is_told() -> None:
    """Pages that were changed to UTF-8 keep their old declaration."""
    text, doubts = decode_page("page.html", "<meta charset=windows-1252><p>“No”</p>".encode(), None)
    assert "“No”" in text
    assert doubts == ("it says that its encoding is windows-1252, and its bytes are UTF-8; it is read as UTF-8",)


@pytest.mark.parametrize("label", ["x-nonsense", "utf-7", "base64", "unicode_escape", "idna", "cp037"])
def test_an_encoding_that_no_page_is_in_is_refused(label: str) -> None:
    """Python knows more encodings than people write in."""
    with pytest.raises(ArticleError, match=f"its encoding is “{label}”, which is not known"):
        decode_declared("page.html", b"<p>No</p>", label)


def test_bytes_that_are_not_in_the_declared_encoding_are_refused() -> None:
    """The line is told."""
    with pytest.raises(ArticleError, match=r"it is not UTF-8 \(byte 0xE7 in line 2\)"):
        decode_page("page.html", b"<meta charset=utf-8>\n<p>\xe7a</p>", None)


WINDOWS = "“It’s over,” said Lund. The café — the third since May — won’t open…\r\n\r\n“Not yet,” he said."
TOLD = "it is not in UTF-8, but as Windows wrote texts once (Windows-1252); it is read so"


def test_what_windows_wrote_is_read_where_only_one_reading_is_left() -> None:
    """Its encodings have the same quotation marks, and é is the same in all that have Latin letters."""
    for encoding in ("cp1252", "cp1250", "cp1254", "cp1257"):
        assert decode_text("a.txt", WINDOWS.encode(encoding)) == (WINDOWS, (TOLD,))


@pytest.mark.parametrize(
    "text",
    [
        "“Ten pounds,” said Lund: £10.",  # Ł in Poland
        "It’s the café.",  # no quotation marks that tell Windows
        "“Nein“, sagte Lund.",
        "“No,” said Lund. espa–a",  # ñ on a Macintosh
        "“No,” said Lund. cafŽ",
        "“No,” said Lund. Ž",
        "“No, said Lund. No,” he said. d”a",
    ],
)
def test_what_windows_wrote_is_refused_where_it_might_be_something_else(text: str) -> None:
    """A letter that its encodings do not share, or a mark where none can stand."""
    with pytest.raises(ArticleError, match="encoding is unsure"):
        decode_text("a.txt", text.encode("cp1252"))


def test_a_server_may_name_the_encoding_of_a_text() -> None:
    """Then it counts, and nothing is guessed."""
    text = "“Ten pounds,” said Lund: £10."
    assert decode_text("a.txt", text.encode("cp1252"), "iso-8859-1") == (text, ())
    with pytest.raises(ArticleError, match="encoding is unsure"):
        decode_text("a.txt", WINDOWS.encode("cp1252"), "utf-8")


@pytest.mark.parametrize("pattern", ["“", "“a” ", "‘", "é", "“ ”", "\x1b[", "\x1b]0"])
def test_looking_for_the_encoding_takes_time_in_proportion(pattern: str) -> None:
    """However the marks are piled up."""

    def work(text: str) -> None:
        data = f"“a” {text} ”“".encode("cp1252")
        try:
            decode_text("a.txt", data)
        except ArticleError as error:
            assert error.reason  # noqa: PT017

    assert growth(pattern, work) < 24
