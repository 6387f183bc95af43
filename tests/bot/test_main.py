"""The commands of the terminal, with the real encoder, in a folder of their own."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

import bot.terminal.session
from corpus.library.policy import Strictness
from index.answers.answer import THRESHOLDS
from index.encoding.encoder import Encoder
from index.engine.build import GROUP
from index.engine.lock import Lock
from tests.bot.conftest import Run
from tests.support.kept_service import READER

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "corpus" / "articles" / "north-korea-missile.txt"
SANCTIONS = "What did Mattis say about the sanctions?"
ANSWER = "“These are the most severe sanctions yet laid on North Korea,”"
TWIN_KEYS = ["text", "table_head", "kind", "speaker", "role", "sure", "speakers", "quoted_by", "document", "title"]
TWIN_KEYS += ["published", "paragraph", "places", "start", "end", "url", "id"]
EXCERPT_KEYS = [*TWIN_KEYS, "twins"]


@pytest.fixture
def folder(shipped_index: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped article and its index, where the commands run; encoder and reader are loaded already."""
    shutil.copytree(shipped_index, tmp_path / "here")
    monkeypatch.setattr(bot.terminal.session, "find_encoder", lambda _: encoder)
    monkeypatch.setattr(bot.terminal.session, "find_reader", lambda *_: READER)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PULLQUOTE_ARTICLES", "articles")
    monkeypatch.setenv("PULLQUOTE_DATA", "data")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("PULLQUOTE_TOKEN", raising=False)
    return tmp_path / "here"


def test_ask_shows_quote_speaker_and_place(run: Run) -> None:
    """A question is answered with the words, who said them as what, and where they stand."""
    code, out, _ = run("ask", SANCTIONS)
    assert code == 0
    assert ANSWER in out
    assert "— Mattis, Secretary of Defense" in out
    assert "paragraph 9, sentence 1" in out
    assert out.index(ANSWER) < out.index("Confidence: high")


def test_ask_takes_a_question_without_marks(run: Run) -> None:
    """Words need no quotation marks around them."""
    assert ANSWER in run("ask", *SANCTIONS.split())[1]


@pytest.mark.parametrize("words", [["help"], ["thanks!"], ["what", "can", "you", "do?"]])
def test_ask_helps_without_a_search(run: Run, words: list[str]) -> None:
    """A greeting or a question about Pullquote itself is no question to the articles."""
    code, out, err = run("ask", *words)
    assert code == 0
    assert "Ask about the articles" in out
    assert "pullquote --help" in out
    assert err == ""


def test_ask_refuses(run: Run) -> None:
    """What the articles do not answer is refused, the nearest passages being marked as no answer."""
    code, out, _ = run("ask", "What did Putin say?")
    assert code == 0
    assert "The articles do not answer this." in out
    assert "Not an answer" in out
    assert "Confidence" not in out


def test_ask_prints_json(run: Run, folder: Path) -> None:
    """The object has the documented keys, and its texts are slices of the file."""
    code, out, err = run("ask", "--json", SANCTIONS)
    answer = json.loads(out)
    text = (folder / "articles" / SHIPPED.name).read_text(encoding="utf-8")
    assert (code, err) == (0, "")
    assert list(answer) == ["question", "understood", "excerpts", "confidence", "nearest", "sought"]
    assert answer["excerpts"][0]["text"] == ANSWER
    assert (answer["excerpts"][0]["speaker"], answer["excerpts"][0]["role"]) == ("Mattis", "Secretary of Defense")
    assert (answer["nearest"], answer["understood"], answer["sought"]["words"]) == ([], None, ["sanctions"])
    for excerpt in answer["excerpts"]:
        assert list(excerpt) == EXCERPT_KEYS
        assert text[excerpt["start"] : excerpt["end"]] == excerpt["text"]


def test_the_same_words_in_two_articles_are_shown_once(run: Run, folder: Path) -> None:
    """With both sources."""
    wire = "---\ntitle: Reprint\n---\n" + SHIPPED.read_text(encoding="utf-8")
    (folder / "articles" / "reprint.txt").write_text(wire, encoding="utf-8")
    out = run("ask", SANCTIONS)[1]
    assert out.count(ANSWER) == 1
    assert "The same words:" in out
    excerpt = json.loads(run("ask", "--json", SANCTIONS)[1])["excerpts"][0]
    (twin,) = excerpt["twins"]
    assert list(twin) == TWIN_KEYS
    assert {excerpt["title"], twin["title"]} == {"Reprint", "north korea missile"}
    assert twin["text"] == excerpt["text"] == ANSWER


def test_strictness_is_asked_for_or_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for comes before what is set."""
    monkeypatch.setitem(THRESHOLDS, Strictness.STRICT, 1.1)
    assert json.loads(run("ask", "--json", SANCTIONS)[1])["excerpts"]
    monkeypatch.setenv("PULLQUOTE_STRICTNESS", "strict")
    assert json.loads(run("ask", "--json", SANCTIONS)[1])["excerpts"] == []
    assert json.loads(run("ask", "--json", "--strictness", "open", SANCTIONS)[1])["excerpts"]
    assert ANSWER in run("chat", "--strictness", "open", typed=f"{SANCTIONS}\n\n")[1]
    assert run("ask", "--strictness", "loose", SANCTIONS)[0] == 2
    monkeypatch.setenv("PULLQUOTE_STRICTNESS", "loose")
    code, _, err = run("ask", SANCTIONS)
    assert code == 1
    assert "PULLQUOTE_STRICTNESS" in err


def test_json_of_a_refusal_has_no_excerpts(run: Run) -> None:
    """A refusal is an empty list of excerpts and the nearest passages."""
    answer = json.loads(run("ask", "--json", "What did Putin say?")[1])
    assert answer["excerpts"] == []
    assert answer["nearest"]
    assert answer["confidence"] == 0
    assert answer["sought"] == {"speaker": "Putin", "heard": False, "words": [], "where": "everywhere", "absent": []}


def test_an_unchanged_corpus_is_not_indexed_again(run: Run, folder: Path) -> None:
    """Asking over unchanged articles writes nothing."""
    before = (folder / "data" / "shared" / "live").read_bytes()
    assert run("ask", SANCTIONS)[2] == ""
    assert (folder / "data" / "shared" / "live").read_bytes() == before


def test_changed_articles_are_indexed_first(run: Run, folder: Path) -> None:
    """A new article is found at once, and its control characters are shown, not obeyed."""
    (folder / "articles" / "zoo.txt").write_text("The zoo\u202e keeps four giraffes in Bergen.", encoding="utf-8")
    _, out, err = run("ask", "How many giraffes does the zoo keep?")
    assert "Indexed: 1 article new or changed, 1 unchanged" in err
    assert "The zoo⟨U+202E⟩ keeps four giraffes in Bergen." in out


def test_an_unreadable_article_is_named_and_keeps_out_no_other(run: Run, folder: Path) -> None:
    """The index is built from the rest, and tells which file is wrong and why."""
    (folder / "articles" / "bad.txt").write_bytes("naïve café".encode("latin-1"))
    code, out, _ = run("index")
    assert code == 0
    assert "bad.txt: its encoding is unsure" in " ".join(out.split())
    assert ANSWER in run("ask", SANCTIONS)[1]


def test_index_prints_json(run: Run) -> None:
    """The report is an object."""
    code, out, _ = run("index", "--json")
    report = json.loads(out)
    assert code == 0
    assert (report["indexed"], report["unchanged"], report["passages"], report["failed"]) == (0, 1, 11, [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "?!"], "no words in that question"),
        (["ask", "why " * 2000], "the limit is 6,000"),
        (["inspect", "articles/none.txt"], "none.txt: cannot be opened"),
        (["inspect", "data/shared/live"], "is of a form that is not read"),
        (["eval", "none.jsonl"], "none.jsonl: cannot be opened (No such file or directory)"),
        (["eval", "articles"], "articles: cannot be opened (Is a directory)"),
        (["eval", "-"], "standard input: is empty"),
        (["cite", "e5f8a2e2ce"], "that is not a citation id"),
        (["cite", "0123456789-1-2"], "no article that Pullquote has quoted"),
        (
            ["quotes", "Mattus"],
            "the articles quote nobody called “Mattus”; did you mean Mattis (Secretary of Defense, ",
        ),
        (["quotes", "Mattis", "?!"], "no words in that question"),
        (["compare", "Mattis", "x" * 9000], "the articles quote nobody called “xxx"),
        (["health"], "the bot is not running"),
    ],
)
def test_what_a_person_can_mend_is_one_line(run: Run, arguments: list[str], said: str) -> None:
    """An error of the user's is said without a traceback, on standard error, with exit code 1."""
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err


# The program as it is started, but for an encoder that is stuck at its second group of passages.
STUCK = """
import time
import bot.terminal.session
from bot.terminal.app import main
from tests.support.fake_encoder import FakeEncoder

class StuckEncoder(FakeEncoder):
    def embed(self, texts, progress=None):
        if self.encoded:
            time.sleep(60)
        return super().embed(texts, progress)

encoder = StuckEncoder()
bot.terminal.session.find_encoder = lambda _: encoder
main()
"""


@pytest.mark.slow
def test_ctrl_c_loses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with exit code 130 and a line that says so, in the middle of indexing too."""
    for number in range(3):  # a group each
        text = "\n\n".join(f"The {n}th sentence is here, in {number}." for n in range(GROUP))
        (folder / "articles" / f"long{number}.txt").write_text(text)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    segments = folder / "data" / "shared" / "segments"
    before, stored = (folder / "data" / "shared" / "live").read_bytes(), len(list(segments.iterdir()))
    # A shell has what it runs in the background ignore the signal, and that is inherited.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        [sys.executable, "-c", STUCK, "index"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heeding,
    ) as process:
        while len(list(segments.iterdir())) == stored and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert (process.returncode, "interrupted; nothing is lost" in err, "Traceback" in err) == (130, True, False)
    assert "Stopped: the index is as it was before, and still answers." in err
    assert (folder / "data" / "shared" / "live").read_bytes() == before


def test_nobody_has_to_read_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Output that is cut short by its reader is no error, and nothing is told when Python ends either."""
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    unread, written = os.pipe()
    os.close(unread)
    with monkeypatch.context() as patched, open(written, "w", encoding="utf-8") as nobody:  # noqa: PTH123 - a number
        patched.setattr(sys, "stdout", nobody)
        assert run("inspect", f"articles/{SHIPPED.name}") == (0, "", "")
    command = f"{sys.executable} -m bot --help | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_output_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is no traceback, and the exit code is not that of Python's own last try."""
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    command = f"{sys.executable} -m bot --help > /dev/full"
    done = subprocess.run(["/bin/bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "pullquote: No space left on device\n")


def test_streams_that_the_shell_has_closed_are_done_without(tmp_path: Path) -> None:
    """A command whose streams are closed does its work, and nothing is written into a file that took their place."""
    (tmp_path / "rain.txt").write_text("It rained.")  # without quotes: there is nothing to parse
    command = f"{sys.executable} -m bot inspect {tmp_path / 'rain.txt'} --html {tmp_path / 'page.html'} <&- >&- 2>&-"
    done = subprocess.run(["/bin/bash", "-c", command], cwd=ROOT, check=False)
    assert done.returncode == 0
    assert (tmp_path / "page.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_numpy_gets_one_thread_unless_another_number_is_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its threads would fight with those that answer; it is told before it is imported."""
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    run("--help")
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    run("--help")
    assert os.environ["OPENBLAS_NUM_THREADS"] == "3"


def test_wrong_usage_exits_with_2(run: Run) -> None:
    """An unknown option is wrong usage."""
    assert run("ask", "--loud", "why")[0] == 2


def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable; no secret is in it."""
    monkeypatch.setenv("PULLQUOTE_QUEUE", "none")
    monkeypatch.setenv("PULLQUOTE_TOKEN", "very.secret.token")
    code, out, err = run("ask", SANCTIONS)
    assert code == 1
    assert "PULLQUOTE_QUEUE" in err
    assert "secret" not in out + err


def test_an_unreadable_env_file_is_named(run: Run, folder: Path) -> None:
    """One that is not UTF-8 is not guessed at."""
    (folder / ".env").write_bytes(b"PULLQUOTE_QUEUE=\xff")
    code, _, err = run("ask", SANCTIONS)
    assert (code, err) == (1, "pullquote: .env cannot be read: it is not UTF-8\n")


def test_no_articles_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an articles folder and without an index there is a way out, in words."""
    monkeypatch.setenv("PULLQUOTE_ARTICLES", "elsewhere")
    monkeypatch.setenv("PULLQUOTE_DATA", "fresh")
    code, _, err = run("ask", SANCTIONS)
    assert code == 1
    assert "there is no articles folder elsewhere; set PULLQUOTE_ARTICLES" in err


def test_the_old_index_answers_while_another_process_writes(run: Run, folder: Path) -> None:
    """Beside a running bot, changed articles are not indexed, and the answer comes all the same."""
    (folder / "articles" / "zoo.txt").write_text("The zoo keeps four giraffes.", encoding="utf-8")
    with Lock(folder / "data").held():
        code, out, err = run("ask", SANCTIONS)
        assert (code, ANSWER in out) == (0, True)
        assert "Answers come from the old index." in err
        code, _, err = run("index")
        assert code == 1
        assert "another Pullquote is writing" in err


def test_chat_answers_until_an_empty_line(run: Run) -> None:
    """Each line is a question, a bad one does not end the conversation, an empty one does."""
    code, out, _ = run("chat", typed=f"{SANCTIONS}\n???\nWhat did Putin say?\n\nnever asked\n")
    assert code == 0
    assert ANSWER in out
    assert "no words in that question" in out
    assert "The articles do not answer this." in out


def test_chat_takes_follow_ups(run: Run) -> None:
    """It says how each was understood; one that is refused or makes no sense breaks nothing off."""
    asked = ("What did Mattis say about North Korea?", "???", "and Tillerson?", "what else did he say?")
    _, out, _ = run("chat", typed="\n".join([*asked, "when was that?", "", ""]))
    flat = " ".join(out.split())
    assert "Understood as: What did Tillerson say about North Korea?" in flat
    assert "Nothing more was found." in flat
    assert "Understood as: When was this: “The resolution does continue to send" in flat


def test_inspect_shows_how_an_article_is_understood(run: Run) -> None:
    """Paragraphs, quotes with their speakers and how these are known, and the counts."""
    code, out, _ = run("inspect", f"articles/{SHIPPED.name}")
    flat = " ".join(out.split())
    assert code == 0
    assert "9 paragraphs · 2 captions · 4 quotes (3 direct, 1 mixed) · " in flat
    assert "11 passages · 13 sentences" in flat
    assert "Tillerson, Secretary of State · named" in flat
    assert "Mattis, Secretary of Defense · pronoun, “he”" in flat


def test_inspect_writes_a_page(run: Run, folder: Path) -> None:
    """To a file, again where such a page is, or to standard output."""
    article = f"articles/{SHIPPED.name}"
    for _ in range(2):
        code, out, err = run("inspect", article, "--html", "page.html")
        assert (code, out) == (0, "")
        assert err == f"Wrote {folder / 'page.html'}\n"
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert ANSWER in page
    assert run("inspect", article, "--html", "-")[1].rstrip() == page.rstrip()
    (folder / "empty.html").touch()
    assert run("inspect", article, "--html", "empty.html")[0] == 0


def test_a_page_replaces_nothing_else(run: Run, folder: Path) -> None:
    """An article is not lost to a slip, a folder is named, and so is what cannot be written."""
    article = f"articles/{SHIPPED.name}"
    code, _, err = run("inspect", article, "--html", article)
    assert (code, "is not a page of Pullquote’s; name another file" in err) == (1, True)
    assert (folder / article).read_bytes() == SHIPPED.read_bytes()
    assert "articles is a folder; name a file in it" in run("inspect", article, "--html", "articles")[2]
    assert "is not a page of Pullquote’s" in run("inspect", article, "--html", "/dev/null")[2]
    assert "cannot be written (No such file or directory)" in run("inspect", article, "--html", "none/page.html")[2]
    assert run("inspect", article, "--json", "--html", "page.html")[0] == 2


def test_inspect_prints_json(run: Run) -> None:
    """The object holds slices of the text, and counts by kind."""
    found = json.loads(run("inspect", "--json", f"articles/{SHIPPED.name}")[1])
    text = SHIPPED.read_text(encoding="utf-8")
    assert [quote["speaker"] for quote in found["quotes"]] == ["Tillerson", "Mattis", "Mattis", "Mattis"]
    assert found["counts"].items() >= {"paragraphs": 9, "captions": 2, "direct": 3, "mixed": 1, "passages": 11}.items()
    assert found["counts"]["reported"] == len(found["reported"])
    assert found["quotes"][3]["mention"]["text"] == "he"
    mentions = [quote["mention"] for quote in found["quotes"]]
    said = (*found["quotes"], *found["reported"])
    for part in (*found["paragraphs"], *found["captions"], *said, *mentions, *found["passages"]):
        assert text[part["start"] : part["end"]] == part["text"]


def test_the_page_on_eval_shows_what_is_really_printed(run: Run, folder: Path) -> None:
    """The questions of docs/eval.md give the transcript that stands there."""
    page = (ROOT / "docs" / "eval.md").read_text(encoding="utf-8")
    questions, shown = page.split("```json\n", 1)[1].split("```", 1)[0], page.split("questions.jsonl\n", 1)[1]
    (folder / "questions.jsonl").write_text(questions, encoding="utf-8")
    code, out, err = run("eval", "questions.jsonl")
    assert code == 0
    assert lines(err + out) == lines(shown.split("```", 1)[0])


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_eval_shows_what_went_wrong_or_everything(run: Run, folder: Path) -> None:
    """Each question has one line, in which nothing of the file or the article is obeyed."""
    rows = (
        f"{SANCTIONS},severe sanctions,Tillerson,[b]who[/b]",
        "Where was\u202e Tillerson on Thursday?,London,,where",
    )
    (folder / "q.csv").write_text("\n".join(("question,answer,speaker,tag", *rows)), encoding="utf-8")
    code, out, err = run("eval", "q.csv")
    assert (code, err) == (0, "")
    assert "[b]who[/b]" in out
    assert re.search(r"^2 +wrong speaker +What did Mattis.+… +Mattis: “These are.+…$", out, re.MULTILINE)
    assert "Thursday" not in out
    assert re.search(r"^3 +right +Where was⟨U\+202E⟩ .+…", run("eval", "q.csv", "--all")[1], re.MULTILINE)


def test_eval_obeys_nothing_in_an_error(run: Run) -> None:
    """What is wrong is shown, control characters too, without being obeyed."""
    _, _, err = run("eval", "-", typed='{"\\u001b[31mred": 1}')
    assert "there is no field “⟨U+001B⟩[31mred”" in err


def test_eval_prints_json(run: Run) -> None:
    """Figures, those of each tag, the lines that cannot be right, and every outcome with its answer."""
    rows = ({"question": SANCTIONS, "answer": "severe sanctions"}, {"question": SANCTIONS, "answer": "so", "tag": "x"})
    code, out, err = run("eval", "--json", "-", typed="\n".join(map(json.dumps, rows)))
    found = json.loads(out)
    assert code == 0
    assert err.splitlines() == [
        "line 2: “so” stands in no article",
        "line 2: asks the same as line 1; both are counted",
    ]
    assert (found["questions"], found["first"], found["auroc"]) == (2, {"count": 1, "of": 2}, None)
    assert (found["absent"], found["repeated"], list(found["tags"])) == ([2], [2], ["x"])
    assert [each["result"] for each in found["outcomes"]] == ["right", "wrong"]
    assert list(found["outcomes"][0]["excerpts"][0]) == EXCERPT_KEYS


def test_doctor_finds_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing token keeps only the bot from working; a missing folder is wrong."""
    findings = {each["what"]: each for each in json.loads(run("doctor", "--json")[1])}
    assert findings["Index of shared"]["state"] == "good"
    assert findings["Encoder"]["state"] == "good"
    assert findings["Discord"]["state"] == "missing"
    assert run("doctor")[0] == 0
    monkeypatch.setenv("PULLQUOTE_ARTICLES", "else\u202ewhere")
    code, out, _ = run("doctor")
    assert code == 1
    assert "there is no folder else⟨U+202E⟩where" in out


# Quotes ---------------------------------------------------------------------------------------------------------------

OTHER = "---\ntitle: Talks\npublished: 2017-09-20\n---\n“We will talk about sanctions,” said Tillerson. It rained."


def test_a_citation_is_recalled_with_what_stands_around_it(run: Run) -> None:
    """However its id is pasted."""
    citation = json.loads(run("ask", "--json", SANCTIONS)[1])["excerpts"][0]["id"]
    code, out, _ = run("cite", f"`{citation.upper()}`")
    assert code == 0
    assert out.index(ANSWER) < out.index("— Mattis, Secretary of Defense") < out.index("Where it stands:")
    assert "again recognizing the global threat" in out
    assert "removed" not in out
    recalled = json.loads(run("cite", "--json", citation)[1])
    assert list(recalled) == [*TWIN_KEYS, "state", "around"]
    assert (recalled["text"], recalled["id"], recalled["state"]) == (ANSWER, citation, "current")
    assert ANSWER in recalled["around"]


def test_a_citation_is_recalled_when_its_article_is_gone(run: Run, folder: Path) -> None:
    """Which is said; also where there is no article any more, and no index."""
    citation = json.loads(run("ask", "--json", SANCTIONS)[1])["excerpts"][0]["id"]
    (folder / "articles" / "talks.md").write_text(OTHER, encoding="utf-8")
    (folder / "articles" / SHIPPED.name).unlink()
    code, out, err = run("cite", citation)
    assert (code, "1 article new or changed" in err) == (0, True)
    assert ANSWER in out
    assert "removed since it was quoted" in out
    (folder / "articles" / "talks.md").unlink()
    shutil.rmtree(folder / "data" / "shared")
    code, out, err = run("cite", citation)
    assert (code, "there is no article to read" in err) == (0, True)
    assert ANSWER in out


def test_everybody_who_is_quoted_is_listed(run: Run) -> None:
    """With roles, and how often."""
    assert re.search(r"Mattis +Secretary of Defense +\d", run("quotes")[1])
    people = json.loads(run("quotes", "--json")[1])["people"]
    assert {"name", "role", "quotes", "sure", "id"} == set(people[0])
    assert {"Mattis", "Tillerson"} <= {person["name"] for person in people}


def test_quotes_are_listed_for_a_person_and_a_topic(run: Run) -> None:
    """All of them, or those about it, or none."""
    everything = run("quotes", "secretary of defense")[1]
    about = run("quotes", "mattis", "the", "sanctions")[1]
    assert ANSWER in everything
    assert ANSWER in about
    assert len(about) < len(everything)
    code, out, _ = run("quotes", "Mattis", "football")
    assert code == 0
    assert "No words of Mattis about “football” were found in the articles." in out
    listed = json.loads(run("quotes", "--json", "Mattis", "sanctions")[1])
    assert (listed["name"], listed["topic"]) == ("Mattis", "sanctions")
    assert [list(quote) for quote in listed["quotes"]] == [EXCERPT_KEYS] * len(listed["quotes"])


def test_two_people_are_compared(run: Run, folder: Path) -> None:
    """Side by side, with dates."""
    (folder / "articles" / "talks.md").write_text(OTHER, encoding="utf-8")
    code, out, _ = run("compare", "Mattis", "Tillerson", "sanctions")
    assert code == 0
    assert re.search(r"Mattis, .*· \d quotes? +Tillerson, .*· \d quote", out)
    assert re.search(r"severe sanctions .*“We will talk about sanctions,”", out)
    assert "20 September 2017" in " ".join(out.split())
    compared = json.loads(run("compare", "--json", "Mattis", "Tillerson", "sanctions")[1])["compared"]
    assert [each["name"] for each in compared] == ["Mattis", "Tillerson"]
    assert compared[1]["quotes"][0]["published"] == "2017-09-20"
