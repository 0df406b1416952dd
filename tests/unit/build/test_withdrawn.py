from pathlib import Path

import pytest

from digest.argos import Machine
from digest.errors import DigestError
from tests.sites import ARTICLE, TOML, make_site, publish, tree

HEADER = "Title: أمطار في الجنوب\nDate: 2026-11-20\nSection: weather\nTags: rain\n"
TEXT = "\nهطلت أمطار غزيرة في الجنوب. وغمرت المياه الطرق.\n"


def build(root: Path, files: dict[str, str], toml: str = TOML) -> dict[str, str]:
    make_site(root, files, toml)
    publish(root, Machine(folders=[], cache=root / "packages"))
    return {path: body.decode() for path, body in tree(root / "public").items() if not path.endswith(".png")}


@pytest.mark.parametrize("name", ["Withdrawn", "سحب", "سبب السحب"])
def test_an_article_that_is_withdrawn_says_so_at_its_address_and_is_nowhere_else(tmp_path: Path, name: str) -> None:
    files = {"rain.txt": HEADER + TEXT, "2026-11-19-library.txt": ARTICLE}
    assert "هطلت" in build(tmp_path, files)["articles/rain/index.html"]
    files["rain.txt"] = f"{HEADER}{name}: تبين أن الصور قديمة.\n{TEXT}"
    site = build(tmp_path, files)
    for view, words in (("", ("withdrawn", "سُحبت")), ("ar/", ("سُحبت",)), ("en/", ("withdrawn",))):
        page = site[f"{view}articles/rain/index.html"]
        assert all(word in page for word in words)
        assert "هطلت" not in page
        assert '<meta name="robots" content="noindex">' in page
    assert "تبين أن الصور قديمة." in site["articles/rain/index.html"]
    assert not [path for path, body in site.items() if "articles/rain/" not in path and "articles/rain/" in body]
    assert "sections/weather/index.html" not in site


def test_what_was_withdrawn_may_lose_its_text(tmp_path: Path) -> None:
    site = build(tmp_path, {"rain.txt": HEADER + "Withdrawn: yes\n"})
    assert "This article has been withdrawn." in site["en/articles/rain/index.html"]


def test_the_reason_has_a_counterpart_in_the_sidecar(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    said = 'msgid "تبين أن الصور قديمة."\nmsgstr "The pictures turned out to be old."\n'
    files = {"rain.txt": f"{HEADER}Withdrawn: تبين أن الصور قديمة.\n{TEXT}", "rain.en.po": head + said}
    assert "The pictures turned out to be old." in build(tmp_path, files)["en/articles/rain/index.html"]


def test_an_article_that_was_not_withdrawn_after_all_is_shown(tmp_path: Path) -> None:
    assert "هطلت" in build(tmp_path, {"rain.txt": f"{HEADER}Withdrawn: no\n{TEXT}"})["articles/rain/index.html"]


def test_an_empty_reason_is_an_error_and_does_not_publish_the_text(tmp_path: Path) -> None:
    with pytest.raises(DigestError) as caught:
        build(tmp_path, {"rain.txt": f"{HEADER}Withdrawn:\n{TEXT}"})
    assert [problem.where for problem in caught.value.problems] == ["rain.txt:5"]


def test_only_what_a_person_has_reviewed_is_shown_where_the_site_wants_that(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    reviewed = 'msgid "هطلت أمطار غزيرة في الجنوب."\nmsgstr "Heavy rain fell in the south."\n\n'
    draft = '#, fuzzy\nmsgid "وغمرت المياه الطرق."\nmsgstr "And water covered the roads."\n'
    files = {"rain.txt": HEADER + TEXT, "rain.en.po": head + reviewed + draft}
    assert "And water covered" in build(tmp_path, files)["en/articles/rain/index.html"]
    page = build(tmp_path, files, TOML.replace("title", "only_reviewed = true\ntitle"))["en/articles/rain/index.html"]
    assert "Heavy rain fell in the south." in page
    assert "And water covered" not in page
