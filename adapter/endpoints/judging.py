"""What a status means: of a whole answer, and of one entry in the answer to a Bundle.

https://hl7.org/fhir/R4/http.html, https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.response
"""

from typing import Final

import requests

from adapter.endpoints import answers
from adapter.errors import Changed, EndpointError, NotPermitted, Refused, Unreachable
from adapter.values import Resource

_RACE: Final = frozenset({409, 412})
_DENIED: Final = frozenset({401, 403})


def judged(name: str, status: int, body: Resource | None) -> EndpointError | None:
    """What an endpoint raises for this status; None for success."""
    if status in _RACE:
        return Changed(name, "another version, or several, stand there", status)
    if status in _DENIED:
        return NotPermitted(name, "the server does not let us", status)
    fails = status >= requests.codes.server_error and status != requests.codes.not_implemented
    if fails or status == requests.codes.too_many_requests:
        return Unreachable(name, "the server can't answer now", status)
    if status >= requests.codes.bad_request:
        return Refused(name, "the server refuses the request", status, answers.named(body))
    if status >= requests.codes.multiple_choices:
        return Unreachable(name, "the server redirects; its own URL belongs here", status)
    return None
