"""E-books in EPUB: their chapters, in the order of reading."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from html.entities import html5
from typing import Any
from urllib.parse import unquote

from lxml import etree

from corpus.errors import ArticleError
from corpus.readers.documents.markup import MarkupBlock, markup_blocks, parse_page
from corpus.readers.documents.package import Package, local_name, parse_xml
from corpus.readers.extraction import Block, Extraction, compose
from corpus.readers.front_matter import FrontMatter, readable_front_matter
from corpus.readers.properties import said_authors, said_title
from corpus.readers.text.charsets import decode_page

_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # which hide fonts alone
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_ENTITY = re.compile(rb"&([A-Za-z]\w{1,30});")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OPF, _TYPE = "{http://www.idpf.org/2007/opf}", "{http://www.idpf.org/2007/ops}type"
_XML = frozenset(("lt", "gt", "amp", "quot", "apos"))
_KIND = "e-book (.epub)"


def read_epub(name: str, data: bytes, charset: str | None) -> Extraction:  # noqa: ARG001
    """Read an e-book. Raises ArticleError."""
    package = Package(name, data, _KIND)
    _refuse_locked(package)
    root = next((file.get("full-path") for file in _all(package.tree(_CONTAINER), "rootfile")), None)
    if not root:
        raise package.damaged()
    book = package.tree(root)
    front, doubts = _front(book)
    files = {item.get("id"): item for item in _all(book, "item")}
    base = posixpath.dirname(root)
    chapters = _chapters(package, book, files, base)
    blocks: list[Block] = []
    missing = []
    for item in (files.get(entry.get("idref")) for entry in _all(book, "itemref") if entry.get("linear") != "no"):
        if item is None or item.get("media-type") not in _PAGES or "nav" in item.get("properties", "").split():
            continue
        path = _path(base, item.get("href", ""))[0]
        if path in package.names:
            blocks += _placed(path, _page(package, path), chapters)
        else:
            missing.append(f"its part {path} is missing")
    said = {front.title, front.publisher, str(front.published), *front.authors}  # on the page of the title
    blocks = [block._replace(kind="apart") if block.text in said else block for block in blocks]
    return compose(blocks, front, (*doubts, *missing))


def _refuse_locked(package: Package) -> None:
    """Raises ArticleError where what is not a font is encrypted, as a shop does."""
    if _LOCKS in package.names:
        methods = [method.get("Algorithm") for method in _all(package.tree(_LOCKS), "EncryptionMethod")]
        if any(method not in _FONTS for method in methods):
            raise ArticleError(package.name, "is locked by the shop that sold it (DRM), and cannot be read")


def _front(book: Any) -> tuple[FrontMatter, tuple[str, ...]]:
    """What the book says of itself: those who wrote it, and when it was published."""
    roles = {meta.get("refines"): meta.text for meta in _all(book, "meta") if meta.get("property") == "role"}
    authors = [
        _text(creator)
        for creator in _all(book, "creator")
        if (creator.get(_OPF + "role") or roles.get("#" + creator.get("id", "")) or "aut") == "aut"
    ]
    dates = [_text(date) for date in _all(book, "date") if date.get(_OPF + "event", "publication") == "publication"]
    published = next(iter(dates), "")
    fields = {
        "title": said_title(next(map(_text, _all(book, "title")), None)),
        "publisher": next(map(_text, _all(book, "publisher")), None),
        "authors": said_authors(";".join(authors)),
        "published": published[:10] if _DAY.match(published) else published,
        "url": next((source for source in map(_text, _all(book, "source")) if source.startswith("http")), None),
    }
    return readable_front_matter(fields)


def _chapters(package: Package, book: Any, items: Mapping[str, Any], base: str) -> dict[tuple[str, str], str]:
    """The titles in the table of contents, by the part and the place in it to which they lead."""
    contents = next((item for item in items.values() if "nav" in item.get("properties", "").split()), None)
    if contents is None:  # as in EPUB 2
        contents = next((items[toc] for spine in _all(book, "spine") if (toc := spine.get("toc")) in items), None)
    path = _path(base, contents.get("href", ""))[0] if contents is not None else ""
    tree = parse_xml(package.read(path)) if path in package.names else None
    if tree is None:
        return {}
    lists = [nav for nav in _all(tree, "nav") if nav.get(_TYPE, "toc") == "toc"]
    links = [(link.get("href"), _text(link)) for nav in lists for link in _all(nav, "a")]
    for point in _all(tree, "navPoint"):
        targets, labels = point.findall("{*}content"), point.findall("{*}navLabel")
        links += [(target.get("src"), _text(label)) for target, label in zip(targets, labels, strict=False)]
    chapters: dict[tuple[str, str], str] = {}
    for target, title in links:
        if target and title:
            chapters.setdefault(_path(posixpath.dirname(path), target), title)
    return chapters


def _page(package: Package, path: str) -> Iterator[MarkupBlock]:
    """The blocks of a part, which is XHTML or, where it is not as strict, HTML."""
    data = package.read(path)
    tree = parse_xml(_ENTITY.sub(_meant, data))
    if tree is None:
        tree = parse_page(package.name, decode_page(package.name, data, None)[0])
    for element in tree.iter(etree.Element):
        element.tag = local_name(element)
        element.set("role", f"{element.get('role', '')} {element.get(_TYPE, '')}")
    return markup_blocks(next(tree.iter("body"), tree))


def _meant(entity: re.Match[bytes]) -> bytes:
    """The characters that an entity of HTML stands for, which XML does not know."""
    name = entity[1].decode()
    known = None if name in _XML else html5.get(name + ";")
    return known.encode() if known else entity[0]


def _placed(path: str, blocks: Iterable[MarkupBlock], chapters: Mapping[tuple[str, str], str]) -> Iterator[Block]:
    """The blocks of a part with the chapters that begin with them."""
    anchors: tuple[str, ...] = ("",)
    for block in blocks:
        titles = [chapters[path, anchor] for anchor in (*anchors, *block.anchors) if (path, anchor) in chapters]
        yield block.block._replace(place=("chapter", titles[-1]) if titles else None)
        anchors = ()


def _all(tree: Any, tag: str) -> Iterator[Any]:
    """The elements of that name below a tree, whatever their namespace."""
    return iter(tree.iter("{*}" + tag))


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _path(base: str, target: str) -> tuple[str, str]:
    """The part to which a link leads from a folder of the book, and the place in it."""
    path, _, anchor = target.partition("#")
    return posixpath.normpath(posixpath.join(base, unquote(path))), unquote(anchor)
