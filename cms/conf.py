"""Meridian's own options: what ``settings.MERIDIAN`` may hold, the defaults, and the checks at start-up.

Read an option as ``options.ADMIN_HOST``. It is looked up at every access, so ``override_settings`` works.
"""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

KEY_LENGTH = 32  # bytes, as Fernet wants them
ADDRESS = "{address}"
HOSTNAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\Z")
CONTEXT_MIDDLEWARE = "cms.locales.middleware.RequestContextMiddleware"
SESSION_MIDDLEWARE = "django.contrib.sessions.middleware.SessionMiddleware"
LOCALE_MIDDLEWARE = "django.middleware.locale.LocaleMiddleware"


class Options:
    """The options with their defaults; one property per option."""

    @property
    def ADMIN_HOST(self) -> str:  # noqa: N802 -- an option is named like a setting
        """The only host that shows the admin: a bare host name, without a port."""
        return str(self._values.get("ADMIN_HOST", "admin.localhost"))

    @property
    def CLINIC_CACHE_SECONDS(self) -> int:  # noqa: N802 -- an option is named like a setting
        """How long a clinic that was looked up is remembered, unless it changes before."""
        return int(self._values.get("CLINIC_CACHE_SECONDS", 300))

    @property
    def UNKNOWN_HOST_CACHE_SECONDS(self) -> int:  # noqa: N802 -- an option is named like a setting
        """How long it is remembered that a host belongs to no clinic."""
        return int(self._values.get("UNKNOWN_HOST_CACHE_SECONDS", 30))

    @property
    def PLUGINS_DISABLED(self) -> frozenset[str]:  # noqa: N802 -- an option is named like a setting
        """The names of plugins that are not loaded, whatever clinics chose."""
        return frozenset(self._values.get("PLUGINS_DISABLED", ()))

    @property
    def SAFE_MODE(self) -> bool:  # noqa: N802 -- an option is named like a setting
        """Whether no plugin is loaded at all. Their models stay, and with them what they hold."""
        return bool(self._values.get("SAFE_MODE", False))

    @property
    def PLUGIN_HTTP_ALLOWED_HOSTS(self) -> frozenset[str]:  # noqa: N802 -- an option is named like a setting
        """Hosts with their port that plugins may ask although they are not public; for tests only."""
        return frozenset(self._values.get("PLUGIN_HTTP_ALLOWED_HOSTS", ()))

    @property
    def SECRETS_KEYS(self) -> tuple[str, ...]:  # noqa: N802 -- an option is named like a setting
        """The keys of the secrets that clinics give to plugins: the first encrypts, each of them decrypts.

        Without any there is one that follows from ``SECRET_KEY``; production demands its own.
        """
        return tuple(self._values.get("SECRETS_KEYS", ())) or (_key_from(settings.SECRET_KEY),)

    @property
    def DIRECTIONS_URL(self) -> str:  # noqa: N802 -- an option is named like a setting
        """Where “Find the way” leads: an https address with ``{address}`` for that of the location."""
        return str(
            self._values.get("DIRECTIONS_URL", f"https://www.openstreetmap.org/search?query={ADDRESS}")
        )

    @property
    def _values(self) -> Mapping[str, Any]:
        values = getattr(settings, "MERIDIAN", {})
        return values if isinstance(values, Mapping) else {}


def _key_from(text: str) -> str:
    return urlsafe_b64encode(sha256(f"meridian.secrets:{text}".encode()).digest()).decode()


options = Options()

OPTION_NAMES = frozenset(name for name in vars(Options) if name.isupper())


@register(Tags.compatibility)
def check_options(**kwargs: Any) -> list[CheckMessage]:
    """Check that ``MERIDIAN`` is a dictionary of known options with usable values."""
    given = getattr(settings, "MERIDIAN", {})
    if not isinstance(given, Mapping):
        return [Error("The setting MERIDIAN must be a dictionary.", id="meridian.E001")]
    return [
        *_unknown_options(given),
        *_bad_admin_host(),
        *_bad_seconds(given),
        *_private_hosts(),
        *_bad_keys(),
        *_bad_directions(),
    ]


@register(Tags.compatibility)
def check_middleware(**kwargs: Any) -> list[CheckMessage]:
    """Check that the request context is set up before sessions, and by nothing else."""
    middleware = list(settings.MIDDLEWARE)
    messages: list[CheckMessage] = []
    if CONTEXT_MIDDLEWARE not in middleware:
        messages.append(
            Error(
                "The setting MIDDLEWARE lacks the request context.",
                hint=f"Add {CONTEXT_MIDDLEWARE!r} before the session middleware.",
                id="meridian.E005",
            )
        )
    elif SESSION_MIDDLEWARE in middleware and middleware.index(SESSION_MIDDLEWARE) < middleware.index(
        CONTEXT_MIDDLEWARE
    ):
        messages.append(
            Error(
                "The request context must come before the session middleware.",
                hint="A host that belongs to no clinic is refused before a session is read.",
                id="meridian.E006",
            )
        )
    if LOCALE_MIDDLEWARE in middleware:
        messages.append(
            Error(
                "Django's LocaleMiddleware takes the language from the visitor's browser.",
                hint=f"Remove it: {CONTEXT_MIDDLEWARE!r} takes the language from the clinic's address.",
                id="meridian.E007",
            )
        )
    return messages


def _unknown_options(given: Mapping[str, Any]) -> list[CheckMessage]:
    return [
        Error(
            f"MERIDIAN has an option {name!r} that does not exist.",
            hint=f"The options are: {', '.join(sorted(OPTION_NAMES))}.",
            id="meridian.E002",
        )
        for name in sorted(set(given) - OPTION_NAMES, key=str)
    ]


def _bad_admin_host() -> list[CheckMessage]:
    if HOSTNAME.match(options.ADMIN_HOST):
        return []
    return [
        Error(
            f"MERIDIAN['ADMIN_HOST'] is {options.ADMIN_HOST!r}, which is not a host name.",
            hint="Give a host name in lower case, without a scheme and without a port: admin.example.org",
            id="meridian.E003",
        )
    ]


def _bad_seconds(given: Mapping[str, Any]) -> list[CheckMessage]:
    return [
        Error(
            f"MERIDIAN[{name!r}] is {given[name]!r}; it must be a whole number of seconds, 1 or more.",
            id="meridian.E004",
        )
        for name in ("CLINIC_CACHE_SECONDS", "UNKNOWN_HOST_CACHE_SECONDS")
        if name in given and not (type(given[name]) is int and given[name] > 0)
    ]


def _private_hosts() -> list[CheckMessage]:
    if not options.PLUGIN_HTTP_ALLOWED_HOSTS:
        return []
    return [
        Error(
            "MERIDIAN['PLUGIN_HTTP_ALLOWED_HOSTS'] opens this machine and its neighbours to plugins.",
            hint="Tests set it for as long as they last. Remove it from the settings.",
            id="meridian.E008",
        )
    ]


def _bad_keys() -> list[CheckMessage]:
    return [
        Error(
            f"Key number {number} in MERIDIAN['SECRETS_KEYS'] is none.",
            hint="A key is 32 random bytes as URL-safe base64; deploy/README.md says how to make one.",
            id="meridian.E009",
        )
        for number, key in enumerate(options.SECRETS_KEYS, start=1)
        if not _is_key(key)
    ]


def _bad_directions() -> list[CheckMessage]:
    if options.DIRECTIONS_URL.startswith("https://") and ADDRESS in options.DIRECTIONS_URL:
        return []
    return [
        Error(
            f"MERIDIAN['DIRECTIONS_URL'] is {options.DIRECTIONS_URL!r}, which leads nowhere.",
            hint=f"Give an https address of a map that holds {ADDRESS}.",
            id="meridian.E012",
        )
    ]


def _is_key(key: str) -> bool:
    try:
        return len(urlsafe_b64decode(key)) == KEY_LENGTH
    except (binascii.Error, ValueError):
        return False
