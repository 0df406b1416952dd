import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest
from anyio import from_thread

from digest.errors import DigestError, Problem
from digest.preview import server as module
from digest.preview.server import (
    RECENT,
    Address,
    Built,
    Failed,
    State,
    content_type,
    is_own_host,
    locate,
    serve,
    with_scripts,
)
from digest.preview.watch import Watch
from tests.preview_site import WAIT, Changes, TinySite, previewed

SOON = 2.0
"""Seconds that the end may take on a busy machine; alone it takes 0.3."""

PAGE = '<!doctype html><html lang="ar" dir="rtl"><body><p>{}</p></body></html>'


PAGES = {
    "index.html": PAGE.format("أهلا"),
    "ar/index.html": PAGE.format("عربي"),
    "articles/خبر-عاجل/index.html": PAGE.format("خبر"),
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TinySite]:
    tiny = TinySite(tmp_path)
    for name, page in PAGES.items():
        tiny.save(name, page)
    with previewed(tiny):
        tiny.built()
        yield tiny


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinySite]:
    """A site that no test changes, with links in its output that lead out of it."""
    tiny = TinySite(tmp_path_factory.mktemp("site"))
    for name, page in PAGES.items():
        tiny.save(name, page)
    (tiny.root / "secret.txt").write_text("secret")
    (tiny.root / "index.html").write_text("secret")
    with previewed(tiny):
        tiny.built()
        (tiny.output / "style.css").write_text("a{}")
        (tiny.output / "empty.txt").touch()
        (tiny.output / "link.txt").symlink_to(tiny.root / "secret.txt")
        (tiny.output / "linked").symlink_to(tiny.root)
        (tiny.output / "loop").symlink_to(tiny.output / "loop")
        yield tiny


class Stream:
    """An open event stream."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.lines = response.iter_lines()

    def line(self, beginning: str) -> str:
        return next(line for line in self.lines if line.startswith(beginning)).removeprefix(beginning)

    def state(self) -> dict[str, Any]:
        """Wait for the next state."""
        state: dict[str, Any] = json.loads(self.line("data: "))
        assert state.pop("seconds") >= 0
        return state


@contextmanager
def stream(site: TinySite, *, since: int | str | None = None) -> Iterator[Stream]:
    """Open an event stream, as a tab whose page is of a generation: by default, of the newest."""
    since = generation(httpx.get(site.url)) if since is None else since
    with httpx.stream("GET", f"{site.url}__digest/events?since={since}", timeout=WAIT) as response:
        yield Stream(response)


def generation(page: httpx.Response) -> int:
    return int(re.findall(r'data-generation="(\d+)"', page.text)[0])


def raw(site: TinySite, target: str, host: str = "localhost", method: str = "GET") -> bytes:
    """Request a target as it is, without a client's tidying."""
    with socket.create_connection((site.address.host, site.address.port), timeout=WAIT) as connection:
        connection.sendall(f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        return everything(connection)


def everything(connection: socket.socket) -> bytes:
    """Read until the other side closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


# Pages


def test_the_home_page_has_the_reload_script_when_served_and_not_in_the_output(still: TinySite) -> None:
    page = httpx.get(still.url)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert re.search(
        r'أهلا</p><script src="/__digest/served.js" data-generation="\d+"></script>'
        r'<script type="module" src="/__digest/preview.js"></script></body>',
        page.text,
    )
    assert "script" not in (still.output / "index.html").read_text("utf-8")


def test_the_reload_script_is_served(still: TinySite) -> None:
    for path in module.SCRIPTS:
        script = httpx.get(f"http://localhost:{still.address.port}{path}")
        assert script.headers["content-type"] == "text/javascript; charset=utf-8"
        assert script.text.startswith("// ")


def test_a_page_with_an_arabic_name_is_found_percent_encoded(still: TinySite) -> None:
    assert "خبر" in httpx.get(f"{still.url}articles/خبر-عاجل/").text


def test_a_folder_without_its_slash_is_redirected_to_it_with_its_query(still: TinySite) -> None:
    answer = httpx.get(f"{still.url}ar?page=2")
    assert (answer.status_code, answer.headers["location"]) == (307, "/ar/?page=2")
    arabic = httpx.get(f"{still.url}articles/خبر-عاجل", follow_redirects=True)
    assert arabic.status_code == 200


def test_head_answers_the_headers_only(still: TinySite) -> None:
    got, asked = httpx.get(still.url), httpx.head(still.url)
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["content-length"] == got.headers["content-length"]


def test_a_page_that_is_not_there_has_the_status_404_and_the_site_s_own_page(site: TinySite) -> None:
    assert (httpx.get(f"{site.url}none/").status_code, httpx.post(site.url).status_code) == (404, 405)
    site.save("404.html", PAGE.format("لا شيء هنا"))
    site.built()
    missing = httpx.get(f"{site.url}none/")
    assert (missing.status_code, "لا شيء هنا" in missing.text, generation(missing) > 0) == (404, True, True)


def test_other_files_are_served_as_they_are(still: TinySite) -> None:
    style = httpx.get(f"{still.url}style.css")
    assert (style.text, style.headers["content-type"]) == ("a{}", "text/css; charset=utf-8")
    assert httpx.get(f"{still.url}empty.txt").content == b""
    assert httpx.get(f"{still.url}style.css/").status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/ar/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/ar/%00",
        "/%ff",
        "/link.txt",
        "/linked/",
        "/loop",
        "/.digest/manifest.json",
        "/" + "a" * 5000,
        "http://localhost/../secret.txt",
    ],
)
def test_nothing_outside_the_output_is_served(still: TinySite, target: str) -> None:
    answer = raw(still, target)
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"secret" not in answer


def test_no_redirect_leads_to_another_site(still: TinySite) -> None:
    assert raw(still, "//ar").startswith(b"HTTP/1.1 404 ")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST", "127.0.0.1:1", "[::1]:8000"])
def test_a_host_header_of_this_machine_is_answered(still: TinySite, host: str) -> None:
    assert raw(still, "/", host).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil@localhost", "192.0.2.1", "[::1", ""])
def test_a_host_header_of_another_site_is_refused(still: TinySite, host: str) -> None:
    refusal = raw(still, "/", host)
    assert refusal.startswith(b"HTTP/1.1 403 ")
    assert b"`--host`" in refusal
    assert raw(still, module.EVENTS, host).startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/", module.EVENTS, module.SITE, module.SCRIPTS[0]])
def test_pages_of_other_sites_may_lead_to_the_preview_and_use_nothing_of_it(
    still: TinySite, site: str, path: str
) -> None:
    for mode in ("no-cors", "cors", "websocket"):
        headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
        assert httpx.get(still.url.rstrip("/") + path, headers=headers).status_code == 403
    assert httpx.get(still.url, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}).status_code == 200


def test_with_any_address_the_names_of_this_machine_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Desk.local")
    assert is_own_host("desk:8000", "0.0.0.0")
    assert is_own_host("desk.local:8000", "::")
    assert not is_own_host("desk.local:8000", "localhost")
    assert not is_own_host("other.local", "0.0.0.0")


def test_others_reach_a_preview_only_where_it_serves_at_all_addresses() -> None:
    assert module.address_for_others(Address()) is None
    there = module.address_for_others(Address(host="0.0.0.0", port=8123))
    assert there is None or re.fullmatch(r"http://[\d.]+:8123/", there.url)


def test_a_file_that_a_browser_has_is_not_sent_again_and_a_part_is_sent_alone(still: TinySite) -> None:
    style = httpx.get(f"{still.url}style.css")
    again = httpx.get(f"{still.url}style.css", headers={"If-None-Match": style.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    part = httpx.get(f"{still.url}style.css", headers={"Range": "bytes=1-"})
    assert (part.status_code, part.text) == (206, "{}")
    head = httpx.head(f"{still.url}style.css", headers={"Range": "bytes=1-"})
    assert (head.status_code, head.content, head.headers["content-length"]) == (206, b"", "2")


def test_an_address_that_has_moved_leads_on_as_where_the_site_is_published(site: TinySite) -> None:
    (site.output / "_redirects").write_text("/old/ /ar/ 301\n")
    answer = httpx.get(f"{site.url}old/")
    assert (answer.status_code, answer.headers["location"], answer.headers["cache-control"]) == (
        307,
        "/ar/",
        "no-store",
    )
    (site.output / "_redirects").unlink()
    assert httpx.get(f"{site.url}old/").status_code == 404


def test_another_page_answers_in_the_place_of_one_that_is_not_there(site: TinySite) -> None:
    (site.output / "shown.html").write_text("<!doctype html><body>shown")
    (site.output / "style.css").write_text("a{}")
    (site.output / "_redirects").write_text(
        "/app/* /shown.html 200\n/style.css /shown.html 200\n/forced.css /shown.html 200!\n/gone /shown.html 404\n"
        "/theirs https://other.example/ 200\n/lost /nowhere.html 200\n"
    )
    (site.output / "forced.css").write_text("b{}")
    for path, status, text in (
        ("app/x/y", 200, "shown"),
        ("style.css", 200, "a{}"),
        ("forced.css", 200, "shown"),
        ("gone", 404, "shown"),
    ):
        answer = httpx.get(f"{site.url}{path}")
        assert (answer.status_code, text in answer.text) == (status, True), path
    assert 'data-path="/shown.html"' in httpx.get(f"{site.url}app/x").text
    assert [httpx.get(f"{site.url}{path}").status_code for path in ("theirs", "lost")] == [404, 404]


def test_files_come_with_the_headers_that_are_published_for_them(site: TinySite) -> None:
    (site.output / "style.css").write_text("a{}")
    (site.output / "_headers").write_text(
        "/*\n  X-Frame-Options: SAMEORIGIN\n  Cache-Control: max-age=9\n  Content-Security-Policy: default-src 'none'\n"
    )
    page, style = httpx.get(site.url), httpx.get(f"{site.url}style.css")
    for answer in (page, style):
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert style.headers["content-security-policy"] == "default-src 'none'"
    own = f"{site.url}__digest/"
    assert page.headers["content-security-policy"] == f"default-src 'none'; script-src-elem {own}; connect-src {own}"
    assert (page.headers["cache-control"], style.headers["cache-control"]) == ("no-store", "no-cache")
    (site.output / "_headers").write_text("/*\n  Content-Security-Policy: script-src 'strict-dynamic'\n")
    strict = httpx.get(site.url)
    (nonce,) = set(re.findall('nonce="([^"]+)"', strict.text))
    assert f"'nonce-{nonce}'" in strict.headers["content-security-policy"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_in_the_output_holds_nobody_up(site: TinySite) -> None:
    os.mkfifo(site.output / "pipe.txt")
    os.mkfifo(site.output / "_redirects")
    assert httpx.get(f"{site.url}pipe.txt", timeout=WAIT).status_code == 404
    assert httpx.get(site.url, timeout=WAIT).status_code == 200


def test_the_chosen_host_is_answered_and_with_any_address_every_address() -> None:
    assert is_own_host("news.lan:8000", "news.lan")
    assert is_own_host("192.0.2.1:8000", "0.0.0.0")
    assert not is_own_host("evil.example", "0.0.0.0")
    assert not is_own_host("", "")


def test_the_types_do_not_depend_on_the_system() -> None:
    expected = {
        "x.JS": "text/javascript; charset=utf-8",
        "feed.xml": "application/xml; charset=utf-8",
        "feed.json": "application/json; charset=utf-8",
        "icon.svg": "image/svg+xml; charset=utf-8",
        "photo.png": "image/png",
        "index.pf_meta": "application/octet-stream",
    }
    assert {name: content_type(name) for name in expected} == expected


def test_the_script_stands_at_the_end_of_a_page_without_a_body_tag() -> None:
    assert with_scripts(b"<p>x", {"generation": "7"}).startswith(
        b'<p>x<script src="/__digest/served.js" data-generation="7"></script>'
    )


def test_a_file_that_goes_while_it_is_asked_for_is_not_there(tmp_path: Path) -> None:
    assert locate(tmp_path, "x") is None
    assert module._read(tmp_path / "x") is None


# Builds


def test_a_save_bumps_the_generation_for_every_tab_and_the_page_is_there_by_then(site: TinySite) -> None:
    with stream(site) as one, stream(site) as two:
        before = one.state()["generation"]
        assert two.state()["generation"] == before == generation(httpx.get(site.url))
        site.save("index.html", PAGE.format("جديد"))
        assert (
            one.state()
            == two.state()
            == {
                "generation": before + 1,
                "changed": ["/"],
                "problems": [],
                "fault": False,
                "translating": None,
                "waiting": [],
                "edit": None,
                "page": None,
            }
        )
        page = httpx.get(site.url)
        assert ("جديد" in page.text, generation(page)) == (True, before + 1)
    assert site.builds == [None, frozenset({site.content / "index.html"})]


def test_a_tab_that_comes_late_hears_the_state_at_once(site: TinySite) -> None:
    old = generation(httpx.get(site.url))
    site.save("index.html", PAGE.format("جديد"))
    site.built()
    with stream(site) as late:
        assert late.response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert (late.line("retry: "), late.state()["generation"]) == ("500", old + 1)


def test_a_build_that_changes_nothing_reloads_nothing(site: TinySite) -> None:
    old = generation(httpx.get(site.url))
    site.save("notes.txt", "not published")
    site.built()
    assert generation(httpx.get(site.url)) == old


def test_a_silent_stream_is_kept_alive(site: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEEP_ALIVE", 0.05)
    with stream(site) as tab:
        assert tab.line("event: ") == "alive"
        site.save("index.html", PAGE.format("جديد"))
        assert tab.state()["problems"] == []


def test_a_failed_build_is_told_and_the_last_good_site_served_until_it_is_mended(site: TinySite) -> None:
    with stream(site) as tab:
        before = tab.state()["generation"]
        site.save("index.html", "FAIL")
        assert tab.state() == {
            "generation": before,
            "changed": [],
            "problems": [
                {
                    "problem": "`القاهرة` is no date",
                    "where": "index.html:3",
                    "hint": "write it as `2026-11-23`",
                    "excerpt": "Date: القاهرة",
                }
            ],
            "fault": False,
            "translating": None,
            "waiting": [],
            "edit": None,
            "page": None,
        }
        assert "أهلا" in httpx.get(site.url).text
        assert site.failed().traceback == ""
        site.save("index.html", PAGE.format("أهلا"))
        assert tab.state() == {
            "generation": before,
            "changed": [],
            "problems": [],
            "fault": False,
            "translating": None,
            "waiting": [],
            "edit": None,
            "page": None,
        }  # as it was: nothing to reload
        site.save("index.html", PAGE.format("جديد"))
        assert tab.state() == {
            "generation": before + 1,
            "changed": ["/"],
            "problems": [],
            "fault": False,
            "translating": None,
            "waiting": [],
            "edit": None,
            "page": None,
        }


def test_any_other_exception_is_told_too_and_the_preview_lives_on(site: TinySite) -> None:
    site.save("index.html", "CRASH")
    failed = site.failed()
    assert failed.problems[0].problem == "the build stopped at an error of its own: `RuntimeError: the crash`"
    assert "in build" in failed.traceback
    site.save("index.html", PAGE.format("جديد"))
    site.built()
    assert "جديد" in httpx.get(site.url).text


def test_the_site_is_served_while_it_is_built_and_saves_meanwhile_build_it_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.preview.watch.QUIET", 0.3)
    site = TinySite(tmp_path)
    site.save("index.html", PAGE.format("قديم"))
    site.build(None)
    site.builds.clear()
    started, go_on = threading.Event(), threading.Event()
    plain = site.build

    def slow(changed: frozenset[Path] | None) -> Changes:
        done = plain(changed)
        started.set()
        assert go_on.wait(WAIT)
        return done

    site.build = slow  # type: ignore[method-assign]
    with previewed(site):
        try:
            assert started.wait(WAIT)
            assert "قديم" in httpx.get(site.url).text
            site.save("index.html", PAGE.format("جديد"))
            site.save("other.html", PAGE.format("جديد"))
        finally:
            go_on.set()
        site.built()
        site.built()
        assert site.builds == [None, {site.content / "index.html", site.content / "other.html"}]
        assert "جديد" in httpx.get(site.url).text


def test_a_first_build_that_fails_leaves_a_page_that_waits_for_the_site(tmp_path: Path) -> None:
    site = TinySite(tmp_path)
    site.save("index.html", "FAIL")
    with previewed(site):
        site.failed()
        page = httpx.get(site.url)
        assert (page.status_code, "There is no such page, or not yet" in page.text) == (404, True)
        with stream(site) as tab:
            assert tab.state()["problems"]
            site.save("index.html", PAGE.format("أهلا"))
            assert tab.state()["generation"] == generation(page) + 1


def test_a_site_that_belongs_below_a_path_is_served_there(tmp_path: Path) -> None:
    site = TinySite(tmp_path, address=Address(port=0, base_path="/news/"))
    site.save("ar/index.html", PAGE.format("عربي"))
    with previewed(site):
        site.built()
        root = f"http://localhost:{site.address.port}"
        assert site.url == f"{root}/news/"
        assert "عربي" in httpx.get(f"{root}/news/ar/").text
        locations = [httpx.get(root + path).headers["location"] for path in ("/", "/news", "/news/ar")]
        assert locations == ["/news/", "/news/", "/news/ar/"]
        assert httpx.get(f"{root}/ar/").status_code == 404


def test_what_changed_is_told_since_the_generation_of_a_tab_while_it_is_known() -> None:
    state = State(generation=7)
    assert state.changed_since(7) == frozenset()
    for number in range(RECENT + 1):
        state = state.after(Built(report=Changes(frozenset({f"{number}.html"})), changed=None, seconds=0.1))
    assert state.changed_since(7 + RECENT) == frozenset({f"{RECENT}.html"})
    assert state.changed_since(8) == frozenset(f"{number}.html" for number in range(1, RECENT + 1))
    assert state.changed_since(7) is state.changed_since(-1) is state.changed_since(1000) is None


def test_a_tab_is_told_addresses_as_it_asks_for_them(site: TinySite) -> None:
    old = generation(httpx.get(site.url))
    site.save("news/أخبار/index.html", PAGE.format("خبر"))
    site.built()
    with stream(site, since=old) as tab:
        assert tab.state()["changed"] == ["/news/أخبار/"]
    for since in ("", "x", "9" * 5000):
        with stream(site, since=since) as tab:
            assert tab.state()["changed"] is None


def test_states_follow_from_how_the_build_went() -> None:
    state = State(generation=1)
    bad = state.after(Failed(problems=(Problem("wrong"),)))
    removed = bad.after(Built(report=Changes(frozenset({"a.html"})), changed=None, seconds=0.1))
    assert (bad.generation, bad.problems) == (1, (Problem("wrong"),))
    assert (removed.generation, removed.problems) == (2, ())


# Beginning and end


def test_an_empty_host_is_a_problem_told_before_the_first_build(tmp_path: Path) -> None:
    site = TinySite(tmp_path)
    with (
        Watch([site.content], ignore=site.output, on_warning=lambda problem: None) as watch,
        pytest.raises(DigestError, match="the host is empty"),
    ):
        serve(site.build, watch=watch, output=site.output, address=Address(host=" ", port=0), on_event=site.events.put)


def test_a_port_that_was_not_asked_for_gives_way_to_the_next_free_one(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    first, second = TinySite(tmp_path / "a"), TinySite(tmp_path / "b")
    with socket.create_server(("localhost", 0)) as other:
        port = other.getsockname()[1]
        first.address = Address(port=port, flexible=True)
        with previewed(first):
            assert port < first.address.port < port + 20
            second.address = Address(port=port, flexible=True)
            with previewed(second):
                assert first.address.port < second.address.port


@pytest.mark.parametrize("flexible", [True, False])
def test_a_preview_of_the_same_site_is_found_and_named(still: TinySite, flexible: bool) -> None:
    again = Address(port=still.address.port, flexible=flexible)
    with (
        Watch([still.content], ignore=still.output, on_warning=lambda problem: None) as watch,
        pytest.raises(DigestError, match=f"this site is already previewed at {still.url}"),
    ):
        serve(still.build, watch=watch, output=still.output, address=again, on_event=lambda event: None)


def test_a_taken_port_is_a_problem_told_before_the_first_build(tmp_path: Path) -> None:
    site = TinySite(tmp_path)
    with socket.create_server(("localhost", 0)) as other:
        port = other.getsockname()[1]
        with (
            Watch([site.content], ignore=site.output, on_warning=lambda problem: None) as watch,
            pytest.raises(DigestError, match=f"another program serves at port `{port}`") as raised,
        ):
            serve(site.build, watch=watch, output=site.output, address=Address(port=port), on_event=site.events.put)
    assert raised.value.problems[0].hint == f"end it, or choose another port: `--port {port + 1}`"
    assert site.builds == []


def test_a_host_that_is_not_of_this_machine_is_a_problem() -> None:
    with pytest.raises(DigestError, match=r"cannot serve at `192\.0\.2\.1`") as raised:
        module._listen_at(Address(host="192.0.2.1", port=0))
    assert "--host" in raised.value.problems[0].hint


def test_no_part_of_an_answer_waits_until_the_one_before_is_acknowledged() -> None:
    with (
        module._listen_at(Address(host="127.0.0.1", port=0)) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_open_streams_do_not_hold_up_the_end(tmp_path: Path) -> None:
    site = TinySite(tmp_path)
    with previewed(site):
        site.built()
        connections = [socket.create_connection(("localhost", site.address.port), timeout=WAIT) for _ in range(3)]
        for connection in connections:
            connection.sendall(b"GET /__digest/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(1)
        start = monotonic()
    assert monotonic() - start < SOON
    for connection in connections:
        assert everything(connection).endswith(b"0\r\n\r\n")  # ended, not cut
        connection.close()


PROGRAM = """
import sys
from pathlib import Path
from tests.preview_site import TinySite
from digest.preview.server import Serving, Built, serve
from digest.preview.watch import Watch

site = TinySite(Path(sys.argv[1]))
slow = sys.argv[2] == "slow"

def build(changed):
    if slow:
        print("building", flush=True)
        while True:
            pass
    return site.build(changed)

def tell(event):
    if isinstance(event, Serving):
        print(event.address.port, flush=True)
    elif isinstance(event, Built):
        print("built", flush=True)

try:
    with Watch([site.content], ignore=site.output, on_warning=print) as watch:
        serve(build, watch=watch, output=site.output, address=site.address, on_event=tell)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("phase", ["idle", "slow"])
def test_a_signal_ends_it_within_a_second_also_with_a_tab_open_or_in_a_build(
    tmp_path: Path, number: signal.Signals, phase: str
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path), phase],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    with process:
        try:
            assert process.stdout
            port = int(process.stdout.readline())
            assert process.stdout.readline() in ("built\n", "building\n")
            with httpx.stream("GET", f"http://localhost:{port}/__digest/events", timeout=WAIT) as tab:
                assert next(tab.iter_lines())
                start = monotonic()
                process.send_signal(number)
                out, err = process.communicate(timeout=WAIT)
                took = monotonic() - start
        finally:
            process.kill()
    assert (process.returncode, out, err) == (130, "", "")
    assert took < SOON


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_its_thread_begins_ends_it_as_soon_as_the_thread_can_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    site = TinySite(tmp_path)
    begin = from_thread.start_blocking_portal
    begun = []

    @contextmanager
    def interrupted(name: str) -> Iterator[from_thread.BlockingPortal]:
        signal.raise_signal(number)
        with begin(name=name) as portal:
            begun.append(portal)
            yield portal

    monkeypatch.setattr(from_thread, "start_blocking_portal", interrupted)
    with (
        Watch([site.content], ignore=site.output, on_warning=lambda problem: None) as watch,
        pytest.raises(KeyboardInterrupt),
    ):
        serve(site.build, watch=watch, output=site.output, address=Address(port=0), on_event=site.events.put)
    assert len(begun) == 1
    assert site.builds == []
    assert signal.getsignal(number) in (signal.default_int_handler, signal.SIG_DFL)
