"""What a plugin contributes: one ``Plugin`` object, on which everything is registered and so has an owner."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from django.urls import URLPattern, URLResolver
from django.utils.functional import Promise

from cms.plugins.answers import Permission
from cms.plugins.declarable import (
    LONGEST_NAME,
    DeclarationError,
    demand_arguments,
    demand_durable,
    demand_name,
    demand_no_secret,
    demand_rest,
    name_of,
)
from cms.plugins.declared import (
    CheckFunction,
    CopyFunction,
    DataFunction,
    EraseFunction,
    Exporter,
    ExportFunction,
    HealthFunction,
    InSlot,
    IntentFunction,
    Job,
    JobFunction,
    Patterns,
    PluginBlock,
    Probe,
    PublishCheck,
    RestoreFunction,
    Screens,
    SlotFunction,
)
from cms.plugins.manifest import NAME
from cms.plugins.names import TAKEN_ADDRESSES
from cms.plugins.slots import SLOTS
from cms.streams.blocks import DurableStructBlock

Function = TypeVar("Function", bound=SlotFunction)
BlockClass = TypeVar("BlockClass", bound=type[DurableStructBlock])

BETWEEN = "__"
RULED = "policy"


class Plugin:
    """One plugin. Make it in ``plugin.py`` and call it ``plugin``; ``name`` is that of the manifest.

    Every method raises ``DeclarationError`` for what cannot be: an unknown slot, a name that is taken, a
    function with the wrong number of arguments.
    """

    def __init__(self, name: str) -> None:
        if not NAME.match(name) or len(name) > LONGEST_NAME:
            raise DeclarationError(f"A plugin cannot be called “{name}”.")
        self.name = name
        self.settings_block: DurableStructBlock | None = None
        self.in_slots: list[InSlot] = []
        self.blocks: list[PluginBlock] = []
        self.site_patterns: Patterns = []
        self.screens: list[Screens] = []
        self.intent_function: IntentFunction | None = None
        self.data_functions: list[DataFunction] = []
        self.checks: list[PublishCheck] = []
        self.probes: list[Probe] = []
        self.jobs: list[Job] = []
        self.exporter: Exporter | None = None
        self.eraser: EraseFunction | None = None
        self.activated: JobFunction | None = None
        self.deactivated: JobFunction | None = None
        self.copied: CopyFunction | None = None

    def slot(self, slot: str, *, order: int = 50) -> Callable[[Function], Function]:
        """Show in ``slot`` what the decorated function returns: safe HTML, a text to escape, or ``None``.

        The function gets a ``SlotContext``. One plugin has one function in a slot.
        """
        if slot not in SLOTS:
            raise DeclarationError(f"There is no slot “{slot}”. The slots are {', '.join(sorted(SLOTS))}.")
        if any(one.slot == slot for one in self.in_slots):
            raise DeclarationError(f"The slot “{slot}” has a function of this plugin already.")

        def register(function: Function) -> Function:
            demand_arguments(function, 1, "the SlotContext")
            self.in_slots.append(InSlot(self.name, slot, function, order))
            return function

        return register

    def block(self, name: str, *, group: str | Promise = "") -> Callable[[BlockClass], BlockClass]:
        """Offer the decorated block, a subclass of ``DurableStructBlock``, to every page body.

        It is stored as ``<plugin>__<name>``, for ever. ``group`` is its heading in the editor's menu, the
        title of the plugin if there is none. Clinic variables in its texts are filled, and it has a field
        ``policy``, by which the library says what clinics may do with it.
        """
        if not NAME.match(name):
            raise DeclarationError(f"A block cannot be called “{name}”.")
        stored = f"{self.name}{BETWEEN}{name}"
        if len(stored) > LONGEST_NAME:
            raise DeclarationError(f"“{stored}” is longer than {LONGEST_NAME} characters.")
        if any(one.name == stored for one in self.blocks):
            raise DeclarationError(f"There is a block “{name}” already.")

        def register(block_class: BlockClass) -> BlockClass:
            what = f"The block “{name}”"
            demand_no_secret(demand_durable(block_class, what), what)
            if RULED in block_class.base_blocks:
                raise DeclarationError(
                    f"The block “{name}” has a field “{RULED}”, which every block has already."
                )
            self.blocks.append(PluginBlock(self.name, stored, block_class, group))
            return block_class

        return register

    def settings(self, block: type[DurableStructBlock]) -> None:
        """Let every clinic fill in ``block``, a struct that loses nothing; its values come with each call."""
        if self.settings_block is not None:
            raise DeclarationError("A plugin has one block of settings.")
        # One instance for the life of the process: Wagtail keeps every block that was ever made.
        self.settings_block = demand_durable(block, "The settings of a plugin")
        self.settings_block.set_name("settings")

    def site_urls(self, patterns: Iterable[URLPattern | URLResolver]) -> None:
        """Answer under ``/-/<plugin>/`` on the sites of clinics that have the plugin on; elsewhere 404.

        The underscores of the plugin's name are dashes there. A view gets the request and what the pattern
        captures; ``here()`` says for which clinic it works.
        """
        if self.name in TAKEN_ADDRESSES:
            raise DeclarationError(f"The address /-/{self.name}/ is taken.")
        self.site_patterns.extend(patterns)

    def admin_urls(
        self,
        patterns: Iterable[URLPattern | URLResolver],
        *,
        permission: Permission,
        label: str | Promise = "",
    ) -> None:
        """Add screens to the admin, for each clinic that has the plugin on; ``permission`` says for whom.

        ``label`` names the first of them, which the list of the clinic's plugins links to.
        """
        if not isinstance(permission, Permission):
            raise DeclarationError("The permission of screens is a member of Permission.")
        screens = Screens(list(patterns), permission, label)
        if label and (not screens.patterns or "<" in screens.first):
            raise DeclarationError("Screens with a label begin with a pattern that takes no arguments.")
        self.screens.append(screens)

    def intent(self, function: IntentFunction) -> IntentFunction:
        """Say where a call to action leads: an ``IntentContext`` gives a ``Link`` or ``None``."""
        if self.intent_function is not None:
            raise DeclarationError("A plugin has one function for intents.")
        demand_arguments(function, 1, "the IntentContext")
        self.intent_function = function
        return function

    def structured_data(self, function: DataFunction) -> DataFunction:
        """Add nodes of schema.org to a page: ``function`` gets a ``PageContext`` and returns dictionaries.

        Nodes with one ``@id``, whoever gives them, become one.
        """
        demand_arguments(function, 1, "the PageContext")
        self.data_functions.append(function)
        return function

    def publish_check(self, function: CheckFunction, *, gate: bool = False, name: str = "") -> CheckFunction:
        """Look at a page before it is published: a ``PageContext`` gives ``Issue`` values.

        They are shown to whoever publishes. With ``gate`` they keep the page back, and so does a function
        that fails. ``name`` is what the log and the breaker know it by, the function's own if there is none.
        """
        name = name or name_of(function)
        demand_name(name, self.checks)
        demand_arguments(function, 1, "the PageContext")
        self.checks.append(PublishCheck(self.name, name, function, gate))
        return function

    def health(
        self,
        name: str,
        function: HealthFunction,
        *,
        every: timedelta = timedelta(days=1),
        label: str | Promise = "",
    ) -> HealthFunction:
        """Look, in the background, at what the plugin depends on: a ``PluginContext`` gives a ``Health``.

        ``label`` is what people call it; without one it goes by its name.
        """
        demand_name(name, self.probes)
        demand_rest(name, every)
        demand_arguments(function, 1, "the PluginContext")
        self.probes.append(Probe(self.name, name, function, every, label))
        return function

    def periodic(self, function: JobFunction, *, every: timedelta, name: str = "") -> JobFunction:
        """Call ``function`` with a ``PluginContext`` for each clinic that has the plugin on, every so often.

        ``every`` is the time from the beginning of one run to the next. ``name`` is what the
        run is remembered by, the function's own name if there is none.
        """
        name = name or name_of(function)
        demand_name(name, self.jobs)
        demand_rest(name, every)
        demand_arguments(function, 1, "the PluginContext")
        self.jobs.append(Job(self.name, name, function, every))
        return function

    def export(self, function: ExportFunction, *, restore: RestoreFunction | None = None) -> ExportFunction:
        """Return, as JSON, everything that the plugin keeps for a clinic beyond its settings and blocks.

        ``restore`` gets the ``PluginContext`` and such JSON, and leaves the clinic with exactly that.
        """
        if self.exporter is not None:
            raise DeclarationError("A plugin has one function for the export.")
        demand_arguments(function, 1, "the PluginContext")
        if restore is not None:
            demand_arguments(restore, 2, "the PluginContext and the JSON")
        self.exporter = Exporter(function, restore)
        return function

    def erase(self, function: EraseFunction) -> EraseFunction:
        """Forget a person: ``function`` gets a ``PluginContext`` and what identifies the person.

        ``None`` stands for everybody at the clinic. It returns how many records it erased, and is called
        whether or not the plugin is on.
        """
        if self.eraser is not None:
            raise DeclarationError("A plugin has one function for erasure.")
        demand_arguments(function, 2, "the PluginContext and the person")
        self.eraser = function
        return function

    def on_activated(self, function: JobFunction) -> JobFunction:
        """Call ``function`` with a ``PluginContext`` each time that a clinic switched the plugin on."""
        demand_arguments(function, 1, "the PluginContext")
        self.activated = function
        return function

    def on_deactivated(self, function: JobFunction) -> JobFunction:
        """Call ``function`` with a ``PluginContext`` each time that a clinic switched the plugin off."""
        demand_arguments(function, 1, "the PluginContext")
        self.deactivated = function
        return function

    def on_copied(self, function: CopyFunction) -> CopyFunction:
        """Call ``function`` with two ``PluginContext`` when a clinic's choices were copied to another one.

        ``on_activated`` is not called then.
        """
        demand_arguments(function, 2, "the context of the source and that of the target")
        self.copied = function
        return function
