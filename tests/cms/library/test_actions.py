"""Releasing by a script: what is written, what is refused, and that nothing is left half done."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.accounts.models import User
from cms.library.actions import plan_release, release
from cms.library.models import CorrectedPart, Correction, LibraryPage, LibraryPart, Release
from cms.library.parts import parts_of
from cms.library.publishing import released
from cms.library.queries import corrections_for, newest_corrections
from cms.library.values import AlreadyReleasedError, ReleaseChoice, ReleaseRefusedError
from cms.testing.network import block_id
from tests.cms.library.releasing import TOMORROW, correct, publisher, reworded


def test_release_publishes_and_writes_class_and_note(network):
    user = User.objects.create_superuser("editor@example.com", "x")
    page = reworded(network.english)
    made = release(page, release_class="substantive", note="A new trial.", user=user)
    stored = LibraryPage.objects.get(pk=page.pk)
    assert (made.release_class, made.note, made.user) == ("substantive", "A new trial.", user)
    assert (stored.live_revision, stored.has_unpublished_changes) == (made.revision, False)
    assert "corrected" in str(stored.body)


def test_release_with_revision_publishes_that_revision(network):
    revision = reworded(network.english).save_revision()
    made = release(network.english, release_class="editorial", note="", user=None, revision=revision)
    assert made.revision == revision


def test_release_leaves_no_choice_for_the_next_one(network):
    page = reworded(network.english)
    correct(page, in_rings=True)
    stored = LibraryPage.objects.get(pk=page.pk)
    for version in (page, stored, stored.get_latest_revision_as_object()):
        assert (
            version.release_class,
            version.release_note,
            version.release_in_rings,
            version.release_correction,
        ) == ("editorial", "", False, {})


def test_correction_names_its_parts_with_what_they_say_now(network):
    page = reworded(network.english, gone={block_id(4)})
    made = correct(page, corrected=[block_id(2), block_id(4), "title", block_id(2)])
    correction = made.correction
    said = parts_of(LibraryPage.objects.get(pk=page.pk))
    assert dict(correction.parts.values_list("target", "digest")) == {
        block_id(2): said[block_id(2)].digest,
        block_id(4): "",
        "title": said["title"].digest,
    }
    assert (correction.library_key, correction.language) == (page.translation_key, "en")
    assert (correction.reason, correction.deadline) == ("The old dose does harm.", TOMORROW)


def test_correction_of_the_source_reaches_translations_and_of_a_translation_does_not(network):
    source = correct(reworded(network.english)).correction
    own = correct(reworded(network.danish)).correction
    assert (source.reaches_translations, own.reaches_translations) == (True, False)
    key = network.english.translation_key
    assert corrections_for([key, network.newyork.pk]) == {str(key): [source, own]}
    assert newest_corrections(key) == {block_id(2): source.pk}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"corrected": []}, "corrected"),
        ({"corrected": [block_id(9)]}, "corrected"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"deadline": None}, "deadline"),
        ({"deadline": timezone.localdate()}, "deadline"),
        ({"note": ""}, "note"),
        ({"note": "x" * 301}, "note"),
        ({"release_class": "minor"}, "release_class"),
        ({"release_class": "substantive"}, "corrected"),
    ],
)
def test_correction_that_cannot_be_is_refused_at_its_field_and_writes_nothing(network, changes, field):
    before = counts()
    with pytest.raises(ReleaseRefusedError) as refused:
        correct(reworded(network.english), **changes)
    assert list(refused.value.error_dict) == [field]
    assert counts() == before


def test_correction_of_a_block_that_is_gone_says_which(network):
    with pytest.raises(ReleaseRefusedError, match="names a block that is gone"):
        correct(reworded(network.english), corrected=[block_id(9)])


def test_substantive_release_needs_a_note(network):
    with pytest.raises(ReleaseRefusedError) as refused:
        release(reworded(network.english), release_class="substantive", note=" ", user=None)
    assert list(refused.value.error_dict) == ["note"]


def test_release_needs_the_librarys_right(network):
    user = publisher("release@example.com")
    before = counts()
    with pytest.raises(PermissionDenied, match="release library pages"):
        release(reworded(network.english), release_class="editorial", note="", user=user)
    assert counts() == before


def test_correction_needs_a_right_of_its_own(network):
    user = publisher("release@example.com", "release_librarypage")
    with pytest.raises(PermissionDenied, match="release corrections"):
        correct(reworded(network.english), user=user)
    assert release(reworded(network.english), release_class="editorial", note="", user=user).user == user


def test_identical_content_is_released_once(network):
    correct(reworded(network.english))
    before = counts()
    with pytest.raises(AlreadyReleasedError, match="released before"):
        correct(reworded(network.english))
    assert counts() == before


def test_same_revision_is_released_once(network):
    made = correct(reworded(network.english))
    before = counts()
    with pytest.raises(AlreadyReleasedError):
        correct(network.english, revision=made.revision)
    made.revision.publish()
    assert counts() == before


def test_mistaken_class_can_be_mended_by_a_correction_of_the_same_words(network):
    release(reworded(network.english), release_class="editorial", note="", user=None)
    made = correct(reworded(network.english))
    assert [part.target for part in made.correction.parts.all()] == [block_id(2)]


def test_failure_of_a_follower_undoes_the_whole_release(network):
    def fail(**kwargs):
        raise RuntimeError("The rings cannot be planned.")

    before = counts()
    released.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            correct(reworded(network.english))
    finally:
        released.disconnect(fail)
    stored = LibraryPage.objects.get(pk=network.english.pk)
    assert (counts(), stored.has_unpublished_changes) == (before, False)
    assert "corrected" not in str(stored.body)


def test_index_of_parts_is_what_the_page_says(network):
    page = reworded(network.english, gone={block_id(4)})
    release(page, release_class="editorial", note="", user=None)
    rows = LibraryPart.objects.filter(page=page).values_list(
        "target", "digest", "position", "policy", "heading"
    )
    assert set(rows) == {
        (part.target, part.digest, part.position, part.policy, part.heading)
        for part in parts_of(page).values()
    }
    assert rows.get(target=block_id(3))[3:] == ("locked", "Heading 3")


def test_withdrawn_page_is_not_in_the_index(network):
    network.english.unpublish()
    assert LibraryPart.objects.filter(page=network.english).count() == 0
    assert LibraryPart.objects.filter(page=network.danish).count() > 0


def test_withdrawn_page_can_be_released_again(network):
    network.english.unpublish()
    page = LibraryPage.objects.get(pk=network.english.pk)
    made = release(page, release_class="editorial", note="", user=None)
    assert Release.objects.filter(page=page).first() == made


def test_planned_release_keeps_its_choice_until_its_date(network):
    page = reworded(network.english)
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    choice = ReleaseChoice(
        "safety", "A dose was wrong.", False, (block_id(2),), "The old dose does harm.", TOMORROW
    )
    before = counts()
    revision = plan_release(page, choice, user=None)
    assert counts()["releases"] == before["releases"]
    revision.refresh_from_db()
    revision.content["go_live_at"] = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    revision.approved_go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    made = Release.objects.get(revision=revision)
    assert (made.release_class, made.note) == ("safety", "A dose was wrong.")
    assert [part.target for part in made.correction.parts.all()] == [block_id(2)]


def test_planned_release_is_refused_like_any_other(network):
    page = reworded(network.english)
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    with pytest.raises(ReleaseRefusedError):
        plan_release(page, ReleaseChoice("substantive"), user=None)
    with pytest.raises(PermissionDenied):
        plan_release(page, ReleaseChoice(), user=publisher("release@example.com"))
    with pytest.raises(ReleaseRefusedError):
        release(page, release_class="editorial", note="", user=None)
    page.refresh_from_db()
    assert page.scheduled_revision is None


def test_release_is_logged_with_who_and_why(network):
    user = User.objects.create_superuser("editor@example.com", "x")
    correct(reworded(network.english), user=user)
    entry = PageLogEntry.objects.get(page=network.english.pk, action="library.release", user=user)
    assert entry.data == {
        "class": "safety",
        "why": "A dose was wrong.",
        "corrected": [block_id(2)],
        "reason": "The old dose does harm.",
        "deadline": TOMORROW.isoformat(),
    }


def test_correcting_costs_the_same_queries_however_many_blocks_it_names(network):
    correct(reworded(network.english, words="Once."), corrected=["title"])
    with CaptureQueriesContext(connection) as one:
        correct(reworded(network.english, words="Twice."), corrected=["title"])
    with CaptureQueriesContext(connection) as many:
        correct(
            reworded(network.english, words="Thrice."),
            corrected=[block_id(number) for number in (1, 2, 3, 4)],
        )
    assert len(many) == len(one)


def counts():
    return {
        "releases": Release.objects.count(),
        "corrections": Correction.objects.count(),
        "corrected": CorrectedPart.objects.count(),
        "parts": LibraryPart.objects.count(),
        "revisions": LibraryPage.objects.first().revisions.count(),
    }
