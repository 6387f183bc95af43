"""Files that tests read as articles."""

from pathlib import Path

from corpus.readers.files import parse_article
from corpus.text.document import Document


def read_article(path: Path) -> Document:
    """The document in a file. Raises ArticleError where there is none to be had."""
    return parse_article(path.name, path.read_bytes())
