"""What plugins answer on the sites of clinics: only where they are on, contained, as any view of Django."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch

from cms.clinics.records import clinic_for_host
from cms.locales.context import RequestContext, use_context
from cms.plugins.actions import switch_off, switch_on
from cms.plugins.addresses import plugin_url
from cms.plugins.breaker import FIRST_PAUSE
from cms.plugins.declaration import DeclarationError, Plugin

CODE = """
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

RAISED = {"missing": Http404, "refused": PermissionDenied, "bad": BadRequest,
          "suspicious": SuspiciousOperation, "broken": ZeroDivisionError}

def go(request, token):
    told = here("sample_plugin")
    return HttpResponse(f"{token} at {told.clinic.name} in {told.language}")

def fail(request, kind):
    raise RAISED[kind]("secret words")

def page(request):
    template = engines["django"].from_string(
        '{% extends "theme/base.html" %}{% block content %}<p>{{ words }}</p>{% endblock %}'
    )
    return TemplateResponse(request, template, {"words": "From a plugin & more"})

plugin.site_urls([
    path("", page, name="page"),
    path("go/<str:token>/", go, name="go"),
    path("away", lambda request: HttpResponseRedirect("https://example.com/"), name="away"),
    path("fail/<str:kind>/", fail, name="fail"),
    path("none/", lambda request: None, name="none"),
    path("lost/", lambda request: TemplateResponse(request, "there/is/none.html"), name="lost"),
    path("post/", csrf_exempt(lambda request: HttpResponse(request.method)), name="post"),
])
"""


@pytest.fixture
def sample(start, network):
    start("sample_plugin", CODE)
    return network


def get(network, path: str, clinic: str = "newyork"):
    return network.get(getattr(network, clinic), path)


def test_view_answers_for_the_clinic_whose_site_it_is(sample) -> None:
    found = get(sample, "/-/sample-plugin/go/abc/")
    assert (found.status_code, found.content.decode()) == (200, "abc at Newyork Clinic in en")


def test_view_in_another_language_is_told_that_language(sample) -> None:
    switch_on(sample.aalborg, "sample_plugin", user=None)
    texts = [
        get(sample, path, "aalborg").content.decode()
        for path in ("/-/sample-plugin/go/abc/", "/en/-/sample-plugin/go/abc/")
    ]
    assert texts == ["abc at Aalborg Clinic in da", "abc at Aalborg Clinic in en"]


@pytest.mark.parametrize(
    "path",
    [
        "/-/sample-plugin/nowhere/",
        "/-/sample_plugin/go/abc/",
        "/-/sample/go/abc/",
        "/-/other/go/abc/",
        "/da/-/sample-plugin/go/abc/",
        "/en/-/sample-plugin/go/abc/",
        "/conditions/-/sample-plugin/go/abc/",
        "/-/-/sample-plugin/go/abc/",
        "/-/sample-plugin/go/a/b/",
        "/-/sample-plugin/%0a/",
        "/-/theme/go/abc/",
    ],
)
def test_address_that_there_is_not_is_the_clinics_own_404(sample, path) -> None:
    found = get(sample, path)
    assert found.status_code == 404
    assert "This page does not exist" in found.content.decode()
    assert "Newyork Clinic" in found.content.decode()


def test_view_where_the_plugin_is_off_or_gone_is_not_there(sample, host) -> None:
    path = "/-/sample-plugin/go/abc/"
    assert get(sample, path, "aalborg").status_code == 404
    switch_off(sample.newyork, "sample_plugin", user=None)
    assert get(sample, path).status_code == 404
    switch_on(sample.newyork, "sample_plugin", user=None)
    assert get(sample, path).status_code == 200
    host.fill(())
    assert get(sample, path).status_code == 404


def test_view_is_not_there_on_the_admin_host(sample) -> None:
    found = Client(HTTP_HOST="admin.localhost").get("/-/sample-plugin/go/abc/")
    assert found["Location"].startswith("/login/")


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("missing", 404, "This page does not exist"),
        ("refused", 403, "This page is not open to you"),
        ("bad", 400, "Bad Request"),
        ("suspicious", 400, "Bad Request"),
    ],
)
def test_what_django_knows_as_an_answer_is_one(sample, kind, status, words, caplog) -> None:
    for _turn in range(4):
        found = get(sample, f"/-/sample-plugin/fail/{kind}/")
        assert found.status_code == status
        assert words in found.content.decode()
        assert "secret words" not in found.content.decode()
    assert "The plugin sample_plugin failed" not in caplog.text


def test_redirect_goes_where_it_leads(sample) -> None:
    found = get(sample, "/-/sample-plugin/away")
    assert (found.status_code, found["Location"]) == (302, "https://example.com/")


@pytest.mark.parametrize("rest", ["fail/broken/", "none/", "lost/"])
def test_failing_view_is_answered_with_the_clinics_error_page(sample, rest, caplog) -> None:
    found = get(sample, f"/-/sample-plugin/{rest}")
    html = found.content.decode()
    assert found.status_code == 500
    assert "Something went wrong on our side" in html
    assert "Newyork Clinic" in html
    assert "Traceback" not in html
    assert "secret words" not in html
    assert found["Cache-Control"] == "private, max-age=30"
    assert "The plugin sample_plugin failed at site:" in caplog.text


def test_view_that_keeps_failing_is_left_alone_and_the_others_are_not(sample, caplog) -> None:
    statuses = [get(sample, "/-/sample-plugin/fail/broken/").status_code for _turn in range(4)]
    assert statuses == [500, 500, 500, 503]
    paused = get(sample, "/-/sample-plugin/fail/broken/")
    assert 0 < int(paused["Retry-After"]) <= FIRST_PAUSE
    assert "Newyork Clinic" in paused.content.decode()
    assert get(sample, "/-/sample-plugin/go/abc/").status_code == 200


def test_template_response_is_shown_in_the_look_of_the_clinic(sample) -> None:
    html = get(sample, "/-/sample-plugin/").content.decode()
    assert "<p>From a plugin &amp; more</p>" in html
    assert 'data-theme="hudson"' in html
    assert 'href="/conditions/">Conditions' in html


def test_post_needs_the_token_of_the_site_whatever_the_view_says(sample) -> None:
    client = Client(HTTP_HOST="newyork.localhost", enforce_csrf_checks=True)
    assert client.post("/-/sample-plugin/post/").status_code == 403
    assert Client(HTTP_HOST="newyork.localhost").post("/-/sample-plugin/post/").content == b"POST"


def test_view_finds_no_transaction(start, network) -> None:
    start(
        "sample",
        "from django.http import HttpResponse\nfrom django.urls import path\n"
        "from django.db import connection\n"
        "plugin.site_urls([path('', lambda request: HttpResponse(str(len(connection.savepoint_ids))))])",
    )
    # The test is in a transaction, so the host takes a savepoint for the plugin; it opens nothing of its own.
    assert get(network, "/-/sample/").content == b"1"


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (("go", "abc"), "/-/sample-plugin/go/abc/"),
        (("go", "å b?"), "/-/sample-plugin/go/%C3%A5%20b%3F/"),
        (("page",), "/-/sample-plugin/"),
        (("away",), "/-/sample-plugin/away"),
    ],
)
def test_address_of_a_view_is_the_one_it_answers_at(sample, arguments, path) -> None:
    assert plugin_url("sample_plugin", *arguments) == path
    assert get(sample, path).status_code in (200, 302)


def test_address_takes_what_the_pattern_captures_by_name(sample) -> None:
    assert plugin_url("sample_plugin", "go", token="abc") == "/-/sample-plugin/go/abc/"


def test_address_of_a_view_stays_in_the_language_that_is_shown(sample) -> None:
    aalborg = clinic_for_host("aalborg.localhost")
    for language, path in zip(aalborg.languages, ("/-/sample-plugin/", "/en/-/sample-plugin/"), strict=True):
        with use_context(RequestContext(aalborg, language)):
            assert plugin_url("sample_plugin", "page") == path


@pytest.mark.parametrize(
    "arguments", [("sample_plugin", "nothing"), ("sample_plugin", "go"), ("other", "go", "abc")]
)
def test_address_of_a_view_that_there_is_not_cannot_be_built(sample, arguments) -> None:
    with pytest.raises(NoReverseMatch):
        plugin_url(*arguments)


def test_template_tag_builds_the_address(start, network) -> None:
    start(
        "sample",
        "from django.http import HttpResponse\nfrom django.template import engines\n"
        "from django.urls import path\n"
        "plugin.site_urls([path('go/<int:number>/', lambda request, number: HttpResponse(), name='go')])\n"
        "template = engines['django'].from_string("
        '\'{% load plugin_tags %}<a href="{% plugin_url "sample" "go" number %}">Go</a>\')\n'
        "plugin.slot('page.footer.v1')(lambda context: template.render({'number': 7}))",
    )
    assert '<a href="/-/sample/go/7/">Go</a>' in get(network, "/").content.decode()


@pytest.mark.parametrize("name", ["theme", "password"])
def test_plugin_cannot_take_an_address_of_the_host(name) -> None:
    with pytest.raises(DeclarationError, match=f"/-/{name}/ is taken"):
        Plugin(name).site_urls([])
