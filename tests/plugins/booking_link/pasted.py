"""Addresses as people paste them, made from the templates of every provider."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from hypothesis import strategies as st

from plugins.booking_link.links import providers
from plugins.booking_link.links.addresses import ONWARD, is_personal
from plugins.booking_link.links.providers import GENERIC, PROVIDERS, Provider
from plugins.booking_link.links.providers.shapes import GROUP, PART

NOISE = ["utm_source=news", "utm_campaign=a%20b", "fbclid=IwAR1", "gclid=x"]
WORD = r"[a-z]{1,6}"
SEGMENT = rf"([a-z0-9][A-Za-z0-9._~!$'()*,=:@-]{{0,5}}|%C3%B8{WORD})"

HOSTS = st.from_regex(rf"({WORD}(-{WORD})?\.){{1,3}}(dk|com|org)", fullmatch=True).filter(
    lambda host: PROVIDERS.at(host).name == GENERIC and not PROVIDERS.copied_by(host)
)
PATHS = st.from_regex(rf"({SEGMENT}/){{0,3}}{SEGMENT}?", fullmatch=True)
NAMES = st.from_regex(rf"{WORD}(\[\])?", fullmatch=True).filter(
    lambda name: not (is_personal(name) or ONWARD.fullmatch(name.removesuffix("[]")))
)
VALUES = st.from_regex(r"[A-Za-z0-9.+_-]{0,6}|%C3%A5", fullmatch=True)
FRAGMENTS = st.from_regex(r"|!?/?[a-z]{1,5}(/[0-9]{1,3})?/?", fullmatch=True)


@dataclass(frozen=True)
class Pasted:
    """An address, and what it was made from."""

    url: str
    provider: str
    parts: dict[str, str]
    options: dict[str, str]


def addresses_of(provider: Provider) -> st.SearchStrategy[Pasted]:
    return others() if provider.name == GENERIC else known(provider)


@st.composite
def known(draw: Callable, provider: Provider) -> Pasted:
    """Draw an address of one shape, with some of what may be missing, options and noise in any order."""
    shape = draw(st.sampled_from(list(provider.shapes.values())))
    place, fragment = (
        GROUP.sub(lambda group: group[1] if draw(st.booleans()) else "", template)
        for template in (shape.host + shape.path, shape.fragment)
    )
    carried = [pair for pair in shape.pairs if pair.is_required or draw(st.booleans())]
    names = {*PART.findall(place + fragment), *(pair.part for pair in carried)}
    parts = {name: draw(values(provider.name, name)) for name in sorted(names)}
    options = draw(some_options(provider))
    segments = [[f"{pair.name}={quote(parts[pair.part])}"] for pair in carried]
    for name, value in options.items():
        each = value.split(",") if name in provider.repeats else [value]
        segments.append([f"{quote(name)}={quote(one)}" for one in each])
    url = _joined(f"https://{_filled(place, parts)}", draw(mixed(segments)), _filled(fragment, parts))
    return Pasted(url, provider.name, parts, options)


@st.composite
def others(draw: Callable) -> Pasted:
    """Draw an address on a host that is nobody's."""
    host, path, fragment = draw(HOSTS), draw(PATHS), draw(FRAGMENTS)
    segments = [f"{name}={value}" for name, value in draw(st.lists(st.tuples(NAMES, VALUES), max_size=4))]
    parts = {"account": host, "path": path, "query": "&".join(segments), "fragment": fragment}
    noise = draw(st.lists(st.sampled_from(NOISE), unique=True))
    url = _joined(f"https://{host}/{path}", [*segments, *noise], fragment)
    return Pasted(url, GENERIC, {name: value for name, value in parts.items() if value}, {})


@st.composite
def mixed(draw: Callable, segments: list[list[str]]) -> list[str]:
    """Draw an order of parameters; those of one name stay in theirs. Some noise is among them."""
    noise = [[one] for one in draw(st.lists(st.sampled_from(NOISE), unique=True))]
    return [one for some in draw(st.permutations(segments + noise)) for one in some]


@cache
def values(name: str, part: str) -> st.SearchStrategy[str]:
    """Return the values that the pattern of a part allows, but for those that mean something else."""

    def is_free(value: str) -> bool:
        mistaken = (
            value in PROVIDERS[name].reserved or value.startswith("xn--") or re.fullmatch(r"us\d\d", value)
        )
        return part != "account" or not mistaken

    return texts(_manifest(name)["parts"][part]).filter(is_free)


@st.composite
def some_options(draw: Callable, provider: Provider) -> dict[str, str]:
    options = {}
    for name, pattern in provider.options.items():
        if draw(st.booleans()):
            value = texts(pattern.pattern)
            several = st.lists(value, min_size=1, max_size=3, unique=True).map(",".join)
            options[name] = draw(several if name in provider.repeats else value)
    return options


@cache
def texts(pattern: str) -> st.SearchStrategy[str]:
    """Return what the pattern allows, but for what no address may hold."""
    return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True).filter(
        lambda value: len(value) < 40 and value.isprintable() and not re.search(r"[\\%@]|//|^[a-z]+:/", value)
    )


@cache
def _manifest(name: str) -> dict:
    path = Path(providers.__file__).parent / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _filled(template: str, parts: dict[str, str]) -> str:
    return PART.sub(lambda part: parts[part[1]], template)


def _joined(start: str, segments: list[str], fragment: str) -> str:
    return f"{start}{'?' if segments else ''}{'&'.join(segments)}{'#' if fragment else ''}{fragment}"
