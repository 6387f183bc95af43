"""The article of a collection that a person means."""

from collections.abc import Sequence

from rapidfuzz import process

from bot.presentation.visible import label, visible
from corpus.library.models import Entry
from corpus.text.folding import fold_text, folded_words
from index.service.errors import ArticleUnknownError
from index.service.protocols import Curation

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
    wanted = comparable(typed)
    numbered = [each for each in entries if str(each.article) == wanted.removeprefix("#")]
    if numbered:
        return numbered[0]
    named = [each for each in entries if wanted in (comparable(each.title), comparable(each.name))]
    found = named or [each for each in entries if wanted and wanted in comparable(each.title)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ArticleUnknownError(f"several articles match; give the number of one: {_listed(found)}")
    near = _near(entries, wanted)
    hint = f"; did you mean {_listed(near)}?" if near else ""
    raise ArticleUnknownError(f"there is no article “{label(typed, _TYPED)}”{hint}")


def _near(entries: Sequence[Entry], typed: str) -> list[Entry]:
    titles = [" ".join(folded_words(each.title)) for each in entries]
    found = process.extract(" ".join(folded_words(typed)), titles, score_cutoff=NEAR, limit=3)
    return [entries[index] for _, _, index in found]


def _listed(entries: Sequence[Entry]) -> str:
    more = f" and {len(entries) - _NAMED:,} more" if len(entries) > _NAMED else ""
    return ", ".join(map(named, entries[:_NAMED])) + more
