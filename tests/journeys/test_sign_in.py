"""Signing in at the admin."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def test_wrong_password_is_refused_in_words(stranger) -> None:
    stranger.sign_in("marketer.newyork", "not the password")
    expect(stranger.page.locator(".messages .error")).to_be_visible()
    stranger.scan()


def test_right_password_leads_to_the_dashboard(stranger) -> None:
    stranger.visit("/login/")
    stranger.sign_in("marketer.newyork")
    expect(stranger.page).to_have_title(re.compile("Dashboard"))
    stranger.scan()
