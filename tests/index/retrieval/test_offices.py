"""Who holds the office that a question names."""

import pytest

from corpus.readers.files import parse_article
from index.engine.generation import Generation
from index.retrieval.speech import find_speech
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build

ARTICLES = (
    """---
title: Ashby counts the cost of the flood
---
“The wall will hold,” Ida Lund said on Monday. She has been the town’s mayor since 2010.

“We need pumps,” said Karl Moe, Norland’s finance minister.

“It was the wiring,” said the investigator, Rosa Hald. Vera Pihl, a fire expert at Bergen University, disagreed.

“Nobody looked at the roof,” Pihl said.""",
    """---
title: Selby builds a school
---
The mayor of Selby, Per Dahl, opened it. “I am glad,” Dahl said.

“So am I,” said Deputy Mayor Ane Bakke. “The mayor’s plan is good,” said Jon Ek, a spokesman for the finance minister.

“It cost too much,” said Police Chief Nils Orr, who met the investigator.""",
    """---
title: Pumps arrive
---
“They came late,” said Karl Moe.

The independent senator from Norland told reporters that the pumps were old.""",
    """---
title: Ships stay in port
---
“No ship may sail,” said Eva Roth, the transport minister of France. “We wait,” said the Spanish admiral, Leo Paz.""",
    """---
title: Miners walk out
---
“There is coal for ten years,” said Bea Lutz, who leads the union. Lutz, 50, is a miner.

“The contract is void,” said Ute Orn, chief counsel of the mine.""",
)


@pytest.fixture(scope="module")
def generation() -> Generation:
    """Four articles in which people are called by their offices."""
    documents = [parse_article(f"{number}.md", text.encode()) for number, text in enumerate(ARTICLES)]
    return build(documents, FakeEncoder().embed)


def words_of(generation: Generation, speaker: str) -> set[str]:
    """The sentences in which a speaker is quoted."""
    return {generation.sentence_text(number) for number in find_speech(generation, speaker).quoted}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("finance minister", {"pumps", "late"}),
        ("Norland’s finance minister", {"pumps", "late"}),
        ("finance minister of Norland", {"pumps", "late"}),
        ("Norland finance minister", {"pumps", "late"}),
        ("union leader", {"coal"}),
        ("head of the union", {"coal"}),
        ("mine’s lawyer", {"contract"}),
        ("investigator", {"wiring"}),
        ("fire investigator", {"wiring"}),
        ("fire expert", {"roof"}),
        ("expert from Bergen University", {"roof"}),
        ("mayor of Selby", {"glad"}),
        ("Selby’s mayor", {"glad"}),
        ("deputy mayor", {"So am"}),
        ("spokeswoman for the finance minister", {"plan"}),
        ("police chief of Selby", {"much"}),
        ("French transport minister", {"ship"}),
        ("France’s transport minister", {"ship"}),
        ("admiral of Spain", {"wait"}),
    ],
)
def test_the_holder_of_an_office_is_found(generation: Generation, typed: str, said: set[str]) -> None:
    """Place and institution may stand beside the name, in the paragraph, in the title or in another article."""
    sentences = words_of(generation, typed)
    assert len(sentences) == len(said)
    assert all(any(word in sentence for sentence in sentences) for word in said)


@pytest.mark.parametrize(
    "typed",
    ["finance minister of Sweden", "mayor of Bergen Island", "prime minister", "former mayor", "Danish admiral"],
)
def test_another_office_or_place_is_nobodys_here(generation: Generation, typed: str) -> None:
    """A name that the article does not have counts against everybody in it."""
    assert not words_of(generation, typed)


def test_two_who_are_asked_for_together_are_both_found(generation: Generation) -> None:
    """By name and by office."""
    assert len(words_of(generation, "Ida Lund and the mayor of Selby")) == 2
    assert len(words_of(generation, "Rosa Hald, Pihl and Nils Orr")) == 3


def test_what_somebody_tells_without_being_quoted_is_heard(generation: Generation) -> None:
    """A verb of speech stands near the words that are asked for; of somebody not named there is nothing."""
    speech = find_speech(generation, "independent senator")
    assert speech.heard
    assert any("told reporters" in generation.sentence_text(number) for number in speech.told | speech.reported)
    assert not find_speech(generation, "Osman Kaya").heard
