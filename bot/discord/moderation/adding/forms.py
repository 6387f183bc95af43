"""The form for what is said of an article, and forms that were refused, which open again with what was typed."""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_hex

from cachetools import TTLCache

from bot.discord.messages.limits import FIELD
from bot.discord.messages.reply import Button, Field, Form
from corpus.errors import PullquoteError
from corpus.text.document import Document
from index.service.adding.details import details_of

AGAIN = "again"  # the name of the button
_REMEMBERED = 256  # forms, of a few thousand characters each
_FOR = 900.0  # seconds, for which Discord lets a message be changed


class FormForgottenError(PullquoteError):
    """What was typed into a form is no longer kept, or was typed by somebody else."""


def details_form(document: Document, custom_id: str) -> Form:
    """The form in which the details of an article are corrected."""
    details = {name: value[:FIELD] for name, value in details_of(document).items()}
    fields = (
        Field("title", "Title", details["title"]),
        Field("authors", "Authors", details["authors"], "With commas between them", required=False),
        Field("publisher", "Publisher", details["publisher"], required=False),
        Field("published", "Date", details["published"], "For example 2017-09-14", required=False),
        Field("url", "Address", details["url"], "For example https://example.org/story", required=False),
    )
    return Form("Correct the article’s details", custom_id, fields)


class RefusedForms:
    """What was typed into forms that were refused, in memory for a while. Used in the event loop only."""

    def __init__(self) -> None:
        self._forms: TTLCache[str, tuple[int, Form]] = TTLCache(_REMEMBERED, _FOR)

    def button(self, form: Form, typed: Mapping[str, str], person: int) -> Button:
        """A button that opens a form again, filled with what that person typed."""
        number = token_hex(8)
        fields = tuple(replace(field, value=typed.get(field.name, "")) for field in form.fields)
        self._forms[number] = (person, replace(form, fields=fields))
        return Button("Try again…", f"{AGAIN}:{number}")

    def form(self, number: str, person: int) -> Form:
        """The form that a button opens. Raises FormForgottenError."""
        typist, form = self._forms.get(number, (None, None))
        if form is None or typist != person:
            raise FormForgottenError(
                f"what you typed is no longer kept: it is for {_FOR / 60:.0f} minutes, and not over a restart; "
                "please open the form anew"
            )
        return form
