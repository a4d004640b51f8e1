"""Authorities and certificates made on the spot, and a server on loopback that shows one."""

import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

DAY: Final = timedelta(days=1)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def named(certificate: bytes) -> str:
    """What a certificate (DER) calls its owner."""
    [name] = x509.load_der_x509_certificate(certificate).subject
    return str(name.value)


@dataclass(frozen=True)
class Shown:
    """Files with a certificate and its key."""

    certificate: Path
    key: Path
    serial: int


class Authority:
    """Signs certificates, and takes them back."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = _name(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.file = folder / f"{name.replace(' ', '-')}.pem"
        basic = x509.BasicConstraints(ca=True, path_length=None)
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        built = self._built(self.name, self.key.public_key(), 10 * DAY)
        built = built.add_extension(basic, critical=True).add_extension(usage, critical=True)
        self._write(self.file, built.sign(self.key, hashes.SHA256()))

    def shown(
        self, name: str, ends: timedelta = 5 * DAY, host: str = "127.0.0.1", phrase: str = ""
    ) -> Shown:
        """A certificate for that host, and its key in a file of its owner."""
        key = ec.generate_private_key(ec.SECP256R1())
        alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        built = self._built(_name(name), key.public_key(), ends)
        signed = built.add_extension(alternative, critical=False).sign(self.key, hashes.SHA256())
        made = Shown(self.folder / f"{name}.pem", self.folder / f"{name}.key", signed.serial_number)
        self._write(made.certificate, signed)
        kept: KeySerializationEncryption = NoEncryption()
        if phrase:
            kept = BestAvailableEncryption(phrase.encode())
        made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, kept))
        made.key.chmod(0o600)
        return made

    def _built(
        self, name: x509.Name, key: ec.EllipticCurvePublicKey, ends: timedelta
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 20 * DAY)
            .not_valid_after(now + ends)
        )

    def revoking(self, *serials: int, ends: timedelta = DAY) -> Path:
        """A file that says which certificates are taken back, until then."""
        now = datetime.now(UTC)
        built = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.name)
            .last_update(now - 10 * DAY)
            .next_update(now + ends)
        )
        for serial in serials:
            gone = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - DAY)
            built = built.add_revoked_certificate(gone.build())
        file = self.file.with_suffix(".crl")
        file.write_bytes(built.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM))
        return file

    @staticmethod
    def _write(file: Path, certificate: x509.Certificate) -> None:
        file.write_bytes(certificate.public_bytes(Encoding.PEM))


class Guarded(HTTPServer):
    """A FHIR server over TLS; what was asked of it, and by whom."""

    asked: Sequence[str] = ()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.server_port}/fhir"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that turns away is what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Guarded
    connection: ssl.SSLSocket

    def do_GET(self) -> None:
        peer = self.connection.getpeercert(binary_form=True)
        self.server.asked = [*self.server.asked, "nobody" if peer is None else named(peer)]
        body = b'{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1"}'
        self.send_response_only(200)
        self.send_header("Date", formatdate(usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def guarded(
    shown: Shown, clients: Path | None = None, newest: ssl.TLSVersion | None = None
) -> Iterator[Guarded]:
    """A server that shows a certificate, and wants one of its clients by an authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if newest is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = newest
    context.load_cert_chain(shown.certificate, shown.key)
    if clients is not None:
        context.load_verify_locations(clients)
        context.verify_mode = ssl.CERT_REQUIRED
    with Guarded(("127.0.0.1", 0), _Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
