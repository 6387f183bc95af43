"""The words by which an article tells that something was not said, or only might be."""

from corpus.english.lexicon import CONTRACTED, verb_forms, word_set

# What is asserted, denied or imagined of words; thoughts and wishes are told in words that are somebody's all the same.
UTTERING = verb_forms(
    "tweet call describe claim state shout use utter",
    "say says said saying tell tells told telling write writes wrote written writing post posted posting label labeled "
    "labelled labeling labelling",
)
NEGATIONS = CONTRACTED | word_set("not never neither nor hardly nobody none without cannot")
ONLY = word_set("just simply")  # “did not just say”
MODALS = word_set("might may could should can must")
# Before “to say” or “saying” they tell that nobody did.
DENYING = verb_forms("deny reject dismiss dispute rebut contest refute repudiate")
REFUSING = DENYING | verb_forms(
    "refuse decline fail avoid",
    "hesitate hesitates hesitated forget forgets forgot stop stops stopped supposed ought want wants wanted yet if "
    "though",
)
# Before “Lund to say”, “Lund saying”.
IMAGINING = word_set(
    "imagine imagines imagined imagining picture pictures pictured want wants wanted ask asks asked urge urges urged "
    "force forces forced expect expects expected"
)
# Before a subject.
CONDITIONS = DENYING | word_set("if unless whether suppose supposing imagine wish wishes wished nor")
AUXILIARIES = word_set("did does do has have had will would can could")  # “Never did Lund say”
NOBODY = word_set("nobody none neither nothing than no-one")  # “Rather than say”
# Before what is claimed of somebody, also without “that”.
RUMOURS = word_set(
    "claim claims report reports allegation allegations suggestion suggestions accusation accusations rumor rumors "
    "rumour rumours story stories"
)
UNTRUE = word_set(
    "false untrue fake faked myth hoax lie rumor rumour fabricated doctored invented bogus fictitious fictional "
    "satirical forged manipulated wrong deepfake parody spoof ai-generated"
)
TRUTH = word_set("true evidence proof record sign indication footage recording transcript")  # there is none
FALSELY = word_set("falsely wrongly mistakenly incorrectly erroneously")
CAUSING, BARE = word_set("has have had"), word_set("say call tell write")  # “A sketch has Lund say”
EARLIER, VERSIONS = word_set("earlier previous original"), word_set("version versions headline edition")
MISQUOTED = word_set("misquoted misattributed")
