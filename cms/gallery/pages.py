"""Every sheet there is: the blocks in each state, and every page of a clinic in each of its own."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.blocks.shown import ShownBlock
from cms.editions.editor.overlay import Label
from cms.editions.effective import SOURCES, ShownPage
from cms.editions.resolving.values import EffectivePage
from cms.gallery.clinic import Sample
from cms.gallery.pictures import sample_picture
from cms.gallery.searching import of_searching
from cms.gallery.sheets import Context, Sheet
from cms.gallery.specimens import BODY, body_blocks, specimens
from cms.gallery.states import TITLES, State
from cms.gallery.surroundings import MANY, around, without_anything
from cms.gallery.texts import LATIN, LONG_LINE, LONG_WORD
from cms.library.models import LibraryPage
from cms.library.review import ClinicalReview
from cms.pages.letters import by_letter
from cms.pages.models import ClinicHome, NewsPage, PlainPage, SectionIndex

EDITION = "editions/edition.html"
ERROR = "theme/error.html"
TODAY = datetime.date(2026, 6, 1)
FEW, MOST = 3, 40


def sheets() -> tuple[Sheet, ...]:
    """Return every sheet of the gallery, blocks first."""
    return (*_of_blocks(), *_of_pages(), *_of_editions(), *of_searching(), *_of_errors())


def sheet_named(name: str) -> Sheet | None:
    """Return the sheet called ``name``, ``None`` if there is none."""
    return next((one for one in sheets() if one.name == name), None)


def _of_blocks() -> list[Sheet]:
    return [
        Sheet(f"blocks/{state}", title, EDITION, _labelled)
        if state is State.LABELLED
        else Sheet(f"blocks/{state}", title, "pages/plain_page.html", _plain(state))
        for state, title in TITLES.items()
    ]


def _of_pages() -> list[Sheet]:
    home, section = "pages/clinic_home.html", "pages/section_index.html"
    return [
        Sheet("home/full", _("Home page"), home, _home),
        Sheet("home/slots", _("Home page with something in every slot"), home, _other_home, slots=True),
        Sheet("home/pictures", _("Home page with a logo and a picture"), home, _other_home, pictures=True),
        Sheet("home/bare", _("Home page of a clinic that has only just begun"), home, _bare_home),
        Sheet("home/trial", _("Home page of a theme that is tried"), home, _bare_home, trial=True),
        Sheet("section/cards", _("Section"), section, _section(FEW)),
        Sheet("section/many", _("Section with 40 pages"), section, _index),
        Sheet("section/news", _("Section with news"), section, _section_of_news),
        Sheet("section/empty", _("Section without a page"), section, _section(0)),
        Sheet("news", _("Piece of news"), "pages/news_page.html", _news),
        Sheet("plain/empty", _("Page without a block"), "pages/plain_page.html", _empty_page),
    ]


def _of_editions() -> list[Sheet]:
    overdue = _reviewed(next_review_on=TODAY - datetime.timedelta(days=1))
    states = (
        ("reviewed", _("Condition, reviewed"), _reviewed()),
        ("not-reviewed", _("Condition that nobody has reviewed"), None),
        ("overdue", _("Condition that is due for a review"), overdue),
        ("outdated", _("Condition that was changed after its review"), _reviewed(is_outdated=True)),
    )
    in_slots = _("Condition with something in every slot")
    return [
        *(Sheet(f"edition/{name}", title, EDITION, _edition(review)) for name, title, review in states),
        Sheet("edition/slots", in_slots, EDITION, _edition(overdue), slots=True),
    ]


def _reviewed(**changes: Any) -> ClinicalReview:
    review = ClinicalReview(
        reviewed_by="Dr. Sam Sample",
        credentials="M.D., Ph.D.",
        reviewed_on=TODAY,
        next_review_on=TODAY + datetime.timedelta(days=200),
        today=TODAY,
    )
    return replace(review, **changes)


def _of_errors() -> list[Sheet]:
    over = Sheet("error/trial-over", _("This trial is over"), "theme/trial_over.html", without_anything)
    return [
        Sheet("error/403", _("No access"), ERROR, _error(403)),
        Sheet("error/404", _("Page not found"), ERROR, _error(404)),
        Sheet("error/500", _("Something went wrong"), ERROR, _error(500)),
        over,
    ]


def _error(status: int) -> Context:
    return lambda sample: {"status": status, **around(sample)}


def _plain(state: State) -> Context:
    def context(sample: Sample) -> dict[str, Any]:
        page = PlainPage(title=sample.said(str(TITLES[state])), slug="sample")
        return {"page": page, "blocks": specimens(state, sample), **around(sample, page)}

    return context


def _empty_page(sample: Sample) -> dict[str, Any]:
    page = PlainPage(title=sample.said(LONG_WORD.capitalize()), slug="sample")
    return {"page": page, "blocks": [], **without_anything(sample)}


def _home(sample: Sample) -> dict[str, Any]:
    page = ClinicHome(
        title=sample.said("Sample Clinic"),
        introduction=sample.said(LONG_LINE),
        hero=sample_picture(),
        hero_alt=sample.said("A room"),
    )
    return {
        "page": page,
        "blocks": _own_blocks(sample),
        "shows_locations": True,
        **around(sample, page, languages=MANY, items=MANY),
    }


def _own_blocks(sample: Sample) -> list[ShownBlock]:
    """Return what only a clinic's own pages hold, and what stands at the end of most pages."""
    shared = LibraryPage._meta.get_field(BODY).stream_block.child_blocks
    own = {name for name in body_blocks() if name not in shared} or set(list(shared)[:FEW])
    return [one for one in specimens(State.USUAL, sample) if one.type in own]


def _bare_home(sample: Sample) -> dict[str, Any]:
    page = ClinicHome(title=sample.said("Sample Clinic"))
    return {"page": page, "blocks": [], **without_anything(sample)}


def _other_home(sample: Sample) -> dict[str, Any]:
    """Return a home page that shows where the clinic is by itself, with a short header."""
    page = ClinicHome(title=sample.said("Sample Clinic"))
    return {"page": page, "blocks": _own_blocks(sample), **around(sample, page)}


def _section(number: int) -> Context:
    def context(sample: Sample) -> dict[str, Any]:
        introduction = f"<p>{sample.said(LONG_LINE)}</p>"
        page = SectionIndex(title=sample.said("What we treat"), introduction=introduction)
        return {"page": page, "cards": sample.cards(number), **around(sample, page)}

    return context


def _index(sample: Sample) -> dict[str, Any]:
    cards = [
        replace(card, title=f"{sign}{card.title}")
        for card, sign in zip(sample.cards(MOST), sample.said(LATIN * 2), strict=False)
    ]
    return {**_section(0)(sample), "cards": cards, "letters": by_letter(cards)}


def _section_of_news(sample: Sample) -> dict[str, Any]:
    return {**_section(0)(sample), "cards": [replace(card, date=TODAY) for card in sample.cards(FEW)]}


def _news(sample: Sample) -> dict[str, Any]:
    page = NewsPage(title=sample.said(LONG_LINE), summary=sample.said(LONG_LINE), date=TODAY)
    return {"page": page, "blocks": specimens(State.USUAL, sample)[:FEW], **around(sample, page)}


def _edition(review: ClinicalReview | None, state: State = State.USUAL) -> Context:
    def context(sample: Sample) -> dict[str, Any]:
        page = PlainPage(title=sample.said("Sample condition"))
        return {"page": page, "effective": _shown(sample, state, review), **around(sample, page)}

    return context


def _labelled(sample: Sample) -> dict[str, Any]:
    label = Label("fallback", sample.said("From the library, in another language"), ())
    names = [(sample.said("Title"), label)]
    return {**_edition(None, State.LABELLED)(sample), "field_labels": names}


def _shown(sample: Sample, state: State, review: ClinicalReview | None) -> ShownPage:
    """Return what an edition shows: a few blocks of the library, but every one in a state of its own."""
    shared = list(LibraryPage._meta.get_field(BODY).stream_block.child_blocks)
    kept = {*shared[:FEW], SOURCES} if state is State.USUAL else {*shared}
    return ShownPage(
        title=sample.said("Sample condition"),
        summary=sample.said(LONG_LINE),
        hero=sample_picture(),
        hero_alt="",
        search_title="",
        search_description="",
        kind="condition",
        language="",
        blocks=tuple(one for one in specimens(state, sample) if one.type in kept),
        review=review,
        resolved=EffectivePage(fields={}, blocks=(), language=sample.language.code),
        written_by="Dr. Alex Sample",
    )
