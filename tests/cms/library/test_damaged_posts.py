"""A form of a library page or plain page that arrives damaged: said in words, and nothing is stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from cms.accounts.models import User
from cms.library.models import LibraryPage
from cms.pages.models import PlainPage
from cms.testing.network import home_of, text_block

WHOLE = "did not arrive whole"


@pytest.fixture
def client(network) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(User.objects.create_superuser("editor@example.com", "x"))
    return client


@pytest.fixture(params=["library", "plain"])
def page(request, network) -> Page:
    if request.param == "library":
        return network.english
    blocks = [text_block(number, f"Words {number}.") for number in (1, 2)]
    page = PlainPage(title="About", slug="about", locale=network.english.locale, body=json.dumps(blocks))
    home_of(network.newyork).add_child(instance=page)
    return page


def posted(page: Page, client: Client) -> dict[str, Any]:
    """Return what the browser would post of a page that was just opened."""
    form = client.get(f"/pages/{page.pk}/edit/").context["form"]
    data = {
        name: form.initial.get(name) if form.initial.get(name) is not None else ""
        for name in form.fields
        if name != "body"
    }
    data |= flat("body", form.initial["body"])
    for name in ("comments",):
        data |= {f"{name}-{part}": 0 for part in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    return {**data, "summary": "Another summary."}


def flat(name: str, value: Any) -> dict[str, Any]:
    rows = value.stream_block.get_form_state(value)
    data: dict[str, Any] = {f"{name}-count": len(rows)}
    for index, row in enumerate(rows):
        start = f"{name}-{index}"
        data |= {f"{start}-type": row["type"], f"{start}-order": index, f"{start}-deleted": ""}
        data |= {f"{start}-id": row["id"]}
        for key, one in row["value"].items():
            data[f"{start}-value-{key}"] = one[0] if isinstance(one, list) else one
    return data


def stored(page: Page) -> tuple:
    found = type(page).objects.get(pk=page.pk)
    return found.body.get_prep_value(), found.latest_revision_id, found.title


def test_form_as_it_was_opened_is_saved(client, page):
    response = client.post(f"/pages/{page.pk}/edit/", posted(page, client))
    assert response.status_code == 302
    assert stored(page)[1] is not None
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [block.id for block in draft.body] == [block.id for block in page.body]


DAMAGE = {
    "no count": {"body-count": None},
    "empty count": {"body-count": ""},
    "count in words": {"body-count": "many"},
    "negative count": {"body-count": "-1"},
    "count of nothing": {"body-count": "0"},
    "count too small": {"body-count": "1"},
    "count too large": {"body-count": "99999999"},
    "no row": {"body-0-deleted": None},
    "no type": {"body-1-type": None},
    "no order": {"body-1-order": None},
    "order in words": {"body-1-order": "first"},
    "empty order": {"body-0-order": ""},
    "a field that is no JSON": {"body-0-value-body": "{"},
    "a field of another shape": {"body-0-value-body": "[1]"},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_post_is_refused_in_words_and_stores_nothing(client, page, damage):
    before = stored(page)
    data = posted(page, client) | damage
    data = {key: value for key, value in data.items() if value is not None}
    response = client.post(f"/pages/{page.pk}/edit/", data)
    assert response.status_code in {200, 400}
    assert WHOLE in str(response.context["form"].errors["body"])
    assert stored(page) == before
    shown = response.context["form"]["body"].value()
    assert [block.id for block in shown] == [block.id for block in page.body]
    assert response.context["form"]["title"].value() == page.title


@pytest.mark.parametrize("kind", ["no_such_block", "", "sealed", "__class__"])
def test_type_that_does_not_exist_is_refused_in_words(client, page, kind):
    before = stored(page)
    data = posted(page, client) | {"body-1-type": kind}
    response = client.post(f"/pages/{page.pk}/edit/", data)
    assert response.status_code in {200, 400}
    assert "body" in response.context["form"].errors
    assert stored(page) == before


def test_damaged_post_of_a_new_page_is_refused_in_words(client, network):
    parent = network.english.get_parent()
    data = posted(network.english, client) | {"slug": "new", "body-count": "x"}
    count = LibraryPage.objects.count()
    response = client.post(f"/pages/add/library/librarypage/{parent.pk}/", data)
    assert response.status_code in {200, 400}
    assert WHOLE in str(response.context["form"].errors["body"])
    assert LibraryPage.objects.count() == count
