from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from cms.blocks.evidence import Certainty, EvidenceBlock, Stance, StudyKind

CITATION = {
    "title": "A trial",
    "authors": "Tu et al.",
    "year": 2024,
    "journal": "JAMA Internal Medicine",
    "doi": "10.1001/jamainternmed.2024.5463",
    "pmid": "39401008",
    "url": "",
    "kind": "rct",
    "population": "216 adults",
    "comparator": "Sham",
    "finding": "<p>Less pain.</p>",
    "stance": "supports",
    "certainty": "moderate",
}


def stored(*citations: dict[str, object]) -> dict[str, object]:
    sources = [{**CITATION, **citation} for citation in citations]
    return {"heading": "Evidence", "summary": "<p>It is mixed.</p>", "citations": sources}


def test_evidence_renders_stance_kind_and_certainty_in_words() -> None:
    block = EvidenceBlock()
    html = block.render(block.to_python(stored({})))
    words = (
        "Speaks for it",
        "Randomised controlled trial",
        "Moderate certainty",
        "216 adults",
        "Sham",
        "Tu et al.",
    )
    assert [word in html for word in words] == [True] * len(words)


def test_evidence_says_nothing_of_a_certainty_that_nobody_rated() -> None:
    block = EvidenceBlock()
    html = block.render(block.to_python(stored({"title": "Rated"}, {"certainty": "not_rated"})))
    assert (html.count("How sure this is"), "Not rated" in html) == (1, False)


def test_evidence_links_to_doi_pubmed_and_address_and_loads_nothing() -> None:
    block = EvidenceBlock()
    html = block.render(block.to_python(stored({"url": "https://example.org/a"})))
    assert re.findall(r'href="([^"]+)"', html) == [
        "https://doi.org/10.1001/jamainternmed.2024.5463",
        "https://pubmed.ncbi.nlm.nih.gov/39401008/",
        "https://example.org/a",
    ]
    assert "src=" not in html


def test_evidence_groups_sources_by_stance_in_a_fixed_order() -> None:
    block = EvidenceBlock()
    stances = ("against", "supports", "mixed", "against")
    sources = [{"title": f"Study {i} {s}", "stance": s} for i, s in enumerate(stances)]
    html = block.render(block.to_python(stored(*sources)))
    assert re.findall(r"<cite>Study (\d)", html) == ["1", "2", "0", "3"]
    headings = [html.index(f"{label}</h3>") for label in ("Speaks for it", "Mixed", "Speaks against it")]
    assert headings == sorted(headings)


def test_evidence_leaves_out_a_stance_without_sources() -> None:
    block = EvidenceBlock()
    assert "Speaks against it" not in block.render(block.to_python(stored({})))


def test_citation_stores_the_bare_identifiers() -> None:
    block = EvidenceBlock()
    written = {"doi": "https://doi.org/10.1136/bmj.i6748", "pmid": "PMID: 39401008"}
    cleaned = block.clean(block.to_python(stored(written)))
    assert (cleaned["citations"][0]["doi"], cleaned["citations"][0]["pmid"]) == (
        "10.1136/bmj.i6748",
        "39401008",
    )


def test_citation_with_a_malformed_doi_is_refused_at_the_field(refusals) -> None:
    assert refusals(EvidenceBlock(), stored({}, {"doi": "jama.2024"})) == {
        "citations.1.doi": [
            "“jama.2024” is not a DOI. It begins with 10. and has a slash, as in 10.1001/jama.2024.1."
        ]
    }


def test_citation_with_a_malformed_pmid_is_refused_at_the_field(refusals) -> None:
    assert refusals(EvidenceBlock(), stored({"pmid": "PMC3745857"})) == {
        "citations.0.pmid": [
            "“PMC3745857” is not a PubMed number. It has one to eight digits, as in 39401008."
        ]
    }


def test_citation_reports_all_its_faults_together(refusals) -> None:
    faulty = stored({"doi": "x", "pmid": "y", "year": 3000})
    assert set(refusals(EvidenceBlock(), faulty)) == {
        "citations.0.doi",
        "citations.0.pmid",
        "citations.0.year",
    }


def test_citation_without_any_identifier_is_refused(refusals) -> None:
    assert refusals(EvidenceBlock(), stored({"doi": "", "pmid": "", "url": ""})) == {
        "citations.0.doi": ["Give a DOI, a PubMed number or an address, so that readers can find the source."]
    }


@pytest.mark.parametrize("name", ["doi", "pmid", "url"])
def test_citation_is_accepted_with_one_identifier(refusals, name: str) -> None:
    one = {"doi": CITATION["doi"], "pmid": CITATION["pmid"], "url": "https://example.org/guideline"}[name]
    assert refusals(EvidenceBlock(), stored({"doi": "", "pmid": "", "url": "", name: one})) == {}


@pytest.mark.parametrize("url", ["http://example.org/", "ftp://example.org/", "HTTP://example.org/"])
def test_citation_with_an_address_other_than_https_is_refused_at_the_field(refusals, url: str) -> None:
    assert refusals(EvidenceBlock(), stored({"url": url})) == {
        "citations.0.url": ["Give an address that begins with https://."]
    }


def test_citation_with_a_script_for_an_address_is_refused_at_the_field(refusals) -> None:
    assert refusals(EvidenceBlock(), stored({"url": "javascript:alert(1)"})) == {
        "citations.0.url": ["Enter a valid URL.", "Give an address that begins with https://."]
    }


def test_citation_year_may_be_the_coming_one_and_no_later(refusals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, tzinfo=UTC))
    assert refusals(EvidenceBlock(), stored({"year": 2027})) == {}
    assert refusals(EvidenceBlock(), stored({"year": 2028})) == {
        "citations.0.year": ["The year 2028 has not come yet."]
    }
    assert list(refusals(EvidenceBlock(), stored({"year": 1799}))) == ["citations.0.year"]


def test_evidence_without_sources_is_refused_at_the_field(refusals) -> None:
    assert refusals(EvidenceBlock(), stored()) == {"citations": ["The minimum number of items is 1"]}


def test_citation_of_a_draft_may_still_lack_an_identifier_but_not_have_a_false_one() -> None:
    block = EvidenceBlock()
    block.clean_deferred(block.to_python(stored({"doi": "", "pmid": "", "url": ""})))
    with pytest.raises(Exception, match="Validation error in StructBlock"):
        block.clean_deferred(block.to_python(stored({"doi": "jama"})))


def test_stored_choices_are_permanent() -> None:
    assert Stance.values == ["supports", "mixed", "against"]
    assert Certainty.values == ["high", "moderate", "low", "very_low", "not_rated"]
    assert StudyKind.values == [
        "guideline", "systematic_review", "rct", "cohort", "single_arm", "lab", "overview",
    ]  # fmt: skip
