"""Merging what the library changed with what a clinic changed, and showing how versions differ.

Pure: values in, values out, no database, no settings, no Django. See README.md beside this file.
"""

from __future__ import annotations

from cms.editions.merging.parts import compare, likeness, parts
from cms.editions.merging.three_way import merge, merge_value
from cms.editions.merging.values import (
    UNKNOWN,
    Conflict,
    Merged,
    Part,
    PartDifference,
    Span,
    SpanKind,
    Tally,
)
from cms.editions.merging.words import compare_words

__all__ = [
    "UNKNOWN",
    "Conflict",
    "Merged",
    "Part",
    "PartDifference",
    "Span",
    "SpanKind",
    "Tally",
    "compare",
    "compare_words",
    "likeness",
    "merge",
    "merge_value",
    "parts",
]
