"""What the privacy page says about the tables that hold personal data."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from lms.personal_data import Declaration, declared


class Chapter(TextChoices):
    """Under which heading a table is told about."""

    ACCOUNT = "account", _("Your account")
    LEARNING = "learning", _("Your learning")
    EDITING = "editing", _("If you write or translate content")
    OTHER = "other", _("Everything else")


_CHAPTERS = {
    "account": Chapter.ACCOUNT,
    "mfa": Chapter.ACCOUNT,
    "organisations": Chapter.ACCOUNT,
    "socialaccount": Chapter.ACCOUNT,
    "usersessions": Chapter.ACCOUNT,
    "certificates": Chapter.LEARNING,
    "courses": Chapter.LEARNING,
    "interop": Chapter.ACCOUNT,
    "quizzes": Chapter.LEARNING,
    "tracking": Chapter.LEARNING,
    "trainers": Chapter.LEARNING,
    "admin": Chapter.EDITING,
    "media": Chapter.EDITING,
    "wagtail_localize": Chapter.EDITING,
    "wagtailadmin": Chapter.EDITING,
    "wagtailcore": Chapter.EDITING,
    "wagtaildocs": Chapter.EDITING,
    "wagtailimages": Chapter.EDITING,
    "wagtailusers": Chapter.EDITING,
}

# Reasons that apps give for keeping what others may ask about; here to be translated.
REASONS = {
    gettext_noop("accountability, GDPR art. 5(2); the address is emptied"),
    gettext_noop("accountability, GDPR art. 5(2); the name is emptied"),
    gettext_noop("editorial accountability, GDPR art. 6(1)(f)"),
    gettext_noop("proof of consent, GDPR art. 7(1)"),
    gettext_noop("proof of training, GDPR art. 6(1)(e)"),
    gettext_noop("register of accredited trainers, GDPR art. 6(1)(e)"),
    gettext_noop("register of certificates, GDPR art. 6(1)(e)"),
}
DELETED = _("Deleted.")
NAMELESS = _("Kept without your name.")
KEPT = _("Kept: %(reason)s.")


@dataclass(frozen=True)
class Kept:
    """One kind of data: what it is, and what becomes of it at an erasure."""

    what: str
    at_erasure: str


@dataclass(frozen=True)
class KeptIn:
    chapter: Chapter
    rows: list[Kept] = field(default_factory=list)


def kept_data() -> list[KeptIn]:
    """Every declared kind of personal data in its chapter; empty chapters left out.

    Tables that are told about in the same words are told about once.
    """
    chapters = {chapter: KeptIn(chapter) for chapter in Chapter}
    for declaration in declared():
        app = declaration.model_label.partition(".")[0]
        rows = chapters[_CHAPTERS.get(app, Chapter.OTHER)].rows
        row = Kept(gettext(declaration.describe), _at_erasure(declaration))
        if row not in rows:
            rows.append(row)
    return [chapter for chapter in chapters.values() if chapter.rows]


def _at_erasure(declaration: Declaration) -> str:
    if declaration.legal_basis:
        return KEPT % {"reason": gettext(declaration.legal_basis)}
    return str(DELETED if declaration.erasure == "delete" else NAMELESS)
