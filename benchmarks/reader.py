"""Train the reader: index/trained/reader.safetensors. Prints its sha256.

From the encoder's own last two layers, on the questions of split `train` and on half of the articles of split `tune`;
the other half is the ranker's. A question is shown its passage and others that were found for it, all their sentences
compete with each other and with “nothing”, which is right where the passage is missing or does not answer; so do all
their tokens, to begin and to end an answer. A quarter of an hour on two cores that know bfloat16, an hour without.
"""

import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from rich.progress import Progress
from safetensors.numpy import save_file
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.answers import COLUMNS
from benchmarks.questions import Asker, Row, halves, indexed, read_rows
from index.encoding.compression import load_compression
from index.encoding.inference import LAYER
from index.encoding.model_files import find_model
from index.encoding.onnx_encoder import OnnxEncoder, bert_weights
from index.engine.generation import Generation
from index.retrieval.reader import FILE, Pair, to_pair
from index.trained import FOLDER

HEADS = 12
LAYERS = (4, 5)  # of the encoder, counted from 0: those after index.encoding.compression.MIDDLE
PASSAGES = 3  # shown with a question
BATCH = 8  # questions
EPOCHS = 2
RATE, HEAD_RATE, WARMING = (
    1.5e-4,
    1.5e-3,
    100,
)  # learning rates of the layers and of what is new, and steps to reach them
MISSING = 0.12  # of answerable questions are shown without their passage
SPANS = 0.5  # how much beginnings and ends count beside sentences
LONGEST = 384  # tokens of a pair that is learned from
EVERY = 100  # steps, the loss is told


@dataclass(frozen=True)
class Lesson:
    """A question with the passages shown beside it, by number, and the first and last token of each answer."""

    generation: Generation
    asker: Asker
    question: str
    passages: tuple[int, ...]
    right: int | None
    """The passage that answers, if one of them does."""
    spans: tuple[tuple[int, int], ...] = ()


def reader(
    data: Annotated[Path, typer.Argument(help="The folder with passages.jsonl and questions.jsonl.")],
    most: Annotated[int, typer.Option(help="Questions to learn from.")] = 1_000_000,
    keep: Annotated[Path, typer.Option(help="Where indexes are kept between runs.")] = Path(".pullquote/benchmarks"),
) -> None:
    """Train, and write."""
    torch.manual_seed(0)
    chance = random.Random(0)  # noqa: S311 - a sample, not a secret
    encoder = OnnxEncoder(find_model(None))
    with Progress(*COLUMNS) as progress:
        lessons = list(_lessons(data, keep, encoder, chance, progress))
        chance.shuffle(lessons)
        weights = _begun(encoder)
        _train(weights, lessons[:most], progress)
    arrays = dict(_stored(weights))
    save_file(arrays, FOLDER / FILE)
    print(sha256((FOLDER / FILE).read_bytes()).hexdigest())


# Lessons --------------------------------------------------------------------------------------------------------------


def _lessons(
    data: Path, keep: Path, encoder: OnnxEncoder, chance: random.Random, progress: Progress
) -> Iterator[Lesson]:
    passages = {row["id"]: row for row in read_rows(data / "passages.jsonl")}
    questions = read_rows(data / "questions.jsonl")
    tuned, _ = halves(passages[row["passage"]]["title"] for row in questions if row["split"] == "tune")
    for split in ("train", "tune"):
        rows = [row for row in questions if row["split"] == split]
        rows = [row for row in rows if split == "train" or passages[row["passage"]]["title"] in tuned]
        name = passages[rows[0]["passage"]]["collection"]
        chosen = [row for row in passages.values() if row["collection"] == name]
        generation, asker = indexed(keep / name, chosen, encoder, progress)
        asker.encode((row["question"] for row in rows), progress)
        for row in progress.track(rows, description=f"asking, {split}"):
            yield _lesson(generation, asker, row, encoder, chance)


def _lesson(generation: Generation, asker: Asker, row: Row, encoder: OnnxEncoder, chance: random.Random) -> Lesson:
    hits = asker.candidates(generation, row["question"], read=0)
    found = list(dict.fromkeys(hit.sentence.passage for hit in hits))
    mine = [number for number in found if asker.home(generation, number) == row["passage"]]
    others = [number for number in found if number not in mine]
    answering = [(number, spans) for number in mine if (spans := _spans(generation, row, number, encoder))]
    weights = [1 / (place + 1.5) for place in range(len(others))]
    beside = tuple(dict.fromkeys(chance.choices(others, weights, k=PASSAGES - 1))) if others else ()
    if not row["answerable"]:
        return Lesson(generation, asker, row["question"], (*mine[:1], *beside), None)
    if not answering or chance.random() < MISSING:
        return Lesson(generation, asker, row["question"], beside or tuple(found[:1]), None)
    number, spans = answering[0]
    return Lesson(generation, asker, row["question"], (number, *beside), number, spans)


def _spans(generation: Generation, row: Row, passage: int, encoder: OnnxEncoder) -> tuple[tuple[int, int], ...]:
    """The tokens, first and last, of each place in a passage where an answer stands."""
    text, places = generation.passages[passage].text, []
    offsets = _offsets(encoder, text)
    for answer in sorted(set(row["answers"])):
        for match in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text):
            inside = np.flatnonzero((offsets[:, 1] > match.start()) & (offsets[:, 0] < match.end()))
            if len(inside):
                places.append((int(inside[0]), int(inside[-1])))
    return tuple(places)


@cache
def _offsets(encoder: OnnxEncoder, text: str) -> NDArray[np.int64]:
    """The characters of each token."""
    windows = encoder.windows([text])[0]
    return np.concatenate([window.offsets[~window.special] for window in windows])


# Learning -------------------------------------------------------------------------------------------------------------


def _begun(encoder: OnnxEncoder) -> dict[str, torch.Tensor]:
    """The encoder's layers, and what is new."""
    encoded = bert_weights(encoder.model.folder)
    weights: dict[str, torch.Tensor] = {}
    for place, number in enumerate(LAYERS):
        old, new = f"{LAYER}{number}.", f"{LAYER}{place}."
        weights |= {
            name.replace(old, new): torch.from_numpy(array) for name, array in encoded.items() if name.startswith(old)
        }
    dimension = weights["layers.0.o.bias"].shape[0]
    weights |= {"part": torch.zeros(2, dimension), "seen": torch.zeros(dimension, 3)}
    weights |= {"tokens.weight": 0.02 * torch.randn(3, dimension), "tokens.bias": torch.zeros(3)}
    weights |= {"whole.weight": 0.02 * torch.randn(dimension), "whole.bias": torch.tensor(-2.0)}
    return {name: tensor.clone().requires_grad_() for name, tensor in weights.items()}


class Model:
    """The reader in torch, as it learns; index/trained/reader.onnx computes the same."""

    def __init__(self, weights: Mapping[str, torch.Tensor]) -> None:
        self._weights = weights

    def states(self, pairs: Sequence[Pair]) -> torch.Tensor:
        """What the layers make of pairs, shape (pairs, tokens of the longest, dimension)."""
        weights = self._weights
        states = pad_sequence([torch.from_numpy(pair.states) for pair in pairs], batch_first=True)
        overlap = pad_sequence([torch.from_numpy(pair.overlap) for pair in pairs], batch_first=True)
        places = torch.arange(states.shape[1])
        there = places < torch.tensor([[len(pair.states)] for pair in pairs])
        second = (places >= torch.tensor([[pair.question_length] for pair in pairs])).long()
        states = states @ weights["middle"] + weights["part"][second] + overlap @ weights["seen"].T
        for number in range(len(LAYERS)):
            states = self._layer(f"{LAYER}{number}.", states, there[:, None, None, :])
        return states

    def _layer(self, name: str, states: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """One layer of a BERT, as Devlin et al., 2018, describe it."""

        def linear(part: str, rows: torch.Tensor) -> torch.Tensor:
            return functional.linear(rows, self._weights[f"{name}{part}.weight"], self._weights[f"{name}{part}.bias"])

        def normal(part: str, rows: torch.Tensor) -> torch.Tensor:
            weight, bias = self._weights[f"{name}{part}.weight"], self._weights[f"{name}{part}.bias"]
            return functional.layer_norm(rows, weight.shape, weight, bias, 1e-12)

        count, length, dimension = states.shape
        heads = linear("qkv", states).view(count, length, 3, HEADS, dimension // HEADS).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], attn_mask=there)
        states = normal("n1", states + linear("o", attended.transpose(1, 2).reshape(count, length, dimension)))
        return normal("n2", states + linear("f2", functional.gelu(linear("f1", states))))


def _strength(tokens: torch.Tensor) -> torch.Tensor:
    """Of a sentence, as index.retrieval.reader.strength."""
    return tokens[:, 0].mean() + 0.5 * (tokens[:, 1].logsumexp(0) + tokens[:, 2].logsumexp(0))


def _train(weights: Mapping[str, torch.Tensor], lessons: Sequence[Lesson], progress: Progress) -> None:
    compression = load_compression()
    middle = torch.from_numpy(compression.middle * compression.steps[:, None])
    model = Model({**weights, "middle": middle})
    layers = [tensor for name, tensor in weights.items() if name.startswith("layers.")]
    others = [tensor for name, tensor in weights.items() if not name.startswith("layers.")]
    rates = [{"params": layers, "lr": RATE}, {"params": others, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(rates, weight_decay=0.01)
    epoch = max(1, len(lessons) // BATCH)
    steps, told = epoch * EPOCHS, 0.0
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARMING) * max(0.02, 1 - step / steps)
    )
    for step in progress.track(range(steps), description="learning"):
        batch = lessons[step % epoch * BATCH :][:BATCH]
        loss = torch.stack(list(_losses(model, weights, batch))).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*layers, *others], 1.0)
        optimizer.step()
        schedule.step()
        told += loss.item() / EVERY
        if step % EVERY == EVERY - 1:
            progress.console.print(f"loss of {EVERY} steps to {step + 1}: {told:.3f}")
            told = 0.0


def _losses(model: Model, weights: Mapping[str, torch.Tensor], batch: Sequence[Lesson]) -> Iterator[torch.Tensor]:
    for lesson in batch:
        question = lesson.asker.embedding(lesson.question)
        pairs = [to_pair(lesson.generation, question, passage) for passage in lesson.passages]
        short = [place for place, pair in enumerate(pairs) if len(pair.states) <= LONGEST]
        if not short:
            continue
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = model.states([pairs[place] for place in short])
        tokens = states.float() @ weights["tokens.weight"].T + weights["tokens.bias"]
        whole = states[:, 0].float() @ weights["whole.weight"] + weights["whole.bias"]
        read = [(lesson.passages[place], pairs[place].question_length) for place in short]
        yield _loss(lesson, read, tokens, whole)


def _loss(lesson: Lesson, read: Sequence[tuple[int, int]], tokens: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    """How far the right sentences, and the right tokens, are from being all that is chosen; else “nothing” is right."""
    sentences, good = [torch.zeros(())], [lesson.right is None]
    borders, begin, end = [torch.zeros(2)], [lesson.right is None], [lesson.right is None]
    for row, (passage, asked) in enumerate(read):
        spans = lesson.spans if passage == lesson.right else ()
        for number in lesson.generation.sentences_of(passage):
            first, last = lesson.generation.tokens.within(number, passage)
            if first == last:
                continue
            here = tokens[row, asked + first : asked + last]
            sentences.append(_strength(here) + whole[row])
            good.append(any(first <= start < last for start, _ in spans))
            borders += here[:, 1:]
            begin += [any(place == start for start, _ in spans) for place in range(first, last)]
            end += [any(place == stop for _, stop in spans) for place in range(first, last)]
    edges = torch.stack(borders)
    spans_loss = _surprise(edges[:, 0], begin) + _surprise(edges[:, 1], end)
    return _surprise(torch.stack(sentences), good) + SPANS * spans_loss


def _surprise(values: torch.Tensor, right: Sequence[bool]) -> torch.Tensor:
    """Of the right ones among values that compete: 0 where they have everything."""
    chosen = values[torch.tensor(right)]
    return values.logsumexp(0) - chosen.logsumexp(0) if len(chosen) else torch.zeros(())


def _stored(weights: Mapping[str, torch.Tensor]) -> Iterator[tuple[str, NDArray[Any]]]:
    """Matrices of the layers in eight bits a number with a scale for each row, everything else in sixteen."""
    for name, tensor in weights.items():
        array = tensor.detach().numpy()
        if name.startswith("layers.") and array.ndim == 2:
            scale = np.abs(array).max(axis=1, keepdims=True) / 127
            yield name, np.round(array / scale).astype(np.int8)
            yield f"{name}.scale", scale.astype(np.float16)
        else:
            yield name, np.ascontiguousarray(array.astype(np.float16))


if __name__ == "__main__":
    typer.run(reader)
