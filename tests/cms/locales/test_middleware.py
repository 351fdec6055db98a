"""From host and path to clinic and language; everything else is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from cms.clinics.models import Clinic, ClinicLanguage
from cms.locales import middleware
from cms.locales.context import current_context
from cms.locales.middleware import RequestContextMiddleware
from tests.cms.clinics.factories import add_location, open_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def aalborg() -> Clinic:
    clinic = open_clinic("aalborg", ("da", "en"), country="DK", theme="limfjord")
    add_location(clinic)
    return clinic


@pytest.fixture
def telling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let clinic hosts answer with what they see."""
    monkeypatch.setattr(middleware, "CLINIC_URLS", "tests.cms.locales.views")


def get(host: str, path: str = "/", **extra: Any) -> HttpResponse:
    return Client(raise_request_exception=False).get(path, HTTP_HOST=host, **extra)


@pytest.mark.usefixtures("telling")
@pytest.mark.parametrize(
    ("path", "code"), [("/", "da"), ("/lidelser/", "da"), ("/en/", "en"), ("/de/", "da")]
)
def test_clinic_host_sets_the_whole_context(path: str, code: str, aalborg: Clinic) -> None:
    home = ClinicLanguage.objects.for_clinic(aalborg).get(language_code=code).home_id
    assert get("aalborg.localhost", path).json() == {
        "clinic": "Clinic aalborg",
        "language": code,
        "active": code,
        "root": home,
        "site": aalborg.site_id,
        "site_url": "http://aalborg.localhost",
    }


@pytest.mark.usefixtures("telling")
@pytest.mark.parametrize("host", ["aalborg.localhost:8000", "AALBORG.localhost", "aalborg.localhost."])
def test_host_is_known_in_every_spelling(host: str, aalborg: Clinic) -> None:
    assert get(host).json()["clinic"] == "Clinic aalborg"


@pytest.mark.usefixtures("telling")
def test_site_keeps_its_port(aalborg: Clinic) -> None:
    aalborg.site.port = 8000
    aalborg.site.save()
    assert get("aalborg.localhost:9000").json()["site_url"] == "http://aalborg.localhost:8000"


@pytest.mark.usefixtures("telling")
def test_page_says_its_language(aalborg: Clinic) -> None:
    assert get("aalborg.localhost", "/page/")["Content-Language"] == "da"
    assert get("aalborg.localhost", "/other/").has_header("Content-Language") is False


@pytest.mark.usefixtures("telling")
def test_context_is_undone_after_an_error(aalborg: Clinic) -> None:
    before = translation.get_language()
    assert get("aalborg.localhost", "/fail/").status_code == 500
    assert (current_context(), translation.get_language()) == (None, before)


@pytest.mark.usefixtures("telling")
@pytest.mark.parametrize("others", [2, 29])
def test_context_costs_one_query_cold_and_none_warm(
    others: int, aalborg: Clinic, django_assert_num_queries: Any
) -> None:
    for number in range(others):
        open_clinic(f"clinic{number}")
    cache.clear()
    with django_assert_num_queries(1):
        get("aalborg.localhost", "/en/")
    with django_assert_num_queries(0):
        get("aalborg.localhost", "/en/")


@pytest.mark.parametrize(
    "host", ["nobody.localhost", "localhost", "127.0.0.1", "[::1]:8000", "xn--!", "a b", "a" * 300]
)
def test_unknown_host_is_misdirected(host: str, aalborg: Clinic) -> None:
    response = get(host)
    assert response.status_code == 421
    assert [template.name for template in response.templates] == ["theme/misdirected.html"]


def test_misdirected_page_names_the_host_and_escapes_it(aalborg: Clinic) -> None:
    assert "No clinic answers at <strong>nobody.example</strong>" in get("nobody.example").content.decode()
    hostile = get("<script>alert(1)</script>")
    assert (hostile.status_code, b"<script>" in hostile.content) == (421, False)


def test_clinic_whose_main_language_has_no_home_is_not_shown(aalborg: Clinic) -> None:
    ClinicLanguage.objects.for_clinic(aalborg).get(language_code="da").delete()
    assert get("aalborg.localhost").status_code == 421


def test_admin_answers_on_its_own_host_only(aalborg: Clinic) -> None:
    assert get("admin.localhost", "/login/").status_code == 200
    assert get("Admin.localhost:8000", "/login/").status_code == 200
    assert [get("aalborg.localhost", path).status_code for path in ("/login/", "/pages/", "/admin/")] == [
        404
    ] * 3


def test_admin_host_has_no_context(monkeypatch: pytest.MonkeyPatch, aalborg: Clinic) -> None:
    seen = []
    answer = RequestContextMiddleware(lambda request: seen.append(current_context()) or HttpResponse())
    request = RequestFactory().get("/", HTTP_HOST="admin.localhost")
    answer(request)
    assert (seen, hasattr(request, "urlconf"), hasattr(request, "_wagtail_site")) == ([None], False, False)


def test_prefix_that_the_clinic_does_not_have_is_not_found(aalborg: Clinic) -> None:
    open_clinic("newyork", ("en",))
    addresses = [("newyork.localhost", "/en/"), ("newyork.localhost", "/da/"), ("aalborg.localhost", "/da/")]
    assert [get(*address).status_code for address in addresses] == [404, 404, 404]


def test_preview_has_the_context_of_its_page(aalborg: Clinic) -> None:
    seen = []
    answer = RequestContextMiddleware(lambda request: seen.append(current_context()) or HttpResponse())
    request = RequestFactory().get("/en/", HTTP_HOST="aalborg.localhost")
    request.is_dummy = True
    answer(request)
    assert [(here.clinic.id, here.language.code) for here in seen] == [(aalborg.pk, "en")]


def test_preview_of_a_page_without_an_address_has_no_context(aalborg: Clinic) -> None:
    seen = []
    answer = RequestContextMiddleware(lambda request: seen.append(current_context()) or HttpResponse("ok"))
    request = RequestFactory().get("/", HTTP_HOST="localhost")
    request.is_dummy = True
    assert (answer(request).content, seen) == (b"ok", [None])
