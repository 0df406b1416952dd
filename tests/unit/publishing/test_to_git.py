import os
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.publish_target import PublishTarget
from digest.publishing import to_git
from digest.publishing.changes import Changes
from digest.publishing.program import Programs
from digest.publishing.site_files import site_files
from tests.unit.publishing.conftest import bodies, git


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    (tmp_path / "bare.git").mkdir()
    git(tmp_path / "bare.git", "init", "--bare", "--quiet", "--initial-branch=main")
    return tmp_path / "bare.git"


def publish(
    output: Path, programs: Programs, *, dry_run: bool = False, to: str = "bare.git", **more: object
) -> Changes:
    target = PublishTarget(method="git", to=to, **more)  # type: ignore[arg-type]
    return to_git.publish(
        site_files(output), target, root=output.parent, programs=programs, time=1_790_000_000, dry_run=dry_run
    )


def published(bare: Path) -> dict[str, bytes]:
    paths = git(bare, "ls-tree", "-r", "-z", "--name-only", "gh-pages").split("\0")[:-1]
    return {path: git(bare, "show", f"gh-pages:{path}").encode() for path in paths}


def commits(bare: Path) -> int:
    return int(git(bare, "rev-list", "--count", "gh-pages"))


def test_the_branch_holds_the_site_and_each_publishing_is_a_commit(
    output: Path, bare: Path, programs: Programs
) -> None:
    assert publish(output, programs, domain="news.example").added
    extra = {".nojekyll": b"", "CNAME": b"news.example\n"}
    assert published(bare) == bodies(output) | extra
    assert not publish(output, programs, domain="news.example")
    (output / "index.html").write_text("<p>two</p>")
    (output / 'theme/a "quoted" name.css').unlink()
    (output / "new.html").write_text("new")
    expected = Changes(added=("new.html",), changed=("index.html",), removed=('theme/a "quoted" name.css',))
    assert publish(output, programs, domain="news.example", dry_run=True) == expected
    assert commits(bare) == 1
    assert publish(output, programs, domain="news.example") == expected
    assert published(bare) == bodies(output) | extra
    assert commits(bare) == 2
    assert git(bare, "log", "-1", "--format=%s %cn %ct", "gh-pages") == "Publish the site digest 1790000000\n"


def test_without_history_the_branch_has_one_commit(output: Path, bare: Path, programs: Programs) -> None:
    publish(output, programs, history=False)
    (output / "index.html").write_text("<p>two</p>")
    publish(output, programs, history=False)
    assert commits(bare) == 1
    assert published(bare) == bodies(output) | {".nojekyll": b""}


def test_a_domain_that_the_host_wrote_on_the_branch_stays(output: Path, bare: Path, programs: Programs) -> None:
    publish(output, programs, domain="news.example")
    for history in (True, False):
        (output / "index.html").write_text(f"<p>{history}</p>")
        assert publish(output, programs, history=history) == Changes(changed=("index.html",))
        assert published(bare)["CNAME"] == b"news.example\n"


def test_a_branch_with_the_sources_is_refused(output: Path, bare: Path, programs: Programs) -> None:
    (output / "site.toml").write_text("")
    publish(output, programs)
    with pytest.raises(DigestError, match="holds a site's sources"):
        publish(output, programs)


def test_a_push_that_is_refused_leaves_the_branch_as_it_was(output: Path, bare: Path, programs: Programs) -> None:
    publish(output, programs)
    before = published(bare)
    hook = bare / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no room >&2\nexit 1\n")
    hook.chmod(0o755)
    (output / "index.html").write_text("<p>two</p>")
    with pytest.raises(DigestError, match="no room"):
        publish(output, programs)
    assert published(bare) == before


def test_what_another_person_published_meanwhile_is_not_overwritten(
    output: Path, bare: Path, programs: Programs, tmp_path: Path
) -> None:
    publish(output, programs)
    real = next(Path(folder) / "git" for folder in os.environ["PATH"].split(":") if (Path(folder) / "git").exists())
    between = tmp_path / "bin" / "git"
    between.parent.mkdir()
    between.write_text(f"""#!/bin/sh
if [ "$1" = push ]; then
  {real} -C {bare} -c user.name=x -c user.email=x@x commit-tree -m "other $$" gh-pages^{{tree}} > {tmp_path}/other
  {real} -C {bare} update-ref refs/heads/gh-pages $(cat {tmp_path}/other)
fi
exec {real} "$@"
""")
    between.chmod(0o755)
    racing = Programs(
        environ={**programs.environ, "PATH": f"{between.parent}:{programs.environ['PATH']}"}, target="live"
    )
    for history in (True, False):
        (output / "index.html").write_text(f"<p>{history}</p>")
        with pytest.raises(DigestError, match="`git` failed"):
            publish(output, racing, history=history)
    assert published(bare)["index.html"] == b"<p>one</p>"


def test_a_repository_that_is_not_there_is_an_error(output: Path, programs: Programs) -> None:
    for to in ("nowhere.git", "--upload-pack=touch x"):
        with pytest.raises(DigestError, match="`git` failed"):
            publish(output, programs, to=to)
    assert not (output.parent / "x").exists()
