"""A document that is a zip file of parts, as those of Word, LibreOffice and e-books are."""

import lzma
import re
import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from corpus.errors import ArticleError

_TEXT_BYTES = 50_000_000  # of all parts that are text
_TEXTS = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm")
_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1
DAMAGE = (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, lzma.LZMAError, struct.error, zlib.error)
# What programs and machines write where nobody says a title or a name.
_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|sans titre|(?:new )?document|dokument|presentation|title|normal)[\s\d_.-]*"
    r"|microsoft word - .*|.*\.(?:docx?|odt|rtf|pdf|txt|html?|indd|qxd|pages|tmp)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:the )?(?:users?|admin(?:istrator)?|owner|author|unknown|anonymous|default|guest|root|pc|hp|dell|lenovo|test"
    r"|(?:microsoft )?office user|microsoft(?: office)?|windows user|(?:python|java|node)-?\w*|libreoffice|calibre.*)"
    r"[\s\d]*",
    re.IGNORECASE,
)


class Package:
    """The parts of a document, unpacked in memory when they are asked for."""

    def __init__(self, name: str, data: bytes, kind: str) -> None:
        """Open the document called `name`, of a kind that people call so. Raises ArticleError where it is none, or is
        locked or too large."""
        self.name = name
        self._kind = kind
        if data.startswith(_OLD):
            reason = f"is locked with a password, or of an older form; save it as {kind} without a password"
            raise ArticleError(name, reason)
        try:
            self._archive = ZipFile(BytesIO(data))
            self._parts = {info.filename: info for info in self._archive.infolist()}
        except DAMAGE as error:
            raise self.damaged() from error
        size = sum(info.file_size for info in self._parts.values() if info.filename.endswith(_TEXTS))
        if size > _TEXT_BYTES:
            raise ArticleError(
                name, f"is too large: {size:,} bytes when it is unpacked, without its pictures; split it"
            )
        if any(info.flag_bits & _ENCRYPTED for info in self._parts.values()):
            raise ArticleError(name, f"is locked with a password; save it as {kind} without one")

    def damaged(self) -> ArticleError:
        """The error for what is no such document."""
        return ArticleError(self.name, f"is no {self._kind} that can be opened; it may be damaged or cut short")

    @property
    def names(self) -> tuple[str, ...]:
        """Those of its parts."""
        return tuple(self._parts)

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises ArticleError where it is missing or damaged."""
        info = self._parts.get(part)
        if info is None:
            raise self.damaged()
        try:
            return self._archive.read(info)
        except DAMAGE as error:
            raise self.damaged() from error

    def tree(self, part: str) -> Any:
        """The root of a part that is XML. Raises ArticleError."""
        root = parse_xml(self.read(part))
        if root is None:
            raise self.damaged()
        return root


def parse_xml(data: bytes) -> Any:
    """The root of XML, None where it is none; entities that it declares are not resolved, and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def said_title(title: str | None) -> str:
    """A title of a document's properties; empty where a program made it up."""
    line = " ".join((title or "").split())
    return "" if _NO_TITLE.fullmatch(line) else line


def said_authors(names: str | None) -> list[str]:
    """The authors in a document's properties, parted by semicolons; without those that a program made up."""
    each = (" ".join(name.split()) for name in (names or "").split(";"))
    return [name for name in each if name and not _NO_NAME.fullmatch(name)]
