"""Whole sites: what `<case>/site` becomes stands in `<case>/expected`; `UPDATE_EXPECT=1` writes it anew.

A case whose expectation is the file `errors.txt` is a site that can't be built: the file holds what its user reads.
"""

import os
import shutil
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.build.report import Report
from digest.errors import DigestError
from tests import sites
from tests.sites import NOW, tree

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/site"))


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    root = tmp_path / "site"
    shutil.copytree(HERE / request.param / "site", root)
    for article in (root / "content").rglob("*.*"):
        os.utime(article, (NOW.timestamp(), NOW.timestamp()))
    return root


def publish(root: Path) -> Report:
    machine = Machine(folders=[], cache=root / ".digest" / "packages")
    return sites.publish(root, machine, allow_untranslated=False)


def expect_tree(made: dict[str, bytes], folder: Path) -> None:
    if os.environ.get("UPDATE_EXPECT"):
        shutil.rmtree(folder, ignore_errors=True)
        for path, body in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(body)
    expected = tree(folder)
    assert sorted(made) == sorted(expected)
    for path in expected:
        if path.endswith(".png"):
            assert made[path] == expected[path], path
        else:
            assert made[path].decode() == expected[path].decode(), path


@pytest.mark.parametrize(("site", "case"), [(case, case) for case in CASES], indirect=["site"])
def test_a_site_becomes_what_is_expected(site: Path, case: str) -> None:
    errors = HERE / case / "errors.txt"
    if not errors.exists():
        publish(site)
        expect_tree(tree(site / "public"), HERE / case / "expected")
        again = publish(site)
        assert (again.written, again.removed) == (0, 0)
        return
    with pytest.raises(DigestError) as caught:
        publish(site)
    said = str(caught.value).replace(str(site), "SITE") + "\n"
    if os.environ.get("UPDATE_EXPECT"):
        errors.write_text(said, encoding="utf-8")
    assert said == errors.read_text("utf-8")
    assert not (site / "public").exists() or not tree(site / "public")
