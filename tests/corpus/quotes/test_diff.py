"""What two versions of an article quote differently."""

import random
from itertools import pairwise

from corpus.quotes.diff import _AT_ONCE, QuoteChanges, compare_quotes
from corpus.quotes.direct import find_quotes
from corpus.readers.files import parse_article

FERRY = "“The ferry sails at eight in the morning,” said Ann Jones."
BRIDGE = "“We will never open that bridge again,” said Bo Roy."
TOWN = "“Nobody in this town was asked about it,” said Ann Jones."


def compared(old: str, new: str) -> QuoteChanges:
    """What changed from one text to another."""
    one, other = (parse_article("a.txt", (text or "Nothing.").encode()) for text in (old, new))
    return compare_quotes(one, find_quotes(one), other, find_quotes(other))


def told(changes: QuoteChanges) -> tuple[int, list[tuple[str, str]], list[str], list[str]]:
    """In plain words."""
    return (
        changes.kept,
        [(old.text, new.text) for old, new in changes.changed],
        [quote.text for quote in changes.appeared],
        [quote.text for quote in changes.vanished],
    )


def test_the_same_quotes_are_kept_wherever_they_stand() -> None:
    """Paragraphs that were moved or written around them, other marks, dashes and white space change nothing."""
    assert told(compared(f"{FERRY}\n\n{BRIDGE}\n\n{TOWN}", f"{TOWN}\n\nIt rained.\n\n{FERRY}\n\n{BRIDGE}")) == (
        3,
        [],
        [],
        [],
    )
    one = "“The ferry — it sails at eight, doesn’t it?” said Ann Jones."
    other = '"The ferry -- it sails\nat eight, doesn\'t it?" said Ann Jones.'
    assert told(compared(one, other)) == (1, [], [], [])


def test_a_corrected_word_is_a_change() -> None:
    """A corrected quote is paired with the quote that it was."""
    changes = compared(f"{FERRY}\n\n{BRIDGE}", f"{BRIDGE}\n\n{TOWN}\n\n{FERRY.replace('eight', 'nine')}")
    assert told(changes) == (
        1,
        [("“The ferry sails at eight in the morning,”", "“The ferry sails at nine in the morning,”")],
        ["“Nobody in this town was asked about it,”"],
        [],
    )


def test_another_speaker_is_a_change() -> None:
    """A quote by another speaker has changed; one by the same person under a longer name has not."""
    changes = compared(FERRY, FERRY.replace("Ann Jones", "Bo Roy"))
    assert [(old.speaker.name, new.speaker.name) for old, new in changes.changed if old.speaker and new.speaker] == [
        ("Ann Jones", "Bo Roy")
    ]
    assert (changes.kept, changes.appeared, changes.vanished) == (0, (), ())
    assert len(compared(FERRY, FERRY.replace(",” said Ann Jones.", ".”")).changed) == 1
    assert told(compared(f"{BRIDGE}", BRIDGE.replace("Bo Roy", "Roy"))) == (1, [], [], [])


def test_equal_words_are_paired_before_similar_ones() -> None:
    """Even where hardly anything tells them apart, and however many quotes the article has."""
    one = "“Nobody in this town was asked about it, " + "and nobody was told of it, " * 20 + "not even me,” said {}."
    changes = compared(one.format("Ann Jones"), f"{one.replace('me', 'us').format('Bo Roy')}\n\n{one.format('Bo Roy')}")
    assert [old.text == new.text for old, new in changes.changed] == [True]
    many = [f"“It is number {number} that we will never open again,” said {{}}." for number in range(_AT_ONCE + 2)]
    turned = [*many[2:], *many[:2]]
    changes = compared(
        "\n\n".join(many).format(*["Ann Jones"] * len(many)), "\n\n".join(turned).format(*["Bo Roy"] * len(many))
    )
    assert [old.text == new.text for old, new in changes.changed] == [True] * len(many)


def test_repeated_quotes_are_counted() -> None:
    """A quote that stands there once less has vanished, and each is kept by its own speaker."""
    by_roy = FERRY.replace("Ann Jones", "Bo Roy")
    assert told(compared(f"{FERRY}\n\n{FERRY}\n\n{BRIDGE}", f"{BRIDGE}\n\n{FERRY}"))[0] == 2
    assert len(compared(f"{FERRY}\n\n{FERRY}\n\n{BRIDGE}", f"{BRIDGE}\n\n{FERRY}").vanished) == 1
    assert told(compared(f"{FERRY}\n\n{by_roy}", f"{by_roy}\n\n{FERRY}")) == (2, [], [], [])
    assert len(compared(FERRY, f"{FERRY}\n\n{FERRY}\n\n{FERRY}").appeared) == 2


def test_an_empty_side_has_nothing_to_pair() -> None:
    """Beside an empty version all quotes have appeared or vanished."""
    assert told(compared("", f"{FERRY}\n\n{BRIDGE}"))[2] == [
        "“The ferry sails at eight in the morning,”",
        "“We will never open that bridge again,”",
    ]
    assert len(compared(f"{FERRY}\n\n{BRIDGE}", "").vanished) == 2
    assert told(compared("", "")) == (0, [], [], [])


def test_quotes_that_have_nothing_in_common_are_not_paired() -> None:
    """One quote has vanished, and another has appeared."""
    assert told(compared(FERRY, BRIDGE)) == (
        0,
        [],
        ["“We will never open that bridge again,”"],
        ["“The ferry sails at eight in the morning,”"],
    )


def test_the_likest_are_paired() -> None:
    """A quote is paired with the likest one, though another stands nearer."""
    quotes = ["“The ferry sails at eight from the old harbour,” said Ann Jones.", FERRY]
    changes = compared("\n\n".join(quotes), FERRY.replace("eight", "nine"))
    assert told(changes)[1] == [
        ("“The ferry sails at eight in the morning,”", "“The ferry sails at nine in the morning,”")
    ]
    assert [quote.text for quote in changes.vanished] == ["“The ferry sails at eight from the old harbour,”"]


def test_whatever_changes_every_quote_is_told_of_once() -> None:
    """Every quote is counted once, in the order of its text."""
    chance = random.Random(2)  # noqa: S311  # the same articles each time
    words = "ferry bridge town rain eight nine never sails opens asked".split()
    for _ in range(10):
        lines = [
            [
                f"“It {' '.join(chance.choices(words, k=4))},” said {chance.choice(('Ann Jones', 'Bo Roy'))}."
                for _ in range(n)
            ]
            for n in chance.choices(range(12), k=2)
        ]
        one, other = (parse_article("a.txt", ("\n\n".join(each) or "None.").encode()) for each in lines)
        quotes = find_quotes(one), find_quotes(other)
        changes = compare_quotes(one, quotes[0], other, quotes[1])
        olds, news = [old for old, _ in changes.changed], [new for _, new in changes.changed]
        assert changes.kept + len(olds) + len(changes.vanished) == len(quotes[0])
        assert changes.kept + len(news) + len(changes.appeared) == len(quotes[1])
        assert set(olds) | set(changes.vanished) <= set(quotes[0])
        assert len(set(news) | set(changes.appeared)) == len(news) + len(changes.appeared)
        for told_of in (olds, changes.vanished, changes.appeared):
            assert all(first.span < second.span for first, second in pairwise(told_of))
