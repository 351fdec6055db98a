"""A correction over many clinics with replaced and hidden blocks, holds, rings and older translations.

It must show on every page, and what it withdraws on none; it must delete nothing; and publishing it must cost
the same, however many clinics there are. The same measurement with few clinics is one of the tests.
"""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from cms.clinics.models import Clinic
from cms.editions.actions import decide
from cms.editions.models import Edition, Hold, Ring, RingMember, RingStep
from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from cms.testing.network import block_id, make_clinic, make_edition, make_library_page, publish, text_block
from tests.benchmarks.measuring import Timing, queries_of, settle, timed, typical

WITHDRAWN = "Stop your blood thinners before you come."
CORRECTED = "Never stop your blood thinners for a visit."
WITHDRAWN_DA = "Stop med blodfortyndende medicin, inden du kommer."
TARGET = block_id(2)
PATHS = {"en": "/conditions/sciatica/", "da": "/da/lidelser/iskias/"}
SEED = 1000
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What publishing a correction costs with this many clinics."""

    clinics: int
    queries: int
    time: Timing


@dataclass(frozen=True, slots=True)
class Reach:
    """What visitors read after the correction: numbers of pages, and of rows and characters kept."""

    clinics: int
    pages: int
    showing: int
    withdrawn: int
    decided: int
    held: int
    delayed: int
    rows_before: int
    rows_after: int

    @property
    def reaches_all(self) -> bool:
        """Whether every page shows the correction, none what it withdrew, and nothing is deleted."""
        everywhere = self.showing == self.pages and self.withdrawn == 0
        return everywhere and self.rows_after == self.rows_before


class Corrections:
    """A network with one page of two languages that grows, and whose clinics do as they like."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)
        blocks = [text_block(1, "First words."), _dangerous(WITHDRAWN), text_block(3, "Third words.")]
        self.english = make_library_page(blocks)
        danish = [text_block(1, "Første ord."), _dangerous(WITHDRAWN_DA), text_block(3, "Tredje ord.")]
        self.danish = make_library_page(
            danish, language="da", title="Iskias", slug="iskias", version_of=self.english
        )
        self.first = Release.objects.filter(page=self.english).latest("pk")
        publish(self.english, body=[text_block(1, "Newer first words."), *blocks[1:]])
        self.newer = Release.objects.filter(page=self.english).latest("pk")
        self.late = Ring.objects.create(name="Late", position=2, delay_hours=1000)
        RingStep.objects.create(
            release=self.newer, ring=self.late, starts_at=timezone.now() + datetime.timedelta(days=40)
        )
        self.editions: list[tuple[Clinic, str, int]] = []
        self.clinics = 0

    def open_clinics(self, total: int) -> None:
        """Open clinics until there are ``total``; each decides at random."""
        for number in range(self.clinics, total):
            languages = self.chance.choice([("en",), ("en", "da"), ("en", "da")])
            clinic = make_clinic(f"clinic-{number}", languages=languages)
            english = make_edition(clinic, self.english)
            self._settle_in(clinic, "en", english)
            if "da" in languages:
                self._settle_in(
                    clinic, "da", make_edition(clinic, self.danish, language="da", version_of=english)
                )
            if self.chance.random() < 0.2:
                RingMember.objects.create(clinic=clinic, ring=self.late)
        self.clinics = total

    def correct(self, number: int) -> Release:
        """Publish a correction of the dangerous sentence; the ``number`` makes its words new each time."""
        page = LibraryPage.objects.get(pk=self.english.pk)
        body = page.body.get_prep_value()
        body[1]["value"]["body"] = f"<p>{CORRECTED} ({number})</p>"
        page.body = json.dumps(body)
        return release(
            page,
            release_class="safety",
            note="A dangerous sentence is withdrawn.",
            user=None,
            corrected=[TARGET],
            reason="The sentence is dangerous.",
            deadline=timezone.localdate() + datetime.timedelta(days=14),
        )

    def rows(self) -> int:
        """Return how many decisions the clinics have stored: rows of their layers, and their holds."""
        stored = Edition.objects.values_list("local", "fields")
        rows = sum(len(local.get_prep_value()) + len(fields.get_prep_value()) for local, fields in stored)
        return rows + Hold.objects.count()

    def reach(self, number: int, rows_before: int) -> Reach:
        """Ask for every page as a visitor does, and count."""
        pages = [_html(clinic, language) for clinic, language, _pk in self.editions]
        withdrawn = (WITHDRAWN, WITHDRAWN_DA)
        return Reach(
            clinics=self.clinics,
            pages=len(pages),
            showing=sum(f"{CORRECTED} ({number})" in page for page in pages),
            withdrawn=sum(any(words in page for words in withdrawn) for page in pages),
            decided=sum(bool(len(edition.local)) for edition in Edition.objects.all()),
            held=Hold.objects.count(),
            delayed=RingMember.everywhere.count(),
            rows_before=rows_before,
            rows_after=self.rows(),
        )

    def _settle_in(self, clinic: Clinic, language: str, edition: Edition) -> None:
        """Let a clinic replace the block, hide it, do both to others, hold the page, or do nothing."""
        self.editions.append((clinic, language, edition.pk))
        words = WITHDRAWN if language == "en" else WITHDRAWN_DA
        match self.chance.randrange(5):
            case 0:
                version = _dangerous(f"{words} We say so at {clinic.name}.")
                decide(edition, replaced=[version], added=[(TARGET, text_block(90, "Only here."))])
            case 1:
                decide(edition, hidden=[TARGET], fields={"summary": f"At {clinic.name}."})
            case 2:
                decide(edition, replaced=[text_block(3, "Our third words.")])
        if language == "en" and self.chance.random() < 0.2:
            Hold.objects.create(edition=edition, release=self.first)


def measure_corrections(sizes: Sequence[int], say: Callable[[str], None]) -> tuple[list[Cost], Reach]:
    """Publish a correction at every size, and at the largest ask for every page of the network."""
    network = Corrections()
    costs, number = [], 0
    for size in sizes:
        say(f"opening clinics up to {size:,}")
        network.open_clinics(size)
        settle()
        timings = []
        rows = network.rows()
        for number in range(number + 1, number + ROUNDS + 1):  # noqa: B020 -- goes on where it ended
            timings.append(timed(lambda number=number: network.correct(number)))
        number += 1
        queries = queries_of(lambda number=number: network.correct(number))
        costs.append(Cost(size, queries, typical(timings)))
    say(f"asking for {len(network.editions):,} pages")
    return costs, network.reach(number, rows)


def _dangerous(words: str) -> dict[str, Any]:
    return text_block(2, words, heading="Before your visit")


def _html(clinic: Clinic, language: str) -> str:
    response = Client(SERVER_NAME=f"{clinic.slug}.localhost").get(PATHS[language])
    if response.status_code != 200:
        raise AssertionError(f"{clinic.slug} answers {response.status_code} in {language}.")
    return str(response.content.decode())
