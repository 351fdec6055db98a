"""The kit as its users run it: by pytest, in a process of its own, on packages outside this repository."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from django.conf import settings

from tests.cms.testing.plugins_made import Change, make_package
from tests.programs import run_python

MODELS, MIGRATION = "models.py", "migrations/0001_initial.py"
ANNOUNCING, SCREENS = "announcing.py", "screens.py"
ORPHAN = """

class Orphan(models.Model):
    text = models.CharField(_("text"), max_length=300)
"""
ORPHAN_TABLE = """        migrations.CreateModel(
            name="Orphan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="text")),
            ],
        ),
"""

IRREVERSIBLE = "        ),\n        migrations.RunPython(lambda apps, editor: None),\n    ]\n"

SPOILT: dict[int, list[Change]] = {
    4: [(MODELS, "    until =", "    is_old = models.BooleanField(default=False)\n    until =")],
    5: [(MIGRATION, "        ),\n    ]\n", IRREVERSIBLE)],
    6: [(MODELS, "", ORPHAN), (MIGRATION, "    operations = [\n", f"    operations = [\n{ORPHAN_TABLE}")],
    9: [(ANNOUNCING, "objects.for_clinic(context.clinic).filter(", "everywhere.filter(")],
    10: [(SCREENS, "objects.for_clinic(context.clinic), pk", "everywhere.all(), pk")],
}
"""How a generated plugin with a model is spoilt, by the number of the point that says so."""


def run_pytest(folder: Path, *arguments: str, paths: list[Path]) -> str:
    """Return what pytest says in ``folder`` when packages are installed in ``paths``."""
    command = ("-m", "pytest", "-p", "no:cacheprovider", "-rA", *arguments)
    done = run_python(*command, cwd=folder, paths=(settings.PROJECT, *paths))
    return done.stdout + done.stderr


def failures_in(said: str) -> dict[str, set[int]]:
    """Return the numbers of the points that failed, by plugin, of those that passed or failed at all."""
    found: dict[str, set[int]] = defaultdict(set)
    for outcome, plugin, number in re.findall(
        r"^(\w+) \S*?::(\w+)::test_\w+\.py::test_(\d\d)_", said, re.MULTILINE
    ):
        found[plugin] |= {int(number)} if outcome != "PASSED" else set()
    return found


def test_generated_package_passes_its_own_tests_and_the_kit_untouched(tmp_path) -> None:
    project = make_package("whole", "block,slot,settings,model", tmp_path).package.parent
    said = run_pytest(project, paths=[project])
    assert re.search(r"^=+ 30 passed in", said, re.MULTILINE), said
    assert failures_in(said) == {"conformance": set()}


def test_spoilt_models_are_told_what_is_wrong_with_them_and_who_is_not_there_is_named(tmp_path) -> None:
    names = {number: f"modelled_{number:02}" for number in SPOILT}
    made = [make_package(name, "model", tmp_path, SPOILT[number]) for number, name in names.items()]
    asked = [f"--meridian-plugin={name}" for name in (*names.values(), "nobody")]
    # What these points look at has nothing to do with models, and takes most of the time.
    asked += ["-k", "not test_failure and not test_load and not test_look and not test_html"]
    options = ["-p", "cms.testing.kit", "--ds=cms.testing.settings", "--continue-on-collection-errors"]
    said = run_pytest(tmp_path, *options, *asked, paths=[one.package.parent for one in made])
    assert failures_in(said) == {name: {number} for number, name in names.items()}, said
    known = ", ".join(sorted(["booking_link", *names.values()]))
    assert f"There is no plugin “nobody”. Those that are installed: {known}." in said
