from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.utils import translation

from cms.clinics.models import Practitioner, PractitionerText
from cms.clinics.telephone import phone_url
from cms.locales.context import RequestContext, use_context
from cms.themes.registry import theme_for
from cms.themes.stylesheet import stylesheet_of
from cms.themes.templatetags.theme_tags import (
    lang_if_foreign,
    practitioner_text,
    theme_font,
    theme_stylesheet,
)


def test_stylesheet_is_that_of_the_clinic(here: RequestContext) -> None:
    with use_context(here):
        link = theme_stylesheet()
    digest = stylesheet_of(theme_for("limfjord")).digest
    assert link == f'<link rel="stylesheet" href="/-/theme/limfjord-{digest}.css">'


def test_stylesheet_without_a_clinic_is_the_base() -> None:
    with use_context(None):
        link = theme_stylesheet()
    digest = stylesheet_of(theme_for("base")).digest
    assert link == f'<link rel="stylesheet" href="/-/theme/base-{digest}.css">'


@pytest.mark.parametrize(
    ("tokens", "is_loaded"),
    [
        ({}, True),
        ({"limfjord": {"font-family-text": {"value": "serif"}}}, True),
        ({"hudson": {"font-family-heading": {"value": "serif"}}}, True),
        ({"limfjord": {"font-family-heading": {"value": "serif"}}}, False),
    ],
)
def test_font_of_a_theme_is_loaded_ahead_unless_the_clinic_has_another(here, tokens, is_loaded) -> None:
    clinic = replace(here.clinic, tokens=json.dumps(tokens) if tokens else "")
    with use_context(replace(here, clinic=clinic)):
        link = theme_font("themes/limfjord/familjen-grotesk-700.woff2")
    address = "/static/themes/limfjord/familjen-grotesk-700.woff2"
    expected = f'<link rel="preload" href="{address}" as="font" type="font/woff2" crossorigin>'
    assert link == (expected if is_loaded else "")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("(212) 555-0142", "tel:2125550142"),
        ("+45 98 12 34 56", "tel:+4598123456"),
        ("+44 (0)20 7946 0018", "tel:+442079460018"),
    ],
)
def test_phone_link_can_be_dialled(written: str, address: str) -> None:
    assert phone_url(written) == address


def told_in(*codes: str) -> Practitioner:
    return Practitioner(
        name="Signe", texts=[PractitionerText(language_code=code, title=code) for code in codes]
    )


@pytest.mark.parametrize(
    ("codes", "shown"), [(("en", "da"), "da"), (("en",), "en"), (("sv",), None)], ids=["own", "next", "none"]
)
def test_practitioner_text_is_in_the_pages_language_or_the_next(
    here: RequestContext, codes: tuple[str, ...], shown: str | None
) -> None:
    with use_context(here):
        text = practitioner_text(told_in(*codes))
    assert (text and text.title) == shown


@pytest.mark.parametrize(("language", "shown"), [("da", "da"), ("en", "en"), ("de", "en")])
def test_practitioner_text_without_a_clinic_is_in_the_editors_language(language: str, shown: str) -> None:
    with use_context(None), translation.override(language):
        text = practitioner_text(told_in("da", "en"))
    assert text is not None
    assert text.title == shown


def test_lang_is_said_where_it_differs_from_the_pages(here: RequestContext) -> None:
    with use_context(here):
        assert [lang_if_foreign(code) for code in ("da", "en")] == ["", ' lang="en"']
