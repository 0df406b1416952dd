from pathlib import Path

import pytest

from digest.content.paths import below_content, existing


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("a.pdf", "news/a.pdf"),
        ("./docs/../a.pdf", "news/a.pdf"),
        ("../a.pdf", "a.pdf"),
        ("/docs/a.pdf", "docs/a.pdf"),
        ("../../a.pdf", None),
        ("/../a.pdf", None),
    ],
)
def test_a_path_is_taken_from_the_folder_of_its_article_and_never_leads_out(written: str, path: str | None) -> None:
    assert below_content(written, "news/article.md") == path


def test_a_file_is_there_under_its_name_in_any_unicode_form(tmp_path: Path) -> None:
    (tmp_path / "re\u0301sume\u0301.pdf").touch()
    assert existing("r\u00e9sum\u00e9.pdf", tmp_path) == "re\u0301sume\u0301.pdf"
    assert existing("أخرى/r\u00e9sum\u00e9.pdf", tmp_path) == "أخرى/r\u00e9sum\u00e9.pdf"
