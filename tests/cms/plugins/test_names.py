"""No plugin has a name with which Django would not start, and what has one is named with its reason."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.conf import settings

from cms.plugins.discovery import installed_plugins
from cms.plugins.names import label_of, names_taken_by
from tests.cms.plugins.conftest import TESTS
from tests.programs import run_python

CONFIG = "from django.apps import AppConfig\n"
ONE = "class One(AppConfig):\n    name = 'plugins.here'\n    label = 'one'\n"
OTHER = "class Other(AppConfig):\n    name = 'plugins.here'\n    label = 'other'\n"
DEFAULT = "    default = {}\n"


def test_taken_are_the_labels_that_django_has_and_the_addresses_of_every_site() -> None:
    labels = {one.label for one in apps.get_app_configs() if one.name in settings.APPLICATIONS}
    assert len(labels) == len(settings.APPLICATIONS)
    assert labels | {"postgres", "theme", "password", "search"} == settings.NAMES_TAKEN


@pytest.mark.parametrize(
    ("code", "label"),
    [
        (CONFIG + ONE, "one"),
        (CONFIG + "class One(AppConfig):\n    name = 'plugins.here'\n", "here"),
        (CONFIG + ONE + OTHER, "here"),
        (CONFIG + ONE + OTHER + DEFAULT.format(True), "other"),
        (CONFIG + ONE + OTHER + DEFAULT.format(False), "one"),
        (CONFIG + "class Mixin:\n    label = 'mixin'\n" + ONE, "one"),
        ("class (", "here"),
        (None, "here"),
    ],
)
def test_label_is_the_one_that_django_would_take(tmp_path, code, label) -> None:
    if code is not None:
        (tmp_path / "apps.py").write_text(code, "utf-8")
    assert label_of("plugins.here", tmp_path) == label


def test_module_that_is_not_there_takes_the_label_it_would_have() -> None:
    assert names_taken_by(["nowhere.here"]) == {"here", "theme", "password", "search"}


def test_own_label_may_be_said_again(write_plugin) -> None:
    folder = write_plugin("sample")
    config = f"class Sample(AppConfig):\n    name = '{folder.name}.sample'\n    label = 'sample'\n"
    (folder / "sample" / "apps.py").write_text(CONFIG + config, "utf-8")
    assert installed_plugins(folder, lambda: ())[0].problem == ""


@pytest.mark.parametrize("name", ["wagtailcore", "auth", "plugins", "postgres", "theme"])
def test_name_of_a_part_of_the_system_is_refused(write_plugin, name) -> None:
    (found,) = installed_plugins(write_plugin(name), lambda: (), taken=settings.NAMES_TAKEN)
    words = f"A part of the system is called “{name}”. The plugin needs another name."
    assert (found.manifest, found.problem) == (None, words)


def test_django_starts_beside_plugins_with_names_of_others_and_says_why_they_are_not_loaded(tmp_path) -> None:
    for name in ("pages", "mislabelled"):
        about = tmp_path / f"{name}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[meridian.plugins]\n{name} = {name}\n")
    code = (
        "import django, json; django.setup(); from cms.plugins.registry import registry\n"
        "print(json.dumps({one.name: one.problem for one in registry.entries}))"
    )
    paths = [TESTS / "rogue", tmp_path]
    done = run_python("-c", code, paths=paths, DJANGO_SETTINGS_MODULE="cms.settings.test")
    assert json.loads(done.stdout or "{}") == {
        "booking_link": "",
        "mislabelled": "Its application has the label “pages”; it must be “mislabelled”.",
        "pages": "A part of the system is called “pages”. The plugin needs another name.",
    }, done.stderr
    told = run_python(
        "manage.py", "plugins", "check", paths=paths, DJANGO_SETTINGS_MODULE="cms.settings.test"
    )
    assert "pages: A part of the system is called “pages”. The plugin needs another name." in told.stderr
