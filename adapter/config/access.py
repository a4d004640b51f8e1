"""`[endpoints.X.auth]` and `[endpoints.X.tls]`: who we are to a server, and whom we believe.

Each kind has its own keys, and what has no meaning for it is a problem. No secret stands in the
file: each is a table that says where it is kept. Credentials need https, but on this machine.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from adapter.config.table import Table
from adapter.values import ALGORITHMS, AuthKind, AuthSettings, TlsSettings

_SIGNING: Final = frozenset({"client_id", "key", "key_id", "algorithm", "scopes", "ca"})
_KEYS_OF: Final[Mapping[AuthKind, frozenset[str]]] = {
    AuthKind.NONE: frozenset(),
    AuthKind.BASIC: frozenset({"user", "password"}),
    AuthKind.BEARER: frozenset({"token"}),
    AuthKind.SMART: _SIGNING | {"token_url", "origins"},
    AuthKind.HELSEID: _SIGNING | {"issuer", "organisation", "unit", "multi_tenant"},
}
_NEEDED: Final[Mapping[AuthKind, tuple[str, ...]]] = {
    AuthKind.NONE: (),
    AuthKind.BASIC: ("user", "password"),
    AuthKind.BEARER: ("token",),
    AuthKind.SMART: ("client_id", "key"),
    AuthKind.HELSEID: ("client_id", "key", "issuer", "scopes", "organisation"),
}
_TLS_KEYS: Final = frozenset({"ca", "crl", "certificate", "key", "passphrase"})


def keys_of(kind: AuthKind) -> frozenset[str]:
    """The keys that a kind has beside `kind`."""
    return _KEYS_OF[kind]


def auth_of(end: Table, folder: Path) -> AuthSettings:
    """The table `auth` of an endpoint; without one nobody asks who we are."""
    table = end.part("auth")
    if table is None:
        return AuthSettings()
    known = len(table.problems)
    kind = table.choice("kind", AuthKind.NONE)
    if len(table.problems) > known:
        return AuthSettings()
    table.only(_KEYS_OF[kind] | {"kind"})
    for key in _NEEDED[kind]:
        if key not in table.held:
            table.wrong(key, f"needed for {kind.value}")
    _check_way(end, "url", kind)
    return _auth(table, kind, folder)


def _auth(table: Table, kind: AuthKind, folder: Path) -> AuthSettings:
    for key in ("issuer", "token_url"):
        if key in table.held:
            _check_way(table, key, kind)
    return AuthSettings(
        kind=kind,
        user=table.maybe_text("user"),
        secret=table.secret("token" if kind is AuthKind.BEARER else "password", folder),
        client_id=table.maybe_text("client_id"),
        key=table.secret("key", folder),
        key_id=table.maybe_text("key_id"),
        algorithm=table.among("algorithm", ALGORITHMS),
        issuer=table.url("issuer") if "issuer" in table.held else None,
        token_url=table.url("token_url") if "token_url" in table.held else None,
        origins=table.origins("origins"),
        scopes=table.texts("scopes"),
        ca=table.file("ca", folder),
        organisation=table.maybe_text("organisation"),
        unit=table.maybe_text("unit"),
        multi_tenant=table.flag("multi_tenant"),
    )


def tls_of(end: Table, folder: Path) -> TlsSettings:
    """The table `tls` of an endpoint; without one the authorities that everybody believes."""
    table = end.part("tls")
    if table is None:
        return TlsSettings()
    table.only(_TLS_KEYS)
    if not str(end.held.get("url", "")).startswith("https:"):
        table.wrong("", "only for an https URL")
    for key, other in (("certificate", "key"), ("key", "certificate"), ("crl", "ca")):
        if key in table.held and other not in table.held:
            table.wrong(other, f"needed beside {key}")
    return TlsSettings(
        ca=table.file("ca", folder),
        crl=table.file("crl", folder),
        certificate=table.file("certificate", folder),
        key=table.file("key", folder),
        passphrase=table.secret("passphrase", folder),
    )


def _check_way(table: Table, key: str, kind: AuthKind) -> None:
    if kind is not AuthKind.NONE and not is_guarded(str(table.held.get(key, ""))):
        table.wrong(key, "https, where credentials are sent")


def is_guarded(url: str) -> bool:
    """Whether nobody on the way can read along: https, or this machine."""
    try:
        parts = urlsplit(url)
        host = str(parts.hostname)
        return parts.scheme == "https" or host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
