"""Two packages used as one, through a third language."""

from pathlib import Path

import pytest

from digest import argos
from digest.argos import pivot
from digest.model import Hypothesis
from tests import tiny_package

TEXTS = ["قال الوزير", "", "زلزال يضرب المدينة", "ارتفعت الأسعار"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages: Arabic to French and French to English, each with words of its own."""
    where = tmp_path_factory.mktemp("packages")
    tiny_package.build(where / "ar_fr", to_code="fr")
    tiny_package.build(where / "fr_en", from_code="fr", version="1.9", pieces=180, width=24)
    return where


def machine(folder: Path, cache: Path) -> argos.Machine:
    return argos.Machine(folders=[folder], cache=cache, beam_size=2, threads=1)


def test_two_packages_lead_through_a_third_language(folder: Path, tmp_path: Path) -> None:
    known = machine(folder, tmp_path)
    found = known.find(None, "ar", "en")
    assert found
    assert found.id == f"translate-ar_fr+translate-fr_en 1.0+1.9 {found.digest[:8]}"
    first, second = known.find(None, "ar", "fr"), known.find(None, "fr", "en")
    assert first
    assert second
    said = dict(known.load(found).translate(TEXTS))
    half = dict(known.load(first).translate(TEXTS))
    whole = dict(known.load(second).translate([half[place].text for place in range(len(TEXTS))]))
    assert {place: hypothesis.text for place, hypothesis in said.items()} == {
        place: hypothesis.text for place, hypothesis in whole.items()
    }
    assert said[1].text == ""
    for place, hypothesis in said.items():
        assert hypothesis.score == min(half[place].score, whole[place].score)
        assert set(hypothesis.flags) == {*half[place].flags, *whole[place].flags}


def test_words_are_followed_through_the_third_language() -> None:
    first = Hypothesis(text="le prix monte", score=-0.1, alignment="0-1:90 1-2:80")
    second = Hypothesis(text="prices rise", score=-0.3, flags=("truncated",), alignment="1-0:100 2-1:50 0-1:50")
    whole = pivot._whole(first, second)
    assert whole == Hypothesis(text="prices rise", score=-0.3, flags=("truncated",), alignment="0-0:90 1-1:40")
    assert pivot._whole(first, Hypothesis(text="x", score=-0.3)).alignment == ""


def test_a_pivot_says_which_words_come_from_which(folder: Path, tmp_path: Path) -> None:
    known = machine(folder, tmp_path)
    found = known.find(None, "ar", "en")
    assert found
    plain = dict(known.load(found).translate(TEXTS))
    aligned = dict(known.load(found).translate(TEXTS, aligned=True))
    assert [aligned[place].text for place in range(4)] == [plain[place].text for place in range(4)]
    assert any(hypothesis.alignment for hypothesis in aligned.values())


def test_what_else_is_translated_changes_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = machine(folder, tmp_path)
    found = known.find(None, "ar", "en")
    assert found
    together = dict(known.load(found).translate(TEXTS))
    monkeypatch.setattr(pivot, "CHUNK", 1)
    assert dict(known.load(found).translate(TEXTS)) == together


def test_decoding_options_reach_both_models(folder: Path, tmp_path: Path) -> None:
    known = machine(folder, tmp_path)
    found = known.find(None, "ar", "en")
    assert found
    engine = known.load(found)
    assert engine.careful == known.load(found.first).careful  # type: ignore[attr-defined]
    careful = dict(engine.translate(TEXTS, engine.careful))
    assert careful != dict(engine.translate(TEXTS))
    assert careful[0].text == next(iter(engine.translate(TEXTS[:1], engine.careful)))[1].text


def test_each_package_weighs_lengths_as_it_says(folder: Path, tmp_path: Path) -> None:
    tiny_package.build(tmp_path / "ar_fr", to_code="fr")
    tiny_package.build(tmp_path / "fr_en", from_code="fr", ending=2.0, length_penalty=2.0)
    known = machine(tmp_path, tmp_path)
    found = known.find(None, "ar", "en")
    assert found
    engine = known.load(found)
    assert dict(engine.translate(TEXTS)) == dict(engine.translate(TEXTS, engine.decoding))


def test_the_digest_covers_both_packages(folder: Path, tmp_path: Path) -> None:
    before = machine(folder, tmp_path).find(None, "ar", "en")
    assert before
    digests = {before.digest}
    for name in ("ar_fr", "fr_en"):
        file = folder / name / "metadata.json"
        original = file.read_bytes()
        file.write_bytes(original + b"\n")
        after = machine(folder, tmp_path).find(None, "ar", "en")
        assert after
        digests.add(after.digest)
        file.write_bytes(original)
    assert len(digests) == 3


def test_a_direct_package_goes_before_a_pivot(folder: Path, tmp_path: Path) -> None:
    fr, en = argos.installed([folder]).packages
    direct = argos.Package(name="direct", version="0.1", from_code="ar", to_code="en", path=tmp_path)
    assert argos.find([fr, en, direct], "ar", "en") is direct
    assert isinstance(machine(folder, tmp_path).find(None, "ar", "en"), pivot.Pivot)


def test_a_pivot_is_chosen_by_name_and_english_goes_first(tmp_path: Path) -> None:
    packages = [
        argos.Package(name=f"translate-{a}_{b}", version="1.0", from_code=a, to_code=b, path=tmp_path)
        for a, b in (("ar", "de"), ("ar", "en"), ("ar", "tr"), ("de", "fr"), ("en", "fr"), ("tr", "fr"), ("fr", "ar"))
    ]

    def through(name: str | None = None, to_code: str = "fr") -> str:
        found = pivot.find_pivot(packages, "ar", to_code, name)
        return found.name if found else ""

    assert through() == "translate-ar_en+translate-en_fr"
    assert through("translate-ar_tr+translate-tr_fr") == "translate-ar_tr+translate-tr_fr"
    assert through("translate-ar_tr+translate-de_fr") == ""
    assert through("translate-ar_tr") == ""
    assert through(to_code="es") == ""
    del packages[1]
    assert through() == "translate-ar_de+translate-de_fr"


def test_nothing_is_found_where_nothing_leads(folder: Path, tmp_path: Path) -> None:
    assert machine(folder, tmp_path).find(None, "en", "ar") is None
    assert machine(folder, tmp_path).find("translate-ar_fr", "ar", "en") is None
