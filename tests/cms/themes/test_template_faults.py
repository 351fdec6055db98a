"""Which templates a theme may have, and what is said of those that are wrong."""

from __future__ import annotations

import pytest

from cms.plugins.discovery import installed_plugins
from cms.plugins.registry import registry
from cms.themes.registry import Unusable
from cms.themes.theme import Theme

NO_SUCH = "there is no such template to override. Templates of the theme's own are in templates/fjeld/."
NOT_OPEN = "themes may not override this."


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("wagtailadmin/login.html", NOT_OPEN),
        ("wagtailadmin/shared/header.html", NOT_OPEN),
        ("plugins/clinic.html", NOT_OPEN),
        ("editions/oversight/matrix.html", NOT_OPEN),
        ("editions/admin/how_it_works.html", NOT_OPEN),
        ("booking_link/admin/report.html", NOT_OPEN),
        ("base.html", NOT_OPEN),
        ("pages/clinic_homepage.html", NO_SUCH),
        ("theme/nothing.html", NO_SUCH),
    ],
)
def test_template_that_a_theme_may_not_have_is_named(write_theme, read, path, problem) -> None:
    registry.fill(installed_plugins())
    write_theme(files={f"templates/{path}": "Anything."})
    theme = read()["fjeld"]
    assert isinstance(theme, Unusable)
    assert theme.problem == f"templates/{path}: {problem}"


@pytest.mark.parametrize(
    "path",
    [
        "theme/header.html",
        "pages/clinic_home.html",
        "blocks/text.html",
        "editions/edition.html",
        "booking_link/header.html",
        "fjeld/anything/else.html",
    ],
)
def test_template_of_what_visitors_see_is_taken(write_theme, read, path) -> None:
    registry.fill(installed_plugins())
    write_theme(files={f"templates/{path}": "{% load i18n %}{% translate 'Anything' %}"})
    assert isinstance(read()["fjeld"], Theme)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "One\n{% for x %}",
            "templates/theme/header.html, 2: 'for' statements should have at least four words: for x",
        ),
        ("{% load nowhere %}", "templates/theme/header.html, 1: 'nowhere' is not a registered tag library."),
        ("{{ x|nothing }}", "templates/theme/header.html, 1: Invalid filter: 'nothing'"),
        (
            "{% include 'fjeld/gone.html' %}",
            "templates/theme/header.html: there is no template “fjeld/gone.html”.",
        ),
        ("{% include 'theme/header.html' %}", "templates/theme/header.html, 1: It names itself"),
        ("{% include 5 %}", "templates/theme/header.html, 1: It names itself, or no template at all"),
        ("{% extends 5 %}", "templates/theme/header.html, 1: It names itself, or no template at all"),
        ("{% extends 'gone.html' %}", "templates/theme/header.html: there is no template “gone.html”."),
    ],
)
def test_fault_in_a_template_is_told_with_its_place(write_theme, read, text, problem) -> None:
    write_theme(files={"templates/theme/header.html": text})
    theme = read()["fjeld"]
    assert isinstance(theme, Unusable)
    assert theme.problem.startswith(problem)


def test_template_may_extend_the_one_that_it_overrides_and_include_its_own(write_theme, read) -> None:
    write_theme(
        files={
            "templates/theme/header.html": "{% extends 'theme/header.html' %}",
            "templates/theme/footer.html": "{% include 'fjeld/mark.html' %}",
            "templates/fjeld/mark.html": "*",
        }
    )
    assert isinstance(read()["fjeld"], Theme)
