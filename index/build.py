"""From a folder of articles to a generation."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

import numpy as np

from corpus.document import Document
from corpus.errors import ArticleError
from corpus.passages import Passage, split_passages
from corpus.quotes import Quote, find_quotes
from corpus.readers import MAX_BYTES, find_articles, read_article
from corpus.reported import find_reported
from index.embedding import Embedding, Pieces
from index.generation import Generation, list_sentences
from index.tokens import Tokens
from index.vectors import Vectors
from index.words import Words

Embed = Callable[[list[tuple[str, Pieces]]], list[Embedding]]
"""What embeds passages, their sentences being the pieces: an encoder, or a cache before it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder of articles gave."""

    documents: tuple[Document, ...]
    failed: tuple[str, ...]
    """A sentence for each article that is not among the documents, and why."""


def corpus_hash(folder: Path) -> str:
    """A sha256 over the names and bytes of the articles in a folder: whether an index is still theirs."""
    digests = []
    for path in find_articles(folder):
        try:
            size = path.stat().st_size
            digest = sha256(path.read_bytes()).hexdigest() if size <= MAX_BYTES else f"{size} bytes"
        except OSError:
            digest = "unreadable"
        digests.append((path.relative_to(folder).as_posix(), digest))
    return sha256(json.dumps(digests).encode()).hexdigest()


def read_articles(folder: Path) -> Reading:
    """Read all articles of a folder; one that cannot be read, or stands there twice, does not keep out the others."""
    documents: dict[str, Document] = {}
    failed: list[str] = []

    def closed(error: OSError) -> None:
        failed.append(f"{error.filename}: this folder cannot be looked into ({error.strerror})")

    for path in find_articles(folder, closed):
        try:
            document = read_article(path)
        except ArticleError as error:
            failed.append(str(error))
            continue
        twin = documents.setdefault(document.id, document)
        if twin is not document:
            failed.append(f"{document.name}: has the same text as {twin.name}, which is indexed")
    return Reading(tuple(documents.values()), tuple(failed))


def build(documents: Iterable[Document], embed: Embed) -> Generation:
    """The generation of documents, their passages embedded by `embed`."""
    documents = tuple(documents)
    quotes = {document.id: find_quotes(document) for document in documents}
    passages = (split_passages(document, quotes[document.id]) for document in documents)
    return assemble(documents, quotes, tuple(chain.from_iterable(passages)), embed)


def assemble(
    documents: tuple[Document, ...],
    quotes: Mapping[str, tuple[Quote, ...]],
    passages: tuple[Passage, ...],
    embed: Embed,
) -> Generation:
    """The generation of documents whose quotes and passages are known already."""
    texts = [passage.text for passage in passages]
    embeddings = embed([(text, pieces(passage)) for text, passage in zip(texts, passages, strict=True)])
    vectors = np.stack([each.vector for each in embeddings])
    sentences = [each.span.of(passages[each.passage].document.text) for each in list_sentences(passages)]
    return Generation(
        documents=documents,
        quotes=quotes,
        reported={document.id: find_reported(document, quotes[document.id]) for document in documents},
        passages=passages,
        vectors=Vectors.of(np.concatenate([vectors, *(each.pieces for each in embeddings)])),
        tokens=Tokens.of(embeddings),
        passage_words=Words.of(texts),
        sentence_words=Words.of(sentences),
    )


def pieces(passage: Passage) -> Pieces:
    """Its sentences, counted from its beginning."""
    start = passage.span.start
    return tuple((sentence.start - start, sentence.end - start) for sentence in passage.sentences)
