"""The words by which an article reports what somebody said, without quotation marks."""

from corpus.english.lexicon import CONTRACTED, PRONOUNS, word_set

# Verbs that a statement may follow without “that”: “said it was late”.
WITHOUT_THAT = word_set(
    "say says said saying claim claims claimed claiming insist insists insisted insisting argue argues argued arguing "
    "add adds added adding acknowledge acknowledges acknowledged admit admits admitted contend contends contended "
    "maintain maintains maintained note notes noted noting tell tells told telling allege alleges alleged state states "
    "stated confirm confirms confirmed predict predicts predicted warn warns warned announce announces announced "
    "suggest suggests suggested testify testifies testified"
)
REPORTING_VERBS = WITHOUT_THAT | word_set(
    "announcing assert asserts asserted assure assures assured boast boasted complain complains complained concede "
    "concedes conceded conclude concludes concluded declare declares declared deny denies denied denying emphasize "
    "emphasizes emphasized explain explains explained imply implied indicate indicates indicated inform informed "
    "observe observes observed pledge pledged point promise promises promised recall recalls recalled reiterate "
    "reiterates reiterated remark remarked remind reminded repeat repeated reply replied report reports reported "
    "respond responded reveal reveals revealed stress stresses stressed tweet tweeted vow vows vowed warning write "
    "writes wrote propose proposed speculate speculated cite cited"
)
# After them the past of any verb shows that a clause follows: “said it rained”.
CERTAIN_VERBS = word_set("say says said told tells")
# Before a verb they leave open whether anything was said: “did not say”, “would say”.
UNSAID = CONTRACTED | word_set("not never nor neither would could should might may can must to")
# They are the subject of a clause by themselves.
SUBJECT_WORDS = PRONOUNS - {"who"} | word_set("there this these those that nobody everyone everybody nothing none if")
# Circumstances between a verb and its statement: “said on Monday that”, “said last week that”.
TIMES = word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday later earlier then again")
TIME_NOUNS = word_set("day week month year weekend morning evening night afternoon")
TIME_DETERMINERS = word_set("last this next")
CIRCUMSTANCE_PREPOSITIONS = word_set("in on at during after before from through via")
PREPOSITIONS = CIRCUMSTANCE_PREPOSITIONS | word_set(
    "of for with to by about near between against like than under over including"
)
DOUBTS = word_set("if whether unless who")  # before a source, whose statement is not asserted then
RELATIVES = word_set("that what which than whom as")  # just before a source: “what officials said was a mistake”
# After a comma they go on with the article's own words, or with another source.
CONTINUATIONS = word_set("according citing which who where adding saying noting calling")
CLAUSE_JOINERS = word_set("and but who which that where")  # a clause that has shown no verb before them is none
COORDINATORS = word_set("and but while whereas")
# A statement that ends with one breaks off.
LOOSE_ENDS = RELATIVES | word_set("because while and but or who whether")
# “According to plan” names nobody.
NOT_SOURCES = word_set("plan plans law rule rules schedule custom tradition need needs taste design")
