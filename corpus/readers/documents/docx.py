"""Documents of Word."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import ZipFile

import mammoth
from lxml import etree

from corpus.errors import ArticleError
from corpus.readers.archive import DAMAGE
from corpus.readers.documents.markup import first_heading, markup_blocks, parse_page
from corpus.readers.documents.package import Package, local_name, parse_xml
from corpus.readers.extraction import Extraction, compose
from corpus.readers.properties import TRACKED, front_of_properties

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
_BODIES = ("document.xml", "footnotes.xml", "endnotes.xml")
_CORE = "docProps/core.xml"
_KIND = "Word document (.docx)"


def read_docx(name: str, data: bytes, charset: str | None) -> Extraction:  # noqa: ARG001
    """Read a document of Word. Raises ArticleError."""
    package = Package(name, data, _KIND)
    parts = {part: package.read(part) for part in package.names if part.endswith((".xml", ".rels"))}
    if any(b"<!DOCTYPE" in text for text in parts.values()):  # which Word never writes, and mammoth would look into
        raise package.damaged()
    told: set[str] = set()
    for part in (part for part in parts if part.endswith(_BODIES)):
        root = package.tree(part)
        told.update(_mend(root))
        parts[part] = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    blocks = list(markup_blocks(_tree(package, parts)))
    core = parse_xml(package.read(_CORE)) if _CORE in package.names else None
    said = {local_name(entry): entry.text for entry in core} if core is not None else {}
    front, doubts = front_of_properties(first_heading(blocks), said.get("title"), said.get("creator"))
    return compose((block.block for block in blocks), front, (*doubts, *sorted(told)))


def _mend(root: Any) -> Iterator[str]:
    """Put what mammoth leaves out, as words in fields, where it reads it, and take out what Word hides.

    Gives a sentence for what is read otherwise than it is shown.
    """
    etree.strip_tags(root, "{*}fldSimple", "{*}dir", "{*}bdo")
    for tag, instead in (("cr", "br"), ("ptab", "tab")):
        for element in root.iter("{*}" + tag):
            element.tag = element.tag.replace("}" + tag, "}" + instead)
    for run in [element.getparent().getparent() for element in root.iter("{*}vanish") if not element.attrib]:
        if run is not None and run.getparent() is not None and run.tag.endswith("}r"):
            run.getparent().remove(run)
    if next(root.iter("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo"), None) is not None:
        yield TRACKED
    if next(root.iter("{*}oMath"), None) is not None:
        yield "its formulas are left out"


def preload() -> None:
    """Have in memory what the parser of XML that mammoth uses imports when it first reads."""
    import_module("xml.dom.expatbuilder")


def _tree(package: Package, parts: Mapping[str, bytes]) -> Any:
    """The parts of a document as HTML; pictures and what is linked are left out."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    try:
        result = mammoth.convert_to_html(
            file,
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=lambda _: [],
        )
    except RecursionError as error:
        raise ArticleError(package.name, "is nested too deeply to be read; save the article as plain text") from error
    except (*DAMAGE, ExpatError, AttributeError, LookupError, TypeError) as error:
        raise package.damaged() from error  # what mammoth meets in a document that is none
    return parse_page(package.name, f"<body>{result.value}</body>")
