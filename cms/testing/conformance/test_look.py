"""Points 17, 18, 19 and 23: what visitors see and hear of the plugin, in every language and theme."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import override_settings

from cms.plugins.catalogues import untranslated
from cms.testing.block_fields import labels_in
from cms.testing.fragments import HEAD, fragments, texts_in
from cms.testing.markup import (
    heading_problems,
    naming_problems,
    nesting_problems,
    parsed,
    policy_problems,
    remote_sources,
)
from cms.testing.points import concerns, demand_nothing, is_loaded
from cms.testing.pseudo import brackets, is_bracketed, untranslated_words
from cms.testing.rows import rows_of, scoped_models
from cms.testing.styles import colour_problems, direction_problems, style_sheets
from cms.testing.tour import new_failures, paths_of, shown_points, tour
from cms.testing.trial import Trial
from cms.testing.two_clinics import LANGUAGES
from cms.themes.registry import available_themes


@concerns(is_loaded)
def test_17_every_text_is_translated_and_reads_from_either_side(trial: Trial) -> None:
    """Every text is marked for translation and translated, and pages from right to left are whole.

    Mark texts with ``gettext`` and ``{% translate %}``, then run `manage.py plugins messages NAME`. In style
    sheets say ``margin-inline-start`` and ``text-align: start``, not left and right. A text of your samples
    is no text of the plugin: name it in ``Samples(words=…)``.
    """
    demand_nothing([*_untranslated(trial), *_one_sided(trial)])


@concerns(is_loaded)
def test_18_html_is_sound_and_has_names(trial: Trial) -> None:
    """HTML is well-formed, headings leave no level out, fields have labels, colours are the theme's.

    Write colours as ``var(--color-…)``: the pairs of a theme are checked for contrast. Begin a section of a
    page with ``<h2>``.
    """
    demand_nothing([*_unsound(trial), *_wrong_headings(trial), *_own_colours(trial)])


@concerns(is_loaded)
def test_19_page_runs_and_loads_only_what_it_may(trial: Trial) -> None:
    """No script and no style in the page itself, and nothing from hosts that the manifest does not name.

    Put scripts and styles into ``static/<plugin>/`` and link to them in the slot ``page.head.v1``. Name hosts
    under ``[csp]`` in the manifest.
    """
    demand_nothing(_forbidden(trial))


@concerns(is_loaded)
def test_23_it_works_under_every_theme(trial: Trial) -> None:
    """Every page is whole under every theme that is installed, and shows the same of the plugin."""
    demand_nothing(_theme_problems(trial))


def _untranslated(trial: Trial) -> Iterator[str]:
    content = [*_content(trial)]
    with brackets():
        shown = fragments(trial)
    for one in shown:
        for text in untranslated_words(parsed(one.html), content):
            yield f"{one.point} says “{text}”, which is not marked for translation."
    yield from (f"“{label}” is not marked for translation." for label in _unmarked_labels(trial))
    for file, texts in untranslated(trial.entry.installed.folder).items():
        yield from (f"{file.parts[-3]} has no translation of: {text}" for text in texts)


def _unmarked_labels(trial: Trial) -> Iterator[str]:
    """Yield what editors read in forms and menus and could not read in another language."""
    labels = [one.label for one in trial.plugin.screens if one.label]
    labels += [one.group for one in trial.plugin.blocks if one.group]
    blocks = [trial.block(one.name) for one in trial.plugin.blocks]
    labels += [block.label for block in blocks]
    labels += [label for block in (*blocks, trial.plugin.settings_block) for label in labels_in(block)]
    with brackets():
        yield from (str(one) for one in labels if not is_bracketed(str(one)))


def _content(trial: Trial) -> Iterator[str]:
    """Yield the texts that come from the clinic and from the samples, and are nobody's to translate."""
    with trial.at_work() as context:
        clinic = context.clinic
        yield from (clinic.name, clinic.legal_name, clinic.city, clinic.phone, clinic.slug)
        yield from (str(trial.page().title), "Sample Street", "sample@example.com")
        yield from texts_in(dict(trial.settings_for(trial.clinic)))
        yield from trial.samples.words
    for number in range(1, 4):
        yield from (f"Practitioner {number}", f"Location {number}")
    for block in trial.plugin.blocks:
        for text in texts_in(trial.stored_value(block.name)):
            yield from parsed(text).stripped_strings
    for model in scoped_models(trial.entry):
        for row in rows_of(model, trial.clinic.pk).values():
            yield from texts_in(row)


def _one_sided(trial: Trial) -> Iterator[str]:
    for name, css in style_sheets(trial.entry.installed.folder):
        yield from (f"{name}: {one} holds from one side only." for one in direction_problems(css))
    usual = tour(trial)
    with override_settings(LANGUAGES_BIDI=[*LANGUAGES]):
        turned = tour(trial)
    yield from (
        f"{call.point} fails from right to left on {where}. {call.reason}"
        for where, call in new_failures(turned, usual)
    )
    for visit, other in zip(turned, usual, strict=True):
        if visit.answer.status != other.answer.status:
            yield f"{visit.where} answers {visit.answer.status} from right to left."
        elif visit.where.startswith("/") and 'dir="rtl"' not in visit.answer.html:
            yield f"{visit.where} does not say that it reads from right to left."


def _unsound(trial: Trial) -> Iterator[str]:
    for language in LANGUAGES:
        for one in fragments(trial, language):
            container = "head" if one.point == HEAD else "div"
            found = [*nesting_problems(one.html, container), *naming_problems(parsed(one.html))]
            yield from (f"{one.point}: {problem}." for problem in found)


def _wrong_headings(trial: Trial) -> Iterator[str]:
    for path in paths_of(trial):
        found = [*heading_problems(parsed(trial.html(path)))]
        if found:
            with trial.uninstalled():
                without = {*heading_problems(parsed(trial.html(path)))}
            yield from (f"{path}: {problem}." for problem in found if problem not in without)


def _own_colours(trial: Trial) -> Iterator[str]:
    for name, css in style_sheets(trial.entry.installed.folder):
        yield from (f"{name}: {one}; take one of the theme's." for one in colour_problems(css))


def _forbidden(trial: Trial) -> Iterator[str]:
    for path in paths_of(trial):
        answer = trial.get(path)
        soup = parsed(answer.html)
        policy = answer.headers.get("Content-Security-Policy", "")
        yield from (f"{path} holds {problem}." for problem in policy_problems(soup))
        for directive, origin in remote_sources(soup):
            if not _allows(policy, directive, origin):
                yield f"{path} loads from {origin}, which {directive} under [csp] does not name."


def _allows(policy: str, directive: str, origin: str) -> bool:
    rules = (rule.split() for rule in policy.split(";"))
    return any(rule[:1] == [directive] and origin in rule for rule in rules)


def _theme_problems(trial: Trial) -> Iterator[str]:
    usual = tour(trial)
    expected, statuses = shown_points(usual), [visit.answer.status for visit in usual]
    for name, _title in available_themes():
        trial.clinic.theme = name
        trial.clinic.save()
        visits = tour(trial)
        yield from (
            f"{call.point} fails under {name} on {where}. {call.reason}"
            for where, call in new_failures(visits, usual)
        )
        for point in sorted(expected - shown_points(visits)):
            yield f"{point} shows nothing under the theme {name}."
        for visit, status in zip(visits, statuses, strict=True):
            if visit.answer.status != status:
                yield f"{visit.where} answers {visit.answer.status} under the theme {name}."
