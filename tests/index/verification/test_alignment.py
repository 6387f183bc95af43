"""Words aligned with words."""

import pytest

from index.verification.alignment import align


def aligned(claimed: str, real: str) -> str:
    one, other = claimed.split(), real.split()
    pairs = align(one, other)
    return " ".join(f"{one[a] if a is not None else ''}/{other[b] if b is not None else ''}" for a, b in pairs)


@pytest.mark.parametrize(
    ("claimed", "real", "pairs"),
    [
        ("b c", "a b c d", "b/b c/c"),
        ("b x d", "a b c d e", "b/b x/c d/d"),
        ("b d", "a b c d e", "b/b /c d/d"),
        ("b x c", "a b c d", "b/b x/ c/c"),
        ("b … e", "a b c d e f", "b/b e/e"),
        ("b … c", "a b c", "b/b c/c"),
        ("see choices", "will see what choices they", "see/see /what choices/choices"),
        ("x y", "", "x/ y/"),
        ("x", "a", "x/a"),
        ("b c x", "a b c d e", "b/b c/c x/d"),
    ],
)
def test_as_few_words_as_possible_differ(claimed: str, real: str, pairs: str) -> None:
    """The real words may begin before the claim and go on after it; an ellipsis takes as many as it needs."""
    assert aligned(claimed, real) == pairs
