# mypy: disable-error-code="no-untyped-call"
"""Train one direction: `python train.py ar-en --out DIR --steps N`.

The vocabulary is made first, if the folder of the outputs lacks it; both directions share it.
"""

import argparse
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import grammar
import sentencepiece
import torch
from corpus import BEGIN, DIRECTIONS, END, PADDING, Direction, train_vocabulary, training_pairs
from model import Shape, Transformer
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_
from torch.nn.utils.rnn import pad_sequence

_POOL = 6_000
_LONGEST = 110


@dataclass(frozen=True)
class Plan:
    """How long and how fast to train; `stop` ends a plan early, `size` is the tokens of a batch."""

    steps: int = 5_000
    stop: int | None = None
    warmup: int = 300
    peak: float = 2e-3
    size: int = 2_400
    seed: int = 7


def batches(
    direction: Direction, pieces: sentencepiece.SentencePieceProcessor, seed: int, size: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Make (source, target) batches of about `size` tokens a side, each of sentences of like length."""
    rng = random.Random(seed)
    pairs = training_pairs(grammar.load(), direction, seed)
    while True:
        pool = []
        for _ in range(_POOL):
            source, target = (pieces.encode(text) for text in next(pairs))
            if max(len(source), len(target)) <= _LONGEST:
                pool.append((source, [BEGIN, *target, END]))
        pool.sort(key=lambda pair: (len(pair[1]), len(pair[0])))
        cut: list[list[tuple[list[int], list[int]]]] = [[]]
        longest = 0
        for pair in pool:
            longest = max(longest, *map(len, pair))
            if (len(cut[-1]) + 1) * longest > size:
                cut.append([])
                longest = max(map(len, pair))
            cut[-1].append(pair)
        rng.shuffle(cut)
        for batch in cut:
            yield _pad([source for source, _ in batch]), _pad([target for _, target in batch])


def _pad(rows: list[list[int]]) -> Tensor:
    return pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=PADDING)


def rate(step: int, steps: int, peak: float, warmup: int) -> float:
    """Give the learning rate of a step: a linear warm-up, then a cosine down to zero."""
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, steps - warmup)))


def train(direction: Direction, out: Path, plan: Plan, start: Path | None) -> None:
    """Train a model, or go on with a saved one; save its weights as `<direction>.pt`, and on the way too."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(out / "sentencepiece.model"))
    model = Transformer(Shape())
    if start:
        model.load_state_dict(torch.load(start, weights_only=True))
    print(f"{direction}: {sum(p.numel() for p in model.parameters()):,} parameters", flush=True)
    optimizer = torch.optim.Adam(model.parameters(), betas=(0.9, 0.98), eps=1e-9, fused=True)
    started = time.monotonic()
    tokens, lost = 0, 0.0
    data = batches(direction, pieces, plan.seed, plan.size)
    for step, (source, target) in zip(range(plan.stop or plan.steps), data, strict=False):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, plan.steps, plan.peak, plan.warmup)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(source, target[:, :-1])
            wanted = target[:, 1:]
            loss = functional.cross_entropy(
                logits.flatten(0, 1), wanted.flatten(), ignore_index=PADDING, label_smoothing=0.05
            )
        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        tokens += int((wanted != PADDING).sum())
        lost += loss.item()
        if (step + 1) % 50 == 0:
            speed = tokens / (time.monotonic() - started)
            print(f"step {step + 1} loss {lost / 50:.3f} {speed:,.0f} target tokens/s", flush=True)
            lost = 0.0
        if (step + 1) % 250 == 0:
            torch.save(model.state_dict(), out / f"{direction}.pt")
    torch.save(model.state_dict(), out / f"{direction}.pt")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("direction", choices=DIRECTIONS)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from, instead of new ones")
    parser.add_argument("--steps", type=int, default=Plan.steps)
    parser.add_argument("--stop", type=int, help="stop after so many of the steps")
    parser.add_argument("--warmup", type=int, default=Plan.warmup)
    parser.add_argument("--peak", type=float, default=Plan.peak, help="highest learning rate")
    parser.add_argument("--size", type=int, default=Plan.size, help="tokens of a batch")
    parser.add_argument("--seed", type=int, default=Plan.seed)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if not (options.out / "sentencepiece.model").exists():
        train_vocabulary(grammar.load(), options.out / "sentencepiece.model")
    plan = Plan(options.steps, options.stop, options.warmup, options.peak, options.size, options.seed)
    train(options.direction, options.out, plan, options.start)


if __name__ == "__main__":
    main()
