"""The blocks of a tree of HTML as a reader sees them: paragraphs, list items, cells, captions and headings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from corpus.errors import ArticleError
from corpus.readers.extraction import Block, BlockKind, is_short_cell
from corpus.readers.text.paragraphs import split_captions, text_blocks
from corpus.text.span import Span

_UNSEEN = frozenset(
    "script style head title template noscript svg math iframe object embed audio video canvas map select option "
    "button input textarea datalist dialog rp rt del s strike".split()
)
_BLOCKS = frozenset(
    "html body div p blockquote section article main header footer aside nav address figure figcaption hgroup search "
    "h1 h2 h3 h4 h5 h6 ul ol dl li dt dd table caption thead tbody tfoot tr td th pre form fieldset legend hr center "
    "details summary menu dir listing".split()
)
_CONTAINERS = frozenset("html body div section article main footer aside nav td th form details figure".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 caption legend".split())
_CELLS = ("td", "th")
_LABELS = frozenset((*_CELLS, "dt"))  # where a name and a colon stand beside the words
_CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|figcaption)(?:$|[\s_-])", re.IGNORECASE)
_PULLED = re.compile(r"pull-?quote", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader(?:-text|-only)?)(?:$|\s)", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NOTE = re.compile(r"(?:foot|end)-?note|note-?ref|fn-?ref", re.IGNORECASE)
_ARROWS = frozenset("↑ ↩ ↩︎ ^ ⏎ ↵".split())
_NOTE_MARK = re.compile(r"\s*[\[(]?(?:\d{1,4}|[*†‡§]{1,3}|[a-z])[\])]?\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES, _AROUND_LINE_END = re.compile(r"[ \t\n\r\f]+"), re.compile(r" *\n *")
_LONGEST_LABEL = 60  # characters


class MarkupBlock(NamedTuple):
    """A block of a page, and what tells whether it belongs to the article."""

    block: Block
    linked: int = 0
    """How many of its characters are links."""
    aside: bool = False
    """Whether it stands beside the text, where its words are often repeated."""
    container: Any = None
    """The element in which it and the blocks beside it stand."""
    anchors: tuple[str, ...] = ()
    """The ids of elements that begin with it, or after the block before it."""


def parse_page(name: str, page: str) -> Any:
    """The tree of a page; nothing is fetched for it. Raises ArticleError."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        tree = document_fromstring(_CONTROL.sub(" ", page).encode(), parser=parser)
    except (ValueError, etree.LxmlError) as error:
        raise ArticleError(name, "holds nothing that can be read as a web page") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ArticleError(name, "is nested too deeply to be read; save the article as plain text")
    return tree


def prune(root: Any) -> None:
    """Take out of a tree what no browser shows, struck words and the marks of notes; and set the quotation marks that
    a browser would."""
    for element in root.iter(etree.Element):
        if element is not root and _is_unseen(element):
            element.tag = "script"  # which is none of the text
        elif element.tag == "q":
            element.tag = "span"
            element.text = "“" + (element.text or "")
            element.tail = "”" + (element.tail or "")
    etree.strip_elements(root, "script", etree.Comment, etree.PI, etree.Entity, with_tail=False)


def markup_blocks(root: Any) -> Iterator[MarkupBlock]:
    """The paragraphs, captions and headings below an element of lxml, which is pruned."""
    prune(root)
    return blocks_of_runs(markup_runs(root))


def markup_runs(root: Any) -> Iterator[MarkupBlock]:
    """What stands between the boundaries of blocks below an element of lxml that was pruned, in the order of the page.

    White space is what a browser makes of it, and a line break is one.
    """
    return _Walk(root).runs()


def blocks_of_runs(runs: Iterable[MarkupBlock]) -> Iterator[MarkupBlock]:
    """The paragraphs, captions and headings in runs: lines are parted as those of plain text, and a caption stands
    once, however often the page repeats it."""
    seen: set[str] = set()
    for run in runs:
        text, anchors = run.block.text, run.anchors
        for span in text_blocks(text, Span(0, len(text))) if "\n" in text else [Span(0, len(text))]:
            piece = span.trimmed(text).of(text)
            block = run.block._replace(text=piece)
            if block.kind == "paragraph" and split_captions(piece, [Span(0, len(piece))])[1]:
                block = block._replace(kind="caption")
            if piece and not (block.kind == "caption" and piece in seen):
                yield run._replace(block=block, linked=min(run.linked, len(piece)), anchors=anchors)
                anchors = ()
            if block.kind == "caption":
                seen.add(piece)


def first_heading(blocks: Sequence[MarkupBlock]) -> str:
    """The heading that blocks begin with; empty where they begin with something else."""
    first = blocks[0] if blocks else None
    return first.block.text if first and first.block.kind == "apart" and first.container.tag not in _CELLS else ""


class _Walk:
    """One walk over a tree: what an element stands in, and the block that is being read."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._parts: list[str] = []
        self._linked = 0
        self._anchors: list[str] = []
        self._containers = [root]
        self._labelled = False  # the words that belong to a label are still to come
        self._captions = self._headings = self._links = self._quotes = self._lines = self._asides = self._cells = 0

    def runs(self) -> Iterator[MarkupBlock]:
        for event, element in etree.iterwalk(self._root, events=("start", "end")):
            if event == "start":
                yield from self._enter(element)
                continue
            yield from self._leave(element)
            if element is not self._root and element.tail:
                self._add(element.tail)
        yield from self._flush()

    def _enter(self, element: Any) -> Iterator[MarkupBlock]:
        tag = element.tag
        if tag in _BLOCKS:
            if not self._labelled:
                yield from self._flush()
            if tag in _CONTAINERS:
                self._containers.append(element)
        anchor = element.get("id") or (element.get("name") if tag == "a" else None)
        if anchor:
            self._anchors.append(anchor)
        self._count(element, 1)
        if tag == "br":
            self._parts.append("\n")
        if element.text:
            self._add(element.text)

    def _leave(self, element: Any) -> Iterator[MarkupBlock]:
        tag = element.tag
        if tag in _BLOCKS:
            self._labelled = self._is_label(element)
            if self._labelled:
                self._parts.append(" ")
            else:
                yield from self._flush()
            if tag in _CONTAINERS:
                self._containers.pop()
        self._count(element, -1)

    def _count(self, element: Any, by: int) -> None:
        """Note that a caption, a heading, a link, a quote, an aside or lines as written begin or end."""
        tag = element.tag
        self._links += by * (tag == "a" and element.get("href") is not None)
        self._quotes += by * (tag == "blockquote")
        self._lines += by * (tag in ("pre", "listing"))
        self._cells += by * (tag in _CELLS)
        self._asides += by * (tag == "aside" or bool(_PULLED.search(element.get("class", ""))))
        self._headings += by * (tag in _HEADINGS)
        self._captions += by * (tag == "figcaption" or bool(_CAPTION.search(element.get("class", ""))))

    def _is_label(self, element: Any) -> bool:
        """Whether what an element ends with is a name in a cell, and the words stand in the next."""
        parent = element.getparent()
        if element.tag not in _LABELS and element.getnext() is None and parent is not None:
            element = parent
        text = "".join(self._parts).strip()
        return (
            element.tag in _LABELS
            and element.getnext() is not None
            and text.endswith(":")
            and len(text) <= _LONGEST_LABEL
        )

    def _add(self, text: str) -> None:
        if self._links:
            self._linked += len(text.strip())
        self._labelled = self._labelled and not text.strip()
        self._parts.append(text if self._lines else _SPACES.sub(" ", text))

    def _flush(self) -> Iterator[MarkupBlock]:
        """The block that ends here."""
        lines = _AROUND_LINE_END.sub("\n", re.sub(r"[ \t\r\f]+", " ", "".join(self._parts)))
        text = lines.strip()
        if text:
            block = Block(text, self._kind(text), quoted=bool(self._quotes))
            yield MarkupBlock(block, self._linked, bool(self._asides), self._containers[-1], tuple(self._anchors))
            self._anchors = []
        self._parts, self._linked = [], 0

    def _kind(self, text: str) -> BlockKind:
        if self._captions:
            return "caption"
        return "apart" if self._headings or (self._cells and is_short_cell(text)) else "paragraph"


def _is_unseen(element: Any) -> bool:
    tag = element.tag
    return bool(
        tag in _UNSEEN
        or element.get("hidden") is not None
        or _NOT_SHOWN.search(element.get("style", ""))
        or _HIDDEN.search(element.get("class", ""))
        or (tag in ("sup", "a") and _is_note_mark(element))
    )


def _is_note_mark(element: Any) -> bool:
    """Whether it is the number of a note, which leads there, or the arrow that leads back."""
    link = element if element.tag == "a" else next(iter(element.iter("a")), None)
    if link is None or "#" not in link.get("href", ""):
        return False
    text = "".join(element.itertext()).strip()
    said = f"{link.get('role', '')} {link.get('class', '')} {link.get('id', '')}"
    is_raised = element.tag == "sup" or any(child.tag == "sup" for child in link)
    leads_there = _NOTE.search(said) and "ref" not in link.get("href").rpartition("#")[2]
    is_number = (is_raised or leads_there) and _NOTE_MARK.fullmatch(text)
    return text in _ARROWS or "backlink" in said or bool(is_number)
