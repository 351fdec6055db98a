"""What the tests of themes need: a clinic to render for, and a theme folder to write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from cms.clinics.records import ClinicRecord, LanguageRecord
from cms.locales.context import RequestContext
from cms.plugins.registry import registry
from cms.themes import registry as registry_of_themes
from cms.themes.discovery import found_themes
from cms.themes.registry import Unusable, read_themes
from cms.themes.theme import Theme

WriteTheme = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_plugins() -> Iterator[None]:
    """A host without plugins, which asks no database which of them are on."""
    before = [entry.installed for entry in registry.entries]
    registry.fill(())
    yield
    registry.fill(before)


@pytest.fixture
def here() -> RequestContext:
    """Aalborg, in Danish."""
    danish = LanguageRecord("da", "", 1, "00010001", "/aalborg-da/")
    english = LanguageRecord("en", "en", 2, "00010002", "/aalborg-en/")
    clinic = ClinicRecord(
        id=1,
        site_id=1,
        slug="limfjord",
        name="Limfjord Akupunktur",
        legal_name="Limfjord Akupunktur ApS",
        hostname="aalborg.localhost",
        root_url="http://aalborg.localhost",
        theme="limfjord",
        main_language="da",
        languages=(danish, english),
        country="DK",
        jurisdiction="DK",
        time_zone="Europe/Copenhagen",
        city="Aalborg",
        phone="+45 00 00 00 12",
        emergency_number="112",
        is_fictional=True,
    )
    return RequestContext(clinic, danish)


@pytest.fixture
def write_theme(tmp_path: Path) -> WriteTheme:
    """Write a theme and return its folder; each file's text can be replaced, and ``files`` added."""

    def write(
        manifest: str | None = None,
        tokens: Any = None,
        style: str | None = None,
        *,
        name: str = "fjeld",
        parent: str = "base",
        files: Mapping[str, str] = MappingProxyType({}),
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        said = f'name = "{name}"\ntitle = "{name.title()}"\nversion = "1.0"\napi = 1\nparent = "{parent}"\n'
        (folder / "theme.toml").write_text(said if manifest is None else manifest)
        (folder / "tokens.json").write_text(tokens if isinstance(tokens, str) else json.dumps(tokens or {}))
        if style is not None:
            (folder / "style.css").write_text(style)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture
def read(tmp_path: Path) -> Callable[[], Mapping[str, Theme | Unusable]]:
    """Read the themes that were written."""
    return lambda: read_themes(found_themes(tmp_path, lambda: ()))


@pytest.fixture
def install(read: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make the themes that were written those of this machine."""

    def make() -> None:
        themes = read()
        monkeypatch.setattr(registry_of_themes, "_installed", lambda: themes)

    return make
