"""Whether a sentence stands alone, or leans on the one before it."""

import re

_DEMONSTRATIVE = r"(?:this|that|these|those|such)\b"
# What may stand before the word that leans: “But he …”, “However, it …”, “In June 1884, she …”.
_OPENING = (
    r"(?:(?:and|but|so|yet|or|nor|then|thus|still|also|however|therefore)\s+|\w+,\s+|"
    r"(?:in|on|at|by|during|since|until|for)\s[^,;:]{1,40},\s+)*"
)
_WORD = (
    r"(?:he|she|it|they|his|her|its|their|the\s+latter)\b|"
    rf"(?:(?:\w+\s+){{0,3}}\w+\s+of\s+|(?:after|before|by|despite|during|for|from|in|like|on|since|with)\s+)?{_DEMONSTRATIVE}"
)
_LEANING = re.compile(rf"{_OPENING}(?:{_WORD})", re.IGNORECASE)
# What follows where the sentence itself explains the word (“Those who …”, “It is likely that …”), or its date does.
_EXPLAINED = re.compile(
    r"\s+(?:who|whom|whose|which|as|with|without)\b|"
    r"(?<=\bit)\s+(?:is|was|has\s+been|had\s+been|will\s+be|seems|appears)\s+(?:[\w-]+\s+){0,3}"
    r"(?:that|who|how|whether|why|what)\b|"
    r"(?<=\bthis)\s+(?:morning|afternoon|evening|week|weekend|month|summer|autumn|fall|winter|spring|year|century)\b|"
    r"(?<=\bthese)\s+days\b",
    re.IGNORECASE,
)


def leans(sentence: str) -> bool:
    """Whether a sentence opens with a pronoun or demonstrative that only the sentence before it can explain.

    >>> leans("But he also warned of war."), leans("Those who stayed were few."), leans("The company also lost.")
    (True, False, False)
    """
    opening = _LEANING.match(sentence)
    return opening is not None and not _EXPLAINED.match(sentence, opening.end())
