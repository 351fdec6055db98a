"""What a dry run predicts is what happens: random networks, random drafts, compared after the release."""

from __future__ import annotations

import datetime
import random

import pytest
from django.utils import timezone

from cms.clinics.models import Clinic
from cms.clinics.records import clinic_for_page_path
from cms.editions.actions import decide
from cms.editions.forecast.queries import basis_pair, forecast
from cms.editions.forecast.trial import make_trial
from cms.editions.models import Edition
from cms.editions.rollout.actions import go_back, hold, review_first, roll_back
from cms.editions.rollout.models import Ring
from cms.editions.rollout.queries import standings
from cms.editions.sources import bases_of, local_layer
from cms.editions.updates.queries import waiting
from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from cms.library.queries import untranslated
from cms.testing.network import block_id, make_clinic, make_edition, make_library_page, make_root, text_block
from tests.cms.editions.forecast.drafts import blocks_of, draft

CLINICS = {"north": ("en",), "south": ("en", "da"), "west": ("da",)}
SENTENCES = ("Rest helps.", "Walk a little.", "Ask your doctor.", "Keep warm.", "Drink water.")


class Chance:
    """Random words, blocks and choices from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = 100

    def words(self) -> str:
        return " ".join(self.random.sample(SENTENCES, 3))

    def happens(self, share: float) -> bool:
        return self.random.random() < share

    def edited(self, blocks: list[dict]) -> list[dict]:
        """Some blocks say something else, are gone, have changed places, or are new."""
        result = []
        for block in blocks:
            if self.happens(0.15) and len(blocks) > 2:
                continue
            if self.happens(0.5):
                block["value"]["body"] = f"<p>{self.words()}</p>"
            result.append(block)
        if self.happens(0.4):
            self.random.shuffle(result)
        if self.happens(0.5) or not result:
            self.number += 1
            result.insert(self.random.randrange(len(result) + 1), text_block(self.number, self.words()))
        return result


def build(chance: Chance) -> LibraryPage:
    """Open three clinics, let some decide, hold, go back, and have a release rolled back."""
    make_root()
    numbers = range(1, 6)
    english = make_library_page([text_block(number, chance.words()) for number in numbers])
    danish = make_library_page(
        [text_block(number, chance.words()) for number in numbers],
        language="da",
        title="Iskias",
        slug="iskias",
        version_of=english,
    )
    editions = []
    for slug, languages in CLINICS.items():
        clinic = make_clinic(slug, languages=languages, country="DK" if languages[0] == "da" else "US")
        texts = {"en": english, "da": danish}
        editions += [make_edition(clinic, texts[code], language=code) for code in languages]
        if chance.happens(0.2):
            review_first(clinic)
    for edition in editions:
        decide_something(chance, edition)
    publish_something(chance, english)
    for edition in editions:
        choose_release(chance, edition)
    if chance.happens(0.3):
        newest = Release.objects.filter(page=english).first()
        roll_back(newest, Ring.objects.get(), "A mistake.")
    return english


def decide_something(chance: Chance, edition: Edition) -> None:
    targets = chance.random.sample(range(1, 6), 3)
    if chance.happens(0.7):
        decide(
            edition,
            replaced=[text_block(number, chance.words()) for number in targets[:2]],
            hidden=[block_id(targets[2])],
            added=[("", text_block(900, chance.words()))],
            fields={"title": "Our title"} if chance.happens(0.5) else {},
        )


def publish_something(chance: Chance, page: LibraryPage) -> None:
    page = draft(page, chance.edited(blocks_of(page)), title="Sciatica, again")
    release(page, revision=page.latest_revision, **choice(chance, page))


def choose_release(chance: Chance, edition: Edition) -> None:
    edition = Edition.objects.get(pk=edition.pk)
    if chance.happens(0.2):
        hold(edition)
    owner = edition.clinic_and_language()[0]
    older = standings([edition], owner)[edition.pk].older
    if older and chance.happens(0.3):
        go_back(edition, older[0])


def choice(chance: Chance, page: LibraryPage) -> dict:
    plain = {"release_class": "substantive", "note": "News.", "user": None}
    blocks = blocks_of(page)
    if not chance.happens(0.5):
        return plain
    corrected = [block["id"] for block in chance.random.sample(blocks, min(2, len(blocks)))]
    deadline = timezone.localdate() + datetime.timedelta(days=3)
    return plain | {
        "release_class": "safety",
        "corrected": corrected,
        "reason": "A risk.",
        "deadline": deadline,
    }


def seen(basis, edition):
    page = basis.resolve(local_layer(edition, basis.language))
    blocks = [(one.id, one.type, one.value, one.provenance.language) for one in page.blocks]
    return blocks, {name: one.value for name, one in page.fields.items()}, [one.id for one in page.hidden]


def read(what):
    """What of it visitors read: the words, without their language and what is hidden."""
    return [one[:3] for one in what[0]], what[1]


def all_bases() -> dict:
    """What every edition rests on now, read afresh."""
    found = {}
    for edition in Edition.objects.all():
        clinic, _language = clinic_for_page_path(edition.path)
        basis = bases_of([edition], clinic).get(edition.pk)
        if basis is not None:
            found[edition] = (clinic, basis)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_predicted_sets_are_the_actual_ones(seed):
    chance = Chance(seed)
    english = LibraryPage.objects.get(pk=build(chance).pk)
    page = draft(english, chance.edited(blocks_of(english)), summary=chance.words())
    options = choice(chance, page)
    corrected = options.get("corrected", ())
    trial = make_trial(page, corrected)
    before = all_bases()
    predicted = {key: seen(basis_pair(key, clinic, trial)[1], key) for key, (clinic, _) in before.items()}
    now = {key: seen(basis, key) for key, (_, basis) in before.items()}
    found = forecast(page, corrected)

    release(page, revision=page.latest_revision, **options)

    after = {key: seen(basis, key) for key, (_, basis) in all_bases().items()}
    assert predicted == after
    reached = {one.edition_id for one in found.affected}
    changes = {key.pk: read(now[key]) != read(after[key]) for key in after if key.pk in reached}
    assert {one.edition_id: one.changes for one in found.affected} == changes
    still = {key.pk for key in after if now[key] == after[key]}
    waits = {
        (item.edition.pk, item.target): item.reasons
        for clinic in Clinic.objects.all()
        for item in waiting(clinic)
        if item.target
    }
    told = {
        (one.edition_id, part.target): part.reasons
        for one in found.affected
        for part in one.parts
        if part.reasons
    }
    assert told == {key: reasons for key, reasons in waits.items() if key[0] in reached}
    assert {key for key, _target in waits} - reached <= still
    danish = LibraryPage.objects.get(locale__language_code="da")
    behind = {part.target: part.state for part in untranslated(danish)}
    assert {one.page_id: dict(one.parts) for one in found.translations} == (
        {danish.pk: behind} if behind else {}
    )
