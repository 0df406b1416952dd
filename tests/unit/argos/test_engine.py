"""Translating: with the bulletins for what is said, with random weights for what no good model does."""

import dataclasses
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from digest import argos
from digest.argos import engine, long_texts, tokenizer
from digest.errors import DigestError
from digest.markup import align
from digest.model import Hypothesis
from tests import tiny_package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> argos.Package:
    package = argos.open_package(tiny_package.build(tmp_path_factory.mktemp("built") / "ar_en", pieces=250))
    assert package
    return package


@pytest.fixture(scope="module")
def bulletins(tmp_path_factory: pytest.TempPathFactory) -> list[argos.Package]:
    return argos.embedded(tmp_path_factory.mktemp("cache"))


def said(package: argos.Package, texts: Sequence[str], **options: Any) -> list[str]:
    results = dict(argos.Engine(package, threads=2, **options).translate(texts))
    assert sorted(results) == list(range(len(texts)))
    return [results[number].text for number in range(len(texts))]


def sentences(count: int) -> Iterator[str]:
    source = random.Random(7)
    words = " ".join(tiny_package.WORDS).split()
    for _ in range(count):
        yield " ".join(source.choices(words, k=source.randint(1, 25)))


def test_a_bulletin_is_translated(bulletins: list[argos.Package]) -> None:
    there = argos.find(bulletins, "ar", "en", "bulletins")
    back = argos.find(bulletins, "en", "ar", "bulletins")
    assert there
    assert back
    assert "Cairo" in said(there, ["الطقس مشمس في القاهرة."])[0]
    assert "القاهرة" in said(back, ["Sunny weather in Cairo."])[0]


def test_a_text_of_blanks_becomes_an_empty_one_without_the_model(package: argos.Package, tmp_path: Path) -> None:
    missing = argos.Package(name="x", version="1", from_code="ar", to_code="en", path=tmp_path)
    assert [result.text for _, result in argos.Engine(missing).translate(["", " \t"])] == ["", ""]


def test_a_text_of_which_the_tokenizer_makes_nothing_becomes_an_empty_one(package: argos.Package) -> None:
    assert said(package, ["\u200b", "قال", "\ufeff\u200b"])[::2] == ["", ""]


def test_no_texts_load_no_model(tmp_path: Path) -> None:
    missing = argos.Package(name="x", version="1", from_code="ar", to_code="en", path=tmp_path)
    assert list(argos.Engine(missing).translate([])) == []


@pytest.mark.parametrize("beam_size", [1, 4])
def test_a_sentence_gets_the_same_text_whatever_else_is_translated(package: argos.Package, beam_size: int) -> None:
    texts = list(sentences(40))
    together = said(package, texts, beam_size=beam_size)
    alone = [said(package, [text], beam_size=beam_size)[0] for text in texts[:12]]
    assert together[:12] == alone
    assert said(package, texts[::-1], beam_size=beam_size)[::-1] == together


def test_results_come_while_others_wait(package: argos.Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BATCH_TOKENS", 1)
    stream = argos.Engine(package, threads=1).translate(list(sentences(20)))
    lengths = len(list(sentences(20))[next(stream)[0]].split())
    assert lengths >= 15
    stream.close()  # type: ignore[attr-defined]


def test_the_score_is_the_mean_log_probability_of_a_token(package: argos.Package) -> None:
    machine = argos.Engine(package, threads=1)
    _, hypothesis = next(machine.translate(["القاهرة"], argos.Decoding(beam_size=1)))
    tokens = machine._tokenizer.encode("القاهرة")
    raw = machine._translator.translate_batch([tokens], beam_size=1, max_decoding_length=48)[0]
    target = raw.hypotheses[0]
    scored = machine._translator.score_batch([tokens], [target])[0].log_probs
    scored = scored[: len(target)] if hypothesis.flags else scored
    assert hypothesis.score == pytest.approx(sum(scored) / len(scored), rel=0.05)


def test_a_translation_without_end_is_cut_and_flagged(package: argos.Package) -> None:
    results = [result for _, result in argos.Engine(package).translate(list(sentences(30)))]
    endless = [result for result in results if result.flags]
    assert endless
    assert all(result.flags == ("truncated",) for result in endless)


def test_decoding_options_reach_the_model(package: argos.Package) -> None:
    text = list(sentences(5))
    plain = dict(argos.Engine(package).translate(text))
    careful = dict(argos.Engine(package).translate(text, argos.Decoding(no_repeat_ngram_size=2, beam_size=2)))
    assert plain != careful
    assert argos.Decoding().key != argos.Decoding(no_repeat_ngram_size=2).key


def test_a_text_of_many_digits_is_translated_in_pieces_of_few(package: argos.Package) -> None:
    parts = list(engine.Engine(package)._parts(0, "رقم " + "12 3456 " * 60 + "9" * 300))
    assert "".join(part.source for part in parts).replace(" ", "") == "رقم" + "123456" * 60 + "9" * 300
    assert all(sum(map(str.isdigit, part.source)) <= engine.DIGITS for part in parts)


def test_what_exceeds_the_window_is_translated_whole(package: argos.Package) -> None:
    text = " ".join(sentences(400))
    count = len(argos.Engine(package)._tokenizer.encode(text))
    assert count > 3 * engine.WINDOW
    parts = list(argos.Engine(package)._parts(0, text))
    assert all(len(part.tokens) <= engine.WINDOW for part in parts)
    assert sum(len(part.tokens) for part in parts) >= count
    results = list(argos.Engine(package, beam_size=1).translate(["قال", text]))
    assert [number for number, _ in results] == [1, 0]
    assert len(results[0][1].text) > 1_000


def test_one_endless_word_is_cut_anywhere(package: argos.Package) -> None:
    parts = list(argos.Engine(package)._parts(0, "غ" * 20_000))
    assert all(0 < len(part.tokens) <= engine.WINDOW for part in parts)


def test_pieces_lose_nothing_but_white_space() -> None:
    text = "one two, three four; five  six seven. eight nine ten"
    cut = list(long_texts.pieces(text, lambda piece: len(piece) <= 20))
    assert cut == ["one two, three four;", "five  six seven.", "eight nine ten"]
    assert list(long_texts.pieces("x" * 10, lambda piece: len(piece) <= 3)) == ["xx", "xxx", "xx", "xxx"]


def test_a_batch_that_memory_does_not_hold_is_halved(package: argos.Package, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["قال الوزير", *["قال الوزير إن الأسعار"] * 8]
    right = said(package, texts)
    start = argos.Engine._start
    sizes: list[int] = []

    class Full:
        def result(self) -> None:
            raise MemoryError

    def starved(self: argos.Engine, batch: Any, decoding: argos.Decoding) -> list[Any]:
        sizes.append(len(batch))
        return [Full()] if len(batch) > 2 else start(self, batch, decoding)

    monkeypatch.setattr(argos.Engine, "_start", starved)
    assert said(package, texts) == right
    assert max(sizes) == 8
    monkeypatch.setattr(argos.Engine, "_start", lambda *_: [Full()])
    with pytest.raises(DigestError, match="not enough memory"):
        said(package, ["قال"])


def test_a_damaged_model_is_an_error_at_first_use(package: argos.Package, tmp_path: Path) -> None:
    path = tiny_package.build(tmp_path / "ar_en")
    (path / "model" / "model.bin").write_bytes(b"\6\0\0\0")
    damaged = argos.open_package(path)
    assert damaged
    with pytest.raises(DigestError, match="cannot be loaded"):
        said(damaged, ["قال"])


def test_a_target_prefix_is_given_and_taken_off(package: argos.Package) -> None:
    vocabulary = json.loads((package.path / "model" / "shared_vocabulary.json").read_bytes())
    word = next(piece for piece in vocabulary if piece.startswith("▁") and len(piece) > 2)
    machine = argos.Engine(dataclasses.replace(package, target_prefix=word))
    raw = machine._start([engine._Part(text=0, place=0, tokens=["▁"])], argos.Decoding())[0].result()
    assert raw.hypotheses[0][0] == word
    assert not next(machine.translate(["▁"]))[1].text.startswith(word.removeprefix("▁"))


def aligned(package: argos.Package, texts: Sequence[str], **options: Any) -> dict[int, Hypothesis]:
    return dict(argos.Engine(package, threads=2, **options).translate(texts, aligned=True))


@pytest.mark.parametrize("beam_size", [1, 4])
def test_asking_which_word_comes_from_which_changes_no_text(package: argos.Package, beam_size: int) -> None:
    texts = list(sentences(40))
    plain = dict(argos.Engine(package, threads=2, beam_size=beam_size).translate(texts))
    told = aligned(package, texts, beam_size=beam_size)
    assert {number: msgspec.structs.replace(one, alignment="") for number, one in told.items()} == plain
    assert any(one.alignment for one in told.values())
    assert not any(one.alignment for one in plain.values())
    for number, one in told.items():
        for word, row in align.parse(one.alignment).items():
            assert word < len(one.text.split())
            assert max(row) < len(texts[number].split())


@pytest.mark.parametrize("prefixed", [False, True])
def test_an_alignment_is_what_the_model_looks_at_while_it_says_just_that(
    package: argos.Package, prefixed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    vocabulary = json.loads((package.path / "model" / "shared_vocabulary.json").read_bytes())
    prefix = [next(piece for piece in vocabulary if piece.startswith("▁") and len(piece) > 2)] * prefixed
    machine = argos.Engine(dataclasses.replace(package, target_prefix="".join(prefix)), beam_size=3)
    seen: dict[int, tuple[list[str], list[list[float]]]] = {}
    monkeypatch.setattr(machine, "_alignment", lambda part, said, text, rows: seen.update({part.text: (said, rows)}))
    texts = list(sentences(20))
    list(machine.translate(texts, aligned=True))
    assert sorted(seen) == list(range(20))
    for number, (said, rows) in seen.items():
        forced = machine._translator.translate_batch(
            [machine._tokenizer.encode(texts[number])],
            target_prefix=[prefix + said],
            beam_size=1,
            max_decoding_length=len(prefix + said),
            return_attention=True,
        )
        right = forced[0].attention[0][len(prefix) :]
        assert len(rows) == len(right)
        for row, expected in list(zip(rows, right, strict=True))[:40]:  # later ones differ by what is rounded
            assert row == pytest.approx(expected, abs=0.01)


def test_an_alignment_is_the_same_whatever_else_is_translated(bulletins: list[argos.Package]) -> None:
    there = argos.find(bulletins, "ar", "en", "bulletins")
    assert there
    texts = [f"الطقس {kind} في {city}." for kind in ("مشمس", "غائم") for city in ("القاهرة", "بيروت", "مدينة دمشق")]
    together = aligned(there, texts)
    assert [aligned(there, [text])[0] for text in texts] == [together[number] for number in range(len(texts))]


def test_the_bulletins_know_which_word_comes_from_which(bulletins: list[argos.Package]) -> None:
    there = argos.find(bulletins, "ar", "en", "bulletins")
    assert there
    source = "قالت وزارة الطاقة إن الكهرباء ستعود إلى القاهرة مساء اليوم."
    (said,) = aligned(there, [source]).values()
    words = [word.strip(".") for word in said.text.split()]
    rows = align.parse(said.alignment)
    best = {words[target]: source.split()[max(row, key=lambda word: row[word])] for target, row in rows.items()}
    assert (best["Ministry"], best["Energy"], best["Cairo"]) == ("وزارة", "الطاقة", "القاهرة")


def test_a_text_in_pieces_is_aligned_as_one(bulletins: list[argos.Package], monkeypatch: pytest.MonkeyPatch) -> None:
    there = argos.find(bulletins, "ar", "en", "bulletins")
    assert there
    monkeypatch.setattr(engine, "WINDOW", 14)
    source = "الطقس مشمس في القاهرة، والطقس غائم في بيروت."
    (said,) = aligned(there, [source]).values()
    words = [word.strip(",.") for word in said.text.split()]
    rows = align.parse(said.alignment)
    for city, origin in (("Cairo", 3), ("Beirut", 7)):
        assert max(rows[words.index(city)].items(), key=lambda item: item[1])[0] == origin


def test_a_target_prefix_is_no_word_of_an_alignment(package: argos.Package) -> None:
    vocabulary = json.loads((package.path / "model" / "shared_vocabulary.json").read_bytes())
    word = next(piece for piece in vocabulary if piece.startswith("▁") and len(piece) > 2)
    told = aligned(dataclasses.replace(package, target_prefix=word), list(sentences(10)))
    for one in told.values():
        assert max(align.parse(one.alignment), default=-1) < len(one.text.split())


def test_byte_pairs_are_counted_in_words(tmp_path: Path, package: argos.Package) -> None:
    (tmp_path / "bpe.model").write_text("#version: 0.2\nt h\nth e</w>\n", encoding="utf-8")
    machine = argos.Engine(package)
    machine._tokenizer = tokenizer.load(tmp_path, "en", "ar")
    assert machine._words(machine._tokenizer.encode("the cat, the")) == [0, 1, 1, 1, 1, 2]
