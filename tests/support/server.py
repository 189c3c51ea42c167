"""A scripted HTTP server on loopback: real sockets, a thread a connection, closed within moments.

    with Site() as site:
        site.set("/news", "<h1>News</h1>", headers={"ETag": '"1"'})
        ...fetch site.url + "/news"...
        assert site.requests[0].headers["user-agent"]

A body may be a callable: it is given what was asked (`Seen`) and returns bytes or text, an
`Answer`, or an iterator of bytes. The bytes of an iterator go onto the wire as they are, status
line included, and then the connection is closed: so a server can drip, cut, or never end.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came in. Header names are lower case; `path` has its query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, where a callable decides more than the body."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Scripted = bytes | str | Answer | Iterator[bytes]
Body = bytes | str | Callable[[Seen], Scripted]


class Site:
    """A web site that does as it is told. `requests` holds all that was asked, in order."""

    def __init__(self, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Seen] = []
        self.closing = threading.Event()
        self._pages: dict[str, Callable[[Seen], Scripted]] = {}
        self._server = _Server((host, 0), self, tls)
        self.host, self.port = self._server.server_address[:2]
        self.url = f"{'https' if tls else 'http'}://{host}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.drop_connections()
        self._server.server_close()
        self._thread.join()

    def set(
        self,
        path: str,
        body: Body = b"",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer `path` like this from now on. A path with a query is looked up first."""
        answer = Answer(b"" if callable(body) else body, status, headers or {})
        self._pages[path] = body if callable(body) else lambda _: answer

    def forget(self, path: str) -> None:
        """Answer 404 from now on, as every path that was never set."""
        self._pages.pop(path, None)

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        """Send whoever asks for `path` to `to`: a path here, or any URL."""
        self.set(path, status=status, headers={"Location": to})

    def hang(self, path: str) -> None:
        """Take the request and say nothing until the site closes."""
        self.set(path, lambda _: self._silence())

    def drip(self, path: str, pause_seconds: float = 0.01) -> None:
        """Answer 200 and send one byte of the body after another, for ever."""
        self.set(path, lambda _: self._drops(pause_seconds))

    def cut(self, path: str, body: bytes = b"<html>half of") -> None:
        """Promise a longer body than is sent, then close the connection."""
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body) * 2}\r\n\r\n".encode()
        self.set(path, lambda _: iter((head, body)))

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [seen.path for seen in self.requests]

    def answer(self, seen: Seen) -> Scripted:
        """What the script says to one request."""
        self.requests.append(seen)
        page = self._pages.get(seen.path) or self._pages.get(seen.path.partition("?")[0])
        return page(seen) if page else Answer(b"not here", 404)

    def _silence(self) -> Iterator[bytes]:
        self.closing.wait()
        yield b""

    def _drops(self, pause_seconds: float) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while not self.closing.wait(pause_seconds):
            yield b"."


class _Server(ThreadingHTTPServer):
    """Knows its open connections, so that closing never waits for a client."""

    daemon_threads = False
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], site: Site, tls: ssl.SSLContext | None) -> None:
        self.site = site
        self.tls = tls
        self._open: set[socket.socket] = set()
        super().__init__(address, _Connection)

    def get_request(self) -> tuple[Any, Any]:
        connection, client_address = super().get_request()
        if self.tls:
            connection = self.tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        self._open.add(connection)
        return connection, client_address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def drop_connections(self) -> None:
        """Wake every thread that waits for its client."""
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up or distrusts the certificate is part of the script."""


class _Connection(BaseHTTPRequestHandler):
    """One connection, kept open between requests as HTTP/1.1 has it."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: _Server

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().setup()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def _do(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, self.path, headers, self.rfile.read(length))
        self._say(self.server.site.answer(seen))

    do_GET = do_HEAD = do_POST = do_PUT = _do  # noqa: N815 - the names that http.server looks for

    def _say(self, scripted: Scripted) -> None:
        if isinstance(scripted, bytes | str):
            scripted = Answer(scripted)
        if isinstance(scripted, Answer):
            self._send(scripted)
        else:
            self._send_raw(scripted)

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        names = {name.lower() for name in answer.headers}
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status not in {204, 304} and "content-length" not in names:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in {204, 304}:
            self.wfile.write(body)
        self.wfile.flush()

    def _send_raw(self, pieces: Iterator[bytes]) -> None:
        self.close_connection = True
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Nothing: the test reads `requests`."""
