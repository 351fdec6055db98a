"""A visitor at an address that doesn't exist."""

from __future__ import annotations

import http.client

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("host", "path", "heading", "way_back"),
    [
        ("newyork", "/conditions/gout/", "This page does not exist", "/"),
        ("newyork", "/da/", "This page does not exist", "/"),
        ("aalborg", "/lidelser/podagra/", "Denne side findes ikke", "/"),
        ("aalborg", "/en/conditions/iskias/", "This page does not exist", "/en/"),
    ],
)
def test_missing_page_is_answered_in_the_clinics_look(visitor_of, host, path, heading, way_back) -> None:
    visitor = visitor_of(host)
    visitor.visit(path, status=404)
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    theme = {"newyork": "hudson", "aalborg": "limfjord"}[host]
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    expect(page.get_by_role("banner")).to_be_visible()
    visitor.follow(page.locator(".error__ways a").first, way_back)


@pytest.mark.parametrize(
    "host", ["odense.localhost", "example.org", "127.0.0.1", "newyork.localhost.example"]
)
def test_unknown_host_is_misdirected(network, host) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", network.port, timeout=10)
    connection.request("GET", "/", headers={"Host": f"{host}:{network.port}"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == 421
    assert "<h1>No clinic at this address</h1>" in text


def test_unknown_host_reads_well_in_a_browser(visitor_of) -> None:
    visitor = visitor_of("odense")
    visitor.visit("/", status=421)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("No clinic at this address")


def test_admin_is_on_no_clinics_host(visitor_of) -> None:
    visitor = visitor_of("newyork")
    visitor.visit("/pages/", status=404)
    visitor.visit("/login/", status=404)


def test_clinic_pages_are_not_on_the_admin_host(visitor_of) -> None:
    visitor = visitor_of("admin")
    visitor.page.goto(visitor.address("/conditions/sciatica/"))
    expect(visitor.page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(visitor.page.locator(".block")).to_have_count(0)
