"""Questions over passages, answered by the code that serves users.

The data is a folder with `passages.jsonl` (rows of id, collection, title, text) and `questions.jsonl` (rows of id,
split, passage, question, answerable, answers).
"""

import json
import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.progress import Progress

from corpus.library.owners import OPERATOR, SHARED
from corpus.text.document import Document
from corpus.text.span import Span
from index.answers.answer import decide
from index.encoding.embedding import Embedding
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.query.query import Query, parse
from index.reading.reader import Reader
from index.retrieval.fusion import fused_scores
from index.retrieval.search import Hit, find_candidates, search
from index.service.composition import open_service
from index.service.errors import EmptyCorpusError
from index.service.view import LiveView

ARTICLE = 50  # passages
Row = Mapping[str, Any]


def read_rows(path: Path) -> list[Row]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


@dataclass(frozen=True)
class Places:
    """Where the passages of the data went: each article is one document, its passages the paragraphs."""

    starts: Mapping[str, list[int]]
    """Title → the first character of each of its passages in the document."""
    ids: Mapping[str, list[str]]

    def of(self, document: Document, span: Span) -> tuple[str, int, int]:
        """The data's passage that holds these characters, and the characters in it."""
        place = bisect_right(self.starts[document.title], span.start) - 1
        first = self.starts[document.title][place]
        return self.ids[document.title][place], span.start - first, span.end - first


def write_articles(passages: Iterable[Row], folder: Path) -> Places:
    """Write the articles of a collection to a folder, as a user would have them."""
    folder.mkdir(parents=True, exist_ok=True)
    articles: dict[str, list[Row]] = {}
    for row in passages:
        articles.setdefault(row["title"], []).append(row)
    starts: dict[str, list[int]] = {}
    for number, (title, rows) in enumerate(articles.items()):
        text = f"---\ntitle: {json.dumps(title)}\n---\n"
        starts[title] = []
        for row in rows:
            starts[title].append(len(text))
            text += row["text"] + "\n\n"
        (folder / f"{number:04}.txt").write_bytes(text.encode())
    return Places(starts, {title: [row["id"] for row in rows] for title, rows in articles.items()})


def in_articles(rows: Sequence[Row], count: int) -> Iterator[Row]:
    """So many passages, in articles of ARTICLE; where there are too few they come again."""
    for number in range(count):
        yield {**rows[number % len(rows)], "id": str(number), "title": f"Article {number // ARTICLE}"}


class Asker:
    """Asks one generation after another, each question's vector made once."""

    def __init__(self, encoder: Encoder, reader: Reader | None, places: Places) -> None:
        self._encoder = encoder
        self._reader = reader
        self.places = places
        self._embeddings: dict[str, Embedding] = {}

    def encode(self, questions: Iterable[str], progress: Progress) -> None:
        texts = sorted({parse(question).text for question in questions}, key=len)
        task = progress.add_task("encoding questions", total=len(texts))
        made = self._encoder.embed([(text, ()) for text in texts], lambda done: progress.update(task, completed=done))
        self._embeddings = dict(zip(texts, made, strict=True))

    def candidates(self, generation: Generation, question: str) -> tuple[Hit, ...]:
        """The hits before they are ranked, each with score 0."""
        query = parse(question)
        embedding = self._embedding(query)
        scores = fused_scores(generation, query, embedding.vector)
        return tuple(find_candidates(generation, query, scores, embedding, self._reader))

    def row(self, generation: Generation, question: Row) -> dict[str, Any]:
        """The row of an answered question: what would be shown were the bot to answer, and how sure it is."""
        query = parse(question["question"], generation.vocabulary)
        results = search(generation, query, self._embedding(query), self._reader)
        answer = decide(generation, query, results, threshold=0.0)
        excerpts = [self.places.of(each.document, each.span) for each in answer.excerpts]
        found = (generation.passages[hit.sentence.passage] for hit in results.hits)
        passages = [self.places.of(each.document, each.span)[0] for each in found]
        return {
            "id": question["id"],
            "confidence": answer.confidence,
            "excerpts": [{"passage": passage, "start": start, "end": end} for passage, start, end in excerpts],
            "passages": list(dict.fromkeys(passages))[:10],
        }

    def _embedding(self, query: Query) -> Embedding:
        if query.text not in self._embeddings:
            self._embeddings[query.text] = self._encoder.embed_query(query.text)
        return self._embeddings[query.text]


def without(generation: Generation, title: str) -> Generation:
    """The generation without an article, every statistic computed anew."""
    return Generation.of(segment for segment in generation.segments if segment.document.title != title)


def alone(generation: Generation, title: str) -> Generation:
    """The generation of an article alone."""
    return Generation.of(segment for segment in generation.segments if segment.document.title == title)


def halves(titles: Iterable[str]) -> tuple[set[str], set[str]]:
    """Two halves of a split's articles: one for the reader, one for the ranker, which is told what the reader says."""
    ordered = sorted(set(titles))
    random.Random(1).shuffle(ordered)  # noqa: S311 - a sample, not a secret
    return set(ordered[1::2]), set(ordered[::2])


def indexed(
    folder: Path, passages: Iterable[Row], encoder: Encoder, reader: Reader | None, progress: Progress
) -> tuple[Generation, Asker]:
    """The index of the articles made of passages, and who asks it; `folder` keeps it for the next time."""
    places = write_articles(passages, folder / "articles")
    return open_view(folder, encoder, reader, progress).generation, Asker(encoder, reader, places)


def open_view(folder: Path, encoder: Encoder, reader: Reader | None, progress: Progress) -> LiveView:
    """The view of what is in `folder/articles`, indexed where it is not yet; `folder/data` keeps the index."""
    service = open_service(folder / "articles", folder / "data", encoder, reader)
    with service.operations.writing():
        service.operations.load()
        if service.indexing.status(SHARED).fault:
            task = progress.add_task("indexing", total=None)
            service.indexing.reindex(
                SHARED, OPERATOR, lambda done, total: progress.update(task, completed=done, total=total)
            )
    view = service.views.view([SHARED])
    if not isinstance(view, LiveView) or not view.documents:
        raise EmptyCorpusError("there are no passages")
    return view
