"""What a PDF says of itself, where its own pages bear it out."""

import re
from collections.abc import Sequence

from corpus.readers.front_matter import FrontMatter
from corpus.readers.pdf.paragraphs import Paragraph
from corpus.readers.properties import said_title

_TITLE = 200  # characters at most
_LARGE = 1.2  # of the size of most letters
_AND = re.compile(r"\s*(?:;|,|&|\band\b)\s*")
_LETTERS = re.compile(r"[\W_]+")


def front_of(title: str, author: str, paragraphs: Sequence[Paragraph], size: float) -> FrontMatter:
    """The title and the authors. A title that is not on the first page gives way to the largest words there; authors
    who are not named on it are left out, since a program writes down whose machine it is. No date is taken: a file says
    when it was made, not when the article was published."""
    first = [paragraph for paragraph in paragraphs if paragraph.lines[0].page == 0]
    words = _letters("".join(line.text for paragraph in first for line in paragraph.lines))
    title = said_title(title)
    if not title.isprintable() or len(title) > _TITLE or not any(map(str.isalpha, title)):
        title = ""
    if not title or _letters(title) not in words:
        title = _largest(first, size) or title
    names = [name for name in _AND.split(author) if " " in name]
    authors = tuple(name for name in names if name.isprintable() and _letters(name) in words)
    return FrontMatter(title=title or None, authors=authors)


def _largest(paragraphs: Sequence[Paragraph], size: float) -> str:
    """The largest words, if they are larger than the text: the headline."""
    largest = max((paragraph.size for paragraph in paragraphs), default=0.0)
    headline = next((one for one in paragraphs if one.size == largest and one.kind == "apart"), None)
    text = " ".join(line.text for line in headline.lines) if headline and largest > _LARGE * size else ""
    return text if len(text) <= _TITLE and any(map(str.isalpha, text)) else ""


def _letters(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
