"""The pages, chapters and times in which characters stand."""

from corpus.text.place import Place, places_of

PLACES = (Place(4, "page", "1"), Place(10, "page", "2"), Place(20, "page", "3"))


def test_a_place_goes_on_until_the_next_begins() -> None:
    """Characters before the first place stand in none, and those after the last begin stand in the last."""
    assert places_of(PLACES, 0, 4) == ()
    assert places_of(PLACES, 0, 5) == places_of(PLACES, 9, 10) == PLACES[:1]
    assert places_of(PLACES, 9, 11) == PLACES[:2]
    assert places_of(PLACES, 19, 99) == PLACES[1:]
    assert places_of(PLACES, 50, 99) == PLACES[2:]
    assert places_of((), 0, 9) == ()
