from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.publishing.site_files import site_files


def test_what_is_hidden_stays_at_home_but_for_what_the_web_knows(output: Path) -> None:
    assert list(site_files(output)) == [
        ".well-known/security.txt",
        "articles/مطر/index.html",
        "index.html",
        'theme/a "quoted" name.css',
    ]


def test_a_link_is_refused_as_it_may_lead_anywhere(output: Path) -> None:
    (output / "etc").symlink_to("/etc")
    (output / "passwords.txt").symlink_to("/etc/passwd")
    with pytest.raises(DigestError) as raised:
        site_files(output)
    assert [Path(problem.where).name for problem in raised.value.problems] == ["etc", "passwords.txt"]


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="no site"):
        site_files(tmp_path)
