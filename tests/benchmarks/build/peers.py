"""The programs that are compared: how each is installed, given the same news as a site of its own, run, and edited."""

import json
import re
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from tests.benchmarks.build import corpus
from tests.benchmarks.build.corpus import LANGS, SECTIONS, TAGS, Article, Lang, Pair

Edit = Literal["article", "title", "template", "sidecar"]
"""What is edited: a sentence of an article, its title, the template of all articles, a sentence of the translation."""

ROOT = Path(__file__).parents[3]
_SITES = Path(__file__).parent / "sites"
_PO_HEADER = r"""msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"""
_REVISION = re.compile(r'data-revision="\d+"')


@dataclass(frozen=True, slots=True)
class Files:
    """Where a site keeps what the edits change, below its folder: one article, its translation, its template."""

    article: str
    sidecar: str
    template: str


class Peer(ABC):
    """A static site generator.

    Attributes:
        name: on the command line and in the table.
        left: what it leaves in a site's folder: the output, and what it remembers.
        tools: the folder for what `install` installs.
    """

    name: ClassVar[str]
    left: ClassVar[tuple[str, ...]] = ("public",)

    def __init__(self, tools: Path) -> None:
        self.tools = tools / self.name

    @abstractmethod
    def install(self) -> None:
        """Install the program below `tools`, unless it is there."""

    @abstractmethod
    def version(self) -> str:
        """Return its version."""

    @abstractmethod
    def command(self) -> Sequence[str]:
        """Return the command that builds the site in the current folder."""

    @abstractmethod
    def add(self, article: Article, site: Path) -> None:
        """Write an article and its translation."""

    @abstractmethod
    def files(self, article: Article) -> Files:
        """Return what is edited when that article is."""

    @abstractmethod
    def frame(self, site: Path) -> None:
        """Write what a site has beside its articles, and is not in `sites/`."""

    def server(self, port: int) -> Sequence[str]:
        """Return the command that shows the site in the current folder at a port of this machine, and follows edits."""
        raise NotImplementedError(f"{self.name} is not compared as a preview")

    def make(self, site: Path, articles: Iterable[Article]) -> None:
        """Write a whole site into a new folder."""
        self.start(site)
        self.frame(site)
        for article in articles:
            self.add(article, site)

    def start(self, site: Path) -> None:
        """Write what is in `sites/` into a new folder."""
        shutil.copytree(_SITES / self.name, site)

    def forget(self, site: Path, aside: Path) -> None:
        """Move what earlier runs left into the new folder `aside`, so that the next one starts from nothing.

        It is not removed: ext4 takes up to twice the processor time to make files where many have just been removed.
        """
        aside.mkdir(parents=True)
        for name in self.left:
            if (site / name).exists():
                (site / name).rename(aside / name)

    def edit(self, site: Path, article: Article, edit: Edit, number: int) -> None:
        """Change a file as its author would: a sentence, a title, or the template. Raises `ValueError`."""
        file, text = self.edited(site, article, edit, number)
        file.write_text(text, "utf-8")

    def edited(self, site: Path, article: Article, edit: Edit, number: int) -> tuple[Path, str]:
        """Return the file that an edit changes, and what it will then say. Raises `ValueError`."""
        file = site / getattr(self.files(article), "article" if edit == "title" else edit)
        text = file.read_text("utf-8")
        if edit == "template":
            text, count = _REVISION.subn(f'data-revision="{number}"', text)
        elif edit == "title":  # stands before the text, which may say the same
            text, count = re.subn(rf"({re.escape(article.title.ar)})(?: \(\d+\))?", rf"\1 ({number})", text, count=1)
        else:
            sentence = re.escape(_last(article)["ar" if edit == "article" else "en"][:-1])
            text, count = re.subn(rf"({sentence})(?: \(\d+\))?\.", rf"\1 ({number}).", text)
        if not count:
            raise ValueError(f"nothing to edit in {file}")
        return file, text

    def check(self, site: Path, article: Article, size: int, edits: Mapping[Edit, int]) -> None:
        """Refuse a build that left articles out, or did not show the edits made so far to one of them.

        Raises `ValueError`.
        """
        for lang in LANGS:
            published = sum(1 for _ in (site / "public" / lang / "articles").iterdir())
            if published != size:
                raise ValueError(f"{self.name} published {published} of {size} articles")
        pages = {lang: _page(site, lang, article).read_text("utf-8") for lang in LANGS}
        for edit, number in edits.items():
            shown = f'data-revision="{number}"' if edit == "template" else f" ({number})"
            shown += "." if edit in ("article", "sidecar") else ""
            if shown not in pages["en" if edit == "sidecar" else "ar"]:
                raise ValueError(f"{self.name} does not show edit {number} of the {edit}")


class Digest(Peer):
    """This program."""

    name = "digest"
    left = ("public", ".digest")

    def install(self) -> None:
        """It runs as installed beside the Python that runs this."""

    def version(self) -> str:
        return _said(self.command()[0], "--version").split()[-1]

    def command(self) -> Sequence[str]:
        return self._program(), "build", "--report", "report.json"

    def server(self, port: int) -> Sequence[str]:
        return self._program(), "serve", "--port", str(port)

    def frame(self, site: Path) -> None:
        template = (ROOT / "templates" / "article.html").read_text("utf-8")
        own = template.replace('<article class="story">', '<article class="story" data-revision="0">')
        _write(site / "templates" / "article.html", own)
        terms = {"sections": SECTIONS, "tags": TAGS}
        with (site / "site.toml").open("a", encoding="utf-8") as toml:
            for kind, listed in terms.items():
                for term in listed:
                    toml.write(f'\n[{kind}.{term.slug}]\nar = "{term.name.ar}"\nen = "{term.name.en}"\n')

    def add(self, article: Article, site: Path) -> None:
        source = site / self.files(article).article
        head = {
            "Title": article.title.ar,
            "Date": f"{article.date:%Y-%m-%d %H:%M}",
            "Section": article.section.slug,
            "Tags": ", ".join(tag.slug for tag in article.tags),
        }
        blocks = [" ".join(sentence.ar for sentence in block) for block in article.blocks]
        entries = [article.title, *article.sentences]
        if article.image:
            blocks.insert(1, f"![{article.image.ar}](/images/{article.slug}.png)")
            entries.insert(1, article.image)
            _picture(site / "content" / "images", article)
        header = "\n".join(f"{name}: {value}" for name, value in head.items())
        if article.image:
            header = f"---\n{header}\n---"
        _write(source, "\n\n".join((header, *blocks)) + "\n")
        _write(site / self.files(article).sidecar, _po(entries, source.name))

    def files(self, article: Article) -> Files:
        stem = f"content/{article.date:%Y}/{article.date:%Y-%m-%d}-{article.slug}"
        return Files(f"{stem}.{'md' if article.image else 'txt'}", f"{stem}.en.po", "templates/article.html")

    def _program(self) -> str:
        return str(Path(sys.executable).parent / "digest")

    def check(self, site: Path, article: Article, size: int, edits: Mapping[Edit, int]) -> None:
        super().check(site, article, size, edits)
        report = json.loads((site / "report.json").read_text("utf-8"))
        warnings = [
            each for each in report["warnings"] if not each["problem"].startswith("its text changed")
        ]  # an edit
        if report["from_sidecar"] != report["sentences"] or report["untranslated"] or warnings:
            said = {key: report[key] for key in ("sentences", "from_sidecar", "untranslated", "warnings")}
            raise ValueError(f"not every sentence has its counterpart from a sidecar, without a warning: {said}")


class Hugo(Peer):
    """Hugo: a content file a language, sentences as parameters, pages that find each other as translations."""

    name = "hugo"
    left = ("public", "resources", ".hugo_build.lock")
    pinned = "0.168.0"

    def install(self) -> None:
        _venv(self.tools, f"hugo=={self.pinned}")

    def version(self) -> str:
        return _said(self.command()[0], "version").split()[1].split("-")[0].lstrip("v")

    def command(self) -> Sequence[str]:
        return self._program(), "--quiet"

    def server(self, port: int) -> Sequence[str]:
        return self._program(), "server", "--bind", "127.0.0.1", "--port", str(port)

    def frame(self, site: Path) -> None:
        _style(site / "static")
        for lang in LANGS:
            for section in SECTIONS:
                _toml(site / f"content/{section.slug}/_index.{lang}.md", {"title": section.name[lang]})
            for tag in TAGS:
                _toml(site / f"content/tags/{tag.slug}/_index.{lang}.md", {"title": tag.name[lang]})

    def add(self, article: Article, site: Path) -> None:
        for lang, path in zip(LANGS, self._paths(article), strict=True):
            _toml(site / path, *self._written(article, lang))
        if article.image:
            _picture(site / "static" / "images", article)

    def files(self, article: Article) -> Files:
        return Files(*self._paths(article), "layouts/page.html")

    def _paths(self, article: Article) -> tuple[str, str]:
        stem = f"content/{article.section.slug}/{article.slug}"
        return f"{stem}.ar.md", f"{stem}.en.md"

    def _written(self, article: Article, lang: Lang) -> tuple[dict[str, object], str]:
        """Return the front matter of an article, and the text below it."""
        return {**_content(article, lang), "tags": [tag.slug for tag in article.tags]}, ""

    def _program(self) -> str:
        # The program itself: the script in front of it starts a Python first.
        return str(next(self.tools.glob("lib/python3*/site-packages/hugo/binaries/hugo*")))


class HugoMarkdown(Hugo):
    """Hugo as most of its sites are: text in Markdown, the two sides in columns, Hugo's own metadata in the head.

    What is in `sites/` for it lies on top of Hugo's other site.
    """

    name = "hugo-markdown"

    def __init__(self, tools: Path) -> None:
        super().__init__(tools)
        self.tools = tools / Hugo.name

    def start(self, site: Path) -> None:
        shutil.copytree(_SITES / Hugo.name, site)
        shutil.copytree(_SITES / self.name, site, dirs_exist_ok=True)

    def _written(self, article: Article, lang: Lang) -> tuple[dict[str, object], str]:
        head, _ = super()._written(article, lang)
        del head["blocks"]
        return head, "\n\n".join(" ".join(sentence[lang] for sentence in block) for block in article.blocks)


class Eleventy(Peer):
    """Eleventy: a content file a language, Nunjucks, lists as collections."""

    name = "eleventy"
    pinned: ClassVar[Mapping[str, str]] = {"@11ty/eleventy": "3.1.8", "@11ty/eleventy-plugin-rss": "3.0.0"}

    def install(self) -> None:
        if not (self.tools / "node_modules").is_dir():
            self.tools.mkdir(parents=True, exist_ok=True)
            wanted = [f"{name}@{version}" for name, version in self.pinned.items()]
            subprocess.run(
                ["npm", "install", "--no-audit", "--no-fund", "--silent", *wanted], cwd=self.tools, check=True
            )

    def version(self) -> str:
        return f"{_said('node', self.command()[1], '--version')} (Node {_said('node', '--version').lstrip('v')})"

    def command(self) -> Sequence[str]:
        return "node", str(self.tools / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet"

    def server(self, port: int) -> Sequence[str]:
        return *self.command(), "--serve", "--incremental", f"--port={port}"

    def frame(self, site: Path) -> None:
        _style(site / "src")
        (site / "node_modules").symlink_to(self.tools / "node_modules")
        _write(site / "src/_data/terms.json", _terms())

    def add(self, article: Article, site: Path) -> None:
        for lang, path in zip(LANGS, self._paths(article), strict=True):
            data = {
                **_content(article, lang),
                "description": " ".join(sentence[lang] for sentence in article.blocks[0]),
                "section": article.section.slug,
                "topics": [tag.slug for tag in article.tags],
            }
            _write(site / path, f"---json\n{_dump(data)}\n---\n")
        if article.image:
            _picture(site / "src" / "images", article)

    def files(self, article: Article) -> Files:
        return Files(*self._paths(article), "src/_includes/article.njk")

    def _paths(self, article: Article) -> tuple[str, str]:
        return f"src/ar/{article.slug}.md", f"src/en/{article.slug}.md"


class Pelican(Peer):
    """Pelican: a reader for lists of sentences, its content cache, and a run a language, both at once."""

    name = "pelican"
    left = ("public", "cache")
    pinned = "4.12.0"

    def install(self) -> None:
        _venv(self.tools, f"pelican=={self.pinned}")

    def version(self) -> str:
        return _said(self._program(), "--version")

    def command(self) -> Sequence[str]:
        run = f"SITE_LANG={{}} {self._program()} --quiet & {{}}=$!"
        runs = "; ".join(run.format(lang, lang) for lang in LANGS)
        return "sh", "-c", f"{runs}; wait $ar && wait $en"

    def frame(self, site: Path) -> None:
        _style(site / "theme" / "static")
        (site / "content" / "images").mkdir(parents=True)
        _write(site / "terms.json", _terms())

    def add(self, article: Article, site: Path) -> None:
        for lang, path in zip(LANGS, self._paths(article), strict=True):
            data = {
                **_content(article, lang),
                "slug": article.slug,
                "lang": lang,
                "category": article.section.slug,
                "tags": [tag.slug for tag in article.tags],
            }
            _json(site / path, data)
        if article.image:
            _picture(site / "content" / "images", article)

    def files(self, article: Article) -> Files:
        return Files(*self._paths(article), "theme/templates/article.html")

    def _paths(self, article: Article) -> tuple[str, str]:
        stem = f"content/articles/{article.slug}"
        return f"{stem}.ar.json", f"{stem}.en.json"

    def _program(self) -> str:
        return str(self.tools / "bin" / "pelican")


PEERS: tuple[type[Peer], ...] = (Digest, Hugo, HugoMarkdown, Eleventy, Pelican)


def _page(site: Path, lang: Lang, article: Article) -> Path:
    return site / "public" / lang / "articles" / article.slug / "index.html"


def _last(article: Article) -> Pair:
    return article.blocks[-1][-1]


def _content(article: Article, lang: Lang) -> dict[str, object]:
    """Return what every peer is told of an article in a language."""
    content: dict[str, object] = {
        "title": article.title[lang],
        "date": article.date.isoformat(),
        "blocks": [[sentence[lang] for sentence in block] for block in article.blocks],
    }
    return content | ({"image": article.image[lang]} if article.image else {})


def _po(entries: Iterable[Pair], article: str) -> str:
    header = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    )
    distinct = {entry.ar: entry.en for entry in entries}
    return "\n".join((header, *(f'#: {article}\nmsgid "{ar}"\nmsgstr "{en}"\n' for ar, en in distinct.items())))


def _terms() -> str:
    return _dump({term.slug: {lang: term.name[lang] for lang in LANGS} for term in (*SECTIONS, *TAGS)})


def _picture(folder: Path, article: Article) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{article.slug}.png").write_bytes(corpus.picture(article.number))


def _style(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "theme" / "digest.css", folder / "style.css")


def _json(file: Path, data: Mapping[str, object]) -> None:
    _write(file, _dump(data) + "\n")


def _toml(file: Path, data: Mapping[str, object], text: str = "") -> None:
    """Write data as Hugo's default front matter, and a text below; a JSON string or array is one of TOML too."""
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in data.items())
    _write(file, "\n".join(("+++", *lines, "+++", *(("", text) if text else ()))) + "\n")


def _dump(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _venv(folder: Path, requirement: str) -> None:
    """Make a virtual environment with one package in it, unless it is there."""
    if not (folder / "bin").is_dir():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", requirement], check=True)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
