"""Every revision of every article is kept, and each change to them is whole or not at all."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.models import Add, Change, Remove, Restore
from corpus.readers.files import parse_article
from corpus.text.similarity import signature
from tests.corpus.conftest import DOCUMENTS, added, document, execute, held, whole

GUILD, OTHER = "guild:1", "guild:2"


def test_what_is_added_answers_whole(path: Path, library: Library) -> None:
    """With who added it, from where and when; for whoever opens the file later too."""
    before = datetime.now(UTC)
    numbers = added(library, GUILD, *DOCUMENTS)
    assert len(set(numbers)) == len(DOCUMENTS)
    assert held(Library(path), GUILD) == list(map(whole, DOCUMENTS))
    revision = library.articles.current(GUILD)[0]
    assert (revision.article, revision.number, revision.origin, revision.by) == (numbers[0], 1, "file", "7")
    assert before <= revision.at <= datetime.now(UTC)
    assert library.articles.size(GUILD) == sum(len(each.text.encode()) for each in DOCUMENTS)


def test_entries_tell_of_articles_without_their_texts(library: Library) -> None:
    """By title, with the number of their revisions."""
    three, one = added(library, GUILD, document(3), document(1))
    library.articles.apply(GUILD, [Add(document(2), "text", three)], "8", "corrected one")
    first, second = library.articles.entries(GUILD)
    assert (first.article, first.title, first.revision, first.revisions) == (one, "Ferry 1", 1, 1)
    assert (second.article, second.title, second.revision, second.revisions) == (three, "Ferry 2", 2, 2)
    assert (second.publisher, second.published, second.url) == ("The Gull", "2024-03-08", "https://gull.example")
    assert (second.name, second.document, second.by, second.origin) == ("ferry-2.txt", document(2).id, "8", "text")
    assert second.bytes == len(document(2).text.encode())
    assert second.removed_by is None
    assert second.removed_at is None


def test_entries_are_in_the_order_of_a_list(library: Library) -> None:
    """Capitals do not matter; of two with the same title the older one comes first."""
    names = ("pear.txt", "Fig.txt", "apple.txt", "Pear.txt")
    numbers = added(library, GUILD, *(parse_article(name, name.encode()) for name in names))
    found = [entry.article for entry in library.articles.entries(GUILD)]
    assert found == [numbers[place] for place in (2, 1, 0, 3)]


def test_an_article_goes_through_its_states(library: Library) -> None:
    """A revision answers until the next one, a removal, or another one that is restored; all of them are kept."""
    (article,) = added(library, GUILD, document(1))
    library.articles.apply(GUILD, [Add(document(2), "file", article)], "7", "corrected")

    def states() -> list[str]:
        return [library.articles.find(document(number).id[:10], [GUILD])[0].state for number in (1, 2)]

    assert states() == ["superseded", "current"]
    library.articles.apply(GUILD, [Remove(article)], "9", "removed")
    assert states() == ["removed", "removed"]
    assert not library.articles.current(GUILD)
    assert not library.articles.entries(GUILD)
    (gone,) = library.articles.entries(GUILD, removed=True)
    assert (gone.document, gone.removed_by) == (document(2).id, "9")
    assert gone.removed_at is not None
    library.articles.apply(GUILD, [Restore(article, 1)], "7", "restored")
    assert states() == ["current", "superseded"]
    assert [(entry.document, entry.revision) for entry in library.articles.entries(GUILD)] == [(document(1).id, 1)]
    assert [each.document for each in library.articles.revisions(GUILD, article)] == [document(1), document(2)]
    assert library.articles.revisions(GUILD, 2**63) == library.articles.revisions(GUILD, -1) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        Remove(99),
        Restore(99, 1),
        Add(document(5), "file", 99),
        Restore(1, 2),
        Restore(1, 0),
        Remove(3),
        Remove(-(2**70)),
    ],
    ids=str,
)
def test_a_change_that_cannot_be_made_takes_all_others_with_it(library: Library, wrong: Change) -> None:
    """An unknown article or revision, or an article of another collection: nothing is changed, no line is written."""
    assert added(library, GUILD, document(1)) + added(library, OTHER, *DOCUMENTS[2:5]) == (1, 1, 2, 3)
    with pytest.raises(LibraryError, match="nothing was changed"):
        library.articles.apply(GUILD, [Add(document(3), "file"), wrong], "7", "did much")
    assert held(library, GUILD) == [whole(document(1))]
    assert [line.what for line in library.audit.last(GUILD)] == ["added 1"]
    assert library.faults() == ()


def test_collections_share_nothing(library: Library) -> None:
    """The same text is kept for each; none is found, listed, changed or undone from another."""
    added(library, "shared", document(1))
    ours, theirs = added(library, GUILD, document(1)) + added(library, OTHER, document(1))
    assert library.collections() == (GUILD, OTHER, "shared")
    assert [(kept.collection, kept.revision.article) for kept in library.articles.find("", [GUILD])] == [(GUILD, ours)]
    assert not library.articles.find(document(1).id, [])
    assert ours == theirs == 1, "each counts for itself"
    assert not library.articles.revisions(GUILD, 2)
    (alike,) = library.articles.alike([signature(document(1).text)], [GUILD, "shared"])
    assert {like.collection for like in alike} == {GUILD, "shared"}
    library.articles.undo(GUILD, "7")
    assert held(library, OTHER) == held(library, "shared") == [whole(document(1))]


def test_undoing_goes_back_change_by_change(library: Library) -> None:
    """As far as there are changes; each is told, and a line without a change is passed over."""
    one, two = added(library, GUILD, document(1), document(2))
    library.articles.apply(GUILD, [Add(document(3), "file", one), Remove(two)], "7", "corrected one,\nremoved one")
    library.articles.apply(GUILD, [], "7", "read the folder")
    assert library.articles.undoable(GUILD) == "corrected one, removed one"
    assert library.articles.undo(GUILD, "8") == "corrected one, removed one"
    assert held(library, GUILD) == [whole(document(number)) for number in (1, 2)]
    assert library.articles.undo(GUILD, "8") == "added 2"
    assert held(library, GUILD) == []
    assert library.articles.undo(GUILD, "8") is None
    line = library.audit.last(GUILD)[0]
    assert (line.by, line.what) == ("8", "undone: added 2")
    assert {entry.removed_by for entry in library.articles.entries(GUILD, removed=True)} == {"8"}
    library.articles.apply(GUILD, [Restore(one, 2)], "7", "restored one")
    assert library.articles.undo(GUILD, "8") == "restored one"
    assert held(library, GUILD) == []


def test_undoing_after_any_changes_gives_what_was_there(library: Library) -> None:
    """Through 12 changes at random, back to the first."""
    chance = random.Random(3)  # noqa: S311  # the same changes each time
    stood: list[list[tuple[object, ...]]] = []
    numbers: list[int] = []
    for number in range(12):
        stood.append(held(library, GUILD))
        changes: list[Change] = [Add(DOCUMENTS[number], "file", chance.choice([*numbers, None]))]
        changes += [Remove(chance.choice(numbers)) for _ in numbers[:2]]
        changes += [Restore(chance.choice(numbers), 1) for _ in numbers[:2]]
        numbers = sorted({*numbers, *library.articles.apply(GUILD, changes, "7", f"change {number}")})
    for number in reversed(range(12)):
        assert library.articles.undo(GUILD, "7") == f"change {number}"
        assert held(library, GUILD) == stood[number]
    assert library.faults() == ()


def test_odd_text_is_kept_as_it_is(library: Library) -> None:
    """Every character that an article may have; names with quotation marks and SQL in them."""
    text = "“Tab\t and \U0001f6a2 and a\u0301 \u202e,” said Ann Jones.\r\nThen.\n\n\ufeffIt’s over.\ufffe"
    odd = parse_article("a'; DROP TABLE articles; --.txt", text.encode())
    library.articles.apply("guild:1'; --", [Add(odd, "text")], "7'", "it’s\n“done”; --")
    assert whole(library.articles.current("guild:1'; --")[0].document) == whole(odd)
    assert library.articles.find("%", ["guild:1'; --"]) == library.articles.find("g", ["guild:1'; --"]) == ()
    assert [line.what for line in library.audit.last("guild:1'; --")] == ["it’s “done”; --"]
    assert library.faults() == ()


def test_the_nearly_same_are_found_the_likest_first(library: Library) -> None:
    """The same words with other white space are 1; articles that were taken away are not told of."""
    words = [f"word{number}" for number in range(300)]
    texts = [
        " ".join(words),
        "\n".join(words),
        " ".join([*words[:280], *(f"new{n}" for n in range(20))]),
        "other " * 300,
    ]
    documents = [parse_article(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    numbers = added(library, GUILD, *documents)
    found, none = library.articles.alike([signature(texts[0]), signature("nothing")], [GUILD, OTHER])
    assert none == ()
    assert [(like.entry.article, like.share == 1) for like in found] == [
        (numbers[0], True),
        (numbers[1], True),
        (numbers[2], False),
    ]
    library.articles.apply(GUILD, [Remove(numbers[0])], "7", "removed")
    (found,) = library.articles.alike([signature(texts[0])], [GUILD])
    assert [like.entry.article for like in found] == list(numbers[1:3])


def test_what_is_damaged_is_an_error_and_never_left_out(path: Path, library: Library) -> None:
    """Neither of what answers, nor of an article's versions, nor of what a citation finds."""
    (article,) = added(library, GUILD, document(1))
    library.articles.apply(GUILD, [Add(document(2), "file", article)], "7", "corrected")
    execute(path, "UPDATE texts SET text = replace(text, 'sails', 'sinks')")
    asked: list[Callable[[], object]] = [
        lambda: library.articles.current(GUILD),
        lambda: library.articles.revisions(GUILD, article),
        lambda: library.articles.find(document(2).id, [GUILD]),
    ]
    for ask in asked:
        with pytest.raises(LibraryError, match="nothing of it is quoted"):
            ask()
    execute(path, "DELETE FROM revisions WHERE number = 2")
    for ask in (asked[0], lambda: library.articles.entries(GUILD)):
        with pytest.raises(LibraryError, match="damaged"):
            ask()
    assert "article 1 of guild:1 answers by a version that is missing" in library.faults()


def test_a_revision_is_of_the_text_that_its_id_says(path: Path, library: Library) -> None:
    """Even where its row is just as it was written."""
    added(library, GUILD, document(1))
    for table, column in (("revisions", "document"), ("texts", "id")):
        execute(path, f"UPDATE {table} SET {column} = '{document(2).id}'")  # noqa: S608
    for ask in (library.articles.current, lambda name: library.articles.find(document(2).id, [name])):
        with pytest.raises(LibraryError, match="nothing of it is quoted"):
            ask(GUILD)
    assert library.faults()
