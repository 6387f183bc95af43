"""What somebody is: the role in the words before a name and behind it, its noun and its gender."""

from collections.abc import Sequence

from corpus.english.lexicon import (
    ARTICLES,
    BE,
    GENDERS,
    HELPERS,
    HONORIFICS,
    LINKS,
    NO_OFFICES,
    ORGANISATIONS,
    PERSON_NOUNS,
    POSSESSIVES,
    RELATIONS,
    SOMEBODY,
    SPEECH_VERBS,
    SUFFIXES,
    TITLES,
)
from corpus.english.noun_phrases import (
    Word,
    ends_sentence,
    in_one_line,
    is_name,
    is_person_noun,
    is_quote,
    is_somebody,
    without_article,
)

_APPOSITIVE = 16  # words; a longer one is a clause more often than a role
_BEFORE_TITLE = LINKS | {"the", "and", "former", "then", "acting", "interim", "late", "retired", "senior", "current"}
_CLAUSE = BE | HELPERS | {"who", "whose", "whom", "that", "which", "where", "when", "had", "has"}


def role_of_title(words: Sequence[Word]) -> str | None:
    """The role in what stands before a name."""
    return _singular(in_one_line(_role_words(words))) or None


def _role_words(words: Sequence[Word]) -> Sequence[Word]:
    """What stands before a name and says who it is: “Texas Sen.”, “Secretary of State”, but not “a tired”."""
    words = [word for word in words if bare(word) not in HONORIFICS]
    office = next((at for at, word in enumerate(words) if word.low in ("of", "for")), len(words))
    named = words[:office] if office < len(words) else words[-1:]
    if not any(is_title(word) or is_somebody(word.low) for word in named):
        return ()
    first = len(words)
    while first and not _ends_role(words, first - 1):
        first -= 1
    return without_article(words[first:])


def _ends_role(words: Sequence[Word], at: int) -> bool:
    """Whether a word does not belong to the role after it: “polls show Sen. Lund”, “an inquiry of candidate Lund”."""
    word = words[at]
    if word.low in LINKS:
        return not any(map(is_person_noun, words[:at]))
    if words[-1].text[0].isupper() and word.text.islower():
        return not is_person_noun(word) and word.low not in _BEFORE_TITLE
    return (word.text in SPEECH_VERBS and not is_person_noun(word)) or word.low == "including"


def _singular(role: str) -> str:
    """The role of one of those who share it: “Sens. Ann Lund and Rolf Holm”."""
    stop, noun = "." * role.endswith("."), role.lower().rstrip(".").rpartition(" ")[2]
    several = noun.endswith("s") and noun not in PERSON_NOUNS and noun[:-1] in PERSON_NOUNS | TITLES
    return role.rstrip(".")[:-1] + stop if several else role


def role_in(phrase: Sequence[Word]) -> str | None:
    """The role in “their manager”; none in “her mother”, which only tells whose."""
    if phrase and phrase[0].low in POSSESSIVES:
        noun = head(in_one_line(phrase))
        return None if noun in RELATIONS or noun in GENDERS else in_one_line(phrase[1:]) or None
    return in_one_line(without_article(phrase)) or None


def fuller_role(words: Sequence[Word], end: int, title: str | None) -> str | None:
    """The role of somebody whose name ends before `end`: the title, if it says more than “Gen.”, or what follows."""
    return title if title and " " in title else _appositive(words, end) or title


def _appositive(words: Sequence[Word], comma: int) -> str | None:
    """What stands between commas after a name, where it says what the person is: “, the head of the agency,”."""
    if [word.text for word in words[comma : comma + 3 : 2]] == [",", ","] and words[comma + 1].text.isdigit():
        comma += 2  # an age
    first = end = comma + 1
    if first >= len(words) or words[comma].text != ",":
        return None
    of_office = is_person_noun(words[first]) and any(word.low in LINKS for word in words[first + 1 : first + 2])
    if is_name(words[first]) and not of_office:
        return None  # “, President of the club”, but not “, President Lund”
    while end < len(words) and words[end].text not in ",;:—–()" and words[end].low not in _CLAUSE:
        if ends_sentence(words, end):
            break
        if is_quote(words[end]) or words[end].text in SPEECH_VERBS:
            return None
        end += 1
    role = without_article(_shortened(words[first:end]))
    begins = is_person_noun(words[first]) or words[first].low in (*ARTICLES, "former", "senior")
    return in_one_line(role) or None if begins and any(is_person_noun(word) for word in role[:8]) else None


def _shortened(role: Sequence[Word]) -> Sequence[Word]:
    """A role, of one that is too long the part before “and” or a preposition."""
    if len(role) > _APPOSITIVE:
        role = role[:_APPOSITIVE]
        ends = (at for joints in ({"and"}, LINKS) for at in reversed(range(len(role))) if role[at].low in joints)
        role = role[: next(ends, len(role))]
    while role and role[-1].low in (*LINKS, *ARTICLES, "and"):
        role = role[:-1]
    return role


def office(role: str | None) -> str | None:
    """A role where it is an office or work, also “Sister” of a nun; not “Lund’s brother”, “rival” or “the ministry”."""
    nobody_s = head(role).rstrip("s") in NO_OFFICES and role not in ("Sister", "Brother", "Father")
    return None if nobody_s or role in ORGANISATIONS else role


def head(role: str | None) -> str:
    """The noun of a role: “spokesman for the club”, “senior official”. `-` where there is none."""
    words = (role or "-").lower().split()
    ends = (at for at, word in enumerate(words) if at and (word in LINKS or word.endswith("ing")))
    return next((words[at - 1] for at in ends if words[at] in LINKS or words[at - 1] in SOMEBODY), words[-1])


def gender_of(role: str | None) -> str | None:
    """“A spokeswoman for Mr. Lund” is a woman."""
    noun = head(role)
    return GENDERS.get(noun) or ("f" if noun.endswith("woman") else "m" if noun.endswith("man") else None)


def is_title(word: Word) -> bool:
    """Whether a word before a name is no part of it: “Mayor”, “Sen.”, but neither “Jr.” nor “St.”"""
    return is_person_noun(word) or (bare(word) in TITLES and bare(word) not in SUFFIXES | {"st"})


def bare(word: Word) -> str:
    """A word in small letters, without the point of a short form."""
    return word.low.lower().rstrip(".")
