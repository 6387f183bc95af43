"""PDF: the text of its pages, column by column, without what is repeated on each of them."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby, pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.errors import ArticleError
from corpus.readers.extraction import Block, Extraction, compose
from corpus.readers.pdf.columns import columns_of
from corpus.readers.pdf.furniture import without_furniture
from corpus.readers.pdf.hyphens import Hyphens, english
from corpus.readers.pdf.information import front_of
from corpus.readers.pdf.pages import Page, read_page
from corpus.readers.pdf.paragraphs import Paragraph, paragraphs_of, usual_size
from corpus.text.place import PlaceKind

MOST_PAGES = 300
_MARK, _HEAD = b"%PDF-", 1024  # which stands in so many bytes at the start
_NAMED = 5  # pages, or pages in a row, that a doubt names
_SCAN = 0.75  # of the pages are pictures at least


def preload() -> None:
    """Have the words of English in memory."""
    english()


def read_pdf(name: str, data: bytes, charset: str | None) -> Extraction:  # noqa: ARG001
    """Read a PDF. Raises ArticleError where it is locked, damaged or too long, or its pages are pictures."""
    with closing(_opened(name, data)) as document:
        if len(document) > MOST_PAGES:
            raise ArticleError(name, f"is too long: {len(document):,} pages, and {MOST_PAGES} are the most; split it")
        pages = [_page(document, number) for number in range(len(document))]
        labels = [_label(document, number) for number in range(len(document))]
        title, author = (_value(document, key) for key in ("Title", "Author"))
    _check_letters(name, [page for page in pages if page])
    columns = list(columns_of(without_furniture([page or Page([], 0.0) for page in pages])))
    paragraphs = paragraphs_of(columns)
    hyphens = Hyphens([line.text for column in columns for line in column])
    front = front_of(title, author, paragraphs, usual_size(columns))
    return compose([_block(paragraph, hyphens, labels) for paragraph in paragraphs], front, _doubts(pages, labels))


def _opened(name: str, data: bytes) -> pdfium.PdfDocument:
    if _MARK not in data[:_HEAD]:
        raise ArticleError(name, "is no PDF, whatever its name says")
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            reason = "is locked with a password; save it without one (as by printing it to a new PDF), and add that"
        else:
            reason = "is damaged, so that it cannot be opened as a PDF; download or export it again"
        raise ArticleError(name, reason) from error


def _check_letters(name: str, pages: Sequence[Page]) -> None:
    """Whether there are letters to read. Raises ArticleError."""
    pictures = sum(page.has_picture for page in pages)
    text = "".join(line.text for page in pages for line in page.lines)
    if pictures and pictures >= _SCAN * len(pages):
        reason = "is a scan: its pages are pictures without text"
    elif 2 * text.count("\ufffd") > len(text) - text.count(" "):
        reason = "does not tell which letters it shows"
    else:
        return
    raise ArticleError(name, f"{reason}; have the text recognised (OCR), or paste it as text")


def _page(document: pdfium.PdfDocument, number: int) -> Page | None:
    """A page, None where it is damaged."""
    try:
        with closing(document[number]) as page:
            return read_page(page, number)
    except pdfium.PdfiumError:
        return None


def _label(document: pdfium.PdfDocument, number: int) -> str:
    """What a page is called (“12”, “iv”), which is not always how many there are up to it."""
    try:
        label = document.get_page_label(number).strip()
    except UnicodeError:
        label = ""
    return label if label and label.isprintable() else str(number + 1)


def _value(document: pdfium.PdfDocument, key: str) -> str:
    try:
        value: str = document.get_metadata_value(key)
    except UnicodeError:
        return ""
    return " ".join(value.split())


def _block(paragraph: Paragraph, hyphens: Hyphens, labels: Sequence[str]) -> Block:
    """A paragraph's text, and the pages on which it stands."""
    lines = paragraph.lines
    pieces = [lines[0].text]
    breaks: list[tuple[int, PlaceKind, str]] = []
    length = len(pieces[0])
    for before, line in pairwise(lines):
        cut, blank = hyphens.joint(before.text, line.text)
        pieces[-1] = pieces[-1][: len(pieces[-1]) - cut] + blank
        length += len(blank) - cut
        if line.page != before.page:
            breaks.append((length, "page", labels[line.page]))
        pieces.append(line.text)
        length += len(line.text)
    return Block("".join(pieces), paragraph.kind, ("page", labels[lines[0].page]), tuple(breaks))


def _doubts(pages: Sequence[Page | None], labels: Sequence[str]) -> Iterator[str]:
    """A sentence for each reason why words may be missing or wrong, with the pages."""
    reasons = {
        "damaged, and left out": [page is None for page in pages],
        "a picture without text, whose words are missing": [page is not None and page.has_picture for page in pages],
        "recognised in a picture (OCR), so that words may be wrong": [
            bool(page and page.is_recognised) for page in pages
        ],
    }
    for reason, doubtful in reasons.items():
        runs = [list(run) for is_doubtful, run in groupby(range(len(pages)), doubtful.__getitem__) if is_doubtful]
        names = [labels[run[0]] + (f"–{labels[run[-1]]}" if len(run) > 1 else "") for run in runs]
        more = [*names[:_NAMED], "others"] if len(names) > _NAMED else names
        if names:
            yield f"{'page' if sum(doubtful) == 1 else 'pages'} {', '.join(more)}: {reason}"
