"""The same work with alias pages and wagtail-localize, the way their documentation says.

One source page; its translation by wagtail-localize; in every clinic an alias of each. A clinic that changes
something converts its alias into an ordinary page. After an edit the translation is synchronised, the
translator fills in what is missing, and the translation is published.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.test import RequestFactory
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from tests.benchmarks.edits import Edit, Text, translated
from tests.benchmarks.peer.models import LocalizedPage, PeerFolder

MARK = "DA"


class AliasPages:
    """A shared page and its copies in ``count`` clinics, by number of the clinic and language."""

    name = "Aliases with wagtail-localize"

    def __init__(self, root: Page, text: Text, count: int) -> None:
        self.english, self.danish = (Locale.objects.get(language_code=code) for code in ("en", "da"))
        home = _add(root, PeerFolder(title="Shared", slug="shared", locale=self.english))
        self.source = _add(home, _said(LocalizedPage(slug="page", locale=self.english), text))
        self.source.save_revision().publish()
        translate_object(home, [self.danish])
        translate_object(self.source, [self.danish])
        self._translate_strings(publish=True)
        self.copies: dict[tuple[int, str], int] = {}
        for number in range(count):
            for code, original in (("en", self._page("en")), ("da", self._page("da"))):
                folder = PeerFolder(
                    title=f"Clinic {number}", slug=f"alias-{number}-{code}", locale=original.locale
                )
                parent = _add(root, folder)
                action = CreatePageAliasAction(original, parent=parent, update_slug="page")
                self.copies[number, code] = action.execute(skip_permission_checks=True).pk

    def change_locally(self, number: int, code: str, versions: Mapping[str, dict[str, Any]]) -> None:
        """Let a clinic write its own version of blocks: its alias becomes an ordinary page."""
        page = LocalizedPage.objects.get(pk=self.copies[number, code])
        ConvertAliasPageAction(page).execute(skip_permission_checks=True)
        page = LocalizedPage.objects.get(pk=page.pk)
        body = [{**block, **versions.get(block["id"], {})} for block in page.body.get_prep_value()]
        page.body = json.dumps(body)
        page.save_revision().publish()

    def publish(self, edit: Edit, text: Text) -> None:
        """The library editor's part: publish the edit and synchronise the translation.

        A safety fix is published in the translation at once, in English where it is not translated yet.
        """
        page = LocalizedPage.objects.get(pk=self.source.pk)
        _said(page, text).save_revision().publish()
        TranslationSource.objects.get(object_id=page.translation_key).update_from_db()
        if edit.corrects:
            self._translation().save_target(publish=True)

    def translate(self, edit: Edit, before: Text, after: Text) -> None:
        """The translator's part: fill in what has no translation, and publish."""
        self._translate_strings(publish=True)

    def shown(self, number: int, code: str) -> Text:
        """Return what the clinic's page says, read from its row."""
        return _read(LocalizedPage.objects.get(pk=self.copies[number, code]))

    def every_page(self) -> dict[tuple[int, str], Text]:
        """Return what all clinics' pages say: one query."""
        pages = LocalizedPage.objects.in_bulk(list(self.copies.values()))
        return {place: _read(pages[key]) for place, key in self.copies.items()}

    def library(self, code: str) -> Text:
        """Return what the shared page says in a language."""
        return _read(self._page(code))

    def noticed(self, number: int, code: str) -> set[str]:
        """Return the blocks of a clinic that the software says need another look.

        An alias is always its original; an ordinary page has no relation to anything any more.
        """
        return set()

    def untranslated(self) -> set[str]:
        """Return the blocks whose words are no longer among the translations, though they were translated."""
        source = TranslationSource.objects.get(object_id=self.source.translation_key)
        segments = StringSegment.objects.filter(source=source).annotate_translation(self.danish)
        missing = segments.filter(translation__isnull=True).select_related("context")
        return {_part(segment.context.path) for segment in missing}

    def render(self, number: int, code: str) -> str:
        """Return the HTML of a clinic's page."""
        page = LocalizedPage.objects.select_related("locale").get(pk=self.copies[number, code])
        response = page.serve(RequestFactory().get("/"))
        return str(response.render().content.decode())

    def _page(self, code: str) -> LocalizedPage:
        return LocalizedPage.objects.get(
            translation_key=self.source.translation_key, locale__language_code=code, alias_of=None
        )

    def _translation(self) -> Translation:
        return Translation.objects.get(source__object_id=self.source.translation_key)

    def _translate_strings(self, *, publish: bool) -> None:
        source = TranslationSource.objects.get(object_id=self.source.translation_key)
        segments = StringSegment.objects.filter(source=source).annotate_translation(self.danish)
        for segment in segments.filter(translation__isnull=True).select_related("string", "context"):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=self.danish,
                context=segment.context,
                defaults={"data": translated(segment.string.data, MARK)},
            )
        self._translation().save_target(publish=publish)


def _add(parent: Page, page: Any) -> Any:
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return type(page).objects.get(pk=page.pk)


def _said(page: LocalizedPage, text: Text) -> LocalizedPage:
    page.title, page.summary, page.hero_id = (text.fields[name] for name in ("title", "summary", "hero"))
    page.body = json.dumps(text.blocks)
    return page


def _read(page: LocalizedPage) -> Text:
    fields = {"title": page.title, "summary": page.summary, "hero": page.hero_id}
    return Text(fields, list(page.body.get_prep_value()))


def _part(path: str) -> str:
    """Return the id of the block in a path such as ``body.<id>.heading``, or the name of a field."""
    field, _, rest = path.partition(".")
    return rest.partition(".")[0] if field == "body" else field
