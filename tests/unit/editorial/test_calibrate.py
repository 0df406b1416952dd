from pathlib import Path

import pytest

from digest.argos import Machine
from digest.config import load
from digest.editorial import corpus
from digest.editorial.calibrate import Step, calibrate, calibration, calibration_lines
from digest.errors import DigestError
from digest.memory import Cache
from tests.sites import NOW, make_site

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_the_lowest_score_is_found_from_which_on_nine_of_ten_are_like_their_reviews() -> None:
    compared = [(-0.1, True)] * 40 + [(-0.2, True)] * 30 + [(-0.9, False)] * 30
    done = calibration(compared)
    assert done.least_score == -0.2
    assert done.steps == (
        Step(least=-0.9, shown=100, like=70),
        Step(least=-0.2, shown=70, like=70),
        Step(least=-0.1, shown=40, like=40),
    )
    assert list(calibration_lines(done))[-1].startswith("least_score = -0.200")


def test_where_no_score_is_good_enough_none_is_named() -> None:
    done = calibration([(-0.1, False), (-0.2, True)] * 20)
    assert done.least_score is None
    assert list(calibration_lines(done))[-1] == "from no score on 90% is like its review"


def test_reviewed_sentences_are_compared_with_what_the_package_says_to_them(tmp_path: Path, machine: Machine) -> None:
    cities = {"دمشق": "Damascus", "بيروت": "Beirut"}
    texts = {
        f"بلغت درجة الحرارة في {city} {warm} درجة مئوية.": f"The temperature in {name} reached {warm} degrees Celsius."
        for city, name in cities.items()
        for warm in range(12, 30)
    }
    entries = "".join(f'msgid "{source}"\nmsgstr "{text}"\n\n' for source, text in texts.items())
    article = "العنوان: خبر\nالتاريخ: 2026-11-20\n\n" + "\n\n".join(texts) + "\n"
    config = load(make_site(tmp_path, {"a.txt": article, "a.en.po": HEADER + entries}))
    content = corpus.load(config, now=NOW, drafts=True)
    package = machine.find("bulletins", "ar", "en")
    assert package
    with Cache(tmp_path / "cache") as cache:
        done = calibrate(content, package, machine, cache)
        assert done.sentences >= 30
        assert done.steps[0].like == done.sentences
        assert done.least_score == done.steps[0].least
        with pytest.raises(DigestError, match="0 reviewed sentences to compare"):
            calibrate(content.only([]), package, machine, cache)
