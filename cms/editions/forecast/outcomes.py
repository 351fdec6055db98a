"""What becomes of one edition: resolved as it is, and as if the release were made, by one resolver."""

from __future__ import annotations

from collections.abc import Iterator

from cms.editions.forecast.trial import Trial
from cms.editions.forecast.values import Outcome, PartForecast
from cms.editions.models import Edition
from cms.editions.resolving.values import Add as AddEntry
from cms.editions.resolving.values import EffectivePage, Follow, LocalLayer
from cms.editions.sources import Basis, local_layer
from cms.editions.updates.queries import items_of
from cms.editions.updates.values import Reason, Waiting


def forecast_parts(edition: Edition, now: Basis, then: Basis, trial: Trial) -> tuple[PartForecast, ...]:
    """Return what becomes of each decision of ``edition``, resting on ``now`` and ``then``."""
    before = {item.target: item.reasons for item in items_of(edition, now, with_merges=False)}
    after = {item.target: item for item in items_of(edition, then, with_merges=True)}
    return tuple(
        _part(target, after.get(target), before.get(target, frozenset()), trial)
        for target in _decided(local_layer(edition))
    )


def looks_different(edition: Edition, now: Basis, then: Basis) -> bool:
    """Whether visitors of ``edition`` would read anything else than now."""
    layer = local_layer(edition, now.language)
    return _seen(now.resolve(layer)) != _seen(then.resolve(layer))


def outcome_of(item: Waiting | None) -> Outcome:
    """Say what becomes of a decision that will wait for the clinic as ``item``, ``None`` if it will not."""
    if item is None:
        return Outcome.STAYS
    for reason, outcome in (
        (Reason.PARKED, Outcome.PARKED),
        (Reason.ORPHANED, Outcome.ORPHANED),
        (Reason.UNKNOWN, Outcome.UNKNOWN),
    ):
        if reason in item.reasons:
            return outcome
    if item.merged is None:
        return Outcome.STALE
    return Outcome.MERGES if item.merged.is_clean else Outcome.CONFLICTS


def _part(target: str, item: Waiting | None, before: frozenset[Reason], trial: Trial) -> PartForecast:
    return PartForecast(
        target=target,
        heading=trial.heading(target),
        outcome=outcome_of(item),
        reasons=item.reasons if item else frozenset(),
        before=before,
        conflicts=len(item.merged.conflicts) if item and item.merged else 0,
    )


def _decided(layer: LocalLayer) -> Iterator[str]:
    """Yield what the clinic decided about parts of the library's page; its own blocks rest on nothing."""
    yield from layer.fields
    own = (entry for entry in layer.entries if not isinstance(entry, (Follow, AddEntry)))
    yield from dict.fromkeys(entry.id for entry in own)


def _seen(page: EffectivePage) -> tuple[object, ...]:
    fields = {name: field.value for name, field in page.fields.items()}
    return fields, [(block.id, block.type, block.value) for block in page.blocks]
