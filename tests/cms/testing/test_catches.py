"""The kit says of a plugin that is spoilt in one way what is wrong with it, and of a sound one nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installation
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from cms.plugins import containment
from cms.plugins.registry import Entry, Registry, registry
from cms.testing.entries import installed_in
from cms.testing.fixtures import begin
from cms.testing.kit import POINTS
from cms.testing.samples import Samples
from cms.testing.two_clinics import PATHS
from tests.cms.testing.plugins_made import Change, make_package

SLOTS, BLOCKS, PLUGIN, CONFIG = "slots.py", "blocks.py", "plugin.py", "settings.py"
END = "templates/spoilt/end.html"
BODY = "    general = _("
META = "    class Meta:"

# What the slot and the block of the plugin do besides.
SLOW = "    import time\n    time.sleep(0.02)\n"
ASKING = """    import contextlib, socket
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=0.01)
"""
CAPRICIOUS = """    made = 0

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        type(self).made += 1

    def upgrade(self, raw):
        return {**raw, "made": self.made}

"""
CURIOUS = """    def get_context(self, value, parent_context=None):
        from wagtail.models import Locale
        context = super().get_context(value, parent_context)
        return {**context, "number": Locale.objects.count()}

"""
PREVIEW = """
        preview_value = {"heading": "Before you come", "text": "<p>Wear comfortable clothes.</p>"}"""
SECRET = "    api_key = blocks.CharBlock(required=False, label=_('Text'))\n"
TAGS = "from uuid import uuid4\nfrom taggit.models import Tag\n"
MAKE = "Tag.objects.create(name=uuid4().hex, slug=uuid4().hex)"

SPOILT: dict[int, list[Change]] = {
    1: [("plugin.toml", 'version = "0.1.0"', 'version = "0.2.0"')],
    2: [(SLOTS, "from cms.plugins.api", "from cms.pages.models import PlainPage\nfrom cms.plugins.api")],
    3: [(SLOTS, "", "\nfrom wagtail.models import Locale\nLANGUAGES = Locale.objects.count()\n")],
    7: [(BLOCKS, PREVIEW, "")],
    8: [(BLOCKS, META, CAPRICIOUS + META)],
    9: [(SLOTS, BODY, "    return None\n" + BODY)],
    10: [
        (PLUGIN, "from cms", "from django.urls import path\nfrom cms"),
        (PLUGIN, "", 'plugin.site_urls([path("", lambda request: 1 / 0, name="fails")])\n'),
    ],
    11: [("styles.py", "    return", "    context.page.title\n    return")],
    12: [(SLOTS, BODY, SLOW + BODY)],
    13: [(SLOTS, BODY, ASKING + BODY)],
    14: [(BLOCKS, META, CURIOUS + META)],
    15: [
        (
            CONFIG,
            "    sentence",
            "    api_key = blocks.CharBlock(required=False, label=_('Text'))\n    sentence",
        )
    ],
    16: [
        (PLUGIN, "from cms", "from time import monotonic\nfrom cms"),
        (PLUGIN, "", "plugin.export(lambda context: monotonic(), restore=lambda context, data: None)\n"),
    ],
    17: [(SLOTS, '_("Do you', '("Do you'), (SLOTS, "import gettext as _", "import gettext")],
    18: [(END, "{{ sentence }}", "{{ sentence }}<div>")],
    19: [(END, "<p class", '<p style="margin: 0" class')],
    20: [("templates/theirs/end.html", "", "<p>Whose is this?</p>")],
    21: [
        (PLUGIN, "from cms", f"{TAGS}from cms"),
        (PLUGIN, "", f"plugin.on_activated(lambda context: {MAKE})\n"),
    ],
    22: [
        (PLUGIN, "from cms", f"{TAGS}from cms"),
        (PLUGIN, "", f"plugin.on_copied(lambda source, target: {MAKE})\n"),
    ],
    23: [(SLOTS, BODY, '    if context.clinic.theme == "limfjord":\n        return None\n' + BODY)],
}
"""How a generated plugin with block, slot and settings is spoilt, by the number of the point that says so."""


def points() -> Iterator[tuple[int, Callable[..., None]]]:
    for path in sorted(POINTS.glob("test_*.py")):
        for name, point in vars(import_module(f"cms.testing.conformance.{path.stem}")).items():
            if found := re.match(r"test_(\d\d)_", name):
                yield int(found[1]), point


@pytest.fixture
def failing(
    db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., dict[int, str]]]:
    """Generate a plugin, spoil it, and return what the points say about it, by their numbers."""
    before = tuple(one.installed for one in registry.entries)
    # Fewer pages will do to notice what is wrong with these.
    monkeypatch.setitem(PATHS, "en", ("/trial/", "/nowhere/"))
    monkeypatch.setitem(PATHS, "da", ())

    def made(name: str, *changes: Change) -> dict[int, str]:
        changes = tuple((file.replace("spoilt", name), old, new) for file, old, new in changes)
        places = make_package(name, "block,slot,settings", tmp_path, changes)
        monkeypatch.syspath_prepend(str(places.package.parent))
        alone = Registry()
        alone.fill([installed_in(places.package, name)])
        registry.fill([*before, alone.entries[0].installed])
        backend = {**installation.TEMPLATES[0], "DIRS": [places.package / "templates"]}
        with override_settings(TEMPLATES=[backend]):
            return _failing(alone.entries[0])

    yield made
    registry.fill(before)


def _failing(entry: Entry) -> dict[int, str]:
    cache.clear()
    trial = begin(entry, {}, Samples(), filled=True)
    found = {}
    for number, point in points():
        if getattr(point, "concerns", lambda entry: True)(entry):
            wanted = {"entry": entry, "trial": trial}
            names = point.__code__.co_varnames[: point.__code__.co_argcount]
            with transaction.atomic():
                try:
                    point(**{name: wanted[name] for name in names})
                except pytest.fail.Exception as failure:
                    found[number] = str(failure)
                transaction.set_rollback(True)
            cache.clear()
    return found


def test_every_point_has_a_number_of_its_own_and_advice_for_the_author() -> None:
    found = dict(points())
    assert sorted(number for number, _point in points()) == list(range(1, 24))
    assert [number for number, point in found.items() if len((point.__doc__ or "").split()) < 15] == []


def test_sound_plugin_is_told_nothing(failing) -> None:
    assert failing("sound") == {}


@pytest.mark.parametrize("number", SPOILT)
def test_spoilt_plugin_is_told_what_is_wrong_with_it(failing, monkeypatch, number) -> None:
    if number == 11:
        # What fails on one page of many is not left alone on the others.
        monkeypatch.setitem(PATHS, "da", ("/da/", "/da/trial/"))
    if number == 12:
        monkeypatch.setattr(containment, "SLOW", 0.015)
    assert failing(f"spoilt_{number:02}", *SPOILT[number]).keys() == {number}
