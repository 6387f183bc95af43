"""Find quotes and reported speech of annotated articles, and whose they are, as users get them; write a row for each.

The data is a file of rows {doc_id, text, quotes: [{start, end, kind, speaker_spans, …}]}; texts are whole articles. At
the end the figures are printed, and kept where --result says.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Annotated, Any

import typer

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import Figures, Result, keep_figures, share_of, show
from benchmarks.questions import Row, read_rows
from corpus.quotes.direct import find_quotes, quoted_blocks, resolve_speakers
from corpus.quotes.passages import analyse
from corpus.quotes.reported import find_reported
from corpus.readers.files import parse_article
from corpus.speakers.resolver import NOBODY
from corpus.text.document import Document
from corpus.text.span import Span

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # with them no article is read
SURE = 0.8  # the share of quotes whose speakers are the surest


def quotes(
    gold: Annotated[Path, typer.Argument(help="The annotated articles.")],
    out: Annotated[Path, typer.Argument(help="The file for the rows.")],
    result: Result = None,
) -> None:
    """Find the quotes of every article."""
    articles = read_rows(gold)
    documents = [read(row) for row in articles]
    found = [{"doc_id": row["doc_id"], **_found(document)} for row, document in zip(articles, documents, strict=True)]
    out.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    figures = score(articles, found) | score_reported(articles, found) | _cost(documents)
    show("quotes and speakers", {gold.stem: figures})
    keep_figures(result, articles=len(articles), figures=figures)


def read(row: Row) -> Document:
    """The article as a user's file would be read, its offsets those of the data."""
    text = _CONTROL.sub(" ", row["text"])
    document = parse_article(f"{row['doc_id']}.txt", text.encode())
    if document.text != text:
        raise ValueError(f"{row['doc_id']} is not read as it stands")
    return document


def _found(document: Document) -> dict[str, list[dict[str, Any]]]:
    """The quotes and reported statements of an article, and the mentions of those who said them.

    The mention counts, also where it is not clear who is meant by it; so does its chance.
    """
    said, quotes = resolve_speakers(document, quoted_blocks(document)), find_quotes(document)
    known = ((quote.span, said.get(quote.span, NOBODY)) for quote in quotes)
    reported = ((quote.span, quote.speaker) for quote in find_reported(document, quotes))
    return {
        "quotes": [_place(span, resolution.mention, resolution.chance) for span, resolution in known],
        "reported": [_place(span, source.mention, source.chance) for span, source in reported if source],
    }


def _cost(documents: Sequence[Document]) -> Figures:
    """The processor's seconds for a million characters: quotes, passages and reported speech, the models loaded."""
    started = process_time()
    for document in documents:
        find_reported(document, analyse(document).quotes)
    return {"seconds, 1 MB": round((process_time() - started) / sum(len(each.text) for each in documents) * 1e6, 1)}


def _place(span: Span, mention: Span | None, chance: float) -> dict[str, Any]:
    start, end = (mention.start, mention.end) if mention else (None, None)
    return {"start": span.start, "end": span.end, "speaker_start": start, "speaker_end": end, "confidence": chance}


# Figures --------------------------------------------------------------------------------------------------------------


def score(articles: Iterable[Row], found: Iterable[Row]) -> Figures:
    """Spans with the same start and end; speakers whose mention covers the annotators' one, or its head."""
    exact = listed = wanted = spoken = 0
    judged: list[tuple[float, bool, str]] = []
    for row, answer in zip(articles, found, strict=True):
        gold = marked(row)
        places = {(quote["start"], quote["end"]) for quote in gold}
        exact += sum((quote["start"], quote["end"]) in places for quote in answer["quotes"])
        listed, wanted = listed + len(answer["quotes"]), wanted + len(gold)
        spoken += sum(bool(quote["speaker_spans"]) for quote in gold)
        for quote, right in matched(answer["quotes"], gold):
            if right["speaker_spans"]:
                known = quote["speaker_start"] is not None
                judged.append((quote["confidence"] if known else -1.0, known and _right(quote, right), right["kind"]))
    hits = sum(right for _, right, _ in judged)
    surest = sorted(judged, key=lambda each: -each[0])[: round(SURE * len(judged))]
    figures = {
        "quotes": float(wanted),
        "spans F1": _f1(exact, listed, wanted),
        "speaker": share_of(right for _, right, _ in judged),
        "speaker, direct": share_of(right for _, right, kind in judged if kind == "direct"),
        "speaker, mixed": share_of(right for _, right, kind in judged if kind == "mixed"),
        "speaker, where said": share_of(right for sure, right, _ in judged if sure >= 0),
        "speaker, surest 80 %": share_of(right for _, right, _ in surest),
        "both F1": _f1(hits, listed, spoken),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def score_reported(articles: Iterable[Row], found: Iterable[Row]) -> Figures:
    """Statements that overlap an annotated one without marks by half of both together and name its source."""
    right = listed = wanted = 0
    for row, answer in zip(articles, found, strict=True):
        gold = [quote for quote in row["quotes"] if quote["kind"] == "indirect" and quote["speaker_spans"]]
        right += sum(_right(*pair) for pair in matched(answer["reported"], gold))
        listed, wanted = listed + len(answer["reported"]), wanted + len(gold)
    shares = {"reported, precision": right / max(1, listed), "reported, recall": right / max(1, wanted)}
    return {"reported": float(listed), **{name: round(share, 4) for name, share in shares.items()}}


def marked(row: Row) -> list[Row]:
    """The annotated quotes that have marks."""
    return [quote for quote in row["quotes"] if quote["kind"] in ("direct", "mixed")]


def matched(found: Sequence[Row], gold: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Each found quote with the annotated one that shares most of it, at least half of both together."""
    free, pairs = list(gold), []
    for quote in sorted(found, key=lambda each: each["start"]):
        best = max(free, key=lambda each: _shared(quote, each), default=None)
        if best is not None and _shared(quote, best) >= 0.5:
            free.remove(best)
            pairs.append((quote, best))
    return pairs


def _shared(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    both = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return float(max(0.0, both / (max(one["end"], other["end"]) - min(one["start"], other["start"]))))


def _right(quote: Row, gold: Row) -> bool:
    start, end = gold.get("speaker_head") or gold["speaker_spans"][0]
    return bool(quote["speaker_start"] < end and quote["speaker_end"] > start)


def _f1(hits: int, found: int, gold: int) -> float:
    return 2 * hits / max(1, found + gold)


if __name__ == "__main__":
    typer.run(quotes)
