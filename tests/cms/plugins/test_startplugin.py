"""``manage.py startplugin``: what it writes works, and where it cannot it writes nothing."""

from __future__ import annotations

import json
from io import StringIO
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.plugins.catalogues import catalogue_files, untranslated
from cms.plugins.manifest import read_manifest
from cms.plugins.registry import Registry
from cms.plugins.scaffold import starting
from cms.plugins.scaffold.parts import PARTS
from cms.testing.entries import installed_in
from tests.cms.testing.wheels import build_wheel
from tests.programs import run_python

WITHOUT_MODELS = [
    parts for size in range(4) for parts in combinations([one for one in PARTS if one != "model"], size)
]


def start(name: str, *, to: Path, parts: str = "slot") -> Path:
    call_command("startplugin", name, "--with", parts, "--to", str(to), stdout=StringIO())
    return to / name / name


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("parts", WITHOUT_MODELS, ids="-".join)
def test_any_parts_make_a_plugin_that_is_loaded(tmp_path, monkeypatch, parts) -> None:
    name = "_".join(["made", *parts])
    package = start(name, to=tmp_path, parts=",".join(parts))
    monkeypatch.syspath_prepend(str(package.parent))
    registry = Registry()
    registry.fill([installed_in(package, name)])
    assert registry.entries[0].problem == ""
    assert {one.partition("__")[2] for one in registry.blocks} == ({"note"} if "block" in parts else set())
    assert untranslated(package) == {file: [] for file in catalogue_files(package)}


def test_plugin_of_this_repository_stands_in_plugins_and_its_tests_beside_others(
    tmp_path, monkeypatch
) -> None:
    (tmp_path / "plugins").mkdir()
    (tmp_path / "tests" / "plugins").mkdir(parents=True)
    monkeypatch.setattr(settings, "PROJECT", tmp_path)
    monkeypatch.setattr(starting, "FOLDER", tmp_path / "plugins")
    call_command("startplugin", "opening_hours", stdout=StringIO())
    assert files_in(tmp_path) == [
        "plugins/opening_hours/README.md",
        "plugins/opening_hours/__init__.py",
        "plugins/opening_hours/locale/da/LC_MESSAGES/django.mo",
        "plugins/opening_hours/locale/da/LC_MESSAGES/django.po",
        "plugins/opening_hours/plugin.py",
        "plugins/opening_hours/plugin.toml",
        "plugins/opening_hours/slots.py",
        "plugins/opening_hours/templates/opening_hours/end.html",
        "tests/plugins/opening_hours/conftest.py",
        "tests/plugins/opening_hours/test_slots.py",
    ]
    assert read_manifest(tmp_path / "plugins/opening_hours/plugin.toml").title == "Opening hours"
    assert "from plugins.opening_hours import slots" in (
        tmp_path / "plugins/opening_hours/plugin.py"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Greeting", "A plugin cannot be called “Greeting”."),
        ("class", "A plugin cannot be called “class”."),
        ("a__b", "A plugin cannot be called “a__b”."),
        ("x" * 41, "at most 40 long"),
        ("booking_link", "The name “booking_link” is taken."),
        ("wagtailcore", "The name “wagtailcore” is taken."),
        ("postgres", "The name “postgres” is taken."),
        ("theme", "The name “theme” is taken."),
        ("json", "The name “json” is taken."),
    ],
)
def test_name_that_no_plugin_can_have_is_refused(tmp_path, name, words) -> None:
    with pytest.raises(CommandError, match=words):
        start(name, to=tmp_path)
    assert files_in(tmp_path) == []


def test_unknown_part_is_refused_with_those_that_there_are(tmp_path) -> None:
    with pytest.raises(CommandError) as refused:
        start("greeting", to=tmp_path, parts="slot,page,view")
    assert str(refused.value) == "There is no part page, view. The parts are block, model, settings, slot."
    assert files_in(tmp_path) == []


def test_what_is_there_is_left_alone(tmp_path) -> None:
    (tmp_path / "greeting").mkdir()
    with pytest.raises(CommandError, match=r"There is a folder .*/greeting already"):
        start("greeting", to=tmp_path)
    with pytest.raises(CommandError, match=r"There is no folder .*/nowhere"):
        start("greeting", to=tmp_path / "nowhere")
    assert files_in(tmp_path) == []


def test_what_cannot_be_put_in_place_leaves_nothing_behind(tmp_path, monkeypatch) -> None:
    (tmp_path / "plugins").mkdir()
    (tmp_path / "tests" / "plugins").mkdir(parents=True)
    monkeypatch.setattr(settings, "PROJECT", tmp_path)
    monkeypatch.setattr(starting, "FOLDER", tmp_path / "plugins")
    rename, done = Path.rename, []

    def rename_once(path: Path, target: Path) -> Path:
        if len(done) == 1:
            done.append(target)
            raise OSError("The disk is full.")
        done.append(target)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_once)
    with pytest.raises(CommandError, match="Nothing was written: The disk is full"):
        call_command("startplugin", "greeting", stdout=StringIO())
    assert files_in(tmp_path) == []
    assert [path.name for path in (tmp_path / "plugins").iterdir()] == []


def test_refusal_ends_with_an_error() -> None:
    done = run_python("manage.py", "startplugin", "Bad", DJANGO_SETTINGS_MODULE="cms.settings.test")
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: A plugin cannot be called “Bad”.")


def test_package_is_installed_by_pip_and_found_by_its_entry_point(tmp_path) -> None:
    package = start("greeting", to=tmp_path, parts="block,slot,settings,model")
    wheel = build_wheel(package.parent, tmp_path)
    target = tmp_path / "installed"
    pip = ("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(target), str(wheel))
    run_python(*pip).check_returncode()
    assert [file for file in files_in(target / "greeting") if not file.endswith(".pyc")] == files_in(package)
    command = ("manage.py", "plugins", "check")
    done = run_python(*command, paths=[target], DJANGO_SETTINGS_MODULE="cms.settings.test")
    assert json.loads(done.stdout) == ["booking_link is loaded.", "greeting is loaded."], done.stderr
