from __future__ import annotations

import re

import pytest

from cms.blocks.call_to_action import CallToActionBlock, Intent
from cms.clinics.telephone import phone_url

STORED = {"heading": "Ask us", "intent": "question", "label": "Ask a question"}


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a[^>]* href="([^"]+)"[^>]*>([^<]+)</a>', html)


def test_call_to_action_leads_to_the_contact_section_with_the_phone_beside_it(db, here) -> None:
    block = CallToActionBlock()
    assert links(block.render(block.to_python(STORED))) == [
        ("/en/#contact", "Ask a question"),
        ("tel:+4598000000", "Call +45 98 00 00 00"),
    ]


def test_call_to_action_without_a_clinic_offers_no_phone() -> None:
    block = CallToActionBlock()
    assert links(block.render(block.to_python(STORED))) == [("/#contact", "Ask a question")]


def test_call_to_action_refuses_an_address_as_intent(refusals) -> None:
    address = "https://booking.example/clinic"
    assert refusals(CallToActionBlock(), {**STORED, "intent": address}) == {
        "intent": [f"Select a valid choice. {address} is not one of the available choices."]
    }


def test_call_to_action_without_words_on_the_button_is_refused_at_the_field(refusals) -> None:
    assert refusals(CallToActionBlock(), {**STORED, "label": ""}) == {"label": ["This field is required."]}


def test_intents_are_permanent() -> None:
    assert Intent.values == [
        "initial-consultation", "follow-up", "auriculotherapy", "cosmetic-acupuncture", "question",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "url"),
    [
        ("+45 98 00 00 00", "tel:+4598000000"),
        ("(212) 555-0100", "tel:2125550100"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("", ""),
        ("none", ""),
    ],
)
def test_phone_url_keeps_what_is_dialled(number: str, url: str) -> None:
    assert phone_url(number) == url
