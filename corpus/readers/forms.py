"""The forms of files that are read, by the endings of their names; a module reads each.

A module is loaded when a file of its form is first read: some bring libraries that take a while.
"""

import sys
from pathlib import PurePath
from pkgutil import resolve_name
from typing import NamedTuple, cast

from corpus.errors import ArticleError
from corpus.readers.extraction import Extraction

TEXT_BYTES = 1_500_000  # a quarter of a million words; 374,000 list items of one letter take 19 s and 750 MB
MARKUP_BYTES = 10_000_000  # a page as it is fetched; most of it is not text
FILE_BYTES = 25_000_000
QUICK_BYTES = 50_000
SUBTITLE_BYTES = 3_000_000  # the words of six hours that a program timed one by one


class Form(NamedTuple):
    """A form of files."""

    reader: str
    """The module in this room and its function: `(name, data, charset) -> Extraction`, which raises ArticleError.

    `charset` is what a web server said of the encoding; None for a file.
    """
    most: int = FILE_BYTES
    """Bytes of a file."""
    quick: int = 0
    """Bytes up to which a file is read in a moment, whatever they are: no process of its own is worth its start."""

    def load(self) -> None:
        """Have all in memory that reading needs, so that no file is opened afterwards.

        A module of this room that needs what a library reads from files only when it comes to it has a function
        `preload`, which sees to that.
        """
        resolve_name(f"{__package__}.{self.reader}")
        modules = [module for name, module in sys.modules.items() if name.startswith("corpus.readers.")]
        for preload in {module.preload for module in modules if hasattr(module, "preload")}:
            preload()

    def read(self, name: str, data: bytes, charset: str | None = None) -> Extraction:
        """What is in a file. Raises ArticleError."""
        return cast(Extraction, resolve_name(f"{__package__}.{self.reader}")(name, data, charset))


FORMS = {
    ".txt": Form("text.plain_text:read_text", TEXT_BYTES, QUICK_BYTES),
    ".md": Form("text.plain_text:read_markdown", TEXT_BYTES, QUICK_BYTES),
    ".markdown": Form("text.plain_text:read_markdown", TEXT_BYTES, QUICK_BYTES),
    ".srt": Form("subtitles:read_subtitles", SUBTITLE_BYTES),
    ".vtt": Form("subtitles:read_subtitles", SUBTITLE_BYTES),
    ".html": Form("documents.html:read_html", MARKUP_BYTES),
    ".htm": Form("documents.html:read_html", MARKUP_BYTES),
    ".xhtml": Form("documents.html:read_html", MARKUP_BYTES),
    ".eml": Form("email_message:read_email"),
    ".pdf": Form("pdf:read_pdf"),
    ".docx": Form("documents.docx:read_docx"),
    ".epub": Form("documents.epub:read_epub"),
    ".odt": Form("documents.odt:read_odt"),
    ".rtf": Form("documents.rtf:read_rtf", MARKUP_BYTES),
}
SUFFIXES = tuple(FORMS)
_WORD, _BOOK, _PAGE = "a Word document (.docx) or plain text", "an EPUB or plain text", "“web page, HTML only”"
_UNREAD = {  # what each is, and as what its program can save it
    ".doc": ("an old Word document", _WORD),
    ".dot": ("an old Word template", _WORD),
    ".pages": ("a document of Pages", _WORD),
    ".wps": ("a document of Works", _WORD),
    ".wpd": ("a document of WordPerfect", _WORD),
    ".gdoc": ("a link to a document of Google", _WORD),
    ".mobi": ("a Kindle book", _BOOK),
    ".azw": ("a Kindle book", _BOOK),
    ".azw3": ("a Kindle book", _BOOK),
    ".mht": ("a web archive", _PAGE),
    ".mhtml": ("a web archive", _PAGE),
    ".webarchive": ("a web archive", _PAGE),
    ".tex": ("a source of LaTeX", "PDF or plain text"),
}


def form_of(name: str) -> Form:
    """The form of a file, by the ending of its name. Raises ArticleError where such files are not read."""
    suffix = PurePath(name).suffix.lower()
    form = FORMS.get(suffix)
    if form is None and suffix in _UNREAD:
        what, instead = _UNREAD[suffix]
        raise ArticleError(name, f"is {what}, which is not read; save it as {instead}")
    if form is None:
        raise ArticleError(name, f"is of a form that is not read; these are: {', '.join(SUFFIXES)}")
    return form


def check_size(name: str, size: int) -> None:
    """Whether a file of that name may have so many bytes. Raises ArticleError."""
    most = form_of(name).most
    if size > most:
        raise ArticleError(name, f"is too large: {size:,} bytes, and {most:,} are the most; split it into parts")
