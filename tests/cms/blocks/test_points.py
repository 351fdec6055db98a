from __future__ import annotations

from cms.blocks.points import PointsBlock

LABEL = "The traditional use describes how Chinese medicine uses a point. It is not evidence that it works."


def stored(*codes: str) -> dict[str, object]:
    points = [
        {"code": code, "name": "Shenshu", "location": "back", "traditional_use": "pain"} for code in codes
    ]
    return {"heading": "Points", "points": points}


def test_points_render_with_the_label_that_use_is_traditional() -> None:
    block = PointsBlock()
    html = block.render(block.to_python(stored("BL23")))
    assert html.count(LABEL) == 1
    assert [word in html for word in ("BL23", "Shenshu", "back", "pain", "Bladder meridian")] == [True] * 5


def test_points_store_the_folded_code() -> None:
    block = PointsBlock()
    cleaned = block.clean(block.to_python(stored("ub-23", "SJ 5")))
    assert [point["code"] for point in cleaned["points"]] == ["BL23", "TE5"]


def test_point_that_does_not_exist_is_refused_at_the_field(refusals) -> None:
    assert refusals(PointsBlock(), stored("BL67", "BL68")) == {
        "points.1.code": ["BL68 does not exist: the Bladder meridian ends at BL67."]
    }


def test_point_without_a_code_is_refused_at_the_field(refusals) -> None:
    assert refusals(PointsBlock(), stored("")) == {"points.0.code": ["This field is required."]}


def test_points_without_any_point_are_refused_at_the_field(refusals) -> None:
    assert refusals(PointsBlock(), stored()) == {"points": ["The minimum number of items is 1"]}


def test_point_of_a_draft_may_still_lack_its_code() -> None:
    block = PointsBlock()
    assert block.clean_deferred(block.to_python(stored("")))["points"][0]["code"] == ""
