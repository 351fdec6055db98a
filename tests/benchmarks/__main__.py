"""Run the benchmark: ``python -m tests.benchmarks``. Exits with 1 if a target is missed; see README.md."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django

SIZES = (1, 10, 100, 1000)
QUICK_SIZES = (1, 10)
ROUNDS = 200
QUICK_ROUNDS = 10
HEAD_TO_HEAD_CLINICS = 100
QUICK_HEAD_TO_HEAD_CLINICS = 3
ALONE = ("oversight", "head-to-head", "corrections", "clicks")
"""Measurements with a network of their own: each runs in a process and a database of its own."""


def main() -> int:
    arguments = _arguments()
    # The peer of the head-to-head is an app, and its signals would count in the other measurements.
    has_peer = arguments.only == "head-to-head"
    os.environ["DJANGO_SETTINGS_MODULE"] = f"tests.benchmarks.{'peer.' if has_peer else ''}settings"
    django.setup()
    with _own_database():
        status = run(arguments)
    return status if arguments.only or arguments.profile else max(status, *map(_run_alone, ALONE))


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, write; returns the exit status."""
    # These import models, so Django must be set up first.
    from tests.benchmarks.clicks import run_clicks
    from tests.benchmarks.network import Network
    from tests.benchmarks.oversight import measure_oversight, oversight_lines, oversight_size
    from tests.benchmarks.profiling import profile
    from tests.benchmarks.publish import measure_publishing
    from tests.benchmarks.report import table, write_json
    from tests.benchmarks.serve import cases_of, measure_serving
    from tests.benchmarks.targets import judge

    if arguments.only == "oversight":
        seen = measure_oversight(oversight_size(quick=arguments.quick), say)
        show("\n".join(oversight_lines(seen)))
        return 0 if seen.is_met else 1
    if arguments.only == "clicks":
        lines, is_met = run_clicks(vars(arguments), say)
        show("\n".join(lines))
        return 0 if is_met else 1
    if arguments.only in {"head-to-head", "corrections"}:
        return _run_governance(arguments)
    say("making the library, the clinics and the peer's site")
    network = Network()
    cases = cases_of(network)
    if arguments.profile:
        show(profile(network, cases))
        return 0
    rounds = QUICK_ROUNDS if arguments.quick else arguments.rounds
    serving = measure_serving(cases, rounds, say) if arguments.only != "publish" else []
    sizes = QUICK_SIZES if arguments.quick else SIZES
    publishing = measure_publishing(network, sizes, say) if arguments.only != "serve" else []
    targets = judge(publishing, serving, with_times=not arguments.quick)
    show(table(publishing, serving, targets))
    path = write_json(publishing, serving, targets, vars(arguments))
    show(f"\nWritten to {path}")
    return 0 if all(target.is_met for target in targets) else 1


def _run_governance(arguments: argparse.Namespace) -> int:
    """Measure what no speed shows: what is right, what is lost, and what a correction costs."""
    from tests.benchmarks import governance  # it imports models, so Django must be set up first

    if arguments.only == "head-to-head":
        few = QUICK_HEAD_TO_HEAD_CLINICS if arguments.quick else HEAD_TO_HEAD_CLINICS
        result = governance.head_to_head(arguments.clinics or few, say)
    else:
        sizes = [size for size in SIZES if size <= (arguments.clinics or SIZES[-1])]
        result = governance.corrections(QUICK_SIZES if arguments.quick else sizes, say)
    show("\n".join(result.lines))
    show(f"\nWritten to {result.write(vars(arguments))}")
    return 0 if all(target.is_met for target in result.targets) else 1


def _run_alone(name: str) -> int:
    """Run one measurement in a process of its own, with the options of this one; returns its exit status."""
    command = [sys.executable, "-m", "tests.benchmarks", "--only", name, *sys.argv[1:]]
    return subprocess.run(command, check=False).returncode


def say(what: str) -> None:
    """Show progress without mixing it into the result."""
    sys.stderr.write(f"benchmark: {what}\n")
    sys.stderr.flush()


def show(result: str) -> None:
    """Write a result to standard output."""
    sys.stdout.write(f"{result}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few sites and rounds; judges the queries only")
    parser.add_argument("--only", choices=("publish", "serve", *ALONE), help="one of the measurements")
    parser.add_argument(
        "--clinics", type=int, help="clinics of the head-to-head (100), and the most for corrections (1,000)"
    )
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="requests for each page (default: %(default)s)"
    )
    parser.add_argument(
        "--profile", action="store_true", help="show where the time goes instead of measuring it"
    )
    return parser.parse_args()


@contextmanager
def _own_database() -> Iterator[None]:
    """Make a database for this run, and drop it whatever happens."""
    from django.apps import apps  # these need the settings
    from django.db import connection

    name = connection.settings_dict["NAME"]
    say("making a database of its own")
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        with connection.schema_editor() as editor:
            for model in apps.get_app_config("peer").get_models():
                editor.create_model(model)
        yield
    finally:
        if connection.settings_dict["NAME"] != name:
            connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
