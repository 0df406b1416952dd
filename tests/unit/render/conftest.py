"""A site with something of everything."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stories import Whole, rich, simple, site


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    """Return a site with something of everything, under a base address with a path."""
    return site(
        tmp_path,
        rich(),
        simple("machine", origin="machine", day=19, timed=True),
        simple("english", "en", day=18, updated=datetime(2026, 11, 19, 8, tzinfo=UTC)),
        simple("untranslated", origin="untranslated", day=17),
        base_url="https://news.example/daily/",
        per_page=2,
        time_zone="Asia/Damascus",
        index_machine_pages=True,
        about={"ar": "عن **الموقع**.", "en": "About *us*."},
    )
