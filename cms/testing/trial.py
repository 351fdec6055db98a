"""A plugin on trial: at one clinic where it is on, beside one where it is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.test import Client
from django.utils import translation

from cms.accounts.models import User
from cms.clinics.models import Clinic, ClinicRole
from cms.clinics.records import record_of
from cms.clinics.roles import CLINIC_MARKETER, CLINIC_OWNER
from cms.conf import options
from cms.locales.context import RequestContext, use_context
from cms.pages.models import PlainPage
from cms.plugins.actions import allow, configure, switch_off, switch_on
from cms.plugins.background import at_work
from cms.plugins.contexts import PluginContext
from cms.plugins.declaration import Plugin
from cms.plugins.models import Activation
from cms.plugins.publishing.remarks import PublicationRefusedError
from cms.plugins.registry import Entry, registry
from cms.testing.answers import Answer, answered
from cms.testing.network import block_id, home_of, publish
from cms.testing.page_types import make_pages
from cms.testing.rows import make_rows
from cms.testing.samples import Samples
from cms.testing.two_clinics import LANGUAGES, PLAIN

Settings = Mapping[str, Any] | Callable[[Clinic], Mapping[str, Any]]


class Trial:
    """A plugin that is on at ``clinic`` and off at ``neighbour``; both are set up alike.

    Where a method takes a clinic, it means ``clinic`` if none is given.
    """

    def __init__(
        self, entry: Entry, clinic: Clinic, neighbour: Clinic, settings: Settings, samples: Samples
    ) -> None:
        if entry.plugin is None:
            raise ValueError(f"{entry.name} is not loaded. {entry.problem}")
        self.entry = entry
        self.plugin: Plugin = entry.plugin
        self.clinic = clinic
        self.neighbour = neighbour
        self.settings = settings
        self.samples = samples

    def begin(self, *, filled: bool) -> None:
        """Allow the plugin, set it up at both clinics, and switch it on at one.

        With ``filled`` both have an example of each record and block that the plugin has.
        """
        allow(self.entry.name, user=None)
        for clinic in (self.clinic, self.neighbour):
            if self.plugin.settings_block is not None:
                self.configure(self.settings_for(clinic), clinic)
            switch_on(clinic, self.entry.name, user=None)
            if filled:
                self.fill(1, clinic)
                self.show_blocks(1, clinic)
        switch_off(self.neighbour, self.entry.name, user=None)

    # What a clinic has

    def settings_for(self, clinic: Clinic) -> Mapping[str, Any]:
        """Return the settings that the kit tries the plugin with."""
        return self.settings(clinic) if callable(self.settings) else self.settings

    def configure(self, values: Mapping[str, Any], clinic: Clinic | None = None) -> None:
        """Change settings of a clinic, the others stay; raises ``ValidationError`` as a form would."""
        clinic = clinic or self.clinic
        row = Activation.objects.for_clinic(clinic).filter(plugin=self.entry.name).first()
        block = self.plugin.settings_block
        before = row.settings if row else dict(block.get_prep_value(block.get_default())) if block else {}
        configure(clinic, self.entry.name, {**before, **values}, user=None)

    def fill(self, number: int, clinic: Clinic | None = None) -> None:
        """Leave a clinic with ``number`` records of each kind that the plugin keeps."""
        with self.at_work(clinic) as context:
            if self.samples.fill is not None:
                self.samples.fill(context, number)
            else:
                make_rows(self.entry, context, number)
                make_pages(self.entry, home_of(clinic or self.clinic), number)

    def show_blocks(self, number: int, clinic: Clinic | None = None) -> None:
        """Leave the clinic's own pages with ``number`` blocks of each type that the plugin has."""
        stored = [block for place in range(number) for block in self.stored_blocks(place * 100)]
        for code in LANGUAGES:
            page = self.page(code, clinic)
            try:
                publish(page, body=stored)
            except PublicationRefusedError:
                # Whatever a gate may say of an example: it is shown, so that it could leak.
                page.save()

    def stored_blocks(self, first_id: int = 0) -> list[dict[str, Any]]:
        """Return one stored block of each type."""
        return [
            {"type": one.name, "value": self.stored_value(one.name), "id": block_id(first_id + number)}
            for number, one in enumerate(self.plugin.blocks, start=1)
        ]

    def stored_value(self, name: str) -> dict[str, Any]:
        """Return the sample of a block, by its stored name, as it is stored."""
        block = self.block(name)
        sample = self.samples.blocks.get(name.partition("__")[2])
        value = block.to_python(dict(sample)) if sample is not None else block.get_preview_value()
        return dict(json.loads(json.dumps(block.get_prep_value(value), default=str)))

    def block(self, name: str) -> Any:
        """Return a block of the plugin as it is in page bodies; ``name`` is the stored one."""
        return PlainPage._meta.get_field("body").stream_block.child_blocks[name]

    def page(self, language: str = "en", clinic: Clinic | None = None) -> PlainPage:
        """Return the page of its own that a clinic has in a language."""
        return PlainPage.objects.child_of(home_of(clinic or self.clinic, language)).get(slug=PLAIN)

    # Who looks

    def get(self, path: str, clinic: Clinic | None = None) -> Answer:
        """Return what a clinic's website answers at ``path``."""
        return self.ask(self.visitor(clinic), path)

    def ask(self, client: Client, path: str, method: str = "GET") -> Answer:
        """Return what ``client`` is answered at ``path``."""
        return answered(self.entry.name, lambda: (client.post if method == "POST" else client.get)(path))

    def visitor(self, clinic: Clinic | None = None) -> Client:
        """Return a browser at a clinic's website."""
        host = (clinic or self.clinic).site.hostname
        return Client(HTTP_HOST=host, raise_request_exception=False)

    def html(self, path: str, clinic: Clinic | None = None) -> str:
        """Return the page at ``path`` of a clinic's website."""
        return self.get(path, clinic).html

    def staff(self, clinic: Clinic | None = None, *, owner: bool = False) -> Client:
        """Return the admin as a marketer of a clinic sees it, or as its owner does."""
        role = (CLINIC_OWNER if owner else CLINIC_MARKETER).key
        clinic = clinic or self.clinic
        user, is_new = User.objects.get_or_create(email=f"{role}@{clinic.slug}.example.com")
        if is_new:
            user.groups.add(ClinicRole.objects.for_clinic(clinic).get(role=role).group)
        client = Client(HTTP_HOST=options.ADMIN_HOST, raise_request_exception=False)
        client.force_login(user)
        return client

    # What the plugin is told

    def shown(self, language: str = "en", clinic: Clinic | None = None) -> RequestContext:
        """Return what is shown at a clinic in a language."""
        record = record_of(clinic or self.clinic)
        found = record.language(language) if record else None
        if record is None or found is None:
            raise LookupError(f"The clinic has no language {language}.")
        return RequestContext(record, found)

    @contextmanager
    def at_work(self, clinic: Clinic | None = None) -> Iterator[PluginContext]:
        """Give what the plugin is told of a clinic away from any page; ``here`` answers the same inside."""
        clinic = clinic or self.clinic
        row = Activation.objects.for_clinic(clinic).filter(plugin=self.entry.name).first()
        with at_work(self.entry, self.shown("en", clinic).clinic, row.settings if row else None) as context:
            yield context

    def context(self, clinic: Clinic | None = None) -> PluginContext:
        """Return what the plugin is told of a clinic."""
        with self.at_work(clinic) as context:
            return context

    @contextmanager
    def showing(self, language: str = "en", clinic: Clinic | None = None) -> Iterator[RequestContext]:
        """Let code inside a ``with`` block run as it does while a page is made."""
        here = self.shown(language, clinic)
        with use_context(here), translation.override(language):
            yield here

    def render_block(self, name: str, stored: Mapping[str, Any], clinic: Clinic | None = None) -> str:
        """Return the HTML of a block; ``name`` is the one that the plugin gave it."""
        block = self.block(f"{self.entry.name}__{name}")
        with self.showing(clinic=clinic):
            return str(block.render(block.to_python(dict(stored))))

    # What is installed

    @contextmanager
    def uninstalled(self) -> Iterator[None]:
        """Let the plugin be gone inside a ``with`` block, as if its code were not there any more."""
        before = tuple(one.installed for one in registry.entries)
        registry.fill(one for one in before if one.name != self.entry.name)
        try:
            yield
        finally:
            registry.fill(before)
