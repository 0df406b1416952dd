"""The tables and the picture that benchmarks of builds are told with."""

import re
from pathlib import Path

import pytest
from lxml import etree

from tests.benchmarks.build import plot, report
from tests.benchmarks.build.measure import Usage
from tests.benchmarks.build.plot import Axis
from tests.benchmarks.build.report import Case, Measurement

SVG = "{http://www.w3.org/2000/svg}"
MIB = 1 << 20


def run(peer: str, wall: float, mib: float, *, size: int = 1000, case: Case = "clean", number: int = 1) -> Measurement:
    usage = Usage(wall=wall, cpu=2 * wall, peak=int(mib * MIB))
    return Measurement(peer=peer, size=size, case=case, round=number, usage=usage, pages=7)


def cells(table: str, name: str) -> list[str]:
    """Return the first row with a cell of that name."""
    rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines())
    return next(row for row in rows if name in row)


def test_a_peers_row_says_how_much_of_its_time_and_memory_the_program_takes() -> None:
    table = report.table([run("digest", 6, 100), run("hugo", 10, 400)], 1000, "digest")
    assert cells(table, "hugo")[-2:] == ["0.60", "0.25"]
    assert cells(table, "digest")[-2:] == ["", ""]


def test_a_table_without_the_program_has_no_ratios() -> None:
    assert cells(report.table([run("hugo", 10, 400)], 1000, "digest"), "hugo")[-2:] == ["", ""]


def test_ratios_are_of_medians() -> None:
    runs = [run("digest", wall, 100, number=number) for number, wall in enumerate((5, 90, 6), 1)]
    table = report.table([*runs, *(run("hugo", 12, 200, number=number) for number in (1, 2, 3))], 1000, "digest")
    assert cells(table, "digest")[2:4] == ["6.00", "5.00–90.00"]
    assert cells(table, "hugo")[-2:] == ["0.50", "0.50"]


def test_every_row_of_a_table_has_a_cell_for_every_heading() -> None:
    lines = report.table([run("digest", 6, 100), run("hugo", 10, 400)], 1000, "digest").splitlines()[2:]
    assert len({line.count("|") for line in lines}) == 1


def test_a_curve_has_the_median_of_the_rounds_of_each_case_at_each_size() -> None:
    runs = [run("digest", wall, 50, number=number) for number, wall in enumerate((3, 1, 2), 1)]
    rows = report.curve([*runs, run("digest", 0.5, 40, case="unchanged")]).splitlines()[2:]
    assert rows == [
        "| 1,000 | clean build | 2.00 | 4.00 | 2.00 | 50 | 52 |",
        "| 1,000 | nothing changed | 0.50 | 1.00 | 0.50 | 40 | 42 |",
    ]


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    runs = [run("digest", 1.5, 80), run("hugo", 2.5, 90, case="template")]
    report.dump(runs, tmp_path / "results.json")
    assert report.read(tmp_path / "results.json") == runs


SHARES: dict[Case, float] = {"clean": 1.0, "unchanged": 0.1, "article": 0.11, "template": 0.9}
GROWING = [
    run("digest", size / 500 * share, size / 25 * share, size=size, case=case)
    for size in (100, 1_000, 10_000, 100_000)
    for case, share in SHARES.items()
]


def places(picture: etree._Element, style: str) -> list[list[tuple[float, float]]]:
    """Return the points of each path of a class."""
    paths = [path for path in picture.iter(f"{SVG}path") if path.get("class") == style]
    return [[(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path.get("d", ""))] for path in paths]


def test_the_picture_is_an_image_with_a_name_and_a_description() -> None:
    picture = etree.fromstring(plot.curve(GROWING))
    assert picture.get("role") == "img"
    named = {element.get("id"): element.text or "" for element in picture if element.get("id")}
    assert [named[each] for each in (picture.get("aria-labelledby") or "").split()] == list(named.values())
    assert "100,000 articles: clean build 200.00 s, 4,000 MiB; " in named["desc"]


def test_the_picture_needs_nothing_from_elsewhere() -> None:
    text = plot.curve(GROWING).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|url\(|@import|href|<script", text)


def test_every_case_is_a_line_in_both_diagrams_with_a_mark_at_every_size() -> None:
    picture = etree.fromstring(plot.curve(GROWING))
    for case in SHARES:
        assert [len(line) for line in places(picture, f"line {case}") if len(line) > 1] == [4, 4]
        assert len(places(picture, f"mark {case}")) == 1 + 4 + 4  # the legend's too


def test_the_straight_line_runs_along_times_in_proportion_to_articles() -> None:
    picture = etree.fromstring(plot.curve(GROWING))
    ((x1, y1), (x2, y2)) = places(picture, "rule")[0]
    times = next(line for line in places(picture, "line clean") if len(line) > 1)
    for x, y in times:
        assert y1 + (y2 - y1) * (x - x1) / (x2 - x1) == pytest.approx(y, abs=0.5)


def test_the_goal_lies_above_a_peak_that_meets_it_and_below_one_that_does_not() -> None:
    def goal_and_peak(mib: float) -> tuple[float, float]:
        picture = etree.fromstring(plot.curve([run("digest", 1, 80), run("digest", 100, mib, size=100_000)]))
        drawn = next(path for path in picture.iter(f"{SVG}path") if path.get("class") == "rule goal")
        level = re.match(r"M\d+ ([\d.]+)H", drawn.get("d", ""))
        assert level
        return float(level[1]), places(picture, "line clean")[-1][-1][1]

    goal, peak = goal_and_peak(3500)
    assert goal < peak
    goal, peak = goal_and_peak(4500)
    assert goal > peak


def test_everything_drawn_lies_within_the_picture() -> None:
    picture = etree.fromstring(plot.curve([run("digest", 0.03, 9, size=7), run("digest", 9000, 90_000, size=900_000)]))
    _, _, width, height = map(float, (picture.get("viewBox") or "").split())
    for style in ("line clean", "rule", "grid", "axis"):
        for x, y in (place for path in places(picture, style) for place in path):
            assert 0 <= x <= width
            assert 0 <= y <= height


def test_a_picture_of_one_size_and_case_is_drawn_too() -> None:
    assert etree.fromstring(plot.curve([run("digest", 1, 80, case="unchanged")])).tag == f"{SVG}svg"


def test_there_is_no_picture_of_a_program_that_was_not_measured() -> None:
    with pytest.raises(ValueError, match="no measurement of digest"):
        plot.curve([run("hugo", 1, 80)])


def test_an_axis_has_powers_of_ten_with_double_and_fivefold_where_there_is_room() -> None:
    assert Axis(low=0.2, high=20, start=0, end=1).ticks() == pytest.approx([0.2, 0.5, 1, 2, 5, 10, 20])
    assert Axis(low=0.01, high=1000, start=0, end=1).ticks() == pytest.approx([0.01, 0.1, 1, 10, 100, 1000])
