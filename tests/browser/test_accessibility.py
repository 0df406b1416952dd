"""Every kind of page by the rules of WCAG 2.2, levels A and AA, as axe-core tells them by itself."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.test_layout import KINDS

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = [*KINDS.values(), "today/"]
LOOKS = [("", PHONE, "light", "dark"), ("ar/", DESKTOP, "dark", "light"), ("en/", DESKTOP, "sepia", "contrast")]


@pytest.mark.parametrize(("view", "viewport", "theme", "other"), LOOKS)
def test_no_page_breaks_a_rule_in_any_theme(visit: Visit, view: str, viewport: Any, theme: str, other: str) -> None:
    paths = [view + path for path in PATHS] + ["404.html"] * (not view)
    page = visit(paths[0], viewport)
    base = page.url.removesuffix(view)
    axe = Axe()
    for number, path in enumerate(paths):
        page.evaluate(f"localStorage.setItem('digest.theme', '{other if number % 2 else theme}')")
        page.goto(base + path)
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
        violations = [(each["id"], node["html"]) for each in found.response["violations"] for node in each["nodes"]]
        assert violations == [], path
