"""The pieces of a question that a follow-up puts others in the place of: a speaker, a topic, a name, a year."""

import re
from collections.abc import Callable

from corpus.english.lexicon import ARTICLES
from index.query.speaker import asked_speaker

AUXILIARY = "(?:did|does|do|is|was|were|are|has|have|had|can|could|will|would|should)"
ASKING = "(?:what|who|whom|whose|when|where|why|which|how)"
PLACING = "(?:in|on|at|during|before|after|since|by|for|with|under|from|near|until)"

# Words that hold a question together: no name, and no part of “the new stadium”.
_FUNCTION = re.compile(
    rf"{AUXILIARY}|{ASKING}|{PLACING}|the|an?|of|to|about|into|over|against|between|and|or|but|so|than|as|that|this|i|"
    "if|because|while|not|there|it|he|she|they|his|her|their|its|tell|say|said|show|give|quotes?|name|list",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:[.'’&-]+\w+)*(?:(?<=\.\w)\.)?")
_TOPIC = tuple(re.compile(rf"\s+(?:{word})\s+[^?!]*", re.IGNORECASE) for word in ("about|regarding", "on", "to"))
_YEAR = re.compile(r"\b[12]\d{3}\b")
_MARKS = " \t?!.…"


def names(question: str) -> list[str]:
    """The capitalised runs of words in a question: `Did the U.S. Navy meet Ada’s ship?` → U.S. Navy, Ada."""
    runs: list[str] = []
    end = -1
    for match in _WORD.finditer(question):
        word = match.group()
        if not word[0].isupper() or _FUNCTION.fullmatch(word):
            continue
        if question[end : match.start()] == " " and runs:
            runs[-1] += " " + word
        else:
            runs.append(word)
        end = match.end()
    return [re.sub(r"['’]s?$", "", run) for run in runs]


def topic(question: str) -> str | None:
    """What somebody's words were asked about, or what stands after “the”, or a name."""
    speaker = asked_speaker(question)
    if speaker:
        found = _topic(question, speaker)
        return found.group().split(maxsplit=1)[1].strip(_MARKS) if found else None
    described = _described(question)
    return "the" + described.group()[3:] if described else next(iter(names(question)), None)


def with_speaker(question: str, name: str) -> str | None:
    """The question for another person's words; None where it asks for nobody's."""
    speaker = asked_speaker(question)
    return _replaced(question, speaker, name) if speaker else None


def with_topic(question: str, about: str) -> str | None:
    """The question for the same person's words about something else; None where it asks for nobody's."""
    speaker = asked_speaker(question)
    if not speaker:
        return None
    found = _topic(question, speaker)
    kept = question[: found.start()] if found else question.rstrip(_MARKS)
    return f"{kept} about {about}?"


def with_thing(question: str, thing: str, speaks: Callable[[str], bool]) -> str | None:
    """The question about another thing in the place of its own: a name for a name, “the …” for “the …”.

    Of several names the one is replaced of whom `speaks` is as true.
    """
    if thing[0].isupper():
        found = sorted(names(question), key=lambda name: speaks(name) != speaks(thing))
        return _replaced(question, found[0], thing) if found else None
    described = _described(question)
    return question[: described.start()] + thing + question[described.end() :] if described else None


def with_place(question: str, word: str, rest: str) -> str:
    """The question with `word rest`, such as “in 2016”, in the place of what is like it, or else at its end."""
    kind = r"(?:\w+\s+){0,2}\d[\w.,]*\w|\d" if any(map(str.isdigit, rest)) else r"(?:the\s+)?[^\W\d]\w*"
    like = re.compile(rf"\b{word}\s+(?:{kind})", re.IGNORECASE)
    new = f"{word} {rest}"
    return like.sub(lambda _: new, question, count=1) if like.search(question) else f"{question.rstrip(_MARKS)} {new}?"


def with_year(question: str, year: str) -> str:
    """The question for another year."""
    return _YEAR.sub(year, question, count=1) if _YEAR.search(question) else with_place(question, "in", year)


def with_asking(question: str, word: str) -> str | None:
    """The question with `when` in the place of its `where`; None where it is not of that form."""
    changed, count = re.subn(rf"^\W*{ASKING}\s+(?={AUXILIARY}\s+\w)", f"{word.capitalize()} ", question, flags=re.I)
    return changed if count else None


def _replaced(question: str, old: str, new: str) -> str | None:
    article = rf"(?:(?:{'|'.join(ARTICLES)})\s+)?"
    pattern = re.compile(rf"(?<!\w){article}{re.escape(old)}(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda _: new, question, count=1) if pattern.search(question) else None


def _topic(question: str, speaker: str) -> re.Match[str] | None:
    after = max(question.find(speaker), 0) + len(speaker)
    return next((found for each in _TOPIC if (found := each.search(question, after))), None)


def _described(question: str) -> re.Match[str] | None:
    """“the new stadium”: from “the” to before the next word that holds a question together.

    After an auxiliary the last of several words is taken for the verb: “was the new stadium built?”
    """
    found = re.search(r"\bthe(?:\s+[\w'’-]+)+", question, re.IGNORECASE)
    if not found:
        return None
    words = list(_WORD.finditer(question, found.start() + len("the"), found.end()))
    size = next((at for at, word in enumerate(words) if _FUNCTION.fullmatch(word.group())), len(words))
    asked = re.search(rf"\b{AUXILIARY}\s+$", question[: found.start()], re.IGNORECASE)
    if asked and size > 1:
        size -= 1
    return re.compile(r".*", re.DOTALL).match(question, found.start(), words[size - 1].end()) if size else None
