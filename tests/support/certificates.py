"""Certificates for servers of tests, made anew each time."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

YEAR = timedelta(days=365)
LOOPBACK = x509.IPAddress(ip_address("127.0.0.1"))
ELSEWHERE = x509.DNSName("elsewhere.example")


@dataclass(frozen=True)
class Authority:
    """Signs certificates; who trusts ``file`` trusts them."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    def server(self, name: x509.GeneralName = LOOPBACK, *, until: timedelta = YEAR) -> Path:
        """Key and certificate of a server; the certificate is for ``name`` and ends ``until`` from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _built(key, "server", self.certificate.subject, until, self.key, name)
        return _written(self.folder, key, certificate)


def authority(folder: Path) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _built(key, "authority", _named("authority"), YEAR, key)
    found = Authority(folder, key, certificate)
    found.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return found


def self_signed(folder: Path) -> Path:
    """Key and certificate of a server that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _written(folder, key, _built(key, "server", _named("server"), YEAR, key, LOOPBACK))


def serves_with(file: Path) -> ssl.SSLContext:
    """Another file can be loaded into it while the server runs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _built(
    key: ec.EllipticCurvePrivateKey,
    subject: str,
    issuer: x509.Name,
    until: timedelta,
    signer: ec.EllipticCurvePrivateKey,
    name: x509.GeneralName | None = None,
) -> x509.Certificate:
    now = datetime.now(timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(subject))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - YEAR)
        .not_valid_after(now + until)
        .add_extension(x509.BasicConstraints(ca=name is None, path_length=None), critical=True)
    )
    if name is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([name]), critical=False)
    return builder.sign(signer, hashes.SHA256())


def _written(folder: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> Path:
    path = folder / f"{certificate.serial_number}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
