"""A new version that a script hands in is taken as the form would take it."""

import pytest
from django.core.exceptions import ValidationError

from cms.editions.updates.actions import rewrite
from cms.testing.network import block_id
from tests.cms.editions.updates.conftest import move_on, shown

B2 = block_id(2)


@pytest.fixture
def edition(decided):
    return decided.newyork_edition


def test_rewriting_takes_of_rich_text_only_what_the_editor_allows(decided, edition):
    move_on(decided.english, b2="Second mended.")
    rewrite(edition, B2, {"body": "<script>alert(1)</script><p onclick=1>A <b>third</b>.</p>"})
    html = shown(decided, decided.newyork)
    assert ("A <b>third</b>." in html, "alert(1)" in html, "onclick=" in html) == (True, False, False)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"value": {"x": 1}}, "Text: There is no field “x” here"),
        ({"value": {}, "type": "evil"}, "There is no block of the type “evil”. The types are: text, "),
        ({"value": {"body": ""}}, "Text › Text: This field is required."),
    ],
)
def test_rewriting_says_what_is_wrong(decided, edition, words, message):
    move_on(decided.english, b2="Second mended.")
    with pytest.raises(ValidationError, match=message):
        rewrite(edition, B2, **words)
