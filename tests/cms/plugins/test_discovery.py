from __future__ import annotations

import sys
from importlib.metadata import EntryPoint

import pytest

from cms.plugins.discovery import GROUP, applications, installed_plugins


def entry_point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def test_folders_are_found_without_being_imported(write_plugin) -> None:
    write_plugin("second")
    folder = write_plugin("first", code="raise RuntimeError('imported')")
    found = installed_plugins(folder, lambda: ())
    assert [(one.name, one.module, one.problem) for one in found] == [
        ("first", f"{folder.name}.first", ""),
        ("second", f"{folder.name}.second", ""),
    ]
    assert applications(found) == [f"{folder.name}.first", f"{folder.name}.second"]
    assert f"{folder.name}.first" not in sys.modules


def test_name_must_be_that_of_the_folder(write_plugin) -> None:
    folder = write_plugin("first", manifest='name = "x"\ntitle = "X"\nversion = "1"\napi = 1\n')
    (found,) = installed_plugins(folder, lambda: ())
    assert found.manifest is None
    assert "“description” is missing" in found.problem
    assert applications([found]) == []


def test_packages_are_found_by_their_entry_points(write_plugin, monkeypatch) -> None:
    folder = write_plugin("outside")
    monkeypatch.syspath_prepend(str(folder))
    found = installed_plugins(folder / "none", lambda: [entry_point("outside", "outside")])
    assert [(one.name, one.module, one.problem) for one in found] == [("outside", "outside", "")]


def test_package_that_is_not_there_is_named(tmp_path) -> None:
    (found,) = installed_plugins(tmp_path, lambda: [entry_point("gone", "gone_package")])
    assert (found.manifest, found.problem) == (
        None,
        "The package gone_package is not there; it may have been installed in part only.",
    )


@pytest.mark.parametrize("value", ["", "__main__", "a.b"])
def test_entry_point_that_names_no_package_stops_nothing(tmp_path, value) -> None:
    (found,) = installed_plugins(tmp_path, lambda: [entry_point("odd", value)])
    assert (found.manifest, found.problem.startswith(f"The package {value} is not there")) == (None, True)


def test_second_of_one_name_does_not_count(write_plugin, monkeypatch) -> None:
    folder = write_plugin("twin")
    monkeypatch.syspath_prepend(str(folder))
    first, second = installed_plugins(folder, lambda: [entry_point("twin", "twin")])
    assert first.problem == ""
    assert second.problem == "Its name is that of the plugin in twin, which was found first."
