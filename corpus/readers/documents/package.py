"""A document that is a zip file of parts, as those of Word, LibreOffice and e-books are."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from corpus.errors import ArticleError
from corpus.readers.archive import DAMAGE, ENCRYPTED

_TEXT_BYTES = 50_000_000  # of all parts that are text
_TEXTS = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm")
_OLD = b"\xd0\xcf\x11\xe0"


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
        except DAMAGE as error:
            raise self.damaged() from error
        parts = self._archive.infolist()
        self.names = tuple(dict.fromkeys(part.filename for part in parts))
        size = sum(part.file_size for part in parts if part.filename.endswith(_TEXTS))
        if size > _TEXT_BYTES:
            raise ArticleError(
                name, f"is too large: {size:,} bytes when it is unpacked, without its pictures; split it"
            )
        if any(part.flag_bits & ENCRYPTED for part in parts):
            raise ArticleError(name, f"is locked with a password; save it as {kind} without one")

    def damaged(self) -> ArticleError:
        """The error for what is no such document."""
        return ArticleError(self.name, f"is no {self._kind} that can be opened; it may be damaged or cut short")

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises ArticleError where it is missing or damaged."""
        try:
            return self._archive.read(part)
        except (KeyError, *DAMAGE) as error:
            raise self.damaged() from error

    def tree(self, part: str) -> Any:
        """The root of a part that is XML. Raises ArticleError."""
        root = parse_xml(self.read(part))
        if root is None:
            raise self.damaged()
        return root


def local_name(name: Any) -> str:
    """The name of an element or an attribute without its namespace."""
    return str(etree.QName(name).localname)


def parse_xml(data: bytes) -> Any:
    """The root of XML, None where it is none; entities that it declares are not resolved, and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
