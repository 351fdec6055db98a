"""The request context: set, read, nested, and gone afterwards."""

from __future__ import annotations

import dataclasses

import pytest

from cms.clinics.records import ClinicRecord, LanguageRecord
from cms.locales.context import RequestContext, current_context, use_context

DANISH = LanguageRecord("da", "", 1, "00010002", "/aalborg/")
ENGLISH = LanguageRecord("en", "en", 2, "00010003", "/aalborg-en/")
CLINIC = ClinicRecord(
    id=1,
    site_id=1,
    slug="limfjord",
    name="Limfjord",
    legal_name="Limfjord ApS",
    hostname="aalborg.localhost",
    root_url="http://aalborg.localhost",
    theme="limfjord",
    main_language="da",
    languages=(DANISH, ENGLISH),
    country="DK",
    jurisdiction="DK",
    time_zone="Europe/Copenhagen",
    city="Aalborg",
    phone="+45 1",
    emergency_number="112",
    is_fictional=True,
)


def test_there_is_no_context_outside_a_request() -> None:
    assert current_context() is None


def test_context_holds_inside_the_block_and_nests() -> None:
    outer, inner = RequestContext(CLINIC, DANISH), RequestContext(CLINIC, ENGLISH)
    seen = []
    with use_context(outer) as given:
        seen.append(current_context())
        with use_context(inner):
            seen.append(current_context())
        with use_context(None):
            seen.append(current_context())
        seen.append(current_context())
    assert seen == [outer, inner, None, outer]
    assert (given, current_context()) == (outer, None)


def test_context_is_gone_after_an_error() -> None:
    with pytest.raises(RuntimeError), use_context(RequestContext(CLINIC, DANISH)):
        raise RuntimeError
    assert current_context() is None


def test_context_cannot_be_changed() -> None:
    context = RequestContext(CLINIC, DANISH)
    with pytest.raises(dataclasses.FrozenInstanceError):
        context.language = ENGLISH
    with pytest.raises(TypeError):
        context.variables["clinic"] = "x"


def test_context_knows_theme_home_and_variables() -> None:
    contexts = [RequestContext(CLINIC, language) for language in (DANISH, ENGLISH)]
    assert [(context.theme, context.home_url) for context in contexts] == [
        ("limfjord", "/"),
        ("limfjord", "/en/"),
    ]
    assert dict(contexts[0].variables) == {
        "clinic": "Limfjord",
        "city": "Aalborg",
        "phone": "+45 1",
        "emergency_number": "112",
    }
