"""Where the paragraphs and captions of a text stand."""

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt

from corpus.readers.text.labels import read_label
from corpus.text.span import Span

WRAPPED = 120  # characters; nobody wraps lines by hand beyond this
_FULL = 0.8  # of the longest line, so that ragged lines count as wrapped
STOPS = (".", "?", "!", "…", ":", "”", '"', "’", "'", ")", "]")
"""With which a line ends that ends a sentence."""
_BEGINS = re.compile(r"[^\w]*[^\W_a-zà-öø-ÿ]")  # with a capital or a digit, past marks
_PAGE = re.compile(r"\s*(?:page\s+)?[-–—]?\s?\d{1,4}(?:\s+of\s+\d{1,4})?\s?[-–—]?\s*", re.IGNORECASE)
_HEAD, _NEAR = 80, 20  # characters of a running head; of a block's end
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_CAPTION = re.compile(r"(?:Image|Photo|Photograph|Picture|Figure|Video|Caption)\s*:\s*\S", re.IGNORECASE)
_MARKDOWN_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
# What parts the text of HTML, or is none of it.
_HTML_CUT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|h[1-6]|nav|table|figure|iframe|pre|button|form|select|svg)\b.*?(?:</\1\s*>|\Z)|"
    r"</?(?:p|div|blockquote|section|article|main|header|footer|aside|li|ul|ol|dl|dt|dd|hr|center|details|summary|body|"
    r"html)\b[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_CONTAINER_MARKS = re.compile(r"(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*[ \t]*")


def text_blocks(text: str, body: Span) -> list[Span]:
    """The blocks of plain text: lines in a row between blank ones, parted where a line cannot have been wrapped, and
    joined where a page ends within a quote; or each line by itself where there are no blank ones and some are long."""
    lines = _lines(text, body)
    filled = [number for number, line in enumerate(lines) if line.of(text).strip()]
    if filled and filled[-1] - filled[0] < len(filled) and max(map(len, lines)) > WRAPPED:
        return [lines[number] for number in filled]
    runs: list[list[Span]] = []
    for before, number in zip([-2, *filled], filled, strict=False):
        if number != before + 1:
            runs.append([])
        runs[-1].append(lines[number])
    return _joined(text, [block for run in runs for block in _parted(text, run)])


def _parted(text: str, run: Sequence[Span]) -> Iterator[Span]:
    """The paragraphs in lines without blank ones between them."""
    lines = [line.of(text).strip() for line in run]
    width = _FULL * max(map(len, lines))
    begins, ends = [_BEGINS.match(line) for line in lines], [line.endswith(STOPS) for line in lines]
    is_paragraph = len(run) > 2 and all(begins) and 2 * sum(ends) > len(run)  # each line
    start = run[0].start
    for number in range(1, len(run)):
        before, line = lines[number - 1 : number + 1]
        short = len(before) + 1 + len(line.split(None, 1)[0]) < width  # the next word had room there
        label = read_label(text, run[number])
        parted = begins[number] and (is_paragraph or (ends[number - 1] and short))
        labelled = label and (label.stamped or ends[number - 1] or short)
        if parted or labelled or (before[0] == ">") != (line[0] == ">"):
            yield Span(start, run[number - 1].end)
            start = run[number].start
    yield Span(start, run[-1].end)


def _joined(text: str, blocks: Sequence[Span]) -> list[Span]:
    """The blocks, those together between which a page ends within a sentence or a quote."""
    joined: list[Span] = []
    depth = number = 0
    while number < len(blocks):
        cut = bool(joined) and not _is_whole(text, joined[-1])
        last = number + (cut and number + 1 < len(blocks) and _is_furniture(text, blocks[number], depth > 0))
        if cut and (depth > 0 or last > number) and blocks[last].of(text).lstrip()[:1].islower():
            start = joined.pop().start
        else:
            start, depth, last = blocks[number].start, 0, number
        joined.append(Span(start, blocks[last].end))
        words = blocks[last].of(text)
        depth += words.count("“") - words.count("”")
        number = last + 1
    return joined


def _is_whole(text: str, block: Span) -> bool:
    """Whether a block ends with a sentence."""
    return text[max(block.start, block.end - _NEAR) : block.end].rstrip().endswith(STOPS)


def _is_furniture(text: str, block: Span, quoting: bool) -> bool:
    """Whether a block is the number of a page, or inside a quote a running head."""
    head = quoting and len(block) <= _HEAD and not _is_whole(text, block)
    return head or _PAGE.fullmatch(text, block.start, block.end) is not None


def markdown_blocks(text: str, body: Span) -> tuple[str | None, list[Span]]:
    """The first heading of level 1, and the paragraphs: in lists, quotes and blocks of HTML too, not in code."""
    lines = _lines(text, body)
    markdown = MarkdownIt("commonmark").disable(["inline", "text_join"])
    tokens = markdown.parse(body.of(text))
    heading: str | None = None
    blocks: list[Span] = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1" and heading is None:
            heading = " ".join(tokens[number + 1].content.split()) or None
        if token.type == "html_block" and token.map and not token.level:
            last = min(token.map[1], len(lines)) - 1
            blocks += _html_blocks(text, Span(lines[token.map[0]].start, lines[last].end))
        if token.type == "paragraph_open" and token.map:
            first, last = token.map[0], min(token.map[1], len(lines)) - 1
            start = lines[first].start
            if token.level:
                marks = _CONTAINER_MARKS.match(text, start)
                start = marks.end() if marks else start
            blocks.append(Span(start, max(start, lines[last].end)))
    return heading, blocks


def _html_blocks(text: str, html: Span) -> Iterator[Span]:
    """What stands between the tags of blocks; tags within a line, as `<em>`, stay where they are."""
    tags = _HTML_CUT.finditer(text, html.start, html.end)
    cuts = [html.start, *(end for tag in tags for end in tag.span()), html.end]
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        if any(map(str.isalnum, text[start:end])):
            yield Span(start, end)


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
