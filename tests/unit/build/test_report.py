import json
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.build.report import Report
from tests.sites import BULLETIN, make_site, publish


@pytest.fixture
def report(tmp_path: Path, machine: Machine) -> Report:
    return publish(make_site(tmp_path, {"2026-11-20-rain.txt": BULLETIN}), machine)


def test_a_report_is_flat_json(report: Report) -> None:
    flat = json.loads(json.dumps(report.as_dict()))
    assert (flat["articles"], flat["sentences"], flat["removed"]) == (1, 3, 0)
    assert flat["written"] == report.written > 0
    assert flat["made"]["articles/rain/index.html"] == "nothing is known of an earlier build"
    assert list(flat["seconds"]) == ["scan", "read", "translate", "assemble", "render", "publish"]
    assert "warm" not in flat


def test_what_took_longest_comes_first(report: Report) -> None:
    longest = report.longest()
    assert list(longest["articles"]) == ["2026-11-20-rain.txt"]
    times = list(longest["templates"].values())
    assert times == sorted(times, reverse=True)
    assert 0 < len(times) <= 10
