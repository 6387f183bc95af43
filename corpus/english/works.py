"""The words by which an article tells that what stands in quotation marks is a title, a name or writing on a thing."""

from corpus.english.lexicon import word_set

# Before a title with a capital.
WORKS = word_set(
    "song songs single singles album albums track tracks ballad hymn anthem tune film films movie movies documentary "
    "novel novels book books memoir autobiography biography poem poems play plays musical opera ballet series show "
    "sitcom drama podcast programme program painting paintings sculpture exhibition essay essays episode sequel "
    "trilogy thriller comedy bestseller video game magazine ship yacht vessel band restaurant pub movement initiative "
    "project hashtag"
)
# Before any words.
NAMING = word_set("titled entitled subtitled headlined nicknamed so-called slogan motto tagline headline")
# After a noun of what is called so: “the operation, dubbed …”, “a box labelled …”.
MARKING = word_set("dubbed named christened marked labeled labelled branded")
SIGNS = word_set(
    "sign signs banner banners placard placards poster posters billboard billboards plaque plaques sticker stickers "
    "t-shirt t-shirts tshirt shirt shirts sweatshirt hat hats cap caps badge badges button buttons tattoo tattoos "
    "graffiti inscription chyron slogan slogans motto headline headlines flag flags mug mugs gravestone tombstone "
    "headstone tagline"
)
BEARING = word_set("read reads reading said says saying is was are were proclaiming proclaims proclaimed")
SINGING = word_set("sing sings sang sung singing hum hums hummed humming recite recites recited reciting")
MAKING = word_set(
    "wrote writes written showed exhibited premiered staged recorded released published directed directs hosts hosted "
    "hosting performed performs plays played watched watching on"
)
