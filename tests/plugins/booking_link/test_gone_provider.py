"""A provider's file leaves the code: its links lead nowhere, nothing fails, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.pages.models import PlainPage
from cms.plugins.actions import configure, copy_choices
from cms.plugins.api import screen_url
from cms.plugins.models import Activation
from cms.testing.network import home_of, publish
from plugins.booking_link.fields.link_block import LinkBlock, stored
from plugins.booking_link.health.accounts import keep_accounts
from plugins.booking_link.links.link import parse
from plugins.booking_link.links.providers import PROVIDERS
from plugins.booking_link.screens.advice import advice_for
from plugins.booking_link.targets.own_links import BLOCK
from tests.cms.plugins.people import member, signed_in
from tests.plugins.booking_link.clinics import offer_booking, told, visit
from tests.plugins.booking_link.setting_up import ROOT, add_place, add_practitioner, service

CALENDLY = "https://calendly.com/hudson/visit"
ABOUT = "/about-us/"


@pytest.fixture
def clinic(network: Any) -> Any:
    """New York, with links of Jane for everything, one of Calendly, and a page with a link of its own."""
    person, place = add_practitioner(network.newyork), add_place(network.newyork)
    offer_booking(
        network.newyork,
        ROOT,
        services=[
            service("first", f"{ROOT}#/first", "initial-consultation"),
            service("again", CALENDLY, "follow-up"),
        ],
        practitioners=[{"practitioner": str(person.pk), "service": "", "link": f"{ROOT}#/staff_member/7"}],
        locations=[{"location": str(place.pk), "link": f"{ROOT}locations/harbor-lane/book"}],
        embedded=True,
    )
    about = PlainPage(title="About us", slug="about-us", locale=home_of(network.newyork).locale)
    home_of(network.newyork).add_child(instance=about)
    publish(about, body=[{"type": BLOCK, "value": {"link": stored(parse(f"{ROOT}#/course"))}, "id": "1"}])
    return network.newyork


@contextmanager
def without_jane() -> Iterator[None]:
    """Know the providers as if the file of Jane were not there."""
    left = {name: one for name, one in PROVIDERS.items() if name != "jane"}
    hosts = {host: one.name for one in left.values() for host in one.hosts}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(vars(PROVIDERS), "_read", left)
        patch.setitem(vars(PROVIDERS), "_hosts", hosts)
        yield


def settings_of(clinic: Any) -> dict[str, Any]:
    return Activation.objects.for_clinic(clinic).get(plugin="booking_link").settings


def buttons(clinic: Any, path: str) -> list[str]:
    response = visit(clinic, path)
    assert response.status_code == 200
    links = BeautifulSoup(response.content, "html.parser").select("a[data-booking]")
    return [visit(clinic, one["href"])["Location"] if "/go/" in one["href"] else one["href"] for one in links]


def test_buttons_offer_what_is_left(clinic) -> None:
    before = buttons(clinic, ABOUT)
    assert before == [ROOT, f"{ROOT}#/course", ROOT, ROOT]
    with without_jane():
        assert buttons(clinic, ABOUT) == ["tel:2125550142"] * 3
        assert set(buttons(clinic, "/")) == {"tel:2125550142"}
    assert buttons(clinic, ABOUT) == before


def test_screens_and_work_in_the_background_go_on(clinic) -> None:
    client = signed_in(member(clinic, "clinic_owner"))
    screens = [
        "/",
        reverse("plugins:settings", args=[clinic.slug, "booking_link"]),
        screen_url("booking_link", "overview", clinic),
        screen_url("booking_link", "report", clinic),
    ]
    with without_jane(), told(clinic) as context:
        assert [client.get(one).status_code for one in screens] == [200] * len(screens)
        keep_accounts(context)
        said = advice_for(context)
        assert context.settings.embed_origins == ["https://calendly.com"]
    name = "the booking service has no such page any more. Paste its address anew."
    assert [one for one in said if one.endswith(name)] == [
        f"{one}: {name}" for one in ("Your booking page", "first", "Miriam Castellane", "Harbor Lane")
    ]


def test_form_asks_for_another_address(clinic) -> None:
    block = LinkBlock()
    with without_jane():
        assert block.get_form_state(parse(CALENDLY))["warnings"] == []
        state = block.get_form_state(block.to_python(settings_of(clinic)["link"]))
    assert state == {
        "address": "Unknown booking service · account hudson",
        "words": "",
        "warnings": ["The booking service “jane” is not known here."],
    }


def test_settings_are_kept_while_others_are_changed_and_copied(network, clinic) -> None:
    before = settings_of(clinic)
    with without_jane():
        configure(clinic, "booking_link", {**before, "campaign": "autumn"}, user=None)
        copy_choices(clinic, network.aalborg, user=None)
    assert settings_of(clinic) == {**before, "campaign": "autumn"}
    assert settings_of(network.aalborg)["services"] == before["services"]
    assert settings_of(network.aalborg)["link"] == before["link"]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"provider": "jane"},
        {"provider": "gone", "shape": "x", "parts": {}, "options": {}},
        {"provider": "jane", "shape": "clinic", "parts": "hudson", "options": {}},
        {"provider": "jane", "shape": "clinic", "parts": {"account": "hudson"}, "options": {}},
        {"provider": "jane", "shape": "clinic", "parts": {"account": 7, "domain": "com"}, "options": {}},
    ],
)
def test_stored_link_that_is_none_is_refused_and_harms_nothing(wrong) -> None:
    block = LinkBlock()
    value = block.to_python(wrong)
    assert block.get_form_state(value)["words"] == ""
    with pytest.raises(ValidationError):
        block.clean(value)
