from pathlib import Path

from digest.site.redirects import clashes, redirects_of
from tests.stories import simple, site

NOWHERE = Path("/nowhere")


def test_a_former_article_leads_on_in_every_view_and_any_other_address_to_the_parallel_page() -> None:
    story = simple("new", aliases=("articles/old/", "2019/x.html", "articles/new/"))
    assert redirects_of(site(NOWHERE, story).site) == {
        "articles/old/": "articles/new/",
        "ar/articles/old/": "ar/articles/new/",
        "en/articles/old/": "en/articles/new/",
        "2019/x.html": "articles/new/",
    }


def test_a_term_that_is_named_afterwards_keeps_the_address_that_it_had() -> None:
    named = {"tags": {"gold": {"ar": "ذهب", "en": "Gold"}, "oil": {"en": "Oil"}}}
    story = simple("a", tags=("ذَهَب", "oil", "نفط"), section="economy")
    assert "tags/ذهب/" in {term.path for term in site(NOWHERE, story).site.members}
    assert redirects_of(site(NOWHERE, story, **named).site) == {
        "tags/ذهب/": "tags/gold/",
        "ar/tags/ذهب/": "ar/tags/gold/",
        "en/tags/ذهب/": "en/tags/gold/",
    }


def test_the_former_address_of_a_term_is_none_that_another_has() -> None:
    named = {"tags": {"gold": {"ar": "ذهب"}, "ذهب": {"ar": "الذهب"}}}
    assert redirects_of(site(NOWHERE, simple("a", tags=("ذهب", "gold")), **named).site) == {}


def test_an_address_that_two_articles_claim_is_a_problem_of_the_second() -> None:
    made = site(NOWHERE, simple("a", aliases=("articles/b/", "x/")), simple("b", aliases=("x/",))).site
    assert sorted(problem.problem for problem in clashes(made.stories)) == [
        "its former address `/articles/b/` is one of `b.txt` too",
        "its former address `/x/` is one of `a.txt` too",
    ]
