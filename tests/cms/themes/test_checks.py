from __future__ import annotations

from cms.themes import checks
from cms.themes.discovery import found_themes
from cms.themes.registry import read_themes

STAND_IN = "Clinics that chose it look like “Meridian” meanwhile."
GREY = {"colorSpace": "srgb", "components": [0.6, 0.6, 0.6]}


def reported(monkeypatch, folder) -> list[tuple[str, str, str | None]]:
    found = found_themes(folder.parent, lambda: ())
    monkeypatch.setattr(checks, "found_themes", lambda: found)
    monkeypatch.setattr(checks, "installed_themes", lambda: read_themes(found))
    return [(message.id, message.msg, message.hint) for message in checks.check_themes()]


def test_installed_themes_pass() -> None:
    assert checks.check_themes() == []


def test_theme_that_cannot_be_read_is_reported(monkeypatch, write_theme) -> None:
    folder = write_theme(tokens={"x": {"$type": "number", "$value": 1}})
    assert reported(monkeypatch, folder) == [
        ("meridian.E301", "The theme “fjeld” cannot be used. tokens.json: There is no token “x”.", STAND_IN)
    ]


def test_theme_with_faint_text_is_reported(monkeypatch, write_theme) -> None:
    dark = {
        "$value": {"colorSpace": "srgb", "components": [0, 0, 0]},
        "$extensions": {"meridian": {"dark": GREY}},
    }
    folder = write_theme(
        tokens={"color": {"$type": "color", "footer-text": dark, "footer": {"$value": GREY}}}
    )
    message = (
        "The theme “fjeld” has too little contrast on dark screens: "
        "color-footer-text on color-footer is 1.00."
    )
    assert reported(monkeypatch, folder) == [("meridian.E302", message, "WCAG AA asks for 4.5.")]


def test_static_file_outside_the_theme_s_own_folder_is_reported(monkeypatch, write_theme) -> None:
    folder = write_theme(files={"static/themes/fjeld/own.txt": "", "static/wagtailadmin/images/logo.svg": ""})
    assert reported(monkeypatch, folder) == [
        (
            "meridian.E303",
            "The theme “fjeld” has the file static/wagtailadmin/images/logo.svg.",
            "Its static files are in static/themes/fjeld/.",
        )
    ]
