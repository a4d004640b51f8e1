"""Who we are to a server, and how it is known to be that server.

Settings hold no secret: they say where one is kept (`SecretRef`). What was read from there is a
`Secret`, which shows itself to nobody who prints, logs or compares it.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final, NoReturn

ALGORITHMS: Final = tuple(
    f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)
)


class SecretSource(Enum):
    """Where a secret is kept."""

    FILE = "file"
    ENV = "env"
    KEYRING = "keyring"  # service/user


@dataclass(frozen=True, slots=True)
class SecretRef:
    """Where a secret is kept, and under which name. That is none."""

    source: SecretSource
    name: str


class Secret:
    """A secret. Only `reveal` gives it; it is neither printed nor pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")


class AuthKind(Enum):
    """How we say who we are."""

    NONE = "none"
    BASIC = "basic"
    BEARER = "bearer"
    SMART = "smart"  # SMART Backend Services
    HELSEID = "helseid"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthSettings:
    """How we say who we are to one server.

    `secret` is the password or the token; `key` signs for `client_id`. A token endpoint must be on
    an origin of `origins`, the server's own or the issuer's. `ca` vouches for the issuer where that
    is another host than the server. `organisation` (and `unit`) are whom a token must speak for.
    """

    kind: AuthKind = AuthKind.NONE
    user: str | None = None
    secret: SecretRef | None = None
    client_id: str | None = None
    key: SecretRef | None = None
    key_id: str | None = None
    algorithm: str | None = None
    issuer: str | None = None
    token_url: str | None = None
    origins: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    ca: str | None = None
    organisation: str | None = None
    unit: str | None = None
    multi_tenant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsSettings:
    """Whom we believe that a server is who it says, and by what it believes us; files all.

    `ca` holds the only authorities believed, `crl` what they have revoked.
    """

    ca: str | None = None
    crl: str | None = None
    certificate: str | None = None
    key: str | None = None
    passphrase: SecretRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a server lets us in, as it was found: for whoever looks after an installation.

    `ahead` is by how many seconds its clock is before ours, `ends` the last day of its certificate.
    """

    kind: AuthKind = AuthKind.NONE
    scopes: tuple[str, ...] = ()
    seconds: float | None = None
    ahead: float | None = None
    ends: str | None = None
