"""What a symbol needs before anybody sees it."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Symbol
from lms.publishing import Finding


def symbol_findings(symbol: Symbol) -> Iterator[Finding]:
    """The check of a symbol that goes live."""
    if not any(str(child.value or "").strip() for child in symbol.innocent):
        yield Finding(
            "symbol",
            _("Say what else “%s” means: at least one innocent meaning.") % symbol,
            "innocent",
        )
    if not symbol.written.strip() and symbol.image is None:
        yield Finding(
            "symbol", _("Write the sign as it is written, or give an image."), "written"
        )
    if symbol.image is not None and not symbol.image_text.strip():
        yield Finding("symbol", _("Say in words what the image shows."), "image_text")
    if symbol.image is not None and not symbol.rights_are_complete:
        yield Finding(
            "rights",
            _("Say who holds the rights to “%s”, and the licence.") % symbol,
            "rights_holder",
        )
    if symbol.review_by and symbol.review_by < timezone.localdate():
        yield Finding(
            "symbol",
            _("The review date of “%s” has passed: look at it again first.") % symbol,
            "review_by",
        )
