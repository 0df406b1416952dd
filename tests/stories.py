"""Stories made by hand for tests: an article from a few words, a site from a few stories."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from digest.config import Config
from digest.model import Article, Block, BlockKind, Counterpart, Image, Lang, Origin, Output, Sentence, Story
from digest.render.feed_archives import archives_of, newest_of, render_archive
from digest.render.feeds import channels, entries_of, render_feeds
from digest.render.pages import Renderer
from digest.site.edition import edition_of
from digest.site.site import Site, build_site
from digest.site.summary import summarize

AR = ("ارتفعت درجات الحرارة اليوم.", "قال المسؤول: «سنواصل العمل».")
EN = ("Temperatures rose today.", "The official said: “We will go on working.”")


class Maker:
    """Makes the sentences of one article, each with a span of its own and a counterpart."""

    def __init__(self, lang: Lang = "ar") -> None:
        self.lang: Lang = lang
        self.place = 0
        self.counterparts: dict[str, Counterpart] = {}

    def sentence(
        self, text: str, counterpart: str = "", origin: Origin = "edited", flags: tuple[str, ...] = ()
    ) -> Sentence:
        made_by = "bulletins 1.0 0a1b2c3d" if origin == "machine" else ""
        if not counterpart:
            origin = "untranslated"
        self.counterparts[text] = Counterpart(text=counterpart or text, origin=origin, flags=flags, made_by=made_by)
        start = self.place
        self.place += len(text) + 1
        return Sentence(text=text, shown=text, start=start, end=start + len(text))

    def block(self, *pairs: Sequence[Any], kind: BlockKind = "paragraph", **more: Any) -> Block:
        return Block(kind=kind, sentences=tuple(self.sentence(*pair) for pair in pairs), **more)

    def image(self, path: str, alt: Sequence[Any], *caption: Sequence[Any], **more: Any) -> Block:
        image = Image(path=path, alt=self.sentence(*alt) if alt else None, **more)
        return Block(kind="image", image=image, sentences=tuple(self.sentence(*pair) for pair in caption))

    def story(
        self, title: Sequence[Any], blocks: Iterable[Block] = (), *, slug: str = "first", day: int = 20, **more: Any
    ) -> Story:
        headline = self.sentence(*title)
        more.setdefault("date", datetime(2026, 11, day, 9, 30, tzinfo=UTC))
        more.setdefault("date_origin", "header")
        article = Article(
            path=f"{slug}.txt",
            slug=slug,
            lang=self.lang,
            title=headline,
            blocks=tuple(blocks),
            **more,
        )
        return Story(article=article, counterparts=self.counterparts)


def article(*texts: str, path: str = "first.txt", **fields: Any) -> Article:
    """Return an article of a title and, where there are more texts, one paragraph of them."""
    title, *rest = (Sentence(text=text, shown=text, start=0, end=len(text)) for text in texts)
    settings: dict[str, Any] = {
        "slug": Path(path).stem,
        "title": title,
        "lang": "ar",
        "blocks": (Block(kind="paragraph", sentences=tuple(rest)),) if rest else (),
        "date": datetime(2026, 11, 20, 12, tzinfo=UTC),
        "date_origin": "header",
    }
    return Article(path=path, **(settings | fields))


def config(root: Path = Path("/nowhere"), **more: Any) -> Config:
    """Return the settings of a site with two sections, but for what is said otherwise."""
    settings: dict[str, Any] = {
        "root": root,
        "title": {"ar": "النشرة", "en": "The Digest"},
        "description": {"ar": "أخبار بلغتين", "en": "News in two languages"},
        "content": root / "content",
        "output": root / "public",
        "templates": root / "templates",
        "theme": root / "theme",
        "static": root / "static",
        "locale": root / "locale",
        "sections": {"science": {"ar": "علوم", "en": "Science"}, "economy": {"ar": "اقتصاد", "en": "Economy"}},
    }
    return Config(**(settings | more))


@dataclass(frozen=True)
class Whole:
    """A site with all its stories."""

    config: Config
    stories: tuple[Story, ...]

    @property
    def site(self) -> Site:
        return build_site(map(summarize, self.stories), self.config)


def site(root: Path, *stories: Story, **more: Any) -> Whole:
    return Whole(config(root, **more), stories)


def render(whole: Whole) -> Iterator[Output]:
    """Yield every file that a build makes with templates."""
    renderer = Renderer(whole.site)
    stories = {story.article.slug: story for story in whole.stories}
    yield from renderer.assets()
    for summary in renderer.site.all_stories:
        yield from renderer.article(summary, stories[summary.article.slug])
    for listing in renderer.site.listings():
        yield from renderer.listing(listing)
    yield from renderer.pages()
    if edition := edition_of(whole.site):
        yield from renderer.edition(edition)


def feeds(whole: Whole) -> Iterator[Output]:
    """Yield every feed."""
    made = whole.site
    entries = {story.article.slug: entries_of(made, story) for story in whole.stories}
    archives = archives_of(made)
    for archive in archives:
        yield from render_archive(made, archive, [entries[story.article.slug] for story in archive.stories])
    for subject, stories in channels(made):
        yield from render_feeds(made, subject, [entries[story.article.slug] for story in stories], newest_of(archives))


def simple(slug: str = "first", lang: Lang = "ar", origin: Origin = "edited", **more: Any) -> Story:
    """Return a story of a title and two sentences, all of one origin."""
    own, target = (AR, EN) if lang == "ar" else (EN, AR)
    title = ("خبر أول", "First story") if lang == "ar" else ("First story", "خبر أول")
    maker = Maker(lang)
    pairs = [(a, "" if origin == "untranslated" else b, origin) for a, b in zip(own, target, strict=True)]
    head = (title[0], "" if origin == "untranslated" else title[1], origin)
    return maker.story(head, [maker.block(*pairs)], slug=slug, **more)


def rich(slug: str = "غني", **more: Any) -> Story:
    """Return a Markdown story with a block of every kind and a sentence of every origin."""
    maker = Maker("ar")
    blocks = [
        maker.block(
            ("قالت **الوزارة** إن الناتج زاد بنسبة 3.2%.", "The **ministry** said output grew 3.2%.", "edited"),
            ("نُشر في [الموقع](https://example.org/a?b=1&c=2).", "On [the site](https://example.org/a).", "machine"),
            ("وفي الملف `data.csv` التفاصيل.[^1]", "Details are in `data.csv`.[^1]", "machine", ("number", "quote")),
        ),
        maker.block(("لماذا الآن؟", "Why now?"), kind="heading", level=2),
        maker.block(("لأن السوق تغيّر.", "Because the market changed.", "stale"), ("ولم يُترجَم هذا.",)),
        maker.block(("لا شيء من هذه الفقرة مترجم.",)),
        maker.block(("السبب الأول", "The first reason"), kind="item", level=1),
        maker.block(("تفصيل", "A detail"), kind="item", level=2),
        maker.block(("تتمة التفصيل", "More on the detail"), continues=2),
        maker.block(("السبب الثاني", "The second reason"), kind="item", level=1),
        maker.block(("ثالثًا", "Third"), kind="item", level=1, number=3),
        maker.block(("هذا اقتباس طويل من المتحدث.", "This is a long quotation of the speaker."), quoted=1),
        maker.block(("وتتمته.", "And the rest of it."), quoted=1),
        Block(kind="code", code="x = 1 < 2\n", info="python"),
        Block(kind="rule"),
        maker.image("images/chart.png", ("رسم بياني", "A chart"), ("الناتج في عشر سنوات", "Output over ten years"),
                    width=640, height=320),
        maker.block(
            ("البند", "Item"), ("القيمة", "Value"), ("ذهب", "Gold"), ("2,310", "2,310"),
            kind="table", cells=((1, 1), (1, 1)), alignments=("", "end"),
        ),
        maker.block(("المصدر: الوزارة.", "Source: the ministry."), note="1"),
    ]  # fmt: skip
    settings: dict[str, Any] = {
        "ticker": (maker.sentence("إغلاق الطريق الساحلي", "Coast road closed"),),
        "standfirst": (maker.sentence("ملخّص الخبر في جملة.", "The story in a sentence."),),
        "dateline": maker.sentence("القاهرة (رويترز)", "CAIRO (Reuters)"),
        "format": "markdown",
        "section": "علوم",
        "tags": ("ذهب", "R&D <b>"),
        "authors": ("سلمى حلواني", "Jane Doe"),
        "source": "وكالة",
        "url": "https://example.org/original",
    }
    return maker.story(
        ('عنوان فيه "اقتباس" و<script>alert(1)</script>', 'A title with "quotes" & </script><b>tags</b>'),
        blocks,
        slug=slug,
        **(settings | more),
    )


def without(story: Story, **changes: Any) -> Story:
    return replace(story, article=replace(story.article, **changes))


def pages(outputs: Iterable[Any]) -> Mapping[str, str]:
    """Return the HTML of each page by its path."""
    return {output.path: output.body.decode() for output in outputs if output.path.endswith(".html")}
