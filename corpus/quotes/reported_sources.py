"""Who says something by a verb of saying, in a parsed sentence."""

from corpus.english.parsed_sentence import ParsedSentence
from corpus.english.reporting import CONDITIONS, MODALS, NOT_SOURCES, UNNAMED

_JOINED = 4  # verbs that share a subject
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_NESTED = ("acl", "xcomp", "ccomp")  # verbs inside what somebody else says, wants or is told to do
_ASIDES = ("appos", "relcl", "acl", "advcl", "ccomp")  # what tells more of whom a phrase names
_RELATIVES = ("who", "which")
_SIGNS = frozenset((*",;:)—–-", "--"))


def find_source(sentence: ParsedSentence, verb: int) -> int | None:
    """The head of the phrase that says something by this verb; None where nothing is said, or nobody says it."""
    if sentence.words[verb] == "according":
        return _accorded(sentence, verb)
    token = sentence.tokens[verb]
    if not token.tag.startswith("VB") or token.dependency in _NESTED or _is_unsaid(sentence, verb):
        return None
    subject = _subject(sentence, verb)
    if subject is None or sentence.words[subject] in UNNAMED or sentence.tokens[subject].tag == "CD":
        return None
    return subject if sentence.words[subject] not in _RELATIVES or _is_apposed(sentence, verb) else None


def source_phrase(sentence: ParsedSentence, head: int) -> range:
    """The words of a phrase, without the clauses that tell more of whom it names."""
    inside = set(sentence.subtree(head, skipped=_ASIDES))
    first, end = head, head + 1
    while first - 1 in inside and sentence.words[first - 1] not in _SIGNS:
        first -= 1  # not past “In Bergen,” or “BERGEN (AP) —”
    while end in inside:
        end += 1
    while end > head + 1 and not sentence.words[end - 1][-1].isalnum():
        end -= 1
    return range(first, end)


def _is_unsaid(sentence: ParsedSentence, verb: int) -> bool:
    """Whether nothing was said: “did not say”, “would say”, “to say”, “if he says”."""
    kinds = ((sentence.tokens[at].dependency, sentence.words[at]) for at in sentence.children[verb])
    return any(
        kind == "neg" or (kind == "aux" and word in MODALS) or (kind in ("mark", "advmod") and word in CONDITIONS)
        for kind, word in kinds
    )


def _subject(sentence: ParsedSentence, verb: int) -> int | None:
    """The subject of a verb, or of the one that it is joined with: “She nodded and said”, “She left, saying”."""
    agent = sentence.child(verb, "agent")
    if agent is not None:
        return sentence.child(agent, "pobj")  # “Smith was told by Jones”
    kinds = ["nsubj"]
    for _ in range(_JOINED):
        subject = sentence.child(verb, *kinds)
        head = sentence.tokens[verb].head
        if subject is not None or not _is_joined(sentence, verb) or not sentence.tokens[head].tag.startswith("VB"):
            return subject
        verb, kinds = head, ["nsubj", "nsubjpass"]  # “Smith was angered and said”
    return None


def _is_joined(sentence: ParsedSentence, verb: int) -> bool:
    token = sentence.tokens[verb]
    before = (sentence.tokens[at].dependency for at in sentence.children[verb] if at < verb)
    joined = token.dependency == "conj" or (token.dependency == "advcl" and token.tag == "VBG")
    return joined and all(dependency not in ("mark", "prep", *SUBJECTS) for dependency in before)


def _is_apposed(sentence: ParsedSentence, verb: int) -> bool:
    """Whether “who” stands for somebody: “Smith, who said”. “Those who said” are many, of whom nobody is quoted."""
    tokens, words = sentence.tokens, sentence.words
    while tokens[verb].dependency == "conj" and tokens[verb].head < verb:
        verb = tokens[verb].head
    relative = next((at for at in range(verb, 0, -1) if words[at] in _RELATIVES), 0)
    return tokens[verb].dependency == "relcl" and words[relative - 1] == ","


def _accorded(sentence: ParsedSentence, at: int) -> int | None:
    """The head of the phrase after “according to”."""
    to = next((child for child in sentence.children[at] if sentence.words[child] == "to"), None)
    source = None if to is None else sentence.child(to, "pobj")
    return None if source is None or sentence.words[source] in NOT_SOURCES else source
