"""From articles to the parts of an index."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from corpus.quotes.direct import Quote, find_quotes
from corpus.quotes.passages import Passage, split_passages
from corpus.text.document import Document
from index.encoding.embedding import Embedding, Pieces
from index.encoding.encoder import Encoder
from index.engine.backend import Donor, Index
from index.engine.generation import Generation
from index.engine.segment import Part, text_of

GROUP = 128  # passages embedded at once, at least: enough for batches of like lengths, and all that a kill loses

Progress = Callable[[int, int], None]
"""Told how many bytes of articles are read and embedded, and how many there are. May raise to stop the work."""
Text = tuple[str, Pieces]


@dataclass(frozen=True, slots=True)
class Built:
    """The parts of documents, in their order."""

    parts: tuple[Part, ...]
    embedded: int
    """Passages that had to be embedded."""

    @property
    def passages(self) -> int:
        """How many there are."""
        return sum(len(part.passages) for part in self.parts)


def build_parts(
    documents: Iterable[Document],
    index: Index,
    encoder: Encoder,
    progress: Progress | None = None,
    thorough: bool = False,
) -> Built:
    """The parts of documents: those that are stored, and the others made and stored, in groups. `thorough` reads the
    stored ones anew. Only passages that no donor has are embedded.

    What `progress` raises stops it; then the groups that are done are stored, and the next time they need not be made.
    """
    documents = tuple(documents)
    sizes = {document.id: len(document.text.encode()) for document in documents}
    total = sum(sizes.values())
    parts = {each.id: part for each in documents if (part := index.stored(each, thorough))}
    done = sum(sizes[each] for each in parts)
    embedded = 0

    def tell(size: int = 0, texts: int = 1, embedded: int = 0) -> None:
        if progress:
            progress(done + size * embedded // texts, total)

    tell()
    for group in _groups([each for each in documents if each.id not in parts], index):
        size = sum(sizes[each.document.id] for each in group)
        new = list(dict.fromkeys(text for each in group for text in each.new))
        made = dict(zip(new, encoder.embed(new, partial(tell, size, len(new) + 1)), strict=True))
        for each in group:
            parts[each.document.id] = index.keep(each.part(made, encoder.fingerprint))
        done, embedded = done + size, embedded + len(new)
        tell()
    return Built(tuple(parts[each.id] for each in documents), embedded)


def build(documents: Iterable[Document], embed: Callable[[list[Text]], list[Embedding]]) -> Generation:
    """The generation of documents, in memory alone."""
    unmade = [_Unmade.of(document, ()) for document in documents]
    return Generation.of(each.part(dict(zip(each.texts, embed(each.texts), strict=True)), "") for each in unmade)


@dataclass(frozen=True, slots=True)
class _Unmade:
    """A document whose part is to be made."""

    document: Document
    quotes: tuple[Quote, ...]
    passages: tuple[Passage, ...]
    texts: list[Text]
    """Of the passages."""
    known: Mapping[Text, Embedding]

    @classmethod
    def of(cls, document: Document, donors: Iterable[Donor]) -> "_Unmade":
        quotes = find_quotes(document)
        passages = split_passages(document, quotes)
        texts = list(map(text_of, passages))
        return cls(document, quotes, passages, texts, _given(texts, donors))

    @property
    def new(self) -> list[Text]:
        """What has to be embedded."""
        return [text for text in self.texts if text not in self.known]

    def part(self, made: Mapping[Text, Embedding], encoder: str) -> Part:
        """The part, with what was made of the new texts."""
        embeddings = [self.known[text] if text in self.known else made[text] for text in self.texts]
        return Part.of(self.document, self.quotes, self.passages, embeddings, encoder)


def _given(texts: Iterable[Text], donors: Iterable[Donor]) -> dict[Text, Embedding]:
    """What the donors have of texts."""
    wanted, given = set(texts), dict[Text, Embedding]()
    for donor in donors:
        given |= {text: found for text in wanted if (found := donor.embedding(*text))}
        wanted -= given.keys()
        if not wanted:
            break
    return given


def _groups(documents: Iterable[Document], index: Index) -> Iterator[list[_Unmade]]:
    """Documents together that have GROUP passages to embed, or just more."""
    group: list[_Unmade] = []
    for document in documents:
        group.append(_Unmade.of(document, index.donors(document)))
        if sum(len(each.new) for each in group) >= GROUP:
            yield group
            group = []
    if group:
        yield group
