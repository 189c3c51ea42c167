"""A mail server on loopback that takes whatever it is given: enough SMTP for one message."""

import socketserver
import threading
from types import TracebackType
from typing import Self


class Mailbox:
    """`messages` are the mails as they came, headers and all."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _Conversation)
        self._server.mailbox = self
        self.port = int(self._server.server_address[1])
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
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    mailbox: Mailbox


class _Conversation(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say("220 here")
        while command := self.rfile.readline():
            if command.upper().startswith(b"DATA"):
                self._say("354 go on")
                self._take()
            elif command.upper().startswith(b"QUIT"):
                return self._say("221 bye")
            self._say("250 well")
        return None

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.decode())
        self.server.mailbox.messages.append("".join(lines))

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
