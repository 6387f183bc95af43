"""One built index of a collection, whole or absent."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, as_row, of_row
from corpus.errors import PullquoteError
from corpus.passages import Passage
from corpus.quotes import Quote
from corpus.span import Span
from corpus.speakers import Speaker
from index.spelling import Vocabulary
from index.tokens import Tokens
from index.vectors import Vectors
from index.words import Words, folded

FORMAT = 3  # raised when the files change their form, or the same articles would make other passages or quotes

DOCUMENTS, PASSAGES, VECTORS = "documents.jsonl", "passages.jsonl", "vectors.faiss"
PASSAGE_WORDS, SENTENCE_WORDS = "passage-words.npz", "sentence-words.npz"


class GenerationError(PullquoteError):
    """An index on disk that is damaged, or that cannot be written."""


class OutdatedError(GenerationError):
    """An index that is whole, but made by another version or encoder; it has to be built anew."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can be found: its passage's number and its span."""

    passage: int
    span: Span


@dataclass(frozen=True)
class Generation:
    """Documents with their quotes and passages, and what finds them.

    `vectors` has a row for each passage, then one for each sentence, in the order of the passages.
    """

    documents: tuple[Document, ...]
    quotes: Mapping[str, tuple[Quote, ...]]
    """By the document's id, in the order of the text."""
    reported: Mapping[str, tuple[Quote, ...]]
    """What is reported of somebody's words without marks; by the document's id, in the order of the text."""
    passages: tuple[Passage, ...]
    vectors: Vectors
    tokens: Tokens
    passage_words: Words
    sentence_words: Words

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of every passage, in order."""
        return list_sentences(self.passages)

    @cached_property
    def homes(self) -> NDArray[np.int64]:
        """The passage of each sentence."""
        return np.array([sentence.passage for sentence in self.sentences], np.int64)

    def sentences_of(self, passage: int) -> range:
        """The numbers of a passage's sentences."""
        return range(*np.searchsorted(self.homes, [passage, passage + 1]).tolist())

    @cached_property
    def quotes_in(self) -> Mapping[int, tuple[Quote, ...]]:
        """Sentence number → the quotes in it; sentences without one are left out."""
        found: dict[int, tuple[Quote, ...]] = {}
        starts = {key: [quote.span.start for quote in quotes] for key, quotes in self.quotes.items()}
        for number, sentence in enumerate(self.sentences):
            key = self.passages[sentence.passage].document.id
            first, last = (bisect_left(starts[key], end) for end in (sentence.span.start, sentence.span.end))
            if first < last:
                found[number] = self.quotes[key][first:last]
        return found

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of its passages, as they are written."""
        return Vocabulary.of(passage.text for passage in self.passages)

    @cached_property
    def running_words(self) -> tuple[str, list[int]]:
        """The words of all sentences in a row, small and without accents, a line end between documents; and where
        each sentence begins in it, with the blank before its first word."""
        parts: list[str] = []
        before = None
        for number, sentence in enumerate(self.sentences):
            document = self.passages[sentence.passage].document
            ending = " \n" if before is not None and before is not document else ""
            parts.append("".join([ending, *(f" {word}" for word in folded(self.sentence_text(number)))]))
            before = document
        starts = [0, *accumulate(len(part) for part in parts)]
        return "".join(parts) + " ", starts[:-1]

    def __post_init__(self) -> None:
        if len(self.vectors) != len(self.passages) + len(self.sentences):
            raise GenerationError("the index holds another number of vectors than its passages need")

    def sentence_text(self, number: int) -> str:
        """The words of a sentence."""
        sentence = self.sentences[number]
        return sentence.span.of(self.passages[sentence.passage].document.text)

    def to_files(self) -> dict[str, bytes]:
        """File name → contents. The two `.jsonl` files are as good to read for people as for us."""
        return {
            DOCUMENTS: _lines(
                _document_row(each, self.quotes[each.id], self.reported[each.id]) for each in self.documents
            ),
            PASSAGES: _lines(_passage_row(each) for each in self.passages),
            VECTORS: self.vectors.to_bytes(),
            **self.tokens.to_files(),
            PASSAGE_WORDS: self.passage_words.to_bytes(),
            SENTENCE_WORDS: self.sentence_words.to_bytes(),
        }

    @classmethod
    def from_files(cls, files: Mapping[str, "bytes | memoryview"]) -> "Generation":
        """What `to_files` gave. Raises GenerationError where the parts do not fit together."""
        try:
            rows = _rows(bytes(files[DOCUMENTS]))
            documents = {row["id"]: of_row(row) for row in rows}
            return cls(
                documents=tuple(documents.values()),
                quotes={row["id"]: _quotes(documents[row["id"]], row["quotes"]) for row in rows},
                reported={row["id"]: _quotes(documents[row["id"]], row["reported"]) for row in rows},
                passages=tuple(_passage(documents, row) for row in _rows(bytes(files[PASSAGES]))),
                vectors=Vectors.from_bytes(bytes(files[VECTORS])),
                tokens=Tokens.from_files(files),
                passage_words=Words.from_bytes(bytes(files[PASSAGE_WORDS])),
                sentence_words=Words.from_bytes(bytes(files[SENTENCE_WORDS])),
            )
        except GenerationError:
            raise
        except Exception as error:  # NumPy, zipfile and JSON each raise their own
            raise GenerationError(f"the index cannot be read: {error}") from error


def list_sentences(passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """The sentences of passages, in order."""
    return tuple(Sentence(number, span) for number, passage in enumerate(passages) for span in passage.sentences)


def _lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _rows(data: bytes) -> list[dict[str, Any]]:
    # Not splitlines: a text may hold line ends that JSON leaves as they are.
    return [json.loads(line) for line in data.decode().split("\n") if line]


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _document_row(document: Document, quotes: Iterable[Quote], reported: Iterable[Quote]) -> dict[str, Any]:
    return {
        **as_row(document),
        "quotes": [_quote_row(quote) for quote in quotes],
        "reported": [_quote_row(quote) for quote in reported],
    }


def _quote_row(quote: Quote) -> dict[str, Any]:
    speaker = quote.speaker
    return {
        "span": _pair(quote.span),
        "kind": quote.kind,
        "confidence": quote.confidence,
        "speaker": speaker
        and {"name": speaker.name, "role": speaker.role, "mention": _pair(speaker.mention), "how": speaker.how},
    }


def _quotes(document: Document, rows: Iterable[Mapping[str, Any]]) -> tuple[Quote, ...]:
    def speaker(row: Mapping[str, Any] | None) -> Speaker | None:
        return row and Speaker(row["name"], row["role"], Span(*row["mention"]), row["how"])  # type: ignore[return-value]

    return tuple(
        Quote(document, Span(*row["span"]), row["kind"], speaker(row["speaker"]), row["confidence"]) for row in rows
    )


def _passage_row(passage: Passage) -> dict[str, Any]:
    return {
        "title": passage.document.title,
        "paragraph": passage.document.paragraph_at(passage.span.start),
        "text": passage.text,
        "document": passage.document.id,
        "span": _pair(passage.span),
        "sentences": [_pair(span) for span in passage.sentences],
    }


def _passage(documents: Mapping[str, Document], row: Mapping[str, Any]) -> Passage:
    sentences = tuple(Span(*pair) for pair in row["sentences"])
    passage = Passage(documents[row["document"]], Span(*row["span"]), sentences)
    if passage.text != row["text"]:
        raise GenerationError(f"a passage of {passage.document.name} is not a slice of its text")
    return passage
