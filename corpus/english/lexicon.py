"""The words by which an article tells who speaks. They are English; other languages need lists of their own."""

import re
from collections.abc import Iterator


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


def _forms(verb: str) -> Iterator[str]:
    """The regular forms of a verb: call, calls, called, calling."""
    stem = verb[:-1] if verb.endswith("e") else verb
    past = verb[:-1] + "i" if verb.endswith("y") and verb[-2] not in "aeo" else stem
    third = past + "es" if past != stem else verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s")
    yield from (verb, third, past + "ed", stem + "ing")


def verb_forms(regular: str, irregular: str = "") -> frozenset[str]:
    """All forms of regular verbs, and the forms of others that are given."""
    return word_set(irregular) | {form for verb in regular.split() for form in _forms(verb)}


# Verbs that stand between a quote and its speaker, either way round: “…,” said Smith; “…,” Smith said.
SAYING = verb_forms(
    "acknowledge add agree allege announce answer argue ask assert assure boast bemoan caution chant claim comment "
    "complain concede conclude confirm contend continue counter cry declare demand echo emphasize exclaim explain "
    "insist interject joke lament maintain mention muse note observe offer opine pledge point post predict press "
    "proclaim promise protest question quote recall recount reiterate remark remember repeat reply report respond "
    "retort reveal scoff shout state stress suggest testify tweet urge vow warn whisper wonder yell "
    "apologize chime concur elaborate email e-mail enthuse fume grumble gush intone marvel message murmur mutter plead "
    "reckon scream sigh tease text",
    "say says said saying write writes wrote writing tell tells told telling went goes admit admits admitted "
    "admitting quip quips quipped quipping snap snaps snapped "
    "blog blogs blogged blogging beg begs begged begging",
)
# Verbs that stand before a quote, which is then mostly a piece of the article's own sentence.
DESCRIBING = verb_forms(
    "accuse advise attack believe blame blast call characterize charge cite condemn criticize decry defend denounce "
    "deny describe dismiss dub express hail highlight imply indicate inform label mock object portray praise "
    "propose reason refer refuse remind request slam speculate thank tout voice want",
    "think thinks thought thinking feel feels felt speak speaks spoke speaking see sees saw put puts read reads "
    "reading",
)
SPEECH_VERBS: frozenset[str] = SAYING | DESCRIBING
# Their plain forms are as often nouns: the claim, his report.
PLAIN_VERBS = frozenset(verb for verb in SPEECH_VERBS if not verb.endswith(("s", "d", "ing"))) - word_set(
    "wrote went thought felt spoke saw knew"
)
# Those that after an adjective are nouns: “his recent remarks”.
NOUN_VERBS = PLAIN_VERBS | word_set(
    "reports remarks posts charges attacks states calls points questions quotes protests answers comments highlights "
    "blogs emails e-mails messages texts screams sighs"
)
# What follows them is who is spoken to.
ADDRESSING = verb_forms("assure inform remind thank advise", "tell tells told telling")
QUOTING = verb_forms("quote cite report")  # their subject passes on what somebody else says
BE = word_set("is are was were be been being")
COMMON_PAST = word_set(
    "came went left took sat stood met won lost ran got made gave began held rose fell flew drove kept"
)
# “didn’t”, “wouldn’t”
CONTRACTED = frozenset(
    f"{verb}n{mark}t" for verb in "did does do wo has have had would could should ca".split() for mark in "'’"
)
HELPERS = CONTRACTED | word_set(
    "has have had will would also later then once again never not did does do can could may might must should just "
    "now still often even recently previously finally repeatedly soon always sometimes first further both all "
    "simply to cannot"
)

# Short forms, with the word that a description has for them: Sen. Lund is “the senator”.
ABBREVIATIONS = {
    "prof": "professor", "sen": "senator", "sens": "senators", "rep": "representative", "reps": "representatives",
    "gov": "governor", "lt": "lieutenant", "lieut": "lieutenant", "gen": "general", "col": "colonel",
    "capt": "captain", "cmdr": "commander", "cdr": "commander", "adm": "admiral", "maj": "major", "sgt": "sergeant",
    "cpl": "corporal", "pvt": "private", "brig": "brigadier", "rev": "reverend", "pres": "president",
    "sec": "secretary", "atty": "attorney", "supt": "superintendent", "det": "detective", "insp": "inspector",
    "cllr": "councillor", "ald": "alderman", "amb": "ambassador", "dr": "doctor", "fr": "father",
}  # fmt: skip
HONORIFICS = word_set("mr mrs ms miss mx dr sir dame hon rt")
TITLES = (HONORIFICS - {"rt"}) | word_set("st jr sr") | frozenset(ABBREVIATIONS)
SUFFIXES = word_set("jr sr ii iii iv")
POSTNOMINALS = word_set("mp mps mep msp ms qc kc jp obe mbe cbe phd md esq frs")  # after a name
COURTESIES = HONORIFICS | {"lord", "lady"}  # before a surname they tell a couple apart
_FEMALE_RELATIVES = word_set(
    "mother mom mum wife daughter sister grandmother grandma granddaughter aunt niece widow girlfriend fiancée bride "
    "stepmother"
)
_MALE_RELATIVES = word_set(
    "father dad husband son brother grandfather grandpa grandson uncle nephew widower boyfriend fiancé groom stepfather"
)
_RELATIVES = _FEMALE_RELATIVES | _MALE_RELATIVES | word_set("sibling twin cousin stepson stepdaughter")
_WOMEN = _FEMALE_RELATIVES | word_set(
    "mrs ms miss dame lady baroness countess abbess landlady woman girl actress waitress midwife queen princess "
    "duchess nun"
)
_MEN = _MALE_RELATIVES | word_set("mr sir lord baron count landlord abbot man boy king prince duke monk")
GENDERS = dict.fromkeys(_WOMEN, "f") | dict.fromkeys(_MEN, "m")
PARTICLES = word_set("de van von der den bin ibn al el la le da di del dos du ben ter st")
# A department in “Secretary of Homeland Security John Smith” is no part of the name; of other offices one word is not.
DEPARTMENTS = word_set(
    "state defense defence energy education labor labour commerce agriculture interior transportation treasury "
    "veterans affairs homeland security health human services housing urban development war army navy air force "
    "staff foreign justice representatives states and"
)
# Nouns of people: before a name they are its role, before “of”, “for” or “to” somebody else's.
PERSON_NOUNS = _RELATIVES | word_set(
    "president leader chief head chair chairman chairwoman director secretary minister ambassador envoy spokesman "
    "spokeswoman spokesperson adviser advisor aide ally official officer executive manager strategist pollster "
    "analyst expert economist professor lecturer teacher student lawyer attorney prosecutor judge justice senator "
    "congressman congresswoman representative governor mayor councilman candidate nominee contender rival opponent "
    "critic supporter delegate activist organizer advocate author writer reporter correspondent columnist editor "
    "host anchor journalist blogger historian scholar scientist researcher doctor physician nurse actor actress "
    "singer comedian rapper artist coach player captain general admiral colonel commander sergeant soldier veteran "
    "detective sheriff policeman agent investigator bishop priest pastor cardinal pope rabbi imam reverend king "
    "queen prince princess duke billionaire businessman businesswoman mogul founder owner partner member colleague "
    "friend parent resident voter worker farmer driver "
    "witness victim staffer operative lobbyist donor consultant moderator speaker whip counsel treasurer clerk "
    "deputy undersecretary premier chancellor neighbor neighbour source person people man woman boy girl "
    "co-founder co-author co-host front-runner frontrunner predecessor successor auditor engineer inspector "
    "commissioner superintendent lieutenant constable secretary-general director-general duchess councillor councilor "
    "councilwoman alderman alderwoman assemblyman assemblywoman lord lady baron baroness "
    "countess viscount archbishop archdeacon vicar chaplain deacon brigadier corporal magistrate lawmaker mp "
    "ceo cfo coo cto"
)
# These are titles only in small letters; with a capital they are more often a surname, or begin a sentence.
TRADES = word_set(
    "abbess abbot accountant announcer apprentice architect assistant astronaut athlete baker banker barber bartender "
    "boss boxer broker builder butcher campaigner caretaker carpenter cashier champion chef composer conductor consul "
    "contributor cook curate curator customer cyclist defendant defender demonstrator designer developer diplomat "
    "employee employer fan footballer forester gardener grocer guru headmistress hiker inmate intern janitor juror "
    "landlady landlord legislator librarian major marine marshal mechanic mediator merchant midfielder midwife miner "
    "monk negotiator nun painter paramedic passenger pensioner pilot plaintiff plumber poet presenter principal "
    "prisoner producer programmer protester provost publisher pundit pupil rector referee refugee retiree sailor "
    "sculptor shopper skipper star striker supervisor surgeon survivor suspect swimmer tailor tenant trader trainee "
    "trainer translator tutor umpire vet visitor volunteer waiter waitress warden welder winger"
)
# Others by their ending, of whom no list has all: beekeeper, meteorologist, YouTuber.
TRADE = re.compile(
    r"\w{2,}(?:[aeil]l|[^lqsuwx])ist|\w+ician|\w+neer|\w{2,}(?<!hu)(?:wo)?man|"
    r"\w*(?:keep|blow|tub|grow|fight|play|writ|work|own|rid|danc|sing|paint|clean|surf|skat|breed|hunt|raph)er|"
    r"\w{2,}(?:[ds]caster|master|maker|seller|dealer|herd|wright|smith|monger)"
)
SURNAMES = word_set("king pope bishop judge prince duke abbot priest coach page baron lord")  # as well as offices
# Of these, somebody's; without saying whose they tell nothing.
RELATIONS = word_set(
    "friend colleague partner neighbor neighbour rival opponent ally fan parent boss predecessor successor"
)
# They tell of nobody's office or work.
NO_OFFICES = _RELATIVES | word_set(
    "man woman boy girl guy person people rival opponent friend fan neighbor neighbour parent"
)
# Work that hardly anybody does two kinds of: the senator and the footballer Ann Lund are two people.
FIELDS = {
    noun: field
    for field, nouns in {
        "office": "senator congressman congresswoman representative governor mayor councilman councilwoman councillor "
        "alderman alderwoman assemblyman assemblywoman lawmaker legislator minister secretary ambassador president "
        "premier chancellor candidate nominee mp",
        "sport": "player coach boxer swimmer cyclist footballer cricketer athlete goalkeeper striker defender "
        "midfielder winger referee umpire",
        "stage": "actor actress singer comedian rapper musician pianist composer conductor painter sculptor poet "
        "novelist playwright",
        "church": "bishop archbishop archdeacon priest pastor cardinal pope rabbi imam vicar chaplain deacon nun monk",
        "medicine": "physician nurse surgeon dentist paramedic midwife pharmacist",
        "trade": "farmer driver baker barber bartender builder butcher carpenter chef cook electrician fisherman "
        "gardener grocer mechanic miner plumber shopkeeper tailor waiter waitress welder",
    }.items()
    for noun in nouns.split()
}
# They make another office of one: the deputy mayor is not the mayor.
OTHER_OFFICE = word_set("vice deputy former assistant acting under ex")
# They begin the name of a place: “the mayor of New Bergen Ida Lund”.
PLACE_BEGINNINGS = word_set(
    "new north south east west northern southern eastern western great upper lower mount cape lake port fort united "
    "san santa saint st. los las el la le"
)
SOMEBODY = (PERSON_NOUNS | TRADES) - {"people"}
# What an organisation is; its name may go on after “of”.
ORGANISATIONS = word_set(
    "house senate congress parliament party committee commission council chamber court university college institute "
    "academy center centre union association society federation league confederation foundation fund trust bank "
    "company corporation firm group times post journal news press radio television magazine newspaper department "
    "agency bureau ministry office administration authority board campaign government cabinet police embassy "
    "consulate network airport airline hospital clinic church school museum theatre theater library orchestra club "
    "brigade laboratory observatory"
)
# These and other parts of the names of organisations and places, for which “he” and “she” do not stand.
NOT_PEOPLE = ORGANISATIONS | word_set(
    "us uk usa u.k. u.s.a. corp corp. inc inc. llc ltd ltd. plc estates holdings industries systems enterprises "
    "properties tv pentagon "
    "kremlin twitter facebook google microsoft apple amazon state "
    "states nations kingdom america russia china iran iraq israel korea japan germany france britain england europe "
    "mexico canada india syria turkey ukraine city county street republicans democrats americans russians u.s. u.n. "
    "un eu fbi cia nsa ap reuters cnn nbc cbs abc msnbc fox bbc nato republican democratic democrat american russian "
    "chinese british"
)
PRONOUNS = word_set("he she they it i we who")
ARTICLES = word_set("the a an")
POSSESSIVES = word_set("his her their its our my your")
DETERMINERS = (
    ARTICLES
    | POSSESSIVES
    | word_set(
        "this that these those one two three four five six several some many another both other few most no every each"
    )
)
# They begin a clause that only says when, or under what circumstances, something was said.
SUBORDINATORS = word_set("while when as though although after because since before having asked soon")
# They begin a sentence before its subject, and no name: “Last night Lund left”, “Nearby stood Lund”.
LEADS = word_set(
    "last next late earlier later seconds moments minutes hours days weeks months years two three several one nearby "
    "elsewhere inside upstairs present take meet enter"
)
# Before who is met: “Then came Lund”.
INTRODUCING = BE | word_set("came sat stood followed joined spoke arrived lives stands sits comes waits")
OPENERS = word_set("but and yet so or nor then")  # they begin a sentence before its subject, without a comma
LINKS = word_set("of for to at with from in")  # prepositions that may join two parts of one phrase
PLACING = word_set("at in near on outside inside around across into")  # before the name of a place or an event
ACRONYMS = frozenset(("US", "WHO"))  # in small letters they are words like any other
# Words that end a phrase; a capital letter does not make a name of them.
STOPS = word_set(
    "in on at to toward towards by with from of for about after before during over under as into against through "
    "between among amid near since until despite without within outside like than per via around across while when "
    "where whether because if though although so then and but or nor yet that which what why how there here not "
    "just even only also him them me us you himself herself themselves i'm i’m it's it’s is are was were be been "
    "being am has have had do does did will would can could may might must should according asked told said says "
    "saying speaking thursday monday tuesday wednesday friday saturday sunday january february march april june "
    "july august september october november december jan feb aug sept oct nov dec today yesterday tomorrow tonight "
    "meanwhile however instead later earlier still now once again never ever too well yes out up down off back away "
    "unlike alongside beside besides behind below above beneath beyond except enter imagine perhaps maybe others "
    "neither either nobody everyone everybody"
)
NAMES_LIKE_WORDS = word_set("may will jan an per april june august")
BEFORE_DATES = word_set(
    "in on of since by until till before after last next this early mid late and or every each during between through "
    "from for"
)
# Before a colon they are nobody: “Update: the bridge is shut”.
NO_SPEAKERS = word_set(
    "note notes update updated updates correction corrections clarification statement headline headlines source "
    "sources photo photos image picture figure table video audio caption credit credits example examples warning "
    "caution tip tips hint date time times place location venue present apologies absent attendees attendance "
    "participants cast characters contact email phone tel fax address website web url link links price cost where when "
    "what who why how which total summary conclusion background introduction abstract method methods directions "
    "ingredients serves servings preparation cook cooking prep yield score result results subject to from cc bcc sent "
    "re title written edited words text related more see also ps nb definition definitions step steps part chapter "
    "section agenda item items action actions decision decisions resolved motion vote votes pros cons problem problems "
    "solution solutions myth myths fact facts claim claims verdict rating truth before after then now input output "
    "monday tuesday wednesday thursday friday saturday sunday breaking exclusive watch listen read live topic topics "
    "theme meaning synonyms origin pronunciation name age height weight born died occupation nationality status type "
    "category tags size colour color material materials requirements objective objectives goal goals aim aims outcome "
    "strengths weaknesses pro con option options scene act setting plot genre director stars review important "
    "remember disclaimer sponsor advertisement hours opening closed free tickets opinion reminder motto slogan "
    "analysis interview transcript lesson sign banner plaque story op-ed release"
)
# What belongs to who said it: “Lund’s words”.
WORDS = word_set(
    "word words term terms phrase phrases remark remarks statement statements comment comments claim claims speech "
    "description message tweet post letter email note answer reply retort shout cry question quote verdict response "
    "reaction advice assessment"
)
CREDITS = word_set("photo photos photograph photographs picture pictures image video illustration graphic credit pic")
# Before a colon in a sentence they name no speaker; “sources” may speak.
LABELS = (WORDS | CREDITS | NO_SPEAKERS) - (SOMEBODY - {"source"}) - {"sources", "participants"}
