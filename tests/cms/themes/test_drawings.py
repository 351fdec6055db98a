"""Uploaded drawings: what is rebuilt, what is left behind and told, and what is refused."""

from __future__ import annotations

import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.themes.drawing_styles import clean_declarations, clean_rules, is_safe
from cms.themes.drawings import Removed, clean_drawing

PATH = '<path d="M0 0h9v9z" />'
FOREIGN = (
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>x()</script></body></foreignObject>'
)
BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def svg(inside: str = PATH, *, before: str = "", box: str = 'viewBox="0 0 40 10"') -> bytes:
    """Return the text of a drawing as a file."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {names} {box}>{inside}</svg>".encode()


def inside(made: bytes) -> str:
    """Return what stands in the root of a drawing that was rebuilt."""
    return made.decode().partition(">")[2].removesuffix("</svg>")


@pytest.mark.parametrize(
    ("given_", "expected", "removed"),
    [
        (f"<script>x()</script>{PATH}", PATH, Removed.SCRIPT),
        ('<path d="M0 0h9v9z" onload="x()" OnClick="x()"/>', PATH, Removed.SCRIPT),
        (f"{FOREIGN}{PATH}", PATH, Removed.OTHER),
        (f'<iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/>{PATH}', PATH, Removed.OTHER),
        ('<a href="javascript:x()"><path d="M0 0h9v9z"/></a>', f"<g>{PATH}</g>", Removed.LINK),
        (
            '<g><use xlink:href="http://x/#a"/><path d="M0 0h9v9z"/></g>',
            f"<g><use />{PATH}</g>",
            Removed.LINK,
        ),
        ('<path d="M0 0h9v9z" fill="url(https://x/#a)"/>', PATH, Removed.LINK),
        ('<path d="M0 0h9v9z" fill="URL( //x/#a )"/>', PATH, Removed.LINK),
        ('<path d="M0 0h9v9z" mask="image-set(\'x\' 1x)"/>', PATH, Removed.LINK),
        (f'<image href="data:image/svg+xml;base64,AAAA"/>{PATH}', f"<image />{PATH}", Removed.LINK),
        (
            '<g><set attributeName="href" to="javascript:x()"/><path d="M0 0h9v9z"/></g>',
            f"<g>{PATH}</g>",
            Removed.MOTION,
        ),
        (
            '<path d="M0 0h9v9z" style="fill:red;background:url(x)"/>',
            '<path d="M0 0h9v9z" style="fill:red" />',
            Removed.STYLE,
        ),
        (f"<style>@import url(https://x/y.css);</style>{PATH}", f"<style />{PATH}", Removed.STYLE),
        (
            f"<style>.a{{fill:red}} @font-face{{src:url(x)}}</style>{PATH}",
            f"<style>.a{{fill:red}}</style>{PATH}",
            Removed.STYLE,
        ),
    ],
)
def test_what_could_act_or_load_is_left_behind_and_told(given_, expected, removed) -> None:
    found = clean_drawing(svg(given_))
    assert [inside(found.data), found.removed] == [expected, (removed,)]


@pytest.mark.parametrize(
    "drawn",
    [
        '<radialGradient id="g"><stop stop-color="#fff" /></radialGradient><path fill="url(#g)" d="M0 0" />',
        '<clipPath id="c"><rect width="1" /></clipPath><g clip-path="url(#c)"><circle r="2" /></g>',
        '<g transform="translate(1 2) scale(3)"><ellipse rx="2" ry="1" fill-opacity=".5" /></g>',
        '<title>A &amp; B</title><text x="1">One <tspan dx="1">two</tspan> three</text>',
        "<style>path{fill:#000}@media(prefers-color-scheme:dark){path{fill:#fff}}</style>" + PATH,
        f'<image href="{PIXEL}" width="4" height="4" />',
        '<symbol id="s"><path d="M0 0" /></symbol><use href="#s" x="4" />',
    ],
)
def test_what_a_logo_is_drawn_with_stays_as_it_is(drawn) -> None:
    found = clean_drawing(svg(drawn))
    assert [inside(found.data), found.removed] == [drawn, ()]


def test_notes_of_drawing_programs_go_without_a_word() -> None:
    notes = '<metadata>x</metadata><i:pgf xmlns:i="http://ns.adobe.com/i">x</i:pgf><!-- made by --><?x y?>'
    found = clean_drawing(
        svg(
            f"{notes}{PATH}",
            before='<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg11.dtd">',
        )
    )
    assert [inside(found.data), found.removed] == [PATH, ()]


@pytest.mark.parametrize(
    ("box", "size", "kept"),
    [
        ('viewBox="0 0 40 10" width="100%" height="1in"', (40, 10), "0 0 40 10"),
        ('width="30px" height="12.5"', (30, 12.5), "0 0 30 12.5"),
    ],
)
def test_size_comes_from_the_drawing(box, size, kept) -> None:
    found = clean_drawing(svg(box=box))
    assert [(found.width, found.height), f'viewBox="{kept}"' in found.data.decode()] == [size, True]
    assert [word in found.data.decode() for word in (" width=", " height=")] == [False, False]


NESTED = "".join(f'<g id="g{one}">' + f'<use href="#g{one + 1}"/>' * 10 + "</g>" for one in range(9))

NAMESAKES = "".join(f'<g id="g{one}">{PATH}</g>' for one in range(10))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Our logo, soon to come", "invalid"),
        (b"", "invalid"),
        (b"\x89PNG\r\n\x1a\n", "invalid"),
        (b"<html><body>x</body></html>", "invalid"),
        (svg()[:-20], "invalid"),
        (b'<?xml version="1.0" encoding="klingon"?><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', "invalid"),
        (svg(f"<text>&b;</text>{PATH}", before=BOMB), "entities"),
        (svg("<text>&x;</text>", before=FILE), "entities"),
        (svg("<script>x()</script>"), "empty"),
        (svg('<use href="http://x/#a"/>'), "empty"),
        (svg(FOREIGN), "empty"),
        (svg(box=""), "size"),
        (svg(box='width="100%" height="100%"'), "size"),
        (svg(box='viewBox="0 0 0 10"'), "size"),
        (svg("<g>" * 100_000 + "</g>" * 100_000), "large"),
        (svg(PATH * 6_000), "large"),
        (svg(f'{NESTED}<g id="g9">{PATH}</g>'), "large"),
        (svg(f'{NESTED}<g id="g9">{PATH}</g>{NAMESAKES}'), "large"),
        (svg(f'<g id="a"><use href="#a"/>{PATH}</g>'), "large"),
        (svg(f'<mask id="a"><g mask="url(#a)">{PATH}</g></mask>'), "large"),
    ],
)
def test_what_is_no_usable_drawing_is_refused_in_words(data, code) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_drawing(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "style",
    [
        " " * 900_000 + "x",
        "a " * 400_000,
        "a{}" * 300_000,
        "@media (prefers-color-scheme: dark) {" + "a{}" * 200_000,
        "/* " * 300_000,
        "a{fill:" + "b" * 900_000 + "}",
    ],
)
def test_style_takes_no_time_to_read_however_it_is_written(style) -> None:
    began = time.perf_counter()
    clean_rules(style)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("url(#a)", True),
        ("url('#a') red", True),
        ("url(#a b)", False),
        ("u\\72l(x)", False),
        ("rgb(1 2 3 / 50%)", True),
        ("matrix(1,0,0,1,2,3)", True),
        ("re\\64", False),
        ("@import", False),
        ("expression(x)", False),
        ("image(x)", False),
        ("url(x", False),
        ("javascript:x", False),
    ],
)
def test_values_that_load_nothing(value, expected) -> None:
    assert is_safe(value) is expected


def test_rule_is_not_taken_out_of_the_one_that_it_stands_in() -> None:
    assert clean_rules(".a{fill:red} @media print{.b{fill:blue}} .c{fill:lime}") == (".a{fill:red}", False)
    assert clean_declarations("-inkscape-x: 1; fill: red") == ("fill:red", True)


PIECES_TEXT = """
<script> </script> <g> </g> onload="x()" <path/> url(http://x) <style> </style> @import &lt; <![CDATA[ ]]>
<a/href="javascript:x"> </a> \\75rl( { } fill: <use/href="http://x"/> <text> </text> <set/>
"""
PIECES = [one.replace("/h", " h") for one in PIECES_TEXT.split()]


@settings(settings.get_profile("laws"))
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_whatever_comes_through_comes_through_again_unchanged_and_does_nothing(inner) -> None:
    try:
        once = clean_drawing(svg(inner))
    except ValidationError:
        return
    again = clean_drawing(once.data)
    assert [again.data, again.removed] == [once.data, ()]
    assert [word for word in (b"<script", b"onload=", b"javascript", b"http://x") if word in once.data] == []
