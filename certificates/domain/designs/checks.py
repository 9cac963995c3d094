"""What a design needs before certificates are printed by it."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.domain.designs.content import content_of
from certificates.domain.designs.example import example_pdf
from certificates.domain.designs.pictures import images_in
from certificates.domain.designs.printing import pages_of
from certificates.models import Design
from lms.errors import DomainError
from lms.publishing import Finding


def design_findings(design: Design) -> Iterator[Finding]:
    """The check of a design that goes live: rights (ETHICS H1), and a page printed with
    the longest words there may be."""
    logos = {one["picture"] for one in content_of(design)["logos"]}
    for image in images_in(logos).values():
        if not image.rights_are_complete:
            yield Finding(
                "rights",
                _("Say who holds the rights to “%s”, and the licence.") % image,
                "logos",
            )
    try:
        pages = pages_of(example_pdf(design, "long", now=timezone.now()))
    except DomainError as problem:
        yield Finding("design", str(problem.message))
        return
    if pages > 1:
        yield Finding(
            "design", _("It does not fit on one page. Make the texts shorter.")
        )
