"""Whom we believe that it is who it says, and by what it believes us (mutual TLS).

Only the authorities in `ca` are believed, and nothing that `crl` revokes: a list that is missing
for one of them, or too old, lets nobody in. Our own certificate must be in force. Where the
endpoint is in production, an authority that is for tests is refused, by what it calls itself:
TEST SITHS e-id Root CA v2, Buypass Class 3 Test4 Root CA.
See https://www.rfc-editor.org/rfc/rfc5280.html.
"""

import re
import ssl
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509

from adapter.endpoints.transport import believing_everybody
from adapter.errors import ConfigurationError
from adapter.values import Secret, TlsSettings

_FOR_TESTS: Final = re.compile(r"(?<![a-z])(pre-?prod|qa|test(ing)?|utv)(?![a-z])", re.IGNORECASE)


def trust_of(
    where: str, tls: TlsSettings, passphrase: Secret | None, *, production: bool, now: datetime
) -> ssl.SSLContext:
    """TLS as an endpoint wants it; raises ConfigurationError with what is wrong with its files."""
    authorities = list(_certificates(where, "ca", tls.ca))
    ours = list(_certificates(where, "certificate", tls.certificate))
    if production:
        _refuse_tests(f"{where}.ca", authorities)
        _refuse_tests(f"{where}.certificate", ours)
    for each in ours[:1]:
        if not each.not_valid_before_utc <= now <= each.not_valid_after_utc:
            raise ConfigurationError([f"{where}.certificate: not in force today"])
    trust = believing_everybody(tls.ca)
    _present(where, trust, tls, passphrase)
    if tls.crl is not None:
        _revoke(where, trust, tls.crl)
    return trust


def _refuse_tests(where: str, held: Iterable[x509.Certificate]) -> None:
    names = [part for each in held for name in (each.subject, each.issuer) for part in name]
    if any(_FOR_TESTS.search(str(part.value)) for part in names):
        raise ConfigurationError([f"{where}: an authority for tests, and this is production"])


def _present(
    where: str, trust: ssl.SSLContext, tls: TlsSettings, passphrase: Secret | None
) -> None:
    """Take our certificate; a key that is encrypted is never asked for at the terminal."""
    if tls.certificate is None or tls.key is None:
        return
    try:
        trust.load_cert_chain(
            tls.certificate, tls.key, lambda: "" if passphrase is None else passphrase.reveal()
        )
    except (OSError, ValueError):
        told = "this key does not open, or is not that of the certificate"
        raise ConfigurationError([f"{where}.key: {told}"]) from None


def _revoke(where: str, trust: ssl.SSLContext, crl: str) -> None:
    try:
        trust.load_verify_locations(crl)
    except OSError:
        raise ConfigurationError([f"{where}.crl: no revocation list as PEM"]) from None
    trust.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_CHAIN


def _certificates(where: str, key: str, file: str | None) -> Iterator[x509.Certificate]:
    if file is None:
        return
    try:
        yield from x509.load_pem_x509_certificates(Path(file).read_bytes())
    except (OSError, ValueError):
        raise ConfigurationError([f"{where}.{key}: no certificate as PEM"]) from None


def end_of(file: str) -> str:
    """The day on which the certificate in a file ends."""
    first = x509.load_pem_x509_certificates(Path(file).read_bytes())[0]
    return first.not_valid_after_utc.date().isoformat()
