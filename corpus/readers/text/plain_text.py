"""Plain text and Markdown, with front matter."""

from corpus.readers.extraction import Extraction
from corpus.readers.front_matter import read_front_matter
from corpus.readers.text.charsets import decode_text
from corpus.readers.text.paragraphs import markdown_blocks, split_captions, text_blocks


def read_text(name: str, data: bytes, charset: str | None) -> Extraction:
    """Read plain text. Raises ArticleError."""
    text, unsure = decode_text(name, data, charset)
    front, body, doubts = read_front_matter(name, text)
    paragraphs, captions = split_captions(text, text_blocks(text, body))
    return Extraction(text, paragraphs, captions, front, doubts=(*unsure, *doubts))


def read_markdown(name: str, data: bytes, charset: str | None) -> Extraction:
    """Read Markdown; a first heading is its title where the front matter has none. Raises ArticleError."""
    text, unsure = decode_text(name, data, charset)
    front, body, doubts = read_front_matter(name, text)
    heading, blocks = markdown_blocks(text, body)
    paragraphs, captions = split_captions(text, blocks)
    return Extraction(
        text, paragraphs, captions, front._replace(title=front.title or heading), doubts=(*unsure, *doubts)
    )
