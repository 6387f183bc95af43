"""What one or several collections hold, searched together."""

from corpus.document import Document
from corpus.excerpt import Excerpt
from index.answer import Answer
from index.claims import Claim
from index.people import Person
from index.recall import Recalled
from index.sayings import Saying
from index.strictness import Strictness
from index.verify import Verdict


class View:
    """Each call answers from the generations that are live when it begins; it never sees half a change.

    Blocks for tens of milliseconds, and longer where a collection has to be loaded. Raises EmptyCorpusError where
    nothing is indexed.
    """

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be quoted, in the order of their titles."""
        raise NotImplementedError

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who is quoted, the most quoted first."""
        raise NotImplementedError

    def answer(self, question: str, strictness: Strictness = Strictness.BALANCED, last: Answer | None = None) -> Answer:
        raise NotImplementedError

    def verify(self, claim: Claim) -> Verdict:
        raise NotImplementedError

    def sayings(self, person: str, topic: str | None = None) -> tuple[Saying, ...]:
        raise NotImplementedError

    def find_source(self, text: str) -> tuple[Excerpt, ...]:
        raise NotImplementedError

    def recall(self, citation: str) -> Recalled:
        raise NotImplementedError
