"""The kit for themes as its users run it: by pytest, in a process of its own, before a browser."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from cms.themes.discovery import FOLDER
from cms.themes.scaffold.starting import start_theme
from tests.cms.testing.plugins_made import spoil
from tests.programs import run_python

METADATA = "Metadata-Version: 2.1\nVersion: 0.1.0\n"
OURS = sorted(path.parent.name for path in FOLDER.glob("*/theme.toml"))
STYLE = """
.lead { font-size: 0.1px; }
@media screen and (prefers-color-scheme: dark) { .site-footer__name { opacity: 0.3; } }
.contact__inner { min-inline-size: 40rem; }
[dir="rtl"] .error { inline-size: 120vw; }
.site-footer a:focus-visible { outline: none; }
@media print {
  .site-nav { display: block !important; }
  .block--text p { overflow: hidden; white-space: nowrap; inline-size: 5rem; }
}
"""
SCRIPT = (
    "document.querySelector('.site-header').insertAdjacentHTML('beforeend', '<p>Said by a script</p>');\n"
)
LANGUAGES = """{% load static %}<script src="{% static 'themes/spoilt/say.js' %}" defer></script>
<p role="nonsense">Languages</p>
<img src="https://pictures.example.com/x.png" alt=""><img src="/static/themes/spoilt/gone.png" alt="">
"""
CHANGES = {
    "style.css": STYLE,
    "static/themes/spoilt/say.js": SCRIPT,
    "templates/theme/languages.html": LANGUAGES,
}
SAID = {
    9: [r"aria-roles, .*<p role=\"nonsense\">"],
    10: [r"color-contrast, .*site-footer__name"],
    11: [r"home/full in en.*: the page scrolls sideways, because this is too wide"],
    12: [r"error/404 in ar.*: the page scrolls sideways, because this is too wide"],
    13: [r"without a script it does not say “Said by a script”"],
    14: [r"a menu is printed: <nav", r"blocks/usual/text in en.*: on paper this is cut off: <p"],
    15: [r"nothing shows that this has the focus: <a"],
    16: [r"it asks for http://theme.localhost/static/themes/spoilt/gone.png", r"Content Security Policy"],
}
"""What is read about the spoilt theme, by the number of the point."""


def package(name: str, to: Path) -> Path:
    """Generate a theme as a package of its own, and let Python know it as installed."""
    folder = start_theme(name, to=to)
    about = folder.parent / f"meridian_theme_{name}-0.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: meridian-theme-{name}\nVersion: 0.1.0\n", "utf-8"
    )
    (about / "entry_points.txt").write_text(f"[meridian.themes]\n{name} = {name}\n", "utf-8")
    return folder


def failures_in(said: str) -> dict[str, set[int]]:
    """Return the numbers of the points that failed, by theme, of those that passed or failed at all."""
    found: dict[str, set[int]] = defaultdict(set)
    for outcome, theme, number in re.findall(
        r"^(\w+) \S*?::(\w+)::test_\w+\.py::test_(\d\d)_", said, re.MULTILINE
    ):
        found[theme] |= {int(number)} if outcome != "PASSED" else set()
    return found


@pytest.fixture
def said(tmp_path):
    """What the kit says about themes, run in a folder outside this project."""

    def run(*names: str, paths: list[Path]) -> str:
        command = ("-m", "pytest", "-p", "no:cacheprovider", "-p", "cms.testing.kit", "-rA")
        asked = ("--ds=cms.testing.settings", *(f"--meridian-theme={name}" for name in names))
        done = run_python(*command, *asked, cwd=tmp_path, paths=(settings.PROJECT, *paths))
        return done.stdout + done.stderr

    return run


def test_our_themes_and_a_generated_one_pass_untouched(tmp_path, said) -> None:
    whole = package("whole", tmp_path)
    found = said(*OURS, "whole", paths=[whole.parent])
    assert failures_in(found) == {name: set() for name in (*OURS, "whole")}, found
    assert re.search(rf"^=+ {16 * (len(OURS) + 1)} passed in", found, re.MULTILINE), found


def test_spoilt_theme_is_told_what_a_browser_finds(tmp_path, said) -> None:
    folder = package("spoilt", tmp_path)
    for file, text in CHANGES.items():
        spoil(folder / file, "", text)
    found = said("spoilt", paths=[folder.parent])
    assert failures_in(found)["spoilt"] >= set(SAID), found
    assert [words for one in SAID.values() for words in one if not re.search(words, found)] == [], found
