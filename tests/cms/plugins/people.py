"""Who works with plugins in the tests, and what the admin tells them."""

from __future__ import annotations

from django.contrib.messages import get_messages
from django.test import Client
from django.utils.html import strip_tags

from cms.accounts.models import User
from cms.clinics.models import ClinicRole


def member(clinic, role):
    user = User.objects.create_user(f"{role}@{clinic.slug}.example.com", "x")
    user.groups.add(ClinicRole.objects.for_clinic(clinic).select_related("group").get(role=role).group)
    return user


def signed_in(user):
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


def said(response):
    return [" ".join(strip_tags(str(message)).split()) for message in get_messages(response.wsgi_request)]
