"""What a person says, all of it or about a topic."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from corpus.errors import PullquoteError
from corpus.quotes.direct import Quote
from corpus.quotes.excerpt import Excerpt
from corpus.speakers.name_match import is_called
from corpus.speakers.name_phrase import name_words
from corpus.text.folding import fold_text, folded_words
from index.answers.excerpts import show_said
from index.encoding.embedding import Embedding
from index.engine.generation import Generation
from index.people.people import Person, gather_people, is_one_called, matching
from index.query.text_features import text_features
from index.retrieval.late_interaction import late_interactions

# How well a topic must be met (late interaction, 0–1) by a sentence that is about it; and where no sentence is, by its
# passage. Of 141 topics of our own (tests/quality/topics.jsonl) 88 are spoken of: for 78 of them the first quote is
# right, and for none of the other 53 there is one. With .5 it is right for 81, and 3 of the 53 have one.
ABOUT, AROUND = 0.6, 0.75
NAMED = 8  # people in an error, so that it stays readable
ALIKE = 65  # of 100, as rapidfuzz has it: “Pelow” is 72 like “Judith Pellow”, “Obama” 60 like “Osman Kaya”
MAX_NAME = 80  # characters of a name that an error repeats


class PersonError(PullquoteError):
    """Nobody who is quoted has such an id, or is called so."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Words of a person that stand alone: a quote, or the sentences around pieces of one or of reported speech."""

    excerpt: Excerpt
    twins: tuple[Excerpt, ...] = ()
    """The same words in other documents, one of each."""
    sentences: tuple[int, ...] = ()
    """The numbers, in the generation, of the sentences that hold the quotes."""


def find_person(people: Sequence[Person], typed: str) -> Person:
    """The one person whom somebody means by an id, a name, a part of one, or a role.

    Raises PersonError where it is nobody, with the nearest names, or several, with who they are and what to type.
    """
    by_id = [person for person in people if person.id == typed]
    candidates = by_id or _called(people, typed) or matching(people, typed)
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        more = "more of the name" + " or the id" * any(map(_is_surname, candidates[:NAMED]))
        raise PersonError(f"“{typed}” may be {_listed(candidates)}; give {more}")
    names = [person.name for person in people]
    alike = process.extract(typed, names, scorer=fuzz.WRatio, processor=fold_text, score_cutoff=ALIKE, limit=NAMED)
    nearest = f"; did you mean {_listed([people[place] for *_, place in alike])}?" if alike else ""
    raise PersonError(f"the articles quote nobody called “{typed[:MAX_NAME]}”{nearest}")


def _called(people: Sequence[Person], typed: str) -> Sequence[Person]:
    """Those of exactly this full name; else those who are called so; else those whom some article calls so, or may.

    A surname alone is anybody's who has it, also where some articles have nothing else of somebody.
    """
    words = name_words(typed)
    exactly = [person for person in people if len(words) > 1 and name_words(person.name) == words]
    called = exactly or [person for person in people if is_called(typed, person.name, person.roles)]
    called = called or [person for person in people if is_one_called(person, typed)]
    return called or [person for person in people if is_one_called(person, typed, strictly=False)]


def _listed(people: Sequence[Person]) -> str:
    row = ", ".join(map(_described, people[:NAMED]))
    return row + (f" and {len(people) - NAMED} more" if len(people) > NAMED else "")


def _described(person: Person) -> str:
    number = f"{person.count:,} quote" + "s" * (person.count != 1)
    key = f"id {person.id}" if _is_surname(person) else None
    return f"{person.name} ({', '.join(filter(None, (person.role, number, key)))})"


def _is_surname(person: Person) -> bool:
    """Whether there is no more of a name to be typed."""
    return " " not in person.name


def list_people(generation: Generation) -> tuple[Person, ...]:
    """Everybody who is quoted, with how many quotes are listed: the most first, those without a name last."""
    people = gather_people(generation)
    counted = (replace(person, count=len(list_sayings(generation, person.quotes))) for person in people)
    return tuple(sorted(counted, key=lambda person: (person.unnamed, -person.count)))


def list_sayings(generation: Generation, quotes: Sequence[Quote]) -> tuple[Saying, ...]:
    """What somebody's quotes are shown as, in their order; what one shows whole is not shown again in part."""
    by_sentence = _by_sentence(generation, quotes)
    sayings: list[Saying] = []
    for number in by_sentence:
        new = Saying(show_said(generation, number, by_sentence), sentences=(number,))
        while sayings and _holds(new.excerpt, sayings[-1].excerpt):
            new = replace(new, sentences=(*sayings.pop().sentences, *new.sentences))
        sayings.append(new)
    return _without_twins(sayings)


def sayings_about(
    generation: Generation, quotes: Sequence[Quote], topic: Embedding, words: Iterable[str] = ()
) -> tuple[Saying, ...]:
    """Those that are about a topic, best first; none where nothing is.

    Where none is by meaning, those that refer to what stands before them, if all `words` of the topic, stemmed, do.
    """
    sayings = list_sayings(generation, quotes)
    numbers = {number for saying in sayings for number in saying.sentences}
    passages = {number: generation.sentences[number].passage for number in numbers}
    interactions = late_interactions(generation, topic, sorted(set(passages.values())))

    def of_sentence(number: int) -> float:
        return interactions[passages[number]].maxsim(*generation.tokens.within(number, passages[number]))

    def of_passage(number: int) -> float:
        return interactions[passages[number]].maxsim()

    for score, least in ((of_sentence, ABOUT), (of_passage, AROUND)):
        scored = [(max(map(score, saying.sentences)), saying) for saying in sayings]
        about = [pair for pair in scored if pair[0] >= least]
        if about:
            return tuple(saying for _, saying in sorted(about, key=lambda pair: -pair[0]))
    wanted = frozenset(words)
    return tuple(one for one in sayings if wanted and _refers_to(generation, one.sentences[0], wanted))


def _refers_to(generation: Generation, number: int, words: frozenset[str]) -> bool:
    """Whether a sentence refers to something, and words stand in its title, its passage or the one before."""
    passage = generation.sentences[number].passage
    document = generation.passages[passage].document
    near = (one.text for one in generation.passages[max(0, passage - 1) : passage + 1] if one.document == document)
    vocabulary = text_features(f"{document.title} {' '.join(near)}").vocabulary
    return text_features(generation.sentence_text(number)).refers and words <= vocabulary


def _by_sentence(generation: Generation, quotes: Iterable[Quote]) -> Mapping[int, list[Quote]]:
    """The quotes by the number of the sentence that they stand in, in their order."""
    by_sentence: dict[int, list[Quote]] = {}
    for quote in quotes:
        segment, first = generation.segment_starts[quote.document.id]
        number = bisect_right(segment.sentences, quote.span.start, key=lambda sentence: sentence.span.start) - 1
        by_sentence.setdefault(first + number, []).append(quote)
    return by_sentence


def _holds(one: Excerpt, other: Excerpt) -> bool:
    return one.document == other.document and one.span.contains(other.span)


def _without_twins(sayings: Iterable[Saying]) -> tuple[Saying, ...]:
    """The same words once, in the first document that has them, with the others as their twins."""
    kept: dict[tuple[str, ...], Saying] = {}
    for saying in sayings:
        excerpt = saying.excerpt
        words = tuple(folded_words(excerpt.text))
        first = kept.setdefault(words, saying)
        if all(twin.document != excerpt.document for twin in (first.excerpt, *first.twins)):
            kept[words] = replace(first, twins=(*first.twins, excerpt))
    return tuple(kept.values())
