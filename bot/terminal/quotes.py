"""The commands that list, compare and recall what people say."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Annotated, Any

import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.presentation.attribution import doubt
from bot.presentation.visible import visible
from bot.presentation.wording import OUTDATED, described, nothing_about
from bot.settings import load_settings
from bot.terminal.options import AsJson, InCollection, Topic
from bot.terminal.output import excerpt_json, excerpt_lines, print_json, with_twins_json
from bot.terminal.session import make_ready, open_view, searched, service_of, tell
from corpus.errors import PullquoteError
from corpus.library.owners import SHARED
from index.answers.recall import Recalled
from index.people.people import Person
from index.people.sayings import Saying, find_person

SPEAKER = "A name, part of one, or a role; put several words in quotation marks."


def quotes(
    speaker: Annotated[str | None, typer.Argument(help=SPEAKER)] = None,
    topic: Topic = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """List what somebody says, all of it or about a topic; without a speaker, everybody who is quoted."""
    view = open_view(collection)
    if speaker is None:
        _list_people(view.people, as_json)
        return
    person = find_person(view.people, speaker)
    about = " ".join(topic or ()) or None
    sayings = view.sayings(person.id, about)
    if as_json:
        print_json(_json(person, about, sayings))
        return
    console = Console()
    console.print(Padding(_heading(person, sayings), (1, 0, 1, 2)))
    for lines in _column(person, about, sayings):
        console.print(Padding(lines, (0, 0, 1, 2)))


def compare(
    one: Annotated[str, typer.Argument(help=SPEAKER)],
    other: Annotated[str, typer.Argument(help="Whom to compare with.")],
    topic: Topic = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Show side by side what two people say about a topic, or all that they say."""
    view = open_view(collection)
    people = [find_person(view.people, name) for name in (one, other)]
    about = " ".join(topic or ()) or None
    columns = [(person, view.sayings(person.id, about)) for person in people]
    if as_json:
        print_json({"compared": [_json(person, about, sayings) for person, sayings in columns]})
    else:
        Console().print(Padding(_side_by_side(columns, about), (1, 0, 0, 2)))


def cite(
    citation: Annotated[list[str], typer.Argument(metavar="ID", help="The id at the end of a quote's source.")],
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Print the words of a citation's id, and what stands around them."""
    service = service_of(load_settings())
    names = searched(service, collection)
    try:
        make_ready(service, names)
    except PullquoteError as error:  # what was quoted once needs no index
        tell(Console(stderr=True), str(error))
    recalled = service.views.view(names).recall(" ".join(citation))
    if as_json:
        print_json(_recalled_json(recalled))
    else:
        Console().print(Padding(_recalled(recalled), (1, 0, 1, 2)))


def _list_people(people: Sequence[Person], as_json: bool) -> None:
    if as_json:
        print_json({"people": [_listed_json(person) for person in people]})
        return
    table = Table.grid("", "", "", padding=(0, 2, 0, 0))
    for person in people:
        name = Text.assemble(doubt(person.surest), (visible(person.name), "bold cyan"))
        table.add_row(name, Text(visible(person.role or "")), str(person.count))
    Console().print(Padding(table if people else Text("The articles quote nobody."), (1, 0, 1, 2)))


def _listed_json(person: Person) -> dict[str, Any]:
    sure = person.surest is not None and person.surest.is_sure
    return {**_person_json(person), "quotes": person.count, "sure": sure}


def _side_by_side(columns: Sequence[tuple[Person, Sequence[Saying]]], topic: str | None) -> Table:
    table = Table(box=None, padding=(0, 4, 1, 0), pad_edge=False)
    for person, sayings in columns:
        table.add_column(_heading(person, sayings), ratio=1)
    for row in zip_longest(*(_column(person, topic, sayings) for person, sayings in columns), fillvalue=""):
        table.add_row(*row)
    return table


def _heading(person: Person, sayings: Sequence[Saying]) -> Text:
    return Text(visible(described(person, len(sayings))), "bold cyan")


def _column(person: Person, topic: str | None, sayings: Sequence[Saying]) -> list[RenderableType]:
    lines = [excerpt_lines(saying.excerpt, saying.twins) for saying in sayings]
    return lines or [Text(visible(nothing_about(person, topic or "")), "yellow")]


def _json(person: Person, topic: str | None, sayings: Sequence[Saying]) -> dict[str, Any]:
    quotes = [with_twins_json(saying.excerpt, saying.twins) for saying in sayings]
    return {**_person_json(person), "topic": topic, "quotes": quotes}


def _person_json(person: Person) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "role": person.role}


def _recalled(recalled: Recalled) -> RenderableType:
    excerpt, around = recalled.excerpt, recalled.around
    parts: list[RenderableType] = [excerpt_lines(excerpt, style="bold")]
    if recalled.state != "current":
        parts.append(Text(OUTDATED[recalled.state], "yellow"))
    if around != excerpt.span:
        text = excerpt.document.text
        before, after = text[around.start : excerpt.span.start], text[excerpt.span.end : around.end]
        words = (visible(before), "dim"), visible(excerpt.text), (visible(after), "dim")
        parts += [Text("\nWhere it stands:\n", "dim"), Text.assemble(*words)]
    return Group(*parts)


def _recalled_json(recalled: Recalled) -> dict[str, Any]:
    around = recalled.around.of(recalled.excerpt.document.text)
    return {**excerpt_json(recalled.excerpt), "state": recalled.state, "around": around}
