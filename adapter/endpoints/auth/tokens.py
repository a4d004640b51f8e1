"""One token for all threads: got once, renewed before it ends, and once when a server refuses it.

Whoever needs a token while it is being got waits for that one. What an issuer refused is not asked
for again in this run. A token is nowhere but in memory.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from adapter.endpoints.auth.credentials import Credential
from adapter.endpoints.auth.proofs import Proofs
from adapter.errors import NotPermitted
from adapter.values import Access, AuthKind
from mappings.redacted import Redacted

EARLY: Final = 30.0  # seconds before its end
_UNAUTHORIZED: Final = 401


@dataclass(frozen=True, slots=True)
class Grant(Redacted):
    """What an issuer gave: a token for so many seconds, and for what."""

    token: str = field(repr=False)
    seconds: float
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bearer(Redacted):
    """A token that whoever has it may use."""

    grant: Grant

    def headers(self, method: str, url: str, now: float) -> Mapping[str, str]:  # noqa: ARG002
        return {"Authorization": f"Bearer {self.grant.token}"}

    def learns(self, url: str, status: int, headers: Mapping[str, str]) -> bool:  # noqa: ARG002
        return False


@dataclass(frozen=True, slots=True, eq=False)
class Bound(Redacted):
    """A token that is of use with our proofs only."""

    grant: Grant
    proofs: Proofs

    def headers(self, method: str, url: str, now: float) -> Mapping[str, str]:
        token = self.grant.token
        proof = self.proofs.header(method, url, now, token)
        return {"Authorization": f"DPoP {token}", **proof}

    def learns(self, url: str, status: int, headers: Mapping[str, str]) -> bool:
        return self.proofs.learn(url, headers) and status == _UNAUTHORIZED


class Tokens:
    """Credentials that an issuer gives (`ask`), one after the other."""

    def __init__(
        self,
        kind: AuthKind,
        ask: Callable[[], Grant],
        made: Callable[[Grant], Bearer | Bound],
        elapsed: Callable[[], float],
    ) -> None:
        self._kind = kind
        self._ask = ask
        self._made = made
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._held: Bearer | Bound | None = None
        self._until = 0.0
        self._refused: NotPermitted | None = None

    def current(self) -> Credential:
        with self._lock:
            return self._fresh()

    def renewed(self, refused: Credential) -> Credential | None:
        with self._lock:
            if self._held is refused:  # else somebody renewed it meanwhile
                self._held = None
            return self._fresh()

    def access(self) -> Access:
        with self._lock:
            grant = self._fresh().grant
        return Access(kind=self._kind, scopes=grant.scopes, seconds=grant.seconds)

    def _fresh(self) -> Bearer | Bound:
        if self._held is None or self._elapsed() >= self._until:
            return self._renew()
        return self._held

    def _renew(self) -> Bearer | Bound:
        if self._refused is not None:
            before = self._refused
            raise NotPermitted(before.endpoint, before.expected, before.status)
        self._held = None
        began = self._elapsed()
        try:
            grant = self._ask()
        except NotPermitted as error:
            self._refused = error
            raise
        self._held = self._made(grant)
        self._until = began + max(grant.seconds - EARLY, grant.seconds / 2)
        return self._held

    def __repr__(self) -> str:
        return f"Tokens({self._kind.value})"
