from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.pages.models import PlainPage
from cms.testing.network import home_of, make_clinic, make_edition, make_library_page


def addresses(network, clinic) -> list[str]:
    response = network.get(clinic, "/sitemap.xml")
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return re.findall(r"<loc>(.*?)</loc>", response.content.decode())


def test_robots_may_read_a_clinic_and_find_its_sitemap(network) -> None:
    response = network.get(network.newyork, "/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\nDisallow:\n\nSitemap: http://newyork.localhost/sitemap.xml\n"
    )


def test_robots_may_not_read_the_admin(db) -> None:
    response = Client(HTTP_HOST="admin.localhost").get("/robots.txt")
    assert response.content == b"User-agent: *\nDisallow: /\n"


def test_host_without_a_clinic_has_neither(network) -> None:
    client = Client(HTTP_HOST="nobody.localhost")
    assert [client.get(path).status_code for path in ("/robots.txt", "/sitemap.xml")] == [421, 421]


def test_sitemap_names_the_pages_of_one_clinic_in_all_its_languages(network) -> None:
    assert addresses(network, network.aalborg) == [
        "http://aalborg.localhost/",
        "http://aalborg.localhost/lidelser/",
        "http://aalborg.localhost/lidelser/iskias/",
        "http://aalborg.localhost/en/",
        "http://aalborg.localhost/en/conditions/",
        "http://aalborg.localhost/en/conditions/sciatica/",
    ]


def test_every_address_of_a_sitemap_is_answered(network) -> None:
    found = addresses(network, network.aalborg)
    paths = [one.removeprefix("http://aalborg.localhost") for one in found]
    assert [network.get(network.aalborg, path).status_code for path in paths] == [200] * 6


@pytest.mark.parametrize("kind", ["draft", "private"])
def test_sitemap_leaves_out_what_visitors_may_not_see(network, kind: str) -> None:
    page = home_of(network.newyork).add_child(
        instance=PlainPage(title="Prices", slug="prices", live=kind != "draft")
    )
    if kind == "private":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "http://newyork.localhost/prices/" not in addresses(network, network.newyork)


def test_sitemap_leaves_out_editions_whose_library_page_is_withdrawn(network) -> None:
    network.english.unpublish()
    assert "http://newyork.localhost/conditions/sciatica/" not in addresses(network, network.newyork)


def test_sitemap_costs_the_same_queries_at_any_size(network, django_assert_num_queries) -> None:
    def add(title: str) -> None:
        home_of(network.newyork).add_child(instance=PlainPage(title=title, slug=title))
        network.get(network.newyork, "/sitemap.xml")

    add("prices")
    with django_assert_num_queries(7):
        network.get(network.newyork, "/sitemap.xml")
    for number in range(3):
        make_clinic(f"clinic-{number}")
        make_edition(network.newyork, make_library_page([], title=f"Other {number}", slug=f"other-{number}"))
        add(f"page-{number}")
    with django_assert_num_queries(7):
        network.get(network.newyork, "/sitemap.xml")
