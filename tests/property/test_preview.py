"""After any edits a preview shows what a clean build makes; `tests/benchmarks/preview_soak.py` makes thousands."""

import random
from pathlib import Path

import pytest

from digest.argos import Machine
from tests.soak import Day


@pytest.mark.parametrize("seed", range(3))
def test_after_random_edits_while_the_machine_translates_the_preview_is_a_clean_build(
    tmp_path: Path, machine: Machine, seed: int
) -> None:
    day = Day(tmp_path / "site", machine, random.Random(seed))
    for _ in range(25):
        day.edit()
    day.end()
    assert day.session.translator.progress.left == 0
    assert day.equals_a_clean_build(tmp_path / "clean")
