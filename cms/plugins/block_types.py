"""The blocks of plugins in page bodies: which clinics show them, and where their mistakes end.

A page body never holds a plugin's own class, but a subclass of it with ``PluginBlockGate`` in front: one for
each block that a plugin registers, however many streams have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from types import new_class
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.telepath import JSContext
from wagtail.blocks import Block

from cms.locales.context import current_context
from cms.plugins.activation import is_active
from cms.plugins.calling import ask
from cms.plugins.containment import contain
from cms.plugins.contexts import PluginContext
from cms.plugins.declared import PluginBlock
from cms.plugins.registry import registry
from cms.plugins.remembering import remembered
from cms.streams.blocks import DurableStructBlock
from cms.streams.values import UneditableError

Answer = TypeVar("Answer")

NO_CLINIC = 0
"""Stands for the clinic, in the state of a breaker, where none is shown."""


def point_of(stored_name: str) -> str:
    """Return the point at which a block is called: what its breaker, the log and a trace name it by."""
    return f"block:{stored_name}"


class PluginBlockGate(DurableStructBlock):
    """Shows a plugin's block on the sites of the clinics that have the plugin on, and nowhere else.

    Where no clinic is shown, as in the preview of the library, editors see the block; a search or an
    interface gets nothing of it there, since it cannot know for whom. What fails is left out. What the plugin
    fails to read is kept as it is stored.
    """

    plugin: ClassVar[str]

    def set_name(self, name: str) -> None:
        """Name the block; one without a label goes by the name that its plugin gave it."""
        super().set_name(name)
        if not self.meta.label:
            self.label = name.removeprefix(f"{self.plugin}__").replace("_", " ").capitalize()

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """Return one value for each stored one; those that the plugin fails to read hold what is stored."""
        stored = list(values)
        read: list[Any] | None = self._contained("read", partial(super().bulk_to_python, stored))
        return [self._unread(one) for one in stored] if read is None else read

    def unsealed(self, raw: Any) -> Any:
        """Return the value of a row that a form carried sealed: as it was, while the plugin still fails."""
        value = self.to_python(raw)
        with suppress(UneditableError):
            self.get_form_state(value)
            if self.is_editable:
                return value
        kept = self._unread(raw)
        kept.is_unread = True
        return kept

    def clean(self, value: Any) -> Any:
        """Return the value as the plugin checked it; what it fails to read or to check is refused.

        What was there already and could not be edited stays.
        """
        if getattr(value, "stored", None) is not None:
            if value.is_unread:
                return value
            raise self._refusal()
        checked = self._contained("check", partial(_checked, super().clean, value))
        if checked is None:
            raise self._refusal()
        cleaned, error = checked
        if error is not None:
            raise error
        return cleaned

    @property
    def is_editable(self) -> bool:
        """Whether the block's form can be made; asked once while a response is made."""
        return remembered(
            ("editable", self.definition_prefix), lambda: bool(self._contained("form", self._pack))
        )

    def _pack(self) -> bool:
        JSContext().pack(self)
        super().get_form_state(self.get_default())
        return True

    def get_form_state(self, value: Any) -> dict[str, Any]:
        """Return the fields for the editor; raises ``UneditableError`` if the plugin fails."""
        state = None
        if getattr(value, "stored", None) is None:
            state = self._contained("form", partial(super().get_form_state, value))
        if state is None:
            raise UneditableError
        return state

    def extract_references(self, value: Any) -> Iterator[Any]:
        """Return what the block refers to; what it referred to before if the plugin fails."""
        if getattr(value, "stored", None) is not None:
            return iter(())
        found = self._contained(
            "references", lambda: list(super(PluginBlockGate, self).extract_references(value))
        )
        value.is_unread = found is None
        return iter(found or ())

    def render(self, value: Any, context: Any = None) -> str:
        """Return the block's HTML where it shows, and nothing elsewhere."""
        if getattr(value, "stored", None) is not None:
            return ""
        work = partial(super().render, value, context=context)
        return (self._contained("preview", work) if current_context() is None else self._asked(work)) or ""

    def render_basic(self, value: Any, context: Any = None) -> str:
        """Return what a block without a template shows. ``render``, which contains it, is what calls it."""
        here = current_context()
        is_shown = here is None or is_active(self.plugin, here.clinic.id)
        return str(super().render_basic(value, context=context)) if is_shown else ""

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return the texts by which the site that is shown finds the block; none where it does not show."""
        return self._asked(partial(super().get_searchable_content, value)) or []

    def get_api_representation(self, value: Any, context: Any = None) -> Any:
        """Return the block for an interface of the site that is shown; ``None`` leaves it out."""
        return self._asked(partial(super().get_api_representation, value, context=context))

    def _asked(self, work: Callable[[], Answer]) -> Answer | None:
        """Do what only the site of a clinic that has the plugin on needs; ``None`` elsewhere."""
        here = current_context()
        if here is None:
            return None
        return ask(self.plugin, point_of(self.name), here, PluginContext, lambda _told: work())

    def _contained(self, purpose: str, work: Callable[[], Answer]) -> Answer | None:
        """Do what the plugin's being on does not matter for; ``None`` if it fails.

        That pauses nothing: it has a point of its own.
        """
        here = current_context()
        answer: Answer | None = None
        clinic = here.clinic.id if here else NO_CLINIC
        with contain(self.plugin, f"{point_of(self.name)}:{purpose}", clinic):
            answer = work()
        return answer  # noqa: RET504 -- what contain() swallows leaves it empty

    def _unread(self, stored: Any) -> Any:
        value = self._to_struct_value([])
        value.stored = stored
        return value

    def _refusal(self) -> ValidationError:
        return ValidationError(
            _(
                "The plugin “%(title)s” failed to read or to check this block, so it cannot be saved. Try "
                "again later, ask for the plugin to be repaired, or remove the block."
            )
            % {"title": title_of(self.plugin)},
            code="failed",
        )


class PluginBlocks:
    """The blocks of the loaded plugins, as a source for streams.

    ``rules`` is what all blocks of these streams have, whoever wrote them.
    """

    def __init__(self, rules: type[DurableStructBlock]) -> None:
        self.rules = rules
        self._classes: dict[tuple[str, type[DurableStructBlock]], type[PluginBlockGate]] = {}

    @property
    def generation(self) -> int:
        return registry.generation

    def blocks(self) -> Mapping[str, Block]:
        """Return a new block for each type that a loaded plugin registered, by its stored name."""
        return {name: self._placed(one) for name, one in registry.blocks.items()}

    def _placed(self, declared: PluginBlock) -> Block:
        block = self._class_of(declared)()
        block.set_name(declared.name)
        block.meta.group = declared.group or title_of(declared.plugin)
        return block

    def _class_of(self, declared: PluginBlock) -> type[PluginBlockGate]:
        """Return the class that stands for a plugin's block in the streams, made once."""
        known, made = (declared.plugin, declared.block_class), declared.block_class
        if known not in self._classes:
            said = {"plugin": declared.plugin, "__module__": made.__module__}
            bases = (PluginBlockGate, self.rules, made)
            self._classes[known] = new_class(made.__name__, bases, exec_body=lambda body: body.update(said))
        return self._classes[known]


def title_of(plugin: str) -> str:
    """Return what people call a plugin; its name if it is not loaded."""
    entry = registry.loaded.get(plugin)
    return entry.title if entry else plugin


def _checked(clean: Callable[[Any], Any], value: Any) -> tuple[Any, ValidationError | None]:
    """Return a cleaned value, or the error that refuses it: to refuse is no failure."""
    try:
        return clean(value), None
    except ValidationError as error:
        return None, error
