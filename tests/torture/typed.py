"""What the people of a guild type: into options, into forms, and as messages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from corpus.quotes.citation import citation_id
from tests.support.discord_server import Option
from tests.support.discord_values import Json, Upload, a_channel, a_role
from tests.support.kept_service import KeptService
from tests.torture.canaries import Home
from tests.torture.loopback import is_menu

Values = Mapping[str, Sequence[Option]]
"""By the name of the option; `message` is what menus are used on."""

OWN_OPTIONS = ("file", "channel", "role")
"""Options whose values are of one's own guild, even for somebody who means another one."""

FIELDS = {
    "title": "The mole",
    "text": "“We will not build the mole before winter,” said the mayor.",
    "authors": "Ada Holm, Ben Ray",
    "publisher": "The Post",
    "published": "2024-06-07",
    "url": "https://post.example/mole",
    "name": "nobody",
}
"""What is typed into a form, by its field."""


class UntriedError(Exception):
    """An option or a field for which this module has no value."""


def values_of(home: Home, kept: KeptService) -> Values:
    """Values for the options of all commands."""
    entries = (*kept.curation.entries(home.collection), *kept.curation.entries(home.collection, removed=True))[-2:]
    documents = [revision.document for revision in kept.library.articles.current(home.collection)]
    return {
        "question": (f"What did {home.speaker()} say about the weir?", "What did the mayor say?", home.word("qu")),
        "speaker": (home.speaker(), "the mayor"),
        "one": (home.speaker(),),
        "other": (home.speaker("Ben"),),
        "topic": ("the weir", home.word("te")),
        "quote": (home.quote(), home.quote().replace("full", "part"), "nobody wrote back to us"),
        "message": (f"“{home.quote()}” said somebody.", f"All that {home.word('te')} has is a weir."),
        "id": (*(citation_id(document, document.paragraphs[1]) for document in documents[:2]), "0000000000-1-2"),
        "page": (1, 2),
        "article": tuple(word for entry in entries for word in (str(entry.article), entry.title)) or ("weir",),
        "version": (1, 2),
        "removed": (True,),
        "only_me": (True,),
        "on": (True,),
        "name": (str(home.guild), home.name),
        "file": (
            Upload("weir.txt", home.article(since="Friday")),
            Upload("lock.txt", home.article("pond")),
            Upload("all.zip", _zipped(home.article(since="Sunday"), b"The ditch is dry in summer.", b"")),
        ),
        "url": ("http://192.168.0.1/weir",),  # which is not public, so nothing is fetched
        "channel": (a_channel(home.here.channel),),
        "role": (a_role(home.role),),
    }


def _zipped(*articles: bytes) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for number, article in enumerate(articles):
            archive.writestr(f"{number}.txt", article)
    return data.getvalue()


def option_sets(command: Json, values: Values) -> Iterator[dict[str, Any]]:
    """The options that a command is tried with: all at once, with each of their values in turn; the required ones
    alone, and with each other option, or each file.

    Raises UntriedError.
    """
    if is_menu(command):
        yield from ({"message": message} for message in values["message"])
        return
    options = command.get("options", [])
    choices = {option["name"]: known for option in options if (known := _values(command, option, values))}
    needed = [option["name"] for option in options if option.get("required")]
    if not choices.keys() >= set(needed):
        return  # nothing is typed into it
    for turn in range(max(map(len, choices.values()), default=0)):
        yield {name: known[turn % len(known)] for name, known in choices.items()}
    required = {name: choices[name][0] for name in needed}
    yield required
    for name in [name for name in choices if name not in required]:
        yield from ({**required, name: value} for value in choices[name] if _is_tried_alone(value, choices[name]))


def _is_tried_alone(value: Option, known: Sequence[Option]) -> bool:
    """The first of an option, and each file."""
    return value is known[0] or isinstance(value, Upload)


def _values(command: Json, option: Json, values: Values) -> Sequence[Option]:
    if option.get("choices"):
        return (str(option["choices"][0]["value"]),)
    if option["name"] not in values:
        raise UntriedError(f"there is no value for {option['name']} of {command['name']}")
    return values[option["name"]]


def form_values(fields: Iterable[str]) -> dict[str, str]:
    """What is typed into the fields of a form. Raises UntriedError."""
    missing = [name for name in fields if name not in FIELDS]
    if missing:
        raise UntriedError(f"there is no text for the fields {missing}")
    return {name: FIELDS[name] for name in fields}
