"""From files to documents."""

import io
import os
import re
import unicodedata
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ArticleError
from corpus.readers.files import find_articles, parse_article, read_bytes
from corpus.readers.forms import SUFFIXES, TEXT_BYTES
from corpus.readers.front_matter import MAX_FRONT_MATTER
from corpus.text.document import Document
from tests.conftest import SHIPPED
from tests.support.growth import growth

FRONT = """---
title: The Sanctions
publisher: NBC News
authors: [Ana Lee, "Bo  Chen"]
published: 2017-09-14
url: https://example.org/story?a=1
---
"""


def paragraphs(document: Document) -> list[str]:
    return [span.of(document.text) for span in document.paragraphs]


def captions(document: Document) -> list[str]:
    return [span.of(document.text) for span in document.captions]


def read(text: str, name: str = "story.txt") -> Document:
    return parse_article(name, text.encode())


def read_if_good(data: bytes, name: str) -> Document | None:
    try:
        return parse_article(name, data)
    except ArticleError:
        return None


def refusal(data: bytes, name: str = "story.txt") -> str:
    """Why an article is not read."""
    with pytest.raises(ArticleError) as caught:
        parse_article(name, data)
    assert str(caught.value) == f"{name}: {caught.value.reason}"
    return caught.value.reason


# The article that ships -----------------------------------------------------------------------------------------------


def test_the_shipped_article_is_read_as_it_stands(article: Document) -> None:
    """The article is read byte for byte, with nine paragraphs and each of its two repeated captions once."""
    assert article.text.encode() == SHIPPED.read_bytes()
    assert len(article.paragraphs) == 9
    assert paragraphs(article)[0].startswith("WASHINGTON — North Korea may be preparing")
    assert paragraphs(article)[8].startswith("“These are the most severe sanctions yet laid on North Korea,” Mattis")
    assert [caption[:35] for caption in captions(article)] == [
        "Image: North Korean leader Kim Jong",
        "Image: Mattis poses for a handshake",
    ]
    assert article.title == "north korea missile"


# Encodings and line ends ----------------------------------------------------------------------------------------------

TEXT = "“Ça suffit,” said Šimon Müller — 北朝鮮 👩‍🚀.\n\nNothing more."


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding(encoding: str, mark: bytes) -> None:
    """A byte order mark tells the encoding and is no part of the text."""
    document = parse_article("story.txt", mark + TEXT.encode(encoding))
    assert document.text == TEXT
    assert document == read(TEXT)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_a_mark(encoding: str) -> None:
    """UTF-16 is recognised by its zero bytes, which no other text has."""
    assert parse_article("story.txt", "He said “No”.\n".encode(encoding)).text == "He said “No”.\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["story.txt", "story.md"])
def test_line_ends_of_all_systems_part_paragraphs(name: str, end: str) -> None:
    """Line ends of every system part paragraphs, and stay in the text as they are."""
    text = end.join(["---", "title: T", "---", "One", "goes on.", "", " \t", "Two.", "", "Image: Three", ""])
    document = read(text, name)
    assert document.text == text
    assert document.title == "T"
    assert paragraphs(document) == [f"One{end}goes on.", "Two."]
    assert captions(document) == ["Image: Three"]


@pytest.mark.parametrize(
    "text",
    [
        unicodedata.normalize("NFD", "Müller said é."),
        "5\u00a0000\u202fkm\u00ad soft\u200b zero",
        "ﬁve Å ① ”x” ...  two  blanks\t.",
        "א\u202b שלום \u202c ‏",
    ],
)
def test_text_is_never_normalised(text: str) -> None:
    """A quote of it is what the author typed."""
    document = read(text)
    assert document.text == text
    assert paragraphs(document) == [text.strip()]


def test_lines_without_blank_ones_between_are_paragraphs_where_nobody_wraps() -> None:
    """A program wrote each paragraph in a line; a hand would have wrapped this."""
    long = "word " * 40 + "end."
    assert paragraphs(read(f"{long}\nShort.\n{long}")) == [long, "Short.", long]
    assert paragraphs(read("A line\nwrapped by\nhand.")) == ["A line\nwrapped by\nhand."]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("The quay\x0cis closed.", "The quay is closed."),
        ("The quay\x0bis\x85closed.\x07", "The quay is closed. "),
        ("The \x1b[1;31mquay\x1b[0m is closed.", "The quay is closed."),
        ("The \x9b31mquay is closed.", "The quay is closed."),
        ("\x1b]0;title\x07The quay is closed.", "The quay is closed."),
        ("The\x1bquay is \x00closed.".replace("\x00", "\x7f"), "The quay is  closed."),
    ],
)
def test_stray_control_characters_are_white_space(written: str, kept: str) -> None:
    """A terminal would obey some of them; sequences that set its colours take no room."""
    assert read(written).text == kept
    assert read(written).doubts == ()


# Front matter ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["story.txt", "story.md"])
def test_front_matter_says_what_an_article_is(name: str) -> None:
    """Front matter is read in plain text as in Markdown, and is not part of the paragraphs."""
    document = read(FRONT + "\n# Heading\n\nThe body.", name)
    assert (document.title, document.publisher) == ("The Sanctions", "NBC News")
    assert document.authors == ("Ana Lee", "Bo Chen")
    assert document.published == date(2017, 9, 14)
    assert document.url == "https://example.org/story?a=1"
    assert paragraphs(document)[-1] == "The body."
    assert not any("publisher" in each for each in paragraphs(document))


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("author: Ana Lee", "authors", ("Ana Lee",)),
        ("authors: Ana Lee", "authors", ("Ana Lee",)),
        ("author: [Ana, Bo]", "authors", ("Ana", "Bo")),
        ("authors: []", "authors", ()),
        ("date: 2017-09-14", "published", date(2017, 9, 14)),
        ("published: '2017-09-14'", "published", date(2017, 9, 14)),
        ("date: 2017-09-14T22:10:00Z", "published", date(2017, 9, 14)),
        ("published:", "published", None),
        ("title: 1984", "title", "1984"),
        ("title: >\n  Two\n  lines", "title", "Two lines"),
        ("title: ''", "title", "story"),
        ("url:", "url", None),
        ("kind: unknown", "publisher", None),
    ],
)
def test_front_matter_may_be_written_in_several_ways(line: str, field: str, value: object) -> None:
    """The names that other tools use are read too, and unknown ones are left out."""
    assert getattr(read(f"---\n{line}\n---\nBody."), field) == value


def test_rules_drawn_by_hand_are_no_front_matter() -> None:
    """What stands between two rules is the article's text."""
    assert paragraphs(read("---\nA motto\n---\n\nBody.")) == ["---\nA motto\n---", "Body."]
    assert paragraphs(read("Before.\n\n---\ntitle: T\n---\n")) == ["Before.", "---\ntitle: T\n---"]


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a_long-walk.txt", "# Not a heading here", "a long walk"),
        ("a.md", "Intro\n\n# The  *Walk*\n\nText\n\n# Other", "The *Walk*"),
        ("a.md", "The Walk\n===\n\nText", "The Walk"),
        ("a-b.md", "## Second level\n\nText", "a b"),
        ("a.md", "```\n# code\n```\n\nText", "a"),
        ("--.txt", "Text", "--.txt"),
        ("a\x1b[2J\n\udcff.txt", "Text", "a\ufffd[2J\ufffd\ufffd"),
    ],
)
def test_without_a_title_the_heading_or_the_file_name_is_it(name: str, text: str, title: str) -> None:
    """A file's name becomes a title without what a terminal would obey."""
    assert read(text, name).title == title


# Markdown -------------------------------------------------------------------------------------------------------------


def test_markdown_paragraphs_stand_in_blocks_of_html_too() -> None:
    """Text between the tags of blocks is read; scripts, headings, menus and comments are left out."""
    text = """# Head

<div class="story">
<h2>Ferry</h2>
<p>“Never again,” said <em>Rolf Holm</em>.</p><p>He left.</p>
<script>let a = 1</script>
</div>

<blockquote>
We rebuild.
</blockquote>

<!-- a comment -->

<nav><a href="/">Home</a></nav>
"""
    document = parse_article("story.md", text.encode())
    assert [paragraph.of(text) for paragraph in document.paragraphs] == [
        "“Never again,” said <em>Rolf Holm</em>.",
        "He left.",
        "We rebuild.",
    ]


def test_markdown_paragraphs_stand_in_lists_and_block_quotes_too() -> None:
    """Paragraphs begin after the marks of lists and block quotes; code, headings and rules are none."""
    text = """# Head

First *one*
goes on.

* an item
* another

  its second paragraph

1. numbered
   - inside

> quoted
>
> > twice

***

    code by indent

```python
code_by_fence = 1
```

Last.
"""
    assert paragraphs(read(text, "a.md")) == [
        "First *one*\ngoes on.",
        "an item",
        "another",
        "its second paragraph",
        "numbered",
        "inside",
        "quoted",
        "twice",
        "Last.",
    ]


def test_the_descriptions_of_images_are_captions_once_each() -> None:
    """An image in a paragraph of its own is a caption; one within a text stays where it is."""
    text = """![The general](a.png)

![The general](b.png "title")

![](empty.png)

![One](c.png) ![Two](d.png)

Photo: A third

He ![waves](e.png) here.
"""
    document = read(text, "a.md")
    assert captions(document) == ["The general", "One", "Two", "Photo: A third"]
    assert paragraphs(document) == ["He ![waves](e.png) here."]


@given(st.text(st.sampled_from('ab #>*-1.\n\r\t`!()[]<:=~"“”'), max_size=80), st.sampled_from([".txt", ".md"]))
def test_spans_are_in_order_and_never_overlap(text: str, suffix: str) -> None:
    """Paragraphs and captions are in order and apart, whatever the marks."""
    name = f"story{suffix}"
    document = read_if_good(text.encode(), name)
    if document is None:
        assert "is empty: there is no" in refusal(text.encode(), name)
        return
    assert document.text == text
    both = sorted((*document.paragraphs, *document.captions))
    assert all(span.trimmed(text) == span and len(span) for span in both)
    assert all(before.end <= after.start for before, after in pairwise(both))
    assert both[-1].end <= len(text)
    for spans in (document.paragraphs, document.captions):
        assert sorted(spans) == list(spans)


# Files that are none --------------------------------------------------------------------------------------------------


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>Hello</w:t>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty: there is no text in it"),
        (b" \r\n\t\n", "is empty: there is no text in it"),
        (b"\xff\xfe", "is empty: there is no text in it"),
        (b"---\ntitle: T\n---\n\n", "is empty: there is no paragraph in it to quote"),
        (b"%PDF-1.7\n1 0 obj", "is a PDF, not text; let its name end in .pdf"),
        (zipped(), "is a zip archive, as Word and EPUB files are, not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a picture, not text"),
        (b"GIF89a", "is a picture, not text"),
        (b"\xff\xd8\xff\xe0", "is a picture, not text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old Word file, not text"),
        (b"{\\rtf1\\ansi He said}", "is an RTF file, not text"),
        (b"\x1f\x8b\x08\x00", "is a gzip archive, not text"),
        (b"Hello\n\nwor\x00ld.", "is binary, not text: character U+0000 in line 3"),
        (b"\x7fELF\x02\x00\xff\xfe", "is binary, not text"),
        (b"Hello\n\nworld" + b"\x01\x02\x03\x04", "is binary, not text: character U+0001 in line 3"),
        (b"".join(bytes([number % 32]) for number in range(999)), "is binary, not text: character U+0000"),
        ("\u0081\u009d\u0090\u008f".encode(), "is binary, not text: character U+0081 in line 1"),
        (b"\x1b$B9A\x1b(B", "its encoding is unsure: it changes between alphabets"),
        (b"a\n\nIt cost \xa35.", "its encoding is unsure: it is not UTF-8 (byte 0xA3 in line 3)"),
        ("“No”".encode()[:-1], "its encoding is unsure: it is not UTF-8 (byte 0xE2 in line 1)"),
        (b"\xef\xbb\xbfab\nc\xff", "it is not UTF-8 (byte 0xFF in line 2)"),
        ("ab\nc".encode("utf-16")[:-1], "its encoding is unsure: it is not UTF-16 (byte 0x63 in line 2)"),
        (b"\xff\xfe\x00\x00ab", "its encoding is unsure: it is not UTF-32"),
        (b"x" * (TEXT_BYTES + 1), "is too large: 1,500,001 bytes, and 1,500,000 are the most; split it into parts"),
    ],
    ids=lambda each: repr(each)[:24],
)
@pytest.mark.parametrize("name", ["story.txt", "story.MD"])
def test_what_is_no_article_is_refused_with_its_reason(data: bytes, words: str, name: str) -> None:
    """No guess is made that could change a word."""
    assert words in refusal(data, name)


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("title: [open", "the front matter between the two --- is not valid YAML (line 3)"),
        ("publisher: a: b", "not valid YAML (line 2)"),
        (
            "published: 2017-13-45",
            "the date “2017-13-45” cannot be read, so the field is left empty; write it as 2017-09-14",
        ),
        (
            "published: September",
            "the date “September” cannot be read, so the field is left empty; write it as 2017-09-14",
        ),
        ("date: [2017]", "the date cannot be read, so the field is left empty; write one line of characters"),
        (
            "url: example.org",
            "the address “example.org” is not one of the web, so the field is left empty; write it in full, as https://",
        ),
        ("url: javascript:alert(1)", "write it in full"),
        ("url: ftp://example.org", "write it in full"),
        ("url: 'https://'", "write it in full"),
        ("url: 'https://[x'", "write it in full"),
        ("url: https://a b", "write it in full"),
        (
            "title: [a, b]",
            "the title cannot be read, so the field is left empty; write one line of characters that can be seen",
        ),
        ("publisher: {a: b}", "the publisher cannot be read, so the field is left empty"),
        (
            "authors: [[A, B]]",
            "the authors are not a name or a list of names, so the field is left empty; write them as",
        ),
        ("authors: {a: b}", "the authors are not a name or a list of names, so the field is left empty; write them as"),
        # What the text could not hold, the front matter must not bring in.
        (
            r'title: "\e[2J"',
            "the title cannot be read, so the field is left empty; write one line of characters that can be seen",
        ),
        (r'authors: ["\0"]', "the authors cannot be read, so the field is left empty"),
        (r'publisher: "\ud800"', "the publisher cannot be read, so the field is left empty"),
        (
            "title: !!python/object/apply:os.system [true]",
            "the title cannot be read, so the field is left empty; write one line of characters that can be seen",
        ),
        ("- " * 4_000, "not valid YAML"),
        ("a: &a [x, x]\nb: &b [*a, *a]\ndate: *b", "the date cannot be read, so the field is left empty"),
    ],
    ids=lambda each: each[:24],
)
def test_front_matter_that_is_wrong_is_told_and_left_empty(front: str, words: str) -> None:
    """The sentence names the line, or says what to write instead; the article is read all the same."""
    document = parse_article("story.txt", f"---\n{front}\n---\nBody.".encode())
    (doubt,) = document.doubts
    assert words in doubt
    assert paragraphs(document) == ["Body."]
    assert (document.title, document.publisher, document.authors) == ("story", None, ())
    assert (document.published, document.url) == (None, None)


@pytest.mark.parametrize(
    "written",
    [
        "2 Oct 2024",
        "October 2nd, 2024",
        "Wednesday, 2 October 2024",
        "OCT. 2, 2024",
        "the 2nd of October 2024",
        "2024/10/2",
        "2.10.2024",
        "02. 10. 2024",
        "2024-10-02T23:59:00-07:00",
        "2024-10-02 00:01:00.123 +0900",
        "Wed, 02 Oct 2024 23:59:00 -0700",
        "Oct. 2, 2024 at 11:59 p.m. ET",
        "02-Oct-2024",
        "2. Oktober 2024",
        "2 octobre 2024",
        "2024年10月2日",
    ],
)
def test_a_date_is_read_as_people_write_it(written: str) -> None:
    """It is the day where it was written, whatever its time zone."""
    document = parse_article("story.txt", f"---\ndate: {written}\n---\nBody.".encode())
    assert (document.published, document.doubts) == (date(2024, 10, 2), ())


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("14/09/2017", date(2017, 9, 14)),
        ("09/14/2017", date(2017, 9, 14)),
        ("04/04/2024", date(2024, 4, 4)),
        ("3.4.2024", date(2024, 4, 3)),
    ],
)
def test_numbers_that_can_be_one_day_only_are_that_day(written: str, day: date) -> None:
    """Between points the day comes first."""
    assert read(f"---\ndate: {written}\n---\nBody.").published == day


@pytest.mark.parametrize("written", ["03/04/2024", "3-4-2024", "03 04 2024"])
def test_a_date_that_may_be_two_days_is_not_guessed(written: str) -> None:
    """The person is asked which one it is."""
    document = parse_article("story.txt", f"---\ndate: {written}\n---\nBody.".encode())
    assert document.published is None
    (doubt,) = document.doubts
    assert doubt == (
        f"the date “{written}” may be 3 April 2024 or 4 March 2024, so the field is left empty; write it as 2024-04-03"
    )


@pytest.mark.parametrize(
    "written",
    ["yesterday", "Oct 2024", "2024", "02/10/24", "14-Sep-17", "31 Feb 2024", "2024-02-30", "Chapter 10 of 2024"],
)
def test_a_date_that_lacks_something_is_not_made_up(written: str) -> None:
    """A year has four digits, and nothing is taken from today."""
    document = parse_article("story.txt", f"---\ndate: {written}\n---\nBody.".encode())
    assert document.published is None
    assert f"the date “{written}” cannot be read" in document.doubts[0]


def test_a_field_that_cannot_be_read_leaves_the_others() -> None:
    """Two that are wrong are told each."""
    front = "title: The ferry\npublished: someday\nurl: ferry\npublisher: The Bell"
    document = parse_article("story.md", f"---\n{front}\n---\nBody.".encode())
    assert (document.title, document.publisher, document.published) == ("The ferry", "The Bell", None)
    assert [doubt.split(" ")[1] for doubt in document.doubts] == ["date", "address"]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: 12:30:45", "12:30:45"),
        ("title: yes", "yes"),
        ("title: 007", "007"),
        ("title: 2017-09-14", "2017-09-14"),
    ],
)
def test_a_title_is_the_words_that_were_written(front: str, title: str) -> None:
    """YAML would make times, numbers and truths of some."""
    assert parse_article("story.txt", f"---\n{front}\n---\nBody.".encode()).title == title


@pytest.mark.parametrize("front", ["title: A\n\nThe body.", "title: A\n" + "x: y\n" * MAX_FRONT_MATTER + "---\nBody."])
def test_front_matter_without_an_end_is_not_taken_for_text(front: str) -> None:
    """Front matter without an end is refused, or else its title would be quoted."""
    assert (
        refusal(f"---\n{front}".encode()) == "the front matter does not end with a line of --- within 10,000 characters"
    )


@pytest.mark.parametrize("name", ["story.xyz", "story", "story.txt.bak"])
def test_other_kinds_of_file_are_refused_by_name(name: str) -> None:
    """The error says which kinds are read."""
    assert refusal(b"Hello.", name) == f"is of a form that is not read; these are: {', '.join(SUFFIXES)}"


@pytest.mark.parametrize("name", ["story.doc", "Story.PAGES", "story.wpd", "story.mobi", "story.mhtml"])
def test_forms_that_people_have_and_nobody_reads_are_refused_with_advice(name: str) -> None:
    """The error says in which form the program that made it can save it."""
    assert re.fullmatch(r"is .+, which is not read; save it as .+", refusal(b"Hello.", name))


def test_what_cannot_be_opened_is_refused_with_its_reason(tmp_path: Path) -> None:
    """A missing file, a folder, a file that is too large and an impossible name are refused."""
    (tmp_path / "folder.txt").mkdir()
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(1 << 40)
    for name, words in (
        ("gone.txt", "gone.txt: cannot be opened (No such file or directory)"),
        ("folder.txt", "folder.txt: is not a file"),
        ("large.txt", "large.txt: is too large"),
        ("\x1b[2J.txt", "\ufffd[2J.txt: cannot be opened"),
    ):
        with pytest.raises(ArticleError) as caught:
            read_bytes(tmp_path / name)
        assert str(caught.value).startswith(words)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    """The error has the system's reason."""
    (tmp_path / "secret.txt").write_text("Hello.")
    (tmp_path / "secret.txt").chmod(0)
    with pytest.raises(ArticleError, match=r"secret.txt: cannot be opened \(Permission denied\)"):
        read_bytes(tmp_path / "secret.txt")


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    """Any bytes are read, or refused with an ArticleError and nothing else."""
    document = read_if_good(data, name)
    if document is None:
        assert refusal(data, name)
    else:
        assert document.paragraphs or document.captions


@given(st.text(st.sampled_from("ab: -[]{}\"'&*!?|>#%@\\0\n"), max_size=60))
def test_any_front_matter_is_read_or_refused(front: str) -> None:
    """Any front matter is read or refused, though PyYAML has errors of many kinds."""
    data = f"---\ntitle: {front}\n---\nBody.".encode()
    document = read_if_good(data, "story.txt")
    assert refusal(data) if document is None else document.title.encode()


# Folders --------------------------------------------------------------------------------------------------------------


def test_articles_are_found_in_folders_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Hidden files, hidden folders and other kinds are passed over."""
    for name in ("b.md", "a.TXT", "sub/c.txt", ".hidden.txt", ".git/d.txt", "e.ppt", "README", "~f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Text.")
    (tmp_path / "folder.txt").mkdir()
    assert [p.relative_to(tmp_path).as_posix() for p in find_articles(tmp_path)] == [
        "a.TXT",
        "b.md",
        "sub/c.txt",
        "~f.txt",
    ]
    assert find_articles(tmp_path / "nowhere") == ()


def test_a_pipe_is_no_article(tmp_path: Path) -> None:
    """A pipe is passed over, for reading it would never end."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert find_articles(tmp_path) == ()
    with pytest.raises(ArticleError, match=r"pipe.txt: is not a file"):
        read_bytes(tmp_path / "pipe.txt")


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed folder is told of and keeps out no other."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text("Text.")
    scan = os.scandir

    def guarded(place: str) -> object:
        if str(place).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(place))
        return scan(place)

    monkeypatch.setattr(os, "scandir", guarded)
    told: list[OSError] = []
    assert [path.name for path in find_articles(tmp_path, told.append)] == ["open.txt"]
    assert [str(error.filename) for error in told] == [str(tmp_path / "closed")]


# Time -----------------------------------------------------------------------------------------------------------------

HOSTILE = (
    *("![", "[a](", '![a](b "', "[a]: x\n", "[", "> ", "> a\n> ", "* a\n", "- ", "- a\n\n", "1. ", "`", "```\n", "<a "),
    *("<!--", "<div>\n", "*", "_ ", "#", "---\n", "“", ". ", "A. B. ", "\r", "\t", " \n", "Image: a\n\n", "\u00a0 "),
)


@pytest.mark.parametrize("pattern", HOSTILE)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_reading_takes_time_in_proportion(pattern: str, suffix: str) -> None:
    """Reading takes linear time, however the marks are piled up."""
    assert growth(pattern, lambda text: read_if_good(text.encode(), f"story{suffix}")) < 24


# What other programs write -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "title", "published"),
    [
        (
            '---\ntitle: "Day 3: Count"\ndate: 2019-05-02 08:15:00 -0400\nauthor: Uma Berg\n---',
            "Day 3: Count",
            True,
        ),
        ("---\ntitle: Rents: what is known\ndate: 2019-05-02\n---", "Rents: what is known", True),
        ("---\ntitle: The rest\ndate: May 2, 2019\nauthor:\n  name: Uma Berg\n---", "The rest", True),
        (
            "---\ntitle: 'It''s done'\npublished: true\ndate: 2019-05-02T08:15:00Z\nurl: /a/\n---",
            "It's done",
            True,
        ),
        ('+++\ntitle = "A post"\ndate = 2019-05-02T08:15:00Z\nauthors = ["Uma Berg"]\n+++', "A post", True),
        ("---\ntitle: A draft\npublished: false\n---", "A draft", False),
    ],
)
@pytest.mark.parametrize("name", ["post.md", "post.markdown", "post.txt"])
def test_front_matter_of_jekyll_and_hugo_is_read(front: str, title: str, published: bool, name: str) -> None:
    """Dates have times and zones there, titles have colons, and an address may be within the site only."""
    document = parse_article(name, f"{front}\n\n“Quiet,” said Uma Berg.\n".encode())
    assert document.title == title
    assert document.published == (date(2019, 5, 2) if published else None)
    assert document.url is None
    assert len(document.paragraphs) == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&ldquo;It&rsquo;s late,&rdquo; she said &#8212; twice&hellip;", "“It’s late,” she said — twice…"),
        ("â€œItâ€™s late,â€œ she said â€“ twice", "“It’s late,“ she said – twice"),
        ("Tom &amp; Uma &lt;b&gt; AT&T &unknown; &#27; R&D;", "Tom &amp; Uma &lt;b&gt; AT&T &unknown; &#27; R&D;"),
        (
            "Ten Â£ are misread, «IRMÂ» and ‘IRMÃ”’ are not",
            "Ten £ are misread, «IRMÂ» and ‘IRMÃ”’ are not",
        ),
    ],
)
def test_entities_and_misread_marks_are_the_characters_that_they_stand_for(written: str, read: str) -> None:
    """Only what can be nothing else is changed, and nothing that would be markup."""
    assert parse_article("story.txt", written.encode()).text == read


# Lines ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Minutes of the club\nDahl said it leaks.\nBerg: “Sell it.”\nDahl said no.\n“We keep it,” Dahl said.", 5),
        ("[10:32] ana: it is late\n[10:33] bo: since when\n[10:34] ana: noon", 3),
        ("“The quay is shut,” said Uma Berg.\nTor Dahl shook his head, as he had done all the long day before.", 2),
        ('The keeper of the quay, Uma Berg, has not been seen since\nMarch. "I like it here," she\ntold the paper.', 1),
        (
            "She has lived there for ten years, and means to stay.\nHer brother, who is eighty, does not want to go.",
            1,
        ),
        (
            "“It will cost us more than we\nhave, and for two\nHolme Hall • 1 Quay\n\nmore boats,” said Uma Berg.",
            1,
        ),
        ("“It will cost us more than we\n\nPage 3 of 10\n\nhave,” said Uma Berg.", 1),
        ("“It will cost us more than\n\nThe Holme Courier\n\nwe have,” said Uma Berg.", 1),
        ("It will cost us more than\n\n- 4 -\n\nwe have.\n\nSo it was.", 2),
        ("The end\n\nof a story that has no stop\n\nand goes on", 3),
    ],
)
def test_paragraphs_are_neither_run_together_nor_cut(text: str, paragraphs: int) -> None:
    """A line that had room for the next word ends a paragraph; a page's end does not."""
    assert len(parse_article("story.txt", text.encode()).paragraphs) == paragraphs
