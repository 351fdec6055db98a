"""The admin of sites, of which each carries a clinic."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from cms.clinics.hosts import host_error
from cms.clinics.models import Clinic, ClinicLanguage
from tests.cms.clinics.factories import home_page, network_owner, open_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Clinic:
    return open_clinic("ours")


@pytest.fixture
def owner() -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(network_owner())
    return client


def told(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


NO_HOST = "This is not a host name. Give a name such as clinic.example, without a port."


@pytest.mark.parametrize(
    ("hostname", "message"),
    [
        ("admin.localhost", "The admin answers on this host. Choose another one."),
        ("Theirs.localhost.", "Another clinic answers on this host already."),
        ("<b>", NO_HOST),
        ("x y", NO_HOST),
        ("x_y.example", NO_HOST),
        ("-x.example", NO_HOST),
        (f"{'x' * 64}.example", NO_HOST),
        ("x.example:80", NO_HOST),
    ],
)
def test_host_that_no_clinic_can_have_is_refused_at_the_field(
    hostname: str, message: str, ours: Clinic, owner: Client
) -> None:
    open_clinic("theirs")
    data = {"hostname": hostname, "port": 8123, "root_page": ours.site.root_page_id}
    for address in (reverse("wagtailsites:edit", args=[ours.site_id]), reverse("wagtailsites:add")):
        assert owner.post(address, data).context["form"].errors == {"hostname": [message]}


def test_site_changes_its_host(ours: Clinic, owner: Client) -> None:
    data = {"hostname": "New.example", "port": 80, "root_page": ours.site.root_page_id}
    assert owner.post(reverse("wagtailsites:edit", args=[ours.site_id]), data).status_code == 302
    ours.site.refresh_from_db()
    assert ours.site.hostname == "new.example"


def test_own_host_is_no_others(ours: Clinic) -> None:
    assert host_error(ours.site.hostname, ours.site_id) is None


def test_site_of_a_clinic_is_not_deleted(ours: Clinic, owner: Client) -> None:
    address = reverse("wagtailsites:delete", args=[ours.site_id])
    for response in (owner.get(address), owner.post(address)):
        assert (response.status_code, response.url) == (302, reverse("wagtailsites:index"))
    assert told(response)[-1] == "The site was not deleted: the clinic “Clinic ours” answers on it."
    with pytest.raises(ProtectedError):
        ours.site.delete()
    assert Clinic.objects.get() == ours


def test_site_without_a_clinic_is_deleted(owner: Client) -> None:
    site = Site.objects.create(hostname="free.example", root_page=home_page("free"))
    assert owner.post(reverse("wagtailsites:delete", args=[site.pk])).status_code == 302
    assert not Site.objects.filter(pk=site.pk).exists()


def test_home_page_of_a_clinic_is_not_deleted(ours: Clinic, owner: Client) -> None:
    home = ClinicLanguage.objects.for_clinic(ours).get().home
    addresses = [
        reverse("wagtailadmin_pages:delete", args=[home.pk]),
        f"/bulk/wagtailcore/page/delete/?id={home.pk}",
    ]
    text = (
        "Nothing was deleted. The home page of a clinic stays until its language is removed: "
        "“Home ours” (Clinic ours)."
    )
    for address in addresses:
        response = owner.post(address)
        assert (response.status_code, told(response)[-1]) == (302, text)
    assert Page.objects.filter(pk=home.pk).exists()


def test_interface_does_not_act_on_pages(ours: Clinic, owner: Client) -> None:
    home = ClinicLanguage.objects.for_clinic(ours).get().home
    for action in ("delete", "publish", "copy"):
        assert owner.post(f"/api/main/pages/{home.pk}/action/{action}/").status_code == 404
