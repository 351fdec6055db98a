"""The demo's logins: one for each role, and the owner's and marketer's of every clinic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib.auth.models import Group
from wagtail.models import Collection, Page

from cms.accounts.models import User
from cms.clinics.models import Clinic, ClinicRole
from cms.clinics.roles import CLINICAL_REVIEWER, LIBRARY_EDITOR, NETWORK_OWNER, TRANSLATOR, mirror_role
from cms.library.models import LibraryIndex
from cms.library.queries import library_collection

PASSWORD = "meridian-demo"  # noqa: S105 -- printed for everybody who starts the demo
DOMAIN = "meridian.example"


def create_staff(clinics: Sequence[Clinic]) -> None:
    """Create the users and put each into the group of its role."""
    everything = [Page.get_first_root_node()]
    library = list(LibraryIndex.objects.all())
    pictures = [library_collection()]
    all_pictures = [Collection.get_first_root_node()]
    for role, pages, collections in (
        (NETWORK_OWNER, everything, all_pictures),
        (LIBRARY_EDITOR, library, pictures),
        (CLINICAL_REVIEWER, everything, all_pictures),
        (TRANSLATOR, library, pictures),
    ):
        group = mirror_role(role, pages=pages, collections=collections)
        _create(email_of(role.key), str(role.name), group)
    for clinic in clinics:
        for membership in ClinicRole.objects.for_clinic(clinic).select_related("group"):
            title = f"{membership.get_role_display()}, {clinic.name}"
            _create(email_of(membership.role, clinic.slug), title, membership.group)


def logins() -> Iterator[tuple[str, str]]:
    """Return who may sign in, as pairs of what they are and their e-mail address."""
    for user in User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk"):
        yield f"{user.first_name}", user.email


def email_of(role: str, clinic: str = "") -> str:
    """Return the address under which the holder of a role signs in; a clinic's role names its clinic."""
    name = f"{role.removeprefix('clinic_')}.{clinic}" if clinic else role.replace("_", "-")
    return f"{name}@{DOMAIN}"


def _create(email: str, name: str, group: Group) -> User:
    user = User.objects.create_user(email, PASSWORD, first_name=name)
    user.groups.add(group)
    return user
