"""Buttons, forms and files as discord.py sends them."""

from collections.abc import Sequence
from io import BytesIO

import discord
from discord.utils import MISSING

from bot.discord.messages.reply import Button, Field, Form


def view_of(buttons: Sequence[Button]) -> discord.ui.View:
    """Buttons. Stopped at once, so that discord.py keeps nothing of them: `Commands.react` knows what each does."""
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(discord.ui.Button(label=button.label, custom_id=button.custom_id, disabled=button.disabled))
    view.stop()
    return view


def modal_of(form: Form) -> discord.ui.Modal:
    """A form. Stopped at once, as buttons are."""
    modal = discord.ui.Modal(title=form.title, custom_id=form.custom_id, timeout=None)
    for field in form.fields:
        component = _file_upload(field) if field.files else _text_input(field)
        modal.add_item(discord.ui.Label(text=field.label, description=field.description or None, component=component))
    modal.stop()
    return modal


def _text_input(field: Field) -> discord.ui.TextInput[discord.ui.Modal]:
    return discord.ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
        default=field.value or None,
        required=field.required,
        max_length=field.most,
    )


def _file_upload(field: Field) -> discord.ui.FileUpload[discord.ui.Modal]:
    return discord.ui.FileUpload(custom_id=field.name, required=field.required, min_values=0, max_values=field.files)


def files_of(file: tuple[str, bytes] | None) -> list[discord.File]:
    """A file, made anew for each try, since it is read once; with none, those that a message has stay."""
    return [discord.File(BytesIO(file[1]), file[0])] if file else MISSING
