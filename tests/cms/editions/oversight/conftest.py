"""People and corrections for the tests of oversight."""

from __future__ import annotations

import pytest
from wagtail.models import Collection, Page

from cms.accounts.models import User
from cms.clinics.models import Clinic, ClinicRole
from cms.clinics.roles import LIBRARY_EDITOR, NETWORK_OWNER, mirror_role
from cms.library.models import Correction, LibraryIndex
from tests.cms.editions.oversight.correcting import correct


@pytest.fixture
def staff(network) -> dict[str, User]:
    """Return one user for each role that these tests ask for."""
    found = {}
    for role, pages in (
        (NETWORK_OWNER, [Page.get_first_root_node()]),
        (LIBRARY_EDITOR, list(LibraryIndex.objects.all())),
    ):
        group = mirror_role(role, pages=pages, collections=[Collection.get_first_root_node()])
        found[role.key] = User.objects.create_user(f"{role.key}@example.com")
        found[role.key].groups.add(group)
    for clinic in Clinic.objects.all():
        for row in ClinicRole.objects.for_clinic(clinic):
            name = f"{row.role.removeprefix('clinic_')}.{clinic.slug}"
            found[name] = User.objects.create_user(f"{name}@example.com")
            found[name].groups.add(row.group)
    return found


@pytest.fixture
def correction(network) -> Correction:
    return correct(network.english, [2]).correction
