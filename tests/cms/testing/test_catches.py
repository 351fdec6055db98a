"""The kit says of a plugin that is spoilt in one way what is wrong with it, and of a sound one nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from django.core.cache import cache
from django.db import transaction

from cms.plugins import containment
from cms.plugins.registry import Entry
from cms.testing.fixtures import begin
from cms.testing.kit import POINTS
from cms.testing.samples import Samples
from cms.testing.two_clinics import PATHS
from tests.cms.testing.spoilt import SPOILT, TOGETHER, named, part

OF_MODELS = (4, 5, 6)


def points() -> Iterator[tuple[int, Callable[..., None]]]:
    for path in sorted(POINTS.glob("test_*.py")):
        for name, point in vars(import_module(f"cms.testing.conformance.{path.stem}")).items():
            if found := re.match(r"test_(\d\d)_", name):
                yield int(found[1]), point


def failing(entry: Entry) -> dict[int, str]:
    """Return what the points say about a plugin, by their numbers."""
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


def test_sound_plugin_that_registers_everything_is_told_nothing(generate, monkeypatch) -> None:
    monkeypatch.setitem(PATHS, "en", ("/", "/trial/", "/nowhere/"))
    monkeypatch.setitem(PATHS, "da", ("/da/trial/",))
    assert failing(generate("sound", part("everything"))) == {}


@pytest.mark.parametrize("parts", ["slot", "block", "settings", "block,slot", "slot,settings"])
def test_generated_plugin_is_told_nothing_whatever_its_parts(generate, few_pages, parts) -> None:
    name = "_".join(["generated", *filter(None, parts.split(","))])
    assert failing(generate(name, (), parts)) == {}


def test_every_point_is_spoilt_here_or_where_there_are_models() -> None:
    together = [number for numbers in TOGETHER for number in numbers]
    assert sorted(together) == sorted(SPOILT) == [one for one in range(1, 24) if one not in OF_MODELS]


@pytest.mark.parametrize("numbers", TOGETHER, ids=str)
def test_spoilt_plugin_is_told_what_is_wrong_with_it(generate, few_pages, monkeypatch, numbers) -> None:
    """Each fault is told by its own point, and nothing is told besides."""
    if 11 in numbers:
        # What fails on one page of many is not left alone on the others.
        monkeypatch.setitem(PATHS, "da", ("/da/", "/da/trial/"))
    if 12 in numbers:
        monkeypatch.setattr(containment, "SLOW", 0.015)
    name = f"spoilt_{numbers[0]:02}"
    changes = [change for number in numbers for change in SPOILT[number].changes]
    found = failing(generate(name, dict.fromkeys(changes)))
    assert found.keys() == set(numbers), found
    for number in numbers:
        lines = found[number].splitlines()
        said = [named(one, name) for one in SPOILT[number].said]
        assert [one for one in said if not any(re.search(one, line) for line in lines)] == [], lines
        assert [line for line in lines if not any(re.search(one, line) for one in said)] == []
