"""A community's own questions, with the answers it expects, from a file."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import zip_longest
from pathlib import PurePath
from typing import Any

from corpus.errors import PullquoteError
from corpus.readers.text.charsets import decode_text
from corpus.text.folding import fold_text
from index.query.query import parse

FIELDS = ("question", "answer", "speaker", "article", "tag")
BETWEEN = "|"  # alternatives in one cell of a spreadsheet
MAX_BYTES = 20_000_000  # far beyond what anybody waits for: some 100,000 questions
MAX_LINES = 20  # who has more lines to mend has made one mistake many times
EXAMPLE = '{"question": "…", "answer": "…"}'

Rows = Iterator[tuple[int, Callable[[], Mapping[str, Any]]]]


class QuestionsError(PullquoteError):
    """A file of questions that cannot be read; its text names the lines to mend."""


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """A question, and what is expected of its answer."""

    line: int
    """Where the file has it, from 1."""
    question: str
    answers: tuple[str, ...] = ()
    """Words of the article, each of which answers; empty where the corpus does not answer."""
    speaker: str | None = None
    article: str | None = None
    """The title or file name of the article that answers, where no other will do."""
    tag: str | None = None


def read_questions(name: str, data: bytes) -> tuple[EvalQuestion, ...]:
    """The questions in a file called `name`: CSV where that ends in `.csv`, else JSON Lines.

    Raises QuestionsError, which names all the lines to mend, or ArticleError where the bytes are no text.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in (".jsonl", ".csv", ""):
        raise QuestionsError(f"{name}: only .jsonl and .csv files are read; save a spreadsheet as CSV (UTF-8)")
    if len(data) > MAX_BYTES:
        raise QuestionsError(f"{name}: is larger than {MAX_BYTES / 1e6:.0f} MB; split it into parts")
    text = decode_text(name, data)[0]
    questions: list[EvalQuestion] = []
    wrong: list[str] = []
    for line, read in _csv_rows(name, text) if ending == ".csv" else _json_rows(text):
        try:
            questions.append(_question(line, read()))
        except PullquoteError as error:
            wrong.append(f"{name}, line {line}: {error}")
    if wrong:
        raise QuestionsError("\n".join(first_few(wrong)))
    if not questions:
        raise QuestionsError(f"{name}: there is no question in it")
    return tuple(questions)


def first_few(lines: Sequence[str]) -> list[str]:
    """The first of many lines, and how many more there are."""
    more = len(lines) - MAX_LINES
    return [*lines[:MAX_LINES], *([f"… and {more:,} more"] if more > 0 else [])]


def _question(line: int, row: Mapping[str, Any]) -> EvalQuestion:
    question, speaker, article, tag = (
        _words(name, row.get(name)) for name in ("question", "speaker", "article", "tag")
    )
    if not question:
        raise QuestionsError("the question is missing")
    parse(question)  # what cannot be asked is said now, not in the middle of the asking
    given = row.get("answer")
    cells = given if isinstance(given, list) else [given]
    answers = tuple(filter(None, (_words("answer", cell) for cell in cells)))
    for answer in answers:
        if not any(map(str.isalnum, answer)):
            raise QuestionsError(f"there is no word in the answer “{answer}”")
    if speaker and not answers:
        raise QuestionsError("it has a speaker but no answer; add the words, or take the speaker out")
    return EvalQuestion(line, question, answers, speaker or None, article or None, tag or None)


def _words(name: str, value: object) -> str:
    """A field's text in one line, whole characters only; empty for none."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise QuestionsError(f"“{name}” is not a text; put it between quotation marks")
    return " ".join(value.encode(errors="replace").decode().split())


def _unknown(fields: Iterable[str]) -> str | None:
    unknown = next((field for field in fields if field not in FIELDS), None)
    return None if unknown is None else f"there is no field “{_words('', unknown)}”; there are {', '.join(FIELDS)}"


def _json_rows(text: str) -> Rows:
    for line, words in enumerate(StringIO(text, newline=None), start=1):  # splitlines would part at U+2028 too
        if words.strip():
            yield line, partial(_object, words)


def _object(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise QuestionsError(f"not JSON at character {error.colno} ({error.msg}); write {EXAMPLE}") from None
    except (ValueError, RecursionError):  # numbers and nestings that no question has
        row = None
    if not isinstance(row, dict):
        raise QuestionsError(f"not a question; write {EXAMPLE}")
    complaint = _unknown(row)
    if complaint:
        raise QuestionsError(complaint)
    return row


def _csv_rows(name: str, text: str) -> Rows:
    mark = max(",;\t", key=text.lstrip().partition("\n")[0].count)  # semicolons, where the comma is for decimals
    records = _records(name, text, mark)
    line, header = next(records, (1, []))
    columns = [fold_text(cell).strip() for cell in header]
    named = [column for column in columns if column]
    complaint = _unknown(named)
    if "question" not in named or len(set(named)) < len(named):
        complaint = complaint or "“question” must be among them, and none twice"
    if complaint:
        raise QuestionsError(f"{name}, line {line}: the first line names the columns; {complaint}")
    for line, cells in records:
        yield line, partial(_by_column, columns, cells)


def _records(name: str, text: str, mark: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 1
    try:
        for cells in rows:
            if any(map(str.strip, cells)):
                yield line, cells
            line = rows.line_num + 1
    except csv.Error as error:
        raise QuestionsError(f"{name}, line {line}: its quotation marks are wrong ({error})") from None


def _by_column(columns: Sequence[str], cells: Sequence[str]) -> Mapping[str, Any]:
    outside = "".join(cell.strip() for column, cell in zip_longest(columns, cells, fillvalue="") if not column)
    if outside:
        raise QuestionsError(f"“{outside}” is in no column; a cell that holds a comma needs quotation marks around it")
    row = dict(zip(columns, cells, strict=False))
    return {**row, "answer": row.get("answer", "").split(BETWEEN)}
