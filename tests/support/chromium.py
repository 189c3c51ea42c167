"""Whether this machine can show pages in a browser, for the tests that do."""

import shutil
from importlib.util import find_spec

import pytest

from monitor.intake.render.chromium import NAMES


def missing() -> str:
    """What is missing for it, in words; empty where nothing is."""
    if find_spec("playwright") is None:
        return "Playwright is not installed: the extra `browser`"
    if not any(map(shutil.which, NAMES)):
        return "no Chromium is installed: apt-get install chromium"
    return ""


needs_browser = pytest.mark.skipif(bool(missing()), reason=missing() or "it is all there")
