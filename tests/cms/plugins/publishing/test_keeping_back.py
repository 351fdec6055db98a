"""What gates of plugins object to stays a draft, by whichever call; what checks advise is said."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.accounts.models import User
from cms.clinics.records import record_of
from cms.clinics.roles import CLINICAL_REVIEWER, mirror_role
from cms.locales.context import RequestContext, use_context
from cms.pages.models import PlainPage
from cms.plugins.actions import switch_off
from cms.plugins.answers import Issue
from cms.plugins.breaker import pauses_of
from cms.plugins.declared import PublishCheck
from cms.plugins.points import points_of
from cms.plugins.publishing.keeping_back import KEPT_BACK, PUBLISHED_ANYWAY, publish_anyway
from cms.plugins.publishing.kept_back import kept_back
from cms.plugins.publishing.middleware import PublicationRefusedMiddleware
from cms.plugins.publishing.remarks import PublicationRefusedError, Remark, advice_on
from cms.plugins.publishing.telling import listed
from cms.plugins.registry import registry
from cms.testing.network import home_of
from tests.cms.plugins.people import member, said, signed_in
from tests.plugins_for_tests.case_book.models import CasePage, Consent

REFUSAL = "Case book: The person has not agreed to this. Enter the consent first."
STORY = "It got better after some weeks of treatment."


@pytest.fixture
def case(case_book):
    """A draft about somebody who has not agreed."""
    page = CasePage(title="A sore back", slug="sore-back", person="P. 1", story=STORY, live=False)
    home_of(case_book.newyork).add_child(instance=page)
    page.save_revision()
    return page


def consent(network, person="P. 1"):
    Consent.objects.create(clinic=network.newyork, person=person, given_on=date(2026, 1, 2))


def make_due(page):
    """Let the time pass for which the latest version is scheduled."""
    revision, past = page.get_latest_revision(), timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()


def form(page, **fields):
    given = {"title": page.title, "slug": page.slug, "person": page.person, "story": page.story}
    return nested_form_data({**given, "comments": inline_formset([]), **fields})


def test_gate_keeps_a_page_back_in_code_and_lets_it_out_afterwards(case_book, case) -> None:
    with pytest.raises(PublicationRefusedError) as refused:
        case.get_latest_revision().publish()
    assert str(refused.value) == f"“A sore back” is not published. {REFUSAL}"
    case.refresh_from_db()
    assert (case.live, case.has_unpublished_changes, case.story) == (False, True, STORY)
    consent(case_book)
    case.get_latest_revision().publish()
    case.refresh_from_db()
    assert case.live


def test_refused_draft_leaves_the_published_version_and_the_schedule(case_book, case) -> None:
    consent(case_book)
    case.get_latest_revision().publish()
    case.refresh_from_db()
    case.go_live_at = timezone.now() + timedelta(days=1)
    scheduled = case.save_revision()
    scheduled.publish()
    case.go_live_at, case.person = None, "P. 2"
    with pytest.raises(PublicationRefusedError):
        case.save_revision().publish()
    case.refresh_from_db()
    scheduled.refresh_from_db()
    assert (case.live, case.person) == (True, "P. 1")
    assert scheduled.approved_go_live_at is not None


def test_editor_says_why_and_keeps_what_was_written(case_book, case) -> None:
    marketer = signed_in(member(case_book.newyork, "clinic_marketer"))
    edit = f"/pages/{case.pk}/edit/"
    response = marketer.post(edit, form(case, story="Written just now.", **{"action-publish": "1"}))
    assert response["Location"] == edit
    assert said(response) == [f"“A sore back” is not published. What you wrote is kept as a draft. {REFUSAL}"]
    case.refresh_from_db()
    assert not case.live
    assert case.get_latest_revision_as_object().story == "Written just now."


def test_gate_that_let_the_draft_pass_is_asked_again_about_what_goes_live(
    case_book, case, monkeypatch
) -> None:
    asked, words = [], [Issue("Not like this.")]
    gate = PublishCheck(
        "case_book", "ask", lambda context: asked.append(context.page.live) or words * asked[-1], True
    )
    monkeypatch.setattr(registry.loaded["case_book"].plugin, "checks", [gate])
    marketer = signed_in(member(case_book.newyork, "clinic_marketer"))
    response = marketer.post(f"/pages/{case.pk}/edit/", form(case, **{"action-publish": "1"}))
    assert said(response)[0].endswith("Case book: Not like this.")
    assert asked == [False, True]
    case.refresh_from_db()
    assert not case.live


def test_page_that_is_created_and_published_becomes_a_draft(case_book) -> None:
    marketer = signed_in(member(case_book.newyork, "clinic_marketer"))
    home = home_of(case_book.newyork)
    new = CasePage(title="New", slug="new", person="P. 1", story=STORY)
    response = marketer.post(
        f"/pages/add/case_book/casepage/{home.pk}/", form(new, **{"action-publish": "1"})
    )
    made = CasePage.objects.get(slug="new")
    assert response["Location"] == f"/pages/{made.pk}/edit/"
    assert said(response) == [f"“New” is not published. What you wrote is kept as a draft. {REFUSAL}"]
    assert (made.live, made.get_latest_revision_as_object().story) == (False, STORY)


def test_copy_of_a_published_page_is_asked_about_again(case_book, case) -> None:
    consent(case_book)
    case.get_latest_revision().publish()
    case.refresh_from_db()
    assert case.copy(update_attrs={"slug": "first"}).live
    Consent.objects.for_clinic(case_book.newyork).delete()
    second = case.copy(update_attrs={"slug": "second"})
    second.refresh_from_db()
    assert (second.live, second.has_unpublished_changes) == (False, True)


def test_bulk_action_publishes_all_or_none(case_book, case) -> None:
    plain = PlainPage(title="Plain", slug="plain", live=False)
    home_of(case_book.newyork).add_child(instance=plain)
    plain.save_revision()
    marketer = signed_in(member(case_book.newyork, "clinic_marketer"))
    url = f"/bulk/wagtailcore/page/publish/?id={plain.pk}&id={case.pk}"
    assert said(marketer.post(url)) == [
        f"“A sore back” is not published. What you wrote is kept as a draft. {REFUSAL}"
    ]
    plain.refresh_from_db()
    assert not plain.live
    consent(case_book)
    marketer.post(url)
    plain.refresh_from_db()
    case.refresh_from_db()
    assert plain.live
    assert case.live


def test_schedule_that_is_refused_stops_no_other_and_is_told(case_book, case) -> None:
    consent(case_book)
    plain = PlainPage(title="Plain", slug="plain", live=False)
    home_of(case_book.newyork).add_child(instance=plain)
    for page in (case, plain):
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision().publish()
        make_due(page)
    Consent.objects.for_clinic(case_book.newyork).delete()
    errors = StringIO()
    call_command("publish_scheduled", stderr=errors)
    plain.refresh_from_db()
    case.refresh_from_db()
    assert (plain.live, case.live) == (True, False)
    assert errors.getvalue() == "Plugins kept back 1 pages; the log of each says why.\n"
    assert PageLogEntry.objects.get(action=KEPT_BACK).message == f"Kept back from publishing. {REFUSAL}"
    owner = member(case_book.newyork, "clinic_owner")
    assert [(one.page.pk, one.why) for one in kept_back(owner)] == [
        (case.pk, (("Case book", "The person has not agreed to this. Enter the consent first."),))
    ]
    assert kept_back(member(case_book.aalborg, "clinic_owner")) == []
    assert "Kept back from publishing" in signed_in(owner).get("/").content.decode()
    call_command("publish_scheduled")
    assert PageLogEntry.objects.filter(action=KEPT_BACK).count() == 1
    consent(case_book)
    case.get_latest_revision().publish()
    assert kept_back(owner) == []


def test_owner_publishes_anyway_by_name_and_with_a_reason(case_book, case) -> None:
    owner = member(case_book.newyork, "clinic_owner")
    admin = signed_in(owner)
    response = admin.post(f"/pages/{case.pk}/edit/", form(case, **{"action-publish": "1"}))
    assert "Publish it all the same…" in said(response)[0]
    url = f"/plugins/publish-anyway/{case.pk}/"
    assert REFUSAL in admin.get(url).content.decode()
    assert admin.post(url, {"reason": "  "}).status_code == 200
    case.refresh_from_db()
    assert not case.live
    response = admin.post(url, {"reason": "Agreed on the telephone."})
    assert said(response)[-1] == "“A sore back” is published."
    case.refresh_from_db()
    assert case.live
    entry = PageLogEntry.objects.get(action=PUBLISHED_ANYWAY)
    assert entry.user == owner
    assert entry.message == f"Published although plugins object. {REFUSAL} Agreed on the telephone."
    case.story = "Changed."
    with pytest.raises(PublicationRefusedError):
        case.save_revision().publish()


@pytest.mark.parametrize("role", ["clinic_marketer"])
def test_who_may_not_switch_plugins_may_not_overrule_them(case_book, case, role) -> None:
    user = member(case_book.newyork, role)
    with pytest.raises(PermissionDenied):
        publish_anyway(case, "Because.", user=user)
    admin = signed_in(user)
    assert admin.post(f"/plugins/publish-anyway/{case.pk}/", {"reason": "x"})["Location"] == "/"
    case.refresh_from_db()
    assert not case.live
    neighbour = signed_in(member(case_book.aalborg, "clinic_owner"))
    assert neighbour.get(f"/plugins/publish-anyway/{case.pk}/").status_code == 404


def test_overruling_holds_until_the_schedule_is_due_in_any_language(case_book, case) -> None:
    case.go_live_at = timezone.now() + timedelta(hours=1)
    case.save_revision()
    with translation.override("da"):
        publish_anyway(case, "Aftalt.", user=None)
    make_due(case)
    call_command("publish_scheduled")
    case.refresh_from_db()
    assert case.live


def test_locked_page_is_not_published_anyway(case_book, case) -> None:
    case.locked = True
    case.save()
    with pytest.raises(ValidationError, match="locked"):
        publish_anyway(case, "Because.", user=User.objects.create_superuser("root@example.com", "x"))


def test_gate_that_fails_or_is_paused_keeps_the_page_back(case_book, case, monkeypatch, caplog) -> None:
    consent(case_book)
    monkeypatch.setattr(Consent.objects, "for_clinic", lambda clinic: 1 / 0)
    for _turn in range(4):
        with pytest.raises(PublicationRefusedError) as refused:
            case.get_latest_revision().publish()
        assert [str(one) for one in refused.value.objections] == [
            "Case book: It could not look at the page, because something in it fails."
        ]
    assert caplog.text.count("The plugin case_book failed at publish:demand_consent") == 3


def test_advice_is_shown_after_publishing(case_book, case) -> None:
    consent(case_book)
    marketer = signed_in(member(case_book.newyork, "clinic_marketer"))
    response = marketer.post(f"/pages/{case.pk}/edit/", form(case, story="Short.", **{"action-publish": "1"}))
    assert said(response)[0] == (
        "Plugins have this to say about “A sore back”: Case book: The story is very short."
    )


def test_advice_after_the_bulk_action_is_about_what_was_published(case_book, case) -> None:
    consent(case_book)
    case.story = "Short."
    case.save_revision()
    marketer = signed_in(member(case_book.newyork, "clinic_marketer"))
    response = marketer.post(f"/bulk/wagtailcore/page/publish/?id={case.pk}")
    assert said(response)[0].endswith("Case book: The story is very short.")


def test_plugin_that_is_off_keeps_nothing_back_and_costs_no_query(case_book, case) -> None:
    switch_off(case_book.newyork, "case_book", user=None)
    plain = PlainPage(title="Plain", slug="plain", live=False)
    home_of(case_book.newyork).add_child(instance=plain)
    plain.save_revision().publish()
    plain.refresh_from_db()
    with CaptureQueriesContext(
        connection,
    ) as without:
        plain.save_revision().publish()
    case.get_latest_revision().publish()
    case.refresh_from_db()
    assert case.live
    assert not any("plugins_" in one["sql"] for one in without.captured_queries)


def test_approval_of_a_reviewer_is_undone_when_a_gate_objects(case_book, case) -> None:
    marketer = signed_in(member(case_book.newyork, "clinic_marketer"))
    reviewer = User.objects.create_user("reviewer@example.com", "x")
    reviewer.groups.add(mirror_role(CLINICAL_REVIEWER, pages=[Page.get_first_root_node()], collections=[]))
    edit = f"/pages/{case.pk}/edit/"
    marketer.post(edit, form(case, **{"action-submit": "1"}))
    approval = form(
        case, story="Short.", **{"action-workflow-action": "1", "workflow-action-name": "approve"}
    )
    response = signed_in(reviewer).post(edit, approval)
    assert response["Location"] == edit
    assert said(response) == [f"“A sore back” is not published. What you wrote is kept as a draft. {REFUSAL}"]
    case = CasePage.objects.get(pk=case.pk)
    assert (case.live, case.current_workflow_state.status) == (False, "in_progress")
    assert case.get_latest_revision_as_object().story == "Short."
    consent(case_book)
    response = signed_in(reviewer).post(edit, approval)
    assert CasePage.objects.get(pk=case.pk).live
    assert "Case book: The story is very short." in said(response)[-1]


def test_public_site_says_nothing_of_gates(case_book, case) -> None:
    """What publishes on the site of a clinic, which nothing does, fails there as it fails in code."""
    refused = PublicationRefusedError(case, ())
    found = record_of(case_book.newyork)
    with use_context(RequestContext(found, found.languages[0])):
        answer = PublicationRefusedMiddleware(lambda request: None).process_exception(None, refused)
    assert answer is None


def test_edition_is_shown_to_the_checks_as_well(case_book, case, monkeypatch) -> None:
    asked = []
    plugin = registry.loaded["case_book"].plugin
    monkeypatch.setattr(
        plugin,
        "checks",
        [PublishCheck("case_book", "ask", lambda context: asked.append(context.page) or (), True)],
    )
    for edition in (case_book.newyork_edition, case_book.danish_edition):
        edition.title = "Changed"
        edition.save_revision().publish()
    assert asked == [case_book.newyork_edition]


def test_check_that_keeps_failing_pauses_no_other(make_plugin, network, caplog) -> None:
    def register(plugin):
        plugin.publish_check(lambda context: 1 / 0, name="fails")
        plugin.publish_check(lambda context: [Issue("Look again.")], name="works")

    plugin = make_plugin("sample", register, network.newyork)
    for _turn in range(4):
        assert [str(one) for one in advice_on(home_of(network.newyork))] == ["Sample: Look again."]
    assert caplog.text.count("failed at publish:fails") == 3
    (pause,) = pauses_of("sample", points_of(plugin), network.newyork.pk)
    assert points_of(plugin)[pause.point] == "What it says of a page before that is published, “fails”."


def test_check_that_answers_something_else_is_a_failure(case_book, case, monkeypatch) -> None:
    plugin = registry.loaded["case_book"].plugin
    check = PublishCheck("case_book", "say", lambda context: ["a text"], True)
    monkeypatch.setattr(plugin, "checks", [check])
    with pytest.raises(PublicationRefusedError, match="It could not look at the page"):
        case.get_latest_revision().publish()


def test_database_error_of_a_gate_spoils_nothing_but_the_publication(case_book, case, monkeypatch) -> None:
    def broken(context):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nowhere")

    plugin = registry.loaded["case_book"].plugin
    monkeypatch.setattr(plugin, "checks", [PublishCheck("case_book", "break", broken, True)])
    with pytest.raises(PublicationRefusedError):
        case.get_latest_revision().publish()
    assert CasePage.objects.get(pk=case.pk).title == "A sore back"


def test_link_leads_to_the_block_that_a_remark_is_about(case_book, case) -> None:
    remarks = [Remark("Case book", "<b>Bold</b>", "abc"), Remark("Case book", "Plain")]
    place = f"/pages/{case.pk}/edit/#block-abc-section"
    assert listed(case, remarks) == (
        f'<ul><li><a href="{place}">Case book: &lt;b&gt;Bold&lt;/b&gt;</a></li><li>Case book: Plain</li></ul>'
    )
