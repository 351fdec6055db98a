from __future__ import annotations

import subprocess
import sys

from cms.streams.digests import digest


def test_digest_is_a_sha256_in_hex():
    assert (
        digest("text", {"body": "Hello"})
        == "4f078d37678b873f8757de71bd3d209d05dda898025db1f5fa6c1ac2edb66375"
    )


def test_digest_ignores_the_order_of_keys():
    assert digest("text", {"a": 1, "b": 2}) == digest("text", {"b": 2, "a": 1})


def test_digest_folds_white_space_in_every_string():
    assert digest("list", {"items": ["  one\n two "]}) == digest("list", {"items": ["one two"]})


def test_digest_ignores_ids_of_items():
    one = [{"type": "item", "value": "x", "id": "1"}]
    two = [{"type": "item", "value": "x", "id": "2"}]
    assert digest("list", {"items": one}) == digest("list", {"items": two})


def test_digest_tells_types_values_and_order_apart():
    digests = {
        digest("text", {"items": ["a", "b"]}),
        digest("list", {"items": ["a", "b"]}),
        digest("text", {"items": ["b", "a"]}),
        digest("text", {"items": ["a", "c"]}),
    }
    assert len(digests) == 4


def test_digest_needs_no_django():
    code = "import sys, cms.streams.digests; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_digest_ignores_the_keys_of_the_rich_text_editor():
    assert digest("text", {"body": '<p data-block-key="ab1cd">One.</p>'}) == digest(
        "text", {"body": "<p>One.</p>"}
    )


def test_digest_ignores_fields_that_are_empty():
    written_out = {"body": "<p>One.</p>", "heading": "", "items": [], "image": None, "decorative": False}
    assert digest("text", written_out) == digest("text", {"body": "<p>One.</p>"})


def test_digest_tells_an_empty_value_from_another():
    assert digest("title", "") != digest("title", "One")
