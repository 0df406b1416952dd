import json
from pathlib import Path

from tests.sites import BULLETIN, make_site, tree
from tests.tiny_package import build as build_package
from tests.unit.cli.conftest import Run


def test_evaluate_scores_a_package_and_a_finished_output(run: Run, root: Path) -> None:
    rows = [
        ("أسعار العملات اليوم الأحد", "Exchange rates today, Sunday", "Exchange rates today, Sunday"),
        ("قال: «نعم».", "He said: &quot;yes&quot;.", 'He said: "yes".'),
        ("بلغ السعر 15 دولارا.", "The price reached 51 dollars.", "The price reached 15 dollars."),
    ]
    for name, column in zip(("src", "hyp", "ref"), zip(*rows, strict=True), strict=True):
        (root / name).write_text("\n".join(column) + "\n", encoding="utf-8")
    code, out, _ = run("models", "evaluate", "--outputs", "hyp", "src", "ref", "--write", "repaired", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["scores"]["as decoded"]["chrf"] < found["scores"]["repaired"]["chrf"]
    assert found["scores"]["without entities"]["chrf"] < found["scores"]["repaired"]["chrf"]
    assert (found["flags"], found["flagged_references"]) == ({"number": 1}, 0)
    assert (root / "repaired").read_text("utf-8").splitlines()[1] == 'He said: "yes".'
    code, out, _ = run("models", "evaluate", "bulletins", "src", "ref", "--beam-size", "1")
    assert code == 0
    assert "as decoded" in out
    assert "a flag on a reference is a false alarm" in out.splitlines()
    (root / "ref").write_text("one line\n", encoding="utf-8")
    code, _, err = run("models", "evaluate", "--outputs", "hyp", "src", "ref")
    assert code == 1
    assert "ref: it has 1 lines, `src` has 3" in err
    assert run("models", "evaluate", "src", "ref")[0] == 2


def test_compare_shows_what_a_switch_would_change_and_writes_nothing_but_the_cache(run: Run, root: Path) -> None:
    build_package(root.parent / "packages" / "nonsense", name="nonsense", ending=3.0)
    make_site(root, {"2026-11-20-rain.txt": BULLETIN.replace("الحزمة: bulletins\n", "")}, 'package = "bulletins"\n')
    run("translate")
    before = tree(root)
    code, out, _ = run("models", "compare", "bulletins", "nonsense")
    assert code == 0
    assert out.startswith("3 of 3 sentences that no person has translated would change")
    assert "in sidecars, which change with `digest translate --again` only: 3" in out
    assert tree(root) == before
    found = json.loads(run("models", "compare", "bulletins", "nonsense", "--json")[1])
    assert [change["path"] for change in found["changes"]] == ["2026-11-20-rain.txt"] * 3
    code, _, err = run("models", "compare", "bulletins", "absent")
    assert code == 1
    assert "no package `absent` is installed" in err
    code, _, err = run("models", "compare", "bulletins", "bulletins")
    assert code == 1
    assert "`bulletins` is compared with itself" in err
