"""Members of staff in the admin: signing in, and working in Wagtail's page editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from playwright.sync_api import FrameLocator, Locator, Response, expect

from cms.demo.staff import DOMAIN, PASSWORD
from tests.journeys.accessibility import assert_accessible
from tests.journeys.people import Visitor

# What axe finds in Wagtail's own parts of the admin, whatever blocks and panels a project has.
WAGTAILS_OWN = [
    ".public-DraftEditor-content",  # the editor of rich text names itself only through its placeholder
    "[data-streamfield-list-container] input[name$='-value']",  # an item that is one line has no label
    ".c-sf-add-button",  # the round button between two rows comes close to its neighbours
    ".w-minimap__list",  # the scrolling list of contents beside the form
    "#w-minimap-toggle",  # its button, which is small and stands close to others on a phone
    "[data-panel-controls] .button--icon",  # buttons of a row, where the bar at the foot covers a part
    ".w-editing-sessions__session",  # the picture of somebody else who edits the page
]
# Two rows of one sort with one heading are two regions of one name.
WAGTAILS_OWN_RULES = ["landmark-unique"]
LONG = 20_000
SCROLL_TO_TOP = "document.querySelectorAll('*').forEach((part) => part.scrollTop && (part.scrollTop = 0))"


class Editor(Visitor):
    """Somebody who works in the admin. Fields are named as in the form: ``body-0-value-heading``."""

    def _on_response(self, response: Response) -> None:
        """The browser saves by itself, and is refused while a field is empty or a button saves as well."""
        request = response.request
        saves_by_itself = request.method == "POST" and request.resource_type in {"fetch", "xhr"}
        if not (response.status == HTTPStatus.BAD_REQUEST and saves_by_itself):
            super()._on_response(response)

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Fill in the form as one of the demo's logins, for example ``marketer.newyork``, and send it."""
        self.page.goto(self.address("/login/"))
        self.page.locator("#id_username").fill(f"{name}@{DOMAIN}")
        self.page.locator("#id_password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def scan(self) -> None:
        """Fail if axe finds anything wrong on the screen, apart from what is Wagtail's own."""
        self._let_settle()
        # The bars at head and foot float above the form: what they cover a part of would count as too small.
        self.page.evaluate(SCROLL_TO_TOP)
        self.page.evaluate("document.querySelector('footer.footer')?.style.setProperty('position', 'static')")
        assert_accessible(self.page, WAGTAILS_OWN, WAGTAILS_OWN_RULES)
        self.page.evaluate("document.querySelector('footer.footer')?.style.removeProperty('position')")

    def open_page(self, page_id: int) -> None:
        """Open a page in the page editor. It is scanned when it is saved: a long form takes axe seconds."""
        self.page.goto(self.address(f"/pages/{page_id}/edit/"))
        expect(self.page.locator("#page-edit-form")).to_be_visible()

    def field(self, name: str) -> Locator:
        """Return the input of a field."""
        return self.page.locator(f"[name='{name}']")

    def write(self, name: str, text: str) -> None:
        """Write ``text`` into a rich text field, in place of what is there."""
        place = self.field(name).locator("xpath=..").get_by_role("textbox")
        place.click()
        place.press("ControlOrMeta+a")
        place.press("Delete")
        place.press_sequentially(text)
        # The editor of rich text hands its content to the form a moment after the last key.
        expect(self.field(name)).to_have_value(re.compile(re.escape(text)))

    def row_with(self, stream: str, field: str, value: str) -> str:
        """Return the name of the row of ``stream`` in which ``field`` holds ``value``: ``body-3-value``."""
        for index in range(int(self.field(f"{stream}-count").input_value())):
            found = self.field(f"{stream}-{index}-value-{field}")
            if found.count() and value in found.locator("option:checked").or_(found).first.evaluate(
                "element => [element.value, element.selectedOptions?.[0]?.text ?? '']"
            ):
                return f"{stream}-{index}-value"
        raise LookupError(f"No row of {stream} has {value!r} in {field}.")

    def row(self, name: str) -> Locator:
        """Return the row of an edition in which the library's block or field of this name stands."""
        heading = self.page.locator(".c-sf-block__type").filter(has_text=re.compile(f"^{re.escape(name)}"))
        return self.page.locator(".edition-row").filter(has=heading).first

    def press(self, name: str, action: str) -> None:
        """Press a button of a row of an edition."""
        self.row(name).get_by_role("button", name=re.compile(f"^{re.escape(action)}")).first.click()

    def row_names(self) -> list[str]:
        """Return what the rows of an edition are called, in their order."""
        return self.page.locator(".edition-row > .w-panel .c-sf-block__type").all_inner_texts()

    def said(self) -> Locator:
        """Return what a screen reader was told last about the rows of a page."""
        return self.page.locator("[name='local-count'] ~ [role=status]")

    @contextmanager
    def autosaved(self) -> Iterator[None]:
        """Do something in the editor, and wait until the browser has saved it by itself."""
        with self.page.expect_response(
            lambda answer: answer.request.method == "POST" and answer.url.endswith("/edit/"), timeout=LONG
        ) as saved:
            yield
        assert saved.value.json()["success"], saved.value.text()

    def publish(self) -> None:
        """Publish what is in the editor and expect Wagtail to say so."""
        self.try_to_publish()
        expect(self.page.locator(".messages .success")).to_contain_text("ublished", timeout=LONG)
        self.scan()

    def save_draft(self) -> None:
        """Save what is in the editor as a draft and expect Wagtail to say so."""
        with self.page.expect_navigation(timeout=LONG):
            self.page.get_by_role("button", name="Save draft").click()
        expect(self.page.locator(".messages .success")).to_contain_text("has been updated", timeout=LONG)

    def publish_in_vain(self) -> None:
        """Press “Publish” and expect to be told that something is wrong."""
        self.try_to_publish()
        expect(self.page.locator(".messages .error")).to_be_visible()
        self.scan()

    def try_to_publish(self) -> None:
        """Press “Publish”."""
        self.page.get_by_role("navigation", name="Actions (footer)").get_by_role(
            "button", name="More actions"
        ).click()
        with self.page.expect_navigation(timeout=LONG):
            self.page.locator("button[name='action-publish']").first.click()

    def errors_at(self, name: str) -> Locator:
        """Return the messages beside a field."""
        return self.field(name).locator("xpath=ancestor::*[@data-contentpath][1]").locator(".w-field__errors")

    def preview(self) -> FrameLocator:
        """Open the preview beside the editor and return what it shows."""
        self.page.get_by_role("button", name="Toggle preview").click()
        return self.page.frame_locator("iframe[title='Preview']:not(.w-preview__proxy)")

    def _let_settle(self) -> None:
        self.page.wait_for_load_state("load")
        self.page.wait_for_function("() => !document.querySelector('[data-block]:empty')")
