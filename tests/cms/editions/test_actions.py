"""Decisions from scripts follow the same rules as the page editor."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import PageLogEntry

from cms.accounts.models import User
from cms.editions.actions import decide
from cms.editions.models import Edition, Follower
from cms.pages.models import SectionIndex
from cms.testing.network import block_id, make_library_page, text_block


@pytest.fixture
def edition(network):
    return lambda: Edition.objects.get(pk=network.newyork_edition.pk)


def headings(network):
    context = network.get(network.newyork, "/conditions/sciatica/").context
    return [block.heading for block in context["effective"].blocks]


def test_decide_replaces_adds_hides_and_moves(edition, network):
    decide(
        edition(),
        replaced=[text_block(1, "Ours.", heading="Ours")],
        added=[(block_id(2), text_block(8, "One.")), (block_id(2), text_block(9, "Two."))],
        hidden=[block_id(4)],
        moved=[(block_id(2), "")],
    )
    assert headings(network) == ["Heading 2", "Heading 8", "Heading 9", "Heading 3", "Ours"]


def test_decide_takes_decisions_back(edition, network):
    decide(edition(), replaced=[text_block(1, "Ours.")], hidden=[block_id(4)], fields={"title": "Leg pain"})
    decide(edition(), added=[("", text_block(8, "One."))])
    decide(
        edition(),
        reset=[block_id(1)],
        shown_again=[block_id(4)],
        removed=[block_id(8)],
        reset_fields=["title"],
    )
    assert (list(edition().local.get_prep_value()), edition().base, edition().title) == ([], {}, "Sciatica")


def test_decide_that_changes_nothing_publishes_nothing(edition):
    before = edition().latest_revision_id
    decide(edition(), reset=[block_id(1)])
    assert edition().latest_revision_id == before


def test_decide_refuses_what_the_policy_forbids(edition):
    with pytest.raises(ValidationError, match="its own words"):
        decide(edition(), hidden=[block_id(3)])


def test_decide_refuses_a_block_that_is_not_there(edition):
    with pytest.raises(ValidationError, match="There is no block"):
        decide(edition(), hidden=[block_id(77)])


def test_decide_asks_for_permission(edition):
    with pytest.raises(PermissionDenied):
        decide(edition(), hidden=[block_id(1)], user=User.objects.create_user("nobody@example.com", "x"))


def test_decide_is_logged_with_its_reason(edition):
    user = User.objects.create_superuser("owner@example.com", "x")
    decide(edition(), hidden=[block_id(1)], user=user, why="We do not offer this.")
    entry = PageLogEntry.objects.filter(page=edition().pk, action="editions.decide").get()
    assert (entry.user, entry.data["why"]) == (user, "We do not offer this.")


def test_decide_on_what_was_read_before_its_publication_keeps_when_that_was(edition, network):
    section = network.newyork_edition.get_parent()
    page = make_library_page([text_block(2, "Words.")], title="Migraine", slug="migraine")
    draft = Edition(title="Migraine", slug="migraine", library_key=page.translation_key, live=False)
    section.add_child(instance=draft)
    read_before = Edition.objects.get(pk=draft.pk)
    Edition.objects.get(pk=draft.pk).save_revision().publish()
    published = Edition.objects.get(pk=draft.pk)
    decide(read_before, hidden=[block_id(2)])
    stored = Edition.objects.get(pk=draft.pk)
    assert stored.first_published_at == published.first_published_at
    assert Follower.everywhere.get(edition=draft).since == published.first_published_at
    assert read_before.first_published_at == published.first_published_at


def test_decide_on_what_was_read_before_it_moved_leaves_it_where_it_is(edition, network):
    read_before = edition()
    home = network.newyork_edition.get_parent().get_parent()
    other = home.add_child(instance=SectionIndex(title="Other", slug="other", locale=home.locale))
    edition().move(other, pos="last-child")
    decide(read_before, hidden=[block_id(4)])
    assert edition().get_parent().pk == other.pk
    assert edition().url_path == f"{other.url_path}{edition().slug}/"


def test_decide_on_a_deleted_page_says_so(edition):
    read_before = edition()
    edition().delete()
    with pytest.raises(ValidationError, match="does not exist any more"):
        decide(read_before, hidden=[block_id(4)])


EVIL = "<script>alert(1)</script><p onclick=1>Ours <b>now</b>.</p>"


def test_decide_takes_of_rich_text_only_what_the_editor_allows(edition, network):
    decide(
        edition(),
        replaced=[{"type": "text", "value": {"body": EVIL}, "id": block_id(1)}],
        added=[("", {"type": "text", "value": {"body": EVIL}})],
    )
    html = network.get(network.newyork, "/conditions/sciatica/").content.decode()
    assert (html.count("Ours <b>now</b>."), "alert(1)" in html, "onclick=" in html) == (2, False, False)


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        (
            {"replaced": [{"type": "evil", "value": {}, "id": block_id(1)}]},
            "no block of the type “evil”.*text, ",
        ),
        ({"added": [("", {"type": "evil", "value": {}})]}, "no block of the type “evil”.*text, "),
        ({"added": [("", {"type": "text", "value": {"x": 1}})]}, "Text: There is no field “x” here.*heading"),
        ({"added": [("", {"type": "text", "value": {"body": ""}})]}, "Text › Text: This field is required"),
        ({"added": [("", 5)]}, "“type” and a “value”"),
        ({"replaced": [text_block(1, "Ours.") | {"id": ""}]}, "needs the “id”"),
        ({"fields": {"nosuch": "1"}}, "no field “nosuch” here.*title, summary, hero, search_title"),
        ({"reset_fields": ["nosuch"]}, "no field “nosuch” here.*title, summary, hero, search_title"),
        ({"fields": {"title": ""}}, "^\\['Title: This field is required.'\\]$"),
        ({"fields": {"hero": "99999"}}, "Picture: This has to be an object with these fields: image, alt"),
        (
            {"fields": {"hero": {"image": 99999}}},
            "Picture › Picture: There is no image with the number 99999",
        ),
    ],
)
def test_decide_says_what_is_wrong_with_what_it_is_given(edition, wishes, message):
    before = edition().latest_revision_id
    with pytest.raises(ValidationError, match=message):
        decide(edition(), **wishes)
    assert edition().latest_revision_id == before
