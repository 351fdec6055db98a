"""Points 17 and 23: what people read of the plugin, in every language and under every theme."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import override_settings

from cms.plugins.catalogues import untranslated
from cms.testing.block_fields import labels_in
from cms.testing.fragments import fragments, texts_in
from cms.testing.markup import is_document, parsed
from cms.testing.network import home_of
from cms.testing.places import everything, website
from cms.testing.points import concerns, demand_nothing, is_loaded
from cms.testing.pseudo import brackets, is_bracketed, untranslated_words
from cms.testing.rows import rows_of, scoped_models
from cms.testing.styles import direction_problems, style_sheets
from cms.testing.tour import failures, new_failures, other_statuses, shown_points, tour
from cms.testing.trial import Trial
from cms.testing.two_clinics import LANGUAGES
from cms.testing.views import opened
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
def test_23_it_works_under_every_theme(trial: Trial) -> None:
    """Every page is whole under every theme that is installed, and shows the same of the plugin."""
    demand_nothing(_theme_problems(trial))


def _untranslated(trial: Trial) -> Iterator[str]:
    content = [*_content(trial)]
    with brackets():
        shown = [(one.point, one.html) for one in fragments(trial)]
        shown += [(one.path, one.content) for one in opened(trial)]
    for place, html in shown:
        for text in untranslated_words(parsed(html), content):
            yield f"{place} says “{text}”, which is not marked for translation."
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
        yield from (trial.entry.title, "Sample Street", "sample@example.com")
        yield from texts_in(dict(trial.settings_for(trial.clinic)))
        yield from trial.samples.words
    for language in LANGUAGES:
        pages = home_of(trial.clinic, language).get_descendants(inclusive=True)
        yield from pages.values_list("title", flat=True)
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
    with override_settings(LANGUAGES_BIDI=[*LANGUAGES]):
        every = tour(everything(trial))
    turned = [one for one in every if one.answer.status != 200 or any(failures([one]))]
    usual = tour(one.place for one in turned)
    yield from (
        f"{call.point} fails from right to left on {where}. {call.reason}"
        for where, call in new_failures(turned, usual)
    )
    for where, status in other_statuses(turned, usual):
        yield f"{where} answers {status} from right to left."
    for visit in every:
        if is_document(visit.answer.html) and 'dir="rtl"' not in visit.answer.html:
            yield f"{visit.where} does not say that it reads from right to left."


def _theme_problems(trial: Trial) -> Iterator[str]:
    usual = tour(website(trial))
    expected, own = shown_points(usual), trial.clinic.theme
    for name in [name for name, _title in available_themes() if name != own]:
        trial.clinic.theme = name
        trial.clinic.save()
        visits = tour(one.place for one in usual)
        yield from (
            f"{call.point} fails under {name} on {where}. {call.reason}"
            for where, call in new_failures(visits, usual)
        )
        for point in sorted(expected - shown_points(visits)):
            yield f"{point} shows nothing under the theme {name}."
        for where, status in other_statuses(visits, usual):
            yield f"{where} answers {status} under the theme {name}."
