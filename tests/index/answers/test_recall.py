"""From the id of a citation back to the words."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.library.database import LibraryError
from corpus.library.owners import SHARED
from corpus.quotes.citation import cite
from corpus.quotes.excerpt import Excerpt
from corpus.text.span import Span
from index.answers.excerpts import show
from index.answers.recall import CitationError
from index.query.query import parse
from index.service.view import LiveView
from tests.index.answers.test_excerpts import hits
from tests.support.kept_service import KeptService, indexed, indexed_article, loaded

HARBOUR = """“We will not rebuild the harbour,” said Ann Jones, the mayor. She called the plan “a folly” of her rival.

“It is late. “It is too late,” Bob Roy said.

Cid Lund said: “First I waited.

“Then I left.”

Image: The harbour at dusk

Nobody was hurt. That is all."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one article, indexed; no test changes it."""
    folder = tmp_path_factory.mktemp("harbour")
    indexed_article(folder, "harbour.txt", HARBOUR)
    return folder


@pytest.fixture(scope="module")
def collection(kept: Path) -> LiveView:
    return loaded(kept)


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    """A copy of the folder."""
    return Path(shutil.copytree(kept, tmp_path / "copy"))


def id_of(collection: LiveView, words: str) -> str:
    """The id that a citation of these words would have."""
    document = collection.documents[0]
    start = HARBOUR.index(words)
    return cite(Excerpt(document, Span(start, start + len(words)), "narration")).id


def test_what_is_shown_is_recalled_as_it_was(collection: LiveView) -> None:
    """Every excerpt, with its kind and speaker."""
    shown = [show(collection.generation, parse("What happened?"), hit) for hit in hits(collection.generation)]
    assert {excerpt.kind for excerpt in shown} == {"direct", "mixed", "narration", "caption"}
    for excerpt in shown:
        recalled = collection.recall(cite(excerpt).id)
        assert recalled.state == "current"
        assert recalled.excerpt == excerpt


@pytest.mark.parametrize("change", ["changed", "removed", "renamed"])
def test_a_citation_outlives_its_article(folder: Path, collection: LiveView, change: str) -> None:
    """The words, the speaker and the source are the same; whether the article still answers is told."""
    words = "“We will not rebuild the harbour,”"
    citation = id_of(collection, words)
    before = collection.recall(citation).excerpt
    article = folder / "articles" / "harbour.txt"
    if change == "renamed":
        article.rename(folder / "articles" / "port.txt")
    else:
        article.unlink()
        name = "harbour.txt" if change == "changed" else "other.txt"
        (folder / "articles" / name).write_text("Another story.", encoding="utf-8")
    for each in (indexed(folder), KeptService(folder).views.view([SHARED])):
        recalled = each.recall(citation)
        assert (recalled.excerpt, recalled.excerpt.text) == (before, words)
        assert recalled.excerpt.speaker == before.speaker
        assert cite(recalled.excerpt).id == citation
        assert recalled.state == {"changed": "superseded", "removed": "removed", "renamed": "current"}[change]


def test_an_id_may_be_typed_loosely(collection: LiveView) -> None:
    """Blanks, capitals and Markdown around it do not matter, nor does more of the document's id."""
    citation = id_of(collection, "Nobody was hurt.")
    whole = citation.replace(citation[:10], collection.documents[0].id)
    for typed in (citation.upper(), f" `{citation}`\n", citation.replace("-", " - "), f"**{citation}**.", whole):
        assert collection.recall(typed).excerpt.text == "Nobody was hurt."


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("We will", "“We will not rebuild the harbour,” said Ann Jones, the mayor."),
        ("rebuild the harbour", "“We will not rebuild the harbour,” said Ann Jones, the mayor."),
        ("said Ann Jones, the mayor. She called", HARBOUR[: HARBOUR.index("\n")]),
        ("is too late", "“It is too late,” Bob Roy said."),
        ("at dusk", "Image: The harbour at dusk"),
        ("“a folly”", "“a folly”"),
    ],
)
def test_an_id_never_cuts_a_sentence_or_a_quote(collection: LiveView, typed: str, shown: str) -> None:
    """Other numbers could leave out a “not”: the whole of what they cut is given."""
    assert collection.recall(id_of(collection, typed)).excerpt.text == shown


def test_a_quote_goes_on_over_paragraphs(collection: LiveView) -> None:
    """Where it is opened again; nothing else does over more than two."""
    quote = "“First I waited.\n\n“Then I left.”"
    recalled = collection.recall(id_of(collection, quote)).excerpt
    assert (recalled.text, recalled.kind, recalled.speaker and recalled.speaker.name) == (quote, "direct", "Cid Lund")
    with pytest.raises(CitationError, match="several paragraphs"):
        collection.recall(id_of(collection, "Bob Roy said.\n\nCid Lund said: “First I waited.\n\n“Then"))


def test_a_sentence_is_recalled_with_the_one_that_it_leans_on(tmp_path: Path) -> None:
    """Though that ends the paragraph before, and without what stands before it for the page alone."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "mill.txt").write_text(
        "(CNN) -- The mill burned.\n\nThis ended the war.", encoding="utf-8"
    )
    mill = indexed(tmp_path)
    for hit in hits(mill.generation):
        excerpt = show(mill.generation, parse("What happened?"), hit)
        assert mill.recall(cite(excerpt).id).excerpt == excerpt


EDIT: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "a word": lambda _: "harbour",
    "no numbers": lambda citation: citation[:10],
    "too short": lambda citation: citation[1:],
    "a negative": lambda citation: citation[:10] + "--1-5",
    "backward": lambda citation: citation[:10] + "-20-10",
    "empty span": lambda citation: citation[:10] + "-10-10",
    "outside": lambda citation: citation[:10] + "-0-99999",
    "huge": lambda citation: citation[:10] + "-0-" + "9" * 5000,
    "half a word": lambda citation: citation[:10] + "-2-10",
    "white space": lambda citation: f"{citation[:10]}-{HARBOUR.index(' said')}-{HARBOUR.index(' said') + 1}x",
    "between paragraphs": lambda citation: f"{citation[:10]}-{HARBOUR.index(chr(10))}-{HARBOUR.index(chr(10)) + 2}",
    "another article": lambda citation: "0" * 10 + citation[10:],
    "other digits": lambda citation: citation[:10] + "-１-２",
    "much": lambda citation: citation * 100_000,
}


@pytest.mark.parametrize("edit", EDIT)
def test_what_is_no_citation_is_said(collection: LiveView, edit: str) -> None:
    """And nothing is quoted."""
    with pytest.raises(CitationError):
        collection.recall(EDIT[edit](id_of(collection, "Nobody was hurt.")))


def test_ids_that_begin_alike_are_told_apart(folder: Path) -> None:
    """By more of them."""
    collection = loaded(folder)
    (document,) = collection.documents
    citation = id_of(collection, "Nobody was hurt.")
    other = type(document)(document.id[:10] + "0" * 54, "", "other", "Other")
    object.__setattr__(collection.generation, "documents", (document, other))
    with pytest.raises(CitationError, match="give more of the id"):
        collection.recall(citation)
    assert collection.recall(document.id + citation[10:]).excerpt.document == document


def test_before_anything_is_indexed_nothing_is_recalled(tmp_path: Path) -> None:
    """And the person is told."""
    with pytest.raises(LibraryError, match="index the articles"):
        KeptService(tmp_path).views.view(["shared"]).recall("0123456789-0-10")
