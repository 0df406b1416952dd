from digest.checking.page import Reference, read_page


def test_a_page_is_read_for_what_it_points_at_each_with_its_line() -> None:
    page = read_page(
        """<html><head><title>A &amp; B</title>
<link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" href="s.css"><link rel="canonical" href="/">
</head><body class="view-both page-article"><h1 id="top-line">A</h1><a name="old"></a><a href="x.html#y">x</a>
<img src="a.jpg" alt=""><img src="b.jpg" alt="B" srcset="b2.jpg 2x, b3.jpg 3x"><svg><title>no</title></svg>
<video src="v.mp4" poster="p.jpg"></video><p data-origin="untranslated">z</p>"""
    )
    assert page.title == "A & B"
    assert page.classes == {"view-both", "page-article"}
    assert page.anchors == {"top-line", "old"}
    assert page.pictures == [("a.jpg", 4)]
    assert page.untranslated == 1
    assert page.references == [
        Reference("alternate", "/en/", 2),
        Reference("asset", "s.css", 2),
        Reference("link", "/", 2),
        Reference("link", "x.html#y", 3),
        Reference("asset", "a.jpg", 4),
        Reference("asset", "b.jpg", 4),
        Reference("asset", "b2.jpg", 4),
        Reference("asset", "b3.jpg", 4),
        Reference("asset", "v.mp4", 5),
        Reference("asset", "p.jpg", 5),
    ]
