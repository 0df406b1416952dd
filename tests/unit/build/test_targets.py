from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from digest.build.state import ArticleRecord, BuildState, OutputRecord
from digest.build.targets import SiteTargets, articles_key, outdated, settings_key, stories_of, targets_of
from digest.config import SETTINGS
from digest.errors import DigestError
from digest.files import NEVER_MATCHES, signature_of
from digest.model import Image
from digest.settings import Setting
from digest.site.site import Site, build_site
from digest.site.summary import Summary, summarize
from tests.sites import other_value
from tests.stories import config, simple


def summary(slug: str, day: int, version: str = "1", **more: Any) -> Summary:
    return summarize(simple(slug, day=day, **more), version)


def site(root: Path, *stories: Summary, **settings: object) -> Site:
    return build_site(stories, config(root, **settings))


def published(
    targets: SiteTargets, *, site_wide: frozenset[str] = frozenset(), output: Path | None = None
) -> BuildState:
    """Return the state after a build that published all targets, those with `site_wide` keys from the whole site."""
    stories = {story.article.path: story for story in targets.site.stories}
    return BuildState(
        settings=targets.settings,
        look=targets.look,
        articles={path: ArticleRecord(seen={}, warnings=(), summary=story) for path, story in stories.items()},
        outputs={
            target.key: OutputRecord(
                targets.fingerprint(target, depends_on_site=target.key in site_wide),
                tuple((output and signature_of(output / path)) or NEVER_MATCHES for path in target.paths),
                target.key in site_wide,
            )
            for target in targets.targets
        },
    )


def reasons(old: SiteTargets, new: SiteTargets, *, site_wide: frozenset[str] = frozenset()) -> Mapping[str, str]:
    """Return the reasons for which targets of a new site are made again, by the targets' keys."""
    made = outdated(new, published(old, site_wide=site_wide))
    return {new.targets[number].key: reason for number, reason in made.items()}


@pytest.fixture
def old(tmp_path: Path) -> SiteTargets:
    return targets_of(site(tmp_path, summary("a", 20), summary("b", 19), summary("c", 18)))


def test_without_a_state_everything_is_made_because_nothing_is_known(old: SiteTargets) -> None:
    made = outdated(old, BuildState())
    assert list(made) == list(range(len(old.targets)))
    assert set(made.values()) == {"nothing is known of an earlier build"}


def test_of_the_same_site_nothing_is_made(tmp_path: Path, old: SiteTargets) -> None:
    assert not reasons(old, targets_of(site(tmp_path, summary("a", 20), summary("b", 19), summary("c", 18))))


def test_a_new_story_is_new_and_its_neighbour_and_lists_say_so(tmp_path: Path, old: SiteTargets) -> None:
    new = targets_of(site(tmp_path, summary("n", 21), summary("a", 20), summary("b", 19), summary("c", 18)))
    made = reasons(old, new)
    assert made["articles/n/index.html"] == "it is new"
    assert made["articles/a/index.html"] == "a neighbour, or the name of a section, tag or author changed"
    assert made["index.html"] == "what it shows changed"
    assert made["feed.xml"] == "what it shows changed"
    assert made["sitemap.xml"] == "the site changed"
    assert "articles/c/index.html" not in made


def test_a_story_whose_text_changed_is_made_again_and_pages_that_show_none_of_its_text_are_not(
    tmp_path: Path, old: SiteTargets
) -> None:
    new = targets_of(site(tmp_path, summary("a", 20, "2"), summary("b", 19), summary("c", 18)))
    shown = dict.fromkeys(("feed.xml", "search/2026/stories.json", "search/index.json"), "what it shows changed")
    assert reasons(old, new) == {"articles/a/index.html": "its text changed", **shown}


def test_a_section_with_another_name_is_named_anew_where_it_is_shown(tmp_path: Path) -> None:
    stories = summary("a", 20, section="science"), summary("b", 10)
    old = targets_of(site(tmp_path, *stories, tags={}))
    renamed = {"science": {"ar": "العلم", "en": "Science"}, "economy": {"ar": "اقتصاد", "en": "Economy"}}
    made = reasons(old, targets_of(site(tmp_path, *stories, tags={}, sections=renamed)))
    assert made["articles/a/index.html"] == made["articles/b/index.html"] == "`site.toml` changed"


def test_a_changed_template_is_the_reason_for_every_page(tmp_path: Path, old: SiteTargets) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "card.html").write_text("<b>", encoding="utf-8")
    made = reasons(old, targets_of(old.site))
    assert made["articles/a/index.html"] == made["archive/index.html"] == "templates, theme or menu changed"
    assert not any(key.startswith("theme/") for key in made)


def test_a_changed_style_sheet_changes_every_page_because_the_link_carries_its_version(
    tmp_path: Path, old: SiteTargets
) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "digest.css").write_text("p { }", encoding="utf-8")
    made = reasons(old, targets_of(old.site))
    assert made["theme/digest.css"] == "the theme changed"
    assert made["articles/a/index.html"] == "templates, theme or menu changed"
    assert "feed.xml" not in made


def test_a_changed_style_sheet_changes_no_page_where_links_carry_no_version(tmp_path: Path) -> None:
    made_of = site(tmp_path, summary("a", 20), versioned_assets=False)
    old = targets_of(made_of)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "digest.css").write_text("p { }", encoding="utf-8")
    new = targets_of(made_of, old)
    assert reasons(old, new) == {"theme/digest.css": "the theme changed"}
    (tmp_path / "theme" / "more.css").write_text("p { }", encoding="utf-8")
    assert "articles/a/index.html" in reasons(old, targets_of(made_of, old))


def test_a_page_that_showed_the_whole_site_is_made_again_when_any_story_shows_otherwise(
    tmp_path: Path, old: SiteTargets
) -> None:
    new = targets_of(site(tmp_path, summary("a", 20), summary("b", 19), summary("c", 18, origin="machine")))
    key = next(target.key for target in new.targets if target.kind == "single")
    assert reasons(old, new, site_wide=frozenset([key]))[key] == "the site changed"
    assert key not in reasons(old, new)


def test_a_published_file_that_was_touched_or_removed_is_made_again(tmp_path: Path, old: SiteTargets) -> None:
    output = old.site.config.output
    for path in old.paths():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text("x", encoding="utf-8")
    state = published(old, output=output)
    assert not outdated(old, state, output=output)
    (output / "feed.xml").write_text("another", encoding="utf-8")
    (output / "robots.txt").unlink()
    made = {old.targets[number].key: reason for number, reason in outdated(old, state, output=output).items()}
    assert made == dict.fromkeys(("feed.xml", "sitemap.xml"), "the published file was changed or removed")


def test_targets_that_show_the_same_are_taken_over_from_the_targets_before(tmp_path: Path) -> None:
    stories = summary("a", 20), summary("b", 19), summary("c", 18)
    old = targets_of(site(tmp_path, *stories))
    new = targets_of(site(tmp_path, stories[0], stories[1], summary("c", 18, "2")), old)
    again = {target.key for target in new.targets} - {target.key for target in set(new.targets) & set(old.targets)}
    assert "articles/a/index.html" not in again
    assert {"articles/b/index.html", "articles/c/index.html", "index.html"} <= again
    assert [target.fingerprint for target in new.targets] == [
        target.fingerprint for target in targets_of(new.site).targets
    ]


def test_the_numbers_of_targets_depend_on_the_site_alone(tmp_path: Path, old: SiteTargets) -> None:
    again = targets_of(site(tmp_path, summary("a", 20), summary("b", 19), summary("c", 18)), old)
    assert again.numbering() == old.numbering()
    assert targets_of(site(tmp_path, summary("a", 20), summary("b", 19))).numbering() != old.numbering()


def test_two_files_with_one_path_are_an_error(tmp_path: Path) -> None:
    story = summary("a", 20)
    twins = replace(story, pictures=(Image(path="x/p.png"), Image(path="y/p.png")))
    with pytest.raises(DigestError, match="two files of the site have this path"):
        targets_of(site(tmp_path, twins)).paths()


def test_pages_show_the_text_of_their_story_and_feeds_that_of_the_latest(old: SiteTargets) -> None:
    shown = {target.key: [story.article.slug for story in stories_of(target, old.site)] for target in old.targets}
    assert shown["articles/b/index.html"] == ["b"]
    assert shown["feed.xml"] == ["a", "b", "c"]
    assert shown["index.html"] == []


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_a_setting_makes_useless_what_is_known_of_articles_or_of_published_files_only(
    tmp_path: Path, setting: Setting
) -> None:
    before, after = config(tmp_path), config(tmp_path, **{setting.key: other_value(setting)})
    of_articles = setting.of_articles or setting.kind == "folder"
    assert (articles_key(before) != articles_key(after)) == of_articles
    assert (settings_key(before) != settings_key(after)) == (setting.kind != "targets")


def test_with_another_setting_every_file_is_made_again(tmp_path: Path, old: SiteTargets) -> None:
    stories = old.site.stories
    new = targets_of(site(tmp_path, *stories, per_page=7), old)
    for previous in (old, None):
        made = outdated(new, published(old), previous=previous)
        assert set(made.values()) == {"`site.toml` changed"}
        assert len(made) == len(new.targets)
