"""A segment: one document of an index with everything that finds it, made once and then shared by generations."""

import json
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import accumulate

from corpus.errors import PullquoteError
from corpus.quotes.direct import Quote
from corpus.quotes.passages import Analysis, Passage
from corpus.quotes.reported import find_reported
from corpus.text.document import Document, as_row, of_row
from corpus.text.folding import folded_words
from corpus.text.span import Span
from index.encoding.array_file import Buffer, unpack
from index.encoding.embedding import Embedding
from index.engine.bm25 import Postings, numbered
from index.engine.passage_embeddings import PassageEmbeddings, inputs_of
from index.engine.segment_file import pack, passage_row, quote_row, read_passages, read_quotes, value
from index.engine.vocabulary import Spellings

FORMAT = 28
"""Raised when the files change their form, or the same article would make other passages or quotes."""
EMBEDDINGS_FORMAT = 3
"""Raised when the passages, vectors or tokens change their form in the file: until then embeddings outlive FORMAT."""
SUFFIX = ".safetensors"
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})(?=s?\b)")  # also that of “the 1950s”


class GenerationError(PullquoteError):
    """An index on disk that is damaged, of another version or encoder, or cannot be written."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can be found: its passage's number and its span."""

    passage: int
    span: Span


@dataclass(frozen=True, eq=False, repr=False)
class Segment:
    """A document with its quotes and passages, and what finds them; its arrays lie in its file."""

    name: str
    """The name of the file: its key and the sha256 of its bytes."""
    data: Buffer
    """The whole file."""
    document: Document
    quotes: tuple[Quote, ...]
    """In the order of the text."""
    reported: tuple[Quote, ...]
    """What is reported of somebody's words without marks, in the order of the text."""
    passages: tuple[Passage, ...]
    embeddings: PassageEmbeddings
    passage_postings: Postings
    sentence_postings: Postings

    @classmethod
    def of(cls, analysis: Analysis, embeddings: Sequence[Embedding], encoder: str) -> "Segment":
        """The segment of a document that was analysed, with the embeddings of its passages in order."""
        document, quotes, passages = analysis.document, analysis.quotes, analysis.passages
        sentences = [span.of(document.text) for passage in passages for span in passage.sentences]
        terms: dict[str, int] = {}
        postings = {
            "passage-postings": Postings.of([passage.text for passage in passages], terms).table,
            "sentence-postings": Postings.of(sentences, terms).table,
        }
        key = segment_key(document, encoder)
        about = {"format": FORMAT, "embeddings": EMBEDDINGS_FORMAT, "key": key, "encoder": encoder}
        contents = as_row(document) | {
            "quotes": [quote_row(quote) for quote in quotes],
            "reported": [quote_row(quote) for quote in find_reported(document, quotes)],
            "passages": [passage_row(passage) for passage in passages],
        }
        data = pack(
            PassageEmbeddings.of(inputs_of(passages), embeddings).to_arrays() | postings,
            {"about": about, "document": contents, "terms": list(terms)},
        )
        return cls.read(f"{key}-{sha256(data).hexdigest()}{SUFFIX}", data)

    @classmethod
    def read(cls, name: str, data: Buffer) -> "Segment":
        """A segment from its file, whose bytes fit its name.

        Raises GenerationError where it cannot be read, or another version wrote it.
        """
        try:
            arrays = unpack(data)
            about, row, terms = value(arrays["about"]), value(arrays["document"]), numbered(value(arrays["terms"]))
            if about["format"] != FORMAT:
                raise GenerationError(f"the index has format {about['format']}, and this version reads {FORMAT}")
            document = of_row(row)
            passages = read_passages(document, row["passages"])
            sentences = sum(len(passage.sentences) for passage in passages)
            return cls(
                name=name,
                data=data,
                document=document,
                quotes=read_quotes(document, row["quotes"]),
                reported=read_quotes(document, row["reported"]),
                passages=passages,
                embeddings=PassageEmbeddings.from_arrays(inputs_of(passages), arrays),
                passage_postings=Postings.read(terms, arrays["passage-postings"], len(passages)),
                sentence_postings=Postings.read(terms, arrays["sentence-postings"], sentences),
            )
        except GenerationError:
            raise
        except Exception as error:  # NumPy, FAISS and JSON each raise their own
            raise GenerationError(f"the index cannot be read: {error}") from error

    @property
    def key(self) -> str:
        """What it was made of and by what: see `segment_key`."""
        return self.name.partition("-")[0]

    # What is worked out once, for every generation that holds the segment ---------------------------------------------

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of every passage, in order; passages are numbered within the segment."""
        passages = enumerate(self.passages)
        return tuple(Sentence(number, span) for number, passage in passages for span in passage.sentences)

    @cached_property
    def quotes_by_sentence(self) -> dict[int, tuple[Quote, ...]]:
        """The quotes in each sentence, by its number; sentences without one are left out."""
        return self._by_sentence(self.quotes)

    @cached_property
    def reported_by_sentence(self) -> dict[int, tuple[Quote, ...]]:
        """The reported statements in each sentence, by its number; sentences without one are left out."""
        return self._by_sentence(self.reported)

    def _by_sentence(self, quotes: tuple[Quote, ...]) -> dict[int, tuple[Quote, ...]]:
        starts = [quote.span.start for quote in quotes]
        ranges = (
            (bisect_left(starts, sentence.span.start), bisect_left(starts, sentence.span.end))
            for sentence in self.sentences
        )
        return {number: quotes[first:last] for number, (first, last) in enumerate(ranges) if first < last}

    @cached_property
    def spellings(self) -> Spellings:
        """The words of its passages, as they are written."""
        passages = self.passages  # not the segment, which would be kept for them
        return Spellings(lambda: (passage.text for passage in passages), self.passage_postings.terms.keys())

    @cached_property
    def years(self) -> frozenset[str]:
        """The years that its document tells, also by its date."""
        return frozenset(_YEAR.findall(f"{self.document.published} {self.document.title} {self.document.text}"))

    @cached_property
    def folded_sentences(self) -> tuple[str, list[int]]:
        """The words of all sentences in a row, small and without accents, each after a blank; and where each sentence
        begins in them."""
        text = self.document.text
        words = ["".join(f" {word}" for word in folded_words(sentence.span.of(text))) for sentence in self.sentences]
        return "".join(words) + " ", list(accumulate(map(len, words), initial=0))[:-1]


def segment_key(document: Document, encoder: str) -> str:
    """What a segment is made of and by what, in 32 hexadecimal digits.

    Whatever would make it another changes the key.
    """
    row = as_row(document)
    del row["text"]  # which has the id
    return sha256(json.dumps([FORMAT, encoder, row]).encode()).hexdigest()[:32]


def read_embeddings(data: Buffer, encoder: str) -> PassageEmbeddings | None:
    """The embeddings in the file of a segment, also of another FORMAT.

    None where another encoder made them, or where they cannot be read.
    """
    try:
        arrays = unpack(data)
        about, row = value(arrays["about"]), value(arrays["document"])
        if (about["embeddings"], about["encoder"]) != (EMBEDDINGS_FORMAT, encoder):
            return None
        return PassageEmbeddings.from_arrays(inputs_of(read_passages(of_row(row), row["passages"])), arrays)
    except Exception:  # whatever another version makes of it; it can be made anew
        return None
