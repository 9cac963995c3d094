"""The certificate on paper: A4, one page, from the frozen words alone.

By the version of the design it was awarded with; without one, as Relay prints.
"""

from certificates.domain.designs.pictures import kept
from certificates.domain.designs.printing import designed_pdf
from certificates.domain.links import page_url, verify_url
from certificates.domain.words import recognitions_in, trained_on_in, trains_in
from certificates.models import Certificate
from lms.pdf import MM, qr_png, render_pdf, shrink_to_fit, text_width
from lms.shaping import runs_right_to_left
from lms.texts import said

# The width between the margins of the template.
LINE = 257 * MM


def certificate_pdf(certificate: Certificate, *, language: str) -> bytes:
    """The PDF in one of the certificate's languages; equal bytes on any day.

    It does not show the state: paper cannot, so it shows where to look. Raises
    lms.pdf.GlyphMissing for a name in letters that our fonts do not have.
    """
    if certificate.design is not None:
        contents = certificate.design.content
        return designed_pdf(certificate, contents, language=language, picture=kept)
    words = certificate.words
    name = said(words["names"], language, certificate.language)
    holder = words["printed_name"]
    holder_size = shrink_to_fit(holder, width=LINE, largest=36, smallest=16, bold=True)
    address = verify_url(certificate)
    return render_pdf(
        "certificates/pdf/certificate.html",
        {
            "certificate": certificate,
            "name": name,
            "name_size": shrink_to_fit(
                name, width=LINE, largest=24, smallest=15, bold=True
            ),
            "holder": holder,
            "holder_size": holder_size,
            "holder_from_right": runs_right_to_left(holder),
            # One word alone that is wider than the page breaks where it must.
            "holder_breaks": any(
                text_width(word, size=holder_size, bold=True) > LINE
                for word in holder.split()
            ),
            "sector": said(words["sector"], language, certificate.language),
            "course": said(words["course"]["titles"], language, certificate.language),
            "edition": words["edition"],
            "minutes": words["minutes"],
            "trained_on": trained_on_in(words),
            "trains": "trains" in words,
            "trains_in": trains_in(words),
            "trained_by": words.get("recognised", {}).get("by", ""),
            "issuer": words["issuer"]["name"],
            "provider": words.get("provider", {}).get("name", ""),
            "recognitions": recognitions_in(words),
            "signatory": words["signatory"]["name"],
            "signatory_title": said(
                words["signatory"]["titles"], language, certificate.language
            ),
            "address": address,
            "page": page_url(certificate),
            "qr": qr_png(address),
        },
        language=language,
        title=f"{name} {certificate.number}",
        author=words["issuer"]["name"],
        created=certificate.awarded_at,
    )
