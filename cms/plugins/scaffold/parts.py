"""The parts that a new plugin can be made of, and what each of them registers in ``plugin.py``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Part:
    """What ``plugin.py`` needs of a part.

    ``modules`` are those of the plugin that it imports, ``names`` classes, each after the module that it is
    imported from, ``lines`` what it registers. ``does`` is its sentence in the plugin's description.
    """

    does: str = ""
    modules: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    from_surface: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    is_translated: bool = False


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "settings": Part(
            names=(("settings", "${prefix}Settings"),),
            lines=("plugin.settings(${prefix}Settings)",),
        ),
        "block": Part(
            does="Adds notes that stand out from the text of a page.",
            modules=("styles",),
            names=(("blocks", "NoteBlock"),),
            lines=(
                'plugin.block("note")(NoteBlock)',
                'plugin.slot("page.head.v1")(styles.style_sheet)',
            ),
        ),
        "slot": Part(
            does="Ends every page with a sentence that invites readers to ask.",
            modules=("slots",),
            lines=('plugin.slot("page.body.end.v1")(slots.at_the_end)',),
        ),
        "model": Part(
            does="Announces on every page what is new at the clinic.",
            modules=("announcing", "screens"),
            from_surface=("Permission",),
            lines=(
                'plugin.slot("page.body.start.v1")(announcing.at_the_start)',
                'plugin.admin_urls(screens.urls, permission=Permission.MARKETER, label=_("Announcements"))',
                "plugin.export(announcing.export, restore=announcing.restore)",
                "plugin.erase(announcing.erase)",
            ),
            is_translated=True,
        ),
    }
)
"""Every part there is, in the order in which ``plugin.py`` registers them."""

DEFAULT = ("slot",)


def plugin_module(names: Iterable[str]) -> str:
    """Return the text of ``plugin.py`` for the parts with these names, with what is to be filled in."""
    wanted = set(names)
    parts = [part for name, part in PARTS.items() if name in wanted]
    modules = sorted({module for part in parts for module in part.modules})
    classes = sorted(one for part in parts for one in part.names)
    surface = ", ".join(sorted({"Plugin", *(name for part in parts for name in part.from_surface)}))
    translated = ["from django.utils.translation import gettext_lazy as _", ""]
    lines = [
        '"""What the plugin contributes; each thing is described where it is defined."""',
        "",
        "from __future__ import annotations",
        "",
        *(translated if any(part.is_translated for part in parts) else ()),
        f"from cms.plugins.api import {surface}",
        *([f"from $module import {', '.join(modules)}"] if modules else ()),
        *(f"from $module.{module} import {name}" for module, name in classes),
        "",
        'plugin = Plugin("$name")',
        *(line for part in parts for line in part.lines),
    ]
    return "\n".join(lines) + "\n"
