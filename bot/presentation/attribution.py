"""Whose words are shown, and how sure that is: every face says the same."""

from collections.abc import Callable
from dataclasses import dataclass

from corpus.english.language import is_english
from corpus.quotes.direct import SPEECH
from corpus.quotes.excerpt import Excerpt
from corpus.speakers.speaker import Speaker
from corpus.text.sentences import split_sentences
from corpus.text.span import Span

Insert = Callable[[str], str]
"""How a place writes what is not our own wording, as Discord escapes it."""

LIKELY = 0.5  # of a speaker's chance: below it somebody else is as likely
_FOREIGN = "not English: whose words are quoted or told here is not known"
_LEADS = {"direct": "", "turn": "", "mixed": "quoting ", "reported": "paraphrasing "}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose words an excerpt is: `name` is empty where the article does not say."""

    lead: str
    name: str
    rest: str

    def __str__(self) -> str:
        return self.lead + self.name + self.rest


def attribution(excerpt: Excerpt, insert: Insert = str) -> Attribution | None:
    """Whose words an excerpt is; None where they are the article's own. `insert` writes what the article says."""
    speaker, lead = excerpt.via or excerpt.speaker, _LEADS.get(excerpt.kind, "")
    dash = "— " if excerpt.kind in SPEECH else ""
    if speaker is None and not is_english(excerpt.document):
        return Attribution(dash, "", "speaker not known: the article is not English" if dash else _FOREIGN)
    if excerpt.kind not in _LEADS or (speaker is None and excerpt.kind not in SPEECH):
        return None
    if speaker is None:
        return Attribution(dash, "", "speaker not named")
    rest = f", {insert(speaker.role)}" if speaker.role else ""
    rest += basis(excerpt, speaker, insert)
    if excerpt.via:
        rest += f", who quotes {speaker_name(excerpt.speaker, insert, 'somebody')}"
    return Attribution(dash + doubt(speaker) + lead, insert(speaker.name), rest)


def doubt(speaker: Speaker | None) -> str:
    """What is said before a name that is not sure: “probably ”; empty where it is sure."""
    if speaker is None or speaker.is_sure:
        return ""
    return "probably " if speaker.chance >= LIKELY else "perhaps "


def speaker_name(speaker: Speaker | None, insert: Insert = str, unknown: str = "speaker not named") -> str:
    """Who it is in a list: “probably Ann Jones”."""
    return doubt(speaker) + insert(speaker.name) if speaker else unknown


def basis(excerpt: Excerpt, speaker: Speaker, insert: Insert = str) -> str:
    """How a speaker is known, in brackets: where that is not sure, and where a pronoun was resolved."""
    if speaker.is_sure and speaker.how != "pronoun":
        return ""
    mention = " ".join(speaker.mention.of(excerpt.document.text).split())
    if speaker.how == "pronoun" or (speaker.how == "title" and mention.casefold() != speaker.name.casefold()):
        return f" (the article says “{insert(mention)}”)" if mention else ""
    return " (who speaks just before)" if speaker.how == "continued" else f" (named {_place(excerpt, speaker.mention)})"


def _place(excerpt: Excerpt, mention: Span) -> str:
    """Where a mention stands, seen from an excerpt: “in the sentence before”."""
    first, last = sorted((excerpt.span, mention), key=lambda span: span.start)
    sentences = split_sentences(excerpt.document.text, Span(first.start, max(first.end, last.end)))
    begun = sum(first.end <= sentence.start <= last.start for sentence in sentences)
    if begun == 0:
        return "beside these words"
    if begun == 1:
        return f"in the sentence {'before' if first is mention else 'after'}"
    return f"{'earlier' if first is mention else 'later'} in the article"
