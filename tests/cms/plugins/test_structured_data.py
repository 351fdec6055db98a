"""What plugins add to the facts that search engines read: added, never overwritten, and contained."""

from __future__ import annotations

import json
import re

import pytest

from cms.clinics.records import clinic_for_host
from cms.locales.context import RequestContext
from cms.plugins.structured_data import with_plugins

PATH = "/conditions/sciatica/"
CLINIC = "http://newyork.localhost/#clinic"


@pytest.fixture
def merged(network):
    """A function that puts nodes together for New York."""

    def merge(*core):
        clinic = clinic_for_host("newyork.localhost")
        return with_plugins(core, RequestContext(clinic, clinic.languages[0]))

    return merge


def give(*nodes) -> str:
    return f"plugin.structured_data(lambda context: {list(nodes)!r})"


def test_plugin_adds_keys_and_overwrites_none(start, merged) -> None:
    start("sample", give({"@id": "#a", "@type": "Zoo", "name": "Other", "url": "https://a.example/"}))
    core = {"@id": "#a", "@type": "MedicalClinic", "name": "Ours"}
    assert merged(core) == [
        {"@id": "#a", "@type": "MedicalClinic", "name": "Ours", "url": "https://a.example/"}
    ]
    assert core == {"@id": "#a", "@type": "MedicalClinic", "name": "Ours"}


def test_lists_are_joined_without_repeating(start, merged) -> None:
    start("alpha", give({"@id": "#a", "sameAs": ["https://b.example/", "https://a.example/"]}))
    start("beta", give({"@id": "#a", "sameAs": "https://c.example/"}))
    before = ["https://a.example/"]
    assert merged({"@id": "#a", "sameAs": before}) == [
        {"@id": "#a", "sameAs": ["https://a.example/", "https://b.example/", "https://c.example/"]}
    ]
    assert before == ["https://a.example/"]


def test_nodes_of_two_plugins_with_one_id_become_one(start, merged) -> None:
    start("alpha", give({"@type": "Event", "@id": "#e", "name": "Talk", "about": ["x"]}))
    start("beta", give({"@id": "#e", "name": "Other", "about": ["y"], "url": "/talk/"}))
    assert merged() == [{"@type": "Event", "@id": "#e", "name": "Talk", "about": ["x", "y"], "url": "/talk/"}]


def test_node_of_its_own_needs_a_type(start, merged) -> None:
    start("sample", give({"@type": "Event", "name": "Talk"}, {"@id": "#practitioner-9", "name": "Absent"}))
    assert merged({"@id": "#a"}) == [{"@id": "#a"}, {"@type": "Event", "name": "Talk"}]


@pytest.mark.parametrize(
    "nodes",
    [
        "['text']",
        "[{}]",
        "[{'name': 'Neither'}]",
        "[{'@id': ''}]",
        "[{'@id': 7, '@type': 'Event'}]",
        "[{'@type': 'Event', 'name': object()}]",
        "[{'@type': 'Event', 'size': float('nan')}]",
        "None",
        "1 / 0",
        "[{'@type': 'Event'}, 1 / 0]",
    ],
)
def test_what_is_no_node_is_a_contained_failure(start, merged, network, nodes, caplog) -> None:
    start("beta", give({"@type": "Event", "name": "Talk"}))
    start("alpha", f"plugin.structured_data(lambda context: {nodes})")
    assert merged() == [{"@type": "Event", "name": "Talk"}]
    assert "The plugin alpha failed at structured_data" in caplog.text
    assert network.get(network.newyork, PATH)["Cache-Control"] == "private, max-age=30"


def test_node_may_refer_to_nothing_that_never_ends(start, merged, caplog) -> None:
    start(
        "sample",
        "node = {'@type': 'Event'}\nnode['about'] = node\nplugin.structured_data(lambda context: [node])",
    )
    assert merged() == []
    assert "ValueError: Circular reference" in caplog.text


def test_plugin_that_is_off_adds_nothing(start, network) -> None:
    start("sample", give({"@type": "Event", "name": "Talk"}))
    assert "Talk" in network.get(network.newyork, PATH).content.decode()
    assert "Talk" not in network.get(network.aalborg, "/en" + PATH).content.decode()


def test_nothing_in_the_data_ends_the_element(start, network) -> None:
    name = "</script><script>alert(1)</script><!-- & \u2028 \ud800"
    start("sample", f"plugin.structured_data(lambda context: [{{'@type': 'Event', 'name': {name!a}}}])")
    html = network.get(network.newyork, PATH).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1]
    assert not set("<>&") & set(found)
    assert json.loads(found)["@graph"][-1]["name"] == name


def test_plugin_is_told_the_page(start, network) -> None:
    start(
        "sample",
        "plugin.structured_data(lambda context: "
        "[{'@type': 'Event', 'name': f'{context.page.slug} {context.language}'}])",
    )
    assert '"name": "sciatica en"' in network.get(network.newyork, PATH).content.decode()
