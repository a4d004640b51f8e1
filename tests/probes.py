"""What a server can't do, as it shows itself: asked over plain HTTP, not through our client.

A test that needs something says so by `needs`; it is skipped only where the probe of that server
says what came instead, and each such skip is counted and listed at the end of a test session.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import pytest
import requests

LACKING: Final = "lacking"  # the property by which conftest finds these skips
_MEDIA: Final = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}
_SECONDS: Final = 20


@dataclass(frozen=True)
class Probe:
    """One ability, and the probe: None where a server has it, else what it did instead."""

    name: str
    ask: Callable[[str], str | None]


def needs(request: pytest.FixtureRequest, probe: Probe, server: str, url: str | None) -> None:
    """Go on, or skip because this server showed that it can't; the one in memory (no URL) can."""
    instead = None if url is None else lack(probe, url)
    if instead is not None:
        request.node.user_properties.append((LACKING, [server, f"{probe.name}: {instead}"]))
        pytest.skip(f"{server} can't: {probe.name}: {instead}")


@cache
def lack(probe: Probe, url: str) -> str | None:
    """What a server does instead, asked once; None where it has the ability."""
    return probe.ask(url)


def _made(url: str, kind: str, body: str) -> str:
    answer = requests.post(f"{url}/{kind}", data=body.encode(), headers=_MEDIA, timeout=_SECONDS)
    answer.raise_for_status()
    location = answer.headers["Location"].partition("/_history/")[0]
    return f"{url}/{kind}/{location.rpartition('/')[2]}"


def _digits(url: str) -> str | None:
    body = (
        '{"resourceType":"Observation","status":"final","code":{"text":"vikt"},'
        '"valueQuantity":{"value":72.50}}'
    )
    text = requests.get(_made(url, "Observation", body), headers=_MEDIA, timeout=_SECONDS).text
    return None if "72.50" in text else "72.50 came back with other digits"


def _delete_of_a_version(url: str) -> str | None:
    stands = _made(url, "Patient", '{"resourceType":"Patient"}')
    stale = {"If-Match": 'W/"no-version-of-it"'}
    status = requests.delete(stands, headers=stale, timeout=_SECONDS).status_code
    return None if status in {409, 412} else f"a stale version answered {status}"


def _type_history(url: str) -> str | None:
    _made(url, "Patient", '{"resourceType":"Patient"}')
    answer = requests.get(f"{url}/Patient/_history", headers=_MEDIA, timeout=_SECONDS)
    if not answer.ok:
        return f"answered {answer.status_code}"
    return None if answer.json().get("type") == "history" else "answered something else"


def _transaction(url: str) -> str | None:
    entry = (
        '{{"resource":{{"resourceType":"Patient"{more}}},'
        '"request":{{"method":"POST","url":"Patient"}}}}'
    )
    broken = entry.format(more=',"madeUp":true')
    for wanted, entries in (
        (True, [entry.format(more="")]),
        (False, [entry.format(more=""), broken]),
    ):
        body = f'{{"resourceType":"Bundle","type":"transaction","entry":[{",".join(entries)}]}}'
        answer = requests.post(url, data=body.encode(), headers=_MEDIA, timeout=_SECONDS)
        if answer.ok is not wanted:
            return (
                f"a transaction that {'is whole' if wanted else 'can’t be'}: {answer.status_code}"
            )
    return None


KEEPS_DIGITS: Final = Probe("keeps every digit of a decimal", _digits)
IF_MATCH_ON_DELETE: Final = Probe("looks at If-Match of a DELETE", _delete_of_a_version)
TYPE_HISTORY: Final = Probe("tells the history of a type", _type_history)
TRANSACTION: Final = Probe("does a transaction whole or not at all", _transaction)
