"""People at a browser: a visitor of a clinic's site and a member of staff in the admin.

A browser window is watched from beginning to end. What it asks for beyond the network's own hosts is refused
and noted, and so are errors in scripts and on the console, and answers with an error that nobody expected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, Route, expect

from tests.journeys.accessibility import assert_accessible

if TYPE_CHECKING:
    from tests.journeys.network import Network

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)
FAILED_ANSWER = "Failed to load resource"


class Visitor:
    """Somebody who looks at one site of the network. ``page`` is the window in front of them."""

    def __init__(self, browser: Browser, network: Network, host: str, **options: Any) -> None:
        self.network = network
        self.host = host
        self.problems: list[str] = []
        self.expected_errors: set[int] = set()
        options = {"viewport": DESKTOP, "reduced_motion": "reduce", "service_workers": "block"} | options
        self.context = browser.new_context(**options)
        self._watch(self.context)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()

    def address(self, path: str) -> str:
        """Return the full address of ``path`` on this person's site."""
        return self.network.address(self.host, path)

    def visit(self, path: str, status: int = 200) -> Response:
        """Open ``path``, expect ``status`` and scan the screen."""
        if status >= 400:
            self.expected_errors.add(status)
        answer = self.page.goto(self.address(path))
        assert answer is not None
        assert answer.status == status, f"{path} answers {answer.status}, not {status}"
        self.scan()
        return answer

    def follow(self, link: Locator, path: str) -> None:
        """Click a link, expect to arrive at ``path`` of the same site, and scan the screen."""
        link.click()
        expect(self.page).to_have_url(self.address(path))
        self.scan()

    def scan(self) -> None:
        """Fail if axe finds anything wrong on the screen."""
        assert_accessible(self.page)

    def section(self, heading: str) -> Locator:
        """Return the block of the page with this heading."""
        level_two = self.page.get_by_role("heading", level=2, name=heading, exact=True)
        return self.page.locator("section.block").filter(has=level_two)

    def headings(self) -> list[str]:
        """Return the headings of the page's blocks in their order."""
        return [text.strip() for text in self.page.locator("section.block > h2").all_inner_texts()]

    def stand_in_for(self, address: str) -> None:
        """Answer in place of another host, where a link leads that this person will follow."""
        elsewhere = "<!doctype html><html lang=en><title>Elsewhere</title><h1>Somewhere else</h1>"
        self.context.route(
            f"{address}**", lambda route: route.fulfill(body=elsewhere, content_type="text/html")
        )

    def _watch(self, context: BrowserContext) -> None:
        elsewhere = re.compile(rf"^(?!http://[a-z-]+\.localhost:{self.network.port}/)")
        context.route(elsewhere, self._refuse)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("console", self._on_console)
        context.on("response", self._on_response)

    def _refuse(self, route: Route) -> None:
        self.problems.append(f"request to another host: {route.request.url}")
        route.abort()

    def _on_console(self, message: Any) -> None:
        if message.type == "error" and not message.text.startswith(FAILED_ANSWER):
            self.problems.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected_errors:
            self.problems.append(f"answer {response.status}: {response.url}")
