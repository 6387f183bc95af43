"""Who is met in an article: the names in its phrases, each with the role beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.english.first_names import FIRST_NAMES
from corpus.english.lexicon import (
    DEPARTMENTS,
    DETERMINERS,
    GENDERS,
    LINKS,
    NOT_PEOPLE,
    ORGANISATIONS,
    PARTICLES,
    PLACE_BEGINNINGS,
    POSTNOMINALS,
    SUFFIXES,
    SURNAMES,
    TITLES,
    TRADE,
)
from corpus.english.noun_phrases import (
    Word,
    ends_sentence,
    ends_with_sign,
    in_name,
    in_one_line,
    is_name,
    is_person_noun,
    is_plural,
    is_possessive,
    is_somebody,
    is_someone,
    name_after,
    name_beyond,
    phrase_before,
    role_before,
    without_article,
)
from corpus.speakers.roles import bare, fuller_role, gender_of, head, is_title, role_in, role_of_title
from corpus.text.span import Span

_ACRONYM = 4  # letters


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names or describes somebody. Name and role are words of the article."""

    span: Span
    phrase: str
    """The words in the span, in one line."""
    name: str | None
    """Without title, but “Mrs. Lund” beside a Mr. Lund; None where there is only a description."""
    role: str | None
    """Of a description, all of it but its article."""
    gender: str | None = None
    """`f` or `m` where a title, a role or a first name tells."""

    @property
    def is_named_person(self) -> bool:
        """Whether it names somebody who is no organisation."""
        acronym = self.name and self.name.isupper() and len(self.name) <= _ACRONYM
        return bool(self.name) and not acronym and NOT_PEOPLE.isdisjoint((self.name or "").lower().split())

    @property
    def is_described_person(self) -> bool:
        """Whether it is one person without a name."""
        return self.name is None and is_somebody(head(self.role))


def read_mention(words: Sequence[Word]) -> Mention:
    """The name and the role in a noun phrase."""
    span, phrase, inside = Span(words[0].start, words[-1].end), in_one_line(words), without_article(words)
    first, end = _name_in(inside)
    if first == end:
        described = in_one_line(inside)
        return Mention(span, phrase, None, described, gender_of(described))
    titles = [bare(word) for word in inside[:first]]
    role = role_of_title(inside[:first])
    last = end
    while last - first > 1 and bare(inside[last - 1]) in POSTNOMINALS:
        last -= 1
    gender = next((GENDERS[title] for title in reversed(titles) if title in GENDERS), None)
    gender = gender or gender_of(role) or (FIRST_NAMES.get(bare(inside[first])) if last - first > 1 else None)
    name = in_one_line(inside[first:last])
    name = name[:-2] if name.endswith(("’s", "'s")) else name.rstrip("’'")
    return Mention(span, phrase, name, role or in_one_line(inside[last:end]) or None, gender)


def read_speaker(words: Sequence[Word], first: int, end: int) -> Mention:
    """Who is in the phrase from `first` to `end`, or named behind it: “said their manager, Rosa Quintero”."""
    phrase = words[first:end]
    mention = read_mention(phrase)
    begin, last = end + 1, name_after(words, end, len(words))
    if last == end or is_name(phrase[-1]) or not ends_with_sign(words, last):  # “mayor of Ashby, Norland,” names nobody
        begin, last = name_beyond(words, end, len(words))
    if mention.name or last <= begin or not is_someone(phrase):
        return mention
    named = read_mention(words[begin:last])
    role = named.role or role_in(phrase)
    span = Span(words[first].start, words[last - 1].end)
    return Mention(span, in_one_line(words[first:last]), named.name, role, mention.gender or named.gender)


# Name and role in a phrase --------------------------------------------------------------------------------------------


def _name_in(words: Sequence[Word]) -> tuple[int, int]:
    """Where in a phrase the name stands; an empty range where there is only a description."""
    run, tail = 0, len(words)
    while run < len(words) and in_name(words[run]):
        run += 1
    if run == len(words):
        return _without_title(words, 0, run)
    while tail > run and in_name(words[tail - 1]):
        tail -= 1
    if run and tail == run + 1 and words[run].low in ("and", "&") and words[-1].low in ORGANISATIONS:
        return (0, len(words))  # “Fruit and Wine Commission”
    between = any(is_person_noun(word) and word.text.islower() for word in words[run:tail])
    if run and words[run].low in LINKS and not between:
        return _before_link(words, run)
    link, named = words[tail - 1].low, any(is_name(word) for word in words[tail:])
    if named and tail > 1 and link in LINKS and is_name(words[tail - 2]):
        if is_person_noun(words[tail - 2]):
            return _after_office(words, tail)  # “former Minister for Trade Ida Lund”
        return _name_in(words[: tail - 1])  # “voter Ida Lund of Bergen”
    return _without_title(words, tail, len(words)) if named and link not in DETERMINERS | LINKS else (0, 0)


def _before_link(words: Sequence[Word], run: int) -> tuple[int, int]:
    """The name in “Secretary of State Ida Lund”, “Ida Lund of Norway”, “Ministry of Health”."""
    office, name = words[run - 1], _without_title(words, 0, run)
    if is_person_noun(office) and is_plural(office):
        return (0, 0)  # “Supporters of Ida Lund”
    if is_person_noun(office) and not (office.low in SURNAMES and name[1] - name[0] > 1):
        return _after_office(words, run + 1) if words[run].low in ("of", "for") else (0, 0)
    if office.low in ORGANISATIONS and words[run].low in ("of", "for"):
        end = run + 1
        while end < len(words) and (in_name(words[end]) or words[end].low in ("of", "the", "and", "for")):
            end += 1
        return (0, end) if is_name(words[end - 1]) else name
    return name


def _after_office(words: Sequence[Word], first: int) -> tuple[int, int]:
    """The name after “Secretary of State”, “Bishop of Rome” or “Minister for Fisheries and Harbours”."""
    at = first + 1 if first < len(words) and words[first].low == "the" else first
    whole = len(words) - at == 2 and words[at].low in FIRST_NAMES
    if (at < len(words) and is_title(words[at])) or whole:
        return (0, 0)  # “Adviser of Mayor Lund”, “Spokesman for Ida Lund”
    cut = at
    while cut < len(words) and words[cut].low in DEPARTMENTS:
        cut += 1
    cut = max(cut, min(at + 1 + (at < len(words) and words[at].low in PLACE_BEGINNINGS), len(words)))
    while cut + 1 < len(words) and words[cut].low == "and":
        cut += 2
    end = cut
    while end < len(words) and in_name(words[end]):
        end += 1
    return (0, 0) if end < len(words) else (cut, end)


def _without_title(words: Sequence[Word], first: int, end: int) -> tuple[int, int]:
    """The part of a capitalised run that follows the last title in it. Steve King and Rolf King Jr. keep theirs."""
    if end - first > 1 and bare(words[end - 1]) in SUFFIXES:
        start, stop = _without_title(words, first, end - 1)
        return (start, end) if start < stop else (first, end)
    titled = [
        at
        for at in range(first, end)
        if is_title(words[at]) or (at + 1 < end and is_possessive(words[at])) or _is_trade(words, at, end)
    ]
    if titled and titled[-1] + 1 == end:
        titled.pop()  # perhaps a surname
        if not titled:
            return (first, end) if end - first > 1 else (0, 0)
        if titled[-1] + 2 == end and bare(words[titled[-1]]) not in TITLES:
            return (0, 0)  # Deputy Secretary
    start = titled[-1] + 1 if titled else _past_party(words, first, end)
    return (start, end) if start < end else (first, end)


def _past_party(words: Sequence[Word], first: int, end: int) -> int:
    """Where the name begins in “Democrat Hillary Olm”; an organisation keeps what is before a first name."""
    if words[end - 1].low in NOT_PEOPLE:
        return first
    named = (at for at in range(first + 1, end - 1) if words[at].low in FIRST_NAMES and words[at - 1].low in NOT_PEOPLE)
    return next(named, first)


def _is_trade(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a trade with a capital stands before a whole name: “Beekeeper Nell Lund”; “Baker” may be a name."""
    if end - at < 3 or not is_somebody(words[at].low) or any(word.low in NOT_PEOPLE for word in words[at:end]):
        return False
    by_ending = TRADE.fullmatch(words[at].low) and not words[at].low.endswith(("man", "smith", "wright", "herd"))
    return bool(by_ending) or words[at + 1].low in FIRST_NAMES


def read_mentions(words: Sequence[Word]) -> Iterator[Mention]:
    """Everybody whom the words name, with the role beside the name."""
    at = 0
    while at < len(words):
        if not is_name(words[at]) or _is_adverb(words, at):
            at += 1
            continue
        end = at + 1
        while end < len(words) and (is_name(words[end]) or _joins(words, end)):
            end += 1
        left = at if at and _is_adverb(words, at - 1) else max(0, at - 8)
        first = min(at, phrase_before(words, end, left))
        mention = read_mention(words[first:end])
        if not mention.name and first < at:
            mention = read_mention(words[at:end])  # “a picture of Sen. Lund”
        before = role_before(words, first, end)
        role = fuller_role(words, end, mention.role) or role_in(before)
        gender = mention.gender or gender_of(role) or gender_of(in_one_line(before))
        if mention.name:
            yield replace(mention, role=role, gender=gender)
        at = end


def _is_adverb(words: Sequence[Word], at: int) -> bool:
    """Whether a sentence begins with an adverb: “Interestingly Lund left.”"""
    adverb = words[at].low.endswith("ly") and words[at].low not in FIRST_NAMES
    return adverb and (at == 0 or ends_sentence(words, at - 1))


def _joins(words: Sequence[Word], at: int) -> bool:
    if at + 1 == len(words) or not is_name(words[at + 1]):
        return False
    office = is_person_noun(words[at - 1]) or words[at - 1].low in ORGANISATIONS
    return words[at].text in PARTICLES or (words[at].low == "of" and office)
