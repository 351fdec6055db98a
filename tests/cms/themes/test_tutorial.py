"""The tutorial for authors of themes is followed to the letter, in a copy of this project."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tests.programs import run_python

TUTORIAL = (settings.PROJECT / "cms" / "themes" / "TUTORIAL.md").read_text("utf-8")
STEPS = re.split(r"(?m)^## (?=\d\. )", TUTORIAL)[1:]
# A file is named before what goes into it.
SNIPPET = re.compile(r"`(themes/[^`\n]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"(?m)^    (\.venv/bin/.*)$")
WRITTEN = ("tokens.json", "style.css", "templates/theme/breadcrumbs.html")
# What needs a browser is tried in tests/journeys.
WITHOUT_BROWSER = ("-k", "not test_browser")
SETTINGS = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}


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
    start = ["-m", "pytest", "-p", "no:cacheprovider", *WITHOUT_BROWSER] if "/pytest" in command else []
    done = run_python(*start, *words, cwd=project, **SETTINGS)
    return done.returncode, done.stdout + done.stderr


def test_tutorial_leads_to_a_theme_that_passes_everything(project) -> None:
    begin, check = COMMAND.findall(STEPS[0])
    assert run(project, begin)[0] == 0
    files = [found for step in STEPS for found in SNIPPET.findall(step)]
    assert [path for path, _text in files] == [f"themes/coast/{one}" for one in WRITTEN]
    for path, text in files:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, "utf-8")
    status, said = run(project, check)
    assert (status, "meridian.E30" in said) == (0, False), said
    (kit,) = COMMAND.findall(STEPS[4])
    status, said = run(project, kit)
    assert (status, re.search(r"\b8 passed", said) is not None) == (0, True), said
