"""Web pages as they are saved or fetched: the article in them, without what stands around it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from courlan import extract_domain
from lxml.etree import strip_tags
from trafilatura import bare_extraction, extract_metadata
from trafilatura.external import jt_stoplist_init
from trafilatura.htmlprocessing import convert_to_html

from corpus.errors import ArticleError
from corpus.readers.documents.furniture import STOPS, is_furniture
from corpus.readers.documents.markup import MarkupBlock, blocks_of_runs, markup_runs, parse_page, prune
from corpus.readers.extraction import Extraction, compose
from corpus.readers.front_matter import FrontMatter, readable_front_matter
from corpus.readers.text.charsets import decode_page

_NONE = "holds no article: no text stands in it as one would"
_WORD = re.compile(r"\w+")
_RUN = 4  # words in a row
_SAME = 0.8  # of a block's runs of words, in the article that was found
_ALONE, _SENTENCE = 8, 3  # words; what is shorter must be a block of the article by itself
_LITTLE, _LARGE = 0.25, 2_000  # a share of a page's prose; characters of it


def read_html(name: str, data: bytes, charset: str | None) -> Extraction:
    """Read a web page. Raises ArticleError."""
    page, doubts = decode_page(name, data, charset)
    tree = parse_page(name, page)
    front, unread = _front(extract_metadata(tree, date_config={"extensive_search": False, "original_date": True}))
    prune(tree)
    found: Any = bare_extraction(tree, include_comments=False, include_formatting=False)
    if found is None:
        raise ArticleError(name, _NONE)
    everything = list(markup_runs(tree))
    article = blocks_of_runs(_article(everything, found.body, front.title))
    blocks = [block for block in article if not is_furniture(block, front.authors)]
    if not any(block.block.kind == "paragraph" for block in blocks):
        raise ArticleError(name, _NONE)
    return compose((block.block for block in blocks), front, (*doubts, *unread, *_too_little(everything, blocks)))


@cache
def preload() -> None:
    """Have in memory the lists of words that are asked about a page with little text, and that of the web's domains."""
    jt_stoplist_init()
    extract_domain("https://localhost")  # which looks in the list, since that is none


def _front(found: Any) -> tuple[FrontMatter, tuple[str, ...]]:
    fields = {
        "title": found.title,
        "publisher": found.sitename,
        "authors": (found.author or "").split(";"),
        "published": found.date,
        "url": found.url,
    }
    return readable_front_matter(fields)


def _article(blocks: Sequence[MarkupBlock], found: Any, title: str | None) -> Iterator[MarkupBlock]:
    """The blocks of a page that trafilatura takes for the article, and those it loses: captions, signatures, a lead
    below the headline, and prose that stands in one element with what it keeps.

    Their words are those of the page: it changes some where tags stand within a line.
    """
    strip_tags(found, "hi")  # a tag of TEI too, of more kinds than trafilatura's own
    convert_to_html(found)
    pieces = [_words(block.block.text) for block in markup_runs(found)]
    whole = set(map("".join, pieces))
    runs = set(_runs([word for words in pieces for word in words]))
    kept = [_is_found(_words(block.block.text), whole, runs) for block in blocks]
    prose = [number for number in range(len(blocks)) if kept[number] and _is_prose(blocks[number])] or [len(blocks)]
    first = _headline(blocks, prose[0], title)
    homes = {id(blocks[number].container) for number in prose if number < len(blocks)}
    seen = [blocks[number].block.text for number in prose if number < len(blocks) and not blocks[number].aside]
    for number, run in enumerate(blocks):
        lost = _is_prose(run) and (number < prose[0] or id(run.container) in homes)
        among = first <= number <= prose[-1] and (lost or run.block.kind == "caption" or _goes_on(blocks, kept, number))
        repeated = run.aside and any(run.block.text.strip("“”\"' .…") in text for text in seen)
        if (kept[number] or among) and not repeated:
            yield run


def _headline(blocks: Sequence[MarkupBlock], body: int, title: str | None) -> int:
    """The number of the headline of an article whose first paragraph has the number `body`; that number where none
    stands in an element around the text, or in one beside it."""
    for number in reversed(range(body)) if body < len(blocks) else ():
        if blocks[number].block.text == title:
            home, inner = blocks[number].container, blocks[body].container
            around = {inner, *inner.iterancestors()}
            return number if home in around or home.getparent() in around else body
    return body


def _is_prose(run: MarkupBlock) -> bool:
    text = run.block.text
    least = _SENTENCE if text.endswith(STOPS) else _ALONE
    return run.block.kind == "paragraph" and len(_words(text)) >= least and 2 * run.linked < len(text)


def _goes_on(blocks: Sequence[MarkupBlock], kept: Sequence[bool], number: int) -> bool:
    """Whether a block stands in a block quote of which the block before it is kept."""
    return number > 0 and kept[number - 1] and blocks[number].block.quoted and blocks[number - 1].block.quoted


def _is_found(words: Sequence[str], whole: set[str], runs: set[tuple[str, ...]]) -> bool:
    if len(words) < _ALONE or "".join(words) in whole:
        return "".join(words) in whole
    own = list(_runs(words))
    return sum(run in runs for run in own) >= _SAME * len(own)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_RUN)), strict=False)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _too_little(everything: Sequence[MarkupBlock], blocks: Sequence[MarkupBlock]) -> Iterator[str]:
    """A sentence where most of what the page says is not in the article."""
    size, kept = (sum(len(block.block.text) for block in some if _is_prose(block)) for some in (everything, blocks))
    if size >= _LARGE and kept < _LITTLE * size:
        yield f"the article is {round(100 * kept / size)} % of the page's text; look whether all of it is there"
