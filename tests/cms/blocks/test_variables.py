from __future__ import annotations

import pytest
from django.utils.safestring import SafeString

from cms.blocks.variables import NAMES, fill, fill_text, unknown_variables, variable_error, variable_errors
from cms.blocks.vocabulary import BodyBlock

VALUES = {"clinic": 'Nerve & "Needle" <b>', "city": "{phone}", "phone": "12 34"}


def test_names_are_those_of_the_request_context(here) -> None:
    assert set(NAMES) == set(here.variables)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Call {phone} in {city}", ()),
        ("{foo} and {bar_baz} and {foo}", ("foo", "bar_baz")),
        ("{Clinic}", ("Clinic",)),
        ("{klinikkens_by} {ærø}", ("klinikkens_by", "ærø")),
        ("{}, {1}, {a b}, { city }, {x1}, {{", ()),
        ("{{clinic}} and {{foo}}", ("foo",)),
        ("", ()),
    ],
)
def test_unknown_variables_are_names_in_braces_that_no_clinic_fills(
    text: str, unknown: tuple[str, ...]
) -> None:
    assert unknown_variables(text) == unknown


def test_fill_escapes_for_text_and_attributes() -> None:
    filled = fill('<a title="{clinic}">{clinic}</a>', VALUES)
    escaped = "Nerve &amp; &quot;Needle&quot; &lt;b&gt;"
    assert filled == f'<a title="{escaped}">{escaped}</a>'
    assert isinstance(filled, SafeString)


def test_fill_escapes_single_quotes_too() -> None:
    assert fill("<a title='{clinic}'>", {"clinic": "O'Neill"}) == "<a title='O&#x27;Neill'>"


def test_fill_does_not_fill_a_value_again() -> None:
    assert fill("{city}", VALUES) == "{phone}"


def test_fill_escapes_a_value_that_claims_to_be_safe() -> None:
    assert fill("{city}", {"city": SafeString("<script>")}) == "&lt;script&gt;"


def test_fill_leaves_other_braces_and_names_without_a_value() -> None:
    assert fill("{emergency_number} {a b} {} {1}", VALUES) == "{emergency_number} {a b} {} {1}"


def test_fill_text_leaves_escaping_to_the_template() -> None:
    assert fill_text("{clinic} in {city}, {other}", VALUES) == 'Nerve & "Needle" <b> in {phone}, {other}'


def test_variable_error_names_the_unknown_and_lists_the_known() -> None:
    error = variable_error("{town} and {name}")
    assert error is not None
    assert error.messages == [
        "{town}, {name} is not a variable. You can use {clinic}, {city}, {phone}, {emergency_number}."
    ]


def test_variable_error_is_none_for_known_names() -> None:
    assert variable_error("{clinic} {city} {phone} {emergency_number}") is None


def test_variable_errors_reach_into_streams(refusals) -> None:
    block = BodyBlock()
    stream = block.to_python(
        [
            {"type": "text", "value": {"heading": "Good", "body": "<p>{clinic}</p>"}, "id": "a"},
            {"type": "text", "value": {"heading": "Bad", "body": "<p>{town}</p>"}, "id": "b"},
        ]
    )
    error = variable_errors(block, stream)
    assert error is not None
    assert list(error.block_errors) == [1]
    assert list(error.block_errors[1].block_errors) == ["body"]
