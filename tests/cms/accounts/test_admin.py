"""Signing in to the admin, and looking after its users there."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from tests.cms.clinics.factories import member_of, open_clinic

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-pass-phrase"


@pytest.fixture
def admin() -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))
    return client


def user_data(**values: Any) -> dict[str, Any]:
    return {
        "email": "Jane@Example.org",
        "first_name": "Jane",
        "last_name": "Doe",
        "is_active": "on",
        **values,
    }


def test_sign_in_asks_for_an_address_and_leads_to_the_admin() -> None:
    User.objects.create_superuser("root@example.org", PASSWORD)
    client = Client(HTTP_HOST="admin.localhost")
    response = client.post("/login/", {"username": "Root@example.org", "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/").status_code == 200


def test_wrong_password_is_refused_in_words() -> None:
    User.objects.create_superuser("root@example.org", PASSWORD)
    client = Client(HTTP_HOST="admin.localhost")
    form = client.post("/login/", {"username": "root@example.org", "password": "wrong"}).context["form"]
    assert list(form.errors) == ["__all__"]


def test_user_is_added_in_the_admin(admin: Client) -> None:
    address = reverse("wagtailusers_users:add")
    fields = {field.name for field in admin.get(address).context["form"]}
    assert fields == {"email", "first_name", "last_name", "password1", "password2", "is_superuser", "groups"}
    response = admin.post(address, user_data(password1=PASSWORD, password2=PASSWORD))
    assert (response.status_code, response.url) == (302, reverse("wagtailusers_users:index"))
    added = User.objects.get(email="jane@example.org")
    assert (str(added), added.check_password(PASSWORD)) == ("Jane Doe", True)


def test_user_with_a_taken_address_is_refused_at_the_field(admin: Client) -> None:
    User.objects.create_user("jane@example.org")
    data = user_data(password1=PASSWORD, password2=PASSWORD)
    form = admin.post(reverse("wagtailusers_users:add"), data).context["form"]
    assert list(form.errors) == ["email"]


def test_user_is_edited_in_the_admin(admin: Client) -> None:
    user = User.objects.create_user("jane@example.org", PASSWORD)
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    assert admin.get(address).status_code == 200
    assert admin.post(address, user_data(email="jd@example.org", last_name="Roe")).status_code == 302
    user.refresh_from_db()
    assert (user.email, str(user), user.check_password(PASSWORD)) == ("jd@example.org", "Jane Roe", True)


def test_users_are_listed_and_searched(admin: Client) -> None:
    User.objects.create_user("jane@example.org", first_name="Jane")
    response = admin.get(reverse("wagtailusers_users:index"), {"q": "jane"})
    assert [user.email for user in response.context["object_list"]] == ["jane@example.org"]


def test_people_change_their_own_account(admin: Client) -> None:
    assert admin.get(reverse("wagtailadmin_account")).status_code == 200


def test_forgotten_password_is_reset_by_mail() -> None:
    User.objects.create_user("jane@example.org", PASSWORD)
    client = Client(HTTP_HOST="admin.localhost")
    assert client.post("/password_reset/", {"email": "Jane@example.org"}).status_code == 302
    assert [message.to for message in mail.outbox] == [["jane@example.org"]]


def test_staff_of_a_clinic_do_not_see_the_users() -> None:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(member_of(open_clinic()))
    assert client.get(reverse("wagtailusers_users:index")).status_code == 302
