"""Letters on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.chunks import chunks
from lms.pdf import can_print, qr_png, render_pdf
from organisations.domain.letters.codes import in_groups
from organisations.enums import LetterLayout
from organisations.models import Letter

ACROSS, ON_A_PAGE = 2, 8


@dataclass(frozen=True)
class Printed:
    """A letter with its code in clear, in the language of its person."""

    letter: Letter
    code: str

    @property
    def language(self) -> str:
        language = self.letter.user.language
        return language if language in dict(settings.LANGUAGES) else "en"

    @property
    def name(self) -> str:
        """ "" where the name has signs that no font of ours can draw: the badge number
        says whose it is."""
        name = self.letter.user.printed_name
        return name if can_print(name) else ""

    @property
    def organisation(self) -> str:
        return self.letter.organisation.name

    @property
    def badge_number(self) -> str:
        number = self.letter.badge_number
        return number if can_print(number) else ""

    @property
    def grouped(self) -> str:
        return in_groups(self.code)

    @cached_property
    def address(self) -> str:
        """The page to go to, which knows the organisation. Neither the badge number nor
        the code is in it: addresses are written down by those they pass."""
        path = reverse("organisations:by_badge")
        return f"{settings.RELAY_BASE_URL}{path}?at={self.letter.organisation.code}"

    @property
    def short_address(self) -> str:
        """The same, to be typed."""
        path = reverse("organisations:by_badge")
        return f"{settings.RELAY_BASE_URL}{path}"


def print_letters(
    printed: Sequence[Printed],
    *,
    layout: LetterLayout,
    until: datetime,
    now: datetime,
) -> bytes:
    """A PDF of these, each in its person's language."""
    qr = {one.address: "" for one in printed}
    for address in qr:
        qr[address] = qr_png(address, scale=6)
    rows = [(one, qr[one.address]) for one in printed]
    pages = [list(chunks(page, ACROSS)) for page in chunks(rows, ON_A_PAGE)]
    language = printed[0].language
    with override(language):
        title = _("Letters with badge number and code")
    return render_pdf(
        f"organisations/pdf/{layout}.html",
        {"rows": rows, "pages": pages, "until": until},
        language=language,
        title=title,
        author="Relay",
        created=now,
    )
