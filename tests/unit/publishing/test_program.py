import pytest

from digest.errors import DigestError
from digest.publishing.program import Programs


def test_a_program_that_is_missing_or_fails_is_named_with_the_target() -> None:
    programs = Programs(environ={"PATH": "/usr/bin:/bin"}, target="server")
    with pytest.raises(DigestError) as raised:
        programs.run("no-such-program")
    assert str(raised.value).startswith("site.toml [publish.server]: the program `no-such-program` is not installed")
    with pytest.raises(DigestError, match="`sh` failed: no room"):
        programs.run("sh", "-c", "echo no room >&2; exit 3")
    with pytest.raises(DigestError, match="`sh` failed: it ended with 4"):
        programs.run("sh", "-c", "exit 4")


def test_git_is_not_told_of_the_repository_in_whose_hook_it_runs() -> None:
    programs = Programs(environ={"PATH": "/usr/bin:/bin", "GIT_DIR": "/elsewhere", "KEPT": "yes"}, target="server")
    assert programs.run("sh", "-c", 'echo "$GIT_DIR$KEPT"') == "yes\n"
