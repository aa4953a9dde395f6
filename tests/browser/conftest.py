"""A real browser on the running system: phone and desktop pages, every complaint of the page kept."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from channels.auth import CUSTOMER_COOKIE, customer_token
from recsys.engine import Engine
from scripts.system import System
from tests.fixtures.system import VAR, now_utc
from tests.fixtures.twins import twin

SHOTS = VAR / "screenshots"
PHONE, DESKTOP = (360, 740), (1440, 900)
CHROMIUM = "/usr/bin/chromium"
SCROLLED_MS = 400  # pages scroll softly
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium; it never asks a proxy, for all it visits is on this machine."""
    quiet: dict[str, str | float | bool] = {
        name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
    }
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, env=quiet)
        yield started
        started.close()


@dataclass
class Window:
    """A page with all that went wrong in it; ``person`` is the customer whose talk it shows, if any."""

    page: Page
    name: str
    person: str = ""
    troubles: list[str] = field(default_factory=list)

    def shoot(self, title: str) -> Path:
        """Keep a picture of what is on the screen."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{self.name}-{title}.png"
        self.page.wait_for_timeout(SCROLLED_MS)
        self.page.screenshot(path=path)
        return path

    def say(self, text: str) -> None:
        """Write as a customer, wait for the answer."""
        before = self.page.locator(".entry.bot").count()
        self.page.get_by_label("想说的话").fill(text)
        self.page.keyboard.press("Enter")
        self.answered(before)

    def press(self, label: str) -> None:
        """Press the newest button of that name, wait for the answer."""
        before = self.page.locator(".entry.bot").count()
        self.page.get_by_role("button", name=label, exact=True).last.click()
        self.answered(before)

    def answered(self, before: int) -> None:
        """Wait until the bot has said more than before."""
        self.page.wait_for_function(
            "count => document.querySelectorAll('.entry.bot').length > count", arg=before, timeout=15_000
        )

    @property
    def newest(self) -> str:
        """What the newest answer of the bot reads."""
        return self.page.locator(".entry.bot").last.inner_text()


Open = Callable[..., Window]


@pytest.fixture
def window(system: System, browser: Browser) -> Iterator[Open]:
    """Open windows; a test fails at its end if any page reported an error or broke the content policy."""
    contexts: list[BrowserContext] = []
    windows: list[Window] = []

    def open_one(name: str, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Window:
        context = browser.new_context(
            base_url=system.url,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        opened = Window(context.new_page(), name)
        _listen(opened)
        windows.append(opened)
        return opened

    yield open_one
    for context in contexts:
        context.close()
    troubles = [f"{one.name}: {trouble}" for one in windows for trouble in one.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def chat(window: Open, system: System, live: Engine) -> Open:
    """A chat page of a fresh twin of a named customer."""

    def open_chat(name: str, person: str, size: tuple[int, int] = PHONE, scheme: str = "light") -> Window:
        opened = window(name, size, scheme)
        opened.person = twin(live, person)
        token = customer_token(system.credentials.jwt_key, opened.person, now_utc())
        opened.page.context.add_cookies([{"name": CUSTOMER_COOKIE, "value": token, "url": system.url}])
        opened.page.goto("/chat")
        return opened

    return open_chat


@pytest.fixture
def staff(window: Open, system: System) -> Callable[[str], Window]:
    """A desktop page of a member of staff who has logged in by the form."""

    def open_desk(role: str) -> Window:
        opened = window(role)
        opened.page.goto("/staff/login")
        opened.page.get_by_label("登录名").fill(role)
        opened.page.get_by_label("密码").fill(system.credentials.demo_passwords[role])
        opened.page.get_by_role("button", name="登录").click()
        opened.page.wait_for_url("**/copilot" if role in ("agent", "supervisor") else "**/console")
        return opened

    return open_desk


def _listen(window: Window) -> None:
    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            window.troubles.append(f"console {message.type}: {message.text}")

    window.page.on("console", complain)
    window.page.on("pageerror", lambda error: window.troubles.append(f"script: {error}"))
    window.page.on(
        "response",
        lambda answer: (
            window.troubles.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        ),
    )
