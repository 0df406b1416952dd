"""A long day of a preview: random edits, built one after the other while the machine translates, and what is left."""

import os
import random
import shutil
import struct
from dataclasses import dataclass, field
from pathlib import Path

from digest.argos import Machine
from digest.build.options import BuildOptions
from digest.build.pipeline import build
from digest.config import load
from digest.errors import DigestError
from digest.preview.server import Address
from digest.preview.session import PreviewSession, watched_paths
from digest.preview.watch import Watch
from tests.sites import ARTICLE, BULLETIN, NOW, make_site, tree

TOML = 'title = "نشرة"\nbeam_size = 1\nper_page = {}\n'
SIDECAR = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{}"\nmsgstr "{}"\n'
KINDS = (
    *("text", "text", "text", "text", "new", "gone", "renamed", "swapped", "moved", "sidecar"),
    *("picture", "style", "template", "settings", "empty", "nothing"),
)
PICTURE = "map.png"
SENTENCE = "بلغت درجة الحرارة في دمشق {} درجة مئوية."


def picture(width: int, height: int) -> bytes:
    """Return as much of a PNG picture as says how large it is."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0) + bytes(4)


class Restless(Watch):
    """A watch that now and then has something that keeps a build from making more than is looked at."""

    chance = random.Random(0)

    def is_due(self) -> bool:
        return self.chance.random() < 0.2


@dataclass
class Day:
    """A site that is edited and previewed; its files are those of `root`."""

    root: Path
    machine: Machine
    random: random.Random
    failures: int = 0
    failed: bool = False
    builds: int = 0
    left: frozenset[str] = frozenset()
    edits: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        articles = {f"2026-11-{day:02}-{day}.txt": self.text() for day in range(1, 8)}
        files: dict[str, str | bytes] = {PICTURE: picture(8, 4), **articles}
        make_site(self.root, files, TOML.format(3))
        self.output = self.root / ".digest" / "preview"
        self.watch = Restless(watched_paths(load(self.root)), ignore=self.output, on_warning=lambda problem: None)
        self.session = PreviewSession(
            self.root,
            self.output,
            address=Address(),
            watch=self.watch,
            machine_for=lambda config: self.machine,
            clock=lambda: NOW,
        )
        self.rebuild(None)

    def text(self) -> str:
        """Return an article: a bulletin for the machine, or one that nobody translates."""
        number = self.random.randrange(20, 30)
        if self.random.random() < 0.3:
            return ARTICLE.replace("12,500", f"{number},000")
        sentences = [SENTENCE.format(number + place) for place in range(self.random.randrange(1, 6))]
        header, _, _ = BULLETIN.partition("\n\n")
        shown = f"\nصورة المقال: /{PICTURE}" if number % 2 else ""
        return (
            f"{header.replace('التاريخ: 2026-11-20', f'الوسوم: وسم {number}')}{shown}\n\n"
            + "\n\n".join(sentences)
            + "\n"
        )

    def edit(self) -> None:
        """Make an edit, and build; now and then let the machine say something first."""
        if self.random.random() < 0.4:
            self.session.translator.step()
        pages = [path for path in tree(self.output) if path.endswith(".html")]
        open_pages = tuple(self.random.sample(pages, self.random.randrange(3))) if pages else ()
        self.session.translator.looked_at = lambda: open_pages
        kind = "mended" if self.failed and self.random.random() < 0.5 else self.random.choice(KINDS)
        self.edits[kind] = self.edits.get(kind, 0) + 1
        self.rebuild(frozenset(getattr(self, f"_{kind}")()))
        if self.random.random() < 0.5:
            self.rebuild(frozenset())

    def rebuild(self, changed: frozenset[Path] | None) -> None:
        self.builds += 1
        try:
            self.left = self.session.rebuild(changed).left
            self.failed = False
        except DigestError:
            self.failures += 1
            self.failed = True

    def end(self) -> None:
        """Mend what is wrong, and let the machine say all that is owed."""
        template = self.root / "templates/404.html"
        whole = self._written(template, "x") if template.exists() else []
        self.rebuild(frozenset([*self._mended(), *whole]))
        while self.session.translator.step():
            self.rebuild(frozenset())
        while self.left:
            self.rebuild(frozenset())
        self.watch.close()

    def equals_a_clean_build(self, folder: Path) -> bool:
        """Build the same files in an empty folder, and tell whether the bytes are the same."""
        for name in ("content", "templates", "theme", "site.toml"):
            source = self.root / name
            if source.is_dir():
                shutil.copytree(source, folder / name)
            elif source.exists():
                folder.mkdir(exist_ok=True)
                shutil.copy2(source, folder / name)
        config = load(folder, output=folder / "public", base_url=self.session.address.url, versioned_assets=False)
        build(config, BuildOptions(now=NOW, machine=self.machine, allow_untranslated=True))
        return tree(folder / "public") == tree(self.output)

    def _articles(self) -> list[Path]:
        return sorted((self.root / "content").rglob("*.txt"))

    def _one(self) -> Path:
        return self.random.choice(self._articles())

    def _name(self) -> Path:
        return self.root / "content" / f"2026-11-{self.random.randrange(1, 23):02}-{self.random.randrange(100)}.txt"

    def _written(self, path: Path, text: str) -> list[Path]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return [path]

    def _text(self) -> list[Path]:
        return self._written(self._one(), self.text())

    def _new(self) -> list[Path]:
        return self._written(self._name(), self.text()) if len(self._articles()) < 20 else []

    def _gone(self) -> list[Path]:
        if len(self._articles()) < 4:
            return []
        gone = self._one()
        gone.unlink()
        return [gone]

    def _renamed(self) -> list[Path]:
        old, new = self._one(), self._name()
        if new.exists():
            return []
        old.rename(new)
        return [old, new]

    def _sidecar(self) -> list[Path]:
        number = self.random.randrange(20, 30)
        said = SIDECAR.format(SENTENCE.format(number), f"It was {number} degrees in Damascus.")
        return self._written(self._one().with_suffix(".en.po"), said)

    def _style(self) -> list[Path]:
        return self._written(self.root / "theme/digest.css", f"p {{ margin: {self.random.randrange(9)}px }}")

    def _template(self) -> list[Path]:
        broken = "{{ nothing.at.all }}" if self.random.random() < 0.2 else ""
        extends = '{% extends "default/404.html" %}'
        return self._written(self.root / "templates/404.html", f"{extends}{{% block main %}}{broken}x{{% endblock %}}")

    def _settings(self) -> list[Path]:
        return self._written(self.root / "site.toml", TOML.format(self.random.randrange(2, 5)))

    def _empty(self) -> list[Path]:
        return self._written(self._name(), "")

    def _nothing(self) -> list[Path]:
        return []

    def _mended(self) -> list[Path]:
        """Remove what makes a build fail: articles that are empty, and all but one with the same slug."""
        slugs: set[str] = set()
        wrong = []
        for path in self._articles():
            slug = path.stem.split("-", 3)[3]
            if not path.stat().st_size or slug in slugs:
                path.unlink()
                wrong.append(path)
            slugs.add(slug)
        return wrong

    def _swapped(self) -> list[Path]:
        """Let two articles change their names: each file keeps its own size, time and number."""
        one, other = self._one(), self._one()
        if one == other:
            return []
        between = one.with_name(".between")
        one.rename(between)
        other.rename(one)
        between.rename(other)
        return [one, other]

    def _moved(self) -> list[Path]:
        """Move an article into a folder or out of it, or rename the folder, which is all that is told then."""
        folders = [self.root / "content" / name for name in ("news", "reports")]
        there = [folder for folder in folders if folder.exists()]
        if len(there) == 1 and self.random.random() < 0.5:
            (other,) = set(folders) - set(there)
            there[0].rename(other)
            return [there[0], other]
        old = self._one()
        new = (self.root / "content" if old.parent in folders else self.random.choice(folders)) / old.name
        if new.exists():
            return []
        new.parent.mkdir(exist_ok=True)
        old.rename(new)
        return [old, new]

    def _picture(self) -> list[Path]:
        """Replace the picture that some articles show by one as long; one in two keeps the time of the one before."""
        file = self.root / "content" / PICTURE
        before = file.stat()
        file.write_bytes(picture(self.random.randrange(1, 100), self.random.randrange(1, 100)))
        if self.random.random() < 0.5:
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        return [file]
