"""Wheels of generated packages, made without a build backend: which one there is depends on the machine."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile


def build_wheel(project: Path, folder: Path) -> Path:
    """Write the wheel that ``pyproject.toml`` describes into ``folder``, and return it."""
    said = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    name, version = said["project"]["name"].replace("-", "_"), said["project"]["version"]
    about = f"{name}-{version}.dist-info"
    texts = {
        "METADATA": f"Metadata-Version: 2.1\nName: {said['project']['name']}\nVersion: {version}\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "entry_points.txt": _entry_points(said["project"]["entry-points"]),
        "RECORD": "",
    }
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        for file in sorted(set(_packaged(project, said["tool"]["setuptools"]))):
            archive.write(file, file.relative_to(project).as_posix())
        for file_name, text in texts.items():
            archive.writestr(f"{about}/{file_name}", text)
    return wheel


def _entry_points(groups: dict[str, dict[str, str]]) -> str:
    lines = []
    for group, points in groups.items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
    return "\n".join(lines) + "\n"


def _packaged(project: Path, said: dict) -> Iterator[Path]:
    for pattern in said["packages"]["find"]["include"]:
        for package in project.glob(pattern):
            yield from package.rglob("*.py")
    for package, patterns in said["package-data"].items():
        for pattern in patterns:
            yield from (file for file in (project / package).glob(pattern) if file.is_file())
