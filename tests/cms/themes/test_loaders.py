"""Every clinic gets the templates of its own theme, whoever is served at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.template.loader import get_template, render_to_string

from cms.locales.context import RequestContext, use_context
from cms.themes.current import current_theme, use_theme

OPENING = "theme/opening_hours.html"
THREADS, TURNS = 8, 1250


@pytest.fixture
def themes(write_theme, install) -> None:
    """``fjeld`` overrides two templates, one of which includes the other; ``vidde`` builds on it."""
    write_theme(
        name="fjeld",
        files={
            "templates/theme/opening_hours.html": "{{ number }} fjeld {% include 'theme/address.html' %}",
            "templates/theme/address.html": "address of fjeld",
        },
    )
    write_theme(
        name="vidde",
        parent="fjeld",
        files={"templates/theme/address.html": "vidde after"},
    )
    write_theme(name="grene", files={"templates/theme/address.html": "address of grene"})
    install()


def at(here: RequestContext, theme: str) -> RequestContext:
    return replace(here, clinic=replace(here.clinic, theme=theme))


def test_theme_s_own_template_comes_before_its_parent_s_and_the_package_s(here, themes) -> None:
    found = {}
    for name in ("fjeld", "vidde", "grene", "gone"):
        with use_context(at(here, name)):
            found[name] = (render_to_string("theme/address.html"), render_to_string(OPENING, {"number": 1}))
    assert found["fjeld"] == ("address of fjeld", "1 fjeld address of fjeld")
    assert found["vidde"] == ("vidde after", "1 fjeld vidde after")
    assert found["grene"][0] == "address of grene"
    assert "fjeld" not in "".join((*found["grene"], *found["gone"]))


def test_theme_may_extend_the_template_that_it_overrides(here, write_theme, install) -> None:
    write_theme(
        files={
            "templates/theme/error.html": "{% extends 'theme/error.html' %}"
            "{% block body_class %}fjeld{% endblock %}"
        }
    )
    install()
    with use_context(at(here, "fjeld")):
        html = render_to_string("theme/error.html", {"status": 404})
    assert ['<body class="fjeld">' in html, "This page does not exist" in html] == [True, True]


def test_admin_has_no_theme(themes) -> None:
    with use_context(None), use_theme("fjeld"):
        assert current_theme().name == "base"
        assert "fjeld" not in str(get_template(OPENING).origin)


def test_theme_that_is_tried_takes_the_place_of_the_clinic_s_until_it_ends(here, themes) -> None:
    with use_context(at(here, "grene")):
        with use_theme("fjeld"):
            tried = render_to_string("theme/address.html")
        assert [tried, render_to_string("theme/address.html")] == ["address of fjeld", "address of grene"]


def test_clinics_that_are_served_at_the_same_time_are_never_mixed_up(here, themes) -> None:
    expected = {"fjeld": "{} fjeld address of fjeld", "vidde": "{} fjeld vidde after"}

    def serve(thread: int) -> set[tuple[str, str]]:
        wrong = set()
        for number in range(TURNS):
            name = ("fjeld", "vidde")[(thread + number) % 2]
            with use_context(at(here, name)):
                html = render_to_string(OPENING, {"number": number})
            if html != expected[name].format(number):
                wrong.add((name, html))
        return wrong

    with ThreadPoolExecutor(THREADS) as pool:
        assert set().union(*pool.map(serve, range(THREADS))) == set()
