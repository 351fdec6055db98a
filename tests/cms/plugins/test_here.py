"""A plugin learns for which clinic it works, and nothing of what other plugins are told."""

from __future__ import annotations

import pytest

from cms.clinics.records import record_of
from cms.locales.context import RequestContext, use_context
from cms.plugins.contexts import PluginContext
from cms.plugins.here import here, working_for


@pytest.fixture
def shown(booking):
    record = record_of(booking.newyork.pk)
    with use_context(RequestContext(record, record.languages[0])) as context:
        yield context


def test_here_is_the_clinic_whose_site_is_shown(shown) -> None:
    told = here("booking_link")
    assert (told.clinic, told.language) == (shown.clinic, "en")


def test_here_is_nowhere_for_a_plugin_that_is_not_active(shown) -> None:
    assert here("greeting") is None


def test_here_is_nowhere_outside_a_clinic(db) -> None:
    assert here("booking_link") is None


def test_plugin_at_work_is_told_what_it_works_for_and_no_other_one_is(shown) -> None:
    context = PluginContext(shown.clinic, "da", {"greeting": "Hello"})
    with working_for("greeting", context):
        assert here("greeting") == context
        assert here("booking_link").settings != context.settings
