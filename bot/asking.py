"""The commands that ask and index."""

import json
from dataclasses import asdict

from rich.console import Console

from bot.opening import make_ready, open_collection, reindex, tell_report
from bot.settings import load_settings
from bot.terminal import answer_json, show_answer
from corpus.errors import PullquoteError
from index.answer import Answer
from index.dialogue import goes_on_from
from index.question import parse
from index.strictness import Strictness


def ask(question: str, as_json: bool, strictness: Strictness | None) -> None:
    """Answer one question; without a strictness, with that of the settings."""
    parse(question)  # what is wrong with it is said before any work
    settings = load_settings()
    collection = open_collection(settings)
    beside = Console(stderr=True)
    make_ready(collection, beside)
    with beside.status("Searching …"):  # the encoder takes seconds to load
        answer = collection.answer(question, strictness or settings.strictness)
    if as_json:
        print(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
    else:
        show_answer(answer, Console())


def chat(strictness: Strictness | None) -> None:
    """Answer until the questions end; without a strictness, with that of the settings."""
    console = Console()
    settings = load_settings()
    collection = open_collection(settings)
    make_ready(collection, Console(stderr=True))
    console.print("Ask about the articles. An empty line ends the conversation.", style="dim")
    last: Answer | None = None
    while True:
        try:
            question = console.input("[bold]? [/bold]").strip()
        except EOFError:
            console.print()
            return
        if not question:
            return
        try:
            with console.status("Searching …"):
                answer = collection.answer(question, strictness or settings.strictness, last)
            show_answer(answer, console)
            last = goes_on_from(answer, last)
        except PullquoteError as error:
            console.print(str(error), style="yellow", markup=False)


def index(as_json: bool) -> None:
    """Index the articles folder, and tell what that did."""
    console = Console(stderr=as_json)
    collection = open_collection(load_settings())
    collection.load()
    report = reindex(collection, Console(stderr=True))
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    else:
        tell_report(report, console)
