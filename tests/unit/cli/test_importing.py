import json
from pathlib import Path

from tests.unit.cli.conftest import Run
from tests.wordpress_export import export, post


def test_an_import_names_its_files_and_what_it_left_out(run: Run, root: Path) -> None:
    (root / "export.xml").write_text(
        export(post(1, "a", "text", name="a"), *(post(n, "b", "", name=f"b{n}") for n in range(2, 40))), "utf-8"
    )
    code, out, err = run("import", "export.xml", "--no-pictures", "--to", "archive", "--report", "done.json")
    assert (code, out.strip()) == (0, "content/archive/2019-05-14-a.md")
    assert "a post without a text (38 such)" in err
    assert "1 article, 0 sidecars, 0 pictures; 38 left out" in err
    assert len(json.loads((root / "done.json").read_text("utf-8"))["left_out"]) == 38


def test_what_was_taken_over_otherwise_is_not_counted_as_left_out(run: Run, root: Path) -> None:
    (root / "export.xml").write_text(export(post(1, "a", "text", name="x"), post(2, "b", "text", name="x")), "utf-8")
    _, _, err = run("import", "export.xml", "--no-pictures", "--report", "done.json")
    assert "its address `/2019/05/x/` is that of" in err
    assert "2 articles, 0 sidecars, 0 pictures; 0 left out, 1 taken over with changes" in err
    assert len(json.loads((root / "done.json").read_text("utf-8"))["notes"]) == 1


def test_a_folder_outside_the_content_is_refused(run: Run) -> None:
    for folder in ("../x", "/tmp", ".git"):
        assert run("import", "x.xml", "--to", folder)[0] == 2


def test_what_cannot_be_read_is_an_error(run: Run, root: Path) -> None:
    (root / "x.xml").write_text("no feed")
    code, _, err = run("import", "x.xml")
    assert (code, "it is no feed" in err) == (1, True)
