"""httpx's transport over httpcore's pool, with the network that the door hands in.

httpx's own transport builds the same pool but takes no network; everything else is as there.
The environment is never read: no proxy, no netrc, no certificate file comes from it.
"""

import ssl
from collections.abc import AsyncIterator

import httpcore
import httpx

from monitor.net.fault import BELOW, fault

IDLE_SECONDS = 2.0
"""How long a connection is kept: less than servers do, so that none is lost under a request."""

IDLE_CONNECTIONS = 20


class PoolTransport(httpx.AsyncBaseTransport):
    """Sends one request over a pooled connection. Raises the FetchError tree alone."""

    def __init__(
        self,
        tls: ssl.SSLContext,
        network: httpcore.AsyncNetworkBackend,
        proxy: str | None = None,
    ) -> None:
        self._pool = _pool(tls, network, proxy)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One exchange; the body is still to be read from the response's stream."""
        url = request.url
        sent = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = await self._pool.handle_async_request(sent)
        except BELOW as error:
            raise fault(error) from error
        return httpx.Response(answer.status, headers=answer.headers, stream=_Wire(answer))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _Wire(httpx.AsyncByteStream):
    """The body as it comes from the wire."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._answer.aiter_stream():
                yield piece
        except BELOW as error:
            raise fault(error) from error

    async def aclose(self) -> None:
        await self._answer.aclose()


def _pool(
    tls: ssl.SSLContext, network: httpcore.AsyncNetworkBackend, proxy: str | None
) -> httpcore.AsyncConnectionPool:
    """How many may be open at once is not limited here: whoever sends many keeps count."""
    if proxy is None:
        return httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=None,
            max_keepalive_connections=IDLE_CONNECTIONS,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=network,
        )
    url = httpx.URL(proxy)
    auth = (url.username.encode(), url.password.encode()) if url.userinfo else None
    return httpcore.AsyncHTTPProxy(
        proxy_url=str(url.copy_with(userinfo=b"")),
        proxy_auth=auth,
        ssl_context=tls,
        max_connections=None,
        max_keepalive_connections=IDLE_CONNECTIONS,
        keepalive_expiry=IDLE_SECONDS,
        network_backend=network,
    )
