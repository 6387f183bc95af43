"""One document of an index, with all that finds it: made once, and then of every generation that holds the document."""

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PullquoteError
from corpus.quotes.direct import Quote
from corpus.quotes.passages import Passage
from corpus.quotes.reported import find_reported
from corpus.text.document import Document, as_row, of_row
from corpus.text.folding import folded_words
from corpus.text.span import Span
from index.encoding.embedding import Embedding, Pieces
from index.engine.bm25 import Postings, numbered
from index.engine.segment_file import (
    Buffer,
    lines,
    of_lines,
    pack,
    passage_of,
    passage_row,
    quote_row,
    quotes_of,
    unpack,
)
from index.engine.token_vectors import TokenVectors, mapped, stored
from index.engine.vectors import VectorIndex
from index.engine.vocabulary import Spellings

FORMAT = 5  # raised when the files change their form, or the same article would make other passages or quotes
EMBEDDED = (
    1  # raised when PASSAGES, VECTORS or the tokens' files change their form: until then embeddings outlive FORMAT
)

ABOUT, DOCUMENT, PASSAGES, VECTORS = "about.json", "document.json", "passages.jsonl", "vectors.faiss"
WORDS, PASSAGE_POSTINGS, SENTENCE_POSTINGS = "words.json", "passage-words.npy", "sentence-words.npy"


class GenerationError(PullquoteError):
    """An index on disk that is damaged, or that cannot be written."""


class OutdatedError(GenerationError):
    """An index that is whole, but made by another version or encoder; it has to be built anew."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can be found: its passage's number and its span."""

    passage: int
    span: Span


@dataclass(frozen=True, eq=False)
class PassageEmbeddings:
    """What an encoder made of passages."""

    texts: Sequence[tuple[str, Pieces]]
    """Of the passages, their pieces being their sentences."""
    vectors: VectorIndex
    """A row for each passage, then one for each sentence, in the order of the passages."""
    tokens: TokenVectors

    def __post_init__(self) -> None:
        sentences = sum(len(pieces) for _, pieces in self.texts)
        if len(self.vectors) != len(self.texts) + sentences:
            raise GenerationError("the index holds another number of vectors than its passages need")
        if len(self.tokens.starts) != len(self.texts) + 1 or len(self.tokens.ranges) != sentences:
            raise GenerationError("the index holds the tokens of other passages")

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, Pieces], tuple[int, int]]:
        """Of each text its number, and that of its first sentence."""
        firsts = accumulate((len(pieces) for _, pieces in self.texts), initial=0)
        return {text: (number, first) for number, (text, first) in enumerate(zip(self.texts, firsts, strict=False))}

    def embedding(self, text: str, pieces: Pieces) -> Embedding | None:
        """Of a passage's text in its sentences; None where there is no such passage."""
        found = self._numbers.get((text, pieces))
        if found is None:
            return None
        number, first = found
        sentences = range(first, first + len(pieces))
        rows = range(len(self.texts) + sentences.start, len(self.texts) + sentences.stop)
        return Embedding(
            vector=self.vectors.matrix(range(number, number + 1))[0],
            pieces=self.vectors.matrix(rows),
            tokens=self.tokens.rows(number),
            states=self.tokens.states(number),
            ids=self.tokens.ids(number),
            ranges=np.array([self.tokens.within(each, number) for each in sentences], np.int32).reshape(-1, 2),
        )

    @classmethod
    def read(
        cls, texts: Sequence[tuple[str, Pieces]], files: "Mapping[str, bytes | memoryview]"
    ) -> "PassageEmbeddings":
        """What `to_files` gave, where it lies."""
        return cls(texts, VectorIndex.from_bytes(files[VECTORS]), TokenVectors.from_files(files))

    def to_files(self) -> dict[str, bytes]:
        """All but the texts."""
        return {VECTORS: self.vectors.to_bytes(), **self.tokens.to_files()}

    @classmethod
    def of(cls, texts: Sequence[tuple[str, Pieces]], embeddings: Sequence[Embedding]) -> "PassageEmbeddings":
        """Texts with their embeddings."""
        vectors = np.concatenate(
            [np.stack([each.vector for each in embeddings]), *(each.pieces for each in embeddings)]
        )
        return cls(texts, VectorIndex.of(vectors), TokenVectors.of(embeddings))


@dataclass(frozen=True, eq=False, repr=False)
class Segment:
    """A document with its quotes and passages, and what finds them; it lies in its file."""

    name: str
    """Of the file: its key and the sha256 of its bytes."""
    data: Buffer
    """The whole file."""
    encoder: str
    """The fingerprint of what made the embeddings."""
    document: Document
    quotes: tuple[Quote, ...]
    """In the order of the text."""
    reported: tuple[Quote, ...]
    """What is reported of somebody's words without marks, in the order of the text."""
    passages: tuple[Passage, ...]
    embedded: PassageEmbeddings
    passage_postings: Postings
    sentence_postings: Postings

    @classmethod
    def of(
        cls,
        document: Document,
        quotes: tuple[Quote, ...],
        passages: tuple[Passage, ...],
        embeddings: Sequence[Embedding],
        encoder: str,
    ) -> "Segment":
        """The segment of a document, its passages with their embeddings in order."""
        said = {"quotes": quotes, "reported": find_reported(document, quotes)}
        sentences = [span.of(document.text) for passage in passages for span in passage.sentences]
        numbers: dict[str, int] = {}
        words = {
            PASSAGE_POSTINGS: Postings.of([passage.text for passage in passages], numbers),
            SENTENCE_POSTINGS: Postings.of(sentences, numbers),
        }
        key = segment_key(document, encoder)
        data = pack(
            {
                ABOUT: _json({"format": FORMAT, "embedded": EMBEDDED, "key": key, "encoder": encoder}),
                DOCUMENT: _json(as_row(document) | {kind: list(map(quote_row, each)) for kind, each in said.items()}),
                PASSAGES: lines(map(passage_row, passages)),
                **PassageEmbeddings.of([text_of(passage) for passage in passages], embeddings).to_files(),
                WORDS: _json(list(numbers)),
                **{name: stored(postings.table) for name, postings in words.items()},
            }
        )
        return cls.read(f"{key}-{sha256(data).hexdigest()}.zip", data)

    @classmethod
    def read(cls, name: str, data: Buffer) -> "Segment":
        """A segment from its file, whose bytes fit its name.

        Raises GenerationError where it cannot be read, OutdatedError where another version wrote it."""
        try:
            files = unpack(data)
            about = json.loads(bytes(files[ABOUT]))
            if about["format"] != FORMAT:
                raise OutdatedError(f"the index has format {about['format']}, and this version reads {FORMAT}")
            row = json.loads(bytes(files[DOCUMENT]))
            document = of_row(row)
            passages = tuple(passage_of(document, each) for each in of_lines(bytes(files[PASSAGES])))
            numbers = numbered(json.loads(bytes(files[WORDS])))
            sentences = sum(len(passage.sentences) for passage in passages)
            return cls(
                name=name,
                data=data,
                encoder=about["encoder"],
                document=document,
                quotes=quotes_of(document, row["quotes"]),
                reported=quotes_of(document, row["reported"]),
                passages=passages,
                embedded=PassageEmbeddings.read([text_of(passage) for passage in passages], files),
                passage_postings=Postings.read(numbers, mapped(files[PASSAGE_POSTINGS], np.int32, 2), len(passages)),
                sentence_postings=Postings.read(numbers, mapped(files[SENTENCE_POSTINGS], np.int32, 2), sentences),
            )
        except GenerationError:
            raise
        except Exception as error:  # NumPy, zipfile and JSON each raise their own
            raise GenerationError(f"the index cannot be read: {error}") from error

    @property
    def key(self) -> str:
        """What it was made of and by what: see `segment_key`."""
        return self.name.partition("-")[0]

    # What is worked out once, for every generation that holds the segment ---------------------------------------------

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of every passage, in order; passages are numbered within the segment."""
        return tuple(Sentence(number, span) for number, each in enumerate(self.passages) for span in each.sentences)

    @cached_property
    def passage_of_sentence(self) -> NDArray[np.int64]:
        """The passage of each sentence."""
        return np.array([sentence.passage for sentence in self.sentences], np.int64)

    @cached_property
    def quotes_by_sentence(self) -> Mapping[int, tuple[Quote, ...]]:
        """Sentence number → the quotes in it; sentences without one are left out."""
        return self._by_sentence(self.quotes)

    @cached_property
    def reported_by_sentence(self) -> Mapping[int, tuple[Quote, ...]]:
        """Sentence number → the reported statements in it; sentences without one are left out."""
        return self._by_sentence(self.reported)

    def _by_sentence(self, quotes: tuple[Quote, ...]) -> dict[int, tuple[Quote, ...]]:
        found: dict[int, tuple[Quote, ...]] = {}
        starts = [quote.span.start for quote in quotes]
        for number, sentence in enumerate(self.sentences):
            first, last = (bisect_left(starts, end) for end in (sentence.span.start, sentence.span.end))
            if first < last:
                found[number] = quotes[first:last]
        return found

    @cached_property
    def spellings(self) -> Spellings:
        """The words of its passages, as they are written."""
        return Spellings.of(passage.text for passage in self.passages)

    @cached_property
    def running_words(self) -> tuple[str, list[int]]:
        """The words of all sentences in a row, small and without accents; and where each sentence begins in it, with
        the blank before its first word."""
        text = self.document.text
        words = ["".join(f" {word}" for word in folded_words(sentence.span.of(text))) for sentence in self.sentences]
        return "".join(words) + " ", list(accumulate(map(len, words), initial=0))[:-1]


def segment_key(document: Document, encoder: str) -> str:
    """What a segment is made of and by what, in 32 hexadecimal digits.

    Whatever would make it another changes the key."""
    row = as_row(document)
    del row["text"]  # which has the id
    return sha256(json.dumps([FORMAT, encoder, row]).encode()).hexdigest()[:32]


def text_of(passage: Passage) -> tuple[str, Pieces]:
    """What of a passage is embedded: its text, and its sentences counted from its beginning."""
    start = passage.span.start
    return passage.text, tuple((sentence.start - start, sentence.end - start) for sentence in passage.sentences)


def read_embeddings(data: Buffer, encoder: str) -> PassageEmbeddings | None:
    """The embeddings in the file of a segment, also of another FORMAT.

    None where another encoder made them, or where they cannot be read."""
    try:
        files = unpack(data)
        about = json.loads(bytes(files[ABOUT]))
        if (about["embedded"], about["encoder"]) != (EMBEDDED, encoder):
            return None
        rows = of_lines(bytes(files[PASSAGES]))
        return PassageEmbeddings.read([(row["text"], _pieces(row)) for row in rows], files)
    except Exception:  # whatever another version makes of it; it can be made anew
        return None


def _pieces(row: Mapping[str, Any]) -> Pieces:
    start = row["span"][0]
    return tuple((first - start, end - start) for first, end in row["sentences"])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
