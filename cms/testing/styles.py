"""What is wrong with a style sheet of a plugin: colours that no theme knows, and a side for a direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"[^{}]*\{([^{}]*)\}")
DECLARATION = re.compile(r"(?P<name>[\w-]+)\s*:\s*(?P<value>[^;]+)")
COLOURED = re.compile(r"(color|background|border|outline|fill|stroke|shadow|decoration)")
LITERAL = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|\b(?:black|white|red|green|blue|yellow|orange|purple"
    r"|pink|brown|gr[ae]y|silver|navy|teal|maroon|olive|lime|aqua|fuchsia)\b",
    re.IGNORECASE,
)
OWN_COLOURS = re.compile(r"(color-scheme|forced-color-adjust)\s*:")
SIDES = re.compile(r"(?:^|-)(left|right)(?:-|\Z)")
SIDED_VALUES = frozenset({"text-align", "float", "clear"})
# These say where something is on a surface that has no reading direction.
SIDELESS = frozenset({"background-position", "object-position", "transform-origin"})


def style_sheets(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the style sheets of a plugin, each with its text."""
    for path in sorted((folder / "static").rglob("*.css")):
        yield path.name, path.read_text("utf-8")


def colour_problems(css: str) -> Iterator[str]:
    """Say which colours are not those of the theme.

    A rule that says ``color-scheme`` or ``forced-color-adjust`` brings its own on purpose, such as the white
    behind a code that machines read.
    """
    for body in RULE.findall(COMMENT.sub("", css)):
        if OWN_COLOURS.search(body):
            continue
        for found in DECLARATION.finditer(body):
            if COLOURED.search(found["name"]) and (literal := LITERAL.search(found["value"])):
                yield f"{found['name']} names the colour {literal[0]}"


def direction_problems(css: str) -> Iterator[str]:
    """Say which declarations mean left or right where the beginning or the end of a line is meant."""
    for body in RULE.findall(COMMENT.sub("", css)):
        for found in DECLARATION.finditer(body):
            name, value = found["name"], found["value"].strip()
            if name in SIDELESS or name.startswith("--"):
                continue
            if SIDES.search(name) or (name in SIDED_VALUES and value in ("left", "right")):
                yield f"{name}: {value}"
