"""Certificates made in a loop, in a process of its own (bench.with_django)."""

import resource
import time
import uuid
from datetime import UTC, date, datetime

from certificates.domain.document import certificate_pdf
from certificates.enums import CertificateType
from certificates.models import Certificate

NAMES = {
    "normal name": "Renée De Brouwere",
    "long name": "Maria Magdalena Josephina van den Bogaerde-Vanderschueren "
    "de Crombrugghe de Looringhe",
    "Cyrillic": "Юлія Шевченко-Ґалаґан",
}
AWARDED = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def build(*, rounds: int) -> dict:
    """{name: {"first_ms", "ms": […], "cpu_ms": […], "bytes"}} and the memory in MiB.

    Nothing is saved and no database is asked: a certificate is printed from its frozen
    words alone.
    """
    found = {}
    for label, name in NAMES.items():
        certificate = _certificate(name)
        first, _cpu, document = _made(certificate)
        made = [_made(certificate) for _round in range(rounds)]
        found[label] = {
            "first_ms": first,
            "ms": [ms for ms, _cpu, _document in made],
            "cpu_ms": [cpu for _ms, cpu, _document in made],
            "bytes": len(document),
        }
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"names": found, "memory": memory}


def _made(certificate: Certificate) -> tuple[float, float, bytes]:
    began, cpu_began = time.perf_counter(), time.process_time()
    document = certificate_pdf(certificate, language="nl")
    cpu = time.process_time() - cpu_began
    return (time.perf_counter() - began) * 1000, cpu * 1000, document


def _certificate(name: str) -> Certificate:
    title = {"en": "Frontline prevention, basic", "nl": "Preventie in de frontlinie"}
    return Certificate(
        uuid=uuid.UUID(int=1),
        number="CPL-POL-7K3M-Q2X5",
        type=CertificateType.CERTIFICATE,
        sector_id="POL",
        language="nl",
        words={
            "names": title,
            "sector": {"en": "Police", "nl": "Politie"},
            "printed_name": name,
            "course": {"code": "frontline-prevention-basic", "titles": title},
            "edition": 1,
            "minutes": 95,
            "issuer": {"id": 1, "code": "relay", "name": "Relay"},
            "signatory": {
                "name": "Maud Lacroix-Okafor",
                "titles": {"en": "Programme owner", "nl": "Programma-eigenaar"},
            },
        },
        awarded_at=AWARDED,
        awarded_on=AWARDED.date(),
        valid_until=date(2029, 11, 21),
    )
