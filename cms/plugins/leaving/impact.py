"""What goes out of sight when a plugin is switched off, read before that. Nothing of it is deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.db.models.functions import Substr
from wagtail.models import Page

from cms.clinics.models import Clinic, ClinicLanguage
from cms.clinics.records import HOME_PATH_LENGTH
from cms.plugins.leaving.known import application_of
from cms.plugins.leaving.uses import Use, below, uses_of
from cms.plugins.models import Activation
from cms.plugins.points import places_of_plugin
from cms.plugins.registry import registry


@dataclass(frozen=True, slots=True)
class PagesOfType:
    """How many pages there are in one language of a type that the plugin defines."""

    name: str
    language: str
    published: int
    drafts: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a clinic has of a plugin: pages with its blocks, pages of its types, other places where it shows.

    ``is_on`` says whether anything of that is shown now.
    """

    is_on: bool
    uses: tuple[Use, ...] = ()
    page_types: tuple[PagesOfType, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def published(self) -> int:
        """How many published pages show one of its blocks."""
        return sum(use.is_published for use in self.uses)

    @property
    def drafts(self) -> int:
        """How many drafts hold one of its blocks."""
        return sum(use.is_draft for use in self.uses)

    @property
    def inherited(self) -> int:
        """How many pages show a block of the plugin that stands on a page of the library."""
        return sum(use.is_inherited for use in self.uses)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of all these pages."""
        return tuple(
            sorted({*(one.language for one in self.uses), *(one.language for one in self.page_types)})
        )

    @property
    def is_nothing(self) -> bool:
        """Whether visitors would not notice."""
        return not (self.uses or self.page_types or self.places)


def impact_at(clinic: Clinic, plugin: str) -> Impact:
    """Return what a clinic would not show any more without a plugin; ``ValidationError`` if it is none."""
    application_of(plugin)
    trees = list(ClinicLanguage.objects.for_clinic(clinic).values_list("home__path", flat=True))
    is_on = Activation.objects.for_clinic(clinic).filter(plugin=plugin, is_on=True).exists()
    typed = tuple(pages for _home, pages in _typed_pages(plugin, trees))
    return Impact(is_on, tuple(uses_of(plugin, trees)), typed, _places(plugin))


def impact_everywhere(plugin: str) -> dict[str, Impact]:
    """Return, by the short name of each clinic that has the plugin on or anything of it, what it has.

    The empty name stands for the library. The number of queries grows with neither clinics nor pages.
    """
    application_of(plugin)
    slugs = dict(ClinicLanguage.everywhere.values_list("home__path", "clinic__slug"))
    on = set(Activation.everywhere.filter(plugin=plugin, is_on=True).values_list("clinic__slug", flat=True))
    used: dict[str, list[Use]] = defaultdict(list)
    for use in uses_of(plugin):
        used[slugs.get(use.path[:HOME_PATH_LENGTH], "")].append(use)
    typed: dict[str, list[PagesOfType]] = defaultdict(list)
    for home, pages in _typed_pages(plugin, None):
        typed[slugs.get(home, "")].append(pages)
    places = _places(plugin)
    return {
        slug: Impact(slug in on, tuple(used[slug]), tuple(typed[slug]), places if slug in on else ())
        for slug in sorted({*on, *used, *typed})
    }


def _typed_pages(plugin: str, trees: Sequence[str] | None) -> Iterator[tuple[str, PagesOfType]]:
    """Yield the pages of the types that a plugin defines or once defined, with the tree they stand in."""
    pages = Page.objects.filter(below(trees), content_type__app_label=plugin)
    columns = ("content_type", "home", "locale__language_code")
    grouped = pages.annotate(home=Substr("path", 1, HOME_PATH_LENGTH)).order_by(*columns).values(*columns)
    counted = grouped.annotate(published=Count("pk", Q(live=True)), drafts=Count("pk", Q(live=False)))
    for row in counted:
        name = ContentType.objects.get_for_id(row["content_type"]).name
        language = row["locale__language_code"]
        yield row["home"], PagesOfType(name, language, row["published"], row["drafts"])


def _places(plugin: str) -> tuple[str, ...]:
    entry = registry.loaded.get(plugin)
    return tuple(places_of_plugin(entry.plugin)) if entry and entry.plugin else ()
