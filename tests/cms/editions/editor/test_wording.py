"""What a row says about a decision that a correction has set aside."""

import pytest

from cms.editions.editor import wording
from cms.editions.resolving import reasons
from cms.editions.resolving.values import Flag, Origin, Provenance

SHOWN = Provenance(Origin.CORRECTION, 1, 1, "en", reasons=(reasons.OVERRULED,))


def parked(reason: str) -> Provenance:
    return Provenance(Origin.REPLACED, 1, 1, "en", flags=frozenset({Flag.PARKED}), reasons=(reason,))


@pytest.mark.parametrize(
    ("reason", "words", "link"),
    [
        (reasons.PARKED, "instead of your version", "Show your own words again: answer this update"),
        (reasons.PARKED_HIDING, "although you hid it", "Hide it again: answer this update"),
        (
            reasons.PARKED_REMOVED,
            "do not see your version either",
            "Show your own words again: answer this update",
        ),
    ],
)
def test_parked_decision_is_told_once_and_in_the_clinics_terms(reason, words, link):
    provenances = (SHOWN, parked(reason))
    assert words in wording.parked_words(*provenances)
    assert wording.way_on(*provenances) == link
    assert wording.notes(*provenances) == []


def test_correction_alone_is_explained_where_nothing_says_more():
    assert wording.parked_words(SHOWN) == ""
    assert [note["text"] for note in wording.notes(SHOWN)] == [reasons.OVERRULED]
    assert wording.way_on(SHOWN) == "Decide in your updates"
