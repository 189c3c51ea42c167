"""A proxy on loopback that knows some pages: what each shows at this moment of its history.

with Snapshots() as web:
    web.show("http://office.test/news", b"<h1>News</h1>", "text/html")
    ...whoever asks for that by way of `web.url` gets it; there is nothing else...
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self


class Snapshots:
    """So a page is visited under the address that it had, and its links lead where they led."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[bytes, str]] = {}
        self._server = _Proxy(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def show(self, url: str, body: bytes, media_type: str) -> None:
        """What is answered from now on."""
        self.pages[url] = body, media_type


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, snapshots: Snapshots) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.snapshots = snapshots


class _Answer(BaseHTTPRequestHandler):
    server: _Proxy

    def do_GET(self) -> None:
        page = self.server.snapshots.pages.get(self.path)  # of a proxy the whole address is asked
        body, media_type = page or (b"", "text/plain")
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, *_: Any) -> None:
        """Nobody reads it."""
