"""Values of blocks in their states: emptied, filled and lengthened, as an editor could have written them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.gallery.clinic import Sample
from cms.gallery.languages import languages
from cms.gallery.specimens import body_blocks, value_of
from cms.gallery.states import State
from cms.gallery.texts import LONG_WORD, turned
from cms.plugins.registry import registry

ENGLISH, *_OTHERS, TURNED = (Sample("base", language) for language in languages())
OWN = sorted(set(body_blocks()) - set(registry.blocks))
# What these hold is chosen from the database, and nothing is.
CHOSEN = {"figure", "related"}


def value(name: str, state: State, sample: Sample = ENGLISH):
    return value_of(body_blocks()[name], state, sample)


@pytest.mark.parametrize("state", [State.USUAL, State.MINIMAL, State.FULL, State.LONG])
@pytest.mark.parametrize("name", [name for name in OWN if name not in CHOSEN])
def test_block_takes_its_specimens(name, state) -> None:
    for sample in (ENGLISH, TURNED):
        try:
            body_blocks()[name].clean(value(name, state, sample))
        except ValidationError as refused:
            pytest.fail(f"{name} refuses itself in the state {state}: {refused}")


def test_optional_fields_are_empty_in_one_state_and_full_in_another() -> None:
    usual, minimal, full = (value("steps", one) for one in (State.USUAL, State.MINIMAL, State.FULL))
    assert [minimal["intro"].source, len(minimal["steps"]), minimal["heading"]] == ["", 1, usual["heading"]]
    assert "<b>" in full["intro"].source


def test_every_choice_shows_and_long_words_are_long() -> None:
    assert {one["stance"] for one in value("evidence", State.FULL)["citations"]} >= {"supports", "against"}
    levels = [one["level"] for one in value("red_flags", State.FULL)["levels"]]
    assert sorted(levels) == ["doctor", "emergency", "self_care"]
    long = value("list", State.LONG)
    assert [long["heading"].startswith(LONG_WORD), len(long["items"])] == [True, 12]


def test_letters_turn_and_markup_and_variables_do_not() -> None:
    assert turned("<p class=x>Ab &amp; {city}</p>") == "<p class=x>اب &amp; {city}</p>"
    assert value("steps", State.USUAL, TURNED)["heading"] == turned(value("steps", State.USUAL)["heading"])
