"""Files of questions, as people make them."""

import codecs

import pytest

from corpus.errors import ArticleError
from index.evaluation.question_file import MAX_BYTES, EvalQuestion, QuestionsError, read_questions


def test_json_lines_are_read() -> None:
    """Every field has its place; what is not given is absent, and blank lines are counted but not asked."""
    lines = (
        '{"question": " Who  sang? ", "answer": ["Ada", "the  mayor"], "speaker": "Ada", "article": "Zoo", "tag": "w"}',
        "",
        '{"question": "Why?", "answer": null}',
        '{"question": "How?", "answer": ""}',
    )
    assert read_questions("q.jsonl", "\n".join(lines).encode()) == (
        EvalQuestion(1, "Who sang?", ("Ada", "the mayor"), "Ada", "Zoo", "w"),
        EvalQuestion(3, "Why?"),
        EvalQuestion(4, "How?"),
    )


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_spreadsheets_are_read(mark: str) -> None:
    """Whatever parts the cells: columns in any order and case, empty ones at the end, blank rows, several answers."""
    rows = (
        ["Tag", " Question ", "ANSWER", ""],
        ["where", "Where is it?", "in Bergen|at sea", ""],
        ["", "", "", ""],
        ["", "Why?", ""],
        ["", '"Who said ""no"",\nand when?"', "|", ""],
        ["", "How?", "so"],
    )
    text = "\r\n".join(mark.join(row) for row in rows)
    assert read_questions("Q.CSV", text.encode()) == (
        EvalQuestion(2, "Where is it?", ("in Bergen", "at sea"), tag="where"),
        EvalQuestion(4, "Why?"),
        EvalQuestion(5, 'Who said "no", and when?'),
        EvalQuestion(7, "How?", ("so",)),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encodings_of_every_system(end: str, encoding: str) -> None:
    """A byte order mark and another system's line ends change nothing, nor do separators inside a text."""
    lines = ('{"question": "Wo in Æ?", "answer": "Zoë"}', '{"question": "One\u2028line?"}', "")
    found = read_questions("q.jsonl", end.join(lines).encode(encoding))
    assert [(each.line, each.question) for each in found] == [(1, "Wo in Æ?"), (2, "One line?")]
    sheet = end.join(("question,answer", "Wo in Æ?,Zoë")).encode(encoding)
    assert read_questions("q.csv", sheet) == (EvalQuestion(2, "Wo in Æ?", ("Zoë",)),)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Who sang?", 'not JSON at character 1 (Expecting value); write {"question": "…", "answer": "…"}'),
        ('["Who sang?"]', 'not a question; write {"question": "…", "answer": "…"}'),
        ("[" * 100_000, "not a question"),
        ("9" * 5_000, "not a question"),
        ("{}", "the question is missing"),
        ('{"question": "?!"}', "there are no words in that question"),
        ('{"question": "' + "why " * 2_000 + '"}', "the limit is 6,000"),
        ('{"question": 7}', "“question” is not a text"),
        ('{"question": "Why?", "answer": 412}', "“answer” is not a text; put it between quotation marks"),
        ('{"question": "Why?", "answer": "…"}', "there is no word in the answer “…”"),
        ('{"question": "Why?", "anwser": "so"}', "there is no field “anwser”; there are question, answer, speaker"),
        ('{"question": "Why?", "speaker": "Ada"}', "it has a speaker but no answer"),
    ],
)
def test_a_line_to_mend_is_named(line: str, said: str) -> None:
    """The error has the file, the line and the reason, in words."""
    with pytest.raises(QuestionsError) as told:
        read_questions("q.jsonl", f'{{"question": "Why?"}}\n\n{line}\n'.encode())
    assert str(told.value).startswith("q.jsonl, line 3: ")
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Who sang?,Ada", "line 1: the first line names the columns; there is no field “who sang?”"),
        ("answer,tag\nAda,who", "line 1: the first line names the columns; “question” must be among them"),
        ("question,answer,answer\nWho?,Ada,Eve", "line 1: the first line names the columns; “question” must be"),
        ("question,answer\nWho came, and when?,Ada", "line 2: “Ada” is in no column; a cell that holds a comma needs"),
        ('question,answer\nWhy?,so\nWho?,"Ada', "line 3: its quotation marks are wrong"),
        ("question,answer\n,Ada", "line 2: the question is missing"),
        (",,\n\n", "line 1: the first line names the columns"),
    ],
)
def test_a_spreadsheet_to_mend_says_where(text: str, said: str) -> None:
    """Forgotten columns, and commas that part what belongs together."""
    with pytest.raises(QuestionsError) as told:
        read_questions("q.csv", text.encode())
    assert f"q.csv, {said}" in str(told.value)


def test_all_lines_to_mend_are_named_at_once() -> None:
    """Nobody mends a file one error at a time; of very many the first are named, and the rest counted."""
    with pytest.raises(QuestionsError) as told:
        read_questions("q.jsonl", b"Why?\n" * 3)
    assert [line[:16] for line in str(told.value).split("\n")] == [f"q.jsonl, line {n}:" for n in (1, 2, 3)]
    with pytest.raises(QuestionsError) as told:
        read_questions("q.jsonl", b"Why?\n" * 10_000)
    assert str(told.value).endswith("\n… and 9,980 more")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("q.jsonl", b"", "q.jsonl: is empty"),
        ("q.jsonl", b" \n\n", "q.jsonl: is empty"),
        ("q.jsonl", codecs.BOM_UTF8, "q.jsonl: there is no question in it"),
        ("q.csv", b"question,answer\r\n", "q.csv: there is no question in it"),
        (
            "q.csv",
            "question\nWo in Æ?".encode("latin-1"),
            "its encoding is unsure: it is not UTF-8 (byte 0xC6 in line 2)",
        ),
        ("q.xlsx", b"PK\x03\x04", "only .jsonl and .csv files are read; save a spreadsheet as CSV (UTF-8)"),
        ("standard input", b"PK\x03\x04", "is a zip archive"),
        ("q.jsonl", b" " * (MAX_BYTES + 1), "is larger than 20 MB"),
    ],
)
def test_what_holds_no_questions_is_said(name: str, data: bytes, said: str) -> None:
    """Empty files, other formats and unsure encodings."""
    with pytest.raises((QuestionsError, ArticleError)) as told:
        read_questions(name, data)
    assert said in str(told.value)


def test_half_characters_do_no_harm() -> None:
    """JSON can write half of a character; it is replaced, as it could not be printed."""
    assert read_questions("q.jsonl", b'{"question": "Why \\ud83d?"}') == (EvalQuestion(1, "Why ??"),)
