"""What went wrong below HTTP, in words for people."""

import ssl

from monitor.errors import Unreachable


def fault(error: Exception) -> Unreachable:
    """The error of ours for one of the network or of TLS."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable(
            f"its certificate is not valid: {error.verify_message}",
            hint="TLS is always verified: the site's owner must mend this.",
        )
    if isinstance(error, ssl.SSLError):
        return Unreachable(f"TLS failed: {error.reason or 'the handshake broke off'}")
    return Unreachable("the connection broke off")
