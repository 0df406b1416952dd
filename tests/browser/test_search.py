"""The search page in a real browser: every line of the gold file, and what is there when something is missing."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from digest.search.index import render_index, render_volume
from digest.search.volumes import volumes_of
from digest.search.words import keys
from tests.browser.conftest import SHIFTS, QuietHandler, lay_out
from tests.gold.search import read_queries, read_stories
from tests.stories import Maker, render, site, without

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish the stories of the gold file below a path and serve them on loopback; return the address."""
    root = tmp_path_factory.mktemp("site")
    stories = []
    for day, (slug, (title, *sentences)) in enumerate(read_stories().items(), 1):
        maker = Maker()
        stories.append(maker.story(title, [maker.block(*sentences)], slug=slug, day=day))
    maker = Maker()
    page = maker.story(("اتصل بنا", "Contact"), [maker.block(("رقم التحويلة أربعون.", "The extension is forty."))])
    stories.append(without(page, path="pages/contact.txt", slug="contact"))
    whole = site(root, *stories, base_url="https://news.example/daily/")
    made = whole.site
    by_slug = {story.article.slug: story for story in stories}
    outputs = [*render(whole), render_index(volumes_of(made))]
    for volume in volumes_of(made):
        outputs += render_volume(made, volume, [by_slug[each.article.slug] for each in volume.stories])
    lay_out(outputs, root / "public/daily")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(root / "public")))
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/daily/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page; a complaint of the browser, about the security policy too, fails the test."""
    complaints: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert not complaints


def search(page: Page, query: str) -> set[str]:
    """Search for a text, and return the ends of the addresses that the results lead to: `library/#s2`."""
    page.locator(".search input").fill(query)
    page.evaluate("async () => { clearTimeout(waiting); await search(field.value); }")
    links = page.locator(".results a").evaluate_all("all => all.map(each => each.href)")
    return {link.partition("/articles/")[2] or link.partition("/daily/")[2] for link in links}


def test_what_is_typed_leads_to_the_sentences_that_are_expected(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    wrong = []
    for query, places in read_queries():
        led_to = search(page, query)
        if not places <= led_to or (not places and led_to):
            wrong.append((query, places - led_to, led_to))
    assert not wrong


def test_a_page_of_its_own_is_found_and_the_archive_makes_room(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    expect(page.locator(".catalogue")).to_be_visible()
    assert {"contact/", "contact/#s2"} <= search(page, "extension")
    expect(page.locator(".catalogue")).to_be_hidden()


def test_the_browser_takes_words_for_what_the_build_took_them(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    sentences = [text for story in read_stories().values() for pair in story for text in pair]
    odd = "الله والله بالله لله وبالمدرسة فللبيع ليس سيزورون ءءء ـــ ' 'tis McDonald’s glasses buses news ﷲ ﻻ ñandú"
    odd += " İstanbul 𝔘𝔫𝔦 ١٢ ۱۲ یک کتاب وا وو لل ال الا running falling stresses x_y é ß ʼ"
    words = sorted({word for text in (*sentences, *dict(read_queries()), odd) for word in text.split()})
    rules = page.evaluate_handle("async () => (await load('index.json')).rules")
    taken = page.evaluate("([words, rules]) => words.map(each => keysOf(each, rules))", [words, rules])
    assert dict(zip(words, map(tuple, taken), strict=True)) == {word: keys(word) for word in words}


def test_an_address_with_a_query_shows_its_results_and_typing_changes_it(page: Page, address: str) -> None:
    page.goto(f"{address}ar/search/?q=مكتبة")
    expect(page.locator(".results h2").first).to_be_visible()
    assert page.locator(".results mark").first.text_content() in ("مكتبة", "المكتبة")
    expect(page.locator(".catalogue")).to_be_hidden()
    page.locator(".search input").fill("olives")
    expect(page.locator(".results h2")).to_have_text(["موسم الزيتون ينطلق مبكرًا"])
    assert page.url.endswith("?q=olives")
    page.locator(".search input").fill("")
    expect(page.locator(".catalogue")).to_be_visible()
    assert page.url.endswith("/ar/search/")


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("query", ["القمح", "wheat", "nothing%20of%20the%20kind"])
def test_nothing_moves_when_what_is_found_comes(page: Page, address: str, query: str, width: int) -> None:
    page.add_init_script(SHIFTS)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}search/?q={query}")
    expect(page.locator("[data-state]:visible").first).to_be_visible()
    page.wait_for_timeout(100)
    assert page.evaluate("shifts") == []


def test_the_archive_is_not_seen_before_what_is_found_unless_nothing_comes(page: Page, address: str) -> None:
    page.route("**/search/2026/*", lambda route: None)  # never answered
    page.goto(f"{address}search/?q=wheat")
    seen = "getComputedStyle(document.querySelector('.catalogue')).visibility"
    assert page.evaluate(seen) == "hidden"
    page.evaluate("document.querySelector('.catalogue').getAnimations().forEach(each => each.finish())")
    assert page.evaluate(seen) == "visible"
    page.unroute_all(behavior="ignoreErrors")


def test_a_result_leads_to_its_sentence(page: Page, address: str) -> None:
    page.goto(f"{address}en/search/?q=Damascus")
    page.click(".results .sentence a")
    page.wait_for_url("**/en/articles/technology/#s2")
    expect(page.locator("#s2")).to_be_in_viewport()


def test_the_parallel_page_shows_a_sentence_beside_its_counterpart(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=Damascus")
    expect(page.locator(".results .en .sentence")).to_contain_text("since 2021")
    expect(page.locator(".results .ar .sentence")).to_contain_text("في دمشق")
    expect(page.locator(".results .ar h2")).to_have_attribute("dir", "rtl")


def test_the_field_on_any_page_leads_to_the_search_page(page: Page, address: str) -> None:
    page.goto(f"{address}en/articles/library/")
    page.fill(".bar .find input", "water")
    page.click(".bar .find button")
    page.wait_for_url("**/en/search/?q=water")
    expect(page.locator(".search input")).to_have_value("water")
    expect(page.locator(".unscripted").first).to_be_hidden()


def test_the_button_on_a_small_screen_leads_to_the_field(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}en/articles/library/")
    page.click(".bar .find button")
    page.wait_for_url("**/en/search/?q=*")
    expect(page.locator(".search input")).to_be_focused()


def test_without_script_the_page_says_so_and_lists_the_archive(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}en/search/?q=water")
    expect(page.locator(".unscripted")).to_be_visible()
    expect(page.locator(".catalogue a").first).to_be_visible()
    context.close()


def test_without_an_index_the_page_says_so_and_lists_the_archive(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/index.json", lambda route: route.fulfill(status=404))
    page.goto(f"{address}en/search/?q=water")
    expect(page.locator("[data-state=broken]")).to_be_visible()
    expect(page.locator(".catalogue a").first).to_be_visible()
    context.close()
