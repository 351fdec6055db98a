"""What the kit notices in HTML."""

from __future__ import annotations

import pytest

from cms.testing.markup import (
    document_problems,
    heading_problems,
    is_document,
    naming_problems,
    nesting_problems,
    parsed,
    policy_problems,
    remote_sources,
    without_scripts_of_fields,
)

SOUND = """
<section aria-label="Parking"><h2>Parking</h2><p>Here: <a href="/map/">the map</a></p>
<form><label for="a">Name</label><input id="a"><label>Age <input></label><input type="hidden">
<button>Send</button></form>
<img src="/a.png" alt=""><iframe src="/b/" title="A map"></iframe>
<script type="application/ld+json">{}</script><script src="/static/x.js"></script></section>
"""


def test_sound_html_is_told_nothing() -> None:
    soup = parsed(f"<h1>Title</h1>{SOUND}")
    assert [
        *nesting_problems(SOUND),
        *naming_problems(soup),
        *heading_problems(soup),
        *policy_problems(soup),
    ] == []


@pytest.mark.parametrize(
    "html", ["<p><div></div></p>", "<b>x", "<p>x</div>", "<tr><td>x</td></tr>", "<a><a></a></a>"]
)
def test_wrong_nesting_is_named_with_its_place(html) -> None:
    assert [problem.partition(",")[0] for problem in nesting_problems(html)][:1] == ["line 1"]


def test_whole_page_is_told_from_a_part_of_one() -> None:
    page = "\n<!doctype HTML><html lang='en'><head><title>A</title></head><body><p>A</body></html>"
    assert [is_document(html) for html in (page, SOUND, "")] == [True, False, False]
    assert [*document_problems(page), *document_problems(SOUND)] == []
    wrong = [page.replace("<p>", "<b>"), "<b>A"]
    assert [len(list(document_problems(html))) > 0 for html in wrong] == [True, True]


def test_script_behind_a_field_is_that_of_the_field_and_no_other_one() -> None:
    fields = "<div><input></div><script>a()</script><select></select><script>b()</script>"
    html = f"{fields}<p>x</p><script>c()</script>"
    soup = without_scripts_of_fields(parsed(html))
    assert [script.string for script in soup.find_all("script")] == ["c()"]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<img src='/a.png'>", "a picture has no alt"),
        ("<input>", "a field has no label"),
        ("<label for='b'>x</label><select id='a'></select>", "a field has no label"),
        ("<a href='/'><img alt=''></a>", "a link or button says nothing"),
        ("<button><svg></svg></button>", "a link or button says nothing"),
        ("<iframe src='/'></iframe>", "a frame has no title"),
    ],
)
def test_what_has_no_name_is_named(html, said) -> None:
    assert [problem.partition(":")[0] for problem in naming_problems(parsed(html))] == [said]


def test_heading_that_leaves_out_a_level_is_named() -> None:
    soup = parsed("<h1>A</h1><h2>B</h2><h4>C</h4><h2>D</h2><h3>E</h3>")
    assert list(heading_problems(soup)) == ["<h4> “C” follows a heading of level 2"]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<script>alert(1)</script>", "a script in the page"),
        ("<style>p { margin: 0 }</style>", "a <style> in the page"),
        ("<p style='margin: 0'>x</p>", "the attribute style of <p>"),
        ("<p onclick='x()'>x</p>", "the attribute onclick of <p>"),
        ("<a href=' JavaScript:x()'>x</a>", "a javascript: address in <a>"),
        (
            "<script src='//cdn.example.com/x.js'></script>",
            "a script or a style sheet from another host: //cdn.example.com/x.js",
        ),
        (
            "<link rel='stylesheet' href='https://cdn.example.com/x.css'>",
            "a script or a style sheet from another host: https://cdn.example.com/x.css",
        ),
    ],
)
def test_what_a_policy_would_block_is_named(html, said) -> None:
    assert list(policy_problems(parsed(html))) == [said]


def test_what_is_loaded_from_elsewhere_is_named_by_its_origin() -> None:
    html = "<img src='https://a.example.com/x/y.png'><img src='/own.png'><iframe src='https://b.example.com/'></iframe>"
    assert list(remote_sources(parsed(html))) == [
        ("img-src", "https://a.example.com"),
        ("frame-src", "https://b.example.com"),
    ]
