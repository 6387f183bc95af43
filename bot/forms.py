"""Forms that a person fills in: Discord's modals. What is filled in may arrive after a restart, so nothing is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import discord

from bot.conversation import Interaction
from bot.escape import label
from bot.limits import FIELD, FORM


@dataclass(frozen=True, slots=True)
class Field:
    """A line to write into, or a whole paragraph."""

    name: str
    label: str
    value: str = ""
    """What stands in it at first."""
    most: int = FIELD
    """Characters."""
    required: bool = False
    tall: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Five fields at most. As with buttons, its custom_id holds all that is needed when it is sent."""

    title: str
    custom_id: str
    fields: tuple[Field, ...]


async def show_form(interaction: Interaction, form: Form) -> None:
    """The first response to an interaction; `Commands.on_submit` knows what becomes of what is filled in."""
    modal = discord.ui.Modal(title=label(form.title, FORM), custom_id=form.custom_id)
    for field in form.fields:
        style = discord.TextStyle.paragraph if field.tall else discord.TextStyle.short
        written: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=field.name,
            style=style,
            default=field.value[: field.most] or None,
            placeholder=label(field.hint, 100) or None,
            required=field.required,
            max_length=field.most,
        )
        modal.add_item(discord.ui.Label(text=label(field.label, FORM), component=written))
    modal.stop()  # so that discord.py keeps nothing of it
    await interaction.response.send_modal(modal)


def filled_in(interaction: Interaction) -> dict[str, str]:
    """What was written into each field, which anybody may have made up."""
    data = cast(Mapping[str, Any], interaction.data or {})
    return {str(each["custom_id"]): str(each.get("value") or "") for each in _fields(data)}


def _fields(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for row in data.get("components", []):
        inside = [row["component"]] if "component" in row else row.get("components", [])
        yield from (each for each in inside if "custom_id" in each)
