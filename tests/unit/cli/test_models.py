import json
from pathlib import Path

from digest.argos import embedded
from digest.files import PROGRAM
from tests.sites import BULLETIN, make_site
from tests.unit.cli.conftest import Run

PACKAGE = PROGRAM / "packages" / "ar_en.argosmodel"


def test_an_installed_package_is_listed_used_verified_and_removed(run: Run, root: Path) -> None:
    code, out, _ = run("models", "list")
    assert code == 0
    assert out.count("comes with the program") == len(embedded(root.parent / "cache"))
    assert run("models", "install", str(PACKAGE))[0] == 0
    assert str(root.parent / "packages") in run("models", "list")[1]
    described = json.loads(run("models", "info", "bulletins")[1])
    assert {"ar", "en"} == {described[0]["from"], described[0]["to"]}
    assert run("models", "verify")[0] == 0
    make_site(root, {"2026-11-20-rain.txt": BULLETIN.replace("الحزمة: bulletins\n", "")})
    assert run("build")[0] == 0
    assert 'data-origin="machine"' in (root / "public/en/articles/rain/index.html").read_text("utf-8")
    assert run("models", "remove", "bulletins")[0] == 0
    assert run("models", "remove", "bulletins")[0] == 1


def test_a_file_that_is_no_package_is_refused_and_nothing_is_installed(run: Run, root: Path) -> None:
    (root / "fake.argosmodel").write_bytes(b"PK\x05\x06" + bytes(18))
    code, _, err = run("models", "install", "fake.argosmodel")
    assert code == 1
    assert "fake.argosmodel" in err
    assert "Traceback" not in err
    packages = root.parent / "packages"
    assert not packages.exists() or not list(packages.iterdir())


def test_what_can_be_neither_removed_nor_installed_is_told_why(run: Run) -> None:
    code, _, err = run("models", "remove", "bulletins")
    assert (code, "the package `bulletins` comes with the program" in err) == (1, True)
    code, _, err = run("models", "install", "ar")
    assert (code, "two languages, as in `ar en`" in err) == (1, True)
