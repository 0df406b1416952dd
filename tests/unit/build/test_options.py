from datetime import timedelta

from digest.argos import Machine
from digest.build.options import BuildOptions
from tests.sites import NOW
from tests.stories import simple


def test_what_is_not_published_yet_is_part_of_the_site_with_drafts_only(machine: Machine) -> None:
    articles = [
        simple(date=NOW - timedelta(days=1)).article,
        simple(date=NOW + timedelta(days=1)).article,
        simple(date=NOW - timedelta(days=2), expires=NOW).article,
        simple(date=NOW - timedelta(days=1), draft=True).article,
    ]
    plain = BuildOptions(now=NOW, machine=machine)
    assert [plain.publishes(article) for article in articles] == [True, False, False, False]
    drafts = BuildOptions(now=NOW, machine=machine, drafts=True)
    assert all(drafts.publishes(article) for article in articles)
