"""The shapes of a provider's addresses, as templates that are read in both directions.

``https://{account}[.{region}].example.com/book?day={day}&[who={practitioner}]#{step}``: a name in braces is a
part, and what is in brackets may be missing. A query is a list of such pairs, in any order, or one part that
takes it whole. Knows no Django.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

TEMPLATE = re.compile(r"https://(?P<host>[^/?#]+)(?P<path>/[^?#]*)(\?(?P<query>[^#]*))?(#(?P<fragment>.*))?")
PART = re.compile(r"\{([a-z]+)\}")
GROUP = re.compile(r"\[([^\[\]]*)\]")
PAIR = re.compile(r"(?P<optional>\[)?(?P<name>[^=&\[\]{}]+)=\{(?P<part>[a-z]+)\}(?(optional)\])")
WHOLE = re.compile(r"\[?\{(?P<part>[a-z]+)\}\]?")


@dataclass(frozen=True, slots=True)
class Pair:
    """A parameter of the query that carries a part."""

    name: str
    part: str
    pattern: re.Pattern[str]
    is_required: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """One template. ``whole_query`` names the part that takes the query as it stands, if there is one."""

    name: str
    template: str
    host: str
    path: str
    fragment: str
    pairs: tuple[Pair, ...]
    whole_query: str
    parts: frozenset[str]
    place: re.Pattern[str]

    def read(self, host: str, path: str, fragment: str) -> dict[str, str] | None:
        """Return the parts in these pieces of an address, ``None`` if they have another shape."""
        found = self.place.fullmatch(f"{host}{path}#{fragment}")
        return found and {name: value for name, value in found.groupdict().items() if value is not None}

    def fill(self, parts: Mapping[str, str]) -> tuple[str, str]:
        """Return the address up to the query, and the fragment; raises ``KeyError`` if a part is missing."""
        return f"https://{_fill(self.host, parts)}{_fill(self.path, parts)}", _fill(self.fragment, parts)


def make_shape(name: str, template: str, patterns: Mapping[str, str]) -> Shape:
    """Return the shape of ``template``; raises ``ValueError`` with a sentence if it is none."""
    pieces = TEMPLATE.fullmatch(template)
    if pieces is None:
        raise ValueError(f"“{template}” is not a template of the kind https://host/path?query#fragment.")
    for part in PART.findall(template):
        if part not in patterns:
            raise ValueError(f"“{template}” has a part “{part}” that [parts] does not describe.")
    if any(not PART.search(group) for group in GROUP.findall(template)):
        raise ValueError(f"“{template}” has brackets without a part in them.")
    host, path, fragment = pieces["host"], pieces["path"], pieces["fragment"] or ""
    whole = WHOLE.fullmatch(pieces["query"] or "")
    pairs = () if whole else tuple(_pair(one, patterns) for one in (pieces["query"] or "").split("&") if one)
    return Shape(
        name,
        template,
        host,
        path,
        fragment,
        pairs,
        whole["part"] if whole else "",
        frozenset(PART.findall(template)),
        re.compile(
            f"{_pattern(host, patterns)}{_pattern(path.rstrip('/'), patterns)}/?"
            f"#{'/?' * fragment.startswith('/')}{_pattern(fragment.strip('/'), patterns)}/?",
            re.ASCII,
        ),
    )


def _pair(text: str, patterns: Mapping[str, str]) -> Pair:
    found = PAIR.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}” is no pair such as name={{part}}.")
    return Pair(
        found["name"], found["part"], re.compile(patterns[found["part"]], re.ASCII), not found["optional"]
    )


def _pattern(template: str, patterns: Mapping[str, str]) -> str:
    signs = {"[": "(?:", "]": ")?"}
    return "".join(
        f"(?P<{piece[1:-1]}>{patterns[piece[1:-1]]})"
        if piece[:1] == "{"
        else signs.get(piece, re.escape(piece))
        for piece in re.split(r"(\{[a-z]+\}|[\[\]])", template)
    )


def _fill(template: str, parts: Mapping[str, str]) -> str:
    kept = GROUP.sub(lambda group: group[1] if parts.keys() >= set(PART.findall(group[1])) else "", template)
    return PART.sub(lambda part: parts[part[1]], kept)
