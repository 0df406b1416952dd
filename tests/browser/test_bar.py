"""The bar of the preview in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from digest.argos import Machine
from digest.preview.server import Waiting
from tests.previewed_articles import WAIT, PreviewedArticles, previewed_articles
from tests.sites import ARTICLE, BULLETIN

pytestmark = pytest.mark.browser

LATER = "العنوان: خبر الغد\nالتاريخ: 2026-11-24\n\nفقرة عن الغد.\n"


@pytest.fixture
def preview(tmp_path: Path, machine: Machine) -> Iterator[PreviewedArticles]:
    files = {"2026-11-20-rain.txt": BULLETIN, "2026-11-19-library.txt": ARTICLE, "2026-11-24-later.txt": LATER}
    with previewed_articles(tmp_path, files, machine, translates=False) as preview:
        yield preview


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, preview: PreviewedArticles) -> Iterator[Visit]:
    expect.set_options(timeout=WAIT * 1000)
    complaints: list[str] = []
    contexts = []

    def visit(path: str, width: int = 1200) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 700})
        contexts.append(context)
        context.set_default_timeout(WAIT * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        with page.expect_response("**/__digest/events?*"):
            page.goto(preview.url + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not complaints


def test_the_bar_tells_the_state_in_the_language_of_the_page_and_is_in_no_built_page(
    preview: PreviewedArticles, visit: Visit
) -> None:
    for path, ready, left in (("en/articles/rain/", "Up to date", "Translating: 3 left"), ("ar/", "محدّثة", "بقي 3")):
        bar = visit(path).locator("digest-bar")
        expect(bar.get_by_text(ready)).to_be_visible()
        expect(bar.get_by_text(left)).to_be_visible()
    assert b"__digest" not in (preview.root / ".digest/preview/index.html").read_bytes()


def test_a_key_hides_it_and_that_is_remembered(visit: Visit) -> None:
    page = visit("articles/rain/")
    bar = page.get_by_role("region", name="المعاينة")
    expect(bar).to_be_visible()
    page.keyboard.press("b")
    expect(bar).to_be_hidden()
    page.reload()
    expect(page.locator("digest-bar")).to_have_count(1)
    expect(bar).to_be_hidden()
    page.keyboard.press("b")
    expect(bar).to_be_visible()


def test_a_key_leads_from_one_doubtful_sentence_to_the_next(preview: PreviewedArticles, visit: Visit) -> None:
    page = visit("articles/library/")
    page.goto(f"{preview.url}en/articles/library/")
    bar = page.locator("digest-bar")
    expect(bar.get_by_text("Doubtful: 4")).to_be_visible()
    for number in ("1", "2", "3", "4", "1"):
        page.keyboard.press("n")
        expect(page.locator(":focus")).to_have_attribute("data-s", number)
    expect(bar.get_by_text("1 of 4")).to_be_visible()


def test_the_next_saved_page_is_counted_anew(preview: PreviewedArticles, visit: Visit) -> None:
    page = visit("en/articles/library/")
    preview.save("content/2026-11-19-library.txt", ARTICLE.replace(" وأضافت أن فيها 12,500 كتاب.", ""))
    expect(page.locator("digest-bar").get_by_text("Doubtful: 3")).to_be_visible()


def test_another_time_shows_what_is_due_then_and_leads_back(preview: PreviewedArticles, visit: Visit) -> None:
    page = visit("en/")
    bar = page.locator("digest-bar")
    expect(page.get_by_text("خبر الغد")).to_have_count(0)
    bar.get_by_label("As of").fill("2026-11-24T08:00")
    expect(page.get_by_text("خبر الغد").first).to_be_visible()
    expect(bar.get_by_text("You are looking at another time")).to_be_visible()
    bar.get_by_role("button", name="Back to now").click()
    expect(page.get_by_text("خبر الغد")).to_have_count(0)
    expect(bar.get_by_text("You are looking at another time")).to_be_hidden()


def test_the_editor_opens_the_article_at_the_marked_sentence(
    preview: PreviewedArticles, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, int]] = []
    monkeypatch.setattr(preview.session, "open_file", lambda file, line: opened.append((file, line)))
    page = visit("articles/rain/")
    page.locator("#s3").click()
    with page.expect_response("**/__digest/edit") as answer:
        page.keyboard.press("o")
    assert answer.value.status == 200
    assert opened == [(preview.root / "content/2026-11-20-rain.txt", 7)]


def test_on_a_phone_it_hides_nothing_and_nothing_runs_out_of_the_screen(visit: Visit) -> None:
    page = visit("articles/rain/", 390)
    bar = page.get_by_role("region", name="المعاينة")
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_template_that_breaks_one_kind_of_page_shows_its_fault_there_and_the_others_are_served(
    preview: PreviewedArticles, visit: Visit
) -> None:
    article, about = visit("articles/library/"), visit("about/")
    frame = '{% extends "default/article.html" %}{% block header %}'
    preview.save("templates/article.html", frame + "{{ nothing.at.all }}{% endblock %}")
    expect(article.get_by_role("dialog", name="This page could not be built")).to_be_visible()
    expect(about.get_by_role("dialog")).to_have_count(0)
    assert about.locator("digest-bar").get_by_text("محدّثة").is_visible()
    preview.save("templates/article.html", frame + "<p>mended</p>{% endblock %}")
    expect(article.get_by_text("mended")).to_be_visible()
    expect(article.get_by_role("dialog")).to_have_count(0)


def test_without_a_desk_no_page_asks_for_its_pencil(visit: Visit) -> None:
    page = visit("articles/library/")
    assert page.locator("script[data-desk]").count() == 0


def test_dead_links_of_the_page_are_counted_and_listed_with_their_lines_until_they_are_mended(
    preview: PreviewedArticles, visit: Visit
) -> None:
    linked = "# خبر\n\nفقرة فيها [رابط](/nowhere/) و[مكان](/about/#no) و[الرئيسة](/).\n"
    preview.save("content/2026-11-18-linked.md", linked)
    preview.built()
    page = visit("en/articles/linked/")
    button = page.locator("digest-bar").get_by_role("button", name="Broken links and files: 2")
    button.click()
    dialog = page.get_by_role("dialog", name="What is wrong with this page")
    expect(dialog.get_by_text("a link leads where nothing is: /nowhere/")).to_be_visible()
    expect(dialog.get_by_text("2026-11-18-linked.md:3")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator("digest-problems")).to_have_count(0)
    preview.save("content/2026-11-18-linked.md", linked.replace("/nowhere/", "/"))
    expect(page.locator("digest-bar").get_by_role("button", name="Broken links and files: 1")).to_be_visible()
    preview.save("content/2026-11-18-linked.md", linked.replace("/nowhere/", "/").replace("#no", ""))
    expect(page.locator("digest-bar").get_by_role("button", name="Broken links")).to_have_count(0)


def test_a_file_that_is_still_being_written_is_named_until_it_is_built(
    preview: PreviewedArticles, visit: Visit
) -> None:
    page = visit("en/")
    waiting = page.locator("digest-bar").get_by_text("Being written: ⁨film.mp4⁩")
    with (preview.root / "content/film.mp4").open("ab") as film:
        for _ in range(8):
            film.write(bytes(100_000))
            film.flush()
            page.wait_for_timeout(100)
        expect(waiting).to_be_visible()
    expect(waiting).to_be_hidden()
    told = [event for event in preview.events.queue if isinstance(event, Waiting)]
    assert [event.path for event in told] == [preview.root / "content/film.mp4"]


def test_what_the_policy_of_the_site_refuses_is_listed_and_the_preview_itself_is_not(
    preview: PreviewedArticles, visit: Visit
) -> None:
    preview.save("static/_headers", "/*\n  Content-Security-Policy: default-src 'none'; style-src 'self'\n")
    preview.built()
    page = visit("en/articles/library/")
    bar = page.locator("digest-bar")
    expect(bar.get_by_text("Up to date")).to_be_visible()
    bar.get_by_role("button", name="Broken links and files").click()
    dialog = page.get_by_role("dialog", name="What is wrong with this page")
    expect(dialog.get_by_text("the content security policy refuses").first).to_be_visible()
    expect(dialog.get_by_text("/theme/digest.js")).to_be_visible()
    assert "__digest" not in dialog.inner_text()
    page.keyboard.press("Escape")
    preview.save("content/2026-11-19-library.txt", ARTICLE.replace("12,500", "99,500"))
    expect(page.get_by_text("99,500").first).to_be_visible()  # it is loaded again, since it may not be asked for
