"""The quotes in a message."""

from contextlib import suppress

import pytest

from index.verification.claims import MAX_MESSAGE, MAX_QUOTES, ClaimError, find_claims

WORDS = "We will rebuild the harbour"


@pytest.mark.parametrize(
    "message",
    [
        f'"{WORDS}" - Jones',
        f"“{WORDS}” — Jones",
        f"“{WORDS}”\n– Jones, the mayor",
        f"“{WORDS}” (Jones)",
        f"“{WORDS}” by Jones",
        f'Jones: "{WORDS}"',
        f'Jones said "{WORDS}" lol',
        f'did Jones really say "{WORDS}"?',
        f"**Jones**: *“{WORDS}”*",
        f"> {WORDS}\n— Jones",
        "> We will rebuild\n> the harbour\n> — Jones\nwow",
        f"Jones said:\n> {WORDS}",
        f">>> {WORDS}\n- Jones",
        f"{WORDS} — Jones",
        f"Jones: {WORDS}",
        "“We will rebuild\nthe harbour” – Jones",
        f"__**{WORDS}**__ — Jones",
        f"[“{WORDS}”](https://harbour.example) — Jones",
    ],
)
def test_a_quote_is_found_with_who_is_said_to_have_said_it(message: str) -> None:
    """Speakers are found as articles name them and as people do."""
    (claim,) = find_claims(message)
    assert (claim.words, claim.speaker) == (WORDS, "Jones")


def test_a_message_without_marks_is_one_claim() -> None:
    """A message without marks is one claim, for nobody marks what is pasted alone."""
    (claim,) = find_claims(f"{WORDS}\nas soon as we can")
    assert (claim.words, claim.speaker) == (f"{WORDS} as soon as we can", None)


def test_several_quotes_are_several_claims() -> None:
    """Each claim has its own speaker; one quote in two pieces is one, and a word between marks is none."""
    text = f"“{WORDS},” said Ann Jones, “and soon.” The “harbour” is closed.\nBob Smith: “No, we will not do that”"
    assert [(claim.words, claim.speaker) for claim in find_claims(text)] == [
        (f"{WORDS}, and soon.", "Ann Jones"),
        ("No, we will not do that", "Bob Smith"),
    ]


def test_a_short_quote_is_a_claim_where_there_is_no_other() -> None:
    """A lone short quote is a claim, so that it can be called too short."""
    assert [claim.words for claim in find_claims("he called it “bad”")] == ["bad"]


def test_a_message_of_too_many_quotes_is_refused() -> None:
    """Two hundred quotes of a message are looked into; one more is refused before anybody looks for the speakers."""
    assert len(find_claims("“a ferry sails today,” he said. " * MAX_QUOTES)) == MAX_QUOTES
    with pytest.raises(ClaimError, match="has 201 quotes; the limit is 200"):
        find_claims("“a ferry sails today,” he said. " * (MAX_QUOTES + 1))


@pytest.mark.parametrize("message", ["", " \n ", "“”", "> ", "…", "<@123>", "***"])
def test_nothing_is_no_claim(message: str) -> None:
    """An empty message, marks alone and a mention are no claims."""
    assert find_claims(message) == ()


@pytest.mark.parametrize("part", ['"', "“", "“a\n", "> a\n", "[a](", "'a ", "A: ", "– a ", "\n", "*_`|"])
def test_hostile_messages_do_no_harm(part: str) -> None:
    """Hostile messages are read in seconds, or refused for their many quotes, and one that is too long is refused."""
    with suppress(ClaimError):
        find_claims(part * (MAX_MESSAGE // len(part)))
    with pytest.raises(ClaimError, match="the limit is"):
        find_claims(part * MAX_MESSAGE + ".")
