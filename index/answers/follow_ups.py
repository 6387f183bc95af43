"""What a question means after the one before it: “and Tillerson?”, “what else did he say?”, “when was that?”.

A question that stands by itself is left as it is, and one that cannot is never searched for. The rules are English, and
the first that fits holds.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.english.lexicon import NOT_PEOPLE, SAYING
from corpus.quotes.direct import SPEECH
from corpus.quotes.excerpt import Excerpt
from corpus.text.document import Document
from corpus.text.folding import fold_text, folded_words
from corpus.text.span import Span
from index.answers import rewriting as pieces
from index.answers.answer import Answer, Refusal, Response, Where
from index.answers.rewriting import ASKING, AUXILIARY, PLACING
from index.engine.vocabulary import QUESTION_WORDS
from index.query.cleaning import quoted
from index.query.query import QuestionError
from index.query.speaker import asked_speaker

Speaks = Callable[[str], bool]
"""Whether somebody of that name says something in the articles."""

LONGEST = 300  # characters of a follow-up, and of what it follows; a longer message says itself what it asks
_REPEATED = 15  # words of an excerpt in a question about it: enough to find it by, and short enough to read
_FRAGMENT = 6  # words after “and” or “what about”; more are a question
_SAYS_NOTHING = frozenset(
    f"{QUESTION_WORDS} again another because come continue exactly go happening here him hers it just keep mean means "
    "mine more next not now off ok okay one ones other others quotes really same since somebody someone sure then "
    "thing things think thinks thought too until well went yes yet".split()
)
"""Words of which none says what a question is about."""

_OPENER = r"(?:(?:and|but|so|then|also|ok|okay|well|now)\b[\s,]*)*"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\W*{_OPENER}{pattern}\W*", re.IGNORECASE)


_MORE = _rule(
    r"(?:(?:(?:tell|show|give) me )?(?:some |any )?more(?: please| quotes)?|(?:what|any ?thing|something) else|"
    r"(?:any|what) (?:more|others?)|else|go on|continue|next|another(?: one)?|others)"
)
_WHO_ELSE = _rule(r"who else(?: (?:said|says) (?:that|this|it|any ?thing|something)(?: about (?:it|that|this))?)?")
_ELSE = _rule(rf"(?:{ASKING}|any ?thing) else\b.*")
_ELSE_IN = re.compile(r"(?<=\w)\s+else\b", re.IGNORECASE)
_THAT = _rule(
    rf"(?P<word>when|where|why|who)\s+(?:{AUXILIARY}\s+|said\s+|says\s+)(?:that|this|it)"
    r"(?:\s+(?:said|say|happen|happened|happening|so|take place|done))?"
)
_ASKED = _rule(r"(?P<word>when|where|why|who)")
_INSTEAD = _rule(rf"(?:(?:(?:and|or)\s+)?(?:what|how)\s+about|and|or)\s+(?:(?P<word>{PLACING})\s+)?(?P<rest>\w.*?)")
_ABOUT = _rule(r"(?:about|on|regarding)\s+(?P<rest>\w.*?)")
_QUESTION = re.compile(rf"\b(?:{ASKING}|{AUXILIARY}|say|says|said|else|if|he|she|they|it)\b", re.IGNORECASE)
_ASKS = rf"(?:{PLACING}\s+|to\s+|of\s+)?(?:{ASKING}(?:\s+else|\s+exactly|\s+(?-i:[a-z]+)){{0,3}}\s+)?{AUXILIARY}"
_PRONOUN = _rule(rf"{_ASKS}\s+(?P<who>he|she|(?<!do\s)they|(?<!ha[ds]\s)(?<!have\s)(?:his|her|their))(?:\s+.*)?")
_BE = re.compile(r"\b(?:is|are|was|were)\s+$", re.IGNORECASE)
_OBJECT = _rule(r"(?:[^\W\d_]+\s+){1,4}(?P<who>him|her|them)")
# Not “what is it called when …”, “is it true that …”, “what does it take to …”.
_IT = _rule(
    rf"(?:{ASKING}\s+(?:much\s+|many\s+|long\s+|old\s+|big\s+)?)?{AUXILIARY}\s+(?P<who>it)"
    r"(?:\s+(?!(?:called|true|possible|likely|necessary|said|that|if|when|like|mean|to)\b)\w+){0,2}"
)
_MONTH = (
    "(?:january|february|march|april|june|july|august|september|october|november|december|may (?=\\d)|"
    "(?:jan|feb|aug|sept|oct|nov|dec)\\.)"
)
# What a sentence holds that tells when, where, why or who; of the sentences near “that” the others are no answer.
_TELLS = {
    "when": re.compile(
        rf"(?i)\b(?:\d{{4}}|{_MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tonight|tomorrow|"
        r"morning|noon|evening|midnight|(?:last|next|this) (?:week|month|year|night|spring|summer|autumn|fall|"
        r"winter)|century|ago)(?!\w)"
    ),
    "where": re.compile(rf"\b(?:in|at|near|outside|from) (?:the )?(?!(?i:{_MONTH}))(?=[^\W\d_a-z])\w"),
    "why": re.compile(
        r"(?i)\b(?:because|due to|owing to|thanks to|in order to|so that|reasons?|in response to|as a result|"
        r"therefore|so as to)\b"
    ),
    "who": re.compile(rf"\b(?:{'|'.join(sorted(SAYING))}|according to)\b"),
}


class FollowUpError(QuestionError):
    """A follow-up to nothing."""

    def __init__(self) -> None:
        super().__init__(
            "there is nothing to follow up on. Please ask the whole question, such as "
            "“What did the minister say about the budget?”"
        )


@dataclass(frozen=True, slots=True)
class Followed:
    """A question as it is to be asked, and which sentences may answer it."""

    question: str
    leave_out: tuple[Excerpt, ...] = ()
    """What was shown before, and its twins."""
    about: Excerpt | None = None
    """What “that” is: only its paragraph and those beside it may answer."""
    asks: str | None = None
    """When, where, why or who: then only a sentence that tells such a thing may answer."""

    @property
    def where(self) -> Where:
        """What it looks at, of the articles."""
        return "near" if self.about else "beyond" if self.leave_out else "everywhere"

    def admits(self, document: Document, span: Span) -> bool:
        """Whether a sentence may answer."""
        if any(each.document == document and each.span.overlaps(span) for each in self.leave_out):
            return False
        near = self.about is None or _beside(self.about, document, span)
        return near and (self.asks is None or bool(_TELLS[self.asks].search(span.of(document.text))))


def resolve(question: str, last: Response | None, speaks: Speaks) -> Followed:
    """What is meant by a question after `last`; the question alone where it stands by itself.

    Raises FollowUpError where it does not, and nothing before it makes it whole.
    """
    text = " ".join(question.split())
    if len(text) > LONGEST:
        return Followed(text)
    followed = _after(last, text, speaks) if last else None
    if followed is None and _leans(text):
        raise FollowUpError
    return followed or Followed(text)


def _after(last: Response, text: str, speaks: Speaks) -> Followed | None:
    """What a follow-up means after `last`; None where it is none, or nothing comes of it."""
    before = _ELSE_IN.sub("", last.understood or last.question)
    excerpts = last.excerpts if isinstance(last, Answer) else ()
    shown = last.left_out + tuple(same for excerpt in excerpts for same in (excerpt, *last.twins.get(excerpt, ())))
    if shown and _MORE.fullmatch(text):
        return Followed(before, shown)
    if len(before) > LONGEST:
        return None
    whole = _about_that(text, before, excerpts)
    if whole:
        return whole
    asked = _who_else(text, before) or _instead(text, before, speaks) or _resolved(text, before, excerpts)
    leave_out = shown if _ELSE.fullmatch(text) else ()
    return Followed(asked or text, leave_out) if asked or (leave_out and not _leans(text)) else None


def _leans(text: str) -> bool:
    """Whether a question says nothing by itself: “and Vega?”, “when was that?”, “more”."""
    named = not text.isupper() and any(word[0].isupper() and word != "I" for word in text.split()[1:])
    says_nothing = not named and not quoted(text) and _SAYS_NOTHING.issuperset(folded_words(text))
    return says_nothing or _fragment(text) is not None


def goes_on_from(answer: Response, last: Response | None) -> Response:
    """What the next follow-up is about: the last answer that was not about “that”; before any, what was refused."""
    passing = isinstance(answer, Refusal) or answer.summary.where == "near"
    return last if isinstance(last, Answer) and passing else answer


# “When was that?”, “why?” ---------------------------------------------------------------------------------------------


def _about_that(text: str, before: str, shown: tuple[Excerpt, ...]) -> Followed | None:
    """A question about the words shown; a bare “why?” is rather about the question before, where that can be asked."""
    that, bare = _THAT.fullmatch(text), _ASKED.fullmatch(text)
    found = that or bare
    if not found:
        return None
    word = fold_text(found["word"])
    swapped = None if asked_speaker(before) else pieces.with_asking(before, word)
    if shown and (that or not swapped):
        return Followed(_repeated(word, shown[0]), about=shown[0], asks=word)
    return Followed(swapped, asks=word) if swapped else None


def _repeated(word: str, excerpt: Excerpt) -> str:
    # Without the marks inside: they would seem to end what is repeated.
    words = " ".join(re.sub(r"[“”„\"«»]", "", excerpt.text).split()[:_REPEATED]).rstrip(".,;:")
    name = excerpt.speaker.name if excerpt.speaker and excerpt.kind in SPEECH else None
    if word == "who":
        return f"Who said “{words}”?"
    return f"{word.capitalize()} did {name} say “{words}”?" if name else f"{word.capitalize()} was this: “{words}”?"


def _beside(about: Excerpt, document: Document, span: Span) -> bool:
    if document != about.document:
        return False
    here, there = document.paragraph_at(span.start), document.paragraph_at(about.span.start)
    return abs(here - there) <= 1 if here and there else span.overlaps(about.span)


# “And Tillerson?”, “what about the budget?”, “and in 2016?” -----------------------------------------------------------


def _who_else(text: str, before: str) -> str | None:
    if not _WHO_ELSE.fullmatch(text):
        return None
    topic = pieces.topic(before) if asked_speaker(before) else None
    return f"Who else spoke about {topic}?" if topic else before


def _instead(text: str, before: str, speaks: Speaks) -> str | None:
    found = _fragment(text, _ABOUT) or _fragment(text)
    if not found:
        return None
    rest, word = found["rest"], found.groupdict().get("word")
    if re.search(r"\.\w$", rest):
        rest += "."  # “U.N.”
    if found.re is _ABOUT or (word == "on" and not _TELLS["when"].search(rest)):
        return pieces.with_topic(before, rest)
    if word:
        return pieces.with_place(before, word, rest)
    if rest.isdecimal():
        return pieces.with_year(before, rest)
    if not asked_speaker(before):
        return pieces.with_thing(before, rest, speaks)
    named = rest[0].isupper() and not (pieces.topic(before) or "-")[0].isupper()
    return pieces.with_speaker(before, rest) if named or speaks(rest) else pieces.with_topic(before, rest)


def _fragment(text: str, rule: re.Pattern[str] = _INSTEAD) -> re.Match[str] | None:
    """What stands in the place of a piece of the question before; None where it is a question itself."""
    found = rule.fullmatch(text)
    return found if found and len(found["rest"].split()) <= _FRAGMENT and not _QUESTION.search(found["rest"]) else None


# “What did he say?”, “how much did it cost?” --------------------------------------------------------------------------


def _resolved(text: str, before: str, shown: tuple[Excerpt, ...]) -> str | None:
    """The question with the name in the place of its pronoun, where no name or noun before it can be meant."""
    found = _PRONOUN.fullmatch(text) or _OBJECT.fullmatch(text) or _IT.fullmatch(text)
    if not found or (found.re is _OBJECT and pieces.names(text)):
        return None
    pronoun = fold_text(found["who"])
    thing = pieces.topic(before)
    several = pronoun == "they" and thing and thing.endswith("s") and _BE.search(text[: found.start("who")])
    name = thing if pronoun == "it" or several else _person(before, shown)
    if not name:
        return None
    owns = pronoun in ("his", "their") or (pronoun == "her" and found.re is _PRONOUN)
    ending = ("’" if name.endswith("s") else "’s") if owns else ""
    return text[: found.start("who")] + name + ending + text[found.end("who") :]


def _person(before: str, shown: tuple[Excerpt, ...]) -> str | None:
    """Who was asked for; or who answers to “who”; or who is named in the question; or who speaks in the answer."""
    speaking = shown[0].speaker.name if shown and shown[0].speaker else None
    if speaking and re.match(r"\W*who\b", before, re.IGNORECASE):
        return speaking
    people = (name for name in pieces.names(before) if NOT_PEOPLE.isdisjoint(fold_text(name).split()))
    named = next((name for name in people if not _TELLS["when"].search(name)), None)
    return asked_speaker(before) or named or speaking
