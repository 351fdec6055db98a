"""``manage.py explain HOST PATH [--json]``: the effective page block by block, with provenance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http.request import split_domain_port

from cms.editions.explain import Explanation, UnexplainedError, explain


def address(host: str, path: str) -> tuple[str, str]:
    """Return host and path as they are looked up: no port, no query, one leading slash."""
    host, _ = split_domain_port(host)
    return host, "/" + urlsplit(path).path.lstrip("/")


def release_line(release: Mapping[str, Any]) -> str:
    """Say which release is shown and why."""
    if release["id"] is None:
        return "shows the published text, which has no release of its own"
    when = f"{release['released_at']:%-d %B %Y}"
    return f"shows release {release['id']} of {when} ({release['class']}), because {release['because']}"


class Command(BaseCommand):
    help = "Explain what a visitor gets at an address: each field and block, where it comes from and why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("host", help="The clinic's host, for example newyork.localhost")
        parser.add_argument("path", help="The path of the page, for example /conditions/sciatica/")
        parser.add_argument("--json", action="store_true", help="Print JSON instead of a table.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            explanation = explain(*address(options["host"], options["path"]))
        except UnexplainedError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(explanation.as_json(), indent=2, ensure_ascii=False, default=str))
        else:
            self._write_table(explanation)

    def _write_table(self, explanation: Explanation) -> None:
        data = explanation.as_json()
        self.stdout.write(f"{data['clinic']}: {data['host']}{data['path']} ({data['language']})")
        self.stdout.write(f"follows library page {data['library_key']}")
        self.stdout.write(f"{release_line(data['release'])}\n")
        for title, rows, name in (
            ("Fields", data["fields"], "name"),
            ("Blocks, in the order shown", data["blocks"], "heading"),
            ("Hidden", data["hidden"], "heading"),
            ("Parked: kept, and not shown until the clinic decides again", data["parked"], "heading"),
        ):
            if rows:
                self.stdout.write(self.style.MIGRATE_HEADING(title))
            for row in rows:
                self._write_row(row, row.get(name) or row.get("type") or row["name"])
        for one in data["corrections"]:
            self.stdout.write(
                f"Correction {one['id']} of {one['target']} ({one['language']}): {one['reason']}"
            )
        for entry in data["ignored"]:
            self.stdout.write(self.style.WARNING(f"Ignored {entry['block_id']}: {entry['reason']}"))

    def _write_row(self, row: dict[str, Any], label: str) -> None:
        flags = f" [{', '.join(row['flags'])}]" if row["flags"] else ""
        kind = f"{row['type']:<18}" if "type" in row else ""
        self.stdout.write(f"  {row['origin']:<10} {row['language']:<3} {kind} {label[:60]}{flags}")
        for reason in row["reasons"]:
            self.stdout.write(f"            {reason}")
