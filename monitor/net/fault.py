"""What went wrong below HTTP, in words for people."""

import ssl
from collections.abc import Iterator

import h11
import httpcore

from monitor.errors import FetchError, LimitExceeded, Unreachable

BELOW = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    OSError,
)
"""All that the pool and the network raise for a server that misbehaves."""

HEADERS_TOO_LARGE = 431
"""The status that h11 proposes when a head outgrows its buffer of 100 KiB."""


def fault(error: Exception) -> FetchError:
    """The error of ours for one from below."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Unreachable(
                f"its certificate is not valid: {cause.verify_message}",
                hint="TLS is always verified: the site's owner must mend this.",
            )
        if isinstance(cause, h11.RemoteProtocolError):
            return _misspoken(cause)
        if isinstance(cause, ssl.SSLError):
            return Unreachable(f"TLS failed: {cause.reason or 'the handshake broke off'}")
    return Unreachable(_plain(error))


def _misspoken(error: h11.RemoteProtocolError) -> FetchError:
    if error.error_status_hint == HEADERS_TOO_LARGE:
        return LimitExceeded("the headers of the answer are larger than 100 KiB")
    return Unreachable("the answer broke off, or is not HTTP")


def _plain(error: Exception) -> str:
    if isinstance(error, httpcore.ConnectTimeout):
        return "the connection took too long"
    if isinstance(error, httpcore.ProxyError):
        return "the proxy did not connect us"
    if isinstance(error, httpcore.ConnectError):
        return "no connection: the host refuses it or is not there"
    if isinstance(error, httpcore.LocalProtocolError):
        return "the request cannot be sent: a header holds what HTTP does not allow"
    return "the connection broke off"


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
