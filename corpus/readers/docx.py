"""Documents of Word."""

import re
from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree

from corpus.errors import ArticleError
from corpus.readers.extraction import Extraction, compose
from corpus.readers.front_matter import FrontMatter, readable_front_matter
from corpus.readers.markup import MarkupBlock, first_heading, markup_blocks, markup_runs, parse_page, prune
from corpus.readers.package import DAMAGE, Package, parse_xml, said_authors, said_title

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Author'] => h3:fresh
p[style-name='Date'] => h3:fresh
p[style-name='TOC Heading'] => !
p[style-name^='TOC '] => !
p[style-name='Caption'] => p.caption:fresh
p[style-name='Image Caption'] => p.caption:fresh
p[style-name='Table Caption'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Block Quotation'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
"""
_CHANGES = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)[ >]")
_CORE = "docProps/core.xml"
_KIND = "Word document (.docx)"


def read_docx(name: str, data: bytes, charset: str | None) -> Extraction:  # noqa: ARG001
    """Read a document of Word. Raises ArticleError."""
    package = Package(name, data, _KIND)
    main = next((part for part in package.names if part.endswith("document.xml")), None)
    if main is None:
        raise package.damaged()
    parts = {part: package.read(part) for part in package.names if part.endswith((".xml", ".rels"))}
    if any(b"<!DOCTYPE" in text for text in parts.values()):  # which Word never writes, and mammoth would look into
        raise package.damaged()
    changed = _CHANGES.search(parts[main]) is not None
    blocks = list(markup_blocks(markup_runs(_tree(package, data))))
    front, doubts = _front(package, blocks)
    if changed:
        doubts = (*doubts, "it has tracked changes, and is read as if all of them were accepted")
    return compose((block.block for block in blocks), front, doubts)


def preload() -> None:
    """Have in memory what the parser of XML that mammoth uses imports when it first reads."""
    import_module("xml.dom.expatbuilder")


def _tree(package: Package, data: bytes) -> Any:
    """The document as HTML; pictures and what is linked are left where they are."""
    try:
        result = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=lambda _: [],
        )
    except RecursionError as error:
        raise ArticleError(package.name, "is nested too deeply to be read; save the article as plain text") from error
    except (*DAMAGE, ExpatError, AttributeError, LookupError, TypeError) as error:
        raise package.damaged() from error  # what mammoth meets in a document that is none
    tree = parse_page(package.name, f"<body>{result.value}</body>")
    prune(tree)
    return tree


def _front(package: Package, blocks: Sequence[MarkupBlock]) -> tuple[FrontMatter, tuple[str, ...]]:
    """Its properties without the dates, which are those of the file; a first heading is its title where it has none."""
    core = parse_xml(package.read(_CORE)) if _CORE in package.names else None
    said = {etree.QName(entry).localname: entry.text for entry in core} if core is not None else {}
    title = said_title(said.get("title")) or first_heading(blocks)
    return readable_front_matter(package.name, {"title": title, "authors": said_authors(said.get("creator"))})
