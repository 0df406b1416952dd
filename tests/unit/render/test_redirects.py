from pathlib import Path

from digest.render.redirects import redirect_paths, render_redirects
from tests.stories import simple, site

NOWHERE = Path("/nowhere")


def test_a_page_at_each_former_address_leads_on_and_lists_name_all() -> None:
    made = site(NOWHERE, simple("جديد", aliases=("2019/قديم/", "story.php"))).site
    outputs = {output.path: output.body.decode() for output in render_redirects(made)}
    assert tuple(outputs) == redirect_paths(made) == ("2019/قديم/index.html", "_redirects", "redirects.map")
    target = made.href("articles/جديد/")
    page = outputs["2019/قديم/index.html"]
    assert f'content="0; url={target}"' in page
    assert f'<link rel="canonical" href="{made.url("articles/جديد/")}">' in page
    assert 'lang="ar" dir="rtl"' in page
    assert 'lang="en" dir="ltr"' in page
    assert outputs["_redirects"] == f"{made.href('2019/قديم/')} {target} 301\n{made.href('story.php')} {target} 301\n"
    base = made.config.base_path
    assert outputs["redirects.map"].splitlines()[0] == f'"{base}2019/قديم/" "{target}";'


def test_a_site_of_which_nothing_moved_has_no_files_for_it() -> None:
    assert redirect_paths(site(NOWHERE, simple("a")).site) == ()
