"""Who said a quote, and how we know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.english.lexicon import DETERMINERS, PRONOUNS
from corpus.english.noun_phrases import QUOTE, Word, ends_sentence, is_someone, words_around
from corpus.english.quotation_marks import MARKS
from corpus.speakers.blocks import Block, Candidate, Phrase, Place, naming_phrase, stem
from corpus.speakers.classifier import Choice, load_classifier
from corpus.speakers.coreference import Cast
from corpus.speakers.names import Mention, fuller_role, read_speaker
from corpus.speakers.pronouns import Pronouns
from corpus.speakers.speaker import How, Speaker
from corpus.speakers.turns import CONTINUING
from corpus.text.span import Span

# Below this chance nobody is named. It is the lowest of .3, .4 … .7, and with each of these .9 or more of those who are
# named in 840 annotated articles are right: .94, for .97 of the quotes that have a speaker. A piece
# of a sentence is often a so-called thing: where no rule agrees, a speaker of it must be likelier than not.
_NAMED, _UNRULED = 0.3, 0.5
# The words may be right and the person wrong: of 96 “he” and “she” that were resolved, 86 mean whom a reader says.
_PRONOUN = 0.9


@dataclass(frozen=True, slots=True)
class Said:
    """What an article says of whose a quote is."""

    mention: Span | None
    """The words that say it: “Mattis”, or “he”. None where that is unlikely."""
    chance: float
    """0–1: that the likeliest words are the right ones, and the quote somebody's words at all."""
    speaker: Speaker | None
    """Who is meant by them, None where that is not clear."""
    confidence: float
    """0–1, of the speaker; 0 where there is none."""


NOBODY = Said(None, 0.0, None, 0.0)


def find_speakers(text: str, blocks: Sequence[Span], quotes: Sequence[Sequence[Span]]) -> dict[Span, Said]:
    """What is known of whose words the quotes of each block are; nothing of those that nobody is near."""
    read = [Block(words_around(text, block, inside)) for block, inside in zip(blocks, quotes, strict=True)]
    chosen = load_classifier().choose(text, read)
    reading = _Reading(text, read)
    for number, block in enumerate(read):
        reading.read(number, block, chosen)
    return reading.found


class _Reading:
    """An article read from top to bottom: who is meant by each phrase that says who speaks."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.blocks = blocks
        self.cast = Cast(text, [block.words for block in blocks])
        self.found: dict[Span, Said] = {}
        self.met: dict[Candidate, Speaker | None] = {}
        self.pronouns = Pronouns(text, self.cast)

    def read(self, number: int, block: Block, chosen: Mapping[Place, Choice]) -> None:
        """Finds the speakers of the quotes in one block."""
        for at, word in enumerate(block.words):
            if at == 0 or ends_sentence(block.words, at - 1):
                self.pronouns.read_sentence(number, block, at)
            choice = chosen.get(Place(number, at))
            if choice:
                self.found[Span(word.start, word.end)] = self._said(choice, self._is_piece(word))

    def _is_piece(self, quote: Word) -> bool:
        """Whether a quote neither begins nor ends like a sentence."""
        return quote.text == QUOTE and self.text[quote.start : quote.end].lstrip(MARKS + "[(…. ")[:1].islower()

    def _said(self, choice: Choice, piece: bool) -> Said:
        if choice.chance < (_UNRULED if piece and not choice.rule else _NAMED):
            return Said(None, choice.chance, None, 0.0)
        goes_on = choice.where in self.met
        if not goes_on:
            self.met[choice.where] = self._speaker(choice)
        speaker, mention = self.met[choice.where], self._mention(choice.where)
        if not speaker:
            return Said(mention, choice.chance, None, 0.0)
        factor = _PRONOUN if speaker.how == "pronoun" else 1.0
        continued = goes_on and choice.rule in (None, *CONTINUING)
        shown = replace(speaker, how="continued") if continued else speaker
        return Said(mention, choice.chance, shown, round(choice.chance * factor, 3))

    def _mention(self, where: Candidate) -> Span:
        """Name and description together: “their manager, Rosa Quintero”."""
        words, phrase = self.blocks[where.block].words, Phrase(where.first, where.end)
        name = naming_phrase(words, phrase)
        return Span(words[min(name.first, phrase.first)].start, words[max(name.end, phrase.end) - 1].end)

    # From words to a person -------------------------------------------------------------------------------------------

    def _speaker(self, choice: Choice) -> Speaker | None:
        block = choice.where.block
        words = self.blocks[block].words
        phrase = naming_phrase(words, Phrase(choice.where.first, choice.where.end))
        inside = words[phrase.first : phrase.end]
        pronoun = stem(inside[0])
        if len(inside) == 1 and pronoun in PRONOUNS:
            person = self.pronouns.meant(block, pronoun, words[phrase.end :])
            mention = Span(inside[0].start, inside[0].start + len(pronoun))
            speaker = self._described(person, "pronoun", mention) if person else None
        else:
            person = self.cast.known(read_speaker(self.text, words, phrase.first, phrase.end))
            clear = person.name or choice.rule or is_someone(inside)
            speaker = self._told(words, phrase, person) if clear else None
        if person and speaker:
            self.pronouns.notice(block, person)
        return speaker

    def _told(self, words: Sequence[Word], phrase: Phrase, person: Mention) -> Speaker:
        if not person.name:
            return self._described(person, "title", person.span)
        role = fuller_role(self.text, words, phrase.end, person.role)
        return Speaker(person.name, role, person.span, "named")

    def _described(self, person: Mention, how: How, mention: Span) -> Speaker:
        """“The secretary of state” is the one who holds the office; “a senior official” remains one."""
        holder = self.cast.holder(person)
        if holder.name:
            return Speaker(holder.name, person.role, mention, how)
        words = person.span.of(self.text).split()
        first = words[0].lower() if words[0].lower() in DETERMINERS else words[0]  # “Its lawyer” began a sentence
        return Speaker(" ".join([first, *words[1:]]), None, mention, how)
