"""Realistic merges, and what a careful editor expects of each; the cases are data in ``golden``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cms.editions.merging import Conflict, Merged, merge, merge_value
from cms.editions.resolving.values import SourceBlock
from cms.streams.digests import digest

CASES = {
    f"{path.stem}: {case['name']}": case
    for path in sorted((Path(__file__).parent / "golden").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
}


def merged(case: dict[str, Any]) -> Merged:
    sides = [case[side] for side in ("base", "library", "local")]
    if "type" not in case:
        return merge_value(*sides)
    base, library, local = (SourceBlock("a", case["type"], side) for side in sides)
    return merge(base, library, local)


def expected_conflicts(case: dict[str, Any]) -> list[Conflict]:
    return [
        Conflict(tuple(one["path"]), one.get("base"), one.get("library"), one.get("local"))
        for one in case.get("conflicts", [])
    ]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_golden_value(case: dict[str, Any]):
    found = merged(case)
    assert found.value == case["merged"]
    assert digest("", found.value) == digest("", case["merged"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_golden_conflicts(case: dict[str, Any]):
    found = merged(case)
    if case.get("conflicts") == "any":
        assert not found.is_clean
    else:
        assert list(found.conflicts) == expected_conflicts(case)


@pytest.mark.parametrize(
    "case", [case for case in CASES.values() if "says" in case], ids=lambda one: one["name"]
)
def test_golden_words(case: dict[str, Any]):
    assert merged(case).describe(lambda one, many, count: one if count == 1 else many) == case["says"]


def test_golden_set_is_large():
    assert len(CASES) >= 60
