"""Pages of the types that a plugin defines."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page

from cms.plugins.pages import PluginPage
from cms.plugins.registry import Entry
from cms.testing.rows import models_of, value_of


def page_types(entry: Entry) -> list[type[PluginPage]]:
    """Return the page types of a plugin."""
    return [one for one in models_of(entry) if issubclass(one, PluginPage)]


def make_pages(entry: Entry, home: Page, number: int) -> None:
    """Leave ``number`` published pages of each type of the plugin below a home page."""
    for model in page_types(entry):
        for one in range(model.objects.child_of(home).count() + 1, number + 1):
            page = model(
                title=f"Sample {one}", slug=slug_of(model, one), locale=home.locale, **_values(model, one)
            )
            home.add_child(instance=page)
            # Whatever a gate may say of an example: it is shown, so that it could leak.
            Page.objects.filter(pk=page.pk).update(live=True)


def slug_of(model: type[PluginPage], number: int) -> str:
    """Return the end of the address of a page that ``make_pages`` made."""
    return f"{model._meta.model_name}-{number}"


def _values(model: type[PluginPage], number: int) -> dict[str, object]:
    own = [one for one in model._meta.local_concrete_fields if not one.primary_key and not one.null]
    texts = (models.CharField, models.TextField)
    return {
        one.name: value_of(one, 0, number)
        for one in own
        if not one.has_default() or (isinstance(one, texts) and not one.choices)
    }
