"""After any series of edits, a site equals a clean build of the same input: from the state on disk, in the preview, in
one process or two, whatever was deleted or tampered with in between, and after builds that failed.
"""

import os
import re
import shutil
import struct
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from digest import files
from digest.argos import Machine
from digest.build import worker_pool
from digest.build.options import BuildOptions
from digest.build.pipeline import build, keep
from digest.build.report import Report, WarmState
from digest.config import load
from digest.errors import DigestError
from digest.files import RACY_WINDOW
from tests.sidecars import po
from tests.sites import NOW, tree

FOLDERS = ("", "news/", "2026/", "news/deep/")
NAMES = tuple(f"story-{number}" for number in range(9))
TITLES = ("افتتاح مكتبة الحي", "رجل يزرع شجرة", "مطر في دمشق")
ENGLISH_TITLES = ("Corpus opens", "A man plants a tree", "Rain in Damascus")
SENTENCES = ("فتحت مكتبة الحي أبوابها صباح الخميس.", "قالت مديرة المكتبة إنها سعيدة.", "حضر الحفل عدد من الكتاب.")
TEMPLATES = {
    "a list in the frame": (
        "footer.html",
        "{% include 'default/footer.html' %}"
        "{% for s in site.stories[:3] %}<b>{{ s.briefs['en'].title }}</b>{% endfor %}",
    ),
    "counts on every page": (
        "base.html",
        "{% extends 'default/base.html' %}{% block head %}<meta name='n' "
        "content='{{ site.members.values() | map('length') | join(' ') }}'>{% endblock %}",
    ),
    "the whole site on some pages": (
        "article.html",
        "{% extends 'default/article.html' %}{% block head %}{% if tags %}"
        "<meta name='n' content='{{ site.stories | length }}'>{% endif %}{% endblock %}",
    ),
    "a macro that asks for the site": (
        "base.html",
        "{% extends 'default/base.html' %}{% from 'latest.html' import latest %}"
        "{% block head %}{{ latest() }}{% endblock %}",
    ),
    "pictures in lists": ("card.html", "{% include 'default/card.html' %}{{ story.pictures | join(' ') }}"),
    "a wrong template": ("list.html", "{% if %}"),
}
LATEST = (
    "{% set newest = site.stories[:2] %}"
    "{% macro latest() %}{% for s in newest %}{{ s.article.slug }}{% endfor %}{% endmacro %}"
)
SETTINGS: dict[str, tuple[str, ...]] = {
    "per_page": ("1", "2", "3"),
    "feed_items": ("1", "2", "5"),
    "base_url": ('"https://news.example/"', '"https://news.example/under/"'),
    "title": ('"نشرة"', '{ ar = "نشرة", en = "Bulletin" }'),
    "time_zone": ('"UTC"', '"Asia/Damascus"'),
    "sections": ("{}", '{ culture = { ar = "ثقافة", en = "Culture" } }', '{ culture = { ar = "فن", en = "Arts" } }'),
    "tags": ("{}", '{ books = { ar = "كتب", en = "Books" } }'),
    "authors": ("{}", '{ salma = { ar = "سلمى", en = "Salma" } }'),
}
FIELDS: dict[str, tuple[Any, ...]] = {
    "kind": ("text", "markdown", "bulletin", "english"),
    "title": (0, 1, 2),
    "body": (1, 2, 3),
    "day": (-900, -3, -2, -1, 0, 4),
    "dated": (True, True, False),
    "section": ("", "culture", "ثقافة", "رياضة"),
    "tags": ("", "books", "كتب, R&D", "books, ذهب"),
    "author": ("", "Salma", "سلمى"),
    "ticker": ("", "عاجل"),
    "draft": (False, False, True),
    "expires": (None, None, -1, 2),
    "picture": (None, 0, 1, 7),  # there is no seventh
    "version": tuple(range(9)),
}
PLAIN = {"kind": "text", "title": 0, "body": 2, "day": -2, "dated": True, "version": 0, "draft": False, "expires": None}
Fields = dict[str, Any]
Seen = dict[str, tuple[int, ...]]


class Site:
    """A site on disk, edited as its authors would."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.articles: dict[str, Fields] = {}
        self.settings = {name: values[0] for name, values in SETTINGS.items()}
        (root / "content").mkdir(parents=True)
        self.set({})
        for number in (0, 1):
            self.picture(number, 8, 4)

    def write(self, path: str, text: str | bytes, *, quiet: bool = False) -> None:
        """Write a file; when `quiet`, with the time of change that it had."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.stat().st_mtime_ns if file.is_file() else None
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        if quiet and before is not None:
            os.utime(file, ns=(before, before))

    def set(self, changes: dict[str, str]) -> None:
        self.settings |= changes
        self.write("site.toml", "".join(f"{name} = {value}\n" for name, value in self.settings.items()))

    def put(self, path: str, fields: Fields, *, quiet: bool = False) -> None:
        self.articles[path] = fields
        self.write(f"content/{path}", article(fields), quiet=quiet)

    def picture(self, number: int, width: int, height: int, *, quiet: bool = False) -> None:
        header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s2I5B", 13, b"IHDR", width, height, 8, 0, 0, 0, 0)
        self.write(f"content/images/{number}.png", header, quiet=quiet)

    def copy(self, root: Path) -> None:
        """Copy what the site is made from, with the times of change."""
        for name in ("content", "templates", "theme"):
            if (self.root / name).is_dir():
                shutil.copytree(self.root / name, root / name, symlinks=True)
        shutil.copy2(self.root / "site.toml", root)

    def look(self) -> Seen:
        """Return what a watcher sees: each path below what the site is made from, with what tells it from another."""
        folders = [self.root / name for name in ("content", "templates", "theme")]
        found = [self.root / "site.toml", *folders, *(path for folder in folders for path in folder.rglob("*"))]
        return {str(path): _state(path) for path in found if path.exists() or path.is_symlink()}


def _state(path: Path) -> tuple[int, ...]:
    status = path.lstat()
    if path.is_dir() and not path.is_symlink():
        return (status.st_ino,)
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size


def article(fields: Fields) -> str:
    """Return the text of an article."""
    kind = fields["kind"]
    day = NOW + timedelta(days=fields["day"])
    titles = ENGLISH_TITLES if kind == "english" else TITLES
    header = {
        "Title": f"{titles[fields['title']]} {fields['version']}" if kind != "bulletin" else "أمطار غزيرة في دمشق",
        "Date": f"{day:%Y-%m-%d %H:%M}" if fields["dated"] else "",
        "Section": fields.get("section", ""),
        "Tags": fields.get("tags", ""),
        "Author": fields.get("author", ""),
        "Ticker": fields.get("ticker", ""),
        "Draft": "yes" if fields["draft"] else "",
        "Expires": f"{NOW + timedelta(days=fields['expires']):%Y-%m-%d}" if fields["expires"] else "",
        "Package": "bulletins" if kind == "bulletin" else "",
    }
    lines = [f"{name}: {value}" for name, value in header.items() if value]
    if kind in ("markdown", "english"):
        lines = ["---", *lines, "---"]
    blocks = list(sentences(fields))
    if kind == "markdown":
        blocks[-1] = f"{blocks[-1]}[^1]"
        blocks.append("[^1]: حاشية عن **المكتبة**.")
        if fields.get("picture") is not None:
            blocks.insert(1, f"![صورة المكتبة](/images/{fields['picture']}.png)")
    return "\n\n".join(["\n".join(lines), *blocks]) + "\n"


def sentences(fields: Fields) -> Iterator[str]:
    if fields["kind"] == "bulletin":
        yield f"بلغت درجة الحرارة في دمشق {20 + fields['version']} درجة مئوية."
        return
    for number in range(fields["body"]):
        yield f"The library opened on day {number}." if fields["kind"] == "english" else SENTENCES[number]


class Builds(RuleBasedStateMachine):
    """Edits of a site, builds between them, and after each a look at whether it equals a clean one."""

    steps = 0
    builds = 0

    def __init__(self, machine: Machine, folder: Callable[[], Path]) -> None:
        super().__init__()
        self.machine = machine
        self.folder = folder()
        self.site = Site(self.folder / "site")
        self.root = self.site.root
        self.output = self.root / "public"
        self.now: datetime = NOW
        self.drafts = False
        self.warm: WarmState | None = None
        self.seen: Seen = {}
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(worker_pool, "WORTH_A_PROCESS", 1)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder)

    @initialize(
        count=st.integers(3, 6),
        kinds=st.lists(st.sampled_from(FIELDS["kind"]), min_size=6, max_size=6),
        racy=st.sampled_from([0, 0, 0, RACY_WINDOW]),
    )
    def begin(self, count: int, kinds: list[str], racy: int) -> None:
        # Times of this disk never stand still between two looks, so that a file may count as unchanged at once.
        self.patch.setattr(files, "RACY_WINDOW", racy)
        for number in range(count):
            self.site.put(f"{NAMES[number]}{_suffix(kinds[number])}", {**PLAIN, "kind": kinds[number]})
        self.build("fresh", jobs=1)

    # Articles and sidecars

    @rule(data=st.data(), field=st.sampled_from(sorted(FIELDS)), quiet=st.booleans())
    def edit(self, data: st.DataObject, field: str, quiet: bool) -> None:
        if self.site.articles:
            path = data.draw(st.sampled_from(sorted(self.site.articles)))
            fields = {**self.site.articles[path], field: data.draw(st.sampled_from(FIELDS[field]))}
            if field == "kind" and _suffix(fields["kind"]) != Path(path).suffix:
                return
            self.site.put(path, fields, quiet=quiet)
            self.then(data)

    @rule(data=st.data(), name=st.sampled_from(NAMES), folder=st.sampled_from(FOLDERS))
    def add(self, data: st.DataObject, name: str, folder: str) -> None:
        fields = {field: data.draw(st.sampled_from(values)) for field, values in FIELDS.items()}
        if len(self.site.articles) < 12:
            self.site.put(f"{folder}{name}{_suffix(fields['kind'])}", fields)
            self.then(data)

    @rule(data=st.data(), name=st.sampled_from(NAMES), folder=st.sampled_from(FOLDERS), along=st.booleans())
    def move(self, data: st.DataObject, name: str, folder: str, along: bool) -> None:
        if self.site.articles:
            old = data.draw(st.sampled_from(sorted(self.site.articles)))
            new = f"{folder}{name}{Path(old).suffix}"
            content = self.root / "content"
            (content / new).parent.mkdir(parents=True, exist_ok=True)
            (content / old).rename(content / new)
            self.site.articles[new] = self.site.articles.pop(old)
            if along and self.sidecar(old).exists():
                self.sidecar(old).rename(self.sidecar(new))
            self.then(data)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if len(self.site.articles) > 1:
            path = data.draw(st.sampled_from(sorted(self.site.articles)))
            del self.site.articles[path]
            (self.root / "content" / path).unlink()
            self.then(data)

    @rule(data=st.data(), first=st.sampled_from(FOLDERS[1:]), second=st.sampled_from(("older", "news", "2026")))
    def move_folder(self, data: st.DataObject, first: str, second: str) -> None:
        content = self.root / "content"
        old, new = content / first, content / second
        if old.is_dir() and not new.exists():
            old.rename(new)
            moved = [path for path in self.site.articles if path.startswith(first)]
            for path in moved:
                self.site.articles[f"{second}/{path.removeprefix(first)}"] = self.site.articles.pop(path)
            self.then(data)

    @rule(data=st.data())
    def swap(self, data: st.DataObject) -> None:
        """Let two articles change places: sizes and times of change may stay."""
        text = sorted(path for path in self.site.articles if path.endswith(".txt"))
        if len(text) > 1:
            one, two = data.draw(st.permutations(text))[:2]
            content = self.root / "content"
            (content / one).rename(content / "between.txt")
            (content / two).rename(content / one)
            (content / "between.txt").rename(content / two)
            articles = self.site.articles
            articles[one], articles[two] = articles[two], articles[one]
            self.then(data)

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def link(self, data: st.DataObject, name: str) -> None:
        """Publish an article a second time, as a link to its file."""
        link = self.root / "content" / f"linked-{name}.txt"
        if self.site.articles and not link.is_symlink():
            link.symlink_to(data.draw(st.sampled_from(sorted(self.site.articles))))
        else:
            link.unlink(missing_ok=True)
        self.then(data)

    @rule(data=st.data(), known=st.integers(0, 5), version=st.integers(0, 9), fuzzy=st.booleans(), quiet=st.booleans())
    def write_sidecar(self, data: st.DataObject, known: int, version: int, fuzzy: bool, quiet: bool) -> None:
        if self.site.articles:
            path = data.draw(st.sampled_from(sorted(self.site.articles)))
            fields = self.site.articles[path]
            title = article(fields).split("Title: ")[1].split("\n")[0]
            texts = [title, *sentences(fields)][:known]
            mark = "#, fuzzy\n" * fuzzy
            entries = [f'{mark}msgid "{text}"\nmsgstr "Sentence {version}."' for text in texts]
            self.site.write(str(self.sidecar(path).relative_to(self.root)), po(*entries), quiet=quiet)
            self.then(data)

    @rule(data=st.data(), broken=st.booleans())
    def spoil_sidecar(self, data: st.DataObject, broken: bool) -> None:
        """Remove a sidecar, or leave one that is no PO."""
        if found := sorted((self.root / "content").rglob("*.po")):
            file = data.draw(st.sampled_from(found))
            if broken:
                file.write_bytes(b'msgid "x\n')
            else:
                file.unlink()
            self.then(data)

    # What lies beside them

    @rule(
        data=st.data(),
        number=st.sampled_from((0, 1)),
        size=st.sampled_from(((8, 4), (4, 8), (9, 9))),
        quiet=st.booleans(),
    )
    def change_picture(self, data: st.DataObject, number: int, size: tuple[int, int], quiet: bool) -> None:
        """Replace a picture by another of as many bytes."""
        self.site.picture(number, *size, quiet=quiet)
        self.then(data)

    @rule(data=st.data(), number=st.sampled_from((0, 1)))
    def lose_picture(self, data: st.DataObject, number: int) -> None:
        (self.root / f"content/images/{number}.png").unlink(missing_ok=True)
        self.then(data)

    @rule(data=st.data(), rows=st.sets(st.sampled_from(("دمشق,Sham,Damascus", "مكتبة,Bookhouse,Corpus")), max_size=2))
    def change_glossary(self, data: st.DataObject, rows: set[str]) -> None:
        self.site.write("content/glossary.csv", "\n".join(["source,target,also", *sorted(rows)]) + "\n")
        self.then(data)

    @rule(data=st.data(), which=st.sampled_from(sorted(TEMPLATES)), version=st.integers(0, 9))
    def override_template(self, data: st.DataObject, which: str, version: int) -> None:
        name, text = TEMPLATES[which]
        self.site.write("templates/latest.html", LATEST)
        self.site.write(f"templates/{name}", f"{text}{{# {version} #}}")
        self.then(data)

    @rule(data=st.data())
    def restore_template(self, data: st.DataObject) -> None:
        if found := sorted((self.root / "templates").glob("*.html")):
            data.draw(st.sampled_from(found)).unlink()
            self.then(data)

    @rule(data=st.data(), name=st.sampled_from(("digest.css", "more/extra.css")), version=st.integers(0, 9))
    def change_theme(self, data: st.DataObject, name: str, version: int) -> None:
        file = self.root / "theme" / name
        if version:
            self.site.write(f"theme/{name}", f"body {{ margin: {version}px }}")
        else:
            file.unlink(missing_ok=True)
        self.then(data)

    @rule(data=st.data(), name=st.sampled_from(sorted(SETTINGS)))
    def change_settings(self, data: st.DataObject, name: str) -> None:
        self.site.set({name: data.draw(st.sampled_from(SETTINGS[name]))})
        self.then(data)

    # The world around

    @rule(data=st.data(), days=st.sampled_from((-2.5, -1, 0, 1, 3, 5)), drafts=st.booleans())
    def pass_time(self, data: st.DataObject, days: float, drafts: bool) -> None:
        self.now = NOW + timedelta(days=days)
        self.drafts = drafts
        self.then(data)

    @rule(data=st.data(), name=st.sampled_from((".digest", "public", ".digest/templates", ".digest/machine.sqlite")))
    def forget(self, data: st.DataObject, name: str) -> None:
        path = self.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        self.tampered(name == "public")
        self.then(data)

    @rule(data=st.data(), how=st.sampled_from(("remove", "cut", "change")))
    def spoil_what_is_kept(self, data: st.DataObject, how: str) -> None:
        """Damage a file that keeps stories, or cut off the build state."""
        stories = sorted((self.root / ".digest").glob("stories-*"))
        states = sorted((self.root / ".digest").glob("state-*")) if how != "change" else []
        if found := [*stories, *states]:
            file = data.draw(st.sampled_from(found))
            body = file.read_bytes()
            place = data.draw(st.integers(0, len(body)))
            if how == "remove":
                file.unlink()
            elif how == "cut":
                os.truncate(file, place)
            else:
                file.write_bytes(body[:place] + b"~~~~" + body[place + 4 :])
            self.then(data)

    @rule(data=st.data(), how=st.sampled_from(("remove", "append", "change", "replace")))
    def tamper(self, data: st.DataObject, how: str) -> None:
        if published := sorted(tree(self.output).keys() - {"CNAME", "articles/notes.txt"}):
            file = self.output / data.draw(st.sampled_from(published))
            body = file.read_bytes()
            if how == "remove":
                file.unlink()
            elif how == "append":
                file.write_bytes(body + b" ")
            elif how == "change":
                stamp = file.stat().st_mtime_ns
                file.write_bytes(b"~" + body[1:])
                os.utime(file, ns=(stamp, stamp))
            else:
                shutil.copy2(file, self.folder / "copy")
                (self.folder / "copy").replace(file)
            self.tampered(True)
            self.then(data)

    @rule(name=st.sampled_from(("CNAME", "articles/notes.txt")))
    def add_a_file_of_their_own(self, name: str) -> None:
        file = self.output / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"theirs")

    @rule()
    def end_the_preview(self) -> None:
        if self.warm:
            keep(self.warm, load(self.root))
            self.warm = None

    # Builds

    def then(self, data: st.DataObject) -> None:
        """Build after most edits."""
        how = data.draw(st.sampled_from(("fresh", "fresh", "preview", "preview", "not now")))
        if how != "not now":
            self.build(how, jobs=data.draw(st.sampled_from((1, 2))))

    @rule(how=st.sampled_from(("fresh", "preview")), jobs=st.sampled_from((1, 2)))
    def build(self, how: str, jobs: int) -> None:
        type(self).builds += 1
        changed: frozenset[Path] = frozenset()
        if how == "fresh":
            self.warm = None
        elif self.warm:
            changed = self.changed()
        theirs = {name: body for name, body in tree(self.output).items() if name in ("CNAME", "articles/notes.txt")}
        published, content = tree(self.output), self.site.look()
        report, problems = self.attempt(self.root, jobs=jobs, warm=self.warm, changed=changed)
        clean = self.folder / "clean"
        clean.mkdir()
        self.site.copy(clean)
        expected, expected_problems = self.attempt(clean, jobs=1)
        assert problems == expected_problems
        assert self.site.look() == content
        if report and expected:
            assert tree(self.output) == tree(clean / "public") | theirs
            assert (report.articles, report.pages, _counts(report)) == (
                expected.articles,
                expected.pages,
                _counts(expected),
            )
            assert _lasting_warnings(report) == _lasting_warnings(expected)
            assert not any((self.output / ".digest").glob("new-*"))
            self.warm, self.seen = report.warm, content
            if how == "fresh":
                self.nothing_to_do()
        else:
            assert tree(self.output) == published
        shutil.rmtree(clean)

    def nothing_to_do(self) -> None:
        """Build once more, and see that no file is touched."""
        before = _stamps(self.output)
        report, _ = self.attempt(self.root, jobs=1)
        assert report
        assert (report.written, report.removed, dict(report.made)) == (0, 0, {})
        assert _stamps(self.output) == before
        self.warm = report.warm

    def attempt(self, root: Path, *, jobs: int, **known: Any) -> tuple[Report | None, set[str]]:
        options = BuildOptions(
            now=self.now, machine=self.machine, drafts=self.drafts, allow_untranslated=True, jobs=jobs
        )
        try:
            done = build(load(root), options, **known)
        except DigestError as error:
            return None, {str(problem).replace(str(root), "") for problem in error.problems}
        return done, set()

    def changed(self) -> frozenset[Path]:
        """Return the paths that a watcher would have reported: of a folder that came or went, that of the folder."""
        now = self.site.look()
        found = {Path(path) for path in now.keys() | self.seen.keys() if now.get(path) != self.seen.get(path)}
        return frozenset(path for path in found if not any(folder in found for folder in path.parents))

    def tampered(self, output: bool) -> None:
        if output:
            self.warm = None

    def sidecar(self, path: str) -> Path:
        lang = "ar" if self.site.articles.get(path, PLAIN)["kind"] == "english" else "en"
        return (self.root / "content" / path).with_suffix(f".{lang}.po")


def _suffix(kind: str) -> str:
    return ".md" if kind in ("markdown", "english") else ".txt"


def _lasting_warnings(report: Report) -> list[str]:
    """Return what a report warns of, but for what was otherwise before: a clean build knows of nothing before."""
    before = re.compile(r"its address was |its text changed|\S+ lists? moved,")
    return [warning.problem for warning in report.warnings if not before.match(warning.problem)]


def _counts(report: Report) -> tuple[int, ...]:
    counts = report.counts
    asked = counts.from_cache + counts.machine_translated
    return counts.sentences, counts.from_sidecar, asked, counts.untranslated, counts.flagged


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    kept = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in kept}


def test_after_any_edits_and_builds_the_site_equals_a_clean_build(
    machine: Machine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run_state_machine_as_test(
        lambda: Builds(machine, lambda: tmp_path_factory.mktemp("builds")),  # type: ignore[arg-type]
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
