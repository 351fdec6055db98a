"""The table for people, and the JSON for comparing runs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.benchmarks.publish import Publishing
from tests.benchmarks.serve import Serving
from tests.benchmarks.targets import Target


def table(publishing: Sequence[Publishing], serving: Sequence[Serving], targets: Sequence[Target]) -> str:
    """Return everything as text."""
    lines = []
    if publishing:
        lines += [
            "",
            "Publishing a page of 30 blocks to N sites",
            f"{'N':>6}  {'library':>10} {'queries':>8}  {'aliases':>12} {'queries':>8}  {'times faster':>12}",
            *(
                f"{one.sites:>6,}  {one.editions.clock:>8.3f} s {one.edition_queries:>8,}"
                f"  {one.aliases.clock:>10.3f} s {one.alias_queries:>8,}  {one.ratio:>12.1f}"
                for one in publishing
            ),
        ]
    if serving:
        lines += [
            "",
            "An uncached request for a page of 30 blocks",
            f"{'':<38} {'median':>9} {'processor':>10} {'queries':>8} {'size':>8} {'/plain':>6} {'/bare':>6}",
            *(
                f"{one.name:<38} {one.time.clock * 1000:>6.2f} ms {one.time.processor * 1000:>7.2f} ms"
                f" {one.queries:>8} {one.size / 1024:>5.1f} KB"
                f" {_times(one.ratio):>6} {_times(one.bare_ratio):>6}"
                for one in serving
            ),
        ]
    lines += [
        "",
        *(f"{'ok' if one.is_met else 'MISSED':<7} {one.promise}: {one.measured}" for one in targets),
    ]
    return "\n".join(lines)


def write_json(
    publishing: Sequence[Publishing],
    serving: Sequence[Serving],
    targets: Sequence[Target],
    arguments: dict[str, Any],
) -> Path:
    """Write the measurements with the facts of the machine and return where they are."""
    measured = {
        "publishing": [{**asdict(one), "ratio": one.ratio} for one in publishing],
        "serving": [asdict(one) for one in serving],
    }
    return _write("", measured, targets, arguments)


def write_result(name: str, measured: Any, targets: Sequence[Target], arguments: dict[str, Any]) -> Path:
    """Write one measurement under its ``name``, with the facts of the machine, and return where it is."""
    return _write(f"-{name}", {name: measured}, targets, arguments)


def _write(
    suffix: str, measured: dict[str, Any], targets: Sequence[Target], arguments: dict[str, Any]
) -> Path:
    now = timezone.now()
    folder = settings.VAR / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{now:%Y-%m-%d-%H%M%S}{suffix}.json"
    result = {
        "measured_at": now.isoformat(timespec="seconds"),
        "arguments": arguments,
        "machine": machine_facts(),
        **measured,
        "targets": [asdict(one) for one in targets],
    }
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return path


def machine_facts() -> dict[str, Any]:
    """Say on what was measured, and how busy it was."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "load_average": os.getloadavg(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "django": version("django"),
        "wagtail": version("wagtail"),
        "database": f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}",
    }


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if not information.exists():
        return platform.processor()
    lines = information.read_text(encoding="utf-8").splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )
