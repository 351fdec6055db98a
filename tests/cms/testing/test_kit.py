"""The kit as its users run it: by pytest, in a process of its own, on packages outside this repository."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from django.conf import settings

from tests.cms.testing.plugins_made import make_package
from tests.cms.testing.spoilt import Spoilt
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

SPOILT = {
    4: Spoilt(
        [(MODELS, "    until =", "    is_old = models.BooleanField(default=False)\n    until =")],
        ["A migration is missing: Add field is_old to announcement."],
    ),
    5: Spoilt([(MIGRATION, "        ),\n    ]\n", IRREVERSIBLE)], ["0001_initial is not reversible"]),
    6: Spoilt(
        [(MODELS, "", ORPHAN), (MIGRATION, "    operations = [\n", f"    operations = [\n{ORPHAN_TABLE}")],
        ["Orphan belongs to no clinic."],
    ),
    9: Spoilt(
        [(ANNOUNCING, "objects.for_clinic(context.clinic).filter(", "everywhere.filter(")],
        ["/trial/ of a clinic shows what another clinic has."],
    ),
    10: Spoilt(
        [(SCREENS, "objects.for_clinic(context.clinic), pk", "everywhere.all(), pk")],
        [
            r"remove/\d+/ answers POST with 302 although it names a record of another clinic.",
            "What is sent to remove/<int:pk>/ changes records of another clinic.",
        ],
    ),
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
    changes = [change for one in SPOILT.values() for change in one.changes]
    folder = make_package("modelled", "model", tmp_path, changes).package.parent
    asked = ["--meridian-plugin=modelled", "--meridian-plugin=nobody", "--continue-on-collection-errors"]
    # What these points look at has nothing to do with models, and takes most of the time.
    asked += ["-k", "not test_failure and not test_load and not test_look and not test_html"]
    said = run_pytest(tmp_path, "-p", "cms.testing.kit", "--ds=cms.testing.settings", *asked, paths=[folder])
    assert failures_in(said) == {"modelled": set(SPOILT)}, said
    expected = [sentence for one in SPOILT.values() for sentence in one.said]
    assert [one for one in expected if not re.search(one, said)] == [], said
    assert "There is no plugin “nobody”. Those that are installed: booking_link, modelled." in said
