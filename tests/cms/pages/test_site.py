from cms.pages.models import PlainPage
from cms.testing.network import home_of


def context(network, clinic, path):
    return network.get(clinic, path).context


def test_navigation_lists_the_pages_in_the_menu(network):
    about = PlainPage(title="About us", slug="about-us", show_in_menus=True)
    home_of(network.newyork).add_child(instance=about)
    hidden = PlainPage(title="Small print", slug="small-print")
    home_of(network.newyork).add_child(instance=hidden)
    assert context(network, network.newyork, "/conditions/sciatica/")["site_navigation"] == [
        {"title": "Conditions", "url": "/conditions/", "is_current": True},
        {"title": "About us", "url": "/about-us/", "is_current": False},
    ]


def test_breadcrumbs_lead_to_the_page(network):
    crumbs = context(network, network.aalborg, "/en/conditions/sciatica/")["breadcrumbs"]
    assert crumbs == [{"title": "Conditions", "url": "/en/conditions/"}]


def test_breadcrumbs_reach_into_deeper_levels(network):
    section = home_of(network.newyork).get_children().get(slug="conditions").specific
    parent = section.add_child(instance=PlainPage(title="Help", slug="help"))
    parent.add_child(instance=PlainPage(title="More", slug="more"))
    crumbs = context(network, network.newyork, "/conditions/help/more/")["breadcrumbs"]
    assert [crumb["url"] for crumb in crumbs] == ["/conditions/", "/conditions/help/"]


def test_switcher_leads_to_the_same_page_in_the_other_language(network):
    languages = context(network, network.aalborg, "/lidelser/iskias/")["site_languages"]
    assert languages == [
        {"code": "da", "name": "Dansk", "url": "/lidelser/iskias/", "is_current": True},
        {"code": "en", "name": "English", "url": "/en/conditions/sciatica/", "is_current": False},
    ]


def test_switcher_leads_home_where_the_page_has_no_version(network):
    network.english_edition.unpublish()
    languages = context(network, network.aalborg, "/lidelser/iskias/")["site_languages"]
    assert languages[1]["url"] == "/en/"


def test_switcher_is_left_out_with_one_language(network):
    assert context(network, network.newyork, "/")["site_languages"] == []


def test_alternates_name_every_version_and_nothing_of_other_clinics(network):
    alternates = context(network, network.aalborg, "/lidelser/iskias/")["alternates"]
    assert alternates == [
        {"code": "da", "url": "http://aalborg.localhost/lidelser/iskias/"},
        {"code": "en", "url": "http://aalborg.localhost/en/conditions/sciatica/"},
    ]
    assert context(network, network.newyork, "/conditions/sciatica/")["alternates"] == []


def test_canonical_address_is_the_page_itself(network):
    found = context(network, network.newyork, "/conditions/sciatica/")["canonical_url"]
    assert found == "http://newyork.localhost/conditions/sciatica/"


def test_missing_page_is_shown_in_the_look_of_the_clinic(network):
    response = network.get(network.aalborg, "/nowhere/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "Aalborg Clinic" in html
    assert 'data-theme="limfjord"' in html
    assert 'href="/lidelser/"' in html
