"""People sign in with an e-mail address, however it is typed."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from cms.accounts.models import User

pytestmark = pytest.mark.django_db


def test_user_is_created_with_an_address_in_lower_case() -> None:
    user = User.objects.create_user("Jane@Example.ORG", "secret")
    assert (user.email, user.is_staff, user.is_superuser, user.check_password("secret")) == (
        "jane@example.org",
        False,
        False,
        True,
    )


def test_user_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_superuser_may_do_everything() -> None:
    user = User.objects.create_superuser("root@example.org", "secret")
    assert (user.is_staff, user.is_superuser) == (True, True)


@pytest.mark.parametrize("typed", ["jane@example.org", "JANE@example.org"])
def test_user_signs_in_with_the_address_in_any_case(typed: str) -> None:
    user = User.objects.create_user("jane@example.org", "secret")
    assert authenticate(username=typed, password="secret") == user


@pytest.mark.parametrize("typed", ["", None, "nobody@example.org"])
def test_unknown_address_does_not_sign_in(typed: str | None) -> None:
    User.objects.create_user("jane@example.org", "secret")
    assert authenticate(username=typed, password="secret") is None


def test_same_address_in_another_case_is_refused() -> None:
    User.objects.create_user("jane@example.org")
    with pytest.raises(ValidationError) as error:
        User(email="Jane@Example.org", password="x").full_clean()
    assert error.value.message_dict == {"email": ["User with this E-mail address already exists."]}


def test_user_is_shown_by_name_or_else_by_address() -> None:
    assert str(User(email="jane@example.org", first_name="Jane", last_name="Doe")) == "Jane Doe"
    assert str(User(email="jane@example.org")) == "jane@example.org"
