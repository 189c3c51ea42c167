"""A small harbour to watch: its notes and minutes as files, and who is told of them.

Sources are looked at once an hour unless a test asks, so that nothing happens by itself.
"""

import os
import secrets
import time
from base64 import b64encode

from tests.support.process import Program
from tests.support.receiver import Receiver

SECRET = "whsec_" + b64encode(secrets.token_bytes(24)).decode()
LONG_AGO = 1_700_000_000

FETCH = "fetch: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}}\n"
NOTES = """
sources:
  - id: notes
    title: Harbour notes
    files: seeds/notes.txt
    every: 1h
    tags: [harbour]
"""
MINUTES = """  - id: minutes
    title: Minutes of the council
    files: seeds/minutes.txt
    every: 1s
    tags: [harbour]
"""
HOOK = """
targets:
  - id: hook
    webhook: {url}
    secret: {secret}
    retries: [0s, 1s, 1s, 1s]
    allow_private: [127.0.0.0/8]
"""


def note(program: Program, fees: str, name: str = "notes") -> None:
    """Write a file of one release. It looks as if it had stood still for long, at a new time."""
    path = program.folder / "seeds" / f"{name}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"Fees of the harbour, {name}\n10.12.2024\n"
        f"The {name} say that the fees of the harbour are {fees} for boats below six metres, "
        "and that whoever stays for the winter pays for four months of it.\n"
    )
    at = LONG_AGO + time.monotonic_ns() // 1_000_000 % 10_000_000
    os.utime(path, (at, at))


def hook(receiver: Receiver, query: str = "") -> str:
    return HOOK.format(url=receiver.url + query, secret=SECRET)
