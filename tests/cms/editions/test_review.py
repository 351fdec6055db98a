"""What a page says of its clinical review."""

import datetime
import re

from cms.testing.network import publish

UNCHECKED = "This page has not been checked by a clinician yet."
GENERAL = "This page gives general information."


def panel(network):
    html = network.get(network.newyork, "/conditions/sciatica/").content.decode()
    under_title = re.search(r'<a href="#review">([^<]*)</a>', html)
    return (
        under_title and under_title[1],
        html.count('id="review"'),
        UNCHECKED in html,
        GENERAL in html,
        "Reviewed by" in html,
    )


def test_page_without_a_review_says_so_and_that_it_is_general(network):
    assert panel(network) == (None, 1, True, True, False)


def test_page_with_a_review_names_the_reviewer_under_its_title(network):
    publish(network.english, reviewed_by="Demo review, fictional", reviewed_on=datetime.date(2026, 9, 14))
    assert panel(network) == ("Reviewed on Sept. 14, 2026 by Demo review, fictional", 1, False, True, True)


def test_danish_page_without_a_review_says_so_in_danish(network):
    html = network.get(network.aalborg, "/lidelser/iskias/").content.decode()
    assert "Siden er endnu ikke gennemgået af en kliniker." in html
