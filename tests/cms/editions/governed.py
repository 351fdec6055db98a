"""Random histories of a governed library: releases, some taken back, corrections and holds, and one edition.

Every word says when it was written, and one of a translation also from how old a source. So whether a page
shows withdrawn words can be seen from the page itself, without asking the code that is under test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from cms.editions.resolving.bases import block_base, decided_again, field_base
from cms.editions.resolving.corrections import Said, correct, including
from cms.editions.resolving.lending import correcting_only, correcting_releases
from cms.editions.resolving.resolver import resolve_said
from cms.editions.resolving.values import Correction, EffectivePage, Hide, LibraryText, Replace, SourceBlock
from tests.cms.editions.histories import CLINIC_STEPS, LIBRARY_STEPS, Network, Step, steps

ENGLISH, DANISH = 100, 200
NEVER = -1

GOVERNING_STEPS = (
    "correct",
    "correct_field",
    "warn",
    "withdraw",
    "correct_translation",
    "translate",
    "translate_all",
    "hold",
    "let_go",
    "keep",
    "keep_field",
    "unpublish_translation",
    "roll_back",
    "roll_back",
    "start_again",
)
GOVERNED = steps(LIBRARY_STEPS + CLINIC_STEPS + 2 * GOVERNING_STEPS, 16, least=4)
LANGUAGES = ("en", "da")


@dataclass
class Governed(Network):
    """A page with a translation, both under corrections, and an edition in one of the languages."""

    language: str = "en"
    translation: dict[str, SourceBlock] = field(default_factory=dict)
    translated_fields: dict[str, str] = field(default_factory=dict)
    source_base: dict[str, dict[str, int]] = field(default_factory=dict)
    is_translated: bool = True
    corrections: list[Correction] = field(default_factory=list)
    published: list[tuple[LibraryText, dict[str, dict[str, int]]]] = field(default_factory=list)
    rolled_back: set[tuple[int, int]] = field(default_factory=set)
    held: int = NEVER
    decided: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.blocks = self.blocks[:2]  # few, so that decisions and corrections meet often
        self.local = replace(self.local, language=self.language)
        for index in range(len(self.blocks)):
            self._reword(index)
        self.fields = dict.fromkeys(self.fields, "en 0")
        self.translate_all(0, 0)
        self._publish()

    def play(self, history: list[Step]) -> Governed:
        for name, first, second in history:
            self.count += 1
            before = self._decisions()
            getattr(self, name)(first, second)
            for target in self._decisions() - before:
                self.decided[target] = self.count
            self._publish()
        return self

    @property
    def english(self) -> LibraryText:
        text = LibraryText(ENGLISH, "key", "en", self._last(ENGLISH), dict(self.fields), tuple(self.blocks))
        return including(text, self.corrections)

    @property
    def in_force(self) -> LibraryText:
        """The newest English text that was not rolled back."""
        return self._newest_open(self.english) if self._is_rolled_back(self.english) else self.english

    @property
    def danish(self) -> LibraryText:
        blocks = tuple(self.translation.values())
        text = LibraryText(DANISH, "key", "da", self._last(DANISH), dict(self.translated_fields), blocks)
        return including(text, self.corrections, self.source_base)

    @property
    def live(self) -> LibraryText:
        """The published text that the edition follows."""
        return self.danish if self.language == "da" and self.is_translated else self.english

    @property
    def chosen(self) -> LibraryText:
        """The text of the release that the edition is held at, if that is one of the page it follows.

        Else that of the newest release that was not rolled back.
        """
        if self.held != NEVER:
            text, source_base = self.published[self.held]
            if text.page_id == self.live.page_id:
                return including(text, self.corrections, source_base, text.revision)
        return self._newest_open(self.live) if self._is_rolled_back(self.live) else self.live

    @property
    def said(self) -> Said:
        live = None if self.chosen.revision == self.live.revision else self.live
        received = {one.page_id: self._received(one) for one in self._texts() if self._is_rolled_back(one)}
        return correct(
            self.chosen,
            [self.english],
            self.corrections,
            language=self.language,
            live=live,
            received=received,
        )

    def page(self) -> EffectivePage:
        return resolve_said(self.said, self.local, is_fallback=self.live.language != self.language)

    def applicable(self, target: str) -> int:
        """Return when the newest correction of ``target`` was made that decisions must know, or ``NEVER``."""
        made = (
            one.id
            for one in self.corrections
            if one.target == target and (one.language in ("en", self.language))
        )
        return max(made, default=NEVER)

    def was_received(self, page_id: int, target: str, words: str) -> bool:
        """Say whether the ``words`` stand in a release that is in force, or whose correction they are."""
        for text, _source_base in self.published:
            if text.page_id == page_id and words == said_in(text, target):
                release = (page_id, text.revision)
                if release not in self.rolled_back or any(
                    (one.page_id, one.release, one.target) == (*release, target) for one in self.corrections
                ):
                    return True
        return False

    def is_safe(self, target: str, words: str) -> bool:
        """Say whether the library's ``words`` are newer than every correction that concerns them."""
        language, *times = re.findall(r"[a-z]+|\d+", words)
        written, source = int(times[0]), int(times[-1])
        about = [one for one in self.corrections if one.target == target]
        own = [one.id for one in about if one.language == language]
        of_source = [one.id for one in about if one.language == "en"]
        return written >= max(own, default=NEVER) and source >= max(of_source, default=NEVER)

    # The library

    def insert(self, first: int, second: int) -> None:
        super().insert(first, second)
        self._reword(first % len(self.blocks))

    def edit(self, first: int, second: int) -> None:
        if self.blocks:
            self._reword(first % len(self.blocks))

    def edit_field(self, first: int, second: int) -> None:
        self.fields[("title", "summary")[first % 2]] = f"en {self.count}"

    def correct(self, first: int, second: int) -> None:
        if self.blocks:
            index = first % len(self.blocks)
            self._reword(index)
            self._note(self.blocks[index].id, "en")

    def correct_field(self, first: int, second: int) -> None:
        self.edit_field(first, second)
        self._note(("title", "summary")[first % 2], "en")

    def warn(self, first: int, second: int) -> None:
        self.insert(first, second)
        self._note(f"n{self.count}", "en")

    def withdraw(self, first: int, second: int) -> None:
        if self.blocks:
            self.delete(first, second)
            self._note(self.deleted[-1].id, "en")

    def restore(self, first: int, second: int) -> None:
        """Bring a block back; one that was corrected away meanwhile comes back in other words."""
        if self.deleted:
            back = self.deleted[first % len(self.deleted)]
            super().restore(first, second)
            self._reword(self.blocks.index(back))

    def correct_translation(self, first: int, second: int) -> None:
        if self.translation and self.is_translated:
            target = list(self.translation)[first % len(self.translation)]
            said = self.translation[target]
            source = said.value["body"].rpartition(" ")[2]
            words = {**said.value, "body": f"da {self.count} from {source}"}
            self.translation[target] = replace(said, value=words)
            self._note(target, "da")

    def translate(self, first: int, second: int) -> None:
        if self.blocks:
            self._translate(self.blocks[first % len(self.blocks)])

    def translate_all(self, first: int, second: int) -> None:
        self.is_translated = True
        self.translation = {one.id: one for one in self.blocks}
        for one in self.blocks:
            self._translate(one)
        for name in self.fields:
            self.translated_fields[name] = f"da {self.count} from {self.count}"
            self._catch_up(name)

    def unpublish_translation(self, first: int, second: int) -> None:
        self.is_translated = second % 2 == 0

    def hold(self, first: int, second: int) -> None:
        self.held = first % len(self.published)

    def let_go(self, first: int, second: int) -> None:
        self.held = NEVER

    def roll_back(self, first: int, second: int) -> None:
        """Take the newest release of a page back that is still in force, unless it is the first one."""
        page_id = (ENGLISH, DANISH)[first % 2]
        open_ones = [
            text.revision
            for text, _source_base in self.published
            if text.page_id == page_id and not self._is_rolled_back(text)
        ]
        if len(open_ones) > 1:
            self.rolled_back.add((page_id, open_ones[-1] or 0))

    def start_again(self, first: int, second: int) -> None:
        if self.rolled_back:
            self.rolled_back.remove(sorted(self.rolled_back)[first % len(self.rolled_back)])

    # The clinic

    def keep(self, first: int, second: int) -> None:
        """Answer that the clinic's decision about a parked or stale block stands."""
        decided = [one.target for one in self.local.entries if isinstance(one, Hide | Replace)]
        if decided:
            target = decided[first % len(decided)]
            text = self.text
            said = next((one for one in text.blocks if one.id == target), None)
            value = block_base(said, text, self.said.corrections.get(target, 0))
            base = decided_again(self.local.base, [target])
            blocks = {**base.blocks, target: value}
            self.local = replace(self.local, base=replace(base, blocks=blocks))
            self.decided[target] = self.count

    def keep_field(self, first: int, second: int) -> None:
        if self.local.fields:
            name = list(self.local.fields)[first % len(self.local.fields)]
            text = self.text
            value = field_base(name, text.fields[name], text, self.said.corrections.get(name, 0))
            base = self.local.base
            self.local = replace(self.local, base=replace(base, fields={**base.fields, name: value}))
            self.decided[name] = self.count

    def _decisions(self) -> set[str]:
        entries = {one.target for one in self.local.entries if isinstance(one, Hide | Replace)}
        return entries | self.local.fields.keys()

    def _reword(self, index: int) -> None:
        said = self.blocks[index].value
        self._change(index, value={**said, "body": f"en {self.count}"})

    def _note(self, target: str, language: str) -> None:
        page = ENGLISH if language == "en" else DANISH
        made = Correction(self.count, target, language, language == "en", page_id=page, release=self.count)
        self.corrections.append(made)

    def _translate(self, source: SourceBlock) -> None:
        words = {**source.value, "body": f"da {self.count} from {self.count}"}
        self.translation[source.id] = replace(source, value=words)
        self._catch_up(source.id)

    def _catch_up(self, target: str) -> None:
        about = [one.id for one in self.corrections if one.target == target and one.reaches_translations]
        self.source_base[target] = {"correction": max(about, default=0)}

    def _publish(self) -> None:
        """Release the texts that have changed, with what the translation rests on."""
        for text, source_base in ((self.english, {}), (self.danish, dict(self.source_base))):
            last = next((one for one in reversed(self.published) if one[0].page_id == text.page_id), None)
            is_corrected = any(
                (one.page_id, one.release) == (text.page_id, self.count) for one in self.corrections
            )
            if last is None or is_corrected or _words(text, source_base) != _words(*last):
                self.published.append((replace(text, revision=self.count), source_base))

    def _last(self, page_id: int) -> int:
        """Return the release in which a page says what it says now."""
        return max((one.revision or 0 for one, _ in self.published if one.page_id == page_id), default=0)

    def _texts(self) -> tuple[LibraryText, LibraryText]:
        return self.english, self.danish

    def _is_rolled_back(self, text: LibraryText) -> bool:
        return (text.page_id, text.revision) in self.rolled_back

    def _released(self, page_id: int, release: int) -> LibraryText:
        text, source_base = next(
            one for one in self.published if (one[0].page_id, one[0].revision) == (page_id, release)
        )
        return including(text, self.corrections, source_base, release)

    def _newest_open(self, live: LibraryText) -> LibraryText:
        numbers = (
            one.revision or 0
            for one, _ in self.published
            if one.page_id == live.page_id and not self._is_rolled_back(one)
        )
        return self._released(live.page_id, max(numbers))

    def _received(self, live: LibraryText) -> list[LibraryText]:
        """Return what lends in place of a text that was rolled back."""
        newest = self._newest_open(live)
        after = {live.page_id: newest.revision or 0}
        numbers = correcting_releases({live.page_id}, self.corrections, after).get(live.page_id, ())
        return [newest] + [
            correcting_only(self._released(live.page_id, number), self.corrections, number)
            for number in numbers
        ]


def _words(text: LibraryText, source_base: object) -> tuple[object, ...]:
    return text.fields, text.blocks, source_base


def said_in(text: LibraryText, target: str) -> str | None:
    """Return the words of a block or a field of ``text``."""
    if target in text.fields:
        return str(text.fields[target])
    return next((body(one) for one in text.blocks if one.id == target), None)


def body(one: object) -> str:
    value = getattr(one, "value", None)
    return value["body"] if isinstance(value, dict) else str(value)
