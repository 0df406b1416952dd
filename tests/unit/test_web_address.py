"""Addresses of a site: one spelling for each, as browsers and identifiers want them."""

from datetime import date
from pathlib import Path

import pytest

from digest.config import load, parse
from digest.web_address import tag_uri
from tests.sites import with_settings


@pytest.mark.parametrize(
    ("host", "ascii_host"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("نامه\u200cای.example", "xn--mgba3gch31f060k.example"),
        ("أخبار.example:8443", "xn--igbicxr.example:8443"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("News.Example", "news.example"),
        ("[2001:db8::1]:80", "[2001:db8::1]:80"),
    ],
)
def test_a_host_is_written_as_browsers_look_it_up(tmp_path: Path, host: str, ascii_host: str) -> None:
    config = load(with_settings(tmp_path, ""), base_url=f"https://{host}/a")
    assert config.base_address == f"https://{ascii_host}/a/"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HTTPS://News.Example.ORG/A", "https://news.example.org/A/"),
        ("https://news.example.org:443/", "https://news.example.org/"),
        ("http://news.example.org:80", "http://news.example.org/"),
        ("http://news.example.org:443/", "http://news.example.org:443/"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("https://straße.example/%C3%A9/é", "https://xn--strae-oqa.example/%C3%A9/%C3%A9/"),
    ],
)
def test_one_address_has_one_spelling_in_links_and_ids(tmp_path: Path, written: str, meant: str) -> None:
    assert load(with_settings(tmp_path, ""), base_url=written).base_address == meant
    assert parse(f'base_url = "https://a.example/"\nfeed_id = "{written}"\n', tmp_path).id_base == meant


def test_a_new_site_gets_an_id_of_its_domain_and_year() -> None:
    assert tag_uri("https://News.Example.org:8080/a/", date(2026, 11, 26)) == "tag:news.example.org,2026:"
    assert tag_uri("http://[::1]/", date(2026, 11, 26)) is None
