"""Every plugin that does something wrong leaves every page whole."""

from __future__ import annotations

import pytest

from cms.plugins.actions import allow, configure, switch_on
from cms.plugins.registry import registry

PATH = "/conditions/sciatica/"


def answer(network):
    found = network.get(network.newyork, PATH)
    assert found.status_code == 200
    assert "First words." in found.content.decode()
    assert "site-footer" in found.content.decode()
    return found


def test_what_cannot_be_loaded_is_named_with_its_reason(rogue, network) -> None:
    problems = {entry.name: entry.problem for entry in registry.entries if entry.plugin is None}
    assert problems.pop("bad_manifest").startswith("The key “titel” is unknown")
    assert problems.pop("unknown_slot").startswith(
        "It cannot be imported: DeclarationError: There is no slot “page.ceiling.v1”."
    )
    assert problems.pop("import_error") == (
        "It cannot be imported: ModuleNotFoundError: No module named 'a_module_that_nobody_has'"
    )
    assert problems == {
        "exits_at_import": "It cannot be imported: SystemExit: There is no licence for this machine.",
        "forgets_nobody": "It keeps personal data, so it must register both export and erase.",
        "mislabelled": "Its application has the label “pages”; it must be “mislabelled”.",
        "name_clash": "“name” is “slow”; it must be “name_clash”, as it was found.",
        "no_object": "plugin.py has no Plugin object called “plugin”.",
        "pages": "A part of the system is called “pages”. The plugin needs another name.",
        "registers_twice": "It cannot be imported: DeclarationError: There is a block “card” already.",
        "wrong_api": "“api” is 99, and this host supports generation 1.",
    }
    assert "slow" in registry.loaded
    answer(network)


@pytest.mark.parametrize("name", ["raises_everywhere", "database_error", "exits_everywhere"])
def test_failure_is_contained_and_the_page_is_kept_for_half_a_minute(rogue, network, name, caplog) -> None:
    before = answer(network).content
    rogue(name)
    found = answer(network)
    assert found.content == before
    assert found["Cache-Control"] == "private, max-age=30"
    assert f"The plugin {name} failed at page.body.end.v1" in caplog.text


def test_plugin_that_keeps_failing_is_left_alone(rogue, network, caplog) -> None:
    rogue("raises_everywhere")
    for _turn in range(3):
        answer(network)
    caplog.clear()
    assert answer(network)["Cache-Control"] == "private, max-age=30"
    assert "failed" not in caplog.text


def test_plugin_of_one_clinic_is_not_called_for_another(rogue, network, caplog) -> None:
    rogue("raises_everywhere")
    assert network.get(network.aalborg, "/lidelser/iskias/").status_code == 200
    assert "failed" not in caplog.text


def test_other_plugins_are_shown_beside_one_that_fails(rogue, network) -> None:
    rogue("raises_everywhere")
    rogue("unsafe_html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer(network).content.decode()
    assert "<script>alert(1)" not in answer(network).content.decode()


def test_slow_plugin_counts_as_failing(rogue, network, monkeypatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("cms.plugins.containment.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("time.sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    rogue("slow")
    for _turn in range(3):
        assert "At last" in answer(network).content.decode()
    assert "At last" not in answer(network).content.decode()


def test_errors_come_out_for_authors(rogue, network, settings) -> None:
    settings.MERIDIAN_PLUGIN_ERRORS = "raise"
    rogue("raises_everywhere")
    with pytest.raises(RuntimeError, match="It never works"):
        network.get(network.newyork, PATH)


def test_page_without_a_failure_is_cached_as_ever(booking) -> None:
    assert "Cache-Control" not in booking.get(booking.newyork, PATH)


def test_settings_that_no_longer_fit_are_contained(rogue, network, host) -> None:
    assert host.loaded.keys() >= {"unsafe_html"}
    allow("unsafe_html", user=None)
    switch_on(network.newyork, "unsafe_html", user=None)
    with pytest.raises(Exception, match="has no settings"):
        configure(network.newyork, "unsafe_html", {"x": 1}, user=None)
    answer(network)
