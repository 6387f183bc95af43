"""Pullquote and the programs beside it: how each builds an index and asks it, and what that takes.

Run in the environment of one of them by benchmarks/peers.py. Memory is the peak; R@k: the right passage is among k.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

NEAREST = 5
Row = Mapping[str, str]
Ask = Callable[[str], list[int]]
"""From a question to the numbers of the nearest passages, best first."""

# Each builds its index where the folder is empty, opens it, and imports what only its own environment has.


def pullquote(rows: Sequence[Row], _: str, folder: Path) -> Ask:
    from rich.progress import Progress

    from benchmarks.questions import indexed
    from index.encoding.runtimes import find_encoder
    from index.reading.readers import find_reader

    with Progress(disable=True) as progress:
        generation, asker = indexed(folder, rows, find_encoder(threads=1), find_reader(), progress)
    return lambda question: list(map(int, asker.row(generation, {"id": "", "question": question})["passages"]))


def bare(rows: Sequence[Row], model: str, folder: Path) -> Ask:
    import faiss
    from sentence_transformers import SentenceTransformer

    encoder, path = SentenceTransformer(model, device="cpu"), folder / "index.faiss"
    if not path.exists():
        vectors = encoder.encode([row["text"] for row in rows], normalize_embeddings=True)
        built = faiss.IndexFlatIP(vectors.shape[1])
        built.add(vectors)
        faiss.write_index(built, str(path))
        (folder / "texts.json").write_text(json.dumps([row["text"] for row in rows]), encoding="utf-8")
    index = faiss.read_index(str(path))
    return lambda question: list(index.search(encoder.encode([question], normalize_embeddings=True), NEAREST)[1][0])


def langchain(rows: Sequence[Row], model: str, folder: Path) -> Ask:
    from langchain_community.vectorstores import FAISS
    from langchain_huggingface import HuggingFaceEmbeddings

    embeddings = HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})
    if not any(folder.iterdir()):
        numbers = [{"number": number} for number in range(len(rows))]
        FAISS.from_texts([row["text"] for row in rows], embeddings, numbers).save_local(str(folder))
    store = FAISS.load_local(str(folder), embeddings, allow_dangerous_deserialization=True)
    return lambda question: [found.metadata["number"] for found in store.similarity_search(question, k=NEAREST)]


def llamaindex(rows: Sequence[Row], model: str, folder: Path) -> Ask:
    from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    embedding = HuggingFaceEmbedding(model_name=model, device="cpu")
    if not any(folder.iterdir()):
        nodes = [TextNode(text=row["text"], id_=row["id"]) for row in rows]
        VectorStoreIndex(nodes, embed_model=embedding).storage_context.persist(str(folder))
    index = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder)), embed_model=embedding)
    retriever = index.as_retriever(similarity_top_k=NEAREST)
    return lambda question: [int(found.node.node_id) for found in retriever.retrieve(question)]


def chroma(rows: Sequence[Row], model: str, folder: Path) -> Ask:
    import chromadb
    from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

    embedding = SentenceTransformerEmbeddingFunction(model_name=model, device="cpu")
    collection = chromadb.PersistentClient(str(folder)).get_or_create_collection("all", embedding_function=embedding)
    for first in range(0, 0 if collection.count() else len(rows), 1_000):
        some = rows[first : first + 1_000]
        collection.add(ids=[row["id"] for row in some], documents=[row["text"] for row in some])
    return lambda question: list(map(int, collection.query(query_texts=[question], n_results=NEAREST)["ids"][0]))


def txtai(rows: Sequence[Row], model: str, folder: Path) -> Ask:
    from txtai import Embeddings

    embeddings, path = Embeddings(path=model, content=True, gpu=False), str(folder / "index")
    if not any(folder.iterdir()):
        embeddings.index((row["id"], row["text"], None) for row in rows)
        embeddings.save(path)
    embeddings.load(path)
    return lambda question: [int(found["id"]) for found in embeddings.search(question, NEAREST)]


def haystack(rows: Sequence[Row], model: str, folder: Path) -> Ask:
    from haystack import Document
    from haystack.components.embedders import SentenceTransformersDocumentEmbedder, SentenceTransformersTextEmbedder
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    path = str(folder / "store.json")
    if not any(folder.iterdir()):
        documents = SentenceTransformersDocumentEmbedder(model, progress_bar=False)
        documents.warm_up()
        built = InMemoryDocumentStore(embedding_similarity_function="cosine")
        built.write_documents(documents.run([Document(id=row["id"], content=row["text"]) for row in rows])["documents"])
        built.save_to_disk(path)
    store = InMemoryDocumentStore.load_from_disk(path)
    questions = SentenceTransformersTextEmbedder(model, progress_bar=False)
    questions.warm_up()
    find = partial(store.embedding_retrieval, top_k=NEAREST)
    return lambda text: [int(found.id) for found in find(questions.run(text)["embedding"])]


PEERS: Mapping[str, tuple[Callable[[Sequence[Row], str, Path], Ask], tuple[str, ...]]] = {
    "Pullquote": (pullquote, ()),
    "sentence-transformers + FAISS": (bare, ("sentence-transformers", "faiss-cpu")),
    "LangChain": (langchain, ("langchain-huggingface", "langchain-community", "sentence-transformers", "faiss-cpu")),
    "LlamaIndex": (llamaindex, ("llama-index-core", "llama-index-embeddings-huggingface")),
    "Chroma": (chroma, ("chromadb", "sentence-transformers")),
    "txtai": (txtai, ("txtai",)),
    "Haystack": (haystack, ("haystack-ai<3", "sentence-transformers")),
}


def measure(name: str, data: str, model: str, folder: str, began: str) -> None:
    """Print what one of them takes, as JSON; `began` is when its process was started."""
    given, started = json.loads(Path(data).read_text(encoding="utf-8")), time.perf_counter()
    ask = PEERS[name][0](given["passages"], model, Path(folder))
    figures, milliseconds, ranks = {"opened": time.perf_counter() - started}, [], []
    for question, number in given["questions"]:
        started = time.perf_counter()
        found = ask(question)
        milliseconds.append((time.perf_counter() - started) * 1e3)
        figures.setdefault("start to first answer, s", time.time() - float(began))
        ranks.append(found.index(number) if number in found else NEAREST)
    figures |= {"p50, ms": statistics.median(milliseconds), "p95, ms": statistics.quantiles(milliseconds, n=20)[-1]}
    figures |= {f"R@{k}": statistics.mean(rank < k for rank in ranks) for k in (1, NEAREST)}
    print(json.dumps(figures | {"memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}))


if __name__ == "__main__":
    measure(*sys.argv[1:])
