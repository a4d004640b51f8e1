"""Credentials that an issuer gives, put together: SMART Backend Services and HelseID."""

import ssl

from adapter.endpoints.auth.issuer import Client, Issuer
from adapter.endpoints.auth.keys import fresh, signing_key
from adapter.endpoints.auth.proofs import Proofs
from adapter.endpoints.auth.tokens import Bearer, Bound, Grant, Tokens
from adapter.endpoints.clock import TheirClock
from adapter.endpoints.patience import Patience, Time
from adapter.endpoints.transport import Transport
from adapter.values import AuthKind, EndpointSettings, Secret

# What is only asked for: to see how a server takes batches (https://hl7.org/fhir/R4/basic.html).
_WISHED = ("system/Basic.cud",)


def issued(  # noqa: PLR0913  who asks, for what, and whom it believes
    end: EndpointSettings,
    key: Secret,
    *,
    scopes: tuple[str, ...],
    trust: ssl.SSLContext | None = None,
    other: ssl.SSLContext | None = None,
    passing: Time | None = None,
) -> Tokens:
    """Credentials by the issuer of an endpoint; `scopes` are asked for where it names none."""
    time, auth = passing or Time(), end.auth
    proofs = Proofs(fresh()) if auth.kind is AuthKind.HELSEID else None
    client = Client(
        name=end.name,
        settings=auth,
        url=str(end.url),
        key=signing_key(f"endpoints.{end.name}.auth.key", key, auth.algorithm, auth.key_id),
        scopes=auth.scopes or scopes,
        wished=() if auth.scopes else _WISHED,
        proofs=proofs,
    )

    def way(believed: ssl.SSLContext | None) -> Transport:
        return Transport(end.name, end.timeout, TheirClock(time.now), believed)

    def made(grant: Grant) -> Bearer | Bound:
        return Bearer(grant) if proofs is None else Bound(grant, proofs)

    issuer = Issuer(client, way(trust), way(other), Patience(end.name, end.deadline, time))
    return Tokens(auth.kind, issuer.grant, made, time.elapsed)
