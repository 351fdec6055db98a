from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.blocks.citations import doi_address, fold_doi, fold_pmid, pmid_address

DOI = "10.1001/jamainternmed.2024.5463"


@pytest.mark.parametrize(
    "written",
    [DOI, f"https://doi.org/{DOI}", f"http://dx.doi.org/{DOI}", f"doi:{DOI}", f"DOI: {DOI}", f"  {DOI} "],
)
def test_fold_doi_gives_the_bare_doi(written: str) -> None:
    assert fold_doi(written) == DOI


@pytest.mark.parametrize(
    "written",
    [
        "",
        "10.1001",
        "10.1001/",
        "11.1001/x",
        "10.12/x",
        "10.1001/a b",
        f"x{DOI}",
        "https://example.org/10.1001/x",
    ],
)
def test_fold_doi_refuses_other_shapes(written: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        fold_doi(written)
    assert refusal.value.messages == [
        f"“{written}” is not a DOI. It begins with 10. and has a slash, as in 10.1001/jama.2024.1."
    ]


@pytest.mark.parametrize(
    "written", ["39401008", "PMID: 39401008", "pmid 39401008", "https://pubmed.ncbi.nlm.nih.gov/39401008/"]
)
def test_fold_pmid_gives_the_bare_number(written: str) -> None:
    assert fold_pmid(written) == "39401008"


@pytest.mark.parametrize("written", ["", "0123", "123456789", "12a", "PMC3745857", "1 2"])
def test_fold_pmid_refuses_other_shapes(written: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        fold_pmid(written)
    assert refusal.value.messages == [
        f"“{written}” is not a PubMed number. It has one to eight digits, as in 39401008."
    ]


def test_addresses_lead_to_the_publication() -> None:
    assert doi_address(DOI) == f"https://doi.org/{DOI}"
    assert pmid_address("39401008") == "https://pubmed.ncbi.nlm.nih.gov/39401008/"


def test_doi_address_quotes_what_an_address_may_not_hold() -> None:
    assert doi_address("10.1002/(SICI)1#a?b") == "https://doi.org/10.1002/(SICI)1%23a%3Fb"
