"""A marketer asks for a clinical review; a reviewer approves, and nothing stays locked."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from cms.accounts.models import User
from cms.clinics.roles import CLINICAL_REVIEWER, mirror_role
from cms.editions.models import Edition
from tests.cms.editions.editor.opened import OpenForm


def client_of(user: User) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


@pytest.fixture
def reviewer(network):
    user = User.objects.create_user("reviewer@example.com", "x")
    user.groups.add(mirror_role(CLINICAL_REVIEWER, pages=Page.objects.filter(depth=1), collections=[]))
    return client_of(user)


@pytest.fixture
def submitted(admin, network):
    OpenForm(admin, network.newyork_edition).replace(1, "Ours").post("action-submit")
    return Edition.objects.get(pk=network.newyork_edition.pk)


def test_submitted_page_waits_for_clinical_reviewers(submitted):
    task = submitted.current_workflow_task
    assert (task.name, list(task.groups.all())) == (
        "Clinical review",
        [Group.objects.get(name="Clinical reviewer")],
    )


def test_reviewer_approves_what_was_submitted(submitted, reviewer, headings):
    assert headings()[0] == "Heading 1"
    data = OpenForm(reviewer, submitted).data("action-workflow-action", **{"workflow-action-name": "approve"})
    assert reviewer.post(f"/pages/{submitted.pk}/edit/", data).status_code == 302
    assert headings()[0] == "Ours"
    assert Edition.objects.get(pk=submitted.pk).get_lock() is None


def test_marketer_takes_a_submission_back(admin, submitted):
    assert submitted.get_lock().for_user(User.objects.get(email="marketer@example.com"))
    OpenForm(admin, submitted).post("action-cancel-workflow")
    assert Edition.objects.get(pk=submitted.pk).get_lock() is None
    form = OpenForm(admin, submitted)
    assert form.rows[0]["type"] == "replace"
    assert form.hide(2).post("ignored").status_code == 302
