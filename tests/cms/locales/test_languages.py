"""Prefixes of languages, and the paths built with them."""

from __future__ import annotations

import dataclasses

import pytest

from cms.locales.languages import language_for_path
from cms.locales.urls import clinic_path
from tests.cms.locales.test_context import CLINIC, DANISH, ENGLISH


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/", "da"),
        ("/lidelser/iskias/", "da"),
        ("/en/", "en"),
        ("/en", "en"),
        ("/en/conditions/sciatica/", "en"),
        ("/english/", "da"),
        ("/da/", "da"),
        ("/de/", "da"),
        ("/EN/", "da"),
        ("/lidelser/en/", "da"),
        ("", "da"),
    ],
)
def test_language_is_that_of_the_first_segment_or_the_main_one(path: str, code: str) -> None:
    assert language_for_path(CLINIC, path).code == code


def test_clinic_without_its_main_language_has_none_to_offer() -> None:
    broken = dataclasses.replace(CLINIC, languages=(ENGLISH,))
    assert language_for_path(broken, "/") is None


@pytest.mark.parametrize(
    ("language", "rest", "path"),
    [
        (DANISH, "", "/"),
        (DANISH, "lidelser/iskias/", "/lidelser/iskias/"),
        (ENGLISH, "", "/en/"),
        (ENGLISH, "conditions/sciatica/", "/en/conditions/sciatica/"),
        (ENGLISH, "/conditions/", "/en/conditions/"),
    ],
)
def test_clinic_path_begins_with_the_prefix(language: object, rest: str, path: str) -> None:
    assert clinic_path(language, rest) == path
