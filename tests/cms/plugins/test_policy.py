"""What pages of clinics may load: their own host, and what the plugins that they show have declared."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.plugins.actions import switch_off, switch_on
from tests.cms.clinics.factories import network_owner

PATH = "/conditions/sciatica/"
BASE = {
    "default-src": "'none'",
    "base-uri": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "object-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
}
HOSTS = """
[csp]
frame-src = ["https://book.example.com", "setting:origins"]
img-src = ["https://*.pictures.example"]
"""
SHOWN = "plugin.slot('page.footer.v1')(lambda context: 'Here')\n"
SETTINGS = """
from wagtail import blocks
class Values(DurableStructValue):
    @property
    def origins(self):
        return %s
class Settings(DurableStructBlock):
    class Meta:
        value_class = Values
plugin.settings(Settings)
"""


def policy(response) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))


def of_page(network, clinic: str = "newyork", path: str = PATH) -> dict[str, str]:
    return policy(network.get(getattr(network, clinic), path))


@pytest.mark.parametrize("path", ["/", PATH, "/conditions/", "/nowhere/", "/-/nothing/"])
def test_page_of_a_clinic_may_load_from_its_own_host_only(network, path) -> None:
    assert of_page(network, path=path) == BASE


def test_hosts_count_where_the_plugin_shows_something(start, network) -> None:
    start("sample", SHOWN, HOSTS)
    assert of_page(network) == BASE | {
        "frame-src": "https://book.example.com",
        "img-src": "'self' https://*.pictures.example",
    }
    assert of_page(network, "aalborg", "/lidelser/iskias/") == BASE
    switch_off(network.newyork, "sample", user=None)
    assert of_page(network) == BASE


@pytest.mark.parametrize(
    "code",
    [
        "plugin.slot('page.footer.v1')(lambda context: None)",
        "plugin.slot('page.footer.v1')(lambda context: 1 / 0)",
        "plugin.slot('home.section.v1')(lambda context: 'On the home page only')",
        "plugin.structured_data(lambda context: [{'@type': 'Event'}])",
    ],
)
def test_hosts_of_a_plugin_that_shows_nothing_do_not_count(start, network, code, caplog) -> None:
    start("sample", code, HOSTS)
    assert of_page(network) == BASE


def test_hosts_of_two_plugins_are_joined(start, network) -> None:
    start("alpha", SHOWN, '[csp]\nframe-src = ["https://a.example"]')
    start("beta", SHOWN, '[csp]\nframe-src = ["https://b.example", "https://a.example"]')
    assert of_page(network)["frame-src"] == "https://a.example https://b.example"


def test_hosts_count_on_a_view_of_the_plugin_and_not_on_its_error_page(start, network, caplog) -> None:
    views = (
        "from django.http import HttpResponse\nfrom django.urls import path\n"
        "plugin.site_urls([path('', lambda request: HttpResponse('Here')),"
        " path('broken/', lambda request: 1 / 0)])"
    )
    start("sample", views, HOSTS)
    assert of_page(network, path="/-/sample/")["frame-src"] == "https://book.example.com"
    assert of_page(network, path="/-/sample/broken/") == BASE


@pytest.mark.parametrize(
    ("origins", "allowed"),
    [
        ("'https://ny.example'", "https://ny.example"),
        ("['https://a.example:8443', 'https://b.example']", "https://a.example:8443 https://b.example"),
        ("('https://a.example' for _one in range(2))", "https://a.example"),
    ],
)
def test_host_that_the_clinic_gives_counts(start, network, origins, allowed, caplog) -> None:
    start("sample", SHOWN + SETTINGS % origins, HOSTS)
    assert of_page(network)["frame-src"] == f"https://book.example.com {allowed}"
    assert caplog.text == ""


def test_host_may_be_a_field_of_the_settings(start, network) -> None:
    fields = """
from wagtail import blocks
class Settings(DurableStructBlock):
    origins = blocks.ListBlock(blocks.CharBlock(), default=["https://field.example"])
plugin.settings(Settings)
"""
    start("sample", SHOWN + fields, HOSTS)
    assert of_page(network)["frame-src"] == "https://book.example.com https://field.example"


@pytest.mark.parametrize(
    "origins",
    [
        "'*'",
        "'https:'",
        "'http://a.example'",
        "'https://*.a.example'",
        "'https://a.example/path'",
        "'https://a.example; script-src *'",
        "\"https://a.example 'unsafe-inline'\"",
        "'https://a.example\\n'",
        "'https://user@a.example'",
        "'https://localhost'",
        "7",
        "[None]",
        "[['https://a.example']]",
        "lambda: 'https://a.example'",
    ],
)
def test_what_is_no_host_is_left_out_and_logged(start, network, origins, caplog) -> None:
    start("sample", SHOWN + SETTINGS % origins, HOSTS)
    assert of_page(network)["frame-src"] == "https://book.example.com"
    assert "The setting origins of Newyork Clinic is no host for a policy" in caplog.text


@pytest.mark.parametrize("origins", ["None", "''", "[]"])
def test_host_that_is_not_set_is_nothing_to_speak_of(start, network, origins, caplog) -> None:
    start("sample", SHOWN + SETTINGS % origins, HOSTS)
    assert of_page(network)["frame-src"] == "https://book.example.com"
    assert caplog.text == ""


def test_setting_that_cannot_be_read_is_a_contained_failure(start, network, caplog) -> None:
    start("sample", SHOWN + SETTINGS % "1 / 0", HOSTS)
    found = network.get(network.newyork, PATH)
    assert policy(found)["frame-src"] == "https://book.example.com"
    assert found["Cache-Control"] == "private, max-age=30"
    assert "The plugin sample failed at csp" in caplog.text


def test_setting_of_one_clinic_says_nothing_for_another(start, network) -> None:
    start("sample", SHOWN + SETTINGS % "'https://only.example'", HOSTS)
    switch_on(network.aalborg, "sample", user=None)
    network.aalborg.activations.update(settings={})
    assert "https://only.example" in of_page(network)["frame-src"]


def test_admin_has_no_policy_of_ours(network) -> None:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(network_owner())
    assert "Content-Security-Policy" not in client.get("/")
    assert "Content-Security-Policy" not in Client(HTTP_HOST="admin.localhost").get("/login/")


def test_host_of_no_clinic_may_load_its_own_style(network) -> None:
    assert policy(Client(HTTP_HOST="nobody.localhost").get("/")) == BASE


def test_other_headers_keep_what_a_visitor_reads_to_the_site(network) -> None:
    found = network.get(network.newyork, PATH)
    names = ("Referrer-Policy", "X-Content-Type-Options", "Permissions-Policy", "X-Frame-Options")
    assert [found[name] for name in names] == [
        "strict-origin-when-cross-origin",
        "nosniff",
        "camera=(), geolocation=(), microphone=()",
        "DENY",
    ]
