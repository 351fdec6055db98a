from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.blocks.acupuncture_points import LAST_POINT, MERIDIANS, fold, meridian_of


def test_standard_points_are_361() -> None:
    assert sum(LAST_POINT.values()) == 361


def test_every_meridian_has_a_name() -> None:
    assert set(MERIDIANS) == set(LAST_POINT)


@pytest.mark.parametrize("meridian", LAST_POINT)
def test_fold_accepts_every_point_of_a_meridian_and_none_beyond(meridian: str) -> None:
    last = LAST_POINT[meridian]
    codes = [f"{meridian}{number}" for number in range(1, last + 1)]
    assert [fold(code) for code in codes] == codes
    for beyond in (0, last + 1, 999):
        with pytest.raises(ValidationError):
            fold(f"{meridian}{beyond}")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("UB23", "BL23"),
        ("SJ5", "TE5"),
        ("TH5", "TE5"),
        ("DU20", "GV20"),
        ("REN17", "CV17"),
        ("LV3", "LR3"),
        ("K3", "KI3"),
        ("BL-23", "BL23"),
        ("BL 23", "BL23"),
        ("bl23", "BL23"),
        (" bl. 23 ", "BL23"),
        ("BL\u201323", "BL23"),
        ("BL05", "BL5"),
    ],
)
def test_fold_gives_the_who_code(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("BL68", "BL68 does not exist: the Bladder meridian ends at BL67."),
        ("UB68", "BL68 does not exist: the Bladder meridian ends at BL67."),
        ("GV29", "GV29 does not exist: the Governor Vessel ends at GV28."),
        ("BL0", "BL0 does not exist: the Bladder meridian begins at BL1."),
        (
            "XX3",
            f"XX3 does not exist: XX is not a meridian. The meridians are {', '.join(LAST_POINT)}.",
        ),
        ("23", "“23” is not a point code. Write the meridian's letters and a number, as in BL23."),
        ("BL", "“BL” is not a point code. Write the meridian's letters and a number, as in BL23."),
        ("BL23a", "“BL23a” is not a point code. Write the meridian's letters and a number, as in BL23."),
        (
            "BL\u0662",
            "“BL\u0662” is not a point code. Write the meridian's letters and a number, as in BL23.",
        ),
    ],
)
def test_fold_names_what_is_wrong(written: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        fold(written)
    assert refusal.value.messages == [message]


def test_meridian_of_a_code_is_its_name() -> None:
    assert [meridian_of("BL23"), meridian_of("GV4"), meridian_of("")] == [
        "Bladder meridian",
        "Governor Vessel",
        "",
    ]
