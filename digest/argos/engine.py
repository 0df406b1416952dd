"""Translating with a package: CTranslate2 driven directly, every sentence of a build in one queue.

What else a build translates never changes a word of a sentence (on one kind of processor; the instruction sets of two
can round differently). A batch pads its sentences to the longest, and how far a sentence is padded can change a sum and
so a token; so each is padded to the next multiple of eight tokens, always: where no sentence of a batch is that long, a
companion is that nobody reads. `tests/benchmarks/translation` says what this costs.
"""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from digest.argos import long_texts, tokenizer
from digest.argos.package import Package
from digest.cores import cores
from digest.errors import DigestError
from digest.markup import align
from digest.model import Hypothesis

VERSION = 2
"""The version of this module in cache keys; raise it when a change here can change a translation."""

WINDOW = 1000
"""Tokens of a sentence that is translated whole: CTranslate2 cuts at 1,024 in silence."""

DIGITS = 100
"""Digits of a text that is translated whole: a model repeats them to the end of its window, in time that grows with the
square."""

STEP = 8
"""Sentences are padded to multiples of this many tokens."""

BATCH_TOKENS = 2048
"""The most tokens of a batch, multiplied by the beam size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How the model is searched. The defaults are Argos's own, so the words are too.

    Attributes:
        beam_size: hypotheses kept; 1 is greedy, about twice as fast as 4.
        repetition_penalty: above 1 it makes what was said less likely to be said again.
        no_repeat_ngram_size: no run of that many tokens occurs twice; 0 allows all.
        length_penalty: the exponent of the length that a hypothesis's score is divided by.
        aligned: whether to tell which word comes from which. It changes no text, so it is not in `key`.
    """

    beam_size: int = 4
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    length_penalty: float = 0.2
    aligned: bool = False

    @property
    def key(self) -> str:
        """The settings as one text, for cache keys."""
        return (
            f"{VERSION}/{self.beam_size}/{self.repetition_penalty:g}/{self.no_repeat_ngram_size}/"
            f"{self.length_penalty:g}"
        )


class Engine:
    """A package, loaded when the first text is translated.

    Attributes:
        package: what it translates with.
        decoding: how, unless a call says otherwise.
        threads: sentences' batches decoded at once, a core each; 0 is one for each core this process may use.
    """

    def __init__(self, package: Package, beam_size: int = 4, threads: int = 0) -> None:
        self.package = package
        self.decoding = Decoding(beam_size=beam_size, length_penalty=package.length_penalty)
        self.threads = threads or cores()

    @property
    def careful(self) -> Decoding:
        """A way of decoding that doesn't repeat itself, for a text that the ordinary one got wrong."""
        return replace(self.decoding, repetition_penalty=1.2, no_repeat_ngram_size=4)

    def translate(
        self, texts: Iterable[str], decoding: Decoding | None = None, *, aligned: bool = False
    ) -> Iterator[tuple[int, Hypothesis]]:
        """Yield the number of each text and its translation, as they come: the longest first.

        A text of blanks becomes an empty one. One that exceeds the model's window, or has more than `DIGITS` digits, is
        translated in pieces and rejoined. With `aligned` each hypothesis says which of its words come from which of its
        text. Raises `DigestError` when the model cannot be loaded or the memory does not hold one sentence.
        """
        decoding = decoding or self.decoding
        if aligned:
            decoding = replace(decoding, aligned=True)
        texts = list(texts)
        whole: dict[int, list[tuple[_Part, Hypothesis] | None]] = {}
        parts: list[_Part] = []
        for number, text in enumerate(texts):
            cut = list(self._parts(number, text.strip())) if text.strip() else []
            if not cut:
                yield number, Hypothesis(text="")
            whole[number] = [None] * len(cut)
            parts += cut
        for part, hypothesis in self._decode(parts, decoding):
            whole[part.text][part.place] = (part, hypothesis)
            done = [piece for piece in whole[part.text] if piece]
            if len(done) == len(whole[part.text]):
                del whole[part.text]
                yield part.text, _joined(texts[part.text], done)

    @cached_property
    def _tokenizer(self) -> tokenizer.Tokenizer:
        return tokenizer.load(self.package.path, self.package.from_code, self.package.to_code)

    @cached_property
    def _translator(self) -> Any:
        try:
            import ctranslate2
        except ImportError as error:
            if isinstance(error.__cause__, KeyboardInterrupt):  # pybind11 tells a Ctrl-C like that
                raise error.__cause__ from None
            raise
        try:
            return ctranslate2.Translator(
                str(self.package.path / "model"),
                compute_type="int8",
                inter_threads=self.threads,
                intra_threads=1,
                max_queued_batches=-1,
            )
        except (RuntimeError, ValueError, MemoryError) as error:
            raise DigestError(
                f"the model of package `{self.package}` cannot be loaded ({error or 'out of memory'})",
                str(self.package.path),
                "the package is damaged or made for another version of CTranslate2: install it again",
            ) from error

    def _parts(self, number: int, text: str) -> Iterator["_Part"]:
        """Yield a text as pieces of tokens that fit the window; none when the tokenizer sees nothing in it."""
        tokens: dict[str, list[str]] = {}

        def fits(piece: str) -> bool:
            tokens[piece] = self._tokenizer.encode(piece)
            return len(tokens[piece]) <= WINDOW and sum(map(str.isdigit, piece)) <= DIGITS

        cut = ((piece, tokens.get(piece) or self._tokenizer.encode(piece)) for piece in long_texts.pieces(text, fits))
        for place, (piece, pieces) in enumerate(one for one in cut if one[1]):
            yield _Part(text=number, place=place, source=piece, tokens=pieces[:WINDOW])

    def _decode(self, parts: Iterable["_Part"], decoding: Decoding) -> Iterator[tuple["_Part", Hypothesis]]:
        """Yield each part with its translation, keeping a few batches in flight."""
        waiting = deque(_batches(parts, max(1, BATCH_TOKENS // decoding.beam_size)))
        running: deque[tuple[list[_Part], list[Any], list[Any]]] = deque()
        while waiting or running:
            while waiting and len(running) < 2 * self.threads:
                batch = waiting.popleft()
                running.append((batch, self._start(batch, decoding), self._start_first(batch, decoding)))
            batch, futures, firsts = running.popleft()
            try:
                results = [future.result() for future in futures]
                beginnings = [future.result() for future in firsts] or [None] * len(batch)
            except (MemoryError, RuntimeError) as error:
                waiting.extendleft(reversed(self._halves(batch, error)))
                continue
            for part, result, beginning in zip(batch, results, beginnings, strict=True):
                yield part, self._hypothesis(part, result, decoding, beginning)

    def _start_first(self, batch: Sequence["_Part"], decoding: Decoding) -> list[Any]:
        """Ask what the model looks at before its first token, where the search itself doesn't tell.

        Of a beam wider than 1, CTranslate2 (4.8) gives the first row of a sentence from any sentence of the batch. That
        row doesn't depend on what is said then, so that a search of one step, after the prefix if there is one, has it.
        """
        wrong = decoding.aligned and decoding.beam_size > 1
        longest = 2 if self.package.target_prefix else 1
        return self._start(batch, replace(decoding, beam_size=1), longest) if wrong else []

    def _start(self, batch: Sequence["_Part"], decoding: Decoding, longest: int = 0) -> list[Any]:
        prefix = self.package.target_prefix
        tokens = [part.tokens for part in batch]
        if lacking := batch[0].padded - max(map(len, tokens)):
            companion = max(tokens, key=len)
            tokens.append(companion + companion[-1:] * lacking)
        futures: list[Any] = self._translator.translate_batch(
            tokens,
            target_prefix=[[prefix]] * len(tokens) if prefix else None,
            asynchronous=True,
            beam_size=decoding.beam_size,
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            max_input_length=0,
            max_decoding_length=longest or batch[0].longest,
            replace_unknowns=True,
            return_scores=True,
            return_attention=decoding.aligned,
        )
        return futures[: len(batch)]

    def _halves(self, batch: list["_Part"], error: Exception) -> list[list["_Part"]]:
        """Cut a batch that did not fit into memory in two, or raise when nothing is left to cut."""
        memory = isinstance(error, MemoryError) or "alloc" in str(error)
        if memory and len(batch) > 1:
            return [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
        raise DigestError(
            "there is not enough memory to translate one sentence"
            if memory
            else f"the model of package `{self.package}` failed ({error})",
            str(self.package.path),
            "close other programs, or set `beam_size = 1` in `site.toml`" if memory else "install the package again",
        ) from error

    def _hypothesis(self, part: "_Part", result: Any, decoding: Decoding, beginning: Any) -> Hypothesis:
        pieces: list[str] = result.hypotheses[0]
        cut = len(pieces) >= part.longest
        length = len(pieces) if cut else len(pieces) + 1  # one that ends counts its end token
        score = result.scores[0] * length ** (decoding.length_penalty - 1)
        said = pieces[1:] if pieces[:1] == [self.package.target_prefix] else pieces
        text = self._tokenizer.decode(said)
        alignment = ""
        if decoding.aligned and said:
            prefix = len(pieces) - len(said)
            rows = result.attention[0][prefix:]
            if beginning:
                rows[:1] = beginning.attention[0][prefix:] or [[0.0] * len(part.tokens)]
            alignment = self._alignment(part, said, text, rows)
        return Hypothesis(text=text, score=score, flags=("truncated",) if cut else (), alignment=alignment)

    def _alignment(self, part: "_Part", said: Sequence[str], text: str, rows: Sequence[Sequence[float]]) -> str:
        """Return which words of a translation the model saw in which words of its source.

        Which head of which layer `rows` comes from, the package says; where it says nothing, CTranslate2 takes the
        first of the last layer, which may have learned something else than to align: see `markup.project` for what
        becomes of that.
        """
        read = self._tokenizer.decode(part.tokens)
        alignment = align.of_attention(rows, part.tokens, self._words(part.tokens), said, self._words(said))
        return align.joined([(read, text, alignment)], part.source, text)

    def _words(self, pieces: Sequence[str]) -> list[int]:
        """Return the number of the word of their text that each piece belongs to."""
        ends = [len(self._tokenizer.decode(pieces[:end]).split()) for end in range(1, len(pieces) + 1)]
        return [max(0, end - 1) for end in ends]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A text, or a piece of one that is too long.

    Attributes:
        text: the number of the text.
        place: of the piece in it.
        tokens: what the model reads.
        source: the piece itself.
    """

    text: int
    place: int
    tokens: list[str] = field(repr=False)
    source: str = ""

    @property
    def padded(self) -> int:
        """How many tokens it has with the padding."""
        return -(-len(self.tokens) // STEP) * STEP

    @property
    def longest(self) -> int:
        """How many tokens a translation may have: no true one is that long, and a loop ends."""
        return 2 * self.padded + 32


def _batches(parts: Iterable[_Part], tokens: int) -> Iterator[list[_Part]]:
    """Group parts of one padded length, the longest first."""
    ordered = sorted(parts, key=lambda part: -len(part.tokens))
    for padded, same in itertools.groupby(ordered, key=lambda part: part.padded):
        yield from map(list, _chunks(same, max(1, tokens // padded)))


def _chunks(items: Iterable[_Part], size: int) -> Iterator[tuple[_Part, ...]]:
    rest = iter(items)
    while chunk := tuple(itertools.islice(rest, size)):
        yield chunk


def _joined(source: str, done: Sequence[tuple[_Part, Hypothesis]]) -> Hypothesis:
    """Return the translation of a text from those of its pieces."""
    if len(done) == 1:
        return done[0][1]
    pieces = [piece for _, piece in done]
    weights = [max(1, len(piece.text)) for piece in pieces]
    score = sum(piece.score * weight for piece, weight in zip(pieces, weights, strict=True)) / sum(weights)
    text = " ".join(piece.text for piece in pieces if piece.text)
    alignment = align.joined([(part.source, piece.text, piece.alignment) for part, piece in done], source, text)
    cut = any(piece.flags for piece in pieces)
    return Hypothesis(text=text, score=score, flags=("truncated",) if cut else (), alignment=alignment)
