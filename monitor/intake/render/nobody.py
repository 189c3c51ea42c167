"""Who is root shows pages as nobody: Chromium has no sandbox for root, and a page that broke out of
it would be root, too.

Playwright's driver is started through a script that steps down first, and all that it starts is
nobody's. Where that cannot be (no `setpriv`, or files that nobody may read), things stay as they
are.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from shlex import join

NOBODY = 65534
"""The user and the group of no rights, by their numbers on Linux."""

HOME = "home"

_TRIAL_SECONDS = 20.0


def step_down(folder: Path) -> bool:
    """Have the driver run as nobody, at home in `folder`; whether it will."""
    import playwright

    setpriv = shutil.which("setpriv")
    driver = Path(playwright.__file__).parent / "driver"
    if os.geteuid() != 0 or setpriv is None or "PLAYWRIGHT_NODEJS_PATH" in os.environ:
        return False
    step = [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
    home = _home(folder)
    script = _script(folder / "node", [*step, str(driver / "node")])
    reads = [str(script), str(driver / "package" / "cli.js"), "--version"]
    if not (_works(reads) and _works([*step, "test", "-w", str(home)])):
        return False
    os.environ |= {"PLAYWRIGHT_NODEJS_PATH": str(script), "HOME": str(home), "TMPDIR": str(home)}
    return True


def _home(folder: Path) -> Path:
    """A folder of nobody's own, within one that is not."""
    folder.chmod(0o711)
    home = folder / HOME
    home.mkdir(mode=0o700)
    os.chown(home, NOBODY, NOBODY)
    return home


def _script(path: Path, command: Sequence[str]) -> Path:
    """It lies where nobody cannot write."""
    path.write_text(f'#!/bin/sh\nexec {join(command)} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def _works(command: Sequence[str]) -> bool:
    """Whether nobody may do that, and has all that it takes."""
    try:
        tried = subprocess.run(  # noqa: S603 - our own words
            command, capture_output=True, timeout=_TRIAL_SECONDS, check=False, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0
