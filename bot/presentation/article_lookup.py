"""The article of a collection that a person means."""

from collections.abc import Sequence

from rapidfuzz import process, utils

from bot.presentation.visible import label, visible
from corpus.library.models import Entry
from index.service.collections import Collections
from index.service.curation import ArticleUnknownError

NEAR = 60  # of 100, rapidfuzz's ratio: a few letters off, or a part of a title
_NAMED = 5  # articles in an error
_TYPED = 100  # characters of what was typed


def entry_in(desk: Collections, collection: str, typed: str, removed: bool = True) -> Entry:
    """The article of a collection that a person means; with `removed` also one that was taken away.

    Raises ArticleUnknownError.
    """
    return find_entry(entries_of(desk, collection, removed), typed)


def entries_of(desk: Collections, collection: str, removed: bool) -> tuple[Entry, ...]:
    """Those that answer, and with `removed` also those that were taken away."""
    return (*desk.entries(collection), *(desk.entries(collection, removed=True) if removed else ()))


def named(entry: Entry) -> str:
    """Its number and title, as the terminal shows them."""
    return visible(f"{entry.article} “{entry.title}”")


def find_entry(entries: Sequence[Entry], typed: str) -> Entry:
    """The article by its number, its title or file name, or a part of one that no other has.

    Raises ArticleUnknownError, which names those that come near.
    """
    wanted = " ".join(typed.split()).casefold()
    numbered = [each for each in entries if str(each.article) == wanted.removeprefix("#")]
    if numbered:
        return numbered[0]
    named = [each for each in entries if wanted in (_folded(each.title), _folded(each.name))]
    found = named or [each for each in entries if wanted and wanted in _folded(each.title)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ArticleUnknownError(f"several articles could be meant, take the number of one: {_listed(found)}")
    near = _near(entries, wanted)
    hint = f"; did you mean {_listed(near)}?" if near else ""
    raise ArticleUnknownError(f"there is no article “{label(typed, _TYPED)}”{hint}")


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _near(entries: Sequence[Entry], wanted: str) -> list[Entry]:
    titles = [each.title for each in entries]
    found = process.extract(wanted, titles, processor=utils.default_process, score_cutoff=NEAR, limit=3)
    return [entries[index] for _, _, index in found]


def _listed(entries: Sequence[Entry]) -> str:
    more = f" and {len(entries) - _NAMED:,} more" if len(entries) > _NAMED else ""
    return ", ".join(map(named, entries[:_NAMED])) + more
