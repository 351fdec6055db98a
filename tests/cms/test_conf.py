"""The project's own options and the checks of the settings."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from cms.conf import check_middleware, check_options, options

KEY = "bm90LWEtcmVhbC1vbmUtMDEyMzQ1Njc4OWFiY2RlZjA="
CONTEXT = "cms.locales.middleware.RequestContextMiddleware"
SESSION = "django.contrib.sessions.middleware.SessionMiddleware"


def test_options_have_defaults() -> None:
    with override_settings(MERIDIAN={}):
        values = (options.ADMIN_HOST, options.CLINIC_CACHE_SECONDS, options.UNKNOWN_HOST_CACHE_SECONDS)
    assert values == ("admin.localhost", 300, 30)


def test_options_come_from_the_settings() -> None:
    with override_settings(MERIDIAN={"ADMIN_HOST": "admin.example.org", "CLINIC_CACHE_SECONDS": 5}):
        assert (options.ADMIN_HOST, options.CLINIC_CACHE_SECONDS) == ("admin.example.org", 5)


def test_without_keys_for_secrets_one_follows_from_the_secret_key() -> None:
    with override_settings(MERIDIAN={}, SECRET_KEY="a"):
        first = options.SECRETS_KEYS
    with override_settings(MERIDIAN={}, SECRET_KEY="b"):
        second = options.SECRETS_KEYS
        assert check_options() == []
    assert (len(first), len(second), first == second) == (1, 1, False)
    with override_settings(MERIDIAN={"SECRETS_KEYS": [KEY]}, SECRET_KEY="a"):
        assert options.SECRETS_KEYS == (KEY,)


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ({}, []),
        ({"ADMIN_HOST": "admin.example.org", "CLINIC_CACHE_SECONDS": 60}, []),
        ("admin.localhost", ["meridian.E001"]),
        ({"ADMIN_HOTS": "admin.localhost"}, ["meridian.E002"]),
        ({"ADMIN_HOST": "https://admin.localhost"}, ["meridian.E003"]),
        ({"ADMIN_HOST": "admin.localhost:8000"}, ["meridian.E003"]),
        ({"ADMIN_HOST": "Admin.localhost"}, ["meridian.E003"]),
        ({"ADMIN_HOST": ""}, ["meridian.E003"]),
        ({"CLINIC_CACHE_SECONDS": 0}, ["meridian.E004"]),
        ({"UNKNOWN_HOST_CACHE_SECONDS": True}, ["meridian.E004"]),
        ({"SECRETS_KEYS": []}, []),
        ({"SECRETS_KEYS": [KEY, KEY]}, []),
        ({"SECRETS_KEYS": [KEY, "too short"]}, ["meridian.E009"]),
        ({"SECRETS_KEYS": [KEY[4:], "no base64: é"]}, ["meridian.E009", "meridian.E009"]),
        ({"PLUGIN_HTTP_ALLOWED_HOSTS": ["127.0.0.1:8000"]}, ["meridian.E008"]),
        ({"DIRECTIONS_URL": "https://maps.example/{address}"}, []),
        ({"DIRECTIONS_URL": "https://maps.example/"}, ["meridian.E012"]),
        ({"DIRECTIONS_URL": "http://maps.example/{address}"}, ["meridian.E012"]),
    ],
)
def test_bad_options_are_reported(value: Any, ids: list[str]) -> None:
    with override_settings(MERIDIAN=value):
        assert [message.id for message in check_options()] == ids


@pytest.mark.parametrize(
    ("middleware", "ids"),
    [
        ([CONTEXT, SESSION], []),
        ([SESSION], ["meridian.E005"]),
        ([SESSION, CONTEXT], ["meridian.E006"]),
        ([CONTEXT, SESSION, "django.middleware.locale.LocaleMiddleware"], ["meridian.E007"]),
    ],
)
def test_bad_middleware_is_reported(middleware: list[str], ids: list[str]) -> None:
    with override_settings(MIDDLEWARE=middleware):
        assert [message.id for message in check_middleware()] == ids
