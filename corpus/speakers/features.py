"""What can be seen of a quote, and of a phrase that may say who speaks, in numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.english.lexicon import (
    ADDRESSING,
    BE,
    DESCRIBING,
    DETERMINERS,
    HELPERS,
    LINKS,
    NOT_PEOPLE,
    POSSESSIVES,
    SAYING,
    STOPS,
    TITLES,
)
from corpus.english.noun_phrases import Word, is_name, is_person_noun, is_plural, is_quote
from corpus.english.quotation_marks import MARKS, is_closed
from corpus.speakers.candidates import Block, Candidate, Place, stem
from corpus.speakers.rules import DASHES, stands_alone
from corpus.speakers.turns import RULES, Trace, is_open
from corpus.text.span import Span

OF_QUOTE = (
    "words of quote", "sign", "small letter", "alone", "first in block", "last in block", "block of quotes",
    "quotes before", "quotes in block", "closed", "words since quote", "open before", "kind before", "kind after",
    "kind after that", "telling before", "telling after", "rule", "words of sentence", "capitals", "determiner before",
    "name after", "telling two before", "characters",
)  # fmt: skip
OF_PHRASE = (
    "kind", "words", "determiner", "plural", "opens sentence", "subject", "word before", "two before", "word after",
    "two after", "speech after", "telling verb after", "telling word before", "according", "by", "addressed",
    "bracketed", "organisation", "times named", "its sentence", "opens block", "helpers", "telling after aside",
    "aside", "its block", "dash", "colon", "times speaking",
)  # fmt: skip
OF_BOTH = (
    "side", "blocks between", "words between", "sentences between", "commas between", "quotes between",
    "verbs between", "place", "ruled", "rule of it", "most telling between", "telling between", "as before",
    "same name as before", "before in block", "touches", "named again",
)  # fmt: skip
CLUES = (*OF_QUOTE, *OF_PHRASE, *OF_BOTH)

_ASIDE = 30  # words between a subject and its verb
_SIGNS = ",.?!:;—–-…"
_KINDS: tuple[frozenset[str], ...] = (
    frozenset(","),
    frozenset(".?!"),
    frozenset(":;"),
    frozenset("()[]"),
    frozenset("—–-―"),
    SAYING,
    DESCRIBING,
    BE,
    HELPERS,
    frozenset(("by",)),
    frozenset(("that",)),
    frozenset(("who", "which")),
    frozenset(("and", "but", "or")),
    frozenset(("to",)),
    LINKS,
    STOPS,
)
_KIND_OF = {word: number for number, kind in reversed([*enumerate(_KINDS, 2)]) for word in kind}


@dataclass(frozen=True, slots=True)
class Scene:
    """An article whose quotes are looked at."""

    text: str
    blocks: Sequence[Block]
    traces: Mapping[Place, Trace | None]
    telling: Mapping[str, float]
    """Words, each with how often it tells of speech, 0–1, in the articles that the trees were trained on."""
    named: Counter[str]
    """How often each surname stands in the article."""
    speaking: Counter[str]
    """How often the rules take each surname for a speaker."""

    @classmethod
    def of(
        cls, text: str, blocks: Sequence[Block], traces: Mapping[Place, Trace | None], telling: Mapping[str, float]
    ) -> "Scene":
        named = Counter(name for block in blocks for name in block.surnames if name)
        ruled = [name for found in traces.values() if found and (name := name_of(blocks, found.where))]
        return cls(text, blocks, traces, telling, named, Counter(ruled))

    def tells(self, words: Sequence[Word], at: int) -> float:
        return self.telling.get(words[at].low, 0.0) if 0 <= at < len(words) else 0.0


def name_of(blocks: Sequence[Block], where: Candidate) -> str | None:
    """The surname in a candidate."""
    block = blocks[where.block]
    number = block.covering(where.first, where.end)
    return block.surnames[number] if number is not None else None


def _kind(words: Sequence[Word], at: int) -> int:
    """The kind of a word: 0 where there is none."""
    if not 0 <= at < len(words):
        return 0
    word = words[at]
    if is_quote(word):
        return 1
    known = _KIND_OF.get(word.low)
    if known is not None:
        return known
    if word.low.endswith("ly") and word.text.islower():
        return _KIND_OF["also"]
    if is_name(word):
        return 30
    return 31 if word.low.endswith("ed") else 32 if word.low.endswith("ing") else 33


# Of a quote -----------------------------------------------------------------------------------------------------------


def of_quote(scene: Scene, place: Place) -> list[float]:
    block = scene.blocks[place.block]
    words, at = block.words, place.at
    span = Span(words[at].start, words[at].end)
    inside = span.of(scene.text).strip(MARKS + " ")
    spoken = inside.split()
    written = [word for word in spoken if word[0].isalpha()]
    before = next((i for i in range(at - 1, -1, -1) if is_quote(words[i])), None) if block.quotes[at] else None
    found = scene.traces[place]
    begin, end = block.line.begin(at), block.line.end(at)
    return [
        len(spoken),
        _SIGNS.find(inside[-1:]) if inside else -1,
        inside.lstrip("[(…. ")[:1].islower(),
        stands_alone(words, at),
        at == 0,
        at == len(words) - 1,
        block.only_quotes,
        block.quotes[at],
        block.quotes[-1],
        is_closed(scene.text, span),
        -1 if before is None else at - before - 1,
        _open_before(scene, place, before),
        _kind(words, at - 1),
        _kind(words, at + 1),
        _kind(words, at + 2),
        scene.tells(words, at - 1),
        scene.tells(words, at + 1),
        _number(found),
        end - begin,
        sum(word[0].isupper() for word in written) / max(1, len(written)),
        at > begin and words[at - 1].low in DETERMINERS,
        at + 1 < end and is_name(words[at + 1]),
        scene.tells(words, at - 2),
        len(span),
    ]


def _number(found: Trace | None) -> int:
    return RULES.index(found.rule) if found and found.rule in RULES else -1


def _open_before(scene: Scene, place: Place, before: int | None) -> bool:
    if before is not None:
        return is_open(scene.text, scene.blocks[place.block].words[before])
    words = scene.blocks[place.block - 1].words if place.block else ()
    return bool(words) and is_open(scene.text, words[-1])


# Of a phrase ----------------------------------------------------------------------------------------------------------


def of_phrase(scene: Scene, where: Candidate) -> list[float]:
    block = scene.blocks[where.block]
    words, first, end = block.words, where.first, where.end
    line, inside = block.line, words[first:end]
    begin, stop = line.begin(first), line.end(first)
    subject = block.subject(first)
    verb = _verb_after(words, end, stop)
    name = name_of(scene.blocks, where)
    aside = _verb_after_aside(block, end, stop)
    opens = first == begin
    return [
        _mention_kind(inside),
        len(inside),
        inside[0].low in DETERMINERS,
        is_plural(inside[-1]),
        opens,
        subject is not None and subject.first < end and subject.end > first,
        -1 if opens else _kind(words, first - 1),
        _kind(words, first - 2) if first - 1 > begin else -1,
        _kind(words, end) if end < stop else -1,
        _kind(words, end + 1) if end + 1 < stop else -1,
        verb < stop and words[verb].low in SAYING,
        scene.tells(words, verb) if verb < stop else 0.0,
        0.0 if opens else scene.tells(words, first - 1),
        first > 1 and words[first - 1].low == "to" and words[first - 2].low == "according",
        first > 0 and words[first - 1].low == "by",
        first > 0 and words[first - 1].low in ADDRESSING,
        first > 0 and words[first - 1].text == "(",
        any(word.low in NOT_PEOPLE for word in inside),
        scene.named[name] if name else 0,
        stop - begin,
        first == 0,
        verb - end,
        scene.tells(words, aside) if aside else 0.0,
        aside - end if aside else 0,
        min(len(words), 60),
        words[0].text in DASHES,
        words[-1].text == ":",
        scene.speaking[name] if name else 0,
    ]


def _mention_kind(words: Sequence[Word]) -> int:
    plain = stem(words[0])
    if len(words) == 1:
        for number, kind in enumerate((("he", "she"), ("i", "we", "you"), ("they", "it"), ("who",), POSSESSIVES)):
            if plain in kind:
                return number
    named = is_name(words[-1])
    people = any(is_person_noun(word) or word.low.rstrip(".") in TITLES for word in words)
    if named:
        return 5 if people else 6 if all(map(is_name, words)) else 7
    return 8 if people else 9 if is_plural(words[-1]) else 10


def _verb_after(words: Sequence[Word], end: int, stop: int) -> int:
    """Where the verb after a subject stands, past helpers."""
    at = end
    while at < min(stop, end + 4) and _helps(words[at]):
        at += 1
    going = at + 1 < stop and words[at].low in BE and words[at + 1].low.endswith("ing")
    return at + 1 if going else at


def _helps(word: Word) -> bool:
    return word.low in HELPERS or (word.low.endswith("ly") and word.text.islower())


def _verb_after_aside(block: Block, end: int, stop: int) -> int | None:
    """Smith, who had waited, said."""
    words = block.words
    if end >= stop or words[end].text not in ",(—–":
        return None
    for cue in block.line.cues_in(end + 1, min(stop, end + _ASIDE)):
        at = cue - 1
        while at > end and _helps(words[at]):
            at -= 1
        if words[at].text in ",)—–":
            return cue
    return None


# Of both --------------------------------------------------------------------------------------------------------------


def of_both(scene: Scene, place: Place, where: Candidate, order: int, before: Candidate | None) -> list[float]:
    """`order` counts the candidates on the same side that are nearer; `before` is the rules' choice before."""
    ahead = where < place
    block = scene.blocks[where.block]
    same = where.block == place.block
    first, end = _gap(scene, place, where)
    rest = 0 if same else place.at if ahead else len(scene.blocks[place.block].words) - place.at
    found = scene.traces[place]
    ruled = found is not None and overlap(found.where, where)
    cues = block.line.cues_in(first, end)
    telling = [scene.tells(block.words, cue) for cue in cues]
    name = name_of(scene.blocks, where)
    return [
        (-1 if ahead else 1) if same else 0,
        max(-6, min(6, where.block - place.block)),
        end - first + rest,
        block.sentence(end) - block.sentence(first),
        block.commas[end] - block.commas[first],
        block.quotes[end] - block.quotes[first],
        len(cues),
        order,
        ruled,
        _number(found) if ruled else -1,
        max(telling, default=0.0),
        telling[0] if telling else 0.0,
        before is not None and overlap(before, where),
        before is not None and name is not None and name == name_of(scene.blocks, before),
        before is not None and before.block == place.block,
        first == end,
        name is not None and any(block.surnames[n] == name for n in block.between(first, end)),
    ]


def _gap(scene: Scene, place: Place, where: Candidate) -> tuple[int, int]:
    """The words between a candidate and a quote, as far as they are in the candidate's block."""
    if where.block == place.block:
        return (where.end, place.at) if where.first < place.at else (place.at + 1, where.first)
    return (where.end, len(scene.blocks[where.block].words)) if where < place else (0, where.first)


def overlap(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates share a word."""
    return one.block == other.block and one.first < other.end and one.end > other.first
