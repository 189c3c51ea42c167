"""The browser itself: where it is, and how it is started so that it talks to its relay alone."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")

NOWHERE = "http://127.0.0.1:9"
"""The proxy of whatever is no page's: a port where nobody listens (RFC 863)."""

FLAGS = (
    # No name is looked up here, whatever asks for it: prefetching, WebRTC, WebTransport.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-quic",
    "--disable-blink-features=WebTransport",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-pings",
    "--disable-domain-reliability",
    "--disk-cache-size=1",
)

START_SECONDS = 30.0


class NoBrowser(Exception):
    """There is no Chromium on this machine, or it does not start."""


def executable(own: str) -> str:
    """Where Chromium is: the one that Playwright installed, or the system's. NoBrowser if none."""
    if Path(own).exists():
        return own
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise NoBrowser("no Chromium is installed")
    return found


async def launch(playwright: "Playwright", *, nobody: bool) -> "Browser":
    """A browser without a page. Raises NoBrowser.

    It gets nothing of this program's environment. It has Chromium's own sandbox, except for root;
    `nobody` (monitor.intake.render.nobody) does without where there can be none.
    """
    if os.geteuid() == 0 and not nobody:
        return await _launched(playwright, sandbox=False)
    try:
        return await _launched(playwright, sandbox=True)
    except NoBrowser:
        if not nobody:
            raise
        return await _launched(playwright, sandbox=False)


async def _launched(playwright: "Playwright", *, sandbox: bool) -> "Browser":
    from playwright.async_api import Error

    path = executable(playwright.chromium.executable_path)
    try:
        return await playwright.chromium.launch(
            executable_path=path,
            args=list(FLAGS),
            chromium_sandbox=sandbox,
            proxy={"server": NOWHERE},
            env=_environment(),
            timeout=START_SECONDS * 1000,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
    except Error as error:
        raise NoBrowser(f"{path} does not start: {_reason(error.message)}") from error


def _environment() -> dict[str, str | float | bool]:
    kept = ("PATH", "HOME", "TMPDIR", "LANG")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _reason(text: str) -> str:
    """The line that says why, of all that a browser writes when it does not start."""
    lines = text.strip().splitlines() or [""]
    return next((line for line in lines if "sandbox" in line.lower()), lines[0]).strip()[:300]
