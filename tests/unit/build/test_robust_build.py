"""A build meets what it can't help: a full disk, a folder it may not write, another build, junk where its notes were.

It says what is wrong and leaves the old site whole, and the next build equals a clean one, in one process or in two.
"""

import ctypes
import multiprocessing
import os
import shutil
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

import digest
from digest import files
from digest.argos import Machine
from digest.build import worker_pool
from tests import versions
from tests.killing import finish, start, wait_for, workers
from tests.sites import ARTICLE, make_site, publish, tree
from tests.versions import Versions

IN_ONE = pytest.mark.parametrize("both", [1], indirect=True)
IN_TWO = pytest.mark.parametrize("both", [2], indirect=True)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what it does is Linux's alone")


@pytest.fixture(params=[1, 2])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Versions:
    return versions.make(tmp_path_factory.getbasetemp() / "versions", request.param)


@pytest.fixture
def root(tmp_path: Path, both: Versions) -> Path:
    """A site of which the old version is published, and the new one is to be built."""
    return both.site(tmp_path / "site")


def run(
    root: Path, both: Versions | None = None, *options: str, prepare: Callable[[], object] | None = None
) -> tuple[int, str]:
    """Build a site from the command line, and see that no traceback is shown; return the exit code and the messages."""
    jobs = ("--jobs", str(both.jobs)) if both else ()
    code, said = finish(start(root, *jobs, *options, prepare=prepare), within=20)
    assert "Traceback" not in said, said
    return code, said


def picture(root: Path, number: int, size: int = 40) -> Path:
    """Write an article with a picture, of so many bytes."""
    file = root / "content" / "chart.png"
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s2I5B", 13, b"IHDR", 8, 4, 8, 0, 0, 0, 0) + bytes([number])
    file.write_bytes(header.ljust(size, b"\0"))
    (root / "content" / "2026-11-20-chart.md").write_text("# رسم بياني\n\n![رسم](chart.png)\n", encoding="utf-8")
    return file


# --- disk full --------------------------------------------------------------------------------------------------------


def limit(size: int) -> None:
    """Let this process write no file beyond so many bytes."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@IN_TWO
def test_a_file_that_the_disk_does_not_take_is_reported_and_the_old_site_is_whole(
    root: Path, both: Versions, machine: Machine
) -> None:
    picture(root, 0, size=8_000_000)  # no other file is that large
    code, said = run(root, both, prepare=partial(limit, 7_000_000))
    assert (code, tree(root / "public")) == (1, both.old)
    assert "cannot write it: file too large" in said
    assert "    hint: the published files are as they were" in said
    assert not list((root / "public" / ".digest").glob("new*"))
    (root / "content" / "2026-11-20-chart.md").unlink()
    code, said = run(root, both, prepare=partial(limit, 2_000))  # not even a story
    assert (code, tree(root / "public")) == (1, both.old)
    assert "cannot write it: file too large" in said
    assert both.ends_well(root, machine)


SMALL_DISK = """
mount -t tmpfs -o size=$1 none public && cp -a old/. public || exit 99
shift
"$@"
code=$?
cp -a public/. left
exit $code
"""
ALONE = ["unshare", "--user", "--map-root-user", "--mount"]


def can_mount() -> bool:
    """Tell whether a disk can be mounted that no other process sees."""
    probe = [*ALONE, "mount", "-t", "tmpfs", "none", "/mnt"]
    return bool(shutil.which(ALONE[0])) and not subprocess.run(probe, capture_output=True, check=False).returncode


@IN_TWO
def test_a_full_disk_is_reported_and_the_old_site_is_whole(root: Path, both: Versions, machine: Machine) -> None:
    if not can_mount():
        pytest.skip("no small disk can be mounted here: it takes Linux with user namespaces")
    (root / "public").rename(root / "old")
    (root / "public").mkdir()
    (root / "left").mkdir()
    size = sum(-(-len(body) // 4096) * 4096 for body in both.old.values()) + 1_000_000
    program = [sys.executable, "-m", "digest", "build", "--allow-untranslated", "--now", "2026-11-23T12:00"]
    done = subprocess.run(
        [*ALONE, "sh", "-c", SMALL_DISK, "sh", str(size), *program, "--jobs", str(both.jobs)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ARGOS_PACKAGES_DIR": str(root / "none"), "XDG_CACHE_HOME": str(root / "cache")},
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "cannot write it: no space left on device" in done.stderr
    assert tree(root / "left") == both.old
    shutil.rmtree(root / "public")
    (root / "left").rename(root / "public")
    assert both.ends_well(root, machine)


# --- what may not be read or written ----------------------------------------------------------------------------------


def bound() -> None:
    """Let permissions bind this process and what it becomes, though it may be root's."""
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@contextmanager
def forbidden(path: Path, mode: int) -> Iterator[None]:
    """Leave a file or folder these permissions only, for a while. Skips the test where they don't bind."""
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        test = "import os, sys; sys.exit(os.access(sys.argv[1], os.R_OK | os.W_OK))"
        if subprocess.run([sys.executable, "-S", "-c", test, str(path)], preexec_fn=bound, check=False).returncode:
            pytest.skip("permissions don't bind this user")
        yield
    finally:
        path.chmod(before)


@ON_LINUX
def test_what_may_not_be_written_in_the_output_is_named_and_the_old_site_is_whole(
    root: Path, both: Versions, machine: Machine
) -> None:
    (root / "public" / ".digest" / "lock").unlink()
    places = {"articles/story-3/index.html": 0, ".digest": 0o555, "": 0o555, "articles/story-3": 0o555}
    for path, mode in places.items() if both.jobs == 1 else [*places.items()][:1]:
        with forbidden(root / "public" / path, mode):
            code, said = run(root, both, prepare=bound)
        assert (code, tree(root / "public")) == (1, both.old), said
        assert str(root / "public" / path) in said
        assert "permission denied" in said
        assert "    hint: " in said
    assert both.ends_well(root, machine)


@IN_ONE
def test_what_stands_where_a_page_is_needed_is_met_before_the_first_page_is_published(
    root: Path, both: Versions, machine: Machine
) -> None:
    page = root / "public" / "articles" / "story-3" / "index.html"
    page.unlink()
    page.mkdir()
    code, said = run(root, both)
    assert (code, tree(root / "public").items() < both.old.items()) == (1, True)
    assert f"error: {page}: a folder stands where a file is needed" in said
    page.rmdir()
    assert both.ends_well(root, machine)


@ON_LINUX
@IN_ONE
def test_an_output_folder_that_cannot_be_made_is_named(root: Path, both: Versions) -> None:
    for place in ("/proc/none", "/dev/null/site"):
        code, said = run(root, both, "--output", place)
        assert code == 1
        assert f"error: {place}" in said
        assert "cannot write it: " in said


@ON_LINUX
def test_what_may_not_be_read_is_named_and_the_old_site_is_whole(root: Path, both: Versions, machine: Machine) -> None:
    (root / "content" / "deep").mkdir()
    for path in ("2026-11-01-story-0.txt", "deep")[: 3 - both.jobs]:
        with forbidden(root / "content" / path, 0):
            code, said = run(root, both, prepare=bound)
        assert (code, tree(root / "public")) == (1, both.old), said
        assert f"{path}: cannot " in said
        assert "permission denied" in said
        assert "    hint: check its permissions" in said
    assert both.ends_well(root, machine)


@ON_LINUX
@IN_ONE
@pytest.mark.parametrize("name", ["2026-11-20-pipe.txt", "2026-11-01-story-0.en.po"])
def test_a_pipe_in_the_content_folder_is_named_and_not_waited_for(
    root: Path, both: Versions, machine: Machine, name: str
) -> None:
    os.mkfifo(root / "content" / name)
    code, said = run(root, both)
    assert (code, tree(root / "public")) == (1, both.old)
    assert f"error: {name}: it is not a file" in said
    (root / "content" / name).unlink()
    assert both.ends_well(root, machine)


@ON_LINUX
@IN_ONE
@pytest.mark.parametrize("path", ["site.toml", "content/glossary.csv", "templates/own.html", "theme/own.css"])
def test_a_pipe_where_the_site_is_described_is_named_and_not_waited_for(
    root: Path, both: Versions, machine: Machine, path: str
) -> None:
    file = root / path
    file.parent.mkdir(exist_ok=True)
    before = file.read_bytes() if file.exists() else None
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    code, said = run(root, both)
    assert (code, tree(root / "public")) == (1, both.old)
    assert f"{file.name}: it is not a file\n    hint: " in said
    file.unlink()
    if before is not None:
        file.write_bytes(before)
    assert both.ends_well(root, machine)


# --- order ------------------------------------------------------------------------------------------------------------


def place(path: str) -> int:
    """Return in which turn a file is published."""
    if path.endswith((".html", "/translation.json")):
        return 1 if "articles/" in path else 2
    return 3 if path.endswith((".xml", ".json", ".opml", ".txt")) else 0


@ON_LINUX
def test_what_a_page_needs_appears_before_it_and_what_leads_to_it_after_it(root: Path, both: Versions) -> None:
    (root / "theme").mkdir()
    (root / "theme" / "digest.css").write_text("p { color: red }\n")
    assert run(root, both)[0] == 0
    moved: dict[int, list[int]] = {turn: [] for turn in range(4)}
    for path, body in tree(root / "public").items():
        if body != both.old[path]:
            moved[place(path)].append((root / "public" / path).stat().st_ctime_ns)
    assert all(moved.values())
    assert all(max(moved[turn]) <= min(moved[turn + 1]) for turn in range(3))


# --- notes of earlier builds ------------------------------------------------------------------------------------------


@ON_LINUX
def test_a_site_whose_notes_may_not_be_written_is_built_all_the_same_and_told(root: Path, both: Versions) -> None:
    (root / ".digest").mkdir()
    with forbidden(root / ".digest", 0o555):
        code, said = run(root, both, prepare=bound)
    assert (code, tree(root / "public")) == (0, both.new), said
    assert "warning: " in said
    assert "cannot keep the state of the build: permission denied" in said
    assert "    hint: the next build takes as long as this one" in said
    assert not list((root / ".digest").iterdir())
    assert not list((root / "public" / ".digest").glob("new*"))


@IN_ONE
def test_a_file_where_notes_are_kept_is_left_alone_and_the_site_is_built_all_the_same(
    root: Path, both: Versions
) -> None:
    (root / ".digest").write_bytes(b"mine")
    code, said = run(root, both)
    assert (code, tree(root / "public")) == (0, both.new), said
    assert "cannot keep the state of the build" in said
    assert (root / ".digest").read_bytes() == b"mine"
    assert not list((root / "public" / ".digest").glob("new*"))


@pytest.fixture
def believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is noted of a file that has just been touched is believed, too."""
    monkeypatch.setattr(files, "RACY_WINDOW", 0)


def _folder(file: Path) -> None:
    file.unlink()
    (file / "within").mkdir(parents=True)


SPOILED: Mapping[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "junk": lambda file: file.write_bytes(b"\xff\x00junk" * 100),
    "cut off": lambda file: os.truncate(file, file.stat().st_size // 2),
    "as long, but zeros": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "a number changed": lambda file: file.write_bytes(file.read_bytes().replace(b"12,500", b"12,501")),
    "a folder": _folder,
}


@IN_ONE
def test_notes_that_are_spoiled_change_nothing(root: Path, both: Versions, machine: Machine, believed: None) -> None:
    def notes() -> list[Path]:
        return sorted(path for path in (root / ".digest").rglob("*") if path.is_file())

    assert both.ends_well(root, machine)
    kinds = {path.relative_to(root / ".digest").as_posix()[:5] for path in notes()}
    assert len(kinds) > 1
    for how in SPOILED:
        for kind in ("", *sorted(kinds)):
            for file in notes():
                if file.relative_to(root / ".digest").as_posix().startswith(kind):
                    SPOILED[how](file)
            for page in ("index.html", "articles/story-3/index.html"):
                (root / "public" / page).unlink()
            assert both.ends_well(root, machine), (how, kind)
        shutil.rmtree(root / ".digest")
        assert both.ends_well(root, machine)


def test_notes_of_another_version_of_the_program_are_not_believed(
    tmp_path: Path, machine: Machine, believed: None
) -> None:
    program = Path(digest.__file__).parent
    other = tmp_path / "other"
    shutil.copytree(program, other / "digest", ignore=shutil.ignore_patterns("__pycache__", "packages"))
    (other / "digest" / "packages").symlink_to(program / "packages")
    for kind in ("templates", "theme"):
        if (program.parent / kind).is_dir():
            shutil.copytree(program.parent / kind, other / kind)
    for name, old, new in (
        ("content/text_input.py", 'data.decode("utf-8")', 'data.decode("utf-8").replace("كتاب", "سفر")'),
        ("files.py", "RACY_WINDOW = 2_000_000_000", "RACY_WINDOW = 0"),
    ):
        changed = other / "digest" / name
        text = changed.read_text("utf-8")
        assert old in text
        changed.write_text(text.replace(old, new), encoding="utf-8")
    root = make_site(tmp_path / "site", {"2026-11-19-library.txt": ARTICLE})
    publish(root, machine)
    expected = tree(root / "public")
    code, said = finish(start(root, PYTHONPATH=str(other)))
    assert code == 0, said
    assert "12,500 سفر".encode() in tree(root / "public")["articles/library/index.html"]
    publish(root, machine)
    assert tree(root / "public") == expected


# --- builds at the same time ------------------------------------------------------------------------------------------


@ON_LINUX
@IN_TWO
def test_of_two_builds_into_one_output_one_wins_and_the_other_says_so(root: Path, both: Versions) -> None:
    first = start(root, "--jobs", "2")
    assert wait_for(first, lambda: len(workers(first)) == 2)
    os.killpg(first.pid, signal.SIGSTOP)
    code, said = run(root, both)
    os.killpg(first.pid, signal.SIGCONT)
    assert code == 1
    assert f"error: {root / 'public'}: another build is writing this folder" in said
    assert "    hint: wait until it has ended" in said
    assert finish(first)[0] == 0
    assert tree(root / "public") == both.new


@IN_TWO
def test_builds_of_one_site_into_two_outputs_at_the_same_time_are_equal(root: Path, both: Versions) -> None:
    builds = [start(root, "--jobs", "2", "--output", name) for name in ("public", "other")]
    for code, said in map(finish, builds):
        assert (code, "warning" in said) == (0, False), said
    assert tree(root / "public") == tree(root / "other") == both.new


# --- the same bytes ---------------------------------------------------------------------------------------------------


@IN_TWO
@pytest.mark.parametrize(("way", "jobs"), [("fork", 2), ("fork", 5), ("spawn", 2)])
def test_however_many_processes_and_however_they_begin_the_bytes_are_the_same(
    root: Path, both: Versions, machine: Machine, monkeypatch: pytest.MonkeyPatch, way: str, jobs: int
) -> None:
    if way not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system knows no {way}")
    monkeypatch.setattr(worker_pool, "WORTH_A_PROCESS", 20)
    seen: set[tuple[int, str]] = set()

    def look(stage: str, done: int, total: int) -> None:
        children = multiprocessing.active_children()
        seen.update((len(children), type(child).__name__) for child in children)

    end = threading.Event()
    idle = threading.Thread(target=end.wait)
    if way == "spawn":
        idle.start()  # a process with threads can't be forked
    else:
        monkeypatch.setattr(threading, "active_count", lambda: 1)  # whatever other tests have left behind
    try:
        publish(root, machine, jobs=jobs, progress=look)
    finally:
        end.set()
    assert seen == {(jobs, f"{way.title()}Process")}
    assert tree(root / "public") == both.new


def test_source_date_epoch_is_the_time_of_the_build_and_is_on_no_page(tmp_path: Path) -> None:
    articles = {"2026-11-19-library.txt": ARTICLE, "2026-11-26-later.txt": ARTICLE.replace("الخميس", "الأحد")}
    published = []
    for number, (day, options) in enumerate(
        [
            ("1795521600", ()),  # 2026-11-24
            ("1795780800", ()),  # 2026-11-27
            ("1795780800", ("--now", "2026-11-23T12:00")),
        ]
    ):
        root = make_site(tmp_path / str(number), articles)
        for file in (root / "content").iterdir():
            os.utime(file, (number * 1e8, number * 1e8))
        code, said = finish(start(root, *options, SOURCE_DATE_EPOCH=day))
        assert code == 0, said
        published.append(tree(root / "public"))
    early, late, told = published
    assert early == told
    assert "articles/later/index.html" not in early
    assert "articles/later/index.html" in late


@pytest.mark.parametrize("value", ["yesterday", "99999999999999999999"])
def test_a_source_date_epoch_that_is_no_time_is_an_error(tmp_path: Path, value: str) -> None:
    code, said = finish(start(make_site(tmp_path, {"2026-11-19-library.txt": ARTICLE}), SOURCE_DATE_EPOCH=value))
    assert (code, "Traceback" in said) == (2, False), said
    assert "SOURCE_DATE_EPOCH" in said
    assert f"`{value}`" in said


@IN_TWO
def test_wherever_a_site_lies_its_bytes_are_the_same(tmp_path: Path, both: Versions, machine: Machine) -> None:
    published = []
    for parent in ("here", "a folder/100% نشرة #2/{{ x }}"):
        root = both.site(tmp_path / parent / "site")
        (root / "theme").mkdir()
        (root / "theme" / "digest.css").write_text("body { margin: 0 }", encoding="utf-8")
        picture(root, 0)
        for _ in range(2):
            publish(root, machine, jobs=2)
            published.append(tree(root / "public"))
    assert published[0] == published[1] == published[2] == published[3]


# --- names and pictures -----------------------------------------------------------------------------------------------

ODD_NAMES = [
    "new\nline",
    "tab\there",
    'quote"d',
    "<b>bold",
    "am&p",
    "100%2e%2e",
    "ha#sh",
    "que?ry",
    "back\\slash",
    "co:lon",
    "{{ braces }}",
    "\u202eturned",
    "\x1b[31mred",
    "dots...and..more",
    "index",
    "page",
    "con",
    "e\u0301",
    "و" * 100,
    "x" * 200,
]


@ON_LINUX
@IN_TWO
def test_articles_whose_names_hold_odd_characters_have_pages(root: Path, both: Versions, machine: Machine) -> None:
    for name in ODD_NAMES:
        file = root / "content" / f"in {name[:20]}" / f"2026-11-20-{name}.txt"
        file.parent.mkdir()
        file.write_text(ARTICLE, encoding="utf-8")
    code, said = run(root, both)
    assert code == 0, said
    articles = {path for path in tree(root / "public") if path.startswith("articles/")}
    assert len(articles - both.new.keys()) == len(ODD_NAMES)
    assert publish(root, machine, jobs=both.jobs).written == 0


@ON_LINUX
def test_a_name_that_is_not_utf_8_is_named_and_the_old_site_is_whole(
    root: Path, both: Versions, machine: Machine
) -> None:
    names = [b"\xff.txt", b"\xff.po", b"folder-\xff/story.md"]
    for name in names:
        file = root / "content" / os.fsdecode(name)
        file.parent.mkdir(exist_ok=True)
        file.write_text(ARTICLE, encoding="utf-8")
    code, said = run(root, both)
    assert (code, tree(root / "public")) == (1, both.old), said
    for name in names:
        shown = name.decode("utf-8", "backslashreplace")
        assert f"error: {shown}: the name of the file is not UTF-8\n    hint: rename it" in said
        (root / "content" / os.fsdecode(name)).unlink()
    assert both.ends_well(root, machine)


@ON_LINUX
@IN_ONE
def test_a_theme_file_whose_name_is_not_utf_8_is_named_and_the_old_site_is_whole(
    root: Path, both: Versions, machine: Machine
) -> None:
    file = root / "theme" / os.fsdecode(b"\xff.css")
    file.parent.mkdir()
    file.write_bytes(b"")
    code, said = run(root, both)
    assert (code, tree(root / "public")) == (1, both.old), said
    assert "error: theme/\\xff.css: the name of the file is not UTF-8\n    hint: rename it" in said
    file.unlink()
    assert both.ends_well(root, machine)


@ON_LINUX
@IN_ONE
def test_a_name_that_is_not_utf_8_harms_nothing_where_the_file_is_not_used(
    root: Path, both: Versions, machine: Machine
) -> None:
    for name in (b"content/\xff.png", b"content/\xff.docx", b"templates/\xff.html", b"\xff"):
        (root / os.fsdecode(name)).write_bytes(b"x")
    code, said = run(root, both)
    assert (code, tree(root / "public")) == (0, both.new), said


@pytest.mark.parametrize("quiet", [False, True])
def test_a_picture_replaced_by_another_of_its_size_is_published_in_the_preview_and_by_a_new_build(
    tmp_path: Path, machine: Machine, believed: None, quiet: bool
) -> None:
    root = make_site(tmp_path, {"2026-11-19-library.txt": ARTICLE})
    file = picture(root, 0)
    warm = publish(root, machine).warm
    (published,) = [path for path in (root / "public").rglob("*.png") if path.read_bytes() == file.read_bytes()]
    stamp = file.stat().st_mtime_ns

    def replace(number: int) -> None:
        picture(root, number)
        if quiet:
            os.utime(file, ns=(stamp, stamp))

    for number in (1, 2, 3):
        replace(number)
        warm = publish(root, machine, warm=warm, changed=frozenset([file])).warm
        assert published.read_bytes() == file.read_bytes()
    replace(4)
    assert publish(root, machine).written == 1
    assert published.read_bytes() == file.read_bytes()
