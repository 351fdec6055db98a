"""No address and no form takes a number that no database holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

import cms
from cms.accounts.models import User
from cms.clinics.keys import is_key

HUGE = "9" * 23


@pytest.fixture
def admin(network) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(User.objects.create_superuser("owner@example.com", "x"))
    return client


@pytest.mark.parametrize(
    "address",
    [
        f"/library/releases/{HUGE}/",
        f"/library/releases/{HUGE}/new/",
        f"/editions/forecast/{HUGE}/",
        f"/editions/forecast/5/{HUGE}/before/",
        f"/editions/rollout/editions/{HUGE}/",
        f"/editions/rollout/releases/{HUGE}/",
        f"/editions/rollout/rings/{HUGE}/delete/",
        f"/editions/rollout/clinics/{HUGE}/",
        f"/editions/proposals/{HUGE}/",
        f"/editions/proposals/edition/{HUGE}/",
        f"/editions/oversight/corrections/{HUGE}/",
        f"/editions/oversight/open/1/{HUGE}/",
        f"/editions/updates/newyork/{HUGE}/title/",
        f"/clinic/edit/{HUGE}/",
        f"/practitioner/delete/{HUGE}/",
    ],
)
def test_address_with_an_endless_number_leads_nowhere(admin, address):
    assert admin.get(address).status_code == 404


def test_endless_number_of_a_release_is_gone(admin, network):
    response = admin.post(
        f"/editions/rollout/editions/{network.newyork_edition.pk}/", {"act": "accept", "release": HUGE}
    )
    assert "This release is gone" in response.content.decode()


def test_own_addresses_take_keys_and_no_other_numbers():
    modules = {path: path.read_text() for path in Path(cms.__file__).parent.rglob("urls.py")}
    assert (len(modules) > 8, [path for path, text in modules.items() if "<int:" in text]) == (True, [])


@pytest.mark.parametrize(
    ("written", "answer"),
    [("1", True), ("9" * 18, True), ("9" * 19, False), ("", False), ("-1", False), ("²", False)],
)
def test_key_is_a_number_that_fits(written, answer):
    assert is_key(written) is answer
