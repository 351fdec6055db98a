"""Points 18 and 19: the HTML of the plugin, on pages, in its views and on its screens."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup

from cms.plugins.policy import widening
from cms.plugins.tracing import Call, Outcome
from cms.testing.fragments import HEAD, fragments
from cms.testing.markup import (
    document_problems,
    heading_problems,
    is_document,
    naming_problems,
    nesting_problems,
    parsed,
    policy_problems,
    remote_sources,
    without_scripts_of_fields,
)
from cms.testing.places import paths_of
from cms.testing.points import concerns, demand_nothing, is_loaded
from cms.testing.styles import colour_problems, style_sheets
from cms.testing.trial import Trial
from cms.testing.two_clinics import LANGUAGES
from cms.testing.views import Opened, opened


@concerns(is_loaded)
def test_18_html_is_sound_and_has_names(trial: Trial) -> None:
    """HTML is well-formed, headings leave no level out, fields have labels, colours are the theme's.

    Write colours as ``var(--color-…)``: the pairs of a theme are checked for contrast. Begin a section of a
    page with ``<h2>``.
    """
    views = opened(trial)
    demand_nothing([*_unsound(trial, views), *_wrong_headings(trial, views), *_own_colours(trial)])


@concerns(is_loaded)
def test_19_page_runs_and_loads_only_what_it_may(trial: Trial) -> None:
    """No script and no style in the page itself, and nothing from hosts that the manifest does not name.

    Put scripts and styles into ``static/<plugin>/`` and link to them in the slot ``page.head.v1``. Name hosts
    under ``[csp]`` in the manifest.
    """
    demand_nothing(_forbidden(trial))


def _unsound(trial: Trial, views: list[Opened]) -> Iterator[str]:
    for language in LANGUAGES:
        for one in fragments(trial, language):
            container = "head" if one.point == HEAD else "div"
            found = [*nesting_problems(one.html, container), *naming_problems(parsed(one.html))]
            yield from (f"{one.point}: {problem}." for problem in found)
    for view in views:
        found = [*document_problems(view.answer.html), *naming_problems(parsed(view.content))]
        yield from (f"{view.path}: {problem}." for problem in found)


def _wrong_headings(trial: Trial, views: list[Opened]) -> Iterator[str]:
    for path in paths_of(trial):
        found = [*heading_problems(parsed(trial.html(path)))]
        if found:
            with trial.uninstalled():
                without = {*heading_problems(parsed(trial.html(path)))}
            yield from (f"{path}: {problem}." for problem in found if problem not in without)
    for view in views:
        if is_document(view.answer.html):
            yield from (f"{view.path}: {problem}." for problem in heading_problems(parsed(view.content)))


def _own_colours(trial: Trial) -> Iterator[str]:
    for name, css in style_sheets(trial.entry.installed.folder):
        yield from (f"{name}: {one}; take one of the theme's." for one in colour_problems(css))


def _forbidden(trial: Trial) -> Iterator[str]:
    for path in paths_of(trial):
        answer = trial.get(path)
        policy = answer.headers.get("Content-Security-Policy", "")
        yield from _in_the_page(path, parsed(answer.html), policy)
    for view in opened(trial):
        if view.view.screens is None:
            policy = view.answer.headers.get("Content-Security-Policy", "")
            yield from _in_the_page(view.path, parsed(view.answer.html), policy)
        else:
            soup = without_scripts_of_fields(parsed(view.content))
            yield from _in_the_page(view.path, soup, _declared(trial))


def _declared(trial: Trial) -> str:
    """Return what the policy of a page would gain; the admin has none, and is to load no more than that."""
    shown = Call(trial.entry.name, "screen", 0, Outcome.SHOWN)
    with trial.showing() as here:
        found = widening([shown], here)
    return ";".join(" ".join([directive, *hosts]) for directive, hosts in found.items())


def _in_the_page(path: str, soup: BeautifulSoup, policy: str) -> Iterator[str]:
    yield from (f"{path} holds {problem}." for problem in policy_problems(soup))
    for directive, origin in remote_sources(soup):
        if not _allows(policy, directive, origin):
            yield f"{path} loads from {origin}, which {directive} under [csp] does not name."


def _allows(policy: str, directive: str, origin: str) -> bool:
    rules = (rule.split() for rule in policy.split(";"))
    return any(rule[:1] == [directive] and origin in rule for rule in rules)
