"""The style of an uploaded drawing: properties on a list, with values that load nothing."""

from __future__ import annotations

import re

PROPERTY_NAMES = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color stop-color stop-opacity clip-path "
    "clip-rule mask mask-type display visibility overflow paint-order shape-rendering text-rendering "
    "font-family font-size font-style font-weight letter-spacing text-anchor dominant-baseline isolation "
    "mix-blend-mode transform transform-origin vector-effect enable-background"
)
PROPERTIES = frozenset(PROPERTY_NAMES.split())
FUNCTION_NAMES = (
    "rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy"
)
FUNCTIONS = frozenset(FUNCTION_NAMES.split())
# No pattern may look twice at the same words: a file may be as long as it is hostile.
CALL = re.compile(r"(?<![\w-])([\w-]+)\s*\(")
OWN = re.compile(r"url\(\s*(['\"]?)#[\w.:-]+\1\s*\)", re.IGNORECASE)
UNSAFE = re.compile(r"[\\@<>{}]|//|/\*|javascript:|data:", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
RULE = re.compile(r"\s*([\w\s.#,>*:()-]+?)\s*\{([^{}]*)\}\s*")
SCHEME = re.compile(
    r"\s*@media\s*\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)\s*\{((?:[^{}@]*\{[^{}]*\})*)\s*\}\s*"
)


def is_safe(value: str) -> bool:
    """Whether a value loads nothing: no function but colours, moves and parts of the same drawing."""
    rest = OWN.sub("", value)
    return not UNSAFE.search(rest) and all(name.lower() in FUNCTIONS for name in CALL.findall(rest))


def clean_declarations(text: str) -> tuple[str, bool]:
    """Return the harmless ones of ``name: value; …``, and whether that is all of them."""
    kept, is_whole = [], True
    for declaration in COMMENT.sub("", text).split(";"):
        name, _colon, value = (part.strip() for part in declaration.partition(":"))
        if name.lower() in PROPERTIES and is_safe(value):
            kept.append(f"{name.lower()}:{value}")
        elif declaration.strip() and not name.startswith("-"):
            is_whole = False
    return ";".join(kept), is_whole


def clean_rules(text: str) -> tuple[str, bool]:
    """Return the harmless rules of a ``<style>``, and whether that is all of it.

    Rules for dark or for light screens stay, for an icon cannot have them otherwise. What follows something
    that cannot be read is dropped, so that no rule is taken out of the one that it stands in.
    """
    text, made, is_whole, position = " ".join(COMMENT.sub("", text).split()), [], True, 0
    while position < len(text):
        scheme, rule = SCHEME.match(text, position), RULE.match(text, position)
        if scheme:
            inner, is_inner_whole = clean_rules(scheme[2])
            made.append(f"@media(prefers-color-scheme:{scheme[1]}){{{inner}}}")
            is_whole, position = is_whole and is_inner_whole, scheme.end()
        elif rule:
            declarations, is_all = clean_declarations(rule[2])
            made.append(f"{rule[1]}{{{declarations}}}")
            is_whole, position = is_whole and is_all, rule.end()
        else:
            return "".join(made), False
    return "".join(made), is_whole
