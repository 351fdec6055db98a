import re

import pytest

from cms.demo.content import CLINICS, LIBRARY_PAGES, PICTURES, named_pictures, read_clinic, read_library_page


def block(name, language, block_type):
    blocks = read_library_page(name, language)["blocks"]
    return next(block for block in blocks if block["type"] == block_type)


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("name", LIBRARY_PAGES)
def test_source_about_safety_is_not_counted_for_or_against_the_benefit(name, language):
    evidence = {citation.get("doi", "") for citation in block(name, language, "evidence")["citations"]}
    risks = set(re.findall(r"https://doi.org/([^\"]+)", block(name, language, "risks")["intro"]))
    assert "10.1136/bmjopen-2020-045961" in risks
    assert risks & evidence == set()


@pytest.mark.parametrize("name", LIBRARY_PAGES)
def test_page_counts_the_same_sources_in_both_languages(name):
    english, danish = (
        [
            (citation["title"], citation["stance"], citation["certainty"])
            for citation in block(name, code, "evidence")["citations"]
        ]
        for code in ("en", "da")
    )
    assert english == danish


def test_named_pictures_are_found_at_any_depth():
    text = {
        "hero": "a.jpg",
        "people": [{"photo": "b.jpg", "name": "B"}],
        "pages": {"en": [{"blocks": [{"type": "figure", "image": "c.jpg"}]}]},
    }
    assert named_pictures(text) == {"a.jpg", "b.jpg", "c.jpg"}
    assert named_pictures("a.jpg") == set()


@pytest.mark.parametrize("name", CLINICS)
def test_pictures_named_by_a_clinic_are_drawn(name):
    names = named_pictures(read_clinic(name))
    assert names == {file for file in names if (PICTURES / file).exists()}
