"""How a generated theme is spoilt so that each point of the kit tells its author, and what that says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Files = Mapping[str, tuple[str, str]]
"""A file of the theme, what to replace in it, and by what; with nothing to replace it is added at the end."""


@dataclass(frozen=True)
class SpoiltTheme:
    """A theme spoilt in one way; ``said`` is what is read about it, as regular expressions."""

    said: list[str]
    files: Files = field(default_factory=dict)


def added(**files: str) -> dict[str, tuple[str, str]]:
    """Return files that are added, by their path with two underscores for a slash."""
    return {f"templates/{name.replace('__', '/')}.html": ("", text) for name, text in files.items()}


STEPS = "<h2>{{ value.heading }}</h2>\n{% include value.nothing %}"
LIST = '<h2>{{ value.heading }}</h2><div><p style="margin: 0">One</p>'
DEFINITION = '<h2>{{ value.heading }}</h2><h4>Too deep</h4><img src="https://pictures.example.com/x.png">'
GREY = (
    '"text": { "$value": { "colorSpace": "srgb", "components": [0.8, 0.8, 0.8], "hex": "#cccccc" } },\n    '
)

READ = {
    1: SpoiltTheme(
        [r"theme.toml says version 0.2.0, its package says 0.1.0\."],
        {"theme.toml": ('version = "0.1.0"', 'version = "0.2.0"')},
    ),
    2: SpoiltTheme(
        [r"color-text on color-background has a contrast of 1\.\d\d on light screens; it needs 4\.5"],
        {"tokens.json": ('"link": {', GREY + '"link": {')},
    ),
    3: SpoiltTheme(
        [
            r"style.css: color names the colour #123456; take one of the tokens\.",
            r"style.css: margin-left: 1px holds from one side only\.",
        ],
        {"style.css": ("", ".spoilt { color: #123456; margin-left: 1px; }\n")},
    ),
    4: SpoiltTheme(
        [
            r"blocks/full/steps: blocks/steps.html, 2: TemplateDoesNotExist",
            r"blocks/usual/text: the block shows nothing, or lost its id\.",
            r"The slot location.card.v1 is on no page\.",
        ],
        added(blocks__steps=STEPS, blocks__text="", theme__locations="<p>Somewhere</p>"),
    ),
    5: SpoiltTheme([r"blocks/usual in en: line \d+, column \d+: .*"], added(blocks__list=LIST)),
    6: SpoiltTheme(
        [
            r"blocks/usual in da: <h4> “Too deep” follows a heading of level 2\.",
            r"blocks/full in en: a picture has no alt: <img",
            r"search/none in en: the page has 2 <h1>, not one\.",
        ],
        added(blocks__definition=DEFINITION, pages__search_form="<h1>Search again</h1>"),
    ),
    7: SpoiltTheme(
        [
            r"blocks/usual in en: the attribute style of <p>\.",
            r"blocks/full in en: something from https://pictures.example.com\.",
        ]
    ),
    8: SpoiltTheme(
        [r"error/404 in ar: <html> does not say dir=“rtl”\.", r"<html> does not say data-theme=“spoilt”\."],
        added(theme__error='<!doctype html><html lang="ar"><title>No</title><main><h1>No</h1></main></html>'),
    ),
}
"""Faults that are read, by the number of the point that says so; those of 7 are in the files of 5 and 6."""
