"""Secrets are found in settings on every level."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from wagtail import blocks

from cms.plugins.api import DurableStreamBlock, DurableStructBlock, SecretBlock
from cms.plugins.declaration import DeclarationError, Plugin
from cms.plugins.secrecy.stored import UNCHANGED, WITHHELD
from cms.plugins.secrecy.within import has_secret, lost_in, with_own, withheld


class Account(DurableStructBlock):
    name = blocks.CharBlock()
    key = SecretBlock(required=False)


class Ways(DurableStreamBlock):
    letter = blocks.CharBlock()
    key = SecretBlock()


class Everywhere(DurableStructBlock):
    title = blocks.CharBlock()
    key = SecretBlock()
    account = Account()
    accounts = blocks.ListBlock(Account())
    ways = Ways()


BLOCK = Everywhere()


def secret(text):
    return SecretBlock().get_prep_value(text)


def settings_with(*secrets):
    """Return stored settings with a secret at each of five places, the last of them one that is gone."""
    first, second, third, fourth, fifth = secrets
    return {
        "title": "plain",
        "key": first,
        "account": {"name": "main", "key": second},
        "accounts": [
            {"type": "item", "id": "a", "value": {"name": "none", "key": ""}},
            {"type": "item", "id": "b", "value": {"name": "one", "key": third}},
        ],
        "ways": [
            {"type": "letter", "id": "c", "value": "plain"},
            {"type": "key", "id": "d", "value": fourth},
        ],
        "gone": [{"deep": fifth}, 1, None],
    }


def test_every_secret_is_withheld_and_nothing_else() -> None:
    stored = settings_with(*map(secret, "abcde"))
    assert withheld(stored, BLOCK) == withheld(stored) == settings_with(*[WITHHELD] * 5)
    assert withheld(settings_with(*[WITHHELD] * 5)) == settings_with(*[WITHHELD] * 5)


def test_text_in_place_of_a_secret_is_withheld_where_the_block_is_known() -> None:
    """It was stored before the field was a secret."""
    stored = settings_with("a", "b", "c", "d", "e")
    assert withheld(stored, BLOCK) == settings_with(*[WITHHELD] * 4, "e")


def test_nothing_is_no_secret() -> None:
    assert withheld(settings_with("", "", "", "", ""), BLOCK) == settings_with("", "", "", "", "")
    assert withheld({"key": None}, BLOCK) == {"key": None}


@pytest.mark.parametrize("sign", [UNCHANGED, WITHHELD])
def test_secrets_of_ones_own_are_put_back_where_they_were(sign) -> None:
    own = settings_with(*map(secret, "abcd"), {"none": 1})
    assert with_own(settings_with(*[sign] * 4, "x"), own) == own | {"gone": [{"deep": "x"}, 1, None]}


def test_rows_are_known_by_their_ids() -> None:
    own = settings_with(*map(secret, "abcde"))
    asked = settings_with(*[UNCHANGED] * 5)
    asked["accounts"].reverse()
    asked["accounts"].append({"type": "item", "id": None, "value": {"name": "new", "key": UNCHANGED}})
    keys = [row["value"]["key"] for row in with_own(asked, own)["accounts"]]
    assert keys == [own["accounts"][1]["value"]["key"], "", ""]


def test_where_one_has_none_an_unchanged_secret_is_none_and_a_withheld_one_is_still_seen() -> None:
    assert with_own(settings_with(*[UNCHANGED] * 5), {}) == settings_with(*[""] * 5)
    assert with_own(settings_with(*[WITHHELD] * 5), {}) == settings_with(*[WITHHELD] * 5)
    assert with_own({"key": WITHHELD}, {"key": ""}) == {"key": WITHHELD}
    assert with_own({"account": {"key": WITHHELD}}, {"account": "no struct"}) == {
        "account": {"key": WITHHELD}
    }


def test_new_secrets_stay() -> None:
    own, new = (settings_with(*map(secret, "abcde")) for _one in range(2))
    assert with_own(new, own) == new


def test_lost_secrets_are_named(settings) -> None:
    stored = settings_with(*map(secret, "abcde"))
    assert list(lost_in(BLOCK.to_python(stored))) == []
    settings.MERIDIAN = settings.MERIDIAN | {"SECRETS_KEYS": [Fernet.generate_key().decode()]}
    stored["account"]["key"] = secret("new")
    assert list(lost_in(BLOCK.to_python(stored))) == ["key", "accounts.key", "ways"]
    assert list(lost_in(BLOCK.to_python(settings_with(*[WITHHELD] * 5)))) == []


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (SecretBlock(), True),
        (BLOCK, True),
        (blocks.ListBlock(SecretBlock()), True),
        (Ways(), True),
        (blocks.CharBlock(), False),
        (blocks.ListBlock(blocks.CharBlock()), False),
    ],
)
def test_block_with_a_secret_is_known(block, expected) -> None:
    assert has_secret(block) is expected


def test_block_of_pages_has_no_secret() -> None:
    with pytest.raises(DeclarationError, match="The block “ways” has a secret, which only the settings"):
        Plugin("sample").block("ways")(Everywhere)
