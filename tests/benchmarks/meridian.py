"""The head-to-head's work on Meridian: clinics, editions, releases, translations, all by its own actions."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from cms.clinics.models import Clinic
from cms.editions.actions import decide
from cms.editions.models import Edition
from cms.editions.resolving.values import EffectivePage, Flag
from cms.editions.sources import basis_of, local_layer
from cms.library.actions import release
from cms.library.models import LibraryPage
from cms.testing.network import make_clinic, make_edition, make_library_page
from tests.benchmarks.edits import Edit, Text, translate, translated
from tests.benchmarks.serve import answer, clinic_handler

MARK = "DA"
SECTIONS = {"en": "/conditions/", "da": "/da/lidelser/"}
ATTENTION = frozenset({Flag.STALE, Flag.ORPHANED, Flag.PARKED})


class Meridian:
    """A library page in two languages, and its editions in ``count`` clinics."""

    name = "Meridian"

    def __init__(self, text: Text, count: int) -> None:
        danish = Text(
            translated(text.fields, MARK),
            [{**block, "value": translated(block["value"], MARK)} for block in text.blocks],
        )
        self.pages = {"en": make_library_page(text.blocks, slug="back", **_fields(text))}
        self.pages["da"] = make_library_page(
            danish.blocks, slug="ryg", language="da", version_of=self.pages["en"], **_fields(danish)
        )
        self.clinics: list[Clinic] = []
        self.editions: dict[tuple[int, str], int] = {}
        for number in range(count):
            clinic = make_clinic(f"clinic-{number}", languages=("en", "da"))
            self.clinics.append(clinic)
            english = make_edition(clinic, self.pages["en"], language="en")
            other = make_edition(clinic, self.pages["da"], language="da", version_of=english)
            self.editions |= {(number, "en"): english.pk, (number, "da"): other.pk}

    def change_locally(self, number: int, code: str, versions: Mapping[str, dict[str, Any]]) -> None:
        """Let a clinic write its own version of blocks."""
        edition = Edition.objects.get(pk=self.editions[number, code])
        decide(edition, replaced=[{**version, "id": key} for key, version in versions.items()])

    def publish(self, edit: Edit, text: Text) -> None:
        """The library editor's part: a release; a safety fix is one that corrects a block."""
        self._release("en", text, edit.name, edit.corrects_id)

    def translate(self, edit: Edit, before: Text, after: Text) -> None:
        """The translator's part: the same change in the other language."""
        self._release("da", translate(before, after, self.library("da"), MARK), edit.name)

    def every_page(self) -> dict[tuple[int, str], Text]:
        """Return what all clinics' pages say."""
        return {place: self._shown(place) for place in self.editions}

    def library(self, code: str) -> Text:
        """Return what the shared page says in a language."""
        page = LibraryPage.objects.get(pk=self.pages[code].pk)
        fields = {"title": page.title, "summary": page.summary, "hero": page.hero_id}
        return Text(fields, list(page.body.get_prep_value()))

    def noticed(self, number: int, code: str) -> set[str]:
        """Return the blocks of a clinic that the software says need another look."""
        page = self._resolved((number, code))
        every = (*page.blocks, *page.hidden, *page.parked)
        return {
            getattr(one, "id", "") or getattr(one, "name", "")
            for one in every
            if one.provenance.flags & ATTENTION
        }

    def untranslated(self) -> set[str]:
        """Return the blocks whose words are gone from the translation though the page still has them."""
        english = {block["id"] for block in self.library("en").blocks}
        danish = {block["id"]: json.dumps(block["value"]) for block in self.library("da").blocks}
        return {key for key, words in danish.items() if key in english and MARK not in words}

    def render(self, number: int, code: str) -> str:
        """Return the HTML of a clinic's page, as a visitor gets it."""
        edition = Edition.objects.get(pk=self.editions[number, code])
        return answer(clinic_handler(), f"clinic-{number}.localhost", f"{SECTIONS[code]}{edition.slug}/")

    def _release(self, code: str, text: Text, note: str, corrected: str = "") -> None:
        page = LibraryPage.objects.get(pk=self.pages[code].pk)
        for name, value in {**_fields(text), "body": json.dumps(text.blocks)}.items():
            setattr(page, name, value)
        if not corrected:
            release(page, release_class="editorial", note=note, user=None)
            return
        release(
            page,
            release_class="safety",
            note=note,
            user=None,
            corrected=[corrected],
            reason="The sentence is dangerous.",
            deadline=datetime.date.today() + datetime.timedelta(days=14),  # noqa: DTZ011 -- any day to come
        )

    def _resolved(self, place: tuple[int, str]) -> EffectivePage:
        edition = Edition.objects.get(pk=self.editions[place])
        owner = edition.clinic_and_language()
        if owner is None:
            raise LookupError(f"The edition of {place} belongs to no clinic.")
        basis = basis_of(edition, owner[0], place[1])
        return basis.resolve(local_layer(edition, place[1]))

    def _shown(self, place: tuple[int, str]) -> Text:
        page = self._resolved(place)
        hero = page.fields["hero"].value["image"]
        fields = {name: page.fields[name].value for name in ("title", "summary")}
        blocks = [{"id": block.id, "type": block.type, "value": block.value} for block in page.blocks]
        return Text({**fields, "hero": hero}, blocks)


def _fields(text: Text) -> dict[str, Any]:
    fields = text.fields
    return {"title": fields["title"], "summary": fields["summary"], "hero_id": fields["hero"]}
