"""What a person is told beside a quote, in plain words: every face says the same."""

from dataclasses import dataclass
from datetime import date

from corpus.citation import Citation
from corpus.excerpt import Excerpt
from corpus.speakers import Speaker

HIGH = 0.8  # four in five such answers are right, the most that a reader would call sure without checking
FAIR = 0.5  # below it an answer is more likely wrong than right


def in_words(confidence: float) -> str:
    """`high`, `fair` or `low`, of a confidence from 0 to 1."""
    if confidence >= HIGH:
        return "high"
    return "fair" if confidence >= FAIR else "low"


SAME_WORDS = "The same words:"  # in another article


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose words an excerpt is: `name` is empty where the article does not say."""

    lead: str
    name: str
    rest: str

    def __str__(self) -> str:
        return self.lead + self.name + self.rest


def attribution(excerpt: Excerpt) -> Attribution | None:
    """Whose words an excerpt is; None where they are the article's own."""
    speaker = excerpt.speaker
    if excerpt.kind == "direct":
        if speaker is None:
            return Attribution("— ", "", "speaker not named")
        return Attribution("— ", speaker.name, _role(speaker) + _stand_in(excerpt, speaker))
    if excerpt.kind == "mixed" and speaker is not None:
        return Attribution("quoting ", speaker.name, _role(speaker) + _stand_in(excerpt, speaker))
    return None


def _role(speaker: Speaker) -> str:
    return f", {speaker.role}" if speaker.role else ""


def _stand_in(excerpt: Excerpt, speaker: Speaker) -> str:
    """A pronoun was resolved, which can go wrong: the reader is told."""
    mention = speaker.mention.of(excerpt.document.text)
    return f" (the article says “{mention}”)" if speaker.how == "pronoun" and mention else ""


def place(citation: Citation) -> str:
    """Where an excerpt stands in its article: “paragraph 9, sentence 1”."""
    if citation.paragraph is None:
        return "caption"
    if citation.sentences is None:
        return f"paragraph {citation.paragraph}"
    first, last = citation.sentences
    sentences = f"sentence {first}" if first == last else f"sentences {first}–{last}"
    return f"paragraph {citation.paragraph}, {sentences}"


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
