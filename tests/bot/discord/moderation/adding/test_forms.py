"""Forms for what is said of an article, and forms that open again."""

from dataclasses import replace
from datetime import date

import pytest

from bot.discord.messages.limits import FIELD
from bot.discord.moderation.adding.forms import FormForgottenError, RefusedForms, details_form
from corpus.readers.files import parse_article

QUAY = parse_article("quay.txt", "“The quay closes in June,” said Ada Holm.".encode())


def test_the_form_holds_what_is_known() -> None:
    """The form is filled with the details that are known, as far as a field takes them."""
    known = replace(QUAY, publisher="Harbour News", published=date(2019, 5, 3), authors=("Ada Holm", "Ben Ray"))
    form = details_form(replace(known, url=f"https://example.org/{'a' * 5_000}"), "correct:1")
    values = {field.name: field.value for field in form.fields}
    assert len(values.pop("url")) == FIELD
    assert values == {
        "title": "quay",
        "authors": "Ada Holm, Ben Ray",
        "publisher": "Harbour News",
        "published": "2019-05-03",
    }
    assert form.custom_id == "correct:1"


def test_a_refused_form_opens_again_for_whoever_typed_it() -> None:
    """It holds what was typed, also where that is nothing; anybody else, or too late, is told that it is not kept."""
    refused, form = RefusedForms(), details_form(QUAY, "correct:1")
    number = refused.button(form, {"title": "", "published": "soon"}, 7).custom_id.partition(":")[2]
    again = refused.form(number, 7)
    assert [(field.name, field.value) for field in again.fields if field.value] == [("published", "soon")]
    assert (again.custom_id, again.title) == (form.custom_id, form.title)
    for wrong, person in ((number, 8), ("", 7)):
        with pytest.raises(FormForgottenError, match="no longer kept: it is for 15 minutes, and not over a restart"):
            refused.form(wrong, person)
