"""Policies that admit the preview's own scripts and nothing else."""

import pytest

from digest.preview.policy import admitted, admitting

OWN = "http://localhost:8000/__digest/"


@pytest.mark.parametrize(
    "policy",
    ["", "default-src 'self'", "img-src 'none'", "default-src *", "script-src 'self' https://a.example; img-src *"],
)
def test_a_policy_under_which_the_preview_runs_is_left_as_it_is(policy: str) -> None:
    assert admitting(policy, OWN, "n") == policy


@pytest.mark.parametrize(
    ("policy", "admits"),
    [
        (
            "default-src 'none'; style-src 'self'",
            f"default-src 'none'; style-src 'self'; script-src-elem {OWN}; connect-src {OWN}",
        ),
        ("script-src https://a.example", f"script-src https://a.example; script-src-elem https://a.example {OWN}"),
        ("Script-Src-Elem 'none'", f"script-src-elem {OWN}"),
        ("default-src 'self'; connect-src 'none'", f"default-src 'self'; connect-src {OWN}"),
        (
            "script-src 'nonce-x' 'strict-dynamic'",
            f"script-src 'nonce-x' 'strict-dynamic'; script-src-elem 'nonce-x' 'strict-dynamic' {OWN} 'nonce-n'",
        ),
        ("default-src 'self', script-src 'none'", f"default-src 'self', script-src 'none'; script-src-elem {OWN}"),
    ],
)
def test_else_its_own_addresses_are_added_where_they_count(policy: str, admits: str) -> None:
    assert admitting(policy, OWN, "n") == admits


def test_the_policy_of_a_page_is_changed_in_its_place_and_nothing_beside_it() -> None:
    other = b"<meta content=\"script-src 'none'\">" + b"\xff"
    page = b'<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">' + other
    changed = f"script-src &#x27;none&#x27;; script-src-elem {OWN}".encode()
    assert admitted(page, OWN, "n") == b'<meta http-equiv="Content-Security-Policy" content="' + changed + b'">' + other
    same = page.replace(b"'none'", b"'self'")
    assert admitted(same, OWN, "n") == same
