"""Where the paragraphs and captions of a text stand."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from markdown_it import MarkdownIt

from corpus.text.span import Span

WRAPPED = 120  # characters; nobody wraps lines by hand beyond this
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_CAPTION = re.compile(r"(?:Image|Photo|Photograph|Picture|Figure|Video|Caption)\s*:\s*\S", re.IGNORECASE)
_MARKDOWN_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
_CONTAINER_MARKS = re.compile(r"(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*[ \t]*")


def text_blocks(text: str, body: Span) -> list[Span]:
    """The blocks of plain text: lines in a row between blank ones, or each line by itself where there are no blank ones
    and some are long."""
    lines = _lines(text, body)
    filled = [number for number, line in enumerate(lines) if line.of(text).strip()]
    if filled and filled[-1] - filled[0] < len(filled) and max(map(len, lines)) > WRAPPED:
        return [lines[number] for number in filled]
    blocks: list[Span] = []
    for before, number in zip([-2, *filled], filled, strict=False):
        start = blocks.pop().start if number == before + 1 else lines[number].start
        blocks.append(Span(start, lines[number].end))
    return blocks


def markdown_blocks(text: str, body: Span) -> tuple[str | None, list[Span]]:
    """The first heading of level 1, and the paragraphs wherever they stand: in lists and quotes too, not in code."""
    lines = _lines(text, body)
    markdown = MarkdownIt("commonmark").disable(["inline", "text_join"])
    tokens = markdown.parse(body.of(text))
    heading: str | None = None
    blocks: list[Span] = []
    for token, content in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1" and heading is None:
            heading = " ".join(content.content.split()) or None
        if token.type == "paragraph_open" and token.map:
            first, last = token.map[0], min(token.map[1], len(lines)) - 1
            start = lines[first].start
            if token.level:
                marks = _CONTAINER_MARKS.match(text, start)
                start = marks.end() if marks else start
            blocks.append(Span(start, max(start, lines[last].end)))
    return heading, blocks


def split_captions(text: str, blocks: Iterable[Span]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The paragraphs among blocks, and the captions, which stand once each, however often they are repeated."""
    paragraphs: list[Span] = []
    captions: dict[str, Span] = {}
    for block in (block.trimmed(text) for block in blocks):
        images = list(_image_texts(text, block))
        if images or _CAPTION.match(text, block.start, block.end):
            for caption in images or [block]:
                captions.setdefault(" ".join(caption.of(text).split()), caption)
        elif len(block) and _MARKDOWN_IMAGE.sub("", block.of(text)).strip():
            paragraphs.append(block)
    return tuple(paragraphs), tuple(captions.values())


def _image_texts(text: str, block: Span) -> Iterator[Span]:
    """The descriptions of the images in a block that holds nothing else."""
    if text.startswith("![", block.start) and not _MARKDOWN_IMAGE.sub("", block.of(text)).strip():
        for image in _MARKDOWN_IMAGE.finditer(text, block.start, block.end):
            description = Span(*image.span(1)).trimmed(text)
            if len(description):
                yield description


def _lines(text: str, body: Span) -> list[Span]:
    ends = (match.span() for match in _LINE.finditer(text, body.start, body.end))
    return [Span(start, end) for start, end in ends if end > start]
