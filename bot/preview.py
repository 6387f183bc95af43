"""What a moderator sees of an article before it is added."""

from collections.abc import Iterator

from rich.filesize import decimal

from bot.changed import fitting_changes
from bot.escape import block_quote, clipped, label
from bot.limits import FIELD, MESSAGE, length
from bot.reply import Button, Field, Form, Reply, joined
from bot.shelf import TITLE, title_of
from bot.wording import attribution, changes_line, counted, day
from corpus.document import Document
from corpus.excerpt import Excerpt, checked_text
from corpus.revisions import Draft
from index.opened import SHARED
from index.preview import Likeness, Preview

ADD, REVISE, CORRECT, DROP, BACK = "add", "revise", "correct", "drop", "preview"  # the names of buttons and of a form
_LINE = 200  # characters of a publisher or an address
_SPEAKERS = 5  # names in the line
_NAME = 60  # characters of each
_LIKENESSES = 3
_FULL = 1_500  # characters of all but the changes, for some of these to fit
_MORE = 60  # characters kept for saying how many changes there are besides


def preview_reply(preview: Preview) -> Reply:
    """One message, with the buttons that decide. Raises TamperedError rather than show a text that has changed."""
    document = preview.draft.document
    above = joined([f"**{clipped(document.title, TITLE)}** is not added yet.", *_about(document), *_found(preview)])
    below = joined([*map(_likeness, preview.likenesses[:_LIKENESSES]), *_newer(preview)])
    sample = _sample(preview.sample)
    if length(joined([above, sample, below])) > _FULL:
        sample = ""  # since no quote is cut
    text = joined([above, sample, below])
    return Reply((joined([text, _changes(preview, MESSAGE - length(text))]),), _buttons(preview))


def _about(document: Document) -> Iterator[str]:
    yield f"Publisher: {clipped(document.publisher, _LINE) if document.publisher else 'not known'}"
    yield f"Date: {day(document.published) if document.published else 'not known'}"
    yield f"Address: {clipped(document.url, _LINE) if document.url else 'not known'}"


def _found(preview: Preview) -> Iterator[str]:
    names = [clipped(name, _NAME) for name in preview.speakers[:_SPEAKERS]]
    further = len(preview.speakers) - len(names)
    speakers = ", ".join(names) + (f" and {further:,} more" if further else "")
    by = f" by {speakers}" if names else ""
    yield f"**{counted(preview.quotes, 'quote')}**{by} · {counted(preview.passages, 'passage')} to search · " + decimal(
        len(preview.draft.document.text.encode())
    )


def _sample(sample: Excerpt) -> str:
    quoted, said_by = block_quote(checked_text(sample)), attribution(sample)
    return joined(["-# Such as:", quoted, clipped(str(said_by), _LINE) if said_by else ""])


def _likeness(likeness: Likeness) -> str:
    where = ", in the collection that all servers share" if likeness.collection == SHARED else ""
    words = "The same words as" if likeness.share == 1 else f"{int(likeness.share * 100)} % of its words are those of"
    return f"⚠ {words} {title_of(likeness.entry)}{where}."


def _newer(preview: Preview) -> Iterator[str]:
    if preview.revises:
        yield f"It seems to be a newer version of {title_of(preview.revises)}."
    if preview.changes:
        yield f"As its newer version: {changes_line(preview.changes)}."


def _changes(preview: Preview, room: int) -> str:
    if preview.changes is None:
        return ""
    shown, left_out = fitting_changes(preview.changes, room - _MORE)
    return joined([shown, f"-# {counted(left_out, 'more change')}, in `/corpus history` later." if left_out else ""])


def _buttons(preview: Preview) -> tuple[Button, ...]:
    draft, revises = preview.draft.id, preview.revises
    new = label(f"Add as a new version of “{revises.title}”", 80) if revises else ""
    return (
        *((Button(new, f"{REVISE}:{draft}:{revises.article}"),) if revises else ()),
        Button("Add as another article" if revises else "Add", f"{ADD}:{draft}"),
        Button("Correct…", f"{CORRECT}:{draft}"),
        Button("Cancel", f"{DROP}:{draft}"),
    )


def correction_form(draft: Draft) -> Form:
    """What is said of the article, to be corrected."""
    document = draft.document
    published = document.published.isoformat() if document.published else ""
    fields = (
        Field("title", "Title", document.title[:FIELD]),
        Field("publisher", "Publisher", (document.publisher or "")[:FIELD], required=False),
        Field("published", "Date", published, "Such as 2017-09-14", required=False),
        Field("url", "Address", (document.url or "")[:FIELD], "Such as https://example.org/story", required=False),
    )
    return Form("Correct what is said of the article", f"{CORRECT}:{draft.id}", fields)
