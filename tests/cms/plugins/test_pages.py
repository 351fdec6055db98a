"""Pages of plugins: made and shown where the plugin is on, kept and hidden elsewhere."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.urls.pages import urlpatterns as wagtail_page_urls
from wagtail.models import Page

from cms.accounts.models import User
from cms.pages.models import SectionIndex
from cms.plugins.actions import switch_off, switch_on
from cms.testing.network import home_of
from tests.cms.plugins.people import member, said, signed_in
from tests.plugins_for_tests.case_book.models import CasePage, Consent


@pytest.fixture
def case(case_book):
    """A published case in the section of conditions of New York, in the menu."""
    Consent.objects.create(clinic=case_book.newyork, person="P. 1", given_on=date(2026, 1, 2))
    section = SectionIndex.objects.descendant_of(home_of(case_book.newyork)).get()
    page = CasePage(
        title="A sore back",
        slug="sore-back",
        person="P. 1",
        story="It got better.",
        show_in_menus=True,
        live=True,
    )
    return section.add_child(instance=page)


PATH = "/conditions/sore-back/"


def test_page_is_shown_with_what_surrounds_every_page(case_book, case) -> None:
    found = case_book.get(case_book.newyork, PATH)
    assert found.status_code == 200
    assert "It got better." in found.content.decode()
    assert "site-footer" in found.content.decode()
    assert case.url == "http://newyork.localhost/conditions/sore-back/"
    assert "A sore back" in case_book.get(case_book.newyork, "/conditions/").content.decode()


def test_page_is_not_found_and_not_listed_where_the_plugin_is_off(case_book, case) -> None:
    switch_off(case_book.newyork, "case_book", user=None)
    assert case_book.get(case_book.newyork, PATH).status_code == 404
    for path in ("/conditions/", "/"):
        assert "A sore back" not in case_book.get(case_book.newyork, path).content.decode()
    switch_on(case_book.newyork, "case_book", user=None)
    assert case_book.get(case_book.newyork, PATH).status_code == 200


@pytest.fixture
def orphan(case_book, case):
    """A page of a plugin that is gone from the code, with its row in a table that nobody knows any more."""
    kind = ContentType.objects.create(app_label="gone_plugin", model="story")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE gone_plugin_story (page_ptr_id integer PRIMARY KEY, words text)")
        cursor.execute("INSERT INTO gone_plugin_story VALUES (%s, %s)", [case.pk, "Old words"])
    page = case.get_parent().add_child(instance=Page(title="An old story", slug="old-story", live=True))
    page.save_revision()
    Page.objects.filter(pk=page.pk).update(content_type=kind)
    page.revisions.update(content_type=kind)
    return Page.objects.get(pk=page.pk)


def test_page_whose_type_is_gone_is_not_found_by_visitors(case_book, orphan) -> None:
    assert case_book.get(case_book.newyork, "/conditions/old-story/").status_code == 404
    for path in ("/conditions/", "/"):
        assert "An old story" not in case_book.get(case_book.newyork, path).content.decode()


def test_page_whose_type_is_gone_is_explained_where_it_cannot_be_opened(case_book, orphan) -> None:
    owner = signed_in(member(case_book.newyork, "clinic_owner"))
    neighbour = signed_in(member(case_book.aalborg, "clinic_owner"))
    names = [
        one.name
        for one in wagtail_page_urls
        if set(one.pattern.converters) in ({"page_id"}, {"pk"}, {"parent_page_id"})
    ]
    assert {"edit", "copy", "delete", "unpublish", "history", "add_subpage"} <= set(names)
    for name in ["wagtailadmin_explore", *(f"wagtailadmin_pages:{name}" for name in names)]:
        path = reverse(name, args=[orphan.pk])
        found = owner.get(path)
        assert (name, found.status_code) == (name, 404)
        assert "made with the plugin “gone_plugin”, which is no longer installed" in found.content.decode()
        assert "gone_plugin" not in neighbour.get(path).content.decode()


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/pages/{1}/", True),
        ("/pages/search/?q=story", True),
        ("/choose-page/{1}/", True),
        ("/", False),
        ("/pages/{1}/edit/", False),
        ("/reports/site-history/", False),
        ("/reports/aging-pages/", False),
        ("/reports/page-types-usage/", False),
    ],
)
def test_admin_lists_a_page_whose_type_is_gone(case_book, orphan, path, named) -> None:
    boss = signed_in(User.objects.create_superuser("boss@example.com", "x"))
    found = boss.get(path.format(orphan.pk, orphan.get_parent().pk))
    assert found.status_code == 200
    assert ("An old story (its plugin is not installed)" in found.content.decode()) is named


def test_page_whose_type_is_gone_is_neither_deleted_nor_copied_nor_published(case_book, orphan) -> None:
    owner = signed_in(member(case_book.newyork, "clinic_owner"))
    section = orphan.get_parent()
    refusal = "Nothing was done. The plugin of these pages is no longer installed"
    for path, data in (
        (f"/pages/{section.pk}/delete/", {"confirm_site_name": "x"}),
        (f"/bulk/wagtailcore/page/delete/?id={section.pk}", {}),
        (f"/bulk/wagtailcore/page/delete/?id={orphan.pk}", {}),
        (f"/bulk/wagtailcore/page/publish/?id={orphan.pk}", {}),
        (f"/pages/{section.pk}/copy/", {"copy_subpages": "on"}),
    ):
        response = owner.post(path, data)
        assert (path, response.status_code) == (path, 302)
        assert said(response)[0].startswith(refusal)
    assert Page.objects.filter(title="An old story").count() == 1


def test_types_are_offered_only_where_the_plugin_is_on(case_book) -> None:
    for clinic, shown in ((case_book.newyork, True), (case_book.aalborg, False)):
        owner = signed_in(member(clinic, "clinic_owner"))
        language = clinic.main_language
        home = home_of(clinic, language)
        assert ("casepage" in owner.get(f"/pages/{home.pk}/add_subpage/").content.decode()) is shown
        added = owner.get(f"/pages/add/case_book/casepage/{home.pk}/")
        assert added.status_code == (200 if shown else 302)
    assert CasePage.can_create_at(case_book.newyork_edition) is False


def test_editor_says_that_the_plugin_is_off(case_book, case) -> None:
    owner = signed_in(member(case_book.newyork, "clinic_owner"))
    assert said(owner.get(f"/pages/{case.pk}/edit/")) == []
    switch_off(case_book.newyork, "case_book", user=None)
    assert said(owner.get(f"/pages/{case.pk}/edit/")) == [
        "The plugin of this page is off at this clinic. Visitors do not find the page."
    ]


def test_lists_cost_the_same_for_one_page_of_a_plugin_and_for_three(case_book, case) -> None:
    def count(path):
        case_book.get(case_book.newyork, path)
        with CaptureQueriesContext(connection) as queries:
            case_book.get(case_book.newyork, path)
        return len(queries)

    before = {path: count(path) for path in ("/", "/conditions/")}
    for number in (1, 2):
        page = CasePage(title=f"Case {number}", slug=f"case-{number}", person="P. 1", show_in_menus=True)
        case.get_parent().add_child(instance=page)
    assert {path: count(path) for path in before} == before
