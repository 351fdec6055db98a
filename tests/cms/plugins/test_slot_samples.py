"""Slots that are filled with samples ask no plugin; afterwards they do again."""

from __future__ import annotations

from django.utils.safestring import SafeString

from cms.gallery.clinic import Sample
from cms.gallery.languages import languages
from cms.plugins.rendering import render_slot
from cms.plugins.slot_samples import sample_in, slots_filled


def test_samples_stand_in_slots_and_no_plugin_is_asked() -> None:
    here = Sample("base", languages()[0]).here
    with slots_filled(lambda slot: SafeString(f"<b>{slot}</b>")):
        # Without a database: whoever asked a plugin would need one.
        assert render_slot("page.footer.v1", here) == "<b>page.footer.v1</b>"
    assert sample_in("page.footer.v1") is None
