"""Ways into the system past a plugin's ``Plugin`` object, found in its code.

What goes in there works for every clinic, whether it has the plugin on or not, and nothing contains what
fails.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from cms.plugins.source import Source, names_used

HOOKS = "wagtail.hooks"
# Where Django, Wagtail and their applications take something up for the whole process.
REGISTRIES = (
    "django.contrib.admin",
    "django.core.checks.register",
    "django.core.checks.registry",
    "django.dispatch.receiver",
    "wagtail.admin.site_summary",
    "wagtail.admin.viewsets.viewsets",
    "wagtail.contrib.settings.models.register_setting",
    "wagtail.contrib.settings.registry",
    "wagtail.images.formats.register_image_format",
    "wagtail.log_actions.registry",
    "wagtail.permissions.register_permission_policy",
    "wagtail.snippets.models.register_snippet",
)
SIGNALS = "signals"
GET_RESPONSE = "get_response"
READY = "ready"
CHANGING = frozenset({"append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"})


class Way(Enum):
    """What a plugin does past its ``Plugin`` object, in words, and by the id of the system check."""

    HOOK = "meridian.E402", "registers Wagtail hooks"
    MIDDLEWARE = "meridian.E403", "defines a middleware"
    REGISTRY = "meridian.E411", "registers with {name}"
    SIGNAL = "meridian.E411", "listens to {name}"
    START = "meridian.E411", "runs code of its own when Django starts"
    SETTINGS = "meridian.E412", "changes the settings of the installation"

    def __init__(self, number: str, does: str) -> None:
        self.number = number
        self.does = does


@dataclass(frozen=True, slots=True)
class WayRound:
    """One way round, in a line of a module."""

    source: str
    line: int
    way: Way
    name: str = ""

    @property
    def number(self) -> str:
        """The id of the system check."""
        return self.way.number

    def __str__(self) -> str:
        return f"{self.source}, line {self.line}: it {self.does}, which no clinic could switch off."

    @property
    def does(self) -> str:
        """What happens there, as it follows “it”."""
        return self.way.does.format(name=self.name)


def ways_round(source: Source, own: str) -> list[WayRound]:
    """Return every way round in a module of the plugin whose package is ``own``, each by its first line."""
    found = sorted((*_registrations(source, own), *_statements(source)), key=lambda one: one.line)
    firsts = {(one.way, one.name): one for one in reversed(found)}
    return [one for one in found if firsts[one.way, one.name] is one]


def _registrations(source: Source, own: str) -> Iterator[WayRound]:
    for line, name in names_used(source):
        registry = next((one for one in REGISTRIES if _leads_to(name, one)), None)
        if _leads_to(name, HOOKS):
            yield WayRound(source.name, line, Way.HOOK)
        elif registry is not None:
            yield WayRound(source.name, line, Way.REGISTRY, registry)
        elif SIGNALS in name.split(".")[1:] and not f"{name}.".startswith(f"{own}."):
            yield WayRound(source.name, line, Way.SIGNAL, name.partition(f".{SIGNALS}")[0] + f".{SIGNALS}")


def _leads_to(name: str, registry: str) -> bool:
    everything_beside_it = f"{registry.rpartition('.')[0]}.*"
    return name in (registry, everything_beside_it) or name.startswith(f"{registry}.")


def _statements(source: Source) -> Iterator[WayRound]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.stmt | ast.expr) and (way := _way_of(node)):
            yield WayRound(source.name, node.lineno, way)


def _way_of(node: ast.stmt | ast.expr) -> Way | None:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() if _takes_get_response(node):
            return Way.MIDDLEWARE
        case ast.ClassDef() if _starts(node):
            return Way.START
        case ast.Assign(targets=targets) | ast.Delete(targets=targets) if any(map(_is_setting, targets)):
            return Way.SETTINGS
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target) if _is_setting(target):
            return Way.SETTINGS
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in CHANGING and _is_setting(value):
            return Way.SETTINGS
        case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[ast.Name(id="settings"), *_rest]):
            return Way.SETTINGS
    return None


def _takes_get_response(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(one.arg == GET_RESPONSE for one in function.args.args)


def _starts(node: ast.ClassDef) -> bool:
    bases = [ast.unparse(base) for base in node.bases]
    methods = [one.name for one in node.body if isinstance(one, ast.FunctionDef)]
    return READY in methods and any(base.endswith("Config") for base in bases)


def _is_setting(target: ast.expr) -> bool:
    while isinstance(target, ast.Subscript):
        target = target.value
    return (
        isinstance(target, ast.Attribute)
        and target.attr.isupper()
        and getattr(target.value, "id", "") == "settings"
    )
