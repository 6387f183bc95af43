"""PDFs of many kinds: their sentences come out whole, in order, with their pages."""

import io
from collections.abc import Sequence

import pypandoc
import pypdf
import pytest

from corpus.errors import ArticleError
from corpus.quotes.direct import find_quotes
from corpus.readers.files import parse_article
from corpus.readers.pdf import MOST_PAGES
from corpus.text.document import Document
from corpus.text.place import places_of
from tests.corpus.readers.pdf.conftest import BOOK, GAZETTE, INTERVIEW, LETTER, PAPER, body, made, paragraphs, words

BELLS = paragraphs("bell-foundry.md")
BEES = paragraphs("beekeeper.txt")
HARBOUR = paragraphs("harbour.md")
DAM = paragraphs("dam.txt")


def read(data: bytes) -> Document:
    """The document in the bytes of a PDF."""
    return parse_article("article.pdf", data)


def read_paragraphs(document: Document) -> list[str]:
    """The texts of a document's paragraphs."""
    return [span.of(document.text) for span in document.paragraphs]


def pages(document: Document, words: str) -> list[str]:
    """The names of the pages on which words stand."""
    start = document.text.index(words)
    return [place.name for place in places_of(document.places, start, start + len(words))]


def holds_in_order(document: Document, texts: Sequence[str]) -> bool:
    """Whether texts are paragraphs of a document, each whole, in their order."""
    read = iter(read_paragraphs(document))
    return all(text in read for text in texts)


def test_a_paper_in_two_columns() -> None:
    """Columns are read one after the other, parted words are joined, and running heads and page numbers are dropped."""
    document = read(made(PAPER + body(BELLS)))
    assert holds_in_order(document, BELLS)
    assert "Small Harbours" not in document.text
    assert document.title == "On bells and those who cast them"
    assert "Introduction" in document.text
    assert "Introduction" not in read_paragraphs(document)
    assert [place.name for place in document.places] == ["1", "2", "3"]
    assert pages(document, BELLS[0]) == ["1"]


@pytest.mark.slow
def test_a_quote_over_a_page_is_one_quote() -> None:
    """A paragraph that a page parts is one, and so is the quote in it, which stands on both pages."""
    speech = " ".join(f"Nobody had seen number {number} of the forty bells since the flood." for number in range(40))
    source = BOOK + body([*BELLS[:3], f"“{speech}” said Ann Pellow.", *BELLS[3:6]])
    document = read(made(source))
    assert holds_in_order(document, [*BELLS[:3], f"“{speech}” said Ann Pellow.", *BELLS[3:6]])
    (quote,) = (quote for quote in find_quotes(document) if speech in quote.text)
    assert quote.speaker
    assert quote.speaker.name == "Ann Pellow"
    assert len(pages(document, speech)) > 1


def test_a_book_with_notes_and_labelled_pages() -> None:
    """The numbers of notes are dropped from the words, notes stand after the paragraph, and pages have their labels."""
    texts = [
        words(text) + (f"#footnote[Told to the author by witness {number * 'x'}.]" if number % 3 == 1 else "")
        for number, text in enumerate(BELLS[:24])
    ]
    document = read(made(BOOK + "\n\n".join(texts)))
    assert holds_in_order(document, BELLS[:24])
    assert "BELL FOUNDERS" not in document.text
    assert "A HISTORY" not in document.text
    assert document.text.count("Told to the author") == 8
    assert [place.name for place in document.places][:2] == ["i", "ii"]
    assert document.title == "article"
    assert document.authors == ()


def test_a_newspaper_in_three_columns() -> None:
    """Each story is read below its headline, column by column, before the next one."""
    first, second = BELLS[:12], BELLS[12:24]
    source = "".join(
        f'#text(size: 28pt, weight: "bold")[{headline}]\n#block(height: 10cm, columns(3, gutter: 1em)[{body(texts)}])\n'
        for headline, texts in (("Storm takes the quay", first), ("Bells again", second))
    )
    document = read(made(GAZETTE + source))
    assert holds_in_order(document, [*first, *second])
    headlines = [document.text.index(words) for words in ("Storm takes the quay", first[0], "Bells again", second[0])]
    assert headlines == sorted(headlines)


def test_a_press_release_with_a_letterhead() -> None:
    """Ragged lines are joined where the next word had no room, and “Page 1 of 2” is no paragraph."""
    document = read(made(LETTER + body(HARBOUR)))
    assert holds_in_order(document, HARBOUR)
    assert document.title == "Board to close the old bridge"
    assert "Page 1" not in document.text


@pytest.mark.slow
def test_an_interview_with_labels_beside_the_words() -> None:
    """A label stands with the words beside it, so that it tells who speaks."""
    names = ["WEEKLY:", "PETROSYAN:"]
    texts = [text.split(": ", 1)[1] for text in BEES if text.startswith(("ALLOTMENT WEEKLY: ", "PETROSYAN: "))]
    rows = [f"#grid(columns: (3cm, 1fr), [*{names[at % 2]}*], [{words(text)}])" for at, text in enumerate(texts)]
    document = read(made(INTERVIEW + "\n\n".join(rows)))
    assert holds_in_order(document, [f"{names[at % 2]} {text}" for at, text in enumerate(texts)])
    speakers = {quote.speaker.name for quote in find_quotes(document) if quote.speaker}
    assert any("PETROSYAN" in speaker.upper() for speaker in speakers)


def test_what_pandoc_typesets() -> None:
    """An article that pandoc makes with its own template comes out whole; its author stands on its first page."""
    markdown = "---\ntitle: A night on the dam\nauthor: Ann Lee\n---\n\n" + "\n\n".join(DAM)
    source = pypandoc.convert_text(markdown, "typst", format="markdown-smart", extra_args=["--standalone"])
    document = read(made(source))
    assert holds_in_order(document, DAM)
    assert document.title == "A night on the dam"
    assert document.authors == ("Ann Lee",)
    assert document.published is None


def locked(data: bytes, password: str) -> bytes:
    """A PDF that is locked; without a password, against changes alone."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, "owner")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


SHORT = made("Boats left.")
PICTURE = '#image(bytes((0, 90, 180, 255)), format: (encoding: "luma8", width: 2, height: 2), width: 100%)\n'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Boats left.", "is no PDF, whatever its name says"),
        (SHORT[: len(SHORT) // 2], "is damaged"),
        (locked(SHORT, "secret"), "is locked with a password"),
        (made(3 * PICTURE), "is a scan"),
        (made("#pagebreak()\n" * MOST_PAGES), "is too long: 301 pages, and 300 are the most"),
        (made("#rect()"), "is empty: there is no text in it"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    """The reason says what it is and what to do."""
    with pytest.raises(ArticleError) as caught:
        read(data)
    assert caught.value.reason.startswith(reason)


def test_letters_that_the_file_does_not_explain() -> None:
    """If it explains none, it is refused; what it explains is read beside a mark for each other letter, and told."""
    writer = pypdf.PdfWriter(
        clone_from=io.BytesIO(made('Boats left the quay. #text(font: "DejaVu Sans Mono")[Nobody]'))
    )
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for number, name in enumerate(sorted(fonts, reverse=True), 1):
        del fonts[name]["/ToUnicode"]
        stream = io.BytesIO()
        writer.write(stream)
        if number < len(fonts):
            (doubt,) = read(stream.getvalue()).doubts
            assert doubt.startswith("page 1: letters are missing")
    with pytest.raises(ArticleError, match="does not tell which letters it shows"):
        read(stream.getvalue())


def test_a_file_that_is_only_locked_against_changes_is_read() -> None:
    """Whoever can open it can read it."""
    document = read(locked(SHORT, ""))
    assert read_paragraphs(document) == ["Boats left."]


def test_pages_without_text_are_told() -> None:
    """Where some pages are pictures the others are read, and a doubt names those."""
    document = read(made(f"Boats left.#pagebreak()None came.#pagebreak(){PICTURE}#pagebreak(){PICTURE}"))
    assert document.doubts == ("pages 3–4: a picture without text, whose words are missing",)
    assert read_paragraphs(document) == ["Boats left.", "None came."]
