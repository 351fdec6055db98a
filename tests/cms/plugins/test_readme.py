"""The README tells of everything that authors write, each in the table of its kind, and of nothing else."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.core.management import load_command_class

from cms.plugins import api
from cms.plugins.contexts import IntentContext, PageContext, PluginContext, SlotContext
from cms.plugins.manifest import KEYS
from cms.plugins.slots import SLOTS

HOST = Path(api.__file__).parent
README = (HOST / "README.md").read_text("utf-8")
CONTEXTS = (PluginContext, PageContext, SlotContext, IntentContext)
CHECK = re.compile(r"\bmeridian\.[EW]4\d\d\b")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the rows of a section's tables, without their headings."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    rules = [number for number, line in enumerate(lines) if set(line) <= set("|-")]
    headings = {number - 1 for number in rules}
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for number, line in enumerate(lines)
        if number not in headings and number not in rules
    ]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def told(heading: str) -> list[str]:
    """Return what the rows of a section are about: the names in their first cells."""
    return [name for first, *rest in rows(heading) if any(rest) for name in codes(first)]


def manifest_keys() -> set[tuple[str, str]]:
    """Return each key with its table; a row begins with the table, if it is about keys in one."""
    found = set()
    for first, *_rest in rows("The manifest"):
        table, *keys = codes(first) if first.startswith("`[") else ("`[]`", *codes(first))
        found |= {(table.strip("`[]"), key) for key in keys}
    return found


def subcommands() -> list[str]:
    parser = load_command_class("cms.plugins", "plugins").create_parser("manage.py", "plugins")
    return [name for action in parser._subparsers._group_actions for name in action.choices]


def test_rows_are_read_without_headings_and_without_what_stands_elsewhere() -> None:
    assert rows("The slots")[0][0] == "`page.head.v1`"
    assert "manage.py" not in " ".join(told("Commands"))
    assert rows("There is no such section") == []


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("The slots", set(SLOTS)),
        ("The contexts", {one.name for context in CONTEXTS for one in fields(context)}),
        ("What a plugin can register", {name for name in vars(api.Plugin) if not name.startswith("_")}),
        ("The surface", set(api.__all__)),
        (
            "System checks",
            {name for file in HOST.rglob("*.py") for name in CHECK.findall(file.read_text("utf-8"))},
        ),
    ],
)
def test_each_thing_has_its_row_and_no_row_is_about_anything_else(heading, names) -> None:
    found = told(heading)
    assert set(found) == names
    assert len(found) == len(names)


def test_each_key_of_the_manifest_has_its_row() -> None:
    tables = {("", table) for table in KEYS if table}
    assert manifest_keys() == {(table, key) for table, keys in KEYS.items() for key in keys} - tables


def test_each_field_of_a_context_says_which_contexts_have_it() -> None:
    for first, which, _what in rows("The contexts"):
        (name,) = codes(first)
        having = {context.__name__ for context in CONTEXTS if name in {one.name for one in fields(context)}}
        assert ({context.__name__ for context in CONTEXTS} if which == "all" else set(codes(which))) == having


def test_each_command_has_its_row_and_no_row_is_about_anything_else() -> None:
    found = [" ".join(name.split()[: 1 + name.startswith("plugins ")]) for name in told("Commands")]
    assert sorted(found) == sorted(
        ["startplugin", "<plugin>_<verb>", *(f"plugins {one}" for one in subcommands())]
    )
