"""A page that is turned into the one that is served now: only what differs changes, and what the reader did stays."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.preview_site import WAIT, TinySite, previewed

pytestmark = pytest.mark.browser

FRAME = """<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>{head}</head>
<body class="{kind}"><main>{main}</main></body></html>
"""


def frame(main: str, *, title: str = "x", kind: str = "a", head: str = "") -> str:
    return FRAME.format(main=main, title=title, kind=kind, head=head)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TinySite]:
    tiny = TinySite(tmp_path)
    tiny.save("index.html", frame("<p>first</p>"))
    with previewed(tiny):
        tiny.built()
        yield tiny


Show = Callable[[str], Page]


@pytest.fixture
def show(browser: Browser, site: TinySite) -> Iterator[Show]:
    """Return what publishes a home page and opens it in a tab that is marked, so that a reload is noticed."""
    context = browser.new_context(viewport={"width": 800, "height": 600})
    context.set_default_timeout(WAIT * 1000)
    expect.set_options(timeout=WAIT * 1000)
    complaints: list[str] = []

    def show(html: str) -> Page:
        site.save("index.html", html)
        site.built()
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        with page.expect_response("**/__digest/events?*"):
            page.goto(site.url)
        page.evaluate("window.marked = true")
        return page

    yield show
    context.close()
    assert not complaints


def become(site: TinySite, page: Page, html: str) -> None:
    """Publish another home page, and wait until the tab shows it without having been loaded again."""
    title = f"version {len(site.builds)}"
    site.save("index.html", html.replace("<title>x</title>", f"<title>{title}</title>"))
    expect(page).to_have_title(title)
    assert page.evaluate("window.marked === true")


def rows(*texts: str) -> str:
    """Return sentences as pages have them: numbered."""
    return "".join(f'<p><span id="s{n}" data-s="{n}">{text}</span></p>' for n, text in enumerate(texts, 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>one</p><p>two</p>", "<p>one</p><p>two, changed</p>"),
        ("<p>one</p><p>two</p>", "<p>new</p><p>one</p><p>two</p>"),
        ("<p>one</p><p>two</p><p>three</p>", "<p>three</p><p>one</p>"),
        ("<p>one</p>", ""),
        ("", "<ul><li>one</li></ul>"),
        ("text <b>bold</b> text", "text <i>bold</i> <b>text</b>"),
        ('<p class="a b" lang="ar">one</p>', '<p class="b c" dir="ltr">one</p>'),
        (rows("one", "two", "three"), rows("one", "between", "two", "three")),
        (rows("one", "two", "three"), rows("two", "three", "one")),
        (rows(*"abcdefg"), rows(*"gafbedc")),
        ("<div>a<!-- b -->c</div>", "<div>ac</div>"),
        ("<table><tr><td>1</table>", "<table><tr><td>1<td>2<tr><td>3</table>"),
    ],
)
def test_the_page_is_in_the_end_what_it_would_be_if_it_were_loaded(
    site: TinySite, show: Show, before: str, after: str
) -> None:
    page = show(frame(before))
    become(site, page, frame(after, kind="b"))
    shown = "() => [document.title, document.body.className, document.querySelector('main').outerHTML]"
    changed = page.evaluate(shown)
    page.reload()
    assert changed == page.evaluate(shown)


def test_what_did_not_change_is_the_same_element_as_before(site: TinySite, show: Show) -> None:
    page = show(frame(rows("one", "two", "three")))
    page.evaluate("window.third = document.querySelector('#s3')")
    become(site, page, frame(rows("one", "between", "two", "three")))
    assert page.evaluate("window.third.id") == "s4"
    assert page.evaluate("window.third.textContent") == "three"


def test_what_a_reader_and_scripts_have_done_stays(site: TinySite, show: Show) -> None:
    main = "<details><summary>s</summary>more</details><p>one</p><p id='last'>{}</p>"
    page = show(frame(main.format("two")))
    page.locator("summary").click()
    page.evaluate(
        """() => {
            document.documentElement.dataset.theme = "dark";
            const [first] = document.querySelectorAll("p");
            first.classList.add("paired");
            first.after(Object.assign(document.createElement("button"), { textContent: "added" }));
            first.addEventListener("click", () => first.classList.add("heard"));
        }"""
    )
    become(site, page, frame(main.format("three")))
    expect(page.locator("#last")).to_have_text("three")
    expect(page.locator("details")).to_have_attribute("open", "")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("p.paired + button")).to_have_text("added")
    page.locator("p.paired").click()
    expect(page.locator("p.paired")).to_have_class("paired heard")


@pytest.mark.parametrize("anchoring", ["auto", "none"])
def test_what_is_read_stays_where_it_is_when_something_is_added_above(
    site: TinySite, show: Show, anchoring: str
) -> None:
    style = f"html {{ overflow-anchor: {anchoring} }} p {{ height: 100px }}"
    site.save("own.css", style)
    head = '<link rel="stylesheet" href="/own.css">'
    page = show(frame(rows(*(f"sentence {n}" for n in range(50))), head=head))
    page.locator("#s30").evaluate("element => element.scrollIntoView({ block: 'center' })")
    read = page.get_by_text("sentence 29", exact=True)
    before = read.bounding_box()
    added = [f"added {n}" for n in range(5)]
    become(site, page, frame(rows(*added, *(f"sentence {n}" for n in range(50))), head=head))
    after = read.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2


def test_a_page_whose_scripts_change_is_loaded_again(site: TinySite, show: Show) -> None:
    page = show(frame("<p>one</p>"))
    site.save("index.html", frame("<p>two</p><script>document.documentElement.dataset.ran = 'yes'</script>"))
    expect(page.locator("html")).to_have_attribute("data-ran", "yes")
    assert not page.evaluate("window.marked === true")


def test_scripts_are_told_of_the_change_and_may_ask_for_a_reload(site: TinySite, show: Show) -> None:
    page = show(frame("<p>one</p>"))
    page.evaluate("document.addEventListener('digest:changed', () => { document.body.dataset.told = 'yes' })")
    become(site, page, frame("<p>two</p>"))
    expect(page.locator("body")).to_have_attribute("data-told", "yes")
    page.evaluate("document.addEventListener('digest:changed', (event) => event.preventDefault())")
    site.save("index.html", frame("<p>three</p>"))
    expect(page.locator("p")).to_have_text("three")
    page.wait_for_function("window.marked !== true")


def test_several_changes_at_once_end_at_the_last(site: TinySite, show: Show) -> None:
    page = show(frame("<p>0</p>"))
    for number in range(1, 20):
        site.save("index.html", frame(f"<p>{number}</p>"))
    expect(page.locator("p")).to_have_text("19")
    assert page.evaluate("window.marked === true")


def test_a_page_that_is_gone_says_so_and_is_there_again_when_it_comes_back(site: TinySite, show: Show) -> None:
    page = show(frame("<p>one</p>"))
    (site.content / "index.html").unlink()
    expect(page.get_by_text("There is no such page, or not yet")).to_be_visible()
    site.save("index.html", frame("<p>back</p>"))
    expect(page.locator("p")).to_have_text("back")
