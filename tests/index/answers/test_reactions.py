"""Who agrees or disagrees with somebody."""

import pytest

from index.answers.answer import Answer, Refusal
from index.encoding.encoder import Encoder
from index.service.view import LiveView
from tests.support.kept_service import indexed_article

QUARRY = """---
title: Quarrel over the quarry
---
“The quarry must close,” said Mayor Ada Holm. “The dust makes children ill,” she said.

“There is no dust,” said Bo Krag, who owns the quarry. Krag disagreed with Holm about the jobs, too.

Nurse Mia Frost agreed with the mayor. “I see the coughs every day,” Frost said.

“Holm is a disgrace to this town,” said the baker Jon Dietz.

The library opens at nine. “We have new books,” said the librarian, Ute Lang.
"""


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> LiveView:
    """One article in which several people react to the mayor."""
    return indexed_article(tmp_path_factory.mktemp("quarry"), "quarry.md", QUARRY, encoder)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who disagreed with Holm?", "Krag disagreed with Holm"),
        ("Who disagreed with the mayor about the jobs?", "Krag disagreed with Holm"),
        ("who contradicted Ada Holm on the dust", "There is no dust"),
        ("Who agreed with Holm?", "Frost agreed with the mayor"),
        ("Who in town criticised Holm?", "Holm is a disgrace"),
        ("who attacked ada holm", "Holm is a disgrace"),
    ],
)
def test_whoever_reacts_to_a_person_is_shown(view: LiveView, question: str, words: str) -> None:
    """What others say of the person, or what tells that they agree or disagree, is among the excerpts."""
    answer = view.answer(question)
    assert isinstance(answer, Answer)
    assert any(words in excerpt.text for excerpt in answer.excerpts)


@pytest.mark.parametrize("question", ["Who disagreed with Holm?", "Who agreed with Holm?", "Who criticised Holm?"])
def test_the_words_of_the_person_are_no_reaction(view: LiveView, question: str) -> None:
    """The person's own words are not shown as what others say."""
    answer = view.answer(question)
    assert all("must close" not in excerpt.text and "children ill" not in excerpt.text for excerpt in answer.excerpts)


def test_nobody_reacts_to_whom_nobody_contradicts(view: LiveView) -> None:
    """Words of others about something else are no reaction."""
    assert isinstance(view.answer("Who disagreed with Lang about the books?"), Refusal)
