"""A web site in a process of its own, as fast as Python allows: whole answers, made beforehand.

    with Site(2_000, validators=True) as site:
        site.urls[17]

Its cost is nobody's. It answers on every loopback address, and to loopback alone.
"""

import asyncio
import re
import sys
from argparse import ArgumentParser, Namespace
from hashlib import sha256
from urllib.request import urlopen

from tools.bench.loopback import local
from tools.bench.pages import PAGE_BYTES, page
from tools.bench.serving import Served, serve

TAG = re.compile(rb'(?im)^if-none-match: *("[^"]*")')
NOT_HERE = (
    b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\nnot here"
)


class Site(Served):
    """`count` pages at /p/NUMBER. With `changed`, so many of them stand in another edition."""

    def __init__(
        self,
        count: int,
        *,
        validators: bool = False,
        changed: int = 0,
        edition: int = 0,
        port: int = 0,
        size_bytes: int = PAGE_BYTES,
    ) -> None:
        said = {"count": count, "changed": changed, "edition": edition}
        said |= {"port": port, "size": size_bytes}
        words = [word for name, value in said.items() for word in (f"--{name}", str(value))]
        flags = ["--validators"] if validators else []
        super().__init__("tools.bench.site", *words, *flags)
        self._count = count

    @property
    def urls(self) -> list[str]:
        """Every page's."""
        return [f"http://127.0.0.1:{self.port}/p/{number}" for number in range(self._count)]

    def asked(self) -> int:
        """How often a page was asked for."""
        return int(self._say("asked"))

    def requests(self) -> str:
        """Every page's URL on a line, its ETag behind it where it has one."""
        lines = self._say("tags").split("\n")
        return "".join(f"{url} {tag}\n" for url, tag in zip(self.urls, lines, strict=True))

    def _say(self, what: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}/{what}", timeout=60) as answer:
            return str(answer.read().decode())


# ── the process ────────────────────────────────────────────────────────────────────────────


class Answers:
    """Path -> whole answers, headers included. `/asked` and `/tags` are for ourselves."""

    def __init__(self, said: Namespace) -> None:
        self._whole: dict[bytes, bytes] = {}
        self._short: dict[bytes, bytes] = {}
        self._tags: list[bytes] = []
        self._asked = 0
        for number in range(said.count):
            edition = said.edition if number < said.changed else 0
            body = page(number, edition, said.size)
            self._add(b"/p/%d" % number, body, said.validators)

    def to(self, request: bytes) -> bytes:
        """What one request, headers included, is answered with."""
        path = request.split(b" ", 2)[1]
        whole = self._whole.get(path)
        if whole is None:
            return self._other(path)
        self._asked += 1
        if self._short and (tag := TAG.search(request)):
            return self._short.get(path + tag[1], whole)
        return whole

    def _other(self, path: bytes) -> bytes:
        if path == b"/asked":
            return ok(b"%d" % self._asked)
        return ok(b"\n".join(self._tags)) if path == b"/tags" else NOT_HERE

    def _add(self, path: bytes, body: bytes, validators: bool) -> None:
        tag = b'"%s"' % sha256(body).hexdigest()[:16].encode() if validators else b""
        line = b"ETag: %s\r\n" % tag if validators else b""
        self._tags.append(tag)
        self._whole[path] = ok(body, line)
        if validators:
            self._short[path + tag] = b"HTTP/1.1 304 Not Modified\r\n%s\r\n" % line


def ok(body: bytes, more: bytes = b"") -> bytes:
    """A whole answer; `more` are headers, each with its end of line."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    return head + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


class Connection(asyncio.Protocol):
    """One client's. Requests have no body; what comes from elsewhere than loopback is refused."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._begun = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if not local(transport):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        *requests, self._begun = (self._begun + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._answers.to(request))
            if b"onnection: close" in request:
                self._transport.close()


async def answer(port: int, answers: Answers) -> None:
    """What the process does."""
    loop = asyncio.get_running_loop()
    made = loop.create_server(lambda: Connection(answers), "0.0.0.0", port, backlog=4096)
    await serve(await made)


def main(words: list[str]) -> None:
    """What `Site` starts."""
    parser = ArgumentParser()
    for name in ("count", "changed", "edition", "port", "size"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--validators", action="store_true")
    said = parser.parse_args(words)
    asyncio.run(answer(said.port, Answers(said)))


if __name__ == "__main__":
    main(sys.argv[1:])
