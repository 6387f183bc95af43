"""Why an address cannot be read, in the words of whoever gave it."""

from socket import EAI_AGAIN

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientSSLError,
)

from corpus.web.addresses import NotPublicError

NOT_PUBLIC = "leads to an address that is not public; only pages that everybody can open are read"
_REASONS = {
    401: "needs a log-in",
    402: "has to be paid for",
    403: "is closed to Pullquote",
    404: "is not there",
    407: "needs a log-in",
    410: "is gone for good",
    429: "was asked for too often; try again later",
    451: "is withheld for legal reasons",
}


def reason_of_status(status: int) -> str:
    """Why an answer with an HTTP status other than 200 is no page."""
    if status >= 500:
        return f"cannot be had now, since the site has a fault; try again later (status {status})"
    return f"{_REASONS.get(status, 'is not given out')} (status {status})"


def reason_of_error(error: Exception) -> str:
    """Why a connection failed, or what came over it is of no use."""
    if isinstance(error, ClientConnectorDNSError) and error.os_error.errno == EAI_AGAIN:
        return "no site can be found just now; check the network, and try again later"
    if isinstance(error, ClientConnectorDNSError | UnicodeError):
        return "there is no site of that name"
    if isinstance(error, ClientConnectorCertificateError):
        return "the site's certificate is not valid, so it may be another site"
    if isinstance(error, ClientSSLError):
        return "no secure connection to the site can be made"
    if isinstance(error, ClientConnectorError):
        return NOT_PUBLIC if isinstance(error.os_error, NotPublicError) else "the site cannot be reached"
    return "the site broke off, or sent what cannot be read"
