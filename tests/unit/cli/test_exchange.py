from pathlib import Path

import pytest

from tests.desk_site import make_desk_site
from tests.unit.cli.conftest import Run


@pytest.mark.parametrize("name", ["site.tmx", "site.xlf"])
def test_a_memory_goes_out_and_that_of_others_comes_in(run: Run, root: Path, name: str) -> None:
    make_desk_site(root, articles=2, sentences=2)
    assert run("memory", "export", name) == (0, f"{name}\n", "2 reviewed sentences\n")
    assert run("memory", "import", name) == (0, "memory/site.tmx\n", "2 sentences in Arabic and English\n")
    code, _, told = run("memory", "import", name)
    assert code == 1
    assert "there is one already" in told


@pytest.mark.parametrize("name", ["terms.tbx", "terms.csv"])
def test_a_glossary_goes_out_and_that_of_others_comes_in(run: Run, root: Path, name: str) -> None:
    file = root / "content" / "glossary.csv"
    file.write_text("source,target\nبحر,sea\n", "utf-8")
    assert run("glossary", "export", name) == (0, f"{name}\n", "1 term\n")
    file.write_text("source,target\nبحر,lake\n", "utf-8")
    code, _, told = run("glossary", "import", name)
    assert code == 1
    assert f"{name}:{2 if name.endswith('csv') else 6}: `بحر` is `lake` here, not `sea`" in told
    file.unlink()
    assert run("glossary", "import", name) == (
        0,
        "content/glossary.csv\n",
        "1 term added, 0 known already, 0 left out\n",
    )


def test_a_glossary_in_windows_1256_with_semicolons_is_added_in_utf_8(run: Run, root: Path) -> None:
    rows = "source;target\nرئيس مجلس الوزراء;Prime Minister\nمجلس النواب;Parliament\n"
    (root / "excel.csv").write_bytes(rows.encode("cp1256"))
    assert run("glossary", "import", "excel.csv")[0] == 0
    assert "رئيس مجلس الوزراء,Prime Minister" in (root / "content" / "glossary.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "call", [("memory", "export", "x.po"), ("glossary", "export", "x.xlsx"), ("memory", "export", "no/x.tmx")]
)
def test_what_cannot_be_written_is_said(run: Run, call: tuple[str, ...]) -> None:
    code, _, told = run(*call)
    assert code == 1
    assert "hint" in told
