"""The article of a collection that a person means."""

from collections.abc import Sequence

from rapidfuzz import process

from bot.presentation.visible import label, visible
from corpus.library.models import Entry
from corpus.text.folding import fold_text, folded_words
from index.service.curation import Curation
from index.service.errors import ArticleUnknownError

NEAR = 60  # of 100, rapidfuzz's ratio: a few letters off, or a part of a title
_NAMED = 5  # articles in an error
_TYPED = 100  # characters of what was typed


def entry_in(curation: Curation, collection: str, typed: str, removed: bool = True) -> Entry:
    """The article of a collection that a person means; with `removed` also one that was taken away.

    Raises ArticleUnknownError.
    """
    return find_entry(entries_of(curation, collection, removed), typed)


def entries_of(curation: Curation, collection: str, removed: bool) -> tuple[Entry, ...]:
    """Those that answer, and with `removed` also those that were taken away."""
    return (*curation.entries(collection), *(curation.entries(collection, removed=True) if removed else ()))


def named(entry: Entry) -> str:
    """Its number and title, as the terminal shows them."""
    return visible(f"{entry.article} “{entry.title}”")


def comparable(title: str) -> str:
    """A title or a file name as it is compared with what is typed: folded, in one line."""
    return " ".join(fold_text(title).split())


def find_entry(entries: Sequence[Entry], typed: str) -> Entry:
    """The article by its number, its title or file name, or a part of one that no other has.

    Raises ArticleUnknownError, which names those that come near.
    """
    name = comparable(typed)
    numbered = [entry for entry in entries if str(entry.article) == name.removeprefix("#")]
    if numbered:
        return numbered[0]
    equal = [entry for entry in entries if name in (comparable(entry.title), comparable(entry.name))]
    matches = equal or [entry for entry in entries if name and name in comparable(entry.title)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise ArticleUnknownError(f"several articles match; give the number of one: {_listed(matches)}")
    near = _near(entries, name)
    hint = f"; did you mean {_listed(near)}?" if near else ""
    raise ArticleUnknownError(f"there is no article “{label(typed, _TYPED)}”{hint}")


def _near(entries: Sequence[Entry], typed: str) -> list[Entry]:
    titles = [" ".join(folded_words(entry.title)) for entry in entries]
    matches = process.extract(" ".join(folded_words(typed)), titles, score_cutoff=NEAR, limit=3)
    return [entries[index] for _, _, index in matches]


def _listed(entries: Sequence[Entry]) -> str:
    more = f" and {len(entries) - _NAMED:,} more" if len(entries) > _NAMED else ""
    return ", ".join(map(named, entries[:_NAMED])) + more
