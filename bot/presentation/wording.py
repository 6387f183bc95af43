"""What a person is told beside a quote, in plain words: every face says the same."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.presentation.attribution import Insert, basis, doubt, speaker_name
from corpus.english.language import is_english
from corpus.library.models import State
from corpus.quotes.citation import Citation
from corpus.quotes.diff import QuoteChanges
from corpus.text.place import Place
from index.answers.answer import SearchSummary
from index.people.people import Person
from index.verification.alignment import Change
from index.verification.verify import Finding, Verdict

HIGH = 0.8  # four in five such answers are right, the most that a reader would call sure without checking
FAIR = 0.5  # below it an answer is more likely wrong than right
_UNITS = ("kB", "MB", "GB", "TB", "PB")  # of a thousand each
_NAMED = 8  # of the words that were looked for, so that one line tells them


def in_words(confidence: float) -> str:
    """`high`, `fair` or `low`, of a confidence from 0 to 1."""
    if confidence >= HIGH:
        return "high"
    return "fair" if confidence >= FAIR else "low"


NOT_ENGLISH = (
    "This article does not seem to be English. It is searched and checked word by word, but who says its quotes is not "
    "understood."
)
SAME_WORDS = "The same words:"  # in another article
OUTDATED: dict[State, str] = {
    "current": "",
    "superseded": "There is a newer version of this article; answers come from that one now.",
    "removed": "This article has been removed since it was quoted; answers no longer come from it.",
}
"""What is said of words whose article no longer answers; empty where it does."""


def looked_for(summary: SearchSummary, insert: Insert = str) -> str:
    """Of a refusal: what was looked for, in a sentence; empty where there is nothing to tell. `insert` writes what was
    typed.

    >>> looked_for(SearchSummary("Ada", heard=True, words=("harbour",)))
    'Searched for words of Ada about “harbour”.'
    """
    if summary.absent:
        return " ".join(f"“{insert(phrase)}” does not appear in the articles." for phrase in summary.absent)
    if summary.where == "near":
        return "Searched near the quote that was shown."
    if summary.where == "beyond":
        return "Nothing more was found."
    if summary.speaker and not summary.heard:
        return f"No words of {insert(summary.speaker)} were found in the articles."
    words = ", ".join(f"“{insert(word)}”" for word in summary.words[:_NAMED])
    more = f" and {counted(len(summary.words) - _NAMED, 'more word')}" if len(summary.words) > _NAMED else ""
    about = f" about {words}" if words else ""
    if summary.speaker:
        return f"Searched for words of {insert(summary.speaker)}{about}{more}."
    return f"Searched for {words}{more}." if words else ""


# Verdicts -------------------------------------------------------------------------------------------------------------


def verdict_line(verdict: Verdict, insert: Insert = str) -> str:
    """What came out of a claimed quote, in a sentence. `insert` writes the names in it."""
    match verdict.finding:
        case Finding.EXACT:
            return _exact(verdict, insert)
        case Finding.ALTERED:
            return _altered(verdict, insert)
        case Finding.WRONG_SPEAKER:
            return (
                f"Real words, but {_not_claimed(verdict, insert)}: this is, word for word, {_source(verdict, insert)}."
            )
        case Finding.UNSAID:
            return "Not said: the article has these words as denied, invented or only imagined."
        case Finding.SPLICED:
            return _spliced(verdict)
        case Finding.PARAPHRASE:
            return "A paraphrase: the articles say this, but in other words."
        case Finding.NOT_FOUND:
            return "Not found: these words do not appear in the articles."
        case Finding.TOO_SHORT:
            return "Too short to check: so few words could be anyone’s."


def _spliced(verdict: Verdict) -> str:
    if len(verdict.excerpts) == 1:
        return "Spliced: real words, put together in another order than they were said."
    return f"Spliced: {counted(len(verdict.excerpts), 'real piece')}, put together as if they were one."


def _not_claimed(verdict: Verdict, insert: Insert) -> str:
    first = verdict.excerpts[0]
    unknown = "probably " if first.via and not first.speaker else ""
    return f"{unknown or doubt(first.speaker)}not {insert(verdict.claim.speaker or '')}’s"


def _exact(verdict: Verdict, insert: Insert) -> str:
    gap = ", with words left out where the ellipsis stands" if verdict.changes else ""
    return f"Real{gap}: this is, word for word, {_source(verdict, insert)}."


def _altered(verdict: Verdict, insert: Insert) -> str:
    wrong = f", and {_not_claimed(verdict, insert)}" if verdict.confirmed is False else ""
    if all(change.kind in ("same", "elided") for change in verdict.changes):
        misled = "what it leaves out may change the meaning of"
        return f"Altered by the ellipsis{wrong}: {misled} {_source(verdict, insert)}."
    if _openly(verdict.changes):
        return f"Altered, but only in brackets{wrong}: the rest is, word for word, {_source(verdict, insert)}."
    return f"Altered{wrong}: this is not, word for word, {_source(verdict, insert)}."


def _openly(changes: Sequence[Change]) -> bool:
    """Whether a claim owns up to every change: “We will rebuild [the harbour].”"""
    depth, openly = 0, True
    for change in changes:
        within = depth > 0 or change.claimed.startswith("[")
        depth += change.claimed.count("[") - change.claimed.count("]")
        ends = depth > 0 or change.claimed.rstrip("”’\"'.,;:!?").endswith("]")
        openly = openly and (change.kind == "same" or (within and ends))
    return openly


def _source(verdict: Verdict, insert: Insert) -> str:
    """What the first excerpt is, within a sentence."""
    excerpt = verdict.excerpts[0]
    if not is_english(excerpt.document):
        return "what stands in an article that is not English; who says it is not known"
    if excerpt.kind in ("narration", "caption"):
        return "what the article says itself, quoting nobody"
    via = speaker_name(excerpt.via, insert)
    if excerpt.speaker is None:
        return f"what {via} quotes of somebody" if excerpt.via else "what somebody said whom the article does not name"
    name = insert(excerpt.speaker.name)
    words = f"what {name} said"
    if not excerpt.speaker.is_sure:
        words = f"what somebody said, {doubt(excerpt.speaker)}{name}{basis(excerpt, excerpt.speaker, insert)}"
    if excerpt.via:
        words += f", as quoted by {via}"
    return f"how the article reports {words}" if excerpt.kind == "reported" else words


def place(citation: Citation) -> str:
    """Where an excerpt stands in its article: “page 4, paragraph 9, sentence 1”."""
    return ", ".join((*source_places(citation.places), *_in_text(citation)))


def _in_text(citation: Citation) -> Iterator[str]:
    yield "caption" if citation.paragraph is None else f"paragraph {citation.paragraph}"
    if citation.paragraph is not None and citation.sentences:
        first, last = citation.sentences
        yield f"sentence {first}" if first == last else f"sentences {first}–{last}"


def source_places(places: Sequence[Place]) -> Iterator[str]:
    """
    >>> list(source_places([Place(0, "page", "4"), Place(900, "page", "5")]))
    ['pages 4–5']
    >>> list(source_places([Place(0, "chapter", "The Quay")]))
    ['chapter “The Quay”']
    >>> list(source_places([Place(0, "time", "0:12:31")]))
    ['at 0:12:31']
    """
    pages = [place for place in places if place.kind == "page"]
    if pages:
        yield str(pages[0]) if len(pages) == 1 else f"pages {pages[0].name}–{pages[-1].name}"
    yield from (str(place) for place in places if place.kind == "chapter")
    yield from [str(place) for place in places if place.kind == "time"][:1]


def day(published: date) -> str:
    """A date as it is written in a sentence."""
    return f"{published.day} {published:%B %Y}"


def sentence(text: str) -> str:
    """An error's text as it begins a message, unless it begins with a name such as a file's.

    >>> sentence("nothing is indexed yet"), sentence("story.txt: is empty")
    ('Nothing is indexed yet', 'story.txt: is empty')
    """
    first = text.partition(" ")[0]
    return text[0].upper() + text[1:] if first.isalpha() else text


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 article`, `2 articles`, `1,204 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def likeness_words(share: float) -> str:
    """How much of an article stands in another one, before the name of that: “72 % of its words are also in”."""
    return "The same words as" if share == 1 else f"{int(share * 100)} % of its words are also in"


def changes_line(changes: QuoteChanges) -> str:
    """How two versions of an article differ in what they quote: “12 quotes as before, 1 changed, 2 new, 0 gone”."""
    rest = f"{len(changes.changed):,} changed, {len(changes.appeared):,} new, {len(changes.vanished):,} gone"
    return f"{counted(changes.kept, 'quote')} as before, {rest}"


def described(person: Person, quotes: int) -> str:
    """Who it is, and how much of his or her words is shown: “Ann Jones, mayor · 3 quotes”."""
    role = f", {person.role}" if person.role else ""
    return f"{person.name}{role} · {counted(quotes, 'quote')}"


def nothing_about(person: Person, topic: str) -> str:
    """Where somebody is quoted, but not on a topic."""
    return f"No words of {person.name} about “{topic}” were found in the articles."


def file_size(count: int) -> str:
    """A number of bytes as people read it, in steps of a thousand.

    >>> file_size(1), file_size(999), file_size(20_480), file_size(1_234_567)
    ('1 byte', '999 bytes', '20.5 kB', '1.2 MB')
    """
    if count < 1_000:
        return counted(count, "byte")
    step = min((len(str(count)) - 1) // 3, len(_UNITS))
    return f"{count / 1_000**step:,.1f} {_UNITS[step - 1]}"


def duration(seconds: float) -> str:
    """A length of time in few digits.

    >>> duration(9.6), duration(200)
    ('10 s', '3 min')
    """
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"
