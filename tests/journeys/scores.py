"""What Lighthouse says of a page on its phone settings: slow network, slow processor, both simulated."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.chromium import OPTIONS

FOLDER = Path(sys.prefix) / "lighthouse" / "node_modules"
NODE = FOLDER / ".bin" / "node"
PROGRAM = FOLDER / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SECONDS = 120
# Chromium now and then drops the beginning of its trace, and Lighthouse says that it must be run again.
ATTEMPTS = 4


class LighthouseError(Exception):
    """Lighthouse is not there, or came to no result."""


@dataclass(frozen=True, slots=True)
class Report:
    """One run of Lighthouse over one page."""

    data: dict[str, Any]

    @property
    def scores(self) -> dict[str, int]:
        """Return the score of each category, of 100 at most; 0 for one that could not be given."""
        return {
            name: round((category["score"] or 0) * 100) for name, category in self.data["categories"].items()
        }

    @property
    def layout_shift(self) -> float:
        """Return how much the page moved while it was loaded (CLS)."""
        return self.data["audits"]["cumulative-layout-shift"]["numericValue"]

    @property
    def render_blocking(self) -> list[str]:
        """Return the addresses of what had to be there before anything was drawn."""
        return [item["url"] for item in self._items("render-blocking-insight")]

    @property
    def addresses(self) -> list[str]:
        """Return the address of every request, in their order."""
        return [item["url"] for item in self._items("network-requests")]

    @property
    def faults(self) -> list[str]:
        """Return a line for each audit that counts and has not its full score."""
        audits = self.data["audits"]
        return [
            f"{name}: {audit['title']}, {audit['score']} {audit.get('displayValue', '')}".strip()
            for name, category in self.data["categories"].items()
            for reference in category["auditRefs"]
            if reference["weight"] and (audit := audits[reference["id"]])["score"] not in (1, None)
        ]

    def _items(self, audit: str) -> list[dict[str, Any]]:
        return self.data["audits"][audit].get("details", {}).get("items", [])


def report_on(address: str, chromium: str) -> Report:
    """Return what one run of Lighthouse says; raises ``LighthouseError``."""
    said = ""
    for _ in range(ATTEMPTS):
        data, said = _run(address, chromium)
        if data and not data.get("runtimeError"):
            return Report(data)
    raise LighthouseError(f"Lighthouse came to no result for {address} in {ATTEMPTS} runs: {said}")


def typical_report(address: str, chromium: str, performance: int) -> Report:
    """Return a report on a page whose speed is at least ``performance``, or else the middle one of three.

    The other scores are the same in every run; speed also depends on what else the machine does.
    """
    reports = [report_on(address, chromium)]
    if reports[0].scores["performance"] >= performance:
        return reports[0]
    reports += [report_on(address, chromium) for _ in range(2)]
    middle = statistics.median(report.scores["performance"] for report in reports)
    return next(report for report in reports if report.scores["performance"] == middle)


def _run(address: str, chromium: str) -> tuple[dict[str, Any], str]:
    """Return the result of a run, empty for none, and what went wrong."""
    if not NODE.exists() or not PROGRAM.exists():
        raise LighthouseError("Lighthouse is not installed. Install it with: make lighthouse")
    done = subprocess.run(
        [
            str(NODE),
            str(PROGRAM),
            address,
            "--quiet",
            "--output=json",
            "--output-path=stdout",
            "--no-enable-error-reporting",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={_flags()}",
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    try:
        data = json.loads(done.stdout)
    except ValueError:
        return {}, done.stderr
    return data, data.get("runtimeError", {}).get("message", "")


def _flags() -> str:
    """Return the options of the browser in one line, those with blanks in quotation marks."""
    return " ".join(
        f'{name}="{value}"' if value else name
        for name, _, value in (option.partition("=") for option in OPTIONS)
    )
