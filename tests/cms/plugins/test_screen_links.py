"""Whoever works for a clinic finds the screens of its plugins from the main menu in two clicks."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.urls import path

from cms.clinics.models import ClinicRole
from cms.plugins.actions import switch_off, switch_on
from cms.plugins.api import Permission
from cms.testing.network import make_clinic
from tests.cms.plugins.people import member, signed_in
from tests.cms.plugins.test_activation import owner_of_network

LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>\s*([^<]*?)\s*</a>')
CONSENTS = "/plugins/{}/case_book/screens/"


def join(user, *clinics):
    """Let somebody work for more clinics, as a marketer."""
    for clinic in clinics:
        role = ClinicRole.objects.for_clinic(clinic).select_related("group").get(role="clinic_marketer")
        user.groups.add(role.group)
    return user


def click(client, address):
    """Return where an address leads in the end, and the links there."""
    found = client.get(address, follow=True)
    assert found.status_code == 200
    return found.request["PATH_INFO"], {text: url for url, text in LINK.findall(found.content.decode())}


def test_marketer_of_one_clinic_finds_a_report_in_two_clicks(case_book) -> None:
    client = signed_in(member(case_book.newyork, "clinic_marketer"))
    menu = client.get("/").content.decode()
    assert '"url": "/plugins/"' in menu
    where, links = click(client, "/plugins/")
    assert (where, links["Consents"]) == ("/plugins/newyork/", CONSENTS.format("newyork"))
    assert click(client, links["Consents"])[0] == CONSENTS.format("newyork")


def test_marketer_of_two_clinics_finds_a_report_in_two_clicks(case_book) -> None:
    user = join(member(case_book.newyork, "clinic_marketer"), case_book.aalborg)
    where, links = click(signed_in(user), "/plugins/")
    assert (where, links["Case book: Consents"]) == ("/plugins/", CONSENTS.format("newyork"))
    assert links["Newyork Clinic"] == "/plugins/newyork/"
    assert links["Aalborg Clinic"] == "/plugins/aalborg/"


def test_only_screens_of_plugins_that_are_on_and_that_one_may_open_are_linked(case_book, make_plugin) -> None:
    def register(plugin):
        views = [path("", lambda request: HttpResponse(), name="first")]
        plugin.admin_urls(views, permission=Permission.OWNER, label="For owners")
        plugin.admin_urls([path("b/", views[0].callback, name="b")], permission=Permission.MARKETER)

    make_plugin("diary", register, case_book.newyork, case_book.aalborg)
    marketer = signed_in(join(member(case_book.newyork, "clinic_marketer"), case_book.aalborg))
    links = click(marketer, "/plugins/")[1]
    assert [text for text in links if ":" in text] == ["Case book: Consents"]
    switch_off(case_book.newyork, "case_book", user=None)
    assert [text for text in click(marketer, "/plugins/")[1] if ":" in text] == []
    owner = signed_in(join(member(case_book.aalborg, "clinic_owner"), case_book.newyork))
    links = click(owner, "/plugins/")[1]
    assert {text: url for text, url in links.items() if ":" in text} == {
        "Diary: For owners": "/plugins/aalborg/diary/screens/"
    }


@pytest.mark.parametrize(("number", "linked"), [(8, True), (9, False)])
def test_staff_of_many_clinics_chooses_one_first(case_book, number, linked) -> None:
    for one in range(number):
        switch_on(make_clinic(f"c{one}"), "case_book", user=None)
    user = owner_of_network()
    links = click(signed_in(user), "/plugins/")[1]
    assert ("Case book: Consents" in links) is linked
    assert links["Newyork Clinic"] == "/plugins/newyork/"
