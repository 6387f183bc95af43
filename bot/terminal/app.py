"""The commands of the terminal, as Typer has them, and what an error in one of them comes to.

Each command imports what it needs when it runs: `--help` must not wait for torch.
"""

import contextlib
import logging
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.terminal.corpus import corpus
from bot.terminal.options import SHARED, AsJson, InCollection, Sure
from corpus.library.policy import Strictness

app = typer.Typer(
    name="pullquote",
    help="Answers questions about articles with the articles' own words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(corpus, name="corpus")

INTERRUPTED = 130  # what Typer makes of Ctrl-C, as shells do

HowSure = Annotated[
    Strictness | None, typer.Option("--strictness", help="How sure an answer must be, instead of PULLQUOTE_STRICTNESS.")
]


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help="The question; quotation marks around it are optional.")],
    collection: InCollection = SHARED,
    as_json: AsJson = False,
    strictness: HowSure = None,
) -> None:
    """Answer one question from the articles, indexing them first where they have changed."""
    from bot.terminal import ask as asking

    asking.ask(" ".join(question), as_json, strictness, collection)


@app.command()
def chat(collection: InCollection = SHARED, strictness: HowSure = None) -> None:
    """Ask one question after another; an empty line or Ctrl-D ends it."""
    from bot.terminal import ask as asking

    asking.chat(strictness, collection)


@app.command()
def quotes(
    speaker: Annotated[
        str | None, typer.Argument(help="A name, part of one, or a role; put several words in quotation marks.")
    ] = None,
    topic: Annotated[list[str] | None, typer.Argument(help="A topic; leave it out for everything.")] = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """List what somebody says, all of it or about a topic; without a speaker, everybody who is quoted."""
    from bot.terminal import quotes as quoting

    quoting.quotes(speaker, " ".join(topic or ()) or None, as_json, collection)


@app.command()
def compare(
    one: Annotated[str, typer.Argument(help="A name, part of one, or a role; put several words in quotation marks.")],
    other: Annotated[str, typer.Argument(help="Whom to compare with.")],
    topic: Annotated[list[str] | None, typer.Argument(help="A topic; leave it out for everything.")] = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Show side by side what two people say, all of it or about a topic."""
    from bot.terminal import quotes as quoting

    quoting.compare(one, other, " ".join(topic or ()) or None, as_json, collection)


@app.command()
def cite(
    citation: Annotated[list[str], typer.Argument(metavar="ID", help="The id at the end of a quote's source.")],
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Show the quote that a citation id stands for, with its paragraph."""
    from bot.terminal import quotes as quoting

    quoting.cite(" ".join(citation), as_json, collection)


@app.command()
def index(as_json: AsJson = False) -> None:
    """Index the articles folder again. Only new and changed text is embedded."""
    from bot.terminal import change as tending

    tending.reindex(SHARED, as_json)


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A .txt or .md article.")],
    as_json: AsJson = False,
    page: Annotated[
        Path | None, typer.Option("--html", help="Write a page for a browser to this file; - prints it.", metavar="OUT")
    ] = None,
) -> None:
    """Show how an article is understood: paragraphs, captions, quotes with their speakers, passages."""
    if page and as_json:
        raise typer.BadParameter("--html and --json do not go together")
    from bot.terminal import inspect as inspecting

    inspecting.inspect(file, as_json, page)


@app.command()
def eval(  # noqa: A001 - the command's name; Python's own is not needed here
    file: Annotated[str, typer.Argument(help="Questions with their answers, .jsonl or .csv; - reads standard input.")],
    show_all: Annotated[
        bool, typer.Option("--all", help="Show every question, not only those that went wrong.")
    ] = False,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Measure with your own questions how well your articles are answered."""
    from bot.terminal import evaluate as evaluating

    evaluating.evaluate(file, show_all, as_json, collection)


@app.command()
def verify(
    words: Annotated[list[str], typer.Argument(help="The quote; - reads a message from standard input.")],
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who is said to have said it.")] = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Check whether a quote is real, altered, somebody else's, or nowhere in the articles."""
    from bot.terminal import verify as verifying

    verifying.verify(" ".join(words), speaker, as_json, collection)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; nothing is overwritten.")], as_json: AsJson = False
) -> None:
    """Back up the library, which holds all that cannot be rebuilt; this works while the bot runs, too."""
    from bot.terminal import backup as keeping

    keeping.backup(file, as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `pullquote backup` wrote.")],
    yes: Sure = False,
    as_json: AsJson = False,
) -> None:
    """Replace the library with a backup; the old library is kept beside it."""
    from bot.terminal import backup as keeping

    raise typer.Exit(keeping.restore(file, yes, as_json))


@app.command(name="verify-data")
def verify_data(as_json: AsJson = False) -> None:
    """Check every row of the library and every file of every index; the exit code is 1 if one is damaged."""
    from bot.terminal import backup as keeping

    raise typer.Exit(keeping.verify_data(as_json))


@app.command()
def run() -> None:
    """Run the bot on Discord until it is stopped. SIGHUP makes it read the articles folder again."""
    from bot.discord.runtime.signals import deferred

    with deferred():
        from bot.terminal import run as running

        running.run()


@app.command()
def health() -> None:
    """Check whether the running bot is connected; the exit code is 0 if it is, else 1."""
    from bot.discord.runtime import health as heart

    heart.check()


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Show what is set up, what is missing, and what to do about it."""
    from bot.terminal import doctor as checks

    raise typer.Exit(checks.doctor(as_json))


def main() -> None:
    """Run a command, and end with its exit code."""
    _open_streams()
    code = _exit_code()
    if sys.argv[1:2] == ["run"]:
        _end(code)
    sys.exit(code)


def _exit_code() -> int:
    """What the command that was typed comes to: 0 done, also for a refusal; 1 something to mend; 2 wrong usage; 78
    where Discord refuses the bot; 130 interrupted."""
    from corpus.errors import PullquoteError

    try:
        code = int(app(standalone_mode=False) or 0)
        sys.stdout.flush()
        return _fail("interrupted; nothing is lost", code) if code == INTERRUPTED else code
    except PullquoteError as error:
        return _fail(str(error), getattr(error, "exit_code", 1))
    except SystemExit:  # how Typer and Rich end when nobody reads on: `pullquote ask … | head`
        return _drop_output()
    except OSError as error:  # a full disk, above all
        _drop_output()
        return _fail(": ".join(filter(None, (error.filename, error.strerror))) or str(error))
    except Exception as error:
        show = getattr(error, "show", None)  # Typer's own for wrong usage, a class that it keeps to itself
        if show is None:
            raise
        show()
        return 2


def _end(code: int) -> NoReturn:
    """End the process at once, where all is closed: Python would wait for every thread and take torch down in order,
    which together last for seconds on a loaded machine, and a service manager kills what takes too long."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _open_streams() -> None:
    """What the shell has closed, as `>&-` does, leads nowhere; no file of ours may come in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - to the end


def _fail(line: str, code: int = 1) -> int:
    from bot.presentation.visible import visible

    print(f"pullquote: {visible(line)}", file=sys.stderr)
    return code


def _drop_output() -> int:
    """What cannot be written is not tried again when Python ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
