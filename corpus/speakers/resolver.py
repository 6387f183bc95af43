"""Who said a quote, and how we know."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.attribution.blocks import Block, Candidate, Phrase, Place, naming_phrase, read_blocks, stem
from corpus.attribution.classifier import Choice, load_classifier
from corpus.attribution.labels import follows_label
from corpus.attribution.rule_outcomes import CONTINUING
from corpus.attribution.subjects import is_verb_like
from corpus.attribution.titles import find_titles
from corpus.attribution.unsaid import is_unsaid
from corpus.english.lexicon import DETERMINERS, PRONOUNS
from corpus.english.noun_phrases import QUOTE, Word, ends_sentence, is_someone
from corpus.english.quotation_marks import MARKS
from corpus.speakers.coreference import Coreference
from corpus.speakers.joint import joint_phrases, read_members, subjects_before
from corpus.speakers.names import Mention
from corpus.speakers.pronouns import NOMINATIVES, Pronouns
from corpus.speakers.roles import fuller_role, office
from corpus.speakers.speaker import How, Speaker, together
from corpus.text.span import Span

# Below this chance nobody is named: from .3 on .90 of those who are named in 840 annotated articles are right, and .976
# of the quotes that have a speaker are named. A piece of a sentence is often a so-called thing: where no rule agrees, a
# speaker of it must be likelier than not; and who is only described must be likely where the phrase is no person's.
_NAMED, _UNRULED, _SURELY = 0.3, 0.5, 0.85
# The words may be right and the person wrong: of 96 “he” and “she” that were resolved, 86 mean whom a reader says.
_PRONOUN = 0.9
# Of the statements that are found where annotators saw one, so many have the source that they saw.
_SOURCE = 0.97


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an article says of whose a quote is."""

    mention: Span | None
    """The words that say it: “Mattis”, or “he”. None where that is unlikely."""
    chance: float
    """0–1: that the likeliest words are the right ones, and the quote somebody's words at all."""
    spoken: float
    """0–1: that the quote is somebody's words, whosever."""
    speaker: Speaker | None = None
    """Who is meant by them, None where that is not clear."""
    unsaid: bool = False
    """Whether the article tells that nobody said it."""


NOBODY = Resolution(None, 0.0, 0.0)


def find_speakers(text: str, blocks: Sequence[Span], quotes: Sequence[Sequence[Span]]) -> dict[Span, Resolution]:
    """What is known of whose words the quotes of each block are; nothing of those that nobody is near."""
    if not any(quotes):
        return {}
    read = read_blocks(text, blocks, quotes)
    choices = load_classifier().choose(text, read)
    resolver = _Resolver(read)
    resolutions: dict[Span, Resolution] = {}
    for number, block in enumerate(read):
        titles = find_titles(text, block)
        for at, word in enumerate(block.words):
            if at == 0 or ends_sentence(block.words, at - 1):
                resolver.pronouns.read_sentence(number, block, at)
            if choice := choices.get(Place(number, at)):
                unsure = _UNRULED if _is_piece(text, word) and not choice.rule else _NAMED
                unknown = Resolution(None, choice.chance, choice.spoken)
                resolution = resolver.resolve(choice) if choice.chance >= unsure else unknown
                who = Phrase(*choice.where[1:]) if choice.where.block == number else None
                unsaid = is_unsaid(block, at, who)
                if at in titles or unsaid or (follows_label(block, at) and not choice.rule):
                    resolution = replace(unknown, mention=resolution.mention, unsaid=unsaid)
                resolutions[Span(word.start, word.end)] = resolution
    return resolutions


def name_sources(
    text: str, blocks: Sequence[Span], quotes: Sequence[Sequence[Span]], sources: Sequence[Sequence[Span]]
) -> dict[Span, Speaker]:
    """Who is meant by the phrases that name the sources of what is reported in each block, where that is clear."""
    if not any(sources):
        return {}
    read = read_blocks(text, blocks, quotes)
    resolver = _Resolver(read)
    speakers: dict[Span, Speaker] = {}
    for number, (block, named) in enumerate(zip(read, sources, strict=True)):
        starts = [word.start for word in block.words]
        phrases = {bisect_left(starts, span.start): span for span in named}
        for at in range(len(starts)):
            if at == 0 or ends_sentence(block.words, at - 1):
                resolver.pronouns.read_sentence(number, block, at)
            if (span := phrases.get(at)) and starts[at] < span.end:  # else it is a part of a word: “left.Lund”
                where = Candidate(number, at, bisect_left(starts, span.end))
                source = resolver.resolve(Choice(where, _SOURCE, 1.0, "before"))
                if source.speaker and source.mention:
                    speakers[span] = replace(source.speaker, mention=source.mention)
    return speakers


def _is_piece(text: str, quote: Word) -> bool:
    """Whether a quote neither begins nor ends like a sentence."""
    return quote.text == QUOTE and text[quote.start : quote.end].lstrip(MARKS + "[(…. ")[:1].islower()


def _without_verb(words: Sequence[Word], phrase: Phrase) -> Phrase:
    """“The judge” of “the judge ruled”; but “the accused” are all of it."""
    first, end = phrase
    alone = end - first <= 1 + (words[first].low in DETERMINERS)
    verb = not alone and words[end - 1].text.islower() and is_verb_like(words, end - 1)
    return Phrase(first, end - verb)


class _Resolver:
    """An article read from top to bottom: who is meant by each phrase that says who speaks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._coreference = Coreference(blocks)
        self.pronouns = Pronouns(self._coreference)
        self._speakers: dict[Candidate, Speaker | None] = {}

    def resolve(self, choice: Choice) -> Resolution:
        """Whom the chosen words mean, at the place that is read."""
        words, whole = self._blocks[choice.where.block].words, Phrase(*choice.where[1:])
        phrase = _without_verb(words, naming_phrase(words, whole))
        before = self._speakers.get(choice.where)
        speaker = self._speakers[choice.where] = before or self._speaker(choice, words, phrase)
        # Name and description together: “their manager, Rosa Quintero”.
        mention = Span(words[min(phrase.first, whole.first)].start, words[max(phrase.end, whole.end) - 1].end)
        if not speaker:
            return Resolution(mention, choice.chance, choice.spoken)
        factor = _PRONOUN if speaker.how == "pronoun" else 1.0
        if before and choice.rule in (None, *CONTINUING):
            speaker = replace(speaker, how="continued")
        speaker = speaker.with_chance(round(choice.chance * factor, 3))
        return Resolution(mention, choice.chance, choice.spoken, speaker)

    def _speaker(self, choice: Choice, words: Sequence[Word], phrase: Phrase) -> Speaker | None:
        """The speaker whom a phrase names, describes or has a pronoun for, with those who speak together with him."""
        block, they = self._blocks[choice.where.block], words[phrase.first]
        several = subjects_before(block, phrase.first) if they.low == "they" else ()
        phrases = several or joint_phrases(block, phrase)
        members = zip(phrases, read_members(words, phrases), strict=True)
        speakers = [speaker for member in members if (speaker := self._member(choice, words, *member))]
        if several and len(speakers) > 1:
            return replace(together(speakers), how="pronoun", mention=Span(they.start, they.end))
        return together(speakers) if speakers else None

    def _member(self, choice: Choice, words: Sequence[Word], phrase: Phrase, mention: Mention) -> Speaker | None:
        """The speaker in a phrase, from now on somebody spoken of."""
        inside, block = words[phrase.first : phrase.end], choice.where.block
        pronoun = stem(inside[0])
        if choice.rule in ("quoted", "owner"):  # “quoted him as saying”, “in her words”
            pronoun = NOMINATIVES.get(inside[0].low, pronoun)
        if len(inside) == 1 and pronoun in PRONOUNS:
            antecedent = self.pronouns.antecedent(block, pronoun, words[phrase.end :])
            if not antecedent:
                return None
            person = antecedent
            speaker = self._described(person, "pronoun", Span(inside[0].start, inside[0].start + len(stem(inside[0]))))
        else:
            person = self._coreference.completed(mention)
            if not (person.name or choice.rule or choice.chance >= _SURELY or is_someone(inside)):
                return None
            role = office(fuller_role(words, phrase.end, person.role))
            named = Speaker(person.name, role, person.span, "named") if person.name else None
            speaker = named or self._described(person, "title", person.span)
        self.pronouns.notice(block, person)
        return speaker

    def _described(self, person: Mention, how: How, mention: Span) -> Speaker:
        """“The secretary of state” is the one who holds the office; “a senior official” remains one."""
        holder = self._coreference.holder(person)
        if holder.name:
            return Speaker(holder.name, office(person.role), mention, how)
        first, *others = person.phrase.split()
        first = first.lower() if first.lower() in DETERMINERS else first  # “Its lawyer” began a sentence
        return Speaker(" ".join([first, *others]), None, mention, how)
