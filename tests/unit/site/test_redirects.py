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


def test_an_address_that_two_articles_claim_is_a_problem_of_the_second() -> None:
    made = site(NOWHERE, simple("a", aliases=("articles/b/", "x/")), simple("b", aliases=("x/",))).site
    assert sorted(problem.problem for problem in clashes(made.stories)) == [
        "its former address `/articles/b/` is one of `b.txt` too",
        "its former address `/x/` is one of `a.txt` too",
    ]
