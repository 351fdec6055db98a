"""Plugins are tried in processes of their own before a start depends on them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.plugins import preflight as module
from cms.plugins.discovery import FOLDER, installed_plugins
from cms.plugins.preflight import preflight

MODELS = """
from django.db import models
from cms.plugins.api import ScopedManager

class Thing(models.Model):
    clinic = models.ForeignKey("clinics.Clinic", on_delete=models.CASCADE, related_name="+")
    {}
    everywhere = models.Manager()
    objects = ScopedManager()
"""
PLUGIN = "from cms.plugins.api import Plugin\nplugin = Plugin({!r})\n"


@pytest.fixture
def install(write_plugin, monkeypatch):
    """Write plugins that are found as installed packages, here and in processes that start from here."""

    def write(name, code=None, models="", **values):
        folder = write_plugin(name, code, **values)
        (folder / name / "models.py").write_text(models)
        metadata = folder / f"{name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text(f"[meridian.plugins]\n{name} = {name}\n")
        monkeypatch.syspath_prepend(str(folder))
        monkeypatch.setenv("PYTHONPATH", str(folder))
        return folder

    return write


def problems(*names) -> dict[str, tuple[str, ...]]:
    found = [one for one in installed_plugins() if one.folder.parent != FOLDER]
    assert sorted(one.name for one in found) == sorted(names)
    return {one.name: one.problems for one in preflight(found) if one.problems}


def test_what_would_break_a_start_is_found_and_the_rest_is_not_blamed(install) -> None:
    install("good", models=MODELS.format(""))
    install("loud", "print('Hello.')\n" + PLUGIN.format("loud"), requires=["good"])
    install("bad_models", models="from nowhere import anything\n")
    install("bad_code", "1 / 0")
    install("bad_field", models=MODELS.format("size = models.DecimalField()"))
    install("needy", requires=["bad_code"])
    found = problems("good", "loud", "bad_models", "bad_code", "bad_field", "needy")
    assert found == {
        "bad_models": ("Django does not start with it: ModuleNotFoundError: No module named 'nowhere'",),
        "bad_code": ("It cannot be imported: ZeroDivisionError: division by zero",),
        "bad_field": found["bad_field"],
        "needy": ("It requires bad_code, which is not loaded.",),
    }
    assert "fields.E130" in found["bad_field"][0]


def test_plugin_that_exits_or_takes_for_ever_is_named(install, monkeypatch) -> None:
    install("leaving", "import os\nos._exit(3)")
    assert problems("leaving") == {"leaving": ("Django does not start with it: exit 3",)}
    install("waiting", "import time\ntime.sleep(60)")
    monkeypatch.setattr(module, "SECONDS", 0.5)
    assert problems("leaving", "waiting")["waiting"] == ("It was not imported within 0.5 s.",)


def test_bad_manifest_is_named_without_a_try(install) -> None:
    folder = install("odd")
    (folder / "odd" / "plugin.toml").write_text("name = 1")
    assert "“title” is missing" in problems("odd")["odd"][0]


def test_command_runs_where_django_starts_only_without_the_plugin(install) -> None:
    install("bad_models", models="from nowhere import anything\n")

    def manage(*arguments, **environment):
        return subprocess.run(
            [sys.executable, str(settings.PROJECT / "manage.py"), "plugins", *arguments],
            env={**os.environ, "DATABASE_URL": "sqlite://:memory:", **environment},
            capture_output=True,
            text=True,
        )

    assert "No module named 'nowhere'" in manage("check").stderr
    tried = manage("preflight", MERIDIAN_PLUGINS_DISABLED="bad_models")
    assert tried.returncode == 1
    assert "bad_models: Django does not start with it" in tried.stderr
    safe = manage("check", MERIDIAN_PLUGINS_DISABLED="bad_models", MERIDIAN_SAFE_MODE="1")
    assert "This installation runs in safe mode, without any plugin." in safe.stderr


def test_command_says_what_breaks_nothing(install, host, capsys) -> None:
    # What is imported here stays imported, so no other test has a plugin of this name.
    folder = install("fine")
    host.fill([one for one in installed_plugins() if one.folder.parent != FOLDER])
    call_command("plugins", "preflight")
    assert json.loads(capsys.readouterr().out) == ["fine breaks nothing."]
    (folder / "fine" / "plugin.toml").write_text("name = 1")
    host.fill([one for one in installed_plugins() if one.folder.parent != FOLDER])
    with pytest.raises(CommandError, match="fine: “name” is missing"):
        call_command("plugins", "preflight")
