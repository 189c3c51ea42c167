"""Certificates of `fetch.ca_file`, for the browser as well.

Chromium reads them at its start from where its user keeps his own, an NSS database at home, which
`certutil` writes (Debian's libnss3-tools); where that is missing it trusts the public authorities
alone. No flag can do this safely: what Chromium offers instead trusts whoever sends the certificate
along, signed by it or not.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_DATABASE = Path(".pki/nssdb")
_MOST = 50
_SECONDS = 10.0


def trust(pem: str, home: Path, user: int | None) -> bool:
    """Have a browser that is at home there trust these, and no others; whether it will.

    `user`: who writes, else this process's own: a home may hold what a page left in it, and nobody
    with more rights than the page had may follow that.
    """
    certutil, database = shutil.which("certutil"), str(home / _DATABASE)
    found = _CERTIFICATE.findall(pem)[:_MOST]
    if not _done(["rm", "-rf", database], "", user) or certutil is None or not found:
        return False
    where = ["-d", f"sql:{database}"]
    steps = [(["mkdir", "-p", database], ""), ([certutil, "-N", *where, "--empty-password"], "")]
    for number, one in enumerate(found):
        named = ["-n", f"ca_file {number}"]
        steps.append(([certutil, "-A", "-a", *where, "-t", "C,,", *named], one))
    return all(_done(command, said, user) for command, said in steps)


def _done(command: Sequence[str], said: str, user: int | None) -> bool:
    try:
        ran = subprocess.run(  # noqa: S603 - our own words
            command, input=said.encode(), capture_output=True, timeout=_SECONDS, cwd="/",
            check=False, user=user, group=user, extra_groups=None if user is None else [],
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0
