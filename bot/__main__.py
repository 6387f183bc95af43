"""The terminal: `pullquote`, or `python -m bot`.

Each command imports what it needs when it runs: `--help` must not wait for torch.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="pullquote",
    help="Answers questions about articles with the articles' own words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")]


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help="The question; quotation marks around it are optional.")],
    as_json: AsJson = False,
) -> None:
    """Answer one question from the articles, indexing them first where they have changed."""
    from bot import asking

    asking.ask(" ".join(question), as_json)


@app.command()
def chat() -> None:
    """Ask one question after another; an empty line or Ctrl-D ends it."""
    from bot import asking

    asking.chat()


@app.command()
def index(as_json: AsJson = False) -> None:
    """Index the articles folder anew. Only new and changed text is embedded."""
    from bot import asking

    asking.index(as_json)


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A .txt or .md article.")],
    as_json: AsJson = False,
) -> None:
    """Show how an article is understood: paragraphs, captions, quotes with their speakers, passages."""
    from bot import inspecting

    inspecting.inspect(file, as_json)


@app.command()
def run() -> None:
    """Run the bot on Discord until it is stopped."""
    from bot import running

    running.run()


@app.command()
def health() -> None:
    """Tell by the exit code whether the running bot is connected: 0 if it is, else 1."""
    from bot import health as heart

    heart.check()


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Tell what is set up, what is missing, and what to do about it."""
    from bot import doctor as checks

    raise typer.Exit(checks.doctor(as_json))


def main() -> None:
    """Run a command. Exit codes: 0 done, also for a refusal; 1 something to mend; 2 wrong usage; 130 interrupted."""
    from corpus.errors import PullquoteError

    try:
        app()
    except PullquoteError as error:
        print(f"pullquote: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("pullquote: interrupted; nothing is lost", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # `pullquote ask … | head`
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
