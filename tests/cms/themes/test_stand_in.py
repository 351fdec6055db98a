"""A theme that fails only while a page is made: the page is shown in the theme that it builds on."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.clinics.models import Clinic
from cms.themes.failures import last_failure
from tests.cms.plugins.people import member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(network, write_theme, install):
    """Give New York a theme whose footer fails, built on one that does not."""

    def start(footer: str) -> Client:
        write_theme(name="fjeld", files={"templates/theme/breadcrumbs.html": "fjeld was here"})
        write_theme(name="vidde", parent="fjeld", files={"templates/theme/footer.html": footer})
        install()
        clinic = Clinic.objects.get(pk=network.newyork.pk)
        clinic.theme = "vidde"
        clinic.save()
        return Client(HTTP_HOST=clinic.site.hostname, raise_request_exception=False)

    return start


@pytest.mark.parametrize("footer", ["{% url 'nope' %}", "{% load plugin_tags %}{% slot 'nope.v9' %}"])
def test_page_is_shown_in_the_parent_and_kept_by_nobody(failing, network, footer) -> None:
    answer = failing(footer).get("/")
    html = answer.content.decode()
    assert [answer.status_code, answer["Cache-Control"]] == [200, "private, no-store"]
    assert ['data-theme="fjeld"' in html, "fjeld was here" in html] == [True, True]
    assert "You see this site" not in html
    failure = last_failure(network.newyork.pk, "vidde")
    assert failure is not None
    assert failure.path == "/"
    look = signed_in(member(network.newyork, "clinic_owner")).get("/look/newyork/").content.decode()
    assert ["The theme “Vidde” failed at /" in look, failure.problem.split(":")[0] in look] == [True, True]


def test_missing_page_is_still_missing(failing) -> None:
    answer = failing("{% url 'nope' %}").get("/nowhere/")
    assert [answer.status_code, "This page does not exist" in answer.content.decode()] == [404, True]


def test_other_clinics_see_nothing_of_it(failing, network) -> None:
    failing("{% url 'nope' %}")
    answer = Client(HTTP_HOST=network.aalborg.site.hostname).get("/")
    assert [answer.status_code, "fjeld was here" in answer.content.decode()] == [200, False]


def test_what_fails_in_every_theme_is_an_error_page_and_no_fault_of_the_theme(
    failing, network, monkeypatch
) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError("The database is on fire.")

    browser = failing("All is well.")
    monkeypatch.setattr("cms.pages.views.find_route", fail)
    answer = browser.get("/")
    assert [answer.status_code, "Something went wrong on our side" in answer.content.decode()] == [500, True]
    assert last_failure(network.newyork.pk, "vidde") is None
