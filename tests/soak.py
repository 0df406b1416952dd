"""A long day of a preview: random edits, built one after the other while the machine translates, and what is left."""

import random
import shutil
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
SENTENCE = "بلغت درجة الحرارة في دمشق {} درجة مئوية."


@dataclass
class Day:
    """A site that is edited and previewed; its files are those of `root`."""

    root: Path
    machine: Machine
    random: random.Random
    failures: int = 0
    builds: int = 0
    edits: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        files = {f"2026-11-{day:02}-{day}.txt": self.text() for day in range(1, 8)}
        make_site(self.root, files, TOML.format(3))
        self.output = self.root / ".digest" / "preview"
        self.watch = Watch(watched_paths(load(self.root)), ignore=self.output, on_warning=lambda problem: None)
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
        return f"{header.replace('التاريخ: 2026-11-20', f'الوسوم: وسم {number}')}\n\n" + "\n\n".join(sentences) + "\n"

    def edit(self) -> None:
        """Make an edit, and build; now and then let the machine say something first."""
        if self.random.random() < 0.4:
            self.session.translator.step()
        kinds = ("text", "text", "text", "text", "new", "gone", "renamed", "sidecar", "style", "template", "settings")
        kind = self.random.choice((*kinds, "empty", "nothing"))
        self.edits[kind] = self.edits.get(kind, 0) + 1
        self.rebuild(frozenset(getattr(self, f"_{kind}")()))

    def rebuild(self, changed: frozenset[Path] | None) -> None:
        self.builds += 1
        try:
            self.session.rebuild(changed)
        except DigestError:
            self.failures += 1

    def end(self) -> None:
        """Mend what is wrong, and let the machine say all that is owed."""
        slugs: set[str] = set()
        wrong = []
        for path in self._articles():
            slug = path.stem.split("-", 3)[3]
            if not path.stat().st_size or slug in slugs:
                path.unlink()
                wrong.append(path)
            slugs.add(slug)
        template = self.root / "templates/404.html"
        mended = self._written(template, "x") if template.exists() else []
        self.session.rebuild(frozenset([*wrong, *mended]))
        while self.session.translator.step():
            self.session.rebuild(frozenset())
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
        return sorted((self.root / "content").glob("*.txt"))

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
        for path in self._articles():
            if not path.stat().st_size:  # what was empty is mended
                return self._written(path, self.text())
        return []
