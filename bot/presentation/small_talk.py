"""Whether somebody only greets, thanks, or asks what Pullquote is: nothing that articles could answer."""

import re

from corpus.text.folding import folded_words

LONGEST = 120  # characters; who writes more asks something
_GREETING = (
    r"(?:hi|hiya|hello|hey|heya|yo|howdy|greetings|morning|bye|goodbye|welcome|cheers|thanks|thx|ty|thank (?:you|u)"
    r"|good (?:morning|afternoon|evening|day|night|bot|job|work|to know)|see (?:you|ya)|much appreciated|nice one"
    r"|(?:nice|good|great) to (?:meet|see) you|great|cool|perfect|awesome|lovely|wonderful|amazing|ok|okay|lol|haha"
    r"|(?:that|it|this) (?:is|was) (?:very |really |so )?(?:helpful|useful|great|good|perfect)"
    r"|(?:that|it|this) (?:helps|helped)"
    r"|how (?:are|r) (?:you|u)(?: doing)?|how is it going|what is (?:up|new)|sup|no problem)\b"
)
_FILLER = (
    r"(?:for (?:all )?(?:your |the |this |that )?(?:help|answers?|quotes?|info|information)"
    r"|for (?:that|this|it|everything)|(?:so|very) much|so|and|well|please|pls|dear|there|again|all|everyone|everybody"
    r"|folks|mate|friend|bot|pullquote|a lot|lots|today|later|now|sir)\b"
)
_YOU = r"(?:you|u|this(?: bot| thing)?|the bot|pullquote)"
_HELP = (
    r"(?:(?:can|could|would|will) (?:you|u|some(?:body|one)|any(?:body|one)) |(?:i|we) need (?:some |your )?|some )?"
    r"help(?: me| us)?(?: out)?"
    rf"|(?:who|what|who or what)(?: exactly)? (?:are|r|is) {_YOU}(?: exactly| called| for| supposed to be)?"
    r"|what is your (?:name|purpose|job)|what are you (?:for|able to do|capable of|good (?:at|for))"
    rf"|who (?:made|built|created|wrote|owns|runs) {_YOU}"
    r"|(?:are you|is this) (?:an? )?(?:real )?(?:bot|human|robot|person|ai)"
    rf"|what (?:else )?(?:can|could|do|does|will) {_YOU} (?:do|know|answer|offer)(?: for (?:me|us)| here| exactly)?"
    r"|what (?:can|could|may|should|do) (?:i|we) (?:ask|do|say|type|write)(?: you| here| with (?:you|this))?(?: about)?"
    rf"|how (?:do|does|can|could|should|would|to)(?: i| we| one)? (?:use|work with|talk to|ask) {_YOU}"
    rf"|how (?:do|does) {_YOU} work"
    r"|how (?:do|can|should) (?:i|we) (?:start|begin|ask(?: you)?(?: an?)?(?: questions?)?)"
    r"|(?:introduce|explain|describe) yourself|tell me about yourself|(?:show |list )?(?:me )?(?:the |your )?commands"
    r"|(?:are )?you (?:there|awake|online)|any(?:body|one) (?:here|there)|test(?:ing)?|ping"
)
_POLITE = rf"(?:(?:{_GREETING}|{_FILLER}) ?)*+"
_MESSAGE = re.compile(rf"{_POLITE}(?P<help>(?:{_HELP})\b ?)?+{_POLITE}")
_GREETS = re.compile(rf"\b{_GREETING}")
_LONG_FORMS = {"s": "is", "re": "are"}


def is_small_talk(text: str) -> bool:
    """Whether a whole message is a greeting, thanks, or a question about Pullquote itself.

    >>> is_small_talk("Hi there, what’s this bot?"), is_small_talk("What did Ada Holm say about help for farmers?")
    (True, False)
    """
    if len(text) > LONGEST:
        return False
    plain = " ".join(_LONG_FORMS.get(word, word) for word in folded_words(text))
    match = _MESSAGE.fullmatch(plain)
    return match is not None and (match["help"] is not None or _GREETS.search(plain) is not None)
