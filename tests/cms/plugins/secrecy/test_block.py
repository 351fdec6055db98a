"""A secret is stored encrypted, read in plain text, and shown to nobody."""

from __future__ import annotations

import copy
import pickle

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cms.plugins.api import SecretBlock
from cms.plugins.secrecy.cipher import decrypted, encrypted
from cms.plugins.secrecy.secret import Secret
from cms.plugins.secrecy.stored import TOKEN, UNCHANGED, WITHHELD

TEXT = "open-sesame 🗝"
STORED = "Stored. Type to replace it, or tick to remove it."
LEFT_BEHIND = "It did not come along with the other settings. Type it, or tick to do without it."
LOST = "It cannot be read any more. Type it again, or tick to remove it."


@pytest.fixture
def block():
    made = SecretBlock(required=False, max_length=20)
    made.set_name("key")
    return made


def use_keys(settings, *keys) -> None:
    settings.MERIDIAN = settings.MERIDIAN | {"SECRETS_KEYS": list(keys)}


def test_text_that_was_typed_is_stored_encrypted_and_read_again(block) -> None:
    stored = block.get_prep_value(block.clean(TEXT))
    assert list(stored) == [TOKEN]
    assert TEXT not in stored[TOKEN]
    assert block.to_python(stored) == TEXT
    assert block.to_python(stored).token == stored[TOKEN]


def test_what_is_stored_stays_as_it_is_while_nobody_types(block) -> None:
    stored = block.get_prep_value(TEXT)
    assert block.get_prep_value(block.clean(block.to_python(stored))) == stored
    assert block.get_prep_value(TEXT) != stored


@pytest.mark.parametrize("value", ["", None, Secret()])
def test_nothing_is_stored_as_nothing(block, value) -> None:
    assert (block.to_python(value), block.get_prep_value(value)) == ("", "")
    assert block.get_default() == ""


def test_text_that_is_checked_is_the_one_that_was_typed(block) -> None:
    with pytest.raises(ValidationError, match="at most 20 characters"):
        block.clean("x" * 21)
    assert block.clean("  y  ") == "y"
    needed = SecretBlock()
    with pytest.raises(ValidationError, match="This field is required"):
        needed.clean("")
    assert needed.clean(needed.to_python(WITHHELD)).token == ""


def test_secret_whose_key_is_lost_is_empty_and_kept(block, settings) -> None:
    stored = block.get_prep_value(TEXT)
    use_keys(settings, Fernet.generate_key().decode())
    value = block.to_python(stored)
    assert (value, value.is_lost, block.get_form_state(value)) == ("", True, LOST)
    assert block.get_prep_value(SecretBlock().clean(value)) == stored


@pytest.mark.parametrize("token", ["", "x", "gAAAAA", "é", "unchanged"])
def test_text_that_is_no_token_is_decrypted_by_no_key(token) -> None:
    assert decrypted(token) is None


def test_first_key_encrypts_and_each_decrypts(settings) -> None:
    old, new = (Fernet.generate_key().decode() for _one in range(2))
    use_keys(settings, old)
    token = encrypted(TEXT)
    use_keys(settings, new, old)
    assert decrypted(token) == TEXT
    newer = encrypted(TEXT)
    use_keys(settings, new)
    assert (decrypted(token), decrypted(newer)) == (None, TEXT)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("", ""),
        ("typed", "What you typed is not saved yet. Type it again."),
        (UNCHANGED, "Unchanged. Type to replace it, or tick to remove it."),
        (WITHHELD, LEFT_BEHIND),
    ],
)
def test_form_says_what_is_stored_in_words(block, stored, words) -> None:
    assert block.get_form_state(block.to_python(stored)) == words


def test_form_holds_nothing_of_the_secret(block) -> None:
    assert block.get_form_state(block.to_python(block.get_prep_value(TEXT))) == STORED


@pytest.mark.parametrize(
    ("posted", "text", "token"),
    [
        ("key=&key-typed=", "", None),
        ("key=Stored.&key-typed=", "", "unchanged"),
        ("key=Stored.", "", "unchanged"),
        ("key=Stored.&key-typed=new", "new", None),
        ("key=&key-typed=+new+", "new", None),
        ("key=Stored.&key-typed=&key-remove=on", "", None),
        ("key=Stored.&key-typed=new&key-remove=on", "new", None),
        ("", "", None),
    ],
)
def test_form_replaces_removes_or_leaves_what_is_stored(block, posted, text, token) -> None:
    value = block.value_from_datadict(QueryDict(posted), {}, "key")
    assert (value, value.token) == (text, token)


def test_form_has_words_that_can_only_be_read_a_field_for_a_new_secret_and_a_tick(block) -> None:
    html = block.field.widget.render("__NAME__", None, attrs={"id": "__ID__"})
    assert '<textarea class="secret__state" rows="2" name="__NAME__" id="__ID__" readonly' in html
    assert '<label for="__ID__-typed">' in html
    assert 'type="password" name="__NAME__-typed" id="__ID__-typed" autocomplete="new-password"' in html
    assert 'type="checkbox" name="__NAME__-remove"' in html


def test_secret_is_the_text_for_code_and_dots_in_a_log() -> None:
    value = Secret(TEXT, "token")
    assert f"Bearer {value}" == f"Bearer {TEXT}"
    assert repr({"key": value}) == "{'key': '••••••••'}"
    assert repr(Secret()) == "''"


def test_copy_of_a_secret_knows_how_it_is_stored() -> None:
    value = Secret(TEXT, "token")
    for made in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert (made, made.token, type(made)) == (TEXT, "token", Secret)
