"""The words by which an article tells who speaks. They are English; other languages need lists of their own."""

from collections.abc import Iterator


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _forms(verb: str) -> Iterator[str]:
    """The regular forms of a verb: call, calls, called, calling."""
    stem = verb[:-1] if verb.endswith("e") else verb
    past = verb[:-1] + "i" if verb.endswith("y") and verb[-2] not in "aeo" else stem
    third = past + "es" if past != stem else verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s")
    yield from (verb, third, past + "ed", stem + "ing")


def _verbs(regular: str, irregular: str) -> frozenset[str]:
    return _set(irregular) | {form for verb in regular.split() for form in _forms(verb)}


# Verbs that stand between a quote and its speaker, either way round: “…,” said Smith; “…,” Smith said.
SAYING = _verbs(
    "acknowledge add agree allege announce answer argue ask assert assure boast bemoan caution chant claim comment "
    "complain concede conclude confirm contend continue counter cry declare demand echo emphasize exclaim explain "
    "insist interject joke lament maintain mention muse note observe offer opine pledge point post predict press "
    "proclaim promise protest question quote recall recount reiterate remark remember repeat reply report respond "
    "retort reveal scoff shout state stress suggest testify tweet urge vow warn whisper wonder yell",
    "say says said saying write writes wrote writing tell tells told telling went goes admit admits admitted "
    "admitting quip quips quipped quipping snap snaps snapped",
)
# Verbs that stand before a quote, which is then mostly a piece of the article's own sentence.
DESCRIBING = _verbs(
    "accuse advise attack believe blame blast call characterize charge cite condemn criticize decry defend denounce "
    "deny describe dismiss dub express hail highlight imply indicate inform label mock object portray praise "
    "propose reason refer refuse remind request slam speculate thank tout voice want",
    "think thinks thought thinking feel feels felt speak speaks spoke speaking see sees saw put puts read reads "
    "reading",
)
SPEECH_VERBS: frozenset[str] = SAYING | DESCRIBING
# Their plain forms are as often nouns: the claim, his report.
PLAIN_VERBS = frozenset(verb for verb in SPEECH_VERBS if not verb.endswith(("s", "d", "ing"))) - _set(
    "wrote went thought felt spoke saw knew"
)
# Those that after an adjective are nouns: “his recent remarks”.
NOUN_VERBS = PLAIN_VERBS | _set(
    "reports remarks posts charges attacks states calls points questions quotes protests answers comments highlights"
)
# What follows them is who is spoken to.
ADDRESSING = _verbs("assure inform remind thank advise", "tell tells told telling")
BE = _set("is are was were be been being")
COMMON_PAST = _set("came went left took sat stood met won lost ran got made gave began held rose fell flew drove kept")
HELPERS = _set(
    "has have had will would also later then once again never not did does do can could may might must should just "
    "now still often even recently previously finally repeatedly soon always sometimes first further both all "
    "simply to didn't doesn't don't won't didn’t doesn’t don’t won’t"
)

TITLES = _set(
    "mr mrs ms miss dr prof sen rep reps sens gov lt gen col capt cmdr adm maj sgt rev hon pres sec atty supt det "
    "st jr sr"
)
SUFFIXES = _set("jr sr ii iii iv")
HONORIFICS = _set("mr mrs ms miss dr sir lady")
WOMEN = _set(
    "mrs ms miss lady mother wife daughter sister grandmother granddaughter aunt niece widow girlfriend fiancée bride "
    "stepmother woman girl actress queen princess duchess nun mom mum grandma"
)
MEN = _set(
    "mr sir father husband son brother grandfather grandson uncle nephew widower boyfriend fiancé groom stepfather man "
    "boy king prince duke monk dad grandpa"
)
GENDERS = dict.fromkeys(WOMEN, "f") | dict.fromkeys(MEN, "m")
PARTICLES = _set("de van von der den bin ibn al el la le da di del dos du ben ter st")
# A department in “Secretary of Homeland Security John Smith” is no part of the name; of other offices one word is not.
DEPARTMENTS = _set(
    "state defense defence energy education labor labour commerce agriculture interior transportation treasury "
    "veterans affairs homeland security health human services housing urban development war army navy air force "
    "staff foreign justice representatives states and"
)
# Nouns of people: before a name they are its role, before “of”, “for” or “to” somebody else's.
PERSON_NOUNS = _set(
    "president leader chief head chair chairman chairwoman director secretary minister ambassador envoy spokesman "
    "spokeswoman spokesperson adviser advisor aide ally official officer executive manager strategist pollster "
    "analyst expert economist professor lecturer teacher student lawyer attorney prosecutor judge justice senator "
    "congressman congresswoman representative governor mayor councilman candidate nominee contender rival opponent "
    "critic supporter delegate activist organizer advocate author writer reporter correspondent columnist editor "
    "host anchor journalist blogger historian scholar scientist researcher doctor physician nurse actor actress "
    "singer comedian rapper artist coach player captain general admiral colonel commander sergeant soldier veteran "
    "detective sheriff policeman agent investigator bishop priest pastor cardinal pope rabbi imam reverend king "
    "queen prince princess duke billionaire businessman businesswoman mogul founder owner partner member colleague "
    "friend wife husband son daughter brother sister mother father parent resident voter worker farmer driver "
    "witness victim staffer operative lobbyist donor consultant moderator speaker whip counsel treasurer clerk "
    "deputy undersecretary premier chancellor neighbor neighbour source person people man woman boy girl "
    "co-founder co-author co-host front-runner frontrunner predecessor successor auditor engineer inspector "
    "commissioner superintendent lieutenant constable secretary-general director-general grandmother grandfather "
    "granddaughter grandson aunt uncle niece nephew widow widower girlfriend boyfriend stepmother stepfather duchess"
)
SOMEBODY = PERSON_NOUNS - {"people"}
# Parts of the names of organisations and places, for which “he” and “she” do not stand.
NOT_PEOPLE = _set(
    "house senate congress parliament party committee council court university college institute center centre "
    "union association league foundation fund bank company corp corp. inc inc. llc group times post journal news "
    "press radio tv television magazine department agency bureau ministry office administration campaign government "
    "police pentagon kremlin twitter facebook google microsoft apple amazon state states nations kingdom america "
    "russia china iran iraq israel korea japan germany france britain england europe mexico canada india syria "
    "turkey ukraine city county street republicans democrats americans russians airport hospital church school u.s. "
    "u.n. un eu fbi cia nsa ap reuters cnn nbc cbs abc msnbc fox bbc nato republican democratic democrat american "
    "russian chinese british"
)
PRONOUNS = _set("he she they it i we who")
ARTICLES = _set("the a an")
POSSESSIVES = _set("his her their its our my your")
DETERMINERS = (
    ARTICLES
    | POSSESSIVES
    | _set(
        "this that these those one two three four five six several some many another both other few most no every each"
    )
)
OPENERS = _set("but and yet so or nor then")  # they begin a sentence before its subject, without a comma
LINKS = _set("of for to at with from in")  # prepositions that may join two parts of one phrase
# Words that end a phrase; a capital letter does not make a name of them.
STOPS = _set(
    "in on at to toward towards by with from of for about after before during over under as into against through "
    "between among amid near since until despite without within outside like than per via around across while when "
    "where whether because if though although so then and but or nor yet that which what why how there here not "
    "just even only also him them me us you himself herself themselves i'm i’m it's it’s is are was were be been "
    "being am has have had do does did will would can could may might must should according asked told said says "
    "saying speaking thursday monday tuesday wednesday friday saturday sunday january february march april june "
    "july august september october november december jan feb aug sept oct nov dec today yesterday tomorrow tonight "
    "meanwhile however instead later earlier still now once again never ever too well yes out up down off back away "
    "perhaps maybe others neither either nobody everyone everybody"
)
# What belongs to who said it: “Lund’s words”.
WORDS = _set(
    "word words term terms phrase phrases remark remarks statement statements comment comments claim claims speech "
    "description message tweet post letter email note answer question quote"
)
