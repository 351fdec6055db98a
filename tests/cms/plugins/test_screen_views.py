"""Screens of plugins in the admin: for whom, where, and what happens when they fail."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch

from cms.accounts.models import User
from cms.clinics.records import record_of
from cms.clinics.roles import CLINICAL_REVIEWER, mirror_role
from cms.pages.models import ClinicHome
from cms.plugins.actions import allow, switch_off, switch_on
from cms.plugins.api import screen_url
from cms.plugins.discovery import installed_plugins
from tests.cms.plugins.people import member, said, signed_in
from tests.plugins_for_tests.case_book.models import Consent

URL = "/plugins/newyork/case_book/screens/"

SAMPLE = """
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path
from cms.plugins.api import Permission, Plugin

plugin = Plugin("sample")

def answer(request, **kwargs):
    return HttpResponse("answered")

def fail(request):
    raise RuntimeError("It never works")

def nothing(request):
    raise Http404

def lazy(request):
    return TemplateResponse(request, "plugins/screen.html")

plugin.admin_urls([path("", answer, name="owner")], permission=Permission.OWNER, label="For owners")
plugin.admin_urls(
    [path("all/", answer, name="all"), path("page/<int:page_id>/", answer, name="page")],
    permission=Permission.PUBLIC,
)
plugin.admin_urls(
    [
        path("fail/", fail, name="fail"),
        path("nothing/", nothing, name="nothing"),
        path("lazy/", lazy, name="lazy"),
        path("write/", answer, name="write"),
    ],
    permission=Permission.MARKETER,
    label="For all who work there",
)
"""


@pytest.fixture
def sample(network, host, write_plugin):
    host.fill(installed_plugins(write_plugin("sample", SAMPLE), lambda: ()))
    allow("sample", user=None)
    switch_on(network.newyork, "sample", user=None)
    return network


@pytest.fixture
def reviewer(network):
    """Somebody who works for no clinic, and on the pages of all."""
    user = User.objects.create_user("reviewer@example.com", "x")
    user.groups.add(mirror_role(CLINICAL_REVIEWER, pages=ClinicHome.objects.all(), collections=[]))
    return user


def at(path, clinic="newyork"):
    return f"/plugins/{clinic}/sample/screens/{path}"


def test_screen_works_for_the_clinic_in_its_address(case_book) -> None:
    Consent.objects.create(clinic=case_book.newyork, person="P. 1", given_on=date(2026, 1, 2))
    Consent.objects.create(clinic=case_book.aalborg, person="P. 2", given_on=date(2026, 1, 2))
    found = signed_in(member(case_book.newyork, "clinic_marketer")).get(URL)
    assert found.content.decode() == "Newyork Clinic: P. 1"


def test_screen_does_not_exist_where_the_plugin_is_off_or_the_clinic_is_foreign(case_book) -> None:
    owner = signed_in(member(case_book.newyork, "clinic_owner"))
    neighbour = signed_in(member(case_book.aalborg, "clinic_owner"))
    assert neighbour.get(URL).status_code == 404
    assert neighbour.get(URL.replace("newyork", "aalborg")).status_code == 404
    for path in ("no/such/", "../", "%00/", "x" * 3000):
        assert owner.get(URL + path).status_code == 404
    assert owner.get(URL.replace("newyork", "nowhere")).status_code == 404
    assert owner.get(URL.replace("case_book", "nothing")).status_code == 404
    assert owner.get(URL).status_code == 200
    switch_off(case_book.newyork, "case_book", user=None)
    assert owner.get(URL).status_code == 404


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("clinic_owner", {"": 200, "write/": 200, "all/": 200}),
        ("clinic_marketer", {"": 302, "write/": 200, "all/": 200}),
    ],
)
def test_permission_says_who_may_open_a_screen(sample, role, opened) -> None:
    client = signed_in(member(sample.newyork, role))
    assert {path: client.get(at(path)).status_code for path in opened} == opened


def test_screen_for_everybody_is_open_to_who_works_on_the_pages_only(sample, reviewer) -> None:
    client = signed_in(reviewer)
    assert client.get(at("all/")).content == b"answered"
    assert client.get(at("write/"))["Location"] == "/"
    assert client.get(at("all/", "aalborg")).status_code == 404
    assert signed_in(User.objects.create_superuser("a@example.com", "x")).get(at("")).status_code == 200


def test_page_of_another_clinic_in_the_address_does_not_exist(sample) -> None:
    client = signed_in(member(sample.newyork, "clinic_owner"))
    assert client.get(at(f"page/{sample.newyork_edition.pk}/")).content == b"answered"
    assert client.get(at(f"page/{sample.danish_edition.pk}/")).status_code == 404


def test_visitors_are_asked_to_sign_in(sample, client) -> None:
    assert client.get(at("all/"), HTTP_HOST="admin.localhost").status_code == 302


def test_form_without_its_token_is_refused(sample) -> None:
    client = signed_in(member(sample.newyork, "clinic_owner"))
    client.handler.enforce_csrf_checks = True
    assert client.post(at("write/")).status_code == 403


def test_failing_screen_says_so_and_is_left_alone_after_a_while(sample, caplog) -> None:
    client = signed_in(member(sample.newyork, "clinic_marketer"))
    for _turn in range(3):
        found = client.get(at("fail/"))
        assert found.status_code == 500
        assert "This screen of “Sample” failed." in found.content.decode()
        assert "It never works" not in found.content.decode()
    assert caplog.text.count("The plugin sample failed at screen:fail") == 3
    found = client.get(at("fail/"))
    assert found.status_code == 503
    assert "keeps failing" in found.content.decode()
    assert client.get(at("nothing/")).status_code == 404
    assert client.get("/").status_code == 200


def test_template_of_a_screen_leads_back_to_the_plugins(sample) -> None:
    found = signed_in(member(sample.newyork, "clinic_marketer")).get(at("lazy/")).content.decode()
    assert '<h1 class="w-h1">For all who work there</h1>' in found
    assert 'href="/plugins/newyork/"' in found
    assert f'href="{at("fail/")}"' in found


def test_address_of_a_screen_names_the_clinic(sample) -> None:
    clinic = record_of(sample.newyork)
    assert screen_url("sample", "owner", clinic) == at("")
    assert screen_url("sample", "page", sample.newyork, 7) == at("page/7/")
    assert screen_url("sample", "page", sample.newyork, page_id=7) == at("page/7/")
    template = Template("{% load plugin_tags %}{% screen_url 'sample' 'all' clinic %}")
    assert template.render(Context({"clinic": clinic})) == at("all/")
    for plugin, name in (("sample", "none"), ("none", "owner")):
        with pytest.raises(NoReverseMatch):
            screen_url(plugin, name, clinic)


def test_permission_refused_is_said(sample) -> None:
    response = signed_in(member(sample.newyork, "clinic_marketer")).get(at(""))
    assert said(response) == ["Sorry, you do not have permission to access this area."]
