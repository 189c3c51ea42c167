"""The site of `tools.bench.site` behind TLS on many addresses, in a process of its own."""

import asyncio
import ssl
import sys
from argparse import Namespace
from pathlib import Path

from tools.bench.loopback import EACH_BLOCK, address
from tools.bench.pages import PAGE_BYTES
from tools.bench.serving import Served, serve
from tools.bench.site import Answers, Connection


class SecureSite(Served):
    """A page on each of `count` addresses; `authority` is the file of whom to trust."""

    def __init__(self, count: int, folder: Path) -> None:
        self.authority = folder / "authority.pem"
        self._count = count
        super().__init__("tools.bench.secure", str(count), str(folder))

    @property
    def urls(self) -> list[str]:
        """Every host's page; the port follows from the address."""
        return [
            f"https://{address(number)}:{self.said[number // EACH_BLOCK]}/p/{number}"
            for number in range(self._count)
        ]


def certificates(count: int, folder: Path) -> list[ssl.SSLContext]:
    """One for each block of addresses; writes down the authority that signed them."""
    from trustme import CA

    authority = CA()
    contexts = []
    for start in range(0, count, EACH_BLOCK):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        block = range(start, min(start + EACH_BLOCK, count))
        authority.issue_cert(*(address(number) for number in block)).configure_cert(context)
        contexts.append(context)
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return contexts


async def answer(count: int, folder: Path) -> None:
    """What the process does: a port for each block of addresses."""
    said = Namespace(count=count, edition=0, changed=0, size=PAGE_BYTES, validators=False)
    answers = Answers(said)
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(
            lambda: Connection(answers), "0.0.0.0", 0, ssl=context, backlog=4096
        )
        for context in certificates(count, folder)
    ]
    await serve(*servers)


if __name__ == "__main__":
    asyncio.run(answer(int(sys.argv[1]), Path(sys.argv[2])))
