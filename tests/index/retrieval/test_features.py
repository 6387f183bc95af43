"""What the ranker sees of a candidate."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.readers.files import parse_article
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.query.query import Query, parse
from index.query.text_features import ASKS
from index.reading.reader import UNREAD
from index.retrieval.depths import READ
from index.retrieval.features import find_features
from index.retrieval.fusion import fused_scores
from index.retrieval.search import find_candidates, load_ranker, nearest
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build
from tests.support.kept_service import READER

KEPT = Path(__file__).with_name("features.jsonl")
TEXTS = (
    "The old bridge was closed in March. “It is not safe,” said Ann Jones, the mayor. It will cost 40 million euros.",
    "The ferry sails every hour since 1987. Tickets cost three euros. Dogs travel free.",
    "The café was painted green.",
)
QUESTION = "How many euros will the bridge in Porto cost?"
FIRST, SECOND, LAST = range(3)  # of the sentences about the bridge
ALONE = 6  # the café
LEFT_OUT = ("read lead", "read in passage", "read share")  # where nothing is read
ALIKE = 2e-4  # sums in another order differ by less

Rows = dict[int, Mapping[str, float]]


@pytest.fixture(scope="module")
def town(encoder: Encoder) -> Generation:
    """A passage for each of TEXTS, of three, three and one sentence."""
    return build([parse_article("town.txt", "\n\n".join(TEXTS).encode())], encoder.embed)


@pytest.fixture(scope="module")
def plain() -> Generation:
    """The same, of an encoder that the reader does not know."""
    return build([parse_article("town.txt", "\n\n".join(TEXTS).encode())], FakeEncoder().embed)


def seen(generation: Generation, question: str, encoder: Encoder, read: int = READ) -> Rows:
    """Sentence → its features."""
    query = parse(question)
    embedding = encoder.embed_query(query.text)
    scores = fused_scores(generation, query, embedding.vector)
    candidates = find_candidates(generation, query, scores, embedding, READER, read)
    return {hit.number: hit.features for hit in candidates}


def column(rows: Rows, name: str) -> list[float]:
    """A feature, in the order of the sentences."""
    return [rows[number][name] for number in sorted(rows)]


def test_a_candidate_has_a_number_for_every_name(town: Generation, encoder: Encoder) -> None:
    """Whatever is asked, all are numbers, and among them are those that the trained trees know."""
    for question in (QUESTION, "What did Jones say?", "?a", "1987", "“It is not safe”", "euros " * 300):
        rows = seen(town, question, encoder)
        assert sorted(rows) == list(range(len(town.sentences)))
        assert all(row.keys() >= {*load_ranker().features} for row in rows.values())
        assert all(np.isfinite([*row.values()]).all() for row in rows.values())


@pytest.mark.parametrize("line", KEPT.read_text(encoding="utf-8").splitlines())
def test_the_numbers_are_those_that_the_trees_were_trained_on(town: Generation, encoder: Encoder, line: str) -> None:
    """Each sentence has the numbers that were kept when the trees were trained; the reader's, from integers, nearly."""
    kept = json.loads(line)
    row = seen(town, kept["question"], encoder)[kept["sentence"]]
    for name, number in zip(load_ranker().features, kept["row"], strict=True):
        nearness = 0.3 if name.startswith("read") else 1e-3  # another processor rounds a few integers otherwise
        assert row[name] == pytest.approx(number, rel=1e-3, abs=nearness), name


def test_no_candidates_have_no_rows(town: Generation) -> None:
    """And there is no error."""
    query = parse(QUESTION)
    scores = fused_scores(town, query, np.zeros(384, np.float32))
    assert find_features(town, query, scores, {}, [], {}) == []


def test_words_that_are_shared_count_by_how_rare_they_are(town: Generation, encoder: Encoder) -> None:
    """From none to all of the question's, in the sentence, beside it, and in its passage."""
    rows = seen(town, QUESTION, encoder)
    shared = column(rows, "shared")
    assert shared[ALONE] == 0 < min(shared[FIRST], shared[LAST])
    assert column(rows, "shared after")[SECOND] == column(rows, "shared around")[LAST] == shared[LAST]
    assert column(rows, "shared passage")[SECOND] == pytest.approx(shared[FIRST] + shared[LAST])
    assert max(shared) < 1  # Porto is nowhere
    assert column(seen(town, "Dogs travel free", encoder), "shared")[5] == 1


def test_a_question_of_asking_words_alone_shares_nothing(town: Generation, encoder: Encoder) -> None:
    """There is no telling word, and that is no error."""
    query = parse("Who said this?")
    assert not query.telling
    rows = seen(town, query.typed, encoder)
    for name in ("shared", "shared around", "shared passage", "rarest missing", "rarest missing in passage"):
        assert not any(column(rows, name)), name


def test_sentences_know_those_beside_them(town: Generation, encoder: Encoder) -> None:
    """Of their own passage alone; where there is none, the column is 0, or as it is without."""
    rows = seen(town, QUESTION, encoder)
    for name in ("late", "shared"):
        itself, before, after = (column(rows, each) for each in (name, f"{name} before", f"{name} after"))
        assert before == [0, *itself[:2], 0, *itself[3:5], 0]
        assert after == [*itself[1:3], 0, *itself[4:6], 0, 0]
    late, before, after = (column(rows, name) for name in ("late", "late with before", "late with after"))
    assert before[FIRST] == late[FIRST] <= after[FIRST]
    assert after[LAST] == late[LAST] <= before[LAST]
    assert late[ALONE] == before[ALONE] == after[ALONE] == pytest.approx(column(rows, "late passage")[ALONE])


def test_where_a_sentence_stands(town: Generation, encoder: Encoder) -> None:
    """Its place in its passage, and of how many."""
    rows = seen(town, QUESTION, encoder)
    assert column(rows, "place") == [0, 1, 2, 0, 1, 2, 0]
    assert column(rows, "of") == [3, 3, 3, 3, 3, 3, 1]


def test_what_can_be_seen_of_a_sentence(town: Generation, encoder: Encoder) -> None:
    """Numbers and years that the question has not, money, quotes, and what leans on the sentence before."""
    rows = seen(town, QUESTION, encoder)
    assert column(rows, "number") == [0, 0, 1, 1, 0, 0, 0]
    assert column(rows, "year") == [0, 0, 0, 1, 0, 0, 0]
    assert column(rows, "money") == [0, 0, 1, 0, 1, 0, 0]
    assert column(rows, "quotes") == [0, 1, 0, 0, 0, 0, 0]
    assert column(rows, "leans")[LAST] == 1
    assert column(rows, "head") == [0, 0, 1, 0, 1, 0, 0]
    assert column(seen(town, "What happened in 1987?", encoder), "numbers")[3] == 1
    assert column(rows, "numbers") == [-1] * 7  # the question has none


def test_what_is_asked_for_is_one_thing_at_most(town: Generation, encoder: Encoder) -> None:
    """The same for all candidates."""
    for question, kind in ((QUESTION, "how many"), ("When does it sail?", "when"), ("Bridge", None)):
        rows = seen(town, question, encoder)
        for name in ASKS:
            assert column(rows, f"asks {name}") == [float(name == kind)] * 7


def test_a_passage_is_seen_with_its_title_and_those_beside_it(encoder: Encoder) -> None:
    """What a question names may stand there; a year may stand anywhere in the document."""
    text = "The river rose in 2003.\n\nNobody died.\n\nIt cost 40 euros, said Ann Jones.\n\nBye."
    article = f"---\ntitle: Ashby floods\n---\n{text}"
    generation = build([parse_article("flood.txt", article.encode())], encoder.embed)
    rows = seen(generation, "What did the Ashby flood of 2003 cost Ann Jones?", encoder)
    assert column(rows, "years in document") == [1] * 4
    assert column(rows, "numbers around") == [1, 1, 0, 0]
    assert column(rows, "names around") == pytest.approx([1 / 3, 1, 1, 1])
    assert len(set(column(rows, "shared with those around"))) == 3
    decade = build([parse_article("flood.txt", b"It rained in the 1950s.")], encoder.embed)
    assert column(seen(decade, "Where did it rain in the 1950's?", encoder), "years in document") == [1]
    other = seen(generation, "Who drowned in the flood of 1993?", encoder)
    assert column(other, "years in document") == column(other, "numbers around") == [0] * 4


def test_the_year_of_an_article_is_that_of_its_date_now() -> None:
    """The same text with a corrected date has the corrected year, also after a question about the wrong one."""
    article = parse_article("flood.txt", b"The river rose. Nobody died.")
    told = []
    for published in (date(2003, 5, 1), date(2013, 5, 1)):
        generation = build([replace(article, published=published)], FakeEncoder().embed)
        told.append(column(seen(generation, "Where did the river rise in 2003?", FakeEncoder()), "years in document"))
    assert told == [[1, 1], [0, 0]]


def test_a_passage_is_seen_with_its_whole_document(encoder: Encoder) -> None:
    """What no paragraph has of a question together, their document may have."""
    texts = (
        "The Ashby ferry sank.\n\nThree men drowned near Porto.",
        "A ferry sails.\n\nThree men drowned near Ghent.",
    )
    articles = [parse_article(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    generation = build(articles, encoder.embed)
    rows = seen(generation, "How many men drowned near Porto on the Ashby ferry?", encoder)
    assert column(rows, "shared in document") == pytest.approx([1, 1, *[column(rows, "shared in document")[2]] * 2])
    missing = column(rows, "rarest missing in document")
    assert missing[:2] == [0, 0]
    assert min(missing[2:]) > 0
    assert column(rows, "names in document") == pytest.approx([1, 1, 0, 0])
    assert column(rows, "passage place") == [0, 1, 0, 1]
    for one, other in (("late passage", "late document"), ("least met in passage", "least met in document")):
        assert all(np.less_equal(column(rows, one), column(rows, other)))
        assert len(set(column(rows, other))) == 2
    assert column(rows, "rank of document") == [0, 0, 1, 1]
    assert max(column(rows, "lead in document")[:2]) == max(column(rows, "lead in document")[2:]) == 0
    assert column(rows, "document lead")[:2] == [0, 0]
    assert min(column(rows, "document meaning")[:2]) > max(column(rows, "document meaning")[2:])
    assert min(column(rows, "document words")[:2]) > max(column(rows, "document words")[2:])


def test_a_sentence_of_the_question_s_own_words_is_seen(town: Generation, encoder: Encoder) -> None:
    """It has less to answer with; what is asked for is a number, which two sentences have."""
    rows = seen(town, "How many dogs travel free?", encoder)
    assert column(rows, "own words")[5] == 0 < min(column(rows, "own words")[:5])
    assert column(rows, "holds what is asked") == [0, 0, 1, 1, 1, 0, 0]


def test_whether_somebody_else_speaks_is_seen(town: Generation, encoder: Encoder) -> None:
    """The one whom the question names, or another; and a sentence that asks."""
    rows = seen(town, "Why did Ann Jones close the bridge?", encoder)
    assert column(rows, "asked speaks") == [0, 1, 0, 0, 0, 0, 0]
    assert not any(column(rows, "other speaks"))
    assert column(seen(town, QUESTION, encoder), "other speaks") == [0, 1, 0, 0, 0, 0, 0]


def test_who_speaks_is_seen(town: Generation, encoder: Encoder) -> None:
    """Where somebody's words are asked for."""
    assert column(seen(town, "What did Jones say about the bridge?", encoder), "quoted") == [0, 1, 0, 0, 0, 0, 0]
    assert not any(column(seen(town, QUESTION, encoder), "quoted"))


def test_a_candidate_stands_to_the_others(town: Generation, encoder: Encoder) -> None:
    """One leads; one of each passage leads in it; each has a rank of its own, each passage one."""
    rows = seen(town, QUESTION, encoder)
    lead, inside, rank, passages = (
        column(rows, name) for name in ("lead", "lead in passage", "rank", "rank of passage")
    )
    assert max(lead) == 0
    assert [max(inside[:3]), max(inside[3:6]), inside[ALONE]] == [0, 0, 0]
    assert sorted(rank) == list(range(7))
    assert rank[lead.index(0)] == 0 == passages[lead.index(0)]
    assert [len(set(each)) for each in (passages[:3], passages[3:6], passages)] == [1, 1, 3]
    assert max(column(rows, "late lead")) == max(column(rows, "shared lead")) == 0


def test_what_the_reader_makes_of_candidates_is_seen(town: Generation, encoder: Encoder) -> None:
    """As a number, beside the best of all and of the passage, and as a share of all and of nothing."""
    rows = seen(town, QUESTION, encoder)
    read, lead, inside, share = (column(rows, name) for name in ("read", "read lead", "read in passage", "read share"))
    best = max(read)
    assert best == read[LAST] > UNREAD
    assert lead == pytest.approx([each - best for each in read])
    assert inside[:3] == pytest.approx(lead[:3])
    assert inside[ALONE] == 0
    assert share == pytest.approx(np.exp(read) / (1 + np.exp(read).sum()), rel=1e-4)


def test_those_that_were_not_read_are_lowest(town: Generation, encoder: Encoder) -> None:
    """Those beside the likeliest sentence are read with it, and the others are not."""
    rows = seen(town, QUESTION, encoder, read=1)
    first = column(rows, "rank").index(0)
    looked = {number for number, score in enumerate(column(rows, "read")) if score > UNREAD}
    assert {first} < looked <= {first - 1, first, first + 1}
    assert min(column(seen(town, QUESTION, encoder, read=7), "read")) > UNREAD


def test_where_nothing_is_read_it_is_as_the_ranker_was_taught(town: Generation, encoder: Encoder) -> None:
    """Reading is left out by wish; all else stays."""
    read, unread = seen(town, QUESTION, encoder), seen(town, QUESTION, encoder, read=0)
    for number, row in unread.items():
        assert row == pytest.approx({**read[number], "read": UNREAD, **dict.fromkeys(LEFT_OUT, 0)})


def test_another_encoder_has_rows_too(plain: Generation) -> None:
    """Where a token is a whole sentence, the rows are numbers, and the reader reads as ever."""
    rows = seen(plain, QUESTION, FakeEncoder(), read=7)
    assert len(rows) == 7
    assert all(np.isfinite([*row.values()]).all() for row in rows.values())
    assert max(column(rows, "read")) == column(rows, "read")[LAST]


def test_the_rows_are_in_the_order_of_the_candidates(town: Generation, encoder: Encoder) -> None:
    """Passage by passage, the likeliest first; which passages stand before does not change how one is met."""
    query: Query = parse(QUESTION)
    question = encoder.embed_query(query.text)
    scores = fused_scores(town, query, question.vector)
    numbers, interactions = nearest(town, scores, question)
    assert sorted(numbers) == list(range(7))
    assert numbers[:3] == [FIRST, SECOND, LAST]
    turned = [3, 4, 5, 6, 0, 1, 2]
    one, other = (find_features(town, query, scores, interactions, each, {}) for each in (sorted(numbers), turned))
    assert all(one[place] == pytest.approx(row, abs=ALIKE) for place, row in zip(turned, other, strict=True))
