"""Countries and the adjectives for them, so that “the French minister” is “the minister of France”."""

from collections.abc import Iterable

from index.engine.bm25 import stems

_PAIRS = stems(
    "afghan afghanistan american america argentine argentina australian australia austrian austria belgian belgium "
    "brazilian brazil british britain canadian canada chilean chile chinese china colombian colombia cuban cuba "
    "czech czechia danish denmark dutch netherlands egyptian egypt ethiopian ethiopia filipino philippines "
    "finnish finland french france german germany greek greece hungarian hungary indian india indonesian indonesia "
    "iranian iran iraqi iraq irish ireland israeli israel italian italy japanese japan jordanian jordan kenyan kenya "
    "lebanese lebanon libyan libya malaysian malaysia mexican mexico nigerian nigeria norwegian norway "
    "pakistani pakistan palestinian palestine peruvian peru polish poland portuguese portugal romanian romania "
    "russian russia scottish scotland spanish spain swedish sweden swiss switzerland syrian syria thai thailand "
    "turkish turkey ukrainian ukraine venezuelan venezuela vietnamese vietnam welsh wales yemeni yemen"
)
_COUNTRIES = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))


def countries_named(words: Iterable[str]) -> frozenset[str]:
    """Stemmed words, each adjective for a country as that country."""
    return frozenset(_COUNTRIES.get(word, word) for word in words)


def adjectives_for(word: str) -> list[str]:
    """The stemmed adjectives for a country; none for another word."""
    return [adjective for adjective, country in _COUNTRIES.items() if country == word]
