"""What a visitor gets: texts, hidden, replaced, added and orphaned blocks, fields, policies, provenance."""

from __future__ import annotations

import pickle

import pytest

from cms.blocks.policies import Policy
from cms.editions.resolving import reasons
from cms.editions.resolving.resolver import resolve
from cms.editions.resolving.values import (
    Add,
    Base,
    EffectiveField,
    Flag,
    Hide,
    Ignored,
    LocalLayer,
    NothingToShow,
    Origin,
    Provenance,
    Replace,
)
from tests.cms.editions.writing import block, entries, ids, layer, library, says

ABC = library("a", "b", "c")


def test_resolve_without_decisions_gives_the_library_page():
    page = resolve(ABC, LocalLayer())
    assert says(page) == ["library a", "library b", "library c"]
    assert page.language == "en"
    assert {name: one.value for name, one in page.fields.items()} == ABC.fields


def test_resolve_without_any_text_has_nothing_to_show():
    with pytest.raises(NothingToShow):
        resolve(None, layer("+x", ABC))


def test_resolve_takes_the_first_fallback_and_says_so():
    danish, german = library("a", language="da"), library("a", language="de")
    page = resolve(None, LocalLayer(), fallbacks=[danish, german])
    assert page.language == "da"
    assert page.blocks[0].provenance == Provenance(
        Origin.FALLBACK, 100, 1, "da", "a", reasons=(reasons.FALLBACK,)
    )
    assert page.fields["title"].provenance.origin is Origin.FALLBACK


def test_resolve_prefers_the_text_in_the_editions_language():
    assert resolve(library("a"), LocalLayer(), fallbacks=[library("b", language="da")]).language == "en"


def test_resolve_keeps_the_clinics_language_on_a_fallback():
    local = LocalLayer(entries("=a +x"), {"title": "Ischias"}, language="en")
    page = resolve(None, local, fallbacks=[library("a", "b", language="da")])
    languages = {one.id: one.provenance.language for one in page.blocks}
    assert languages == {"a": "en", "x": "en", "b": "da"}
    assert page.fields["title"].provenance.language == "en"


def test_resolve_leaves_the_clinics_language_open_on_a_fallback_if_nobody_says_it():
    page = resolve(None, LocalLayer(entries("+x")), fallbacks=[library("a", language="da")])
    assert page.blocks[0].provenance.language == ""


def test_resolve_drops_hidden_blocks_and_lists_them():
    page = resolve(ABC, layer("-b", ABC))
    assert ids(page) == "a c"
    assert [(one.id, one.value, one.provenance.base_revision) for one in page.hidden] == [
        ("b", ABC.blocks[1].value, 1)
    ]


def test_resolve_shows_the_replacement_under_the_librarys_id():
    page = resolve(ABC, LocalLayer((Replace("b", block("other", "ours", type="list")),)))
    assert [(one.id, one.type) for one in page.blocks] == [("a", "text"), ("b", "list"), ("c", "text")]
    assert says(page) == ["library a", "ours", "library c"]


def test_resolve_keeps_a_replacement_that_equals_the_library():
    same = Replace("b", ABC.blocks[1])
    assert resolve(ABC, LocalLayer((same,))).blocks[1].provenance.origin is Origin.REPLACED


def test_resolve_shows_an_empty_replacement():
    page = resolve(ABC, LocalLayer((Replace("b", block("b")),)))
    assert ids(page) == "a b c"


def test_resolve_inserts_added_blocks():
    page = resolve(ABC, layer("+top a +x +y", ABC))
    assert ids(page) == "top a x y b c"
    assert page.blocks[2].provenance == Provenance(Origin.ADDED, None, None, "en", "x")


def test_resolve_keeps_an_orphaned_replacement_where_it_stood():
    page = resolve(library("a", "c"), layer("=b", ABC))
    assert says(page) == ["library a", "clinic b", "library c"]
    assert page.blocks[1].provenance == Provenance(
        Origin.REPLACED,
        100,
        1,
        "en",
        "b",
        base_revision=1,
        flags=frozenset({Flag.ORPHANED}),
        reasons=(reasons.ORPHANED,),
    )


def test_resolve_lets_follow_and_hide_of_gone_blocks_fall_away():
    page = resolve(library("a"), layer("a b -c", ABC))
    assert (ids(page), page.hidden, page.ignored) == ("a", (), ())


def test_resolve_flags_what_the_library_changed_since():
    local = layer("=a -b =c", ABC)
    changed = library(block("a", "new a"), block("b", "new b"), "c", revision=2)
    page = resolve(changed, local)
    flags = {one.id: one.provenance.flags for one in (*page.blocks, *page.hidden)}
    assert flags == {"a": {Flag.STALE}, "b": {Flag.STALE}, "c": frozenset()}
    assert (page.blocks[0].provenance.revision, page.blocks[0].provenance.base_revision) == (2, 1)
    assert page.blocks[0].provenance.reasons == (reasons.STALE,)


def test_resolve_flags_a_block_that_changed_its_type():
    changed = library(block("a", type="list"))
    assert resolve(changed, layer("=a", library("a"))).blocks[0].provenance.flags == {Flag.STALE}


def test_resolve_calls_nothing_stale_for_white_space_or_policy():
    changed = library(block("a", " library   a ", Policy.REVIEW))
    local = layer("-a", library("a"))
    assert resolve(changed, local).hidden[0].provenance.flags == frozenset()


def test_resolve_says_when_the_base_is_unknown():
    page = resolve(ABC, LocalLayer(entries("=a -b"), {"title": "Ours"}))
    found = [page.blocks[0], *page.hidden, page.fields["title"]]
    assert [one.provenance.flags for one in found] == [{Flag.UNKNOWN}] * 3
    assert found[0].provenance.reasons == (reasons.UNKNOWN,)


def test_resolve_inherits_each_field_by_itself():
    page = resolve(ABC, layer("", ABC, {"summary": "Ours."}))
    assert page.fields["title"] == EffectiveField(
        "title", "Sciatica", Provenance(Origin.LIBRARY, 100, 1, "en")
    )
    assert page.fields["summary"] == EffectiveField(
        "summary", "Ours.", Provenance(Origin.REPLACED, 100, 1, "en", base_revision=1)
    )


@pytest.mark.parametrize("empty", ["", None, {"image": None}])
def test_resolve_takes_an_empty_field_for_a_value(empty):
    assert resolve(ABC, layer("", ABC, {"hero": empty})).fields["hero"].value == empty


def test_resolve_flags_a_stale_field():
    local = layer("", ABC, {"title": "Ours", "summary": "Ours."})
    page = resolve(library("a", fields={"title": "New", "summary": "Pain along a nerve."}), local)
    assert page.fields["title"].provenance.flags == {Flag.STALE}
    assert page.fields["summary"].provenance.flags == frozenset()


@pytest.mark.parametrize("sign", ["-", "="])
@pytest.mark.parametrize(
    ("policy", "reason"), [(Policy.LOCKED, reasons.LOCKED), (Policy.EXTEND, reasons.EXTEND)]
)
def test_resolve_ignores_what_a_policy_forbids_and_reports_it(sign, policy, reason):
    text = library("a", block("b", policy=policy), "c")
    local = layer(f"{sign}b", text)
    page = resolve(text, local)
    assert says(page) == ["library a", "library b", "library c"]
    assert page.hidden == ()
    assert page.ignored == (Ignored(0, local.entries[0], reason),)
    assert page.blocks[1].provenance == Provenance(Origin.LIBRARY, 100, 1, "en", "b", reasons=(reason,))


@pytest.mark.parametrize("policy", Policy)
def test_resolve_adds_after_a_block_of_any_policy(policy):
    text = library("a", block("b", policy=policy), "c")
    assert ids(resolve(text, layer("b +x", text))) == "a b x c"


@pytest.mark.parametrize("policy", [Policy.LOCKED, Policy.EXTEND])
def test_resolve_leaves_a_block_that_may_not_move_behind_its_library_neighbour(policy):
    text = library("a", "b", block("k", policy=policy), "c")
    page = resolve(text, layer("k +x c b a", text))
    assert ids(page) == "c b k x a"
    assert page.ignored == ()


def test_resolve_waits_for_the_sign_off_of_a_version_under_review():
    text = library(block("a", policy=Policy.REVIEW))
    ours = block("a", "ours")
    waiting = resolve(text, LocalLayer((Replace("a", ours),)))
    signed = resolve(text, LocalLayer((Replace("a", ours, signed_off=ours.digest),)))
    edited = resolve(text, LocalLayer((Replace("a", block("a", "edited"), signed_off=ours.digest),)))
    assert [says(waiting), says(signed), says(edited)] == [["library a"], ["ours"], ["library a"]]
    assert [one.reason for one in waiting.ignored] == [reasons.UNSIGNED]


def test_resolve_hides_a_block_under_review_without_sign_off():
    text = library(block("a", policy=Policy.REVIEW))
    assert ids(resolve(text, layer("-a", text))) == ""


def test_resolve_lets_the_first_of_two_entries_win():
    local = layer("-a =a b", ABC)
    page = resolve(ABC, local)
    assert ids(page) == "b c"
    assert page.ignored == (Ignored(1, local.entries[1], reasons.TWICE),)


def test_resolve_reports_an_added_block_under_an_id_of_the_librarys():
    local = layer("+b", ABC)
    page = resolve(ABC, local)
    assert says(page) == ["library a", "library b", "library c"]
    assert page.ignored == (Ignored(0, local.entries[0], reasons.TAKEN),)
    assert page.blocks[1].provenance.reasons == ()


def test_resolve_gives_values_that_a_cache_can_keep():
    page = resolve(ABC, layer("-a =b +x", ABC, {"title": "Ours"}))
    assert pickle.loads(pickle.dumps(page)) == page


def test_resolve_computes_digests_for_decided_blocks_only(monkeypatch):
    calls = []
    monkeypatch.setattr("cms.editions.resolving.values.block_digest", lambda *said: calls.append(said) or "")
    text = library(*(f"b{number}" for number in range(50)))
    local = LocalLayer((Hide("b1"), Replace("b2", block("b2")), Add(block("x"))), base=Base())
    resolve(text, local)
    assert len(calls) == 2
