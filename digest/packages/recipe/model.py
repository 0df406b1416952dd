# mypy: disable-error-code="no-untyped-call"
"""A small pre-norm Transformer whose weights map one to one to CTranslate2's."""

import math
from dataclasses import dataclass

import torch
from corpus import PADDING, VOCABULARY_SIZE
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a model."""

    width: int = 192
    inner: int = 640
    heads: int = 4
    encoder_layers: int = 3
    decoder_layers: int = 2


def positions(length: int, width: int) -> Tensor:
    """Make CTranslate2's sinusoidal encodings: sines, then cosines, counted from one."""
    step = math.log(10_000) / (width // 2 - 1)
    scales = torch.exp(torch.arange(width // 2) * -step)
    angles = torch.arange(1, length + 1)[:, None] * scales[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention over the same sequence, or over another one (memory)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key_value = nn.Linear(shape.width, 2 * shape.width)
        self.output = nn.Linear(shape.width, shape.width)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor | None, causal: bool = False) -> Tensor:
        """Attend from x to memory; mask is true where attention is allowed."""
        query = self._split(self.query(x))
        key, value = (self._split(part) for part in self.key_value(memory).chunk(2, dim=-1))
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        if causal:
            mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e4)
        attended = scores.softmax(dim=-1).to(value.dtype) @ value
        joined: Tensor = self.output(attended.transpose(1, 2).flatten(2))
        return joined

    def _split(self, x: Tensor) -> Tensor:
        heads: Tensor = x.unflatten(-1, (self.heads, -1))
        return heads.transpose(1, 2)


class Layer(nn.Module):
    """An encoder layer or, with cross-attention, a decoder layer."""

    def __init__(self, shape: Shape, decoder: bool) -> None:
        super().__init__()
        self.attention = Attention(shape)
        self.attention_norm = nn.LayerNorm(shape.width)
        self.cross = Attention(shape) if decoder else None
        self.cross_norm = nn.LayerNorm(shape.width) if decoder else None
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.feed_norm = nn.LayerNorm(shape.width)

    def forward(self, x: Tensor, mask: Tensor, memory: Tensor | None = None) -> Tensor:
        """Transform x; mask is of x in an encoder layer, and of memory in a decoder layer."""
        normal = self.attention_norm(x)
        own_mask = mask if memory is None else None
        x = x + self.attention(normal, normal, own_mask, causal=memory is not None)
        if memory is not None and self.cross is not None and self.cross_norm is not None:
            x = x + self.cross(self.cross_norm(x), memory, mask)
        outer: Tensor = self.outer(functional.relu(self.inner(self.feed_norm(x))))
        return x + outer


class Transformer(nn.Module):
    """An encoder and a decoder that share one embedding table, which is the output layer too."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(VOCABULARY_SIZE, shape.width)
        nn.init.normal_(self.embedding.weight, std=shape.width**-0.5)
        self.encoder = nn.ModuleList(Layer(shape, decoder=False) for _ in range(shape.encoder_layers))
        self.decoder = nn.ModuleList(Layer(shape, decoder=True) for _ in range(shape.decoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.register_buffer("positions", positions(256, shape.width), persistent=False)

    def embed(self, tokens: Tensor) -> Tensor:
        """Look tokens up, scale them and add their positions."""
        scaled = self.embedding(tokens) * math.sqrt(self.shape.width)
        encodings = self.get_buffer("positions")[: tokens.shape[1]]
        embedded: Tensor = scaled + encodings
        return embedded

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Give the encoded source and the mask of its tokens."""
        mask = (source != PADDING)[:, None, None, :]
        x = self.embed(source)
        for layer in self.encoder:
            x = layer(x, mask)
        return self.encoder_norm(x), mask

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Give the logits of the token after each target token."""
        memory, mask = self.encode(source)
        x = self.embed(target)
        for layer in self.decoder:
            x = layer(x, mask, memory)
        return functional.linear(self.decoder_norm(x), self.embedding.weight)

    @torch.inference_mode()
    def greedy(self, source: list[int], begin: int, end: int, limit: int = 120) -> list[int]:
        """Translate one sentence by taking the likeliest token at every step."""
        output = [begin]
        while len(output) <= limit:
            logits = self(torch.tensor([source]), torch.tensor([output]))
            output.append(int(logits[0, -1].argmax()))
            if output[-1] == end:
                return output[1:-1]
        return output[1:]
