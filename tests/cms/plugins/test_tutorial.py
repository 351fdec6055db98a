"""The tutorial in ``plugins/README.md`` is followed to the letter, in a copy of this project."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tests.programs import run_python

README = (settings.PROJECT / "plugins" / "README.md").read_text("utf-8")
STEPS = re.split(r"(?m)^## (?=\d\. )", README)[1:]
# A file is named before what goes into it; "add" means at its end.
SNIPPET = re.compile(r"`((?:plugins|tests)/[^`\n]+)`(, add)?:\n\n```\w+\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"(?m)^    (\.venv/bin/.*)$")
# These need the demo's database, or a registry of packages.
ELSEWHERE = ("plugins allow", "plugins enable", "manage.py migrate", "pip install")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """This project in another folder, without what it made."""
    copy = tmp_path_factory.mktemp("tutorial") / "meridian"
    copy.mkdir()
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(settings.PROJECT / name, copy)
    for name in ("cms", "plugins", "themes", "tests"):
        left_out = shutil.ignore_patterns("__pycache__", "journeys", "benchmarks")
        shutil.copytree(settings.PROJECT / name, copy / name, ignore=left_out)
    return copy


def run(project: Path, command: str) -> tuple[int, str]:
    _program, *words = command.split()
    start = ["-m", "pytest", "-p", "no:cacheprovider", "--nomigrations"] if "/pytest" in command else []
    done = run_python(*start, *words, cwd=project, DJANGO_SETTINGS_MODULE="cms.settings.test")
    return done.returncode, done.stdout + done.stderr


def follow(project: Path, step: str) -> None:
    """Write the files of a step as it says."""
    for path, added, text in SNIPPET.findall(step):
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((file.read_text("utf-8") if added else "") + text, "utf-8")


def translate(project: Path) -> None:
    """Put the translations of the fifth step where that says, behind the head of the file."""
    file = project / re.search(r"`(plugins/\S+\.po)`", STEPS[4])[1]
    head = file.read_text("utf-8").split("\n\n")[0]
    texts = re.search(r"```po\n(.*?)```", STEPS[4], re.DOTALL)[1]
    file.write_text(f"{head}\n\n{texts}", "utf-8")


def test_tutorial_leads_to_a_plugin_that_passes_everything(project) -> None:
    begin, check = (one for one in COMMAND.findall(STEPS[0]) if not any(name in one for name in ELSEWHERE))
    assert run(project, begin)[0] == 0
    assert '"parking is loaded."' in run(project, check)[1]
    for step in STEPS[1:4]:
        follow(project, step)
    collect, collect_again, _kit, tests = COMMAND.findall(STEPS[4])
    status, said = run(project, collect)
    assert (status, said.count("has no translation of")) == (1, 6)
    translate(project)
    assert run(project, collect_again)[0] == 0
    status, said = run(project, tests)
    assert (status, re.search(r"= 20 passed in", said) is not None) == (0, True), said
