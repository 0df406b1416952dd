from digest.publishing.changes import Changes, changes_between


def test_files_are_compared_by_what_tells_their_bytes() -> None:
    changes = changes_between({"a": 1, "b": 1, "c": 1}, {"b": 2, "c": 1, "d": 1})
    assert changes == Changes(added=("d",), changed=("b",), removed=("a",))
    assert changes.uploads == ("d", "b")
    assert changes
    assert not changes_between({"a": 1}, {"a": 1})
