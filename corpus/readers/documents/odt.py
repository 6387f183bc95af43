"""Documents of LibreOffice and others that write OpenDocument."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from corpus.errors import ArticleError
from corpus.readers.documents.markup import first_heading, markup_blocks
from corpus.readers.documents.package import Package, local_name
from corpus.readers.extraction import Extraction, compose
from corpus.readers.properties import TRACKED, front_of_properties

_CONTENT, _STYLES, _META, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"
_HTML = {  # a tag of HTML for each of OpenDocument that is one
    "p": "p",
    "h": "h2",
    "list": "ul",
    "list-item": "li",
    "list-header": "li",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "line-break": "br",
    "section": "div",
    "text-box": "div",
}
_UNSEEN = frozenset(
    "annotation annotation-end tracked-changes change change-start change-end sequence-decls variable-decls "
    "note-citation user-field-decls table-of-content alphabetical-index illustration-index table-index object-index "
    "user-index title desc hidden-text hidden-paragraph page-number page-count number ruby-text forms script "
    "covered-table-cell".split()
)
_QUOTES = ("quotations", "quote", "intense quote", "block text", "block quotation")
_HEADS = ("title", "subtitle", "author", "date")
_CAPTIONS = ("caption", "illustration", "drawing", "figure", "table caption")
_KIND = "OpenDocument text (.odt)"


def read_odt(name: str, data: bytes, charset: str | None) -> Extraction:  # noqa: ARG001
    """Read a document of LibreOffice. Raises ArticleError."""
    package = Package(name, data, _KIND)
    if _MANIFEST in package.names and b"encryption-data" in package.read(_MANIFEST):
        raise ArticleError(name, f"is locked with a password; save it as {_KIND} without one")
    root = package.tree(_CONTENT)
    text = next(root.iter("{*}text"), None)
    if text is None:
        raise package.damaged()
    changed = next(root.iter("{*}tracked-changes"), None) is not None
    styles = dict(_styles(root))
    if _STYLES in package.names:
        styles = dict(_styles(package.tree(_STYLES))) | styles
    _as_html(text, styles)
    blocks = list(markup_blocks(text))
    title, *authors = map(_properties(package).get, ("title", "initial-creator", "creator"))
    front, doubts = front_of_properties(first_heading(blocks), title, *authors)
    return compose((block.block for block in blocks), front, (*doubts, TRACKED) if changed else doubts)


def _styles(root: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """The styles that a part defines, each with the name that people see and the style it is made from."""
    for style in root.iter("{*}style"):
        said = _attributes(style)
        if "name" in said:
            yield said["name"], (said.get("display-name", said["name"]), said.get("parent-style-name", ""))


def _attributes(element: Any) -> dict[str, str]:
    return {local_name(key): value for key, value in element.attrib.items()}


def _names(style: str, styles: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """What a style and those it is made from are called, in small letters."""
    for _ in range(10):  # more would go round in a circle
        shown, parent = styles.get(style, (style, ""))
        yield shown.replace("_20_", " ").lower()
        if not parent:
            return
        style = parent


def _as_html(text: Any, styles: Mapping[str, tuple[str, str]]) -> None:
    """Give the elements of a text the tags of HTML; notes go to its end, and what floats behind its paragraph."""
    moved: list[tuple[Any, Any]] = []
    for element in list(text.iter(etree.Element)):
        tag = local_name(element)
        said = _attributes(element)
        element.attrib.clear()
        element.tag = "script" if tag in _UNSEEN else _HTML.get(tag, "span")
        if tag in ("p", "h"):
            _set_kind(element, list(_names(said.get("style-name", ""), styles)))
        elif tag == "s":
            element.text = " "
        elif tag == "tab":
            element.text = "\t"
        elif tag in ("note-body", "text-box"):
            element.tag = "div"
            home = text if tag == "note-body" else _paragraph_of(element)
            if home is not None:
                moved.append((element, home))
    text.tag = "div"
    for element, home in moved:
        block = etree.Element("div")
        block.text, element.text, element.tag = element.text, None, "span"
        block.extend(list(element))
        if home is text:
            text.append(block)
        else:
            home.addnext(block)


def _set_kind(paragraph: Any, names: list[str]) -> None:
    if any(name in _HEADS or name.startswith("heading") for name in names):
        paragraph.tag = "h2"
    elif any(name.endswith(_CAPTIONS) for name in names):
        paragraph.set("class", "caption")
    elif any(name in _QUOTES for name in names):
        paragraph.tag = "blockquote"


def _paragraph_of(element: Any) -> Any:
    """The outermost paragraph in which a text box is anchored; None where it is not."""
    return next(reversed(list(element.iterancestors("p", "h2", "blockquote"))), None)


def _properties(package: Package) -> dict[str, str]:
    said: dict[str, str] = {}
    if _META in package.names:
        for entry in package.tree(_META).iter(etree.Element):
            said.setdefault(local_name(entry), entry.text or "")
    return said
