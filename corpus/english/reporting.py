"""The words by which an article reports what somebody said, without quotation marks."""

from corpus.english import denials
from corpus.english.lexicon import word_set

# Forms of verbs whose clause is what somebody said, and “according”. In 840 annotated articles .7 or more of the
# clauses of each verb are marked as reported; of “showed” and “found” too, but polls and studies are nobody. Each
# sentence that holds a form is parsed: those that are nearly always nouns (state, report, remarks) are left out.
REPORTING_VERBS = word_set(
    "according say says said saying tell tells told telling claim claims claimed claiming insist insists insisted "
    "insisting argue argues argued arguing add adds added adding acknowledge acknowledges acknowledged acknowledging "
    "admit admits admitted contend contends contended note notes noted noting allege alleges alleged alleging stated "
    "stating confirm confirms confirmed predict predicts predicted predicting warn warns warned warning announces "
    "announced announcing suggest suggests suggested suggesting testifies testified assert asserts asserted asserting "
    "assured boasted complain complains complained concede concedes conceded conceding conclude concludes concluded "
    "declare declares declared denied denies emphasized explain explains explained indicate indicates indicated "
    "observed pledged pointed promised recalled reiterated remarked replied reports reported reveals revealed stressed "
    "tweeted vowed wrote writes cautioned estimates estimated agree agrees agreed feared worry worried maintained "
    "speculated joked lamented emphasizes stresses hinted urged"
)
# Before a verb they leave open whether anything was said: “would say”, “to say”.
MODALS = denials.MODALS | word_set("would will shall to ’ll 'll ’d 'd wo ca")
# A clause that begins with one only says under what circumstances something was, or would be, said.
CONDITIONS = word_set("if whether unless when until before")
# Subjects that name nobody.
UNNAMED = word_set("i you we it one me us nobody none everyone everybody anyone someone this that there what percent")
# “According to plan” names nobody.
NOT_SOURCES = word_set("plan plans law rule rules schedule custom tradition need needs taste design")
