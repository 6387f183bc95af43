"""Our own questions, asked once of our own articles and the one that ships, all in one collection."""

import shutil
from pathlib import Path

import pytest

from index.encoding.encoder import Encoder
from index.evaluation.metrics import Outcome, judge
from index.evaluation.question_file import EvalQuestion, read_questions
from index.service.protocols import View
from tests.conftest import SHIPPED
from tests.support.kept_service import indexed, loaded
from tests.support.once import made_once

HERE = Path(__file__).parent
TOLD = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def questions() -> tuple[EvalQuestion, ...]:
    """The questions and what is expected."""
    path = HERE / "questions.jsonl"
    return read_questions(path.name, path.read_bytes())


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> View:
    """The articles, indexed with the packaged encoder."""

    def make(folder: Path) -> None:
        shutil.copytree(HERE / "articles", folder / "articles")
        shutil.copy(SHIPPED, folder / "articles")
        indexed(folder, encoder)

    return loaded(made_once(tmp_path_factory, "quality", make), encoder)


@pytest.fixture(scope="session")
def outcomes(questions: tuple[EvalQuestion, ...], collection: View) -> tuple[Outcome, ...]:
    """What became of the questions."""
    return tuple(judge(each, collection.answer(each.question)) for each in questions)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """A test that passes has no other way to speak."""
    for line in config.stash.get(TOLD, []):
        terminalreporter.write_line(line)
