"""The demo's logos: they are drawings as a clinic would upload them."""

from __future__ import annotations

import pytest

from cms.clinics.models import Clinic
from cms.demo.content import CLINICS
from cms.demo.looks import LOGOS, give_logo
from cms.themes.drawings import clean_drawing
from cms.themes.pictures import pictures_in


@pytest.mark.parametrize("file", sorted(LOGOS.glob("*.svg")), ids=lambda file: file.name)
def test_drawing_needs_no_cleaning_and_no_font(file) -> None:
    found = clean_drawing(file.read_bytes())
    assert [found.removed, found.width == found.height, b"<text" in found.data] == [(), True, False]


@pytest.mark.parametrize(("name", "has_dark"), list(zip(CLINICS, (True, False, True), strict=True)))
def test_clinic_has_a_logo_an_icon_and_where_it_needs_it_a_logo_for_dark_screens(
    network, name, has_dark
) -> None:
    give_logo(network.newyork, name)
    found = pictures_in(Clinic.objects.get(pk=network.newyork.pk).pictures)
    assert [bool(found.logo), bool(found.logo_dark), bool(found.icon)] == [True, has_dark, True]
