"""The dry run in the admin."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.models import User
from cms.clinics.roles import CLINIC_MARKETER, LIBRARY_EDITOR, mirror_role
from cms.editions.actions import decide
from cms.library.models import LibraryIndex
from cms.testing.network import block_id, text_block
from tests.cms.editions.forecast.drafts import blocks_of, draft


def sign_in(email: str, group) -> Client:
    user = User.objects.create_user(email, "x")
    user.groups.add(group)
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


@pytest.fixture
def librarian(network):
    pages = list(LibraryIndex.objects.all())
    return sign_in("library@example.com", mirror_role(LIBRARY_EDITOR, pages=pages, collections=[]))


def sample(network, edition, when):
    return reverse("editions_forecast:sample", args=[network.english.pk, edition.pk, when])


def test_dry_run_shows_counts_lists_and_samples(network, librarian):
    decide(network.newyork_edition, replaced=[text_block(1, "Our own words for it.")])
    draft(network.english, [text_block(1, "Another text altogether."), *blocks_of(network.english)[1:]])
    page = librarian.get(reverse("editions_forecast:dry_run", args=[network.english.pk]))
    html = page.content.decode()
    assert page.status_code == 200
    assert "Newyork Clinic: Sciatica (en)" in html
    assert "Changed on both sides: the clinic has to choose" in html
    assert html.count('<iframe sandbox="allow-same-origin" ') == 4


def test_samples_show_the_page_before_and_after(network, librarian):
    decide(network.newyork_edition, replaced=[text_block(2, "Our own words for it.")])
    visited = network.get(network.newyork, "/conditions/sciatica/").content.decode()
    draft(network.english, [text_block(1, "News."), *blocks_of(network.english)[1:]])
    before = librarian.get(sample(network, network.newyork_edition, "before"))
    after = librarian.get(sample(network, network.newyork_edition, "after")).content.decode()
    assert before.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert article(before.content.decode()) == article(visited)
    assert ["News." in after, "First words." in after, "Our own words for it." in after] == [
        True,
        False,
        True,
    ]


def test_samples_only_read(network, librarian):
    draft(network.english, [text_block(1, "News.")])
    url = sample(network, network.newyork_edition, "after")
    librarian.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert librarian.get(url).status_code == 200
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_dry_run_is_closed_to_clinics_and_to_other_pages(network, librarian):
    marketer = sign_in(
        "marketer@example.com",
        mirror_role(CLINIC_MARKETER, clinic=network.newyork, pages=[], collections=[]),
    )
    url = reverse("editions_forecast:dry_run", args=[network.english.pk])
    assert marketer.get(url).status_code == 302
    assert marketer.get(sample(network, network.newyork_edition, "after")).status_code == 302
    assert librarian.get(reverse("editions_forecast:dry_run", args=[99])).status_code == 404


def test_editor_of_a_library_page_offers_the_dry_run(network, librarian):
    url = reverse("editions_forecast:dry_run", args=[network.english.pk])
    editor = librarian.get(reverse("wagtailadmin_pages:edit", args=[network.english.pk]))
    assert url in editor.content.decode()
    draft(network.english, [text_block(1, "News.")])
    release = librarian.get(reverse("library:release", args=[network.english.pk]))
    assert url in release.content.decode()


def test_release_screen_asks_for_a_dry_run_of_what_is_ticked(network, librarian):
    first = block_id(1)
    url = reverse("editions_forecast:dry_run", args=[network.english.pk])
    draft(network.english, [text_block(1, "News."), *blocks_of(network.english)[1:]])
    ticked = {
        "release_class": "safety",
        "corrected": [first],
        "in_rings": "on",
        "note": "Not for the address",
    }
    asked = librarian.post(url, ticked)
    assert asked.url == f"{url}?corrected=&corrected={first}&in_rings=1"
    html = librarian.get(asked.url).content.decode()
    assert "What would be corrected everywhere at once" in html
    assert "The release goes out ring by ring." in html
    assert librarian.post(url, {**ticked, "release_class": "editorial"}).url == f"{url}?corrected=&in_rings=1"


def test_dry_run_leaves_out_parts_that_the_page_does_not_have(network, librarian):
    url = reverse("editions_forecast:dry_run", args=[network.english.pk])
    html = librarian.get(url, {"corrected": ["nonsense", block_id(2)]}).content.decode()
    assert "nonsense" not in html
    assert html.count("would be corrected everywhere") == 1


def article(html: str) -> str:
    return html[html.index("<article>") : html.index("</article>")]
