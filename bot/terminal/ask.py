"""The commands that ask."""

from typing import Annotated

import typer
from rich.console import Console

from bot.presentation.small_talk import is_small_talk
from bot.presentation.visible import visible
from bot.settings import load_settings
from bot.terminal.options import AsJson, InCollection
from bot.terminal.output import answer_json, print_json, show_answer
from bot.terminal.session import open_view
from corpus.errors import PullquoteError
from corpus.library.owners import SHARED
from corpus.library.policy import Strictness
from index.answers.answer import Response
from index.answers.follow_ups import goes_on_from
from index.query.query import parse

INVITATION = "Ask about the articles. An empty line ends the conversation."
SHORT_HELP = (
    "Ask about the articles, as in “What did the minister say about the budget?” Answers are in their own words, with "
    "who said them and where they stand. `pullquote --help` has more."
)
HowSure = Annotated[
    Strictness | None, typer.Option("--strictness", help="How sure an answer must be, instead of PULLQUOTE_STRICTNESS.")
]


def ask(
    question: Annotated[list[str], typer.Argument(help="The question; quotation marks around it are optional.")],
    collection: InCollection = SHARED,
    as_json: AsJson = False,
    strictness: HowSure = None,
) -> None:
    """Answer one question; without a strictness, with that of the settings."""
    text = " ".join(question)
    if is_small_talk(text) and not as_json:
        Console().print(SHORT_HELP, markup=False)
        return
    parse(text)  # what is wrong with it is said before any work
    view = open_view(collection)
    with Console(stderr=True).status("Searching …"):  # the encoder takes seconds to load
        answer = view.answer(text, strictness or load_settings().strictness)
    if as_json:
        print_json(answer_json(answer))
    else:
        show_answer(answer, Console())


def chat(collection: InCollection = SHARED, strictness: HowSure = None) -> None:
    """Answer until the questions end; without a strictness, with that of the settings."""
    console = Console()
    view = open_view(collection)
    strictness = strictness or load_settings().strictness
    console.print(INVITATION, style="dim")
    last: Response | None = None
    while True:
        try:
            question = console.input("[bold]? [/bold]").strip()
        except EOFError:
            console.print()
            return
        if not question:
            return
        if is_small_talk(question):
            console.print(INVITATION, style="dim")
            continue
        try:
            with console.status("Searching …"):
                answer = view.answer(question, strictness, last)
            show_answer(answer, console)
            last = goes_on_from(answer, last)
        except PullquoteError as error:
            console.print(visible(str(error)), style="yellow", markup=False)
