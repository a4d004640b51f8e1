"""What goes with a request to say who sends it.

`Credentials` belong to an endpoint and last as long as it; `Credential` is what they are at one
moment: it makes the headers of each attempt anew. None of it shows itself when it is printed.
See https://www.rfc-editor.org/rfc/rfc7617.html, https://www.rfc-editor.org/rfc/rfc6750.html.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Final, Protocol

from adapter.errors import ConfigurationError
from adapter.values import Access, AuthKind, Secret

# https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1 (b64token)
TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]{1,16384}=*")


class Credential(Protocol):
    """Who we are, for a while."""

    def headers(self, method: str, url: str, now: float) -> Mapping[str, str]:
        """The headers of one attempt; `now` is the time by the clock of the server."""

    def learns(self, url: str, status: int, headers: Mapping[str, str]) -> bool:
        """Take in what an answer says about the next attempt; whether this one lacked it."""


class Credentials(Protocol):
    """How we say who we are to one server."""

    def current(self) -> Credential:
        """The credential to use now; raises NotPermitted, Unreachable when none is to be had."""

    def renewed(self, refused: Credential) -> Credential | None:
        """Another one, for one that the server refused (401); None when there is no other."""

    def access(self) -> Access:
        """What there is to know of them."""


class Static:
    """The same for every request: nothing, a password, or a token that somebody gave us."""

    def __init__(self, kind: AuthKind = AuthKind.NONE, authorization: str | None = None) -> None:
        self._kind = kind
        self._authorization = authorization

    def headers(self, method: str, url: str, now: float) -> Mapping[str, str]:  # noqa: ARG002
        return {} if self._authorization is None else {"Authorization": self._authorization}

    def learns(self, url: str, status: int, headers: Mapping[str, str]) -> bool:  # noqa: ARG002
        return False

    def current(self) -> Credential:
        return self

    def renewed(self, refused: Credential) -> Credential | None:  # noqa: ARG002
        return None

    def access(self) -> Access:
        return Access(kind=self._kind)

    def __repr__(self) -> str:
        return f"Static({self._kind.value})"


def basic(where: str, user: str, password: Secret) -> Static:
    """A user name and a password, in UTF-8."""
    if ":" in user:
        raise ConfigurationError([f"{where}.user: a name without a colon"])
    pair = b64encode(f"{user}:{password.reveal()}".encode()).decode("ascii")
    return Static(AuthKind.BASIC, f"Basic {pair}")


def bearer(where: str, token: Secret) -> Static:
    if not TOKEN.fullmatch(token.reveal()):
        raise ConfigurationError([f"{where}.token: no bearer token (RFC 6750)"])
    return Static(AuthKind.BEARER, f"Bearer {token.reveal()}")
