"""The body of a clinic's own page: the shared vocabulary, and what only a clinic can say of itself."""

from __future__ import annotations

from cms.blocks.vocabulary import BodyBlock
from cms.pages.blocks.first_visit import FirstVisitBlock
from cms.pages.blocks.locations import LocationsBlock
from cms.pages.blocks.news import NewsBlock
from cms.pages.blocks.people import PeopleBlock
from cms.pages.blocks.prices import PricesBlock
from cms.pages.blocks.treated import TreatedBlock


class ClinicBodyBlock(BodyBlock):
    """A marketer arranges these; names are stored, and so permanent."""

    treated = TreatedBlock()
    people = PeopleBlock()
    locations = LocationsBlock()
    first_visit = FirstVisitBlock()
    prices = PricesBlock()
    news = NewsBlock(search_index=False)  # each piece of news is found by itself
