"""Templates and theme files: the site's own before the defaults."""

from pathlib import Path

from digest.render.theme_files import defaults
from tests.stories import render, site


def test_the_theme_is_published_with_the_sites_own_files_over_it(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/digest.css").write_text("body { color: red }")
    (tmp_path / "theme/logo.svg").write_text("<svg/>")
    files = {o.path: o.body for o in render(site(tmp_path)) if o.path.startswith("theme/")}
    assert files["theme/digest.css"] == b"body { color: red }"
    assert files["theme/digest.js"] == (defaults("theme") / "digest.js").read_bytes()
    assert "theme/logo.svg" in files
