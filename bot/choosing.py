"""Which article is meant: suggestions while a title is typed, and what becomes of what was typed."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from difflib import get_close_matches
from typing import Any

from discord import app_commands
from discord.app_commands import Choice
from index.tended import ArticleUnknownError

from bot.conversation import Interaction
from bot.escape import label
from bot.limits import CHOICE, CHOICES
from bot.moderating import Moderation
from corpus.errors import PullquoteError
from corpus.revisions import Entry
from index.collections import Collections

TYPED = 300  # characters of an article's title that may be typed
Typed = app_commands.Range[str, 1, TYPED]
_NEAR = 3  # titles that are named where none is meant
_TITLE = 80  # characters of such a title


def suggestions(
    moderation: Moderation, removed: bool = True
) -> Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]:
    """For an option that names an article of the server; whoever may not moderate it is suggested nothing."""

    async def suggest(interaction: Interaction, typed: str) -> list[Choice[str]]:
        try:
            collection = moderation.own(interaction)
            # Not in the thread of moderators' work, where it would wait.
            entries = await asyncio.to_thread(_entries, moderation.worker.desk, collection, removed)
        except PullquoteError:
            return []
        return article_choices(entries, typed)

    return suggest


def entry_in(desk: Collections, collection: str, typed: str, removed: bool = True) -> Entry:
    """The article that somebody means, of a collection. Raises ArticleUnknownError."""
    return meant_article(_entries(desk, collection, removed), typed)


def _entries(desk: Collections, collection: str, removed: bool) -> tuple[Entry, ...]:
    return (*desk.entries(collection), *(desk.entries(collection, removed=True) if removed else ()))


def article_choices(entries: Sequence[Entry], typed: str) -> list[Choice[str]]:
    """The articles whose title has what is typed, first those that begin with it. Each is sent as its number."""
    words = " ".join(typed.casefold().split())
    found = [entry for entry in entries if words in entry.title.casefold() or words == str(entry.article)]
    found.sort(key=lambda entry: not entry.title.casefold().startswith(words))
    return [Choice(name=_choice(entry), value=str(entry.article)) for entry in found[:CHOICES]]


def _choice(entry: Entry) -> str:
    number = f" · number {entry.article}"
    return label(entry.title, CHOICE - len(number)) + number


def meant_article(entries: Sequence[Entry], typed: str) -> Entry:
    """The one that somebody means by a number, a title or a part of one. Raises ArticleUnknownError."""
    words = " ".join(typed.casefold().split())
    titles = {entry.article: " ".join(entry.title.casefold().split()) for entry in entries}
    numbered = [entry for entry in entries if str(entry.article) == words]
    exactly = [entry for entry in entries if titles[entry.article] == words]
    partly = [entry for entry in entries if words and words in titles[entry.article]]
    found = next((found for found in (numbered, exactly, partly) if found), [])
    if len(found) == 1:
        return found[0]
    if found:
        raise ArticleUnknownError(f"several articles may be meant: {_named(found)}. Choose one, or type its number")
    near = get_close_matches(words, titles.values(), _NEAR, cutoff=0.5)
    nearest = [entry for title in near for entry in entries if titles[entry.article] == title]
    hint = f"; near are {_named(nearest)}" if nearest else ". `/corpus list` shows those there are"
    raise ArticleUnknownError(f"no article here is called “{label(typed, _TITLE)}”{hint}")


def _named(entries: Sequence[Entry]) -> str:
    shown = [f"“{label(entry.title, _TITLE)}” ({entry.article})" for entry in entries[:_NEAR]]
    return ", ".join(shown) + (f" and {len(entries) - _NEAR} more" if len(entries) > _NEAR else "")
