"""The vocabulary: every block that a page body may hold. Names are stored, and so permanent."""

from __future__ import annotations

from cms.blocks.call_to_action import CallToActionBlock
from cms.blocks.causes import CausesBlock
from cms.blocks.conventional_care import ConventionalCareBlock
from cms.blocks.course import CourseBlock
from cms.blocks.definition import DefinitionBlock
from cms.blocks.evidence import EvidenceBlock
from cms.blocks.figure import FigureBlock
from cms.blocks.list import ListBlock
from cms.blocks.mechanisms import MechanismsBlock
from cms.blocks.points import PointsBlock
from cms.blocks.practitioners import PractitionersBlock
from cms.blocks.questions import QuestionsBlock
from cms.blocks.red_flags import RedFlagsBlock
from cms.blocks.related import RelatedBlock
from cms.blocks.risks import RisksBlock
from cms.blocks.session import SessionBlock
from cms.blocks.shared import SharedRules
from cms.blocks.steps import StepsBlock
from cms.blocks.symptoms import SymptomsBlock
from cms.blocks.text import TextBlock
from cms.plugins.block_types import PluginBlocks
from cms.streams.blocks import DurableStreamBlock


class BodyBlock(DurableStreamBlock):
    """A page body: the vocabulary, and after it the blocks of the plugins that are loaded.

    The order here is the order of the editor's menu.
    """

    source = PluginBlocks(SharedRules)

    text = TextBlock()
    list = ListBlock()
    steps = StepsBlock()
    figure = FigureBlock()
    definition = DefinitionBlock()
    symptoms = SymptomsBlock()
    causes = CausesBlock()
    red_flags = RedFlagsBlock()
    evidence = EvidenceBlock()
    risks = RisksBlock()
    conventional_care = ConventionalCareBlock()
    mechanisms = MechanismsBlock()
    points = PointsBlock()
    course = CourseBlock()
    session = SessionBlock()
    questions = QuestionsBlock()
    call_to_action = CallToActionBlock()
    # What these show is not the page's own, and without it their headings do not show either.
    related = RelatedBlock(search_index=False)
    practitioners = PractitionersBlock(search_index=False)
