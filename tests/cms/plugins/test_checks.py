"""System checks name what a plugin does past its ways in, or under a name that is not its own."""

from __future__ import annotations

import pytest
from django.core.management import load_command_class

from cms.plugins.checks import check_plugins
from cms.plugins.discovery import Installed, installed_plugins
from cms.plugins.manifest import Manifest

NO_MODULE = "ModuleNotFoundError: No module named 'tests.app.plugin'"


@pytest.fixture
def sample(host, write_plugin):
    """Return the folder of a plugin that is right, as yet."""
    folder = write_plugin("sample")
    host.fill(installed_plugins(folder, lambda: ()))
    return folder / "sample"


def put(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def found():
    return [(one.id, one.msg) for one in check_plugins()]


def test_plugin_that_keeps_to_its_own_passes(sample) -> None:
    put(sample, "templates/sample/a.html", "static/sample/deep/a.css", "templatetags/sample.py")
    assert found() == []


def test_own_plugins_and_the_case_book_pass(case_book) -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("wagtail_hooks.py", ("meridian.E402", "has wagtail hooks, which no clinic could switch off.")),
        ("middleware.py", ("meridian.E403", "has middleware, which no clinic could switch off.")),
        ("middleware/__init__.py", ("meridian.E403", "has middleware, which no clinic could switch off.")),
        (
            "templates/wagtailadmin/base.html",
            ("meridian.E404", "has templates outside of templates/sample/: wagtailadmin/base.html."),
        ),
        ("templates/a.html", ("meridian.E404", "has templates outside of templates/sample/: a.html.")),
        ("static/css/a.css", ("meridian.E405", "has static outside of static/sample/: css/a.css.")),
    ],
)
def test_way_round_and_stray_file_are_errors(sample, file, message) -> None:
    put(sample, file)
    assert found() == [(message[0], f"The plugin “sample” {message[1]}")]


def test_middleware_in_the_settings_is_an_error(sample, settings) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"plugins_{sample.parent.name[8:]}.sample.views.Middle"]
    assert [number for number, _words in found()] == ["meridian.E403"]


COMMAND = """from cms.plugins.api import PluginCommand
class Command(PluginCommand):
    plugin = {!r}
"""


def put_command(folder, name, code) -> None:
    put(folder, "management/__init__.py", "management/commands/__init__.py")
    (folder / "management" / "commands" / f"{name}.py").write_text(code, "utf-8")


def test_command_that_asks_whether_the_clinic_has_the_plugin_on_passes(sample) -> None:
    put_command(sample, "sample_tidy", COMMAND.format("sample"))
    put_command(sample, "_not_one", "1 / 0")
    assert found() == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "Its Command is no PluginCommand."),
        ("Command = object()", "Its Command is no PluginCommand."),
        (
            "from django.core.management.base import BaseCommand as Command",
            "Its Command is no PluginCommand.",
        ),
        (
            COMMAND.format("sample") + "    def handle(self, **options): ...",
            "It overrides handle, and so asks nobody; override handle_clinic.",
        ),
        (COMMAND.format("other"), "It says that its plugin is “other”."),
        ("from cms.plugins.api import PluginCommand as Command", "It says that its plugin is “”."),
        ("1 / 0", "It cannot be imported: ZeroDivisionError: division by zero"),
        ("raise SystemExit", "It cannot be imported: SystemExit"),
    ],
)
def test_command_that_asks_nobody_is_an_error(sample, code, problem) -> None:
    put_command(sample, "sample_tidy", code)
    words = f"The command sample_tidy of the plugin “sample” cannot be used. {problem}"
    assert found() == [("meridian.E410", words)]


def test_command_under_another_name_is_an_error(sample) -> None:
    put_command(sample, "migrate", COMMAND.format("sample"))
    words = "The command migrate of the plugin “sample” is not called after it."
    assert found() == [("meridian.E409", words)]


def test_commands_of_a_plugin_that_is_not_loaded_are_not_imported(sample, host, settings) -> None:
    put_command(sample, "sample_tidy", "1 / 0")
    settings.MERIDIAN = settings.MERIDIAN | {"SAFE_MODE": True}
    host.fill([one.installed for one in host.entries])
    assert [number for number, _words in found()] == ["meridian.W401"]


def test_models_without_a_clinic_or_under_another_name_are_errors(host, tmp_path) -> None:
    manifest = Manifest("sample", "Sample", "1.0", 1, "A sample.", "MIT")
    host.fill([Installed("sample", "tests.app", tmp_path, manifest)])
    assert found() == [
        (
            "meridian.W401",
            f"The plugin “sample” is not loaded. It cannot be imported: {NO_MODULE}",
        ),
        ("meridian.E406", "The application of the plugin “sample” has the label “testapp”."),
        ("meridian.E407", "testapp.StreamPage of the plugin “sample” belongs to no clinic."),
        ("meridian.E408", "The table testapp_streampage of the plugin “sample” is not called after it."),
    ]


def test_plugin_that_is_left_out_is_not_looked_at(write_plugin, host, settings) -> None:
    folder = write_plugin("sample")
    (folder / "sample" / "wagtail_hooks.py").touch()
    settings.MERIDIAN = settings.MERIDIAN | {"PLUGINS_DISABLED": ["sample"]}
    host.fill(installed_plugins(folder, lambda: ()))
    assert [message.id for message in check_plugins()] == ["meridian.W401"]


@pytest.mark.parametrize("name", ["plugins", "publish_scheduled"])
def test_commands_that_must_go_on_ask_no_check(name) -> None:
    assert list(load_command_class("cms.plugins", name).requires_system_checks) == []
