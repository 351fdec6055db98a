"""Evidence: what research says for and against, with sources that a reader can open."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError, StructValue

from cms.blocks import citations, groups
from cms.blocks.policies import Policy
from cms.blocks.shared import SharedBlock, policy_block
from cms.blocks.writing import LineBlock, ProseBlock, choice_of, some
from cms.streams.blocks import DurableStructBlock


class StudyKind(TextChoices):
    """The kind of publication."""

    GUIDELINE = "guideline", _("Guideline")
    SYSTEMATIC_REVIEW = "systematic_review", _("Systematic review")
    RCT = "rct", _("Randomised controlled trial")
    COHORT = "cohort", _("Cohort study")
    SINGLE_ARM = "single_arm", _("Study without a comparison group")
    LAB = "lab", _("Laboratory study")
    OVERVIEW = "overview", _("Overview")


class Stance(TextChoices):
    """What the publication says about the treatment."""

    SUPPORTS = "supports", _("Speaks for it")
    MIXED = "mixed", _("Mixed")
    AGAINST = "against", _("Speaks against it")


class Certainty(TextChoices):
    """How sure the finding is, in the words of GRADE."""

    HIGH = "high", _("High certainty")
    MODERATE = "moderate", _("Moderate certainty")
    LOW = "low", _("Low certainty")
    VERY_LOW = "very_low", _("Very low certainty")
    NOT_RATED = "not_rated", _("Certainty not rated")


class CitationBlock(DurableStructBlock):
    """One publication, with what it found and in whom."""

    title = LineBlock(label=_("Title"))
    authors = LineBlock(required=False, label=_("Authors"))
    year = blocks.IntegerBlock(label=_("Year"), min_value=citations.FIRST_YEAR)
    journal = LineBlock(required=False, label=_("Journal or publisher"))
    doi = LineBlock(
        required=False, label=_("DOI"), help_text=_("As in 10.1001/jama.2024.1, or its doi.org address.")
    )
    pmid = LineBlock(required=False, label=_("PubMed number"))
    url = blocks.URLBlock(
        required=False,
        label=_("Address"),
        help_text=_("For sources without a DOI. The address begins with https://."),
        validators=[citations.demand_https],
    )
    kind = choice_of(StudyKind, label=_("Kind"))
    population = LineBlock(label=_("Who was studied"))
    comparator = LineBlock(required=False, label=_("Compared with"))
    finding = ProseBlock(label=_("Finding"), help_text=_("Give numbers in words a patient understands."))
    stance = choice_of(Stance, label=_("What it says"))
    certainty = choice_of(Certainty, default=Certainty.NOT_RATED, search_index=False, label=_("Certainty"))

    class Meta:
        label_format = "{title} ({year})"

    def clean(self, value: StructValue) -> StructValue:
        """Fold DOI and PubMed number to their bare forms; demand one identifier and a year that has come."""
        cleaned = super().clean(value)
        errors: dict[str, ValidationError] = {}
        for name, fold in (("doi", citations.fold_doi), ("pmid", citations.fold_pmid)):
            try:
                cleaned[name] = fold(cleaned[name]) if cleaned[name] else ""
            except ValidationError as malformed:
                errors[name] = malformed
        if error := _year_error(cleaned["year"]):
            errors["year"] = error
        if not (self.is_deferred_validation or cleaned["doi"] or cleaned["pmid"] or cleaned["url"]):
            errors["doi"] = ValidationError(
                _("Give a DOI, a PubMed number or an address, so that readers can find the source."),
                code="identifier_missing",
            )
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


class EvidenceBlock(SharedBlock):
    """A summary in plain words and its sources, grouped by what they say."""

    summary = ProseBlock(
        label=_("Summary"),
        help_text=_("Say what is known, how sure it is, and what speaks against it. Promise nothing."),
    )
    citations = some(
        CitationBlock(),
        label=_("Sources"),
        help_text=_("Include sources that are mixed or speak against it."),
    )
    policy = policy_block(default=Policy.LOCKED)

    class Meta:
        template = "blocks/evidence.html"
        icon = "clipboard-list"
        label = _("Evidence")
        group = groups.SAFETY
        description = _("What research says for and against, with sources. Locked unless you say otherwise.")
        preview_value = {
            "heading": "What research says",
            "policy": "locked",
            "summary": "<p>Results differ between studies. We cannot predict yours.</p>",
            "citations": [
                {
                    "title": "Acupuncture vs sham acupuncture for chronic sciatica from herniated disk",
                    "authors": "Tu et al.",
                    "year": 2024,
                    "journal": "JAMA Internal Medicine",
                    "doi": "10.1001/jamainternmed.2024.5463",
                    "pmid": "39401008",
                    "kind": "rct",
                    "population": "216 adults with chronic sciatica from a herniated disc, in China",
                    "comparator": "Sham acupuncture",
                    "finding": "<p>At week four, leg pain had eased by 16 mm of 100 more.</p>",
                    "stance": "supports",
                    "certainty": "not_rated",
                },
                {
                    "title": "Low back pain and sciatica in over 16s (NG59)",
                    "year": 2016,
                    "journal": "NICE",
                    "url": "https://www.nice.org.uk/guidance/ng59",
                    "kind": "guideline",
                    "population": "People over 16 with low back pain, with or without sciatica",
                    "finding": "<p>Advises against offering acupuncture.</p>",
                    "stance": "against",
                    "certainty": "not_rated",
                },
            ],
        }

    def get_context(self, value: StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add ``stances``: for each stance that has sources, its value, its words and its sources."""
        context = super().get_context(value, parent_context=parent_context)
        by_stance = {
            stance: [source for source in value["citations"] if source["stance"] == stance]
            for stance in Stance
        }
        context["stances"] = [
            {"value": stance.value, "label": stance.label, "citations": found}
            for stance, found in by_stance.items()
            if found
        ]
        return context


def _year_error(year: int | None) -> ValidationError | None:
    # Journals date articles that are online ahead of print to the coming year.
    latest = timezone.now().year + 1
    if year is None or year <= latest:
        return None
    return ValidationError(
        _("The year %(year)s has not come yet."), code="year_to_come", params={"year": str(year)}
    )
