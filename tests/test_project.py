"""Promises of the project as a whole: what is pinned, what is tested, and what must be in no file."""

from __future__ import annotations

import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

from django.conf import settings

PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)", re.MULTILINE)
# Written so that this file does not hold what it looks for.
REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org")
PERSONAL_PATHS = re.compile(r"(?<![\w.])/(home|root|work|Users)/[\w.]")


def tracked_files() -> list[Path]:
    """All files that git knows; without git, as after unpacking an archive, all but what is made."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=settings.PROJECT, capture_output=True, text=True, check=True
        )
    except (FileNotFoundError, subprocess.CalledProcessError):
        return [path for path in settings.PROJECT.rglob("*") if path.is_file() and not is_made(path)]
    return [
        path for name in listed.stdout.split("\0") if name and (path := settings.PROJECT / name).is_file()
    ]


def is_made(path: Path) -> bool:
    """Whether a file comes from installing, running or testing rather than from an author."""
    first, *_ = parts = path.relative_to(settings.PROJECT).parts
    return (
        "__pycache__" in parts
        or path.suffix == ".mo"
        or first == "var"
        or (first[0] == "." and first != ".ci")
    )


def text_of(path: Path) -> str:
    """The file's text; nothing for pictures and other bytes."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode()


def test_every_package_is_pinned_with_a_hash() -> None:
    blocks = re.split(r"^(?=[a-z0-9])", text_of(settings.PROJECT / "constraints.txt"), flags=re.MULTILINE)[1:]
    assert [block for block in blocks if not PINNED.match(block) or "--hash=sha256:" not in block] == []


def test_every_dependency_group_is_pinned() -> None:
    project = tomllib.loads(text_of(settings.PROJECT / "pyproject.toml"))
    asked = [*project["project"]["dependencies"], *chain(*project["dependency-groups"].values())]
    names = {re.match(r"[\w.-]+", line)[0].lower().replace("_", "-") for line in asked}
    pinned = {match["name"] for match in PINNED.finditer(text_of(settings.PROJECT / "constraints.txt"))}
    assert names - pinned == set()


def test_lock_knows_every_dependency_group() -> None:
    project = tomllib.loads(text_of(settings.PROJECT / "pyproject.toml"))
    makefile = text_of(settings.PROJECT / "Makefile")
    assert re.search(r"^GROUPS_LOCKED = (.*)$", makefile, re.MULTILINE)[1].split() == list(
        project["dependency-groups"]
    )


def test_no_file_names_a_registry_or_a_personal_path() -> None:
    found = [
        f"{path.relative_to(settings.PROJECT)}: {line.strip()[:80]}"
        for path in tracked_files()
        for line in text_of(path).splitlines()
        if any(host in line for host in REGISTRIES) or PERSONAL_PATHS.search(line)
    ]
    assert found == []


def test_every_test_folder_belongs_to_a_suite() -> None:
    run_by_make_test = {"cms", "plugins"}
    run_by_other_targets = {"journeys", "benchmarks"}
    support = {"app", "plugins_for_tests", "rogue"}
    folders = {
        path.parent.relative_to(settings.PROJECT / "tests").parts[:1] for path in tracked_files_of_tests()
    }
    known = run_by_make_test | run_by_other_targets | support
    assert {part for parts in folders for part in parts} - known == set()


def tracked_files_of_tests() -> list[Path]:
    """The tracked files under tests/."""
    return [path for path in tracked_files() if path.is_relative_to(settings.PROJECT / "tests")]
