"""What a moderator sees of an article before it is added."""

from collections.abc import Iterator, Mapping
from functools import partial

from bot.discord.messages.escape import block_quote, clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.mentions import TITLE, title_of
from bot.discord.messages.reply import Button, Reply, joined
from bot.discord.moderation.history import fitting_changes
from bot.discord.moderation.request import Request
from bot.presentation.attribution import attribution
from bot.presentation.visible import label, length
from bot.presentation.wording import NOT_ENGLISH, changes_line, counted, day, file_size, likeness_words, sentence
from corpus.english.language import is_english
from corpus.library.models import Likeness, Origin
from corpus.library.owners import SHARED
from corpus.quotes.excerpt import Excerpt, checked_text
from corpus.text.document import Document
from index.service.adding.preview import Preview
from index.service.protocols import Service

ADD, REVISE, CORRECT, DROP, BACK = "add", "revise", "correct", "drop", "preview"  # the names of buttons and of a form
_LINE = 200  # characters of authors, a publisher or an address
_SPEAKERS = 5  # names in the line
_NAME = 60  # characters of each name
_LIKENESSES = 3
_FULL = 1_500  # characters of all but the changes, for some of these to fit
_MORE = 60  # characters kept for saying how many changes there are besides


def draft_article(
    request: Request,
    service: Service,
    name: str,
    data: bytes,
    origin: Origin = "file",
    details: Mapping[str, str] | None = None,
) -> Reply:
    """Read an article, and preview it. Of the details, those are taken that it does not tell itself, and the title."""
    preview = service.additions.draft(request.collection, name, data, request.by, origin)
    if details:
        draft = preview.draft
        missing = {
            field: text for field, text in details.items() if field == "title" or not getattr(draft.document, field)
        }
        preview = service.additions.correct(request.collection, draft.id, request.by, missing, is_unseen=True)
    return preview_reply(preview)


def preview_reply(preview: Preview) -> Reply:
    """One message, with the buttons that decide. Raises TamperedError rather than show a text that has changed."""
    document = preview.draft.document
    above = joined([f"**{clipped(document.title, TITLE)}** is not added yet.", *_details(document), _counts(preview)])
    warning = "" if is_english(document) else f"⚠ {NOT_ENGLISH}"
    doubts = (f"⚠ {clipped(sentence(doubt), _LINE)}" for doubt in document.doubts)
    below = joined([*doubts, warning, *map(_likeness, preview.likenesses[:_LIKENESSES]), *_newer(preview)])
    sample = _sample(preview.sample)
    if length(joined([above, sample, below])) > _FULL:
        sample = ""  # since no quote is cut
    text = joined([above, sample, below])
    return Reply((joined([text, _changes(preview, MESSAGE - length(text))]),), _buttons(preview))


def _details(document: Document) -> Iterator[str]:
    if document.authors:
        yield f"Authors: {clipped(', '.join(document.authors), _LINE)}"
    yield f"Publisher: {clipped(document.publisher, _LINE) if document.publisher else 'not known'}"
    yield f"Date: {day(document.published) if document.published else 'not known'}"
    yield f"Address: {clipped(document.url, _LINE) if document.url else 'not known'}"


def _counts(preview: Preview) -> str:
    names = [clipped(name, _NAME) for name in preview.speakers[:_SPEAKERS]]
    further = len(preview.speakers) - len(names)
    speakers = ", ".join(names) + (f" and {further:,} more" if further else "")
    by = f" by {speakers}" if names else ""
    size = file_size(len(preview.draft.document.text.encode()))
    return f"**{counted(preview.quotes, 'quote')}**{by} · {size}"


def _sample(sample: Excerpt) -> str:
    quote, speaker = block_quote(checked_text(sample)), attribution(sample, partial(clipped, room=_LINE))
    return joined(["-# For example:", quote, str(speaker or "")])


def _likeness(likeness: Likeness) -> str:
    where = ", in the collection that all servers share" if likeness.collection == SHARED else ""
    return f"⚠ {likeness_words(likeness.share)} {title_of(likeness.entry)}{where}."


def _newer(preview: Preview) -> Iterator[str]:
    if preview.revises and preview.revises.document == preview.draft.document.id:
        return  # whose likeness has said so
    if preview.revises:
        yield f"It seems to be a newer version of {title_of(preview.revises)}."
    if preview.changes:
        yield f"Compared with it: {changes_line(preview.changes)}."


def _changes(preview: Preview, room: int) -> str:
    if preview.changes is None:
        return ""
    text, left_out = fitting_changes(preview.changes, room - _MORE)
    more = f"-# {counted(left_out, 'more change')}: see `/corpus history` once it is added."
    return joined([text, more if left_out else ""])


def _buttons(preview: Preview) -> tuple[Button, ...]:
    draft, revises = preview.draft.id, preview.revises
    new = label(f"Add as a new version of “{revises.title}”", 80) if revises else ""
    return (
        *((Button(new, f"{REVISE}:{draft}:{revises.article}"),) if revises else ()),
        Button("Add as another article" if revises else "Add", f"{ADD}:{draft}"),
        Button("Correct…", f"{CORRECT}:{draft}"),
        Button("Cancel", f"{DROP}:{draft}"),
    )
