import pytest

from digest.preview.answers import Rule, file_answer, headers_of, rule_for

BODY = b"0123456789"


def answer(**asked: str) -> tuple[int, bytes, dict[str, str]]:
    made = file_answer(BODY, "text/plain", {name.replace("_", "-"): value for name, value in asked.items()})
    return made.status_code, bytes(made.body), dict(made.headers)


def test_a_file_comes_with_a_tag_and_is_not_sent_again_to_who_has_it() -> None:
    status, body, headers = answer()
    assert (status, body, headers["accept-ranges"], headers["cache-control"]) == (200, BODY, "bytes", "no-cache")
    tag = headers["etag"]
    for asked in (tag, f'"x", W/{tag}', "*"):
        assert answer(if_none_match=asked)[:2] == (304, b"")
    assert answer(if_none_match='"other"')[:2] == (200, BODY)
    assert file_answer(b"other", "text/plain", {}).headers["etag"] != tag


@pytest.mark.parametrize(
    ("asked", "part", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-99", BODY, "bytes 0-9/10"),
    ],
)
def test_a_part_of_a_file_is_sent_where_a_part_is_asked_for(asked: str, part: bytes, told: str) -> None:
    status, body, headers = answer(range=asked)
    assert (status, body, headers["content-range"], headers["content-length"]) == (206, part, told, str(len(part)))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(asked: str) -> None:
    status, _, headers = answer(range=asked)
    assert (status, headers["content-range"]) == (416, "bytes */10")


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "x", f"bytes={'9' * 5000}-"])
def test_what_is_no_single_part_is_answered_with_the_whole(asked: str) -> None:
    assert answer(range=asked)[:2] == (200, BODY)


def test_a_part_of_what_has_changed_is_the_whole() -> None:
    assert answer(range="bytes=0-3", if_range='"old"')[0] == 200
    assert answer(range="bytes=0-3", if_range=answer()[2]["etag"])[0] == 206


RULES = """# moved
/old/ /new/ 301
/خبر/ /articles/%D8%AE%D8%A8%D8%B1/ 301!
/docs/* https://docs.example/:splat 302
/plain /other
/app/* /index.html 200
/app/own /own.html 200!
/gone /nowhere 404
/theirs/* https://other.example/:splat 200
/theirs2/* //other.example/:splat 200
/news/:year/:slug/ /articles/:slug/?of=:year
/away/* /:splat
nonsense
""".encode()


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/old/", "/new/"),
        ("/%D8%AE%D8%A8%D8%B1/", "/articles/%D8%AE%D8%A8%D8%B1/"),
        ("/docs/a/b%20c", "https://docs.example/a/b%20c"),
        ("/plain", "/other"),
        ("/app/x", ""),
        ("/gone", ""),
        ("/theirs/x", ""),
        ("/theirs2/x", ""),
        ("/news/2024/%D8%AE/", "/articles/%D8%AE/?of=2024"),
        ("/news/2024/a/b/", ""),
        ("/away//other.example", "/other.example"),
        ("/old", ""),
        ("nonsense", ""),
    ],
)
def test_an_address_that_has_moved_leads_on_as_hosts_read_the_list(path: str, target: str) -> None:
    rule = rule_for(path, RULES)
    assert (rule.target if rule and rule.is_move else "") == target


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/app/x", Rule("/index.html", 200, forced=False)),
        ("/app/own", Rule("/own.html", 200, forced=True)),
        ("/gone", Rule("/nowhere", 404, forced=False)),
        ("/theirs/x", None),
        ("/theirs2/x", None),
        ("/other", None),
    ],
)
def test_what_is_answered_in_the_place_of_a_path_is_of_the_site(path: str, rule: Rule | None) -> None:
    assert rule_for(path, RULES) == rule


HEADERS = b"""
/*
  X-Frame-Options: DENY
  Content-Security-Policy: default-src 'self'
  Cache-Control: max-age=31536000
# feeds
/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/theme/*
  ! X-Frame-Options
  Access-Control-Allow-Origin: *
/:lang/articles/:slug/
  Link: </a>
  Link: </b>
https://example.pages.dev/*
  X-Robots-Tag: noindex
  no header
\tTwo Words: x
"""


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/", {"x-frame-options": "DENY"}),
        ("/feed.xml", {"x-frame-options": "DENY", "content-type": "application/atom+xml; charset=utf-8"}),
        ("/theme/a%20b.css", {"access-control-allow-origin": "*"}),
        ("/ar/articles/%D8%AE/", {"x-frame-options": "DENY", "link": "</a>, </b>"}),
        ("/ar/articles/a/b/", {"x-frame-options": "DENY"}),
    ],
)
def test_headers_come_with_the_paths_that_a_rule_means(path: str, own: dict[str, str]) -> None:
    assert headers_of(path, HEADERS) == {"content-security-policy": "default-src 'self'"} | own


@pytest.mark.parametrize(
    "headers", [b"", b"  X-A: before any path", b"\xff\xfe", b"/*\n  \n  :\n  X:\n", b"/(*\n A: b"]
)
def test_what_says_no_header_says_nothing(headers: bytes) -> None:
    assert headers_of("/", headers) == {}
