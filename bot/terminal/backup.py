"""The commands that keep what cannot be made again: backup, restore, and the look at every byte."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.presentation.visible import visible
from bot.presentation.wording import counted, file_size, sentence
from bot.settings import Settings, load_settings
from bot.terminal.options import AsJson, Sure
from bot.terminal.output import confirm, print_json
from bot.terminal.session import bytes_bar, load, reindex, service_of, tell, tell_report, writing
from corpus.errors import PullquoteError
from corpus.library.backup import require_sound
from corpus.library.database import LibraryError
from corpus.library.library import Library
from index.engine.lock import Lock
from index.service.operations import restore_backup


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; nothing is overwritten.")], as_json: AsJson = False
) -> None:
    """Write a copy of the library, checked. Beside a running bot too."""
    held = service_of(load_settings()).operations.backup(file)
    if as_json:
        print_json(held)
        return
    console = Console()
    console.print(Text(f"Wrote {visible(held['file'])}, {file_size(held['bytes'])}"), soft_wrap=True)
    console.print(Text(f"sha256 {held['sha256']}", "dim"), soft_wrap=True)
    for name, articles in held["articles"].items():
        console.print(Text(f"{name}: {counted(articles, 'article')}", "dim"))


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `pullquote backup` wrote.")],
    yes: Sure = False,
    as_json: AsJson = False,
) -> int:
    """Put a backup in the place of the library, and bring the indexes up to date; 1 where nobody said yes, else 0."""
    settings = load_settings()
    console = Console(stderr=as_json)
    with Lock(settings.data).held():
        _check(file)
        if not yes and not _confirm(file, settings):
            tell(console, "Nothing was changed.")
            return 1
        done = list(restore_backup(file, settings.data))
    for line in done:
        tell(console, sentence(line))
    done += _brought_up_to_date(settings, console)
    if as_json:
        print_json({"file": str(file), "done": done})
    return 0


def _check(path: Path) -> None:
    """Before anybody is asked. Raises LibraryError."""
    if not path.is_file():
        raise LibraryError(f"{path} is {'no file' if path.exists() else 'not there'}; nothing was changed")
    require_sound(path)


def _confirm(path: Path, settings: Settings) -> bool:
    try:
        held = _articles(Library(path))
    except LibraryError:  # it is sound, but has to be brought up to date before it can be read
        held = "a library of an earlier version"
    return confirm(visible(f"{path} holds {held}. It will replace the library in {settings.data}. Restore?"))


def _articles(library: Library) -> str:
    counts = ((name, len(library.articles.entries(name))) for name in library.collections())
    return ", ".join(f"{counted(number, 'article')} of {name}" for name, number in counts) or "no article"


def _brought_up_to_date(settings: Settings, console: Console) -> list[str]:
    """What could not be, in sentences."""
    failed: list[str] = []
    with writing(settings) as service:
        load(service, console)
        for name in service.operations.names():
            try:
                tell_report(reindex(service, name), console)
            except PullquoteError as error:
                failed.append(f"The index of {name} is not up to date: {error}")
                tell(console, failed[-1])
    return failed


def verify_data(as_json: AsJson = False) -> int:
    """Look at every row and every file; 1 where one is not what it was, else 0."""
    with bytes_bar("Verifying") as progress:
        faults = service_of(load_settings()).operations.verify_data(progress)
    if as_json:
        print_json({"faults": faults})
        return int(bool(faults))
    console = Console()
    for fault in faults:
        console.print(Text(sentence(visible(fault)), "red"), soft_wrap=True)
    total = f"{counted(len(faults), 'fault')} found." if faults else "Every row and every file is intact."
    console.print(total, highlight=False)
    return int(bool(faults))
