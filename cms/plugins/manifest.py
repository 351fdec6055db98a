"""A plugin's manifest, ``plugin.toml``: its name, what it needs, what it keeps where, whom it contacts.

It is read without importing the plugin, so that one which is broken can still be named. Knows no Django.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

GENERATIONS = frozenset({1})
"""The generations of ``cms.plugins.api`` that this host supports."""

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?\Z")
SOURCE = re.compile(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?\Z")
COOKIE = re.compile(r"[A-Za-z0-9_.-]+\Z")
SETTING = re.compile(r"setting:[a-z][a-z0-9_]*\Z")
# What a plugin may widen. Scripts and styles come from the network's own hosts, whoever asks.
DIRECTIVES = frozenset({"connect-src", "font-src", "form-action", "frame-src", "img-src", "media-src"})

TEXTS = ("name", "title", "version", "description", "licence")
KEYS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "": frozenset({*TEXTS, "api", "requires", "privacy", "csp", "schema"}),
        "privacy": frozenset({"personal-data", "data", "third-parties", "cookies"}),
        "csp": DIRECTIVES,
        "schema": frozenset({"blocks"}),
    }
)
"""Every key that a manifest may have, by table; the README describes each."""
COOKIE_KEYS = frozenset({"name", "purpose", "days"})


class ManifestError(ValueError):
    """A manifest cannot be used; ``problems`` are sentences for the person who installed the plugin."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that a plugin sets in the browsers of visitors, and what for.

    It is kept for ``days``, or, without any, until the browser is closed.
    """

    name: str
    purpose: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a plugin says of itself.

    ``name`` is permanent: everything that the plugin stores begins with it. ``data`` says in words which data
    it keeps, ``third_parties`` whom it contacts, ``cookies`` what it leaves in browsers. ``csp`` maps
    directives to sources: ``https://host`` or ``setting:<name>`` for a host that the clinic gives. ``blocks``
    is the generation of its blocks' shapes.
    """

    name: str
    title: str
    version: str
    api: int
    description: str
    licence: str
    requires: tuple[str, ...] = ()
    personal_data: bool = False
    data: tuple[str, ...] = ()
    third_parties: tuple[str, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    csp: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blocks: int = 1


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in the file ``path``; raises ``ManifestError`` with every problem there is."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError([f"{path.name} cannot be read: {error}."]) from error
    except tomllib.TOMLDecodeError as error:
        raise ManifestError([f"{path.name} is not valid TOML: {error}."]) from error
    problems = [*_unknown(raw), *_tables(raw), *_texts(raw), *_numbers(raw), *_lists(raw), *_cookies(raw)]
    if problems:
        raise ManifestError(problems)
    privacy, csp = raw.get("privacy", {}), raw.get("csp", {})
    return Manifest(
        **{key: raw[key].strip() for key in TEXTS},
        api=raw["api"],
        requires=tuple(raw.get("requires", ())),
        personal_data=privacy.get("personal-data", False),
        data=tuple(privacy.get("data", ())),
        third_parties=tuple(privacy.get("third-parties", ())),
        cookies=tuple(Cookie(**one) for one in privacy.get("cookies", ())),
        csp={directive: tuple(sources) for directive, sources in csp.items()},
        blocks=raw.get("schema", {}).get("blocks", 1),
    )


def _table(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = raw.get(name, {}) if name else raw
    return found if isinstance(found, Mapping) else {}


def _unknown(raw: Mapping[str, Any]) -> Iterator[str]:
    for table, known in KEYS.items():
        where = f" in [{table}]" if table else ""
        for key in sorted(_table(raw, table).keys() - known):
            yield f"The key “{key}”{where} is unknown; it may be one of {', '.join(sorted(known))}."


def _tables(raw: Mapping[str, Any]) -> Iterator[str]:
    for name in KEYS:
        if name and not isinstance(raw.get(name, {}), Mapping):
            yield f"“{name}” must be a table: [{name}]."


def _texts(raw: Mapping[str, Any]) -> Iterator[str]:
    for key in TEXTS:
        value = raw.get(key)
        if not isinstance(value, str) or not value.strip():
            yield f"“{key}” is missing; it must be a text."
    if isinstance(raw.get("name"), str) and not NAME.match(raw["name"]):
        yield "“name” may hold lower-case letters, digits and single underscores, and begins with a letter."
    if isinstance(raw.get("version"), str) and not VERSION.match(raw["version"]):
        yield "“version” must be a version such as 1.4.0."


def _numbers(raw: Mapping[str, Any]) -> Iterator[str]:
    api = raw.get("api")
    if not _is_whole(api):
        yield "“api” is missing; it must be the generation of cms.plugins.api that the plugin is written for."
    elif api not in GENERATIONS:
        known = ", ".join(str(number) for number in sorted(GENERATIONS))
        yield f"“api” is {api}, and this host supports generation {known}."
    if not _is_whole(_table(raw, "schema").get("blocks", 1)):
        yield "“blocks” in [schema] must be a whole number, 1 or more."
    if not isinstance(_table(raw, "privacy").get("personal-data", False), bool):
        yield "“personal-data” in [privacy] must be true or false."


def _lists(raw: Mapping[str, Any]) -> Iterator[str]:
    privacy = _table(raw, "privacy")
    for key, value in (
        ("requires", raw.get("requires", [])),
        ("data", privacy.get("data", [])),
        ("third-parties", privacy.get("third-parties", [])),
    ):
        if not _is_texts(value):
            yield f"“{key}” must be a list of texts."
    if _is_texts(raw.get("requires", [])):
        for name in raw.get("requires", []):
            if not NAME.match(name):
                yield f"“requires” names “{name}”, which no plugin can be called."
    if privacy.get("personal-data") is True and not privacy.get("data"):
        yield "A plugin with personal data says under “data” in [privacy] which data it keeps."
    for directive, sources in _table(raw, "csp").items():
        if directive in DIRECTIVES:
            yield from _sources(directive, sources)


def _cookies(raw: Mapping[str, Any]) -> Iterator[str]:
    cookies = _table(raw, "privacy").get("cookies", [])
    if not isinstance(cookies, list) or not all(isinstance(one, Mapping) for one in cookies):
        yield "“cookies” in [privacy] must be a list of tables, each with a name and a purpose."
        return
    for cookie in cookies:
        yield from _cookie(cookie)
    names = [one.get("name") for one in cookies]
    if len(names) != len(set(map(str, names))):
        yield "“cookies” in [privacy] names one cookie twice."


def _cookie(cookie: Mapping[str, Any]) -> Iterator[str]:
    name, purpose = cookie.get("name"), cookie.get("purpose")
    if not isinstance(name, str) or not COOKIE.match(name):
        yield f"A cookie cannot be called “{name}”; its name holds letters, digits, “_”, “.” and “-”."
    if not isinstance(purpose, str) or not purpose.strip():
        yield f"The cookie “{name}” has no purpose; say in words what it is for."
    if not _is_whole(cookie.get("days", 1)):
        yield f"“days” of the cookie “{name}” must be a whole number, 1 or more."
    for key in sorted(cookie.keys() - COOKIE_KEYS):
        yield f"The key “{key}” of a cookie is unknown; it may be one of {', '.join(sorted(COOKIE_KEYS))}."


def _sources(directive: str, sources: Any) -> Iterator[str]:
    if not _is_texts(sources):
        yield f"“{directive}” in [csp] must be a list of texts."
        return
    for source in sources:
        if not (SOURCE.match(source) or SETTING.match(source)):
            yield f"“{source}” in [csp] must be https://host or setting:name."


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)
