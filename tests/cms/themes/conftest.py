"""What the tests of themes need: a clinic to render for, and a theme folder to write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cms.clinics.records import ClinicRecord, LanguageRecord
from cms.locales.context import RequestContext
from cms.plugins.registry import registry

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
    """Write a theme called ``fjeld`` and return its folder; each file's text can be replaced."""

    def write(manifest: str | None = None, tokens: Any = None, style: str | None = None) -> Path:
        folder = tmp_path / "fjeld"
        folder.mkdir(exist_ok=True)
        (folder / "theme.toml").write_text(
            'name = "fjeld"\ntitle = "Fjeld"\nversion = "1.0"\napi = 1\n' if manifest is None else manifest
        )
        (folder / "tokens.json").write_text(tokens if isinstance(tokens, str) else json.dumps(tokens or {}))
        if style is not None:
            (folder / "style.css").write_text(style)
        return folder

    return write
