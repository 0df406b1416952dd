import json
import shutil
from pathlib import Path

import pytest

from digest.argos import Machine, Package
from digest.argos.machine import LEAST_SCORES
from digest.errors import DigestError
from digest.memory import Cache
from digest.translation import machine_queue
from digest.translation.machine_queue import Answer, MachineQueue, question
from tests.tiny_package import build

WARM = "بلغت درجة الحرارة في دمشق 21 درجة مئوية."
STRANGE = "وقال الباحث إن المخطوطات النادرة لم تنشر قط."


def answers(
    machine: Machine, cache: Path, *texts: str, package: str = "bulletins", stages: list[str] | None = None
) -> list[Answer]:
    """Return the answers to Arabic texts, and note what was done to get them."""
    found = machine.find(package, "ar", "en")
    assert found
    asked = [question(found, "ar", text, machine) for text in texts]
    with Cache(cache) as opened:
        queue = MachineQueue(
            machine=machine,
            cache=opened,
            progress=lambda stage, done, total: (stages if stages is not None else []).append(stage),
        )
        said, _ = queue.ask(asked)
    return [said[one.key] for one in asked]


def installed(machine: Machine, folder: Path, name: str) -> Package:
    """Install the embedded package that translates Arabic under another name."""
    bulletins = machine.find("bulletins", "ar", "en")
    assert bulletins
    shutil.copytree(bulletins.path, folder / name)
    about = folder / name / "metadata.json"
    about.write_text(json.dumps({**json.loads(about.read_text("utf-8")), "name": name}), encoding="utf-8")
    return bulletins


def computer(machine: Machine, folder: Path, *, second: str | None = None, round_trip: bool = False) -> Machine:
    return Machine(folders=[folder], cache=machine.cache, beam_size=2, threads=1, second=second, round_trip=round_trip)


def test_a_sentence_of_its_genre_is_sure_and_another_is_not(tmp_path: Path, machine: Machine) -> None:
    warm, strange = answers(machine, tmp_path / "cache", WARM, STRANGE)
    assert "unsure" not in warm.flags
    assert strange.flags[-1] == "unsure"
    assert strange.score < LEAST_SCORES["bulletins"] < warm.score < 0


def test_the_log_probability_of_an_answer_is_kept_with_it(tmp_path: Path, machine: Machine) -> None:
    first = answers(machine, tmp_path / "cache", WARM, STRANGE)
    stages: list[str] = []
    assert answers(machine, tmp_path / "cache", WARM, STRANGE, stages=stages) == first
    assert not stages


def test_any_other_package_is_not_held_to_the_log_probability(tmp_path: Path, machine: Machine) -> None:
    installed(machine, tmp_path / "packages", "general")
    (strange,) = answers(computer(machine, tmp_path / "packages"), tmp_path / "cache", STRANGE, package="general")
    assert strange.score < LEAST_SCORES["bulletins"]
    assert "unsure" not in strange.flags


def test_a_second_package_that_agrees_changes_nothing_and_one_that_does_not_flags_the_first_ones_words(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(machine, tmp_path / "packages", "second")
    both = computer(machine, tmp_path / "packages", second="second")
    alone = answers(machine, tmp_path / "alone", WARM)
    stages: list[str] = []
    assert answers(both, tmp_path / "cache", WARM, stages=stages) == alone
    assert "compare" in stages
    monkeypatch.setattr(machine_queue, "AGREE", 100.1)
    (doubted,) = answers(both, tmp_path / "other", WARM)
    assert (doubted.text, doubted.flags) == (alone[0].text, ("unsure",))


def test_a_second_package_whose_own_words_look_wrong_counts_for_nothing(tmp_path: Path, machine: Machine) -> None:
    build(tmp_path / "packages" / "nonsense", name="nonsense")
    both = computer(machine, tmp_path / "packages", second="nonsense")
    (nonsense,) = answers(both, tmp_path / "cache", WARM, package="nonsense")
    assert nonsense.flags
    assert answers(both, tmp_path / "cache", WARM) == answers(machine, tmp_path / "alone", WARM)


def test_words_that_do_not_come_back_are_unsure(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.argos.machine.LEAST_SCORES", {})
    there_and_back = computer(machine, tmp_path / "none", round_trip=True)
    warm, strange = answers(there_and_back, tmp_path / "cache", WARM, STRANGE)
    assert "unsure" not in warm.flags
    assert "unsure" in strange.flags
    assert "unsure" not in answers(machine, tmp_path / "alone", STRANGE)[0].flags


def test_a_package_to_compare_with_that_is_not_installed_is_missed(tmp_path: Path, machine: Machine) -> None:
    with pytest.raises(DigestError, match="no package `absent` is installed"):
        answers(computer(machine, tmp_path / "none", second="absent"), tmp_path / "cache", WARM)
    build(tmp_path / "packages" / "lonely", name="lonely")
    with pytest.raises(DigestError, match="to translate back from `en` to `ar`"):
        answers(computer(machine, tmp_path / "packages", round_trip=True), tmp_path / "cache", WARM, package="lonely")


def test_what_the_cache_has_is_recalled_without_a_model_and_nothing_else(tmp_path: Path, machine: Machine) -> None:
    (warm,) = answers(machine, tmp_path / "cache", WARM)
    fresh = Machine(folders=[], cache=machine.cache, beam_size=2)
    package = fresh.find("bulletins", "ar", "en")
    assert package
    known, unknown = (question(package, "ar", text, fresh) for text in (WARM, STRANGE))
    fresh.load = None  # type: ignore[method-assign, assignment]
    with Cache(tmp_path / "cache") as cache:
        assert MachineQueue(machine=fresh, cache=cache).recall([known, unknown]) == {known.key: warm}


def test_the_machine_reads_arabic_without_vowel_marks_where_the_site_says_so(tmp_path: Path, machine: Machine) -> None:
    marked = WARM.replace("دمشق", "دِمَشْق").replace("درجة", "دَرَجَة")
    bare = Machine(folders=[], cache=machine.cache, beam_size=2, threads=1, strip_vowel_marks=True)
    plain, stripped, as_written = (
        answers(one, tmp_path / "cache", text)[0] for one, text in ((machine, WARM), (bare, marked), (machine, marked))
    )
    assert stripped.text == plain.text
    assert stripped.score == plain.score
    assert as_written.text != plain.text
    assert not bare.is_set_like(machine)


def test_words_that_a_second_package_has_not_are_told_as_doubtful(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(machine, tmp_path / "packages", "second")
    both = computer(machine, tmp_path / "packages", second="second")
    (alone,) = answers(machine, tmp_path / "cache", WARM)
    assert alone.doubtful == ()
    (agreed,) = answers(both, tmp_path / "cache", WARM)
    assert agreed.doubtful == ()
    monkeypatch.setattr(machine_queue, "doubtful_words", lambda _source, _text, others: others[0].split()[:1])
    stages: list[str] = []
    (told,) = answers(both, tmp_path / "cache", WARM, stages=stages)
    assert told.doubtful == (alone.text.split()[0],)
    assert not stages
