"""The laws of merging, over random edits of a library and a clinic to believable blocks."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from cms.editions.merging import (
    Merged,
    SpanKind,
    compare,
    compare_words,
    likeness,
    merge,
    merge_value,
    parts,
)
from cms.editions.resolving.values import SourceBlock
from cms.streams.digests import digest
from tests.cms.editions.merging.texts import SENTENCES, block_triples, text_triples

law = settings(settings.get_profile("laws"))
FOUND = tomllib.loads((Path(__file__).parent / "found.toml").read_text(encoding="utf-8"))["texts"]
Blocks = tuple[SourceBlock, SourceBlock, SourceBlock]
Texts = tuple[str, str, str]


def with_found(test: Callable[[Texts], None]) -> Callable[[Texts], None]:
    """Try a law also on the texts on which one failed before."""
    for texts in FOUND:
        test = example((texts["base"], texts["library"], texts["local"]))(test)
    return test


def as_block(merged: Merged) -> SourceBlock:
    return SourceBlock("a", merged.type, merged.value)


def words(*values: Any) -> set[str]:
    return set(re.findall(r"\w+", json.dumps(values, ensure_ascii=False)))


def both_added_at_one_place(merged: Merged, swapped: Merged) -> bool:
    """Whether two results differ in nothing but the order of what stands in them."""
    first, second = (sorted(re.findall(r"\w+", json.dumps(one.value))) for one in (merged, swapped))
    return first == second


@law
@given(block_triples())
def test_identity_nothing_changed(blocks: Blocks):
    base, library, local = blocks
    assert merge(base, base, base) == Merged(base.value, type="text")
    assert merge(base, library, base).value == library.value
    assert merge(base, base, local).value == local.value
    assert merge(base, library, library).value == library.value
    assert merge(base, library, base).is_clean
    assert merge(base, base, local).is_clean
    assert merge(base, library, library).is_clean


@law
@given(text_triples())
@with_found
def test_identity_of_texts(texts: Texts):
    base, library, local = texts
    assert merge_value(base, base, base) == Merged(base)
    assert merge_value(base, library, base).value == library
    assert merge_value(base, base, local).value == local
    assert merge_value(base, library, library).value == library


@law
@given(block_triples())
def test_idempotence_merging_the_result_again_changes_nothing(blocks: Blocks):
    base, library, local = blocks
    merged = merge(base, library, local)
    event("clean" if merged.is_clean else "conflict")
    assert merge(library, library, as_block(merged)).value == merged.value
    again = merge(base, library, as_block(merged))
    assert digest("", again.value) == digest("", merged.value)


@law
@given(text_triples())
@with_found
def test_idempotence_of_texts(texts: Texts):
    base, library, local = texts
    merged = merge_value(base, library, local)
    event("clean" if merged.is_clean else "conflict")
    assert merge_value(library, library, merged.value).value == merged.value
    assert digest("", merge_value(base, library, merged.value).value) == digest("", merged.value)


@law
@given(block_triples())
def test_symmetry_of_changes_that_do_not_meet(blocks: Blocks):
    base, library, local = blocks
    merged, swapped = merge(base, library, local), merge(base, local, library)
    assert merged.is_clean == swapped.is_clean
    if merged.is_clean and digest("", merged.value) != digest("", swapped.value):
        event("both added at one place")
        assert both_added_at_one_place(merged, swapped)


@law
@given(text_triples())
@with_found
def test_symmetry_of_texts(texts: Texts):
    base, library, local = texts
    merged, swapped = merge_value(base, library, local), merge_value(base, local, library)
    assert merged.is_clean == swapped.is_clean
    if merged.is_clean and digest("", merged.value) != digest("", swapped.value):
        event("both added at one place")
        assert both_added_at_one_place(merged, swapped)


@law
@given(block_triples())
def test_conservation_every_word_of_the_clinic_stands_or_is_to_be_decided(blocks: Blocks):
    base, library, local = blocks
    merged = merge(base, library, local)
    added = words(local.value) - words(base.value)
    pieces = [conflict.local for conflict in merged.conflicts]
    assert added - words(merged.value, pieces) == set()


@law
@given(text_triples())
@with_found
def test_conservation_of_texts(texts: Texts):
    base, library, local = texts
    merged = merge_value(base, library, local)
    assert words(local) - words(base) - words(merged.value) == set()


@law
@given(text_triples())
@with_found
def test_currency_every_word_of_the_library_stands_or_is_to_be_decided(texts: Texts):
    base, library, local = texts
    merged = merge_value(base, library, local)
    pieces = [conflict.library for conflict in merged.conflicts]
    assert words(library) - words(base) - words(merged.value, pieces) == set()


@law
@given(block_triples())
def test_conflicts_can_be_written_as_json(blocks: Blocks):
    merged = merge(*blocks)
    for conflict in merged.conflicts:
        assert json.loads(json.dumps(conflict.path)) == list(conflict.path)


@law
@given(block_triples())
def test_counts_say_whether_anything_was_done(blocks: Blocks):
    base, library, local = blocks
    merged = merge(base, library, local)
    is_changed = len({base.digest, library.digest, local.digest}) > 1
    assert bool(merged.describe(lambda one, many, count: one if count == 1 else many)) == is_changed


WRITTEN = st.lists(st.sampled_from(SENTENCES), max_size=4).map(" ".join)


@law
@given(WRITTEN | st.text(), WRITTEN | st.text())
def test_compared_words_make_up_both_texts(before: str, after: str):
    spans = compare_words(before, after)
    assert "".join(one.text for one in spans if one.kind is not SpanKind.ADDED) == before
    assert "".join(one.text for one in spans if one.kind is not SpanKind.REMOVED) == after


@law
@given(block_triples())
def test_comparison_shows_every_part_once(blocks: Blocks):
    before, _, after = blocks
    rows = compare(before, after)
    old = [row.before for row in rows if row.before]
    assert sorted(old, key=repr) == sorted(parts(before), key=repr)
    assert [row.after for row in rows if row.after] == list(parts(after))
    assert 0 <= likeness(before, after) <= 1
    assert likeness(before, before) == 1
