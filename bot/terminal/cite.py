"""The command that recalls a citation."""

from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.presentation.visible import visible
from bot.presentation.wording import outdated
from bot.settings import load_settings
from bot.terminal.output import excerpt_json, excerpt_lines, print_json
from bot.terminal.session import make_ready, open_collections, searched, tell
from corpus.errors import PullquoteError
from index.answers.recall import Recalled


def cite(citation: str, as_json: bool, collection: str) -> None:
    """Print the words of a citation's id, and what stands around them."""
    collections = open_collections(load_settings())
    names = searched(collections, collection)
    beside = Console(stderr=True)
    try:
        make_ready(collections, names, beside)
    except PullquoteError as error:  # what was quoted once needs no index
        tell(beside, str(error))
    recalled = collections.view(names).recall(citation)
    if as_json:
        print_json(_json(recalled))
    else:
        Console().print(Padding(_shown(recalled), (1, 0, 1, 2)))


def _shown(recalled: Recalled) -> RenderableType:
    excerpt, around = recalled.excerpt, recalled.around
    parts: list[RenderableType] = [excerpt_lines(excerpt, style="bold")]
    if recalled.state != "current":
        parts.append(Text(outdated(recalled.state), "yellow"))
    if around != excerpt.span:
        text = excerpt.document.text
        before, after = text[around.start : excerpt.span.start], text[excerpt.span.end : around.end]
        words = (visible(before), "dim"), visible(excerpt.text), (visible(after), "dim")
        parts += [Text("\nWhere it stands:\n", "dim"), Text.assemble(*words)]
    return Group(*parts)


def _json(recalled: Recalled) -> dict[str, Any]:
    around = recalled.around.of(recalled.excerpt.document.text)
    return {**excerpt_json(recalled.excerpt), "state": recalled.state, "around": around}
