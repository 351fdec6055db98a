"""Identifiers of publications: their shapes, how variants fold into one form, and where they link to."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Crossref, "DOIs and matching regular expressions": a prefix 10. with four to nine digits, a slash, a suffix.
DOI = re.compile(r"10\.[0-9]{4,9}/[^\s<>\"]+")
DOI_LEAD = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
PMID = re.compile(r"[1-9][0-9]{0,7}")
PMID_LEAD = re.compile(
    r"^(https?://pubmed\.ncbi\.nlm\.nih\.gov/|https?://www\.ncbi\.nlm\.nih\.gov/pubmed/|pmid:?\s*)",
    re.IGNORECASE,
)
FIRST_YEAR = 1800


def fold_doi(written: str) -> str:
    """The bare DOI, as in ``10.1001/jama.2024.1``, from a DOI or a doi.org address.

    Raises ValidationError if it has not the shape of a DOI.
    """
    bare = DOI_LEAD.sub("", written.strip())
    if not DOI.fullmatch(bare):
        raise ValidationError(
            _("“%(written)s” is not a DOI. It begins with 10. and has a slash, as in 10.1001/jama.2024.1."),
            code="malformed_doi",
            params={"written": written},
        )
    return bare


def fold_pmid(written: str) -> str:
    """The bare PubMed number from a number or a PubMed address. Raises ValidationError if it is none."""
    bare = PMID_LEAD.sub("", written.strip()).rstrip("/")
    if not PMID.fullmatch(bare):
        raise ValidationError(
            _("“%(written)s” is not a PubMed number. It has one to eight digits, as in 39401008."),
            code="malformed_pmid",
            params={"written": written},
        )
    return bare


def demand_https(address: str) -> None:
    """Raise ValidationError for an address that is not encrypted."""
    if not address.lower().startswith("https://"):
        raise ValidationError(_("Give an address that begins with https://."), code="not_https")


def doi_address(doi: str) -> str:
    """The address at doi.org that leads to the publication."""
    return "https://doi.org/" + quote(doi, safe="/:;()._-")


def pmid_address(pmid: str) -> str:
    """The address of the publication's PubMed record."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{quote(pmid, safe='')}/"
