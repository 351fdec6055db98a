"""Corrections, holds and rings as visitors see them, and what reading them costs."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from cms.clinics.records import clinic_for_host
from cms.editions.actions import decide
from cms.editions.explain import explain
from cms.editions.models import Edition, Hold, Ring, RingMember, RingStep
from cms.editions.resolving.values import Correction, Flag, Origin
from cms.editions.sources import bases_of, basis_of, basis_with, library_text, local_layer
from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from cms.testing.network import block_id, make_clinic, make_edition, make_library_page, text_block

PATH = "/conditions/sciatica/"
DANISH = "/lidelser/iskias/"
WITHDRAWN = "Second words."
SAFE = "Safer second words."


def bodies(network, clinic, path):
    return [str(one.bound.value["body"]) for one in network.get(clinic, path).context["effective"].blocks]


def reworded(page, words, *, number=2, **fields):
    """Return the page in memory with other words in one block; without words it lacks the block."""
    page = LibraryPage.objects.get(pk=page.pk)
    blocks = page.body.get_prep_value()
    said = [text_block(number, words)] if words else []
    at = next((index for index, one in enumerate(blocks) if one["id"] == block_id(number)), len(blocks))
    blocks[at : at + 1] = said
    page.body = page.body.stream_block.to_python(blocks)
    for name, value in fields.items():
        setattr(page, name, value)
    return page


def correct(page, words=SAFE, *, number=2, targets=None, **fields):
    """Release a correction of one block, or of ``targets``."""
    return release(
        reworded(page, words, number=number, **fields),
        release_class="safety",
        note="A dose was wrong.",
        user=None,
        corrected=[block_id(number)] if targets is None else targets,
        reason="The old dose does harm.",
        deadline=timezone.localdate() + dt.timedelta(days=7),
    ).correction


def revise(page, words, *, number=2, **fields):
    return release(
        reworded(page, words, number=number, **fields), release_class="editorial", note="", user=None
    )


def newest(page):
    return Release.objects.filter(page=page.pk).order_by("-pk").first()


def hold(edition, page):
    return Hold.objects.create(edition=edition, release=newest(page))


def shown(host, path=PATH):
    """Return where each part that is shown comes from, by id."""
    return {
        one.id: (one.provenance.origin, one.provenance.language) for one in explain(host, path).page.blocks
    }


def parked(host, path=PATH):
    page = explain(host, path).page
    return {getattr(one, "id", None) or one.name: one for one in page.parked}


class TestCorrections:
    def test_show_through_a_replacement_and_park_it(self, network):
        decide(network.newyork_edition, replaced=[text_block(2, "Our words.")])
        made = correct(network.english)
        html = network.get(network.newyork, PATH).content.decode()
        assert (SAFE in html, WITHDRAWN in html, "Our words." in html) == (True, False, False)
        assert shown("newyork.localhost")[block_id(2)] == (Origin.CORRECTION, "en")
        kept = parked("newyork.localhost")[block_id(2)]
        assert kept.value["body"] == "<p>Our words.</p>"
        assert (kept.provenance.flags, kept.provenance.correction) == ({Flag.PARKED}, made.pk)
        stored = Edition.objects.get(pk=network.newyork_edition.pk)
        assert "Our words." in json.dumps(stored.local.get_prep_value())

    def test_leave_other_decisions_alone(self, network):
        decide(network.newyork_edition, replaced=[text_block(1, "Our words.")], hidden=[block_id(4)])
        correct(network.english)
        assert bodies(network, network.newyork, PATH) == [
            "<p>Our words.</p>",
            f"<p>{SAFE}</p>",
            "<p>Locked words.</p>",
        ]

    def test_show_what_was_hidden(self, network):
        decide(network.newyork_edition, hidden=[block_id(2)])
        correct(network.english)
        assert f"<p>{SAFE}</p>" in bodies(network, network.newyork, PATH)
        assert parked("newyork.localhost")[block_id(2)].value is None

    def test_leave_a_decision_that_was_made_after_them(self, network):
        correct(network.english)
        decide(network.newyork_edition, replaced=[text_block(2, "Our words.")], hidden=[block_id(4)])
        assert shown("newyork.localhost")[block_id(2)] == (Origin.REPLACED, "en")
        assert parked("newyork.localhost") == {}
        correct(network.english, "Safest second words.")
        assert shown("newyork.localhost")[block_id(2)] == (Origin.CORRECTION, "en")

    def test_show_in_the_source_language_where_the_translation_is_older(self, network):
        correct(network.english)
        page = network.get(network.aalborg, DANISH).context["effective"]
        assert [(str(one.bound.value["body"]), one.language) for one in page.blocks] == [
            ("<p>Første ord.</p>", ""),
            (f"<p>{SAFE}</p>", "en"),
            ("<p>Låste ord.</p>", ""),
            ("<p>Fjerde ord.</p>", ""),
        ]
        assert 'lang="en"' in network.get(network.aalborg, DANISH).content.decode()

    def test_end_when_the_translation_has_caught_up(self, network):
        correct(network.english)
        revise(network.danish, "Sikrere ord.")
        assert shown("aalborg.localhost", DANISH)[block_id(2)] == (Origin.LIBRARY, "da")
        correct(network.english, "Safest second words.")
        assert shown("aalborg.localhost", DANISH)[block_id(2)] == (Origin.CORRECTION, "en")

    def test_of_a_translation_stay_in_its_language(self, network):
        decide(network.danish_edition, replaced=[text_block(2, "Vore ord.")])
        decide(network.newyork_edition, replaced=[text_block(2, "Our words.")])
        correct(network.danish, "Rettede ord.")
        assert shown("aalborg.localhost", DANISH)[block_id(2)] == (Origin.CORRECTION, "da")
        assert shown("newyork.localhost")[block_id(2)] == (Origin.REPLACED, "en")

    def test_show_in_a_language_that_the_clinic_does_not_speak(self, network):
        odense = make_clinic("odense", languages=("da",), country="DK", theme="limfjord")
        make_edition(odense, network.danish, language="da")
        correct(network.english)
        assert shown("odense.localhost", DANISH)[block_id(2)] == (
            Origin.CORRECTION,
            "en",
        )

    def test_put_a_new_warning_into_an_older_translation(self, network):
        page = LibraryPage.objects.get(pk=network.english.pk)
        blocks = page.body.get_prep_value()
        blocks.insert(2, text_block(9, "New warning."))
        page.body = page.body.stream_block.to_python(blocks)
        release(
            page,
            release_class="safety",
            note="A risk was missing.",
            user=None,
            corrected=[block_id(9)],
            reason="A risk was missing.",
            deadline=timezone.localdate() + dt.timedelta(days=7),
        )
        assert bodies(network, network.aalborg, DANISH) == [
            "<p>Første ord.</p>",
            "<p>Andre ord.</p>",
            "<p>New warning.</p>",
            "<p>Låste ord.</p>",
            "<p>Fjerde ord.</p>",
        ]

    def test_take_a_removed_block_out_everywhere(self, network):
        decide(network.newyork_edition, replaced=[text_block(2, "Our words.")])
        correct(network.english, "")
        for clinic, path in ((network.newyork, PATH), (network.aalborg, DANISH)):
            assert len(bodies(network, clinic, path)) == 3
        assert parked("newyork.localhost")[block_id(2)].value["body"] == "<p>Our words.</p>"

    def test_reach_titles_and_lists(self, network):
        decide(network.newyork_edition, fields={"title": "Our title"})
        correct(network.english, "Second words.", targets=["title"], title="Safe title")
        assert network.get(network.newyork, PATH).context["effective"].title == "Safe title"
        for clinic, path in ((network.newyork, "/conditions/"), (network.aalborg, "/lidelser/")):
            assert [card.title for card in network.get(clinic, path).context["cards"]] == ["Safe title"]
        assert parked("newyork.localhost")["title"].value == "Our title"
        html = network.get(network.aalborg, DANISH).content.decode()
        assert '<h1 lang="en">Safe title</h1>' in html
        assert '<p class="lead">About Iskias.</p>' in html


class TestHolds:
    def test_keep_the_words_of_their_release(self, network):
        hold(network.newyork_edition, network.english)
        revise(network.english, "Newer words.", title="Newer title")
        effective = network.get(network.newyork, PATH).context["effective"]
        assert (effective.title, str(effective.blocks[1].bound.value["body"])) == (
            "Sciatica",
            f"<p>{WITHDRAWN}</p>",
        )
        assert [card.title for card in network.get(network.newyork, "/conditions/").context["cards"]] == [
            "Sciatica"
        ]
        page = explain("newyork.localhost", PATH).page
        assert {one.id for one in page.blocks if Flag.HELD in one.provenance.flags} == {block_id(2)}
        assert page.fields["title"].provenance.flags == {Flag.HELD}
        assert network.get(network.aalborg, "/en" + PATH).context["effective"].title == "Newer title"

    def test_show_a_correction_and_nothing_else_of_its_release(self, network):
        hold(network.newyork_edition, network.english)
        revise(network.english, "Newer first words.", number=1)
        correct(network.english)
        assert bodies(network, network.newyork, PATH)[:2] == ["<p>First words.</p>", f"<p>{SAFE}</p>"]
        assert shown("newyork.localhost")[block_id(2)] == (Origin.CORRECTION, "en")

    def test_at_the_correction_itself_show_it_as_their_own(self, network):
        correct(network.english)
        hold(network.newyork_edition, network.english)
        revise(network.english, "Newer words.")
        assert bodies(network, network.newyork, PATH)[1] == f"<p>{SAFE}</p>"
        assert shown("newyork.localhost")[block_id(2)] == (Origin.LIBRARY, "en")

    def test_survive_content_that_nobody_understands_any_more(self, network):
        hold(network.newyork_edition, network.english)
        held = newest(network.english).revision
        revise(network.english, "Newer words.")
        body = json.loads(held.content["body"])
        body.append({"type": "oracle", "value": {"said": 1}, "id": block_id(8)})
        for broken in (json.dumps(body), "{", None, 7, [1]):
            held.content |= {"body": broken, "reviewed_on": "yesterday", "hero": 999, "source_base": "x"}
            Revision.objects.filter(pk=held.pk).update(content=held.content)
            response = network.get(network.newyork, PATH)
            assert response.context["effective"].title == "Sciatica"
            assert (WITHDRAWN in response.content.decode()) == (broken == json.dumps(body))
        assert network.get(network.newyork, "/conditions/").status_code == 200

    def test_of_a_page_that_is_withdrawn_show_nothing(self, network):
        hold(network.newyork_edition, network.english)
        network.english.unpublish()
        network.danish.unpublish()
        assert network.get(network.newyork, PATH).status_code == 404


class TestRings:
    @pytest.fixture
    def late(self, network):
        """A ring with New York that receives the newest release tomorrow."""
        revise(network.english, "Newer words.")
        ring = Ring.objects.create(name="Late", position=5)
        RingMember.everywhere.create(clinic=network.newyork, ring=ring)
        return RingStep.objects.create(
            release=newest(network.english), ring=ring, starts_at=timezone.now() + dt.timedelta(days=1)
        )

    def test_wait_for_their_step(self, network, late):
        assert bodies(network, network.newyork, PATH)[1] == f"<p>{WITHDRAWN}</p>"
        assert bodies(network, network.aalborg, "/en" + PATH)[1] == "<p>Newer words.</p>"
        RingStep.objects.update(starts_at=timezone.now() - dt.timedelta(hours=1))
        assert bodies(network, network.newyork, PATH)[1] == "<p>Newer words.</p>"

    def test_go_back_when_a_release_was_taken_back(self, network, late):
        RingStep.objects.update(
            starts_at=timezone.now() - dt.timedelta(hours=1), rolled_back_at=timezone.now()
        )
        assert bodies(network, network.newyork, PATH)[1] == f"<p>{WITHDRAWN}</p>"

    def test_show_corrections_before_their_step(self, network, late):
        made = correct(network.english, "Safer first words.", number=1)
        RingStep.objects.create(release=made.release, ring=late.ring, starts_at=late.starts_at)
        assert bodies(network, network.newyork, PATH)[:2] == [
            "<p>Safer first words.</p>",
            f"<p>{WITHDRAWN}</p>",
        ]

    def test_give_way_to_a_hold(self, network, late):
        Hold.objects.create(edition=network.newyork_edition, release=newest(network.english))
        assert bodies(network, network.newyork, PATH)[1] == "<p>Newer words.</p>"

    def test_have_no_page_before_its_first_release_has_come(self, network, late):
        page = make_library_page([text_block(1, "New page.")], title="Migraine", slug="migraine")
        make_edition(network.newyork, page)
        RingStep.objects.create(release=newest(page), ring=late.ring, starts_at=late.starts_at)
        assert network.get(network.newyork, "/conditions/migraine/").status_code == 404
        titles = [card.title for card in network.get(network.newyork, "/conditions/").context["cards"]]
        assert titles == ["Sciatica"]


class TestExplain:
    def test_says_which_release_and_why(self, network):
        hold(network.newyork_edition, network.english)
        held = newest(network.english)
        revise(network.english, "Newer words.")
        said = explain("newyork.localhost", PATH).as_json()["release"]
        assert (said["id"], said["because"]) == (held.pk, "the clinic chose to stay on it")
        other = explain("aalborg.localhost", "/en" + PATH).as_json()["release"]
        assert (other["id"], other["because"]) == (newest(network.english).pk, "it is the latest one")

    def test_command_writes_corrections_and_parked_versions(self, network, capsys):
        decide(network.newyork_edition, replaced=[text_block(2, "Our words.")], fields={"title": "Our title"})
        made = correct(network.english, targets=[block_id(2), "title"], title="Safe title")
        call_command("explain", "newyork.localhost", PATH)
        lines = capsys.readouterr().out
        assert f"shows release {made.release_id} of" in lines
        assert "Parked: kept, and not shown" in lines
        assert f"Correction {made.pk} of {block_id(2)} (en): The old dose does harm." in lines
        call_command("explain", "newyork.localhost", PATH, "--json")
        data = json.loads(capsys.readouterr().out)
        assert [one.get("name") or one["id"] for one in data["parked"]] == [block_id(2), "title"]
        assert data["blocks"][1]["correction"] == made.pk


def queries(work):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    return [one["sql"] for one in captured]


class TestCost:
    def test_usual_page_takes_one_query(self, network):
        clinic = clinic_for_host("newyork.localhost")
        edition = Edition.objects.get(pk=network.newyork_edition.pk)
        assert len(queries(lambda: basis_of(edition, clinic, "en"))) == 1
        assert len(queries(lambda: bases_of([edition], clinic, with_body=False))) == 1

    def test_correction_costs_a_constant_number_more(self, network):
        clinic = clinic_for_host("aalborg.localhost")
        correct(network.english)
        correct(network.danish, number=1)
        edition = Edition.objects.get(pk=network.danish_edition.pk)
        assert len(queries(lambda: basis_of(edition, clinic, "da"))) == 3

    def test_corrected_block_costs_lists_nothing(self, network):
        clinic = clinic_for_host("newyork.localhost")
        correct(network.english)
        edition = Edition.objects.get(pk=network.newyork_edition.pk)
        assert len(queries(lambda: bases_of([edition], clinic, with_body=False))) == 1

    def test_many_editions_cost_what_one_costs(self, network):
        editions = [network.newyork_edition]
        for number in range(3):
            page = make_library_page([text_block(2, "x")], title=f"T{number}", slug=f"t{number}")
            editions.append(make_edition(network.newyork, page))
            correct(page)
            hold(editions[-1], page)
            revise(page, "y")
        clinic = clinic_for_host("newyork.localhost")
        fresh = list(Edition.objects.filter(pk__in=[one.pk for one in editions]).order_by("pk"))
        one = queries(
            lambda: [basis.resolve(local_layer(fresh[1])) for basis in bases_of(fresh[1:2], clinic).values()]
        )
        all_of_them = queries(lambda: bases_of(fresh, clinic))
        assert (len(one), len(all_of_them)) == (3, 3)
        lists = queries(lambda: Edition.cards(fresh))
        assert len(lists) == 2


class TestBasis:
    def test_says_what_the_library_says_corrected(self, network):
        made = correct(network.english)
        clinic = clinic_for_host("aalborg.localhost")
        basis = basis_of(Edition.objects.get(pk=network.danish_edition.pk), clinic, "da")
        assert basis.said(block_id(2)).value["body"] == f"<p>{SAFE}</p>"
        assert (basis.said("title"), basis.said("nothing")) == ("Iskias", None)
        assert (basis.correction(block_id(2)), basis.correction(block_id(1))) == (made.pk, 0)
        value = basis.base_value(block_id(2))
        assert (value.correction, value.digest) == (made.pk, basis.said(block_id(2)).digest)

    def test_of_a_text_that_is_tried_out_equals_what_then_happens(self, network):
        decide(network.newyork_edition, replaced=[text_block(2, "Our words.")])
        hold(network.danish_edition, network.danish)
        draft = reworded(network.english, SAFE, title="New title")
        editions = [network.newyork_edition, network.danish_edition, network.english_edition]
        before = {one.pk: basis(one) for one in editions}
        text = library_text(draft, "en")
        tried = [made_up(text, before[one.pk]).resolve(layer(one)) for one in editions]
        correct(network.english, title="New title")
        after = [basis(one).resolve(layer(one)) for one in editions]
        assert [words(one) for one in tried] == [words(one) for one in after]
        assert [len(one.parked) for one in tried] == [1, 0, 0]


def basis(edition):
    fresh = Edition.objects.get(pk=edition.pk)
    clinic, language = fresh.clinic_and_language()
    return basis_of(fresh, clinic, language.code)


def layer(edition):
    fresh = Edition.objects.get(pk=edition.pk)
    return local_layer(fresh, fresh.clinic_and_language()[1].code)


def made_up(text, before):
    new = Correction(10_000, block_id(2), "en", page_id=text.page_id, release=10_000)
    return basis_with(before, text, [new])


def words(page):
    blocks = [(one.id, one.value, one.provenance.origin, one.provenance.language) for one in page.blocks]
    return (
        blocks,
        {name: field.value for name, field in page.fields.items()},
        [one.value for one in page.parked],
    )
