"""A marketer of the clinic in New York, signed in at the admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from cms.accounts.models import User
from cms.clinics.models import ClinicRole
from tests.cms.editions.editor.opened import OpenForm


@pytest.fixture
def marketer(network):
    user = User.objects.create_user("marketer@example.com", "x")
    role = ClinicRole.objects.for_clinic(network.newyork).select_related("group").get(role="clinic_marketer")
    user.groups.add(role.group)
    return user


@pytest.fixture
def admin(marketer) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(marketer)
    return client


@pytest.fixture
def opened(admin, network) -> Callable[[], OpenForm]:
    """Open the form of the edition in New York."""
    return lambda: OpenForm(admin, network.newyork_edition)


@pytest.fixture
def headings(network) -> Callable[[], list[str]]:
    """Tell the headings that visitors see in New York."""

    def tell() -> list[str]:
        context = network.get(network.newyork, "/conditions/sciatica/").context
        return [block.heading for block in context["effective"].blocks]

    return tell
