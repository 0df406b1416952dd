from pathlib import Path

import pytest

from digest.config import parse
from digest.errors import DigestError
from digest.publish_target import METHODS, PublishTarget, target_settings


def test_every_method_says_where_to_and_takes_no_setting_of_another() -> None:
    taken = {method: {each.key for each in target_settings(method)} for method in METHODS}
    assert all("to" in keys for keys in taken.values())
    assert taken["rsync"] & taken["git"] == {"to"}


def test_targets_of_the_file_have_the_defaults_of_their_method(tmp_path: Path) -> None:
    config = parse('[publish.a]\nmethod = "git"\nto = "x.git"\n[publish.b]\nmethod = "rsync"\nto = "h:/w"\n', tmp_path)
    assert config.publish["a"] == PublishTarget(method="git", to="x.git", branch="gh-pages", history=True)
    assert config.publish["b"].keep == 5


def test_the_pages_do_not_depend_on_where_they_are_published(tmp_path: Path) -> None:
    assert repr(parse('[publish.a]\nmethod = "git"\nto = "x.git"\n', tmp_path)) == repr(parse("", tmp_path))


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ('publish = "x"\n', "site.toml:1: `publish` takes a table for each target"),
        ('[publish]\nmethod = "git"\n', "site.toml:1: `publish` takes a table for each target"),
        ('[publish.a]\nto = "x"\n', "site.toml:1: `publish.a.method` takes one of `folder`, `git`, `rsync`"),
        ('[publish.a]\nmethod = "git"\n', "site.toml:1: `publish.a` does not say where to publish"),
        ('[publish.a]\nmethod = "git"\nto = 3\n', "site.toml:3: `publish.a.to` takes text"),
        ('[publish.a]\nmethod = "git"\nto = "x"\nbrunch = "y"\n', "hint: did you mean `branch`?"),
        ('[publish.a]\nmethod = "folder"\nto = "x"\nkeep = 3\n', "hint: `folder` takes `to`"),
        ('[publish.a]\nmethod = "rsync"\nto = "x"\nkeep = 0\n', "site.toml:4: `publish.a.keep` takes a whole number"),
    ],
)
def test_a_mistake_in_a_target_is_named_with_its_line(tmp_path: Path, toml: str, problem: str) -> None:
    with pytest.raises(DigestError) as raised:
        parse(toml, tmp_path)
    assert problem in str(raised.value)
