"""The commands of the terminal, and what an error in one of them comes to.

A command stands in the module that does its work, which is imported when the command runs: `--help` does not wait for
torch.
"""

import contextlib
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

INTERRUPTED = 130  # what Typer makes of Ctrl-C, as shells do

COMMANDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "pullquote": {
        "ask": (
            "terminal.ask:ask",
            "Answer one question from the articles, indexing them first where they have changed.",
        ),
        "chat": ("terminal.ask:chat", "Ask one question after another; an empty line or Ctrl-D ends it."),
        "quotes": (
            "terminal.quotes:quotes",
            "List what somebody says, all of it or about a topic; without a speaker, everybody who is quoted.",
        ),
        "compare": ("terminal.quotes:compare", "Show side by side what two people say, all of it or about a topic."),
        "cite": ("terminal.quotes:cite", "Show the quote that a citation id stands for, with its paragraph."),
        "index": (
            "terminal.curation.change:index",
            "Index the articles folder again. Only new and changed text is embedded.",
        ),
        "inspect": (
            "terminal.inspect:inspect",
            "Show how an article is understood: paragraphs, captions, quotes with their speakers, passages.",
        ),
        "eval": ("terminal.evaluate:evaluate", "Measure with your own questions how well your articles are answered."),
        "verify": (
            "terminal.verify:verify",
            "Check whether a quote is real, altered, somebody else's, or nowhere in the articles.",
        ),
        "backup": (
            "terminal.backup:backup",
            "Back up the library, which holds all that cannot be rebuilt; this works while the bot runs, too.",
        ),
        "restore": ("terminal.backup:restore", "Replace the library with a backup; the old library is kept beside it."),
        "verify-data": (
            "terminal.backup:verify_data",
            "Check every row of the library and every file of every index; the exit code is 1 if one is damaged.",
        ),
        "run": (
            "terminal.app:run",
            "Run the bot on Discord until it is stopped. SIGHUP makes it read the articles folder again.",
        ),
        "health": (
            "discord.runtime.health:check",
            "Check whether the running bot is connected; the exit code is 0 if it is, else 1.",
        ),
        "doctor": ("terminal.doctor:doctor", "Show what is set up, what is missing, and what to do about it."),
    },
    "corpus": {
        "list": ("terminal.show:list_articles", "List the articles."),
        "show": ("terminal.show:show", "Show an article with its quotes and their speakers."),
        "history": (
            "terminal.show:history",
            "Show the versions of an article, and which quotes changed from one to the next.",
        ),
        "status": ("terminal.show:status", "Show the state of a collection and its index."),
        "collections": (
            "terminal.show:collections",
            "List all collections, and when those of servers that removed the bot will be erased.",
        ),
        "audit": ("terminal.show:audit", "Show who changed what, the newest first."),
        "export": (
            "terminal.show:export",
            "Write the articles with all their versions to a zip file, which `import` reads.",
        ),
        "import": (
            "terminal.curation.change:import_articles",
            "Add the articles of an export, with all their versions.",
        ),
        "add": ("terminal.curation.add:add", "Add articles, each shown before it is kept."),
        "refresh": (
            "terminal.curation.refresh:refresh",
            "Fetch articles from the web again, and show which quotes changed before the newer version is kept.",
        ),
        "edit": (
            "terminal.curation.change:edit",
            "Correct the title, authors, publisher, date or address of an article.",
        ),
        "remove": (
            "terminal.curation.change:remove",
            "Remove an article; its versions are kept, for `restore` and for citations.",
        ),
        "restore": (
            "terminal.curation.change:restore",
            "Use a removed article for answers again, or an earlier version of an article.",
        ),
        "reindex": (
            "terminal.curation.change:reindex",
            "Bring the index up to date, and check every file of it; of `shared`, read the articles folder first.",
        ),
        "rollback": ("terminal.curation.change:rollback", "Undo the last change; run it again to undo the one before."),
        "erase": (
            "terminal.curation.change:erase",
            "Erase everything of a server, for good: articles, versions, settings.",
        ),
    },
}
"""Of each group its commands: the function in bot that does it, and what `--help` says of it."""


class LazyGroup(TyperGroup):
    """A group that imports a command when it is called by its name."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        path, help_text = COMMANDS[str(self.name)].get(str(name), ("", ""))
        if not path:
            return name, command, rest
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name, help=help_text)(resolve_name(f"bot.{path}"))
        return name, typer.main.get_command(alone), rest


def _group(name: str, help_text: str) -> typer.Typer:
    group = typer.Typer(
        name=name,
        cls=LazyGroup,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for command, (_, command_help) in COMMANDS[name].items():
        group.command(command, help=command_help)(_not_imported)
    return group


def _not_imported() -> None:
    """Stand for a command of which `--help` tells no more than the line in the table."""


app = _group("pullquote", "Answers questions about articles with the articles' own words.")
app.add_typer(_group("corpus", "Manage the articles of a collection."))


def run() -> None:
    """Be on Discord until stopped. SIGHUP waits while the libraries are imported, too."""
    from bot.discord.runtime.signals import deferred

    with deferred():
        from bot.terminal.run import run as run_bot

        run_bot()


def main() -> None:
    """Run a command, and end with its exit code."""
    _open_streams()
    # NumPy's threads gain nothing on matrices of our size and wait by spinning: beside other work on the same cores a
    # question takes ten times the processor's time. To be said before NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
