"""Templates and theme files: the site's own before the defaults."""

import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow

from digest.errors import DigestError
from digest.render.theme_files import STYLE, asset_path, assets, below, defaults, everything, files, read_theme, version
from tests.sites import let_others_in
from tests.stories import config, render, site


def test_the_theme_is_published_with_the_sites_own_files_over_it(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/digest.css").write_text("body { color: red }")
    (tmp_path / "theme/logo.svg").write_text("<svg/>")
    files = {o.path: o.body for o in render(site(tmp_path)) if o.path.startswith("theme/")}
    assert files["theme/digest.css"] == b"body { color: red }"
    assert files["theme/digest.js"] == (defaults("theme") / "digest.js").read_bytes()
    assert "theme/logo.svg" in files


def test_files_are_listed_by_name_the_sites_own_over_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "templates/parts").mkdir(parents=True)
    for name in ("base.html", "parts/own.html", ".hidden"):
        (tmp_path / "templates" / name).touch()
    listed = files("templates", config(tmp_path))
    assert list(listed) == sorted(listed)
    assert listed["base.html"] == tmp_path / "templates/base.html"
    assert listed["article.html"] == defaults("templates") / "article.html"
    assert "parts/own.html" in listed
    assert ".hidden" not in listed


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_theme_file_whose_name_makes_no_address_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    os.close(os.open(os.fsencode(tmp_path / "theme") + b"/caf\xe9.css", os.O_CREAT))
    with pytest.raises(DigestError) as caught:
        files("theme", config(tmp_path))
    (problem,) = caught.value.problems
    assert (problem.problem, problem.where) == ("the name of the file is not UTF-8", "theme/caf\\xe9.css")


def test_all_that_a_template_may_include_is_looked_at_but_not_an_editors_lock(tmp_path: Path) -> None:
    (tmp_path / ".hidden").touch()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/part.html").touch()
    (tmp_path / ".#part.html").symlink_to("nobody@nowhere")
    assert {path.relative_to(tmp_path).as_posix() for path in everything(tmp_path)} == {".hidden", "inner/part.html"}
    assert [path.name for path in below(tmp_path)] == ["part.html"]


def test_what_is_neither_a_file_nor_a_folder_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    with pytest.raises(DigestError):
        list(everything(tmp_path))


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    assert list(below(tmp_path / "none")) == list(everything(tmp_path / "none")) == []


def test_theme_files_are_published_as_they_are(tmp_path: Path) -> None:
    theme = read_theme(config(tmp_path))
    assert {output.path: output.body for output in assets(theme)} == {asset_path(name): theme[name] for name in theme}
    assert "digest.css" in theme


def test_a_version_changes_with_the_bytes_of_a_file() -> None:
    assert version(b"a") == version(b"a") != version(b"b")


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="Windows has no folders that can't be read")
def test_a_folder_of_templates_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    let_others_in(tmp_path)
    folder.chmod(0)
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from digest.errors import DigestError\nfrom digest.render.theme_files import everything\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try:\n    list(everything(Path(sys.argv[1])))\n"
        "except DigestError as error:\n    print(error)\n"
    )
    try:
        command = [sys.executable, "-c", script, str(folder)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    finally:
        folder.chmod(0o755)
    assert said == f"{folder}: cannot read it: permission denied\n    hint: check its permissions\n"


def test_the_style_sheet_has_the_fonts_of_the_site(tmp_path: Path) -> None:
    fonts = {"ar": ("fonts/r.woff2", "fonts/b.woff2"), "en": ("fonts/en.woff2",)}
    style = read_theme(config(tmp_path, fonts=fonts))[STYLE].decode()
    own = style.partition(read_theme(config(tmp_path))[STYLE].decode())[2]
    rules = re.findall(
        r'font-family: "([^"]+)"; font-weight: ([\d ]+); font-display: optional; src: url\("([^"]+)"\)', own
    )
    assert rules == [
        ("Own ar", "400", "../fonts/r.woff2"),
        ("Own ar", "700", "../fonts/b.woff2"),
        ("Own en", "100 900", "../fonts/en.woff2"),
        ("Latin in Arabic", "100 900", "../fonts/en.woff2"),
    ]
    assert ':lang(ar) { --text: "Latin in Arabic", "Own ar",' in own


def test_brackets_of_arabic_text_come_from_no_font_of_the_site_which_may_hold_one_of_a_pair(
    tmp_path: Path,
) -> None:
    style = read_theme(config(tmp_path, fonts={"ar": ("r.woff2", "b.woff2"), "en": ("en.woff2",)}))[STYLE].decode()
    (ranges,) = set(re.findall(r'"Own ar";[^}]*unicode-range: ([^;]+);', style))
    ends = [[int(end, 16) for end in each.removeprefix("U+").split("-")] for each in ranges.split(", ")]
    missing = {code for code in range(0x3000) if not any(each[0] <= code <= each[-1] for each in ends)}
    assert missing == set(map(ord, "()<>[]{}«»‹›"))
    assert not re.search(r'"Own en";[^}]*unicode-range', style)


def test_the_icons_are_those_of_the_logo_unless_the_theme_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "theme").mkdir()
    Pillow.new("RGB", (400, 100), "#0000ff").save(tmp_path / "static/logo.png")
    (tmp_path / "theme/icon-192.png").write_bytes(b"own")
    theme = read_theme(config(tmp_path, logo="logo.png"))
    assert theme["icon-192.png"] == b"own"
    assert Pillow.open(BytesIO(theme["icon-512.png"])).getpixel((256, 256)) == (0, 0, 255)
    (tmp_path / "static/logo.png").write_text("<svg/>")
    assert read_theme(config(tmp_path, logo="logo.png"))["icon-512.png"] == read_theme(config())["icon-512.png"]
