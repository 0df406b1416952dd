"""Reports of progress."""

from typing import get_args

import pytest

from digest.progress import Stage, quiet


def test_the_quiet_one_takes_every_report_and_shows_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    for stage in get_args(Stage):
        quiet(stage, 1, 2)
    assert capfd.readouterr() == ("", "")
