from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.pages.blocks.prices import PricesBlock
from tests.cms.pages.blocks.pages import texts, write_home

PRICES = {
    "heading": "What it costs",
    "valid_from": "2026-09-01",
    "items": [
        {"service": "First visit", "duration": "75 minutes", "price": "$165", "note": "With a plan"},
        {"service": "Follow-up", "price": "$120"},
    ],
    "note": "<p>No packages.</p>",
}


@pytest.mark.parametrize(
    ("clinic", "language", "path", "date"),
    [
        ("newyork", "en", "/", "These prices hold from Sept. 1, 2026."),
        ("aalborg", "da", "/", "Priserne gælder fra 1. september 2026."),
    ],
)
def test_shows_each_price_and_the_date(network, clinic, language, path, date):
    clinic = getattr(network, clinic)
    write_home(clinic, language, ("prices", PRICES))
    response = network.get(clinic, path)
    assert texts(response, ".prices__item") == ["First visit75 minutes $165 With a plan", "Follow-up $120"]
    assert texts(response, ".prices__date") == [date]
    assert texts(response, ".prices__remarks") == ["No packages."]


@pytest.mark.parametrize(
    ("change", "field"), [({"valid_from": None}, "valid_from"), ({"items": []}, "items")]
)
def test_prices_need_a_date_and_an_item(change, field):
    block = PricesBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({**PRICES, **change}))
    assert list(refused.value.block_errors) == [field]
