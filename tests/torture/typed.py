"""What the people of a guild type: into options, into forms, as somebody's message."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from corpus.quotes.citation import citation_id
from tests.support.discord_server import Option
from tests.support.discord_values import Json, Upload, a_channel, a_role
from tests.support.kept_service import KeptService
from tests.torture.canaries import Home
from tests.torture.loopback import is_menu

Values = Mapping[str, Sequence[Option]]
"""By the name of the option; `message` is what menus are used on."""

OWN = ("file", "channel", "role")
"""Options whose values are of one's own guild, even for somebody who means another one."""

FIELDS = {
    "title": "The mole",
    "text": "“We will not build the mole before winter,” said the mayor.",
    "publisher": "The Post",
    "published": "2024-06-07",
    "url": "https://post.example/mole",
    "name": "nobody",
}
"""What is written into a form, by its field."""


class UntriedError(Exception):
    """Something new, which nobody knows how to use."""


def values_of(home: Home, kept: KeptService) -> Values:
    """What might be given to any command."""
    held = (*kept.curation.entries(home.collection), *kept.curation.entries(home.collection, removed=True))[-2:]
    documents = [revision.document for revision in kept.library.articles.current(home.collection)]
    return {
        "question": (f"What did {home.speaker()} say about the weir?", "What did the mayor say?", home.word("qu")),
        "speaker": (home.speaker(), "the mayor"),
        "one": (home.speaker(),),
        "other": (home.speaker("Ben"),),
        "topic": ("the weir", home.word("te")),
        "quote": (home.quote(), home.quote().replace("full", "part"), "nobody wrote back to us"),
        "message": (f"“{home.quote()}” said somebody.", f"All that {home.word('te')} has is a weir."),
        "id": (*(citation_id(each, each.paragraphs[1]) for each in documents[:2]), "0000000000-1-2"),
        "page": (1, 2),
        "article": tuple(word for each in held for word in (str(each.article), each.title)) or ("weir",),
        "version": (1, 2),
        "removed": (True,),
        "only_me": (True,),
        "on": (True,),
        "name": (str(home.guild), home.name),
        "file": (Upload("weir.txt", home.article(since="Friday")), Upload("lock.txt", home.article("pond"))),
        "channel": (a_channel(home.here.channel),),
        "role": (a_role(home.role),),
    }


def given(command: Json, values: Values) -> Iterator[dict[str, Any]]:
    """What a command is used with: all that it takes, in turns; what it demands, alone and with each other option.

    Raises UntriedError.
    """
    if is_menu(command):
        yield from ({"message": each} for each in values["message"])
        return
    options = command.get("options", [])
    taken = {each["name"]: found for each in options if (found := _values(command, each, values))}
    for turn in range(max(map(len, taken.values()), default=0)):
        yield {name: each[turn % len(each)] for name, each in taken.items()}
    needed = {each["name"]: taken[each["name"]][0] for each in options if each.get("required")}
    yield needed
    yield from ({**needed, name: each[0]} for name, each in taken.items() if name not in needed)


def _values(command: Json, option: Json, values: Values) -> Sequence[Option]:
    if option.get("choices"):
        return (str(option["choices"][0]["value"]),)
    if option["name"] not in values:
        raise UntriedError(f"nobody knows what to give {command['name']} for {option['name']}")
    return values[option["name"]]


def written(fields: Iterable[str]) -> dict[str, str]:
    """What is written into a form. Raises UntriedError."""
    missing = [name for name in fields if name not in FIELDS]
    if missing:
        raise UntriedError(f"nobody knows what to write into {missing}")
    return {name: FIELDS[name] for name in fields}
