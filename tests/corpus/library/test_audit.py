"""The audit log tells who changed what."""

from corpus.library.library import Library


def test_the_audit_tells_the_newest_first(library: Library) -> None:
    """As many as are asked for; there is no line without a change, and no change without a line."""
    for number in range(30):
        library.articles.apply("guild:1", [], str(number), f"change {number}")
    assert [line.what for line in library.audit.last("guild:1", 2)] == ["change 29", "change 28"]
    assert len(library.audit.last("guild:1")) == 20
    assert library.audit.last("guild:1", 0) == library.audit.last("guild:2") == ()
    assert library.audit.last("guild:1", 1)[0].at.tzinfo is not None
