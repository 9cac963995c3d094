"""Certificates made in a loop, in a process of its own (bench.with_django)."""

import io
import resource
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import segno
from django.conf import settings
from PIL import Image
from xhtml2pdf import pisa

from certificates.domain.document import certificate_pdf
from certificates.domain.sealing.demo import demo_key
from certificates.domain.sealing.keys import seal_key
from certificates.domain.sealing.signing import seal
from certificates.enums import CertificateType
from certificates.models import Certificate
from lms import pdf, typesetting

NAMES = {
    "normal name": "Renée De Brouwere",
    "long name": "Maria Magdalena Josephina van den Bogaerde-Vanderschueren "
    "de Crombrugghe de Looringhe",
    "Cyrillic": "Юлія Шевченко-Ґалаґан",
}
# Two embedded fonts, a QR code and a picture: what a certificate cannot do without.
BARE = """<html><head><style>
@page {{ size: a4 landscape; margin: 20mm; }}
@font-face {{ font-family: Atkinson; src: url("Atkinson-Regular.ttf"); }}
@font-face {{ font-family: Atkinson; font-weight: bold; src: url("Atkinson-Bold.ttf"); }}
html, body, h1, p {{ font-family: Atkinson; }}
</style></head><body>
<img src="{logo}"><h1>Preventie in de frontlinie</h1><p>Renée De Brouwere</p>
<p>Politie</p><p>21 november 2026</p><img src="{code}" width="90" height="90">
</body></html>"""
AWARDED = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def build(*, rounds: int) -> dict:
    """{name: {"first_ms", "ms": […], "cpu_ms": […], "bytes"}}, the same of one that is
    sealed as well and of a bare page as the floor, and the memory in MiB.

    Nothing is saved and no database is asked: a certificate is printed from its frozen
    words alone.
    """
    found = {}
    for label, name in NAMES.items():
        certificate = _certificate(name)
        found[label] = _measured(
            lambda one=certificate: certificate_pdf(one, language="nl"), rounds
        )
    first, *_others = NAMES.values()
    key = Path(settings.MEDIA_ROOT).parent / "seal.pem"
    key.write_bytes(demo_key(now=datetime.now(UTC)))
    settings.RELAY_SEAL_FILE = str(key)
    sealed = _measured(lambda: _sealed(_certificate(first)), rounds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "names": found,
        "sealed": sealed,
        "memory": memory,
        "bare": _measured(_bare, rounds),
    }


def _sealed(certificate: Certificate) -> bytes:
    """As a worker does it: the key is read anew each time."""
    return seal(
        certificate_pdf(certificate, language="nl"),
        issuer="Relay",
        key=seal_key(now=datetime.now(UTC)),
    )


def _bare() -> bytes:
    logo, output = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (300, 100), "teal").save(logo, "png")
    code = segno.make("https://relay.example/verify/CPL-POL-7K3M-Q2X5/", error="m")
    html = BARE.format(
        logo=pdf.data_uri(logo.getvalue()), code=code.png_data_uri(scale=8)
    )
    pisa.CreatePDF(html, dest=output, path=str(typesetting.FONTS / "document.html"))
    return output.getvalue()


def _measured(make: Callable[[], bytes], rounds: int) -> dict:
    first, _cpu, document = _made(make)
    made = [_made(make) for _round in range(rounds)]
    return {
        "first_ms": first,
        "ms": [ms for ms, _cpu, _document in made],
        "cpu_ms": [cpu for _ms, cpu, _document in made],
        "bytes": len(document),
    }


def _made(make: Callable[[], bytes]) -> tuple[float, float, bytes]:
    began, cpu_began = time.perf_counter(), time.process_time()
    document = make()
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
