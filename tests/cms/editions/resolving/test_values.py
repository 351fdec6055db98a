"""Policies, digests and the stored form of a base."""

from __future__ import annotations

import pytest

from cms.blocks.policies import Policy
from cms.editions.resolving.values import Base, BaseValue, SourceBlock
from tests.cms.editions.writing import block


@pytest.mark.parametrize("policy", Policy)
def test_policy_is_read_from_the_value(policy):
    assert block("a", policy=policy).policy is policy


@pytest.mark.parametrize("value", [{}, {"policy": ""}, {"policy": None}, "plain text"])
def test_policy_is_open_if_nothing_is_said(value):
    assert SourceBlock("a", "text", value).policy is Policy.OPEN


def test_policy_that_nobody_knows_locks_the_block():
    assert SourceBlock("a", "text", {"policy": "sealed"}).policy is Policy.LOCKED


def test_digest_covers_type_and_words_but_neither_id_nor_policy():
    said = block("a", "words")
    assert said.digest == block("b", "words", Policy.LOCKED).digest
    assert len({said.digest, block("a", "other").digest, block("a", "words", type="list").digest}) == 3


def test_digest_of_a_plain_value():
    assert SourceBlock("a", "text", "x").digest == SourceBlock("b", "text", " x ").digest


def test_base_survives_its_stored_form():
    base = Base(
        ("a", "b"),
        {"a": BaseValue("d1", "text", {"body": "x"}, 3, 7)},
        {"title": BaseValue("d2", "title", "T")},
    )
    block = {"digest": "d1", "type": "text", "value": {"body": "x"}, "revision": 3, "correction": 7}
    title = {"digest": "d2", "type": "title", "value": "T", "revision": None, "correction": 0}
    assert base.to_json() == {
        "order": ["a", "b"],
        "blocks": {"a": block},
        "fields": {"title": title},
    }
    assert Base.from_json(base.to_json()) == base


def test_base_that_was_never_stored_is_empty():
    assert Base.from_json({}) == Base()
