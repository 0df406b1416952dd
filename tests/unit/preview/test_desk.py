"""The editors' desk over HTTP: what it tells, and that nothing is written for a request that is not its own page's."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from digest.editorial.desk import key_of
from digest.errors import DigestError
from digest.preview.desk import MAX_BYTES, PATH, DeskPage, key_for
from tests.desk_site import corrected, desk_of, make_desk_site, name, source
from tests.preview_site import WAIT, TinySite, previewed

KEY = "a key of the newsroom"


class Client:
    """The page of a desk, as a browser asks for it."""

    def __init__(self, root: Path, address: str, page: DeskPage) -> None:
        self.root = root
        self.url = address.rstrip("/") + PATH
        self.page = page
        self.http = httpx.Client(timeout=WAIT)

    def get(self, path: str = "", **headers: str) -> httpx.Response:
        return self.http.get(self.url + path, headers=headers)

    def post(self, path: str, told: Any, **headers: str) -> httpx.Response:
        """Ask as the page does, but for these headers; those without a value are left out."""
        given = {"X-Digest-Token": self.page.token, "Content-Type": "application/json"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        return self.http.post(
            self.url + path, content=body, headers=[(k.encode(), v.encode()) for k, v in given.items() if v]
        )

    def edit(self, number: int = 0, **more: Any) -> dict[str, Any]:
        """Return what the page tells when an editor corrects a sentence of the first article that was just opened."""
        key = key_of(source(0, number))
        version = self.page.desk.open(name(0), key).version
        edit = {"article": name(0), "key": key, "version": version, "words": corrected(0, number)}
        return {**edit, "reviewed": True, "comments": [], **more}

    @property
    def sidecar(self) -> bytes:
        return (self.root / "content" / "2026-11-20-news.en.po").read_bytes()


@pytest.fixture
def client(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Client]:
    root = make_desk_site(tmp_path / "site")
    page = DeskPage(desk=desk_of(root), key=getattr(request, "param", ""), by="Nour")
    tiny = TinySite(tmp_path, routes=page.routes())
    with previewed(tiny):
        tiny.built()
        made = Client(root, tiny.url, page)
        with made.http:
            yield made


def test_the_page_has_its_words_in_both_languages_and_runs_no_script_but_its_own(client: Client) -> None:
    page = client.get()
    assert page.status_code == 200
    told = json.loads(re.search(r'id="told">(.*?)</script>', page.text)[1])  # type: ignore[index]
    assert told["token"] == client.page.token
    assert told["by"] == "Nour"
    assert told["words"]["ar"].keys() == told["words"]["en"].keys()
    used = set(re.findall(r'data-word="([^"]+)"', page.text))
    assert used <= told["words"]["ar"].keys()
    script = client.get("desk.js").text
    named = {word for word in re.findall(r'"(desk[._][a-z_]+)"', script) if not word.endswith("_")}
    assert named <= told["words"]["en"].keys()
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert client.get("desk.css").headers["Content-Type"].startswith("text/css")
    assert client.http.get(client.url.rstrip("/")).headers["Location"] == PATH


def test_the_queue_a_sentence_its_matches_and_checks_are_told(client: Client) -> None:
    first = client.get("queue").json()["tasks"][0]
    assert (first["text"], first["state"]) == (source(0, 0), "doubtful")
    query = httpx.QueryParams(article=first["article"], key=first["key"])
    card = client.get(f"sentence?{query}").json()
    assert card["task"]["flags"] == ["number"]
    assert card["page"] == "/articles/news-0/#s2"
    assert client.get(f"matches?{query}").json() == []
    checked = client.post("check", {**dict(query), "words": "Many people visited the pen of quarter 2."})
    assert checked.json()["flags"] == ["number"]
    assert client.get("concordance?words=news&target=en").json() == []
    assert client.get("concordance?words=headline&target=en").json()[0]["source"] == "عنوان الخبر 0"
    assert client.get("concordance?words=news&target=fr").json() == []
    assert len(client.get("queue?state=all&article=2026-11-19-news.txt").json()["tasks"]) == 11
    assert client.get("find?slug=news-2&sentence=3").json()["text"] == source(2, 1)


def test_what_is_saved_is_in_the_sidecar(client: Client) -> None:
    answer = client.post("save", client.edit())
    assert (answer.status_code, answer.json()["task"]["state"]) == (200, "edited")
    assert corrected(0, 0).encode() in client.sidecar


def test_two_tabs_that_save_the_same_sentence_are_both_shown(client: Client) -> None:
    first, second = client.edit(words="100 one."), client.edit(words="100 two.")
    assert client.post("save", first).status_code == 200
    conflict = client.post("save", second)
    assert (conflict.status_code, conflict.json()["words"]) == (409, "100 one.")
    assert b"two." not in client.sidecar


@pytest.mark.parametrize(
    "forged",
    [
        {"X_Digest_Token": ""},
        {"X_Digest_Token": "guessed"},
        {"X_Digest_Token": "مخمن"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://localhost:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Content_Type": "text/plain"},
        {"Content_Type": ""},
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example"},
    ],
)
def test_a_forged_request_writes_nothing(client: Client, forged: dict[str, str]) -> None:
    before = client.sidecar
    for path, told in (("save", client.edit()), ("commit", {}), ("check", client.edit())):
        assert client.post(path, told, **forged).status_code == 403
    assert client.sidecar == before


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"article": 7}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'"' + b"a" * MAX_BYTES + b'"', 413),
    ],
)
def test_junk_is_refused_without_a_traceback(client: Client, told: bytes, status: int) -> None:
    before = client.sidecar
    assert client.post("save", told).status_code == status
    assert client.post("nowhere", told).status_code in (404, 413)
    assert client.sidecar == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"article": "../site.toml"},
        {"article": "/etc/passwd"},
        {"article": "\0"},
        {"key": "nothing"},
        {"words": ""},
        {"words": "\u202e"},
        {"words": "a" * 30_000},
    ],
)
def test_what_cannot_be_saved_is_said_with_what_to_do(client: Client, wrong: dict[str, str]) -> None:
    before = client.sidecar
    answer = client.post("save", client.edit() | wrong)
    assert answer.status_code == 422
    assert answer.json()["problem"]
    assert answer.json()["hint"]
    assert client.sidecar == before


def test_words_that_would_break_the_file_or_the_page_are_words(client: Client) -> None:
    words = '</script> "\\" 100 people <b>\u202e</b>'
    assert client.post("save", client.edit(words=words, comments=["#, fuzzy\n~"], by='x\\n"')).status_code == 200
    card = client.get(f"sentence?{httpx.QueryParams(article=name(0), key=key_of(source(0, 0)))}").json()
    assert card["words"] == '</script> "\\" 100 people <b></b>'
    assert card["comments"] == ["#, fuzzy ~"]


def test_without_commit_nothing_is_committed(client: Client) -> None:
    assert client.post("commit", {}).status_code == 404


@pytest.mark.parametrize("client", [KEY], indirect=True)
def test_who_has_the_key_is_let_in_and_nobody_else(client: Client) -> None:
    page = client.get()
    assert page.status_code == 403
    assert "?key=" in page.text
    for path in ("queue", "desk.js", "find?slug=news-0&sentence=1", "?key=wrong"):
        assert client.get(path).status_code == 403
    assert client.post("save", client.edit()).status_code == 403
    assert (
        client.page.url("http://10.0.0.7:8000/news/") == f"http://10.0.0.7:8000{PATH}?key=a%20key%20of%20the%20newsroom"
    )
    entered = client.get("?key=a+key+of+the+newsroom&slug=x")
    assert (entered.status_code, entered.headers["Location"]) == (303, f"{PATH}?slug=x")
    assert "HttpOnly" in entered.headers["Set-Cookie"]
    assert "samesite=lax" in entered.headers["Set-Cookie"].lower()
    assert client.get("queue").status_code == 200
    assert client.post("save", client.edit()).status_code == 200
    assert client.post("save", client.edit(), X_Digest_Token="").status_code == 403


@pytest.mark.parametrize(
    ("host", "made"),
    [("localhost", False), ("127.0.0.1", False), ("::1", False), ("0.0.0.0", True), ("newsroom", True)],
)
def test_a_key_is_made_where_others_can_reach_the_desk(host: str, made: bool) -> None:
    assert bool(key_for(None, host)) == made
    assert key_for("long enough", host) == "long enough"
    with pytest.raises(DigestError, match="the key is too short: 5 characters"):
        key_for("short", host)


@pytest.mark.parametrize(
    ("site", "host"),
    [
        ("http://localhost:8000/", "localhost:8000"),
        ("http://[::1]:8000/", "[::1]:8000"),
        ("http://10.0.0.7/", "10.0.0.7"),
    ],
)
def test_the_address_of_the_desk_is_that_of_the_site(tmp_path: Path, site: str, host: str) -> None:
    assert DeskPage(desk=desk_of(tmp_path)).url(site) == f"http://{host}{PATH}"


def test_where_the_preview_is_at_every_address_one_is_told_that_others_can_open(tmp_path: Path) -> None:
    address = DeskPage(desk=desk_of(tmp_path), key="a long key").url("http://0.0.0.0:8000/")
    assert "0.0.0.0" not in address
    assert address.endswith(f":8000{PATH}?key=a%20long%20key")
