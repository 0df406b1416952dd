"""The promises of SECURITY.md, each by name. Those that belong to one module alone are tested with it."""

import os
import pickle
import re
import shutil
import signal
import sqlite3
import struct
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from packaging.requirements import Requirement
from packaging.version import Version

from digest.argos import Machine
from digest.build.options import BuildOptions
from digest.build.pipeline import build
from digest.build.report import Report
from digest.build.state import state_file
from digest.config import load
from digest.editorial import corpus
from digest.editorial.git import set_up
from digest.editorial.move import move
from digest.editorial.new import create
from digest.errors import DigestError, Problem, collected
from digest.importing.importer import import_source
from digest.memory.saving import save_sidecar
from tests.sites import ARTICLE, NOW, make_site, tree

ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")

NAME = "2026-11-20-a"
TEXT = "مكتبة الحي\n\nفتحت مكتبة الحي أبوابها صباح الخميس أمام القراء.\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s2I5B", 13, b"IHDR", 8, 4, 8, 0, 0, 0, 0)


def make(root: Path) -> Path:
    """Make a site with every kind of file that the program reads."""
    files: Mapping[str, str | bytes] = {
        f"{NAME}.txt": TEXT,
        f"{NAME}.en.po": 'msgid "مكتبة الحي"\nmsgstr "The library"\n',
        "2026-11-19-b.md": "# صورة\n\n![مكتبة](chart.png)\n\nنص الخبر هنا.\n",
        "chart.png": PICTURE,
        "glossary.csv": "source,target\nمكتبة,library\n",
    }
    return make_site(root, files)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "site")


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A folder of the user's own, outside the site, that is the same afterwards."""
    folder = tmp_path / "victim"
    (folder / "newsletter").mkdir(parents=True)
    for name in ("newsletter/2025.txt", "new-year.txt", "profile"):
        (folder / name).write_text("precious: hunter2\n")
    before = {path: path.lstat().st_mtime_ns for path in sorted(folder.rglob("*"))}
    yield folder
    assert {path: path.lstat().st_mtime_ns for path in sorted(folder.rglob("*"))} == before


def publish(root: Path, machine: Machine, user: str = "me") -> Report:
    """Build a site as a user with a cache folder of their own."""
    config = load(root, user_cache=root.parent / "caches" / user)
    return build(config, BuildOptions(now=NOW, machine=machine, allow_untranslated=True))


def translate(root: Path) -> None:
    """Write skeletons of sidecars, as `digest translate --skeleton` does."""
    config = load(root)
    content = corpus.load(config, now=NOW, drafts=True)
    for article in content.articles:
        save_sidecar(article, {}, config, skeleton=True)


def published(root: Path) -> bytes:
    return b"\n".join(tree(root / "public").values())


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail when something waits for ever."""

    def give_up(*_: object) -> None:
        raise AssertionError("it waits")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# 1. A clone of somebody's content runs nothing, and touches nothing outside.


class Payload:
    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, str]]:
        return open, (str(self.file), "w")


def test_compiled_templates_that_came_with_a_site_are_not_run(root: Path, machine: Machine, tmp_path: Path) -> None:
    publish(root, machine)
    compiled = list((tmp_path / "caches" / "me" / "templates").iterdir())
    assert compiled
    (root / ".digest" / "templates").mkdir()
    for file in compiled:
        start = file.read_bytes()[:20]  # of Jinja and Python, before what is unpickled
        (root / ".digest" / "templates" / file.name).write_bytes(start + pickle.dumps(Payload(tmp_path / "ran")))
        (root / ".digest" / "templates" / file.name).with_suffix(".p").write_bytes(
            pickle.dumps(Payload(tmp_path / "ran"))
        )
    (root / "public" / "index.html").unlink()
    publish(root, machine)
    assert not (tmp_path / "ran").exists()


def tampered(root: Path) -> None:
    """Make the state of a site name a file outside as a picture."""
    file = state_file(load(root))
    body = file.read_bytes()
    assert b'"chart.png"' in body
    file.write_bytes(body.replace(b'"pictures":["chart.png"]', b'"pictures":["../../victim/profile"]'))


def test_state_that_was_tampered_with_publishes_nothing(root: Path, machine: Machine, victim: Path) -> None:
    publish(root, machine)
    tampered(root)
    (root / "public" / "articles" / "b" / "chart.png").unlink()
    publish(root, machine)
    assert b"hunter2" not in published(root)
    assert (root / "public" / "articles" / "b" / "chart.png").read_bytes() == PICTURE


def test_state_of_somebody_elses_builds_is_not_believed(root: Path, machine: Machine) -> None:
    publish(root, machine, user="mallory")
    file = state_file(load(root))
    theirs = file.read_bytes()
    publish(root, machine, user="me")
    mine = file.read_bytes()
    assert mine.partition(b"\n")[0] != theirs.partition(b"\n")[0]
    assert not publish(root, machine, user="me").made


@pytest.mark.parametrize("place", [".digest", ".digest/preview", "public/.digest"])
def test_a_folder_of_state_that_is_a_link_is_refused(root: Path, machine: Machine, victim: Path, place: str) -> None:
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).symlink_to(victim)
    with pytest.raises(DigestError, match="it is a link") as caught:
        publish(root, machine)
    assert caught.value.problems[0].where == str(root / place)


def test_a_preview_that_is_a_link_into_state_is_refused(root: Path, machine: Machine, victim: Path) -> None:
    (root / ".digest" / "preview").mkdir(parents=True)
    (root / ".digest" / "preview" / ".digest").symlink_to(victim)
    with pytest.raises(DigestError, match="it is a link"):
        build(
            load(root, output=root / ".digest" / "preview"),
            BuildOptions(now=NOW, machine=machine, allow_untranslated=True),
        )


def test_beside_its_own_files_a_build_deletes_nothing_in_its_state_folder(root: Path, machine: Machine) -> None:
    state = root / "public" / ".digest"
    (state / "newsletter").mkdir(parents=True)
    (state / "new" / "articles").mkdir(parents=True)
    names = ["new-year.txt", "new-0-1", "new-71-0-12", "new-stories-71-0", "new-manifest", "newsletter/2025.txt"]
    for name in names:
        (state / name).write_text("kept?")
    publish(root, machine)
    left = {path.relative_to(state).as_posix() for path in state.rglob("*")}
    assert left == {"lock", "manifest.json", "new-year.txt", "newsletter", "newsletter/2025.txt"}


def planted(root: Path, machine: Machine) -> list[Path]:
    """Return where a site that was built before keeps files, and where it puts others for a while."""
    publish(root, machine)
    translate(root)
    kept = [path for folder in (".digest", "public/.digest") for path in (root / folder).iterdir() if path.is_file()]
    assert {"manifest.json", "lock", "machine.sqlite", "sidecars.lock"} <= {path.name for path in kept} | {
        "machine.sqlite"
    }
    names = ("new-manifest", "new-0-1", "new")
    others = [
        *(root / "public" / ".digest" / name for name in names),
        *(root / ".digest" / f"machine.sqlite{end}" for end in ("", "-wal", "-journal", ".broken")),
        root / "content" / f".{NAME}.en.po.new",
    ]
    return [*kept, *others]


def test_a_link_in_the_place_of_any_file_that_is_written_overwrites_nothing(
    root: Path, machine: Machine, victim: Path
) -> None:
    for place in planted(root, machine):
        place.unlink(missing_ok=True)
        place.symlink_to(victim / "profile")
        (root / "content" / f"{NAME}.en.po").unlink(missing_ok=True)
        (root / "public" / "index.html").unlink(missing_ok=True)
        with suppress(DigestError):
            publish(root, machine)
        with suppress(DigestError):
            translate(root)
        assert (victim / "profile").read_text() == "precious: hunter2\n", place
        place.unlink(missing_ok=True)


def test_a_link_in_the_place_of_a_page_is_not_written_through(root: Path, machine: Machine, victim: Path) -> None:
    publish(root, machine)
    page = root / "public" / "index.html"
    whole = page.read_bytes()
    page.unlink()
    page.symlink_to(victim / "profile")
    publish(root, machine)
    assert not page.is_symlink()
    assert page.read_bytes() == whole


# 2. No link leads out, and nothing is waited for.

CONTENT = [f"{NAME}.txt", f"{NAME}.en.po", "glossary.csv", "chart.png"]
STATE = ["public/.digest/manifest.json", "public/.digest/lock", ".digest/machine.sqlite", ".digest/sidecars.lock"]

ODD: Mapping[str, Callable[[Path, Path], object]] = {
    "a link out": lambda file, victim: file.symlink_to(victim / "profile"),
    "a link to itself": lambda file, _: file.symlink_to(file),
    "a pipe": lambda file, _: os.mkfifo(file),
    "an endless device": lambda file, _: file.symlink_to("/dev/zero"),
    "a folder": lambda file, _: file.mkdir(),
}


@ON_POSIX
@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("path", CONTENT)
def test_what_is_no_file_of_the_content_folder_is_refused_at_once(
    root: Path, machine: Machine, victim: Path, path: str, what: str
) -> None:
    file = root / "content" / path
    file.unlink()
    ODD[what](file, victim)
    with within(20):
        if what == "a folder" and path.startswith(NAME):  # folders may have any name
            publish(root, machine)
        else:
            with pytest.raises(DigestError) as caught:
                publish(root, machine)
            assert all(problem.where for problem in caught.value.problems)
            assert "hunter2" not in str(caught.value)
    assert b"hunter2" not in published(root)


@ON_POSIX
@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("path", [*STATE, "state", "stories"])
def test_what_is_no_file_of_the_state_is_refused_or_made_anew_at_once(
    root: Path, machine: Machine, victim: Path, path: str, what: str
) -> None:
    publish(root, machine)
    whole = tree(root / "public")
    files = list((root / ".digest").glob(f"{path}-*")) if "/" not in path else [root / path]
    assert files
    for file in files:
        file.unlink(missing_ok=True)
        ODD[what](file, victim)
    (root / "public" / "index.html").unlink()
    with within(20), suppress(DigestError):
        publish(root, machine)
        assert tree(root / "public") == whole
    with within(20), suppress(DigestError):
        translate(root)


@ON_POSIX
@pytest.mark.parametrize("path", [*STATE, "state", "stories"])
def test_a_pipe_in_the_state_is_named_and_removed_and_the_build_goes_on(
    root: Path, machine: Machine, path: str
) -> None:
    publish(root, machine)
    whole = tree(root / "public")
    (file,) = [root / path] if "/" in path else (root / ".digest").glob(f"{path}-*")
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    (root / "public" / "index.html").unlink()
    with within(20):
        (warning,) = [found for found in publish(root, machine).warnings if "pipe" in found.problem]
    assert warning.where == str(file)
    assert tree(root / "public") == whole
    assert not file.is_fifo()
    assert not [found for found in publish(root, machine).warnings if "pipe" in found.problem]


@pytest.mark.parametrize("folder", ["content", "public", "templates", "theme"])
@pytest.mark.parametrize("place", ["", "sub", "none"])
def test_a_folder_of_the_site_that_is_a_link_out_is_refused(
    root: Path, machine: Machine, victim: Path, folder: str, place: str
) -> None:
    if (root / folder).is_dir():
        shutil.rmtree(root / folder)
    (root / folder).symlink_to(victim / place)
    for use in (lambda: publish(root, machine), lambda: translate(root)):
        with pytest.raises(DigestError, match="it is a link that leads out of the site") as caught:
            use()
        assert caught.value.problems[0].where == str(root / folder)


def test_an_output_folder_elsewhere_is_used_when_it_is_named(root: Path, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (root / "public").symlink_to(tmp_path / "www")
    assert load(root, output=root / "public").output == tmp_path / "www"
    (root / "site.toml").write_text(
        f'output = "{tmp_path / "www"}"\n' + (root / "site.toml").read_text("utf-8"), "utf-8"
    )
    assert load(root).output == tmp_path / "www"


@ON_POSIX
@pytest.mark.parametrize("path", ["content", "public", ".digest", "templates", "theme", "site.toml", "public/.digest"])
def test_a_link_that_leads_to_itself_is_an_error_with_a_place_or_makes_no_difference(
    root: Path, machine: Machine, path: str
) -> None:
    if (root / path).is_dir():
        shutil.rmtree(root / path)
    (root / path).unlink(missing_ok=True)
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).symlink_to(root / path)
    problems: list[Problem] = []
    for use in (lambda: publish(root, machine), lambda: translate(root)):
        with collected(problems):
            use()
    assert all(problem.where and problem.problem for problem in problems)


def test_links_inside_the_content_folder_are_followed(root: Path, machine: Machine) -> None:
    shared = root / "content" / ".shared"
    shared.mkdir()
    for path in CONTENT:
        (root / "content" / path).rename(shared / path)
        (root / "content" / path).symlink_to(Path(".shared") / path)
    publish(root, machine)
    assert b"The library" in published(root)
    assert (root / "public" / "articles" / "b" / "chart.png").read_bytes() == PICTURE


@pytest.mark.parametrize("folder", ["templates", "theme"])
def test_folders_of_templates_that_lead_round_in_circles_end(root: Path, machine: Machine, folder: str) -> None:
    (root / folder).mkdir()
    for name in ("a", "b", "c"):
        (root / folder / name).symlink_to(".")
    with within(20):
        publish(root, machine)


def linked_out(root: Path, victim: Path, *names: str) -> None:
    for name in names:
        (root / "content" / name).symlink_to(victim)


def test_a_new_article_or_page_is_not_made_through_a_link(root: Path, victim: Path) -> None:
    linked_out(root, victim, "pages")
    config = load(root)
    with pytest.raises(DigestError, match="a link that leads out of the content folder"):
        create(config.content / "pages" / "a.txt", "text", "content/pages/a.txt", config.content)


def test_an_import_writes_nothing_through_links(root: Path, victim: Path, tmp_path: Path) -> None:
    linked_out(root, victim, "pages", "pictures", "files", "old")
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.md").write_text("---\ntitle: A\n---\n\nText. [d](d.pdf)\n\n![a](a.png)\n")
    (source / "b.md").write_text("---\ntitle: B\nlayout: page\n---\n\nText.\n")
    (source / "a.png").write_bytes(PICTURE)
    (source / "d.pdf").write_bytes(b"%PDF")
    done = import_source(str(source), load(root), folder="old")
    assert not done.files
    assert sum("leads out" in problem.problem for problem in done.left_out) == 3


def test_an_import_takes_nothing_that_a_link_in_it_leads_to(root: Path, victim: Path, tmp_path: Path) -> None:
    source = tmp_path / "clone" / "content"
    source.mkdir(parents=True)
    for name in ("secret.png", "secret.pdf", "secret.docx"):
        (tmp_path / name).write_bytes(PICTURE)
    (tmp_path / "clone" / "static").symlink_to(tmp_path)
    (source / "static").symlink_to(tmp_path)
    (source / "b.docx").symlink_to(tmp_path / "secret.docx")
    (source / "a.md").write_text("# A\n\nText. [d](/secret.pdf)\n\n![a](/secret.png)\n")
    done = import_source(str(source), load(root))
    assert len(done.files) == 1
    assert not done.pictures
    assert not (root / "content" / "files").exists()
    assert any("leads out" in problem.problem and problem.where == "b.docx" for problem in done.left_out)


def test_an_article_is_not_moved_through_a_link(root: Path, victim: Path) -> None:
    (root / "content" / "b" / "img").mkdir(parents=True)
    (root / "content" / "c").mkdir()
    (root / "content" / "b" / "img" / "a.png").write_bytes(PICTURE)
    (root / "content" / "b" / "x.md").write_text("# خبر\n\nنص الخبر هنا.\n\n![صورة](img/a.png)\n")
    linked_out(root, victim, "c/img")
    before = tree(root / "content" / "b")
    with pytest.raises(DigestError, match="a link that leads out of the content folder"):
        move(root / "content" / "b" / "x.md", root / "content" / "c", load(root))
    assert tree(root / "content" / "b") == before
    assert not (root / "content" / "c" / "x.md").exists()


def test_a_sidecar_that_leads_out_is_not_moved_with_its_article(root: Path, victim: Path) -> None:
    sidecar = root / "content" / f"{NAME}.en.po"
    sidecar.unlink()
    sidecar.symlink_to(victim / "profile")
    with pytest.raises(DigestError, match="a link that leads out of the content folder"):
        move(root / "content" / f"{NAME}.txt", root / "content" / "2026-11-20-z.txt", load(root))
    assert sidecar.is_symlink()


def test_words_of_a_site_are_not_read_through_a_link(root: Path, victim: Path) -> None:
    (root / "locale").mkdir()
    (victim.parent / "words.toml").write_text('both_short = "hunter2"\n')
    (root / "locale" / "en.toml").symlink_to(victim.parent / "words.toml")
    with pytest.raises(DigestError, match="a link that leads out of the locale folder"):
        load(root)


@pytest.mark.parametrize("name", [".gitignore", ".gitattributes"])
@pytest.mark.parametrize("target", ["profile", "none"])
def test_what_git_is_told_is_not_written_through_a_link(root: Path, victim: Path, name: str, target: str) -> None:
    (root / name).symlink_to(victim / target)
    with pytest.raises(DigestError, match="a link that leads out"):
        set_up(root)


@pytest.mark.parametrize(
    "head", ["tags: *i", "date: *i", "zone: *i", "title: *i", "lastmod: *i", "x: {<<: [*i, *i, *i]}"]
)
def test_front_matter_that_multiplies_itself_is_left_out_of_an_import(root: Path, tmp_path: Path, head: str) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise("abcdefghi")]
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.md").write_text("\n".join(["---", *lines, head, "---", "", "Text.", ""]))
    with within(20):
        done = import_source(str(source), load(root))
    assert not done.files
    assert [problem.where for problem in done.left_out] == ["a.md"]


# 3. Links in pages.

SCHEMES = {"", "http", "https", "mailto"}
HOSTILE = """\
# عنوان <script>alert(1)</script>

[a](javascript:alert(1)) [b](JaVaScRiPt&#58;alert(1)) [c](data:text/html,<script></script>)
[d](vbscript:x) <javascript:alert(1)>

![x](https://a.example/"onerror=alert(1)) <img src=https://a.example/x.png onerror=alert(1)> <svg/onload=alert(1)></svg>

[e]: javascript:alert(1) "x"

[e] و [f](//evil.example/x) و <a href="javascript:alert(1)">g</a> و [h](file:///etc/passwd) و [i](mailto:a@b.example).
"""


def test_whatever_an_article_says_its_pages_and_feeds_hold_no_script_and_only_links_of_the_web(
    root: Path, machine: Machine
) -> None:
    (root / "content" / "2026-11-18-c.md").write_text(HOSTILE, "utf-8")
    (root / "content" / "2026-11-18-c.en.po").write_text(
        'msgid "نص"\nmsgstr "<script>alert(1)</script> [x](javascript:alert(1))"\n', "utf-8"
    )
    publish(root, machine)
    texts = [path.read_text("utf-8") for path in (root / "public" / "articles" / "c").rglob("*.html")]
    feed = etree.fromstring((root / "public" / "feed.xml").read_bytes())
    texts += [str(text) for text in feed.xpath("//*[@type='html']/text()")]  # type: ignore[union-attr]
    assert len(texts) > 1
    links = 0
    for text in texts:
        for element in html.fromstring(f"<div>{text}</div>" if "<html" not in text else text).iter():
            if not isinstance(element.tag, str):
                continue
            assert element.tag not in {"iframe", "object", "embed", "base", "svg", "math"}
            assert element.tag != "form" or element.get("role") == "search"
            assert not [name for name in element.attrib if str(name).startswith("on") or name == "style"]
            if element.tag == "script":
                assert "alert(1)" not in (element.text or "").replace("\\u003c", "") or element.get("type")
            for name in ("href", "src", "srcset", "action", "formaction", "poster"):
                if address := element.get(name):
                    links += 1
                    assert urlsplit(str(address)).scheme.lower() in SCHEMES, address
    assert links


# 4. No input ends in a traceback, and every error names a file.

JUNK = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [b"[" * 100_000, b'["\\ud800"]', b'["articles", "CNAME", ".git/config", 3]', b"{}", b"\xff\xfe", b"\0" * 4096]
    ),
)
PLACES = st.sampled_from(
    [*(f"content/{path}" for path in CONTENT), *STATE, "site.toml", "templates/article.html", ".digest/templates"]
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=PLACES, junk=JUNK)
def test_junk_in_any_file_is_an_error_that_names_it_or_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, machine: Machine, place: str, junk: bytes
) -> None:
    root = make(tmp_path_factory.mktemp("junk") / "site")
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_bytes(junk)
    problems: list[Problem] = []
    for use in (lambda: publish(root, machine), lambda: translate(root)):
        with collected(problems):
            use()
    assert all(problem.where and problem.problem for problem in problems)


# 5. Sizes are looked at before bytes.


TRUSTED = ["site.toml", "theme/digest.css", "templates/head.html"]


@pytest.mark.parametrize("path", [*(f"content/{path}" for path in CONTENT), "public/.digest/manifest.json", *TRUSTED])
def test_a_file_that_is_far_too_large_is_named_before_it_is_read(root: Path, machine: Machine, path: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    with (root / path).open("wb") as file:
        file.truncate(100 << 30)  # it takes no room
    start = monotonic()
    with pytest.raises(DigestError, match="too large: 102400 MB") as caught:
        publish(root, machine)
    assert path.rpartition("/")[2] in str(caught.value)
    assert monotonic() - start < 60


@pytest.mark.parametrize("mark", ["[", "![", "[[]", "[^a", "[a]("])
def test_more_brackets_than_anybody_writes_are_refused_in_an_article_and_in_a_sidecar(
    root: Path, machine: Machine, mark: str
) -> None:
    article, sidecar = root / "content" / "2026-11-18-c.md", root / "content" / "2026-11-18-c.en.po"
    article.write_text(f"# عنوان\n\n{mark * 25_000}\n", "utf-8")
    with within(20), pytest.raises(DigestError, match="too many brackets for an article") as caught:
        publish(root, machine)
    assert caught.value.problems[0].where == article.name
    article.write_text("# عنوان\n\nنص.\n", "utf-8")
    sidecar.write_text(f'msgid "نص."\nmsgstr "{mark * 70_000}"\n', "utf-8")
    with within(20), pytest.raises(DigestError, match="too many brackets for a sidecar") as caught:
        publish(root, machine)
    assert caught.value.problems[0].where == sidecar.name


def test_a_page_that_became_far_too_large_is_replaced_unread(root: Path, machine: Machine) -> None:
    publish(root, machine)
    whole = tree(root / "public")
    os.truncate(root / "public" / "index.html", 100 << 30)
    publish(root, machine)
    assert tree(root / "public") == whole


# The machine cache of a clone is text, and nothing but text.


@pytest.mark.parametrize(
    "statements",
    [
        "CREATE VIEW hypotheses AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) "
        "SELECT i AS key, 'x' AS text, 1.0 AS score, '' AS flags, '' AS alignment FROM n",
        "CREATE TABLE diary (text); INSERT INTO diary VALUES ('precious')",
    ],
)
@pytest.mark.parametrize("version", ["", "PRAGMA user_version = {}"])
@ON_POSIX
def test_a_database_that_is_no_machine_cache_is_moved_aside_unharmed(
    root: Path, machine: Machine, statements: str, version: str
) -> None:
    from digest.memory import cache

    (root / ".digest").mkdir()
    file = root / ".digest" / "machine.sqlite"
    with sqlite3.connect(file) as database:
        database.executescript(f"{statements}; {version.format(cache._FORMAT)}")
    database.close()
    body = file.read_bytes()
    (root / "content" / f"{NAME}.txt").write_text(ARTICLE.replace("\n\n", "\nPackage: bulletins\n\n", 1), "utf-8")
    with within(60):
        assert cache.Cache(file).get_many(["1"]) == {}
    assert (root / ".digest" / "machine.sqlite.broken").read_bytes() == body


# 11. What is installed was tested, and is what was tested.

ROOT = Path(__file__).parents[2]


SITE, TEST = "constraints.txt", "constraints-test.txt"


def pinned(name: str) -> dict[str, list[str]]:
    """Return the packages of a file of constraints with their versions and hashes."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    return {line.split()[0].partition("==")[0]: line.split() for line in text.splitlines() if not line.startswith("#")}


@pytest.mark.parametrize("name", [SITE, TEST])
def test_the_constraints_pin_every_package_by_its_hashes_and_name_no_host(name: str) -> None:
    packages = pinned(name)
    assert len(packages) > 30
    for first, *rest in packages.values():
        assert re.fullmatch(r"[a-z0-9.-]+==[0-9a-z.+!-]+", first)
        assert any(word.startswith("--hash=sha256:") for word in rest), first
    assert "://" not in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize(("name", "extras"), [(SITE, ()), (TEST, ("evaluate",))])
def test_the_constraints_hold_every_dependency_in_a_version_that_is_not_below_its_lowest(
    name: str, extras: tuple[str, ...]
) -> None:
    packages = {name: Version(words[0].partition("==")[2]) for name, words in pinned(name).items()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = [text for extra in extras for text in project["optional-dependencies"][extra]]
    wanted = [Requirement(text) for text in (*project["dependencies"], *optional)]
    assert len(wanted) > 15
    for requirement in wanted:
        assert [each.operator for each in requirement.specifier] == [">="], requirement
        assert packages[requirement.name] in requirement.specifier, requirement
