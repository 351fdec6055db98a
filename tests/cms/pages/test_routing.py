import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from cms.pages.models import PlainPage
from cms.testing.network import home_of, make_clinic, make_edition


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("newyork", "/", 200),
        ("newyork", "/conditions/", 200),
        ("newyork", "/conditions/sciatica/", 200),
        ("newyork", "/conditions/lumbago/", 404),
        ("newyork", "/sciatica/", 404),
        ("newyork", "/en/", 404),
        ("newyork", "/da/", 404),
        ("newyork", "/lidelser/iskias/", 404),
        ("aalborg", "/", 200),
        ("aalborg", "/lidelser/iskias/", 200),
        ("aalborg", "/conditions/sciatica/", 404),
        ("aalborg", "/en/conditions/sciatica/", 200),
        ("aalborg", "/da/lidelser/iskias/", 404),
        ("aalborg", "/de/", 404),
        ("nobody", "/", 421),
    ],
)
def test_path_is_answered(network, host, path, status):
    assert Client(HTTP_HOST=f"{host}.localhost").get(path).status_code == status


def test_path_without_slash_is_redirected(network):
    response = network.get(network.newyork, "/conditions/sciatica")
    assert (response.status_code, response["Location"]) == (301, "/conditions/sciatica/")


def test_unpublished_page_is_not_found(network):
    network.newyork_edition.unpublish()
    assert network.get(network.newyork, "/conditions/sciatica/").status_code == 404


def test_language_is_declared_in_page_and_header(network):
    response = network.get(network.aalborg, "/lidelser/iskias/")
    assert response["Content-Language"] == "da"
    assert '<html lang="da"' in response.content.decode()


def test_url_is_relative_on_the_own_site_and_absolute_elsewhere(network):
    page = Page.objects.get(pk=network.danish_edition.pk).specific
    assert page.url == "http://aalborg.localhost/lidelser/iskias/"
    assert page.full_url == "http://aalborg.localhost/lidelser/iskias/"
    assert network.english_edition.full_url == "http://aalborg.localhost/en/conditions/sciatica/"
    assert network.get(network.aalborg, "/").context["page"].get_url_parts()[2] == "/"


def test_addresses_never_look_through_all_sites(network, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("Site.get_site_root_paths was called")

    monkeypatch.setattr(Site, "get_site_root_paths", refuse)
    for clinic, path in (
        (network.newyork, "/"),
        (network.newyork, "/conditions/"),
        (network.aalborg, "/en/conditions/sciatica/"),
    ):
        assert network.get(clinic, path).status_code == 200


def test_page_that_routes_by_itself_gets_the_rest_of_the_path(network, monkeypatch):
    def route(self, request, components):
        return self, (), {"rest": components}

    def serve(self, request, rest):
        from django.http import HttpResponse

        return HttpResponse("/".join(rest))

    page = PlainPage(title="Search", slug="search")
    home_of(network.newyork).add_child(instance=page)
    page.save_revision().publish()
    monkeypatch.setattr(PlainPage, "route", route)
    monkeypatch.setattr(PlainPage, "serve", serve)
    assert network.get(network.newyork, "/search/by/name/").content.decode() == "by/name"


@pytest.mark.parametrize("more_clinics", [0, 3])
def test_request_costs_the_same_queries_with_more_clinics(network, django_assert_num_queries, more_clinics):
    for number in range(more_clinics):
        make_edition(make_clinic(f"other{number}"), network.english)
    network.get(network.newyork, "/conditions/sciatica/")
    client = Client(HTTP_HOST="newyork.localhost")
    with django_assert_num_queries(6):
        client.get("/conditions/sciatica/")


@pytest.mark.parametrize("path", ["/a" * 20_000 + "/", "/" + "a" * 5_000 + "/"])
def test_absurd_path_is_not_found_and_asks_nothing(network, path, django_assert_max_num_queries):
    network.get(network.newyork, "/nowhere/")
    client = Client(HTTP_HOST="newyork.localhost")
    with django_assert_max_num_queries(1):
        assert client.get(path).status_code == 404


def test_page_behind_a_password_asks_for_it_and_is_not_listed(network):
    PageViewRestriction.objects.create(
        page=network.newyork_edition, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )
    client = Client(HTTP_HOST="newyork.localhost")
    asked = client.get("/conditions/sciatica/")
    assert "First words." not in asked.content.decode()
    assert client.get("/conditions/").context["cards"] == []
    form = {"password": "open sesame", "return_url": "/conditions/sciatica/"}
    answer = client.post(asked.context["action_url"], form)
    assert (answer.status_code, answer["Location"]) == (302, "/conditions/sciatica/")
    assert "First words." in client.get("/conditions/sciatica/").content.decode()
