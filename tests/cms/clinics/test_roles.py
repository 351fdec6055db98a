"""Roles become groups with exactly the rights that the role has."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.clinics import roles
from cms.clinics.models import ClinicLanguage, ClinicRole
from cms.clinics.queries import clinics_of, works_for_every_clinic
from cms.clinics.roles import (
    CLINIC_MARKETER,
    CLINIC_OWNER,
    LIBRARY_EDITOR,
    ROLES,
    allow,
    mirror_role,
    permissions_of,
)
from tests.cms.clinics.factories import collection_of, home_page, member_of, network_owner, open_clinic

pytestmark = pytest.mark.django_db


def page_rights(group: Group) -> set[tuple[int, str]]:
    grants = GroupPagePermission.objects.filter(group=group)
    return set(grants.values_list("page_id", "permission__codename"))


def picture_rights(group: Group) -> set[tuple[int, str]]:
    grants = GroupCollectionPermission.objects.filter(group=group)
    return set(grants.values_list("collection_id", "permission__codename"))


def model_rights(group: Group) -> set[str]:
    found = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found}


def test_mirrored_role_has_exactly_its_rights() -> None:
    clinic = open_clinic("aalborg", ("da", "en"))
    homes = [language.home for language in ClinicLanguage.objects.for_clinic(clinic)]
    own, shared = collection_of(clinic), Collection.get_first_root_node()
    group = mirror_role(
        CLINIC_MARKETER, pages=homes, collections=[own], shared_collections=[shared], clinic=clinic
    )
    assert page_rights(group) == {
        (home.pk, f"{action}_page")
        for home in homes
        for action in ("add", "change", "publish", "lock", "unlock")
    }
    assert picture_rights(group) == {
        (own.pk, "add_image"),
        (own.pk, "change_image"),
        (own.pk, "choose_image"),
        (shared.pk, "choose_image"),
    }
    assert model_rights(group) == {
        "wagtailadmin.access_admin",
        "clinics.view_clinic",
        "clinics.view_location",
        "clinics.change_location",
        "clinics.view_practitioner",
        "clinics.add_practitioner",
        "clinics.change_practitioner",
        "editions.accept_edition",
    }
    assert ClinicRole.objects.for_clinic(clinic).get().group == group


def test_mirroring_again_takes_back_what_is_no_longer_given() -> None:
    clinic, old = open_clinic(), home_page("old")
    new = home_page("new")
    first = mirror_role(CLINIC_OWNER, pages=[old], collections=[collection_of(clinic)], clinic=clinic)
    first.permissions.clear()
    again = mirror_role(CLINIC_OWNER, pages=[new], collections=[], clinic=clinic)
    assert (again.pk, {page for page, _ in page_rights(again)}) == (first.pk, {new.pk})
    assert picture_rights(again) == set()
    assert model_rights(again) == permissions_of(CLINIC_OWNER)


def test_clinics_with_one_name_have_groups_of_their_own() -> None:
    groups = [
        mirror_role(CLINIC_OWNER, pages=[], collections=[], clinic=open_clinic(slug, name="Same " * 24))
        for slug in ("one", "two")
    ]
    assert groups[0].pk != groups[1].pk


@pytest.mark.parametrize("role", ROLES.values(), ids=list(ROLES))
def test_every_role_can_be_mirrored(role: roles.Role) -> None:
    clinic = open_clinic() if role.works_for_one_clinic else None
    group = mirror_role(role, pages=[], collections=[], clinic=clinic)
    assert model_rights(group) == roles.permissions_of(role)


def test_role_of_a_clinic_needs_a_clinic() -> None:
    with pytest.raises(ValueError, match="works for one clinic"):
        mirror_role(CLINIC_OWNER, pages=[], collections=[])


def test_role_of_the_network_has_no_clinic() -> None:
    with pytest.raises(ValueError, match="works for the network"):
        mirror_role(LIBRARY_EDITOR, pages=[], collections=[], clinic=open_clinic())


def test_higher_layers_add_rights_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "_allowed", {})
    allow(LIBRARY_EDITOR, "wagtailcore.add_locale")
    group = mirror_role(LIBRARY_EDITOR, pages=[], collections=[])
    assert model_rights(group) == {"wagtailadmin.access_admin", "wagtailcore.add_locale"}


def test_right_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "_allowed", {})
    allow(LIBRARY_EDITOR, "library.fly_page")
    with pytest.raises(LookupError, match=r"no permission library\.fly_page"):
        mirror_role(LIBRARY_EDITOR, pages=[], collections=[])
    assert Group.objects.filter(name="Library editor").exists() is False


def test_members_work_for_their_clinic_only() -> None:
    ours = open_clinic("ours")
    open_clinic("theirs")
    assert list(clinics_of(member_of(ours))) == [ours]


def test_member_who_left_works_for_nobody() -> None:
    user = member_of(open_clinic())
    user.is_active = False
    assert list(clinics_of(user)) == []


def test_network_owner_works_for_every_clinic() -> None:
    clinics = [open_clinic(slug) for slug in ("one", "two")]
    owner = network_owner()
    assert works_for_every_clinic(owner) is True
    assert list(clinics_of(owner).order_by("pk")) == clinics
    assert owner.has_perm("clinics.add_clinic") is True


def test_owner_of_a_clinic_edits_its_pages_only() -> None:
    ours, theirs = open_clinic("ours"), open_clinic("theirs")
    user = member_of(ours)
    pages = [ClinicLanguage.objects.for_clinic(clinic).get().home for clinic in (ours, theirs)]
    assert [page.permissions_for_user(user).can_edit() for page in pages] == [True, False]
    assert Page.get_first_root_node().permissions_for_user(user).can_add_subpage() is False
