from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.test import override_settings

from cms.plugins.api import DeclarationError, DurableStructBlock, Plugin
from cms.plugins.checks import check_plugins
from cms.plugins.declarable import LONGEST_NAME
from cms.plugins.discovery import installed_plugins
from cms.plugins.models import Activation, Allowance, ProbeResult, Run
from cms.plugins.registry import Registry
from tests.cms.plugins.conftest import MANIFEST, toml

HOUR = timedelta(hours=1)
TWICE = "There is a “{}” already. Give this one another name, with name=…."
SAMPLE = "from cms.plugins.api import Plugin\nplugin = Plugin('sample')\n"


def look(context):
    """Stands for a job or a look at health."""


def filled(folder) -> Registry:
    made = Registry()
    made.fill(installed_plugins(folder, lambda: ()))
    return made


def problems(folder) -> dict[str, str]:
    return {entry.name: entry.problem for entry in filled(folder).entries if entry.plugin is None}


def test_plugin_is_loaded(write_plugin) -> None:
    assert list(filled(write_plugin("sample")).loaded) == ["sample"]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("raise RuntimeError('Broken.')", "It cannot be imported: RuntimeError: Broken."),
        ("raise SystemExit", "It cannot be imported: SystemExit"),
        ("plugin = 1", "plugin.py has no Plugin object called “plugin”."),
        (
            "from cms.plugins.api import Plugin\nplugin = Plugin('other')",
            "plugin.py calls it “other”, the manifest “sample”.",
        ),
        (
            f"{SAMPLE}plugin.slot('page.footer.v1')(lambda: 0)",
            "It cannot be imported: DeclarationError: <lambda> must take the SlotContext.",
        ),
    ],
)
def test_plugin_that_is_not_loaded_says_why(write_plugin, code, problem) -> None:
    assert problems(write_plugin("sample", code)) == {"sample": problem}


def test_plugin_needs_what_it_requires_and_so_on(write_plugin) -> None:
    write_plugin("a_first", requires=["b_second"])
    write_plugin("b_second", requires=["c_third"])
    assert problems(write_plugin("d_fourth")) == {
        "a_first": "It requires b_second, which is not loaded.",
        "b_second": "It requires c_third, which is not loaded.",
    }


def test_plugin_may_be_left_out_by_the_installation(write_plugin) -> None:
    with override_settings(MERIDIAN={"PLUGINS_DISABLED": ["sample"]}):
        assert problems(write_plugin("sample")) == {
            "sample": "It is switched off in the settings of this installation."
        }


def test_safe_mode_leaves_every_plugin_out(write_plugin) -> None:
    write_plugin("other")
    with override_settings(MERIDIAN={"SAFE_MODE": True}):
        found = problems(write_plugin("sample"))
    assert found == dict.fromkeys(
        ("other", "sample"), "This installation runs in safe mode, without any plugin."
    )


@pytest.mark.parametrize(
    ("registered", "is_loaded"),
    [
        ("", False),
        ("plugin.export(lambda context: None)", False),
        ("plugin.erase(lambda context, person: 0)", False),
        ("plugin.export(lambda context: None)\nplugin.erase(lambda context, person: 0)", True),
    ],
)
def test_plugin_with_personal_data_can_export_and_erase_it(write_plugin, registered, is_loaded) -> None:
    code = f"from cms.plugins.api import Plugin\nplugin = Plugin('sample')\n{registered}"
    privacy = '[privacy]\npersonal-data = true\ndata = ["names"]'
    found = problems(write_plugin("sample", code, manifest=toml(MANIFEST, privacy)))
    words = "It keeps personal data, so it must register both export and erase."
    assert found == ({} if is_loaded else {"sample": words})


def test_functions_in_a_slot_stand_in_their_order(write_plugin) -> None:
    code = (
        "from cms.plugins.api import Plugin\n"
        "plugin = Plugin('{}')\n"
        "plugin.slot('page.footer.v1', order={})(lambda context: '')"
    )
    write_plugin("late", code.format("late", 90))
    folder = write_plugin("early", code.format("early", 10))
    assert [one.plugin for one in filled(folder).in_slot("page.footer.v1")] == ["early", "late"]


def test_plugin_cannot_declare_a_thing_twice() -> None:
    plugin = Plugin("sample")
    plugin.slot("page.footer.v1")(lambda context: "")
    plugin.settings(DurableStructBlock)
    with pytest.raises(DeclarationError, match="has a function of this plugin already"):
        plugin.slot("page.footer.v1")
    with pytest.raises(DeclarationError, match="one block of settings"):
        plugin.settings(DurableStructBlock)
    with pytest.raises(DeclarationError, match="subclass of DurableStructBlock"):
        Plugin("other").settings(dict)


LONG = "n" * 101
NAMELESS = partial(look)


@pytest.mark.parametrize(
    ("register", "problem"),
    [
        (lambda plugin: plugin.health(LONG, look), f"A name has 1 to 100 characters, and “{LONG}” has 101."),
        (lambda plugin: plugin.health("", look), "A name has 1 to 100 characters, and “” has 0."),
        (
            lambda plugin: plugin.periodic(look, every=HOUR, name=LONG),
            f"A name has 1 to 100 characters, and “{LONG}” has 101.",
        ),
        (
            lambda plugin: plugin.periodic(NAMELESS, every=HOUR),
            f"{NAMELESS} has no name of its own. Give it one, with name=….",
        ),
        (lambda plugin: [plugin.health("ink", look), plugin.health("ink", look)], TWICE.format("ink")),
        (
            lambda plugin: [plugin.periodic(look, every=HOUR), plugin.periodic(look, every=HOUR)],
            TWICE.format("look"),
        ),
        (
            lambda plugin: [plugin.publish_check(look), plugin.publish_check(look, gate=True)],
            TWICE.format("look"),
        ),
        (
            lambda plugin: plugin.publish_check(look, name=LONG),
            f"A name has 1 to 100 characters, and “{LONG}” has 101.",
        ),
    ],
)
def test_name_that_cannot_be_noted_is_refused(register, problem) -> None:
    with pytest.raises(DeclarationError) as refused:
        register(Plugin("sample"))
    assert str(refused.value) == problem


def test_everything_that_is_noted_has_a_place_for_the_longest_names() -> None:
    """On PostgreSQL a text that is longer than its column ends the work; SQLite takes any."""
    longest = {"plugin": "n" * LONGEST_NAME, "name": LONG[1:], "point": f"health:{LONG[1:]}"}
    fields = [one for model in (Allowance, Activation, Run, ProbeResult) for one in model._meta.fields]
    named = [one for one in fields if one.name in longest]
    assert len(named) == 6
    for field in named:
        field.run_validators(longest[field.name])


def test_name_of_a_plugin_that_cannot_be_noted_is_refused() -> None:
    with pytest.raises(DeclarationError, match="cannot be called"):
        Plugin("n" * (LONGEST_NAME + 1))


def test_checks_name_what_is_not_loaded_and_what_no_clinic_could_switch_off(write_plugin, host) -> None:
    folder = write_plugin("broken", "1 / 0")
    write_plugin("hooked")
    (folder / "hooked" / "wagtail_hooks.py").touch()
    host.fill(installed_plugins(folder, lambda: ()))
    assert [one.id for one in check_plugins()] == ["meridian.W401", "meridian.E402"]
