"""Design tokens in the W3C Design Tokens format (https://www.designtokens.org/tr/2025.10/format/).

A theme says only what differs from the built-in tokens. A colour may carry a value for dark screens in
``$extensions.meridian.dark``, because the format itself knows no colour schemes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

NAME = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
HEX = re.compile(r"#[0-9a-f]{6}\Z")
FONT = re.compile(r"^[A-Za-z0-9][A-Za-z0-9 -]*$")
FONT_KEYWORDS = frozenset(
    {"serif", "sans-serif", "monospace", "system-ui"}
    | {"ui-serif", "ui-sans-serif", "ui-rounded", "ui-monospace"}
)
UNITS = frozenset({"px", "rem"})


class TokenError(ValueError):
    """A token file cannot be used; the message names the token and says what is wrong."""


@dataclass(frozen=True, slots=True)
class Token:
    """One design token, its values already in CSS notation.

    ``name`` is the path joined by hyphens, so ``color.text`` becomes ``color-text``.
    ``dark`` is None when the value is the same on dark screens.
    """

    name: str
    type: str
    value: str
    dark: str | None = None


@dataclass(frozen=True, slots=True)
class TokenSet:
    """All tokens of one theme, by name, in the order of the built-in tokens."""

    tokens: Mapping[str, Token]

    def value(self, name: str, *, dark: bool = False) -> str:
        """The CSS value of a token on light or dark screens; KeyError for an unknown name."""
        token = self.tokens[name]
        return token.dark if dark and token.dark is not None else token.value

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens.values())

    def overlaid(self, other: TokenSet) -> TokenSet:
        """These tokens with the values of ``other``; TokenError if it has a name or type that is not here."""
        for token in other:
            known = self.tokens.get(token.name)
            if known is None:
                raise TokenError(_("There is no token “%(name)s”.") % {"name": token.name})
            if known.type != token.type:
                raise TokenError(
                    _("The token “%(name)s” is a %(type)s, not a %(given)s.")
                    % {"name": token.name, "type": known.type, "given": token.type}
                )
        return TokenSet({**self.tokens, **other.tokens})


def read_tokens(raw: object) -> TokenSet:
    """The tokens in a parsed token file; TokenError if it isn't in the format."""
    if not isinstance(raw, dict):
        raise TokenError(_("A token file holds one JSON object."))
    return TokenSet({token.name: token for token in _walk(raw, (), None)})


def _walk(group: Mapping[str, Any], path: tuple[str, ...], inherited: str | None) -> Iterator[Token]:
    kind = group.get("$type", inherited)
    if "$value" in group:
        yield _read_token("-".join(path), kind, group)
        return
    for key, child in group.items():
        if key.startswith("$"):
            continue
        if not NAME.match(key) or not isinstance(child, dict):
            raise TokenError(
                _("“%(name)s” is not a token or a group of tokens.") % {"name": ".".join((*path, key))}
            )
        yield from _walk(child, (*path, key), kind)


def _read_token(name: str, kind: str | None, raw: Mapping[str, Any]) -> Token:
    convert = CONVERTERS.get(kind or "")
    if convert is None:
        raise TokenError(_("The token “%(name)s” has an unknown type.") % {"name": name})
    dark = raw.get("$extensions", {}).get("meridian", {}).get("dark")
    try:
        token = Token(name=name, type=kind or "", value=convert(raw["$value"]))
        return token if dark is None else replace(token, dark=convert(dark))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TokenError(
            _("The value of the token “%(name)s” is not a %(type)s.") % {"name": name, "type": kind}
        ) from error


def _color(value: Any) -> str:
    """An sRGB colour as ``#rrggbb``; the optional ``hex`` must say the same as the components."""
    if value["colorSpace"] != "srgb" or len(value["components"]) != 3:
        raise ValueError(value)
    channels = [round(float(component) * 255) for component in value["components"]]
    if not all(0 <= channel <= 255 for channel in channels):
        raise ValueError(value)
    notation = "#" + "".join(f"{channel:02x}" for channel in channels)
    if not HEX.match(value.get("hex", notation)) or value.get("hex", notation) != notation:
        raise ValueError(value)
    return notation


def _dimension(value: Any) -> str:
    if value["unit"] not in UNITS or value["value"] < 0:
        raise ValueError(value)
    return f"{_finite(value['value'])}{value['unit']}"


def _number(value: Any) -> str:
    """A number above nothing: each of them multiplies a size, which has none below."""
    if value <= 0:
        raise ValueError(value)
    return _finite(value)


def _font_weight(value: Any) -> str:
    """A weight as CSS has them, 1 to 1000."""
    if not 1 <= value <= 1000:
        raise ValueError(value)
    return _finite(value)


def _finite(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise ValueError(value)
    return f"{value:g}"


def _font_family(value: Any) -> str:
    families = [value] if isinstance(value, str) else list(value)
    if not families or not all(FONT.match(family) for family in families):
        raise ValueError(value)
    return ", ".join(family if family in FONT_KEYWORDS else f'"{family}"' for family in families)


CONVERTERS = {
    "color": _color,
    "dimension": _dimension,
    "number": _number,
    "fontFamily": _font_family,
    "fontWeight": _font_weight,
}
