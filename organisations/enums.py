from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a membership lets its holder do, at one organisation."""

    LEARNER = "learner", _("Learner")
    COORDINATOR = "coordinator", _("Coordinator")
    DEPUTY = "deputy", _("Deputy coordinator")
    TRAINER = "trainer", _("Trainer")
    AUTHOR = "author", _("Author")
    REVIEWER = "reviewer", _("Reviewer")
    PROGRAMME_OWNER = "programme_owner", _("Programme owner")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


# Roles that see the standing of an organisation's staff, never answers (ETHICS P5).
COORDINATING_ROLES = (Role.COORDINATOR, Role.DEPUTY)
# Who sees the status of an organisation's people.
OVERSEEING_ROLES = (*COORDINATING_ROLES, Role.AUDITOR, Role.ADMINISTRATOR)


class CorrectionReason(TextChoices):
    """Why a day of a membership was wrong. Words to choose from: what is kept for years
    holds nobody's story."""

    TYPED_WRONG = "typed-wrong", _("It was typed wrongly")
    TOLD_LATE = "told-late", _("We were told late")
    OTHER_SOURCE = "other-source", _("The personnel file says otherwise")


class InvitationState(TextChoices):
    """What an invitation, or a link that claims to be one, is worth at a moment."""

    OPEN = "open", pgettext_lazy("invitation", "Open")
    EXPIRED = "expired", _("Expired")
    USED = "used", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNKNOWN = "unknown", _("Unknown")


class LetterLayout(TextChoices):
    """How letters with badge number and code come out of the printer."""

    LETTERS = "letters", _("A letter for each person, one on a page")
    CARDS = "cards", _("Cards to cut out, eight on a page")


class LetterState(TextChoices):
    """How somebody without an e-mail address stands with their way in."""

    NO_BADGE = "no-badge", _("Has no badge number")
    NEEDED = "needed", _("Needs a letter")
    AGAIN = "again", _("Needs a new letter")
    WAITING = "waiting", _("Is being made")
    MADE = "made", _("Letter made")
    CAME = "came", _("Came in, set no password")
    IN = "in", _("Comes in by badge and password")


class AnnouncementState(TextChoices):
    """Where an announcement stands on a day."""

    COMING = "coming", _("To come")
    SHOWN = "shown", _("Shown now")
    OVER = "over", _("Over")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class FlagKind(TextChoices):
    """What a part of the tree is marked with."""

    PILOT = "pilot", _("Pilot")
    FUNDING = "funding", _("Funding line")


class Level(TextChoices):
    """Levels of government (SECTORS.md, last table), and departments below them."""

    FEDERAL = "FED", _("Federal")
    COMMUNITY = "COM", _("Community")
    REGION = "REG", _("Region")
    PROVINCE = "PRV", _("Province")
    POLICE_ZONE = "PZ", _("Police zone")
    MUNICIPALITY = "MUN", _("Municipality")
    DEPARTMENT = "DEP", _("Department")
    OTHER = "OTH", _("Other")


# What may cover several municipalities without standing above them.
COVERING_LEVELS = (Level.POLICE_ZONE, Level.OTHER)


class ContactKind(TextChoices):
    """What kind of help a contact is."""

    EMERGENCY = "emergency", _("Emergency")
    POLICE = "police", _("Police")
    SERVICE = "service", _("Public service")
    HELPLINE = "helpline", _("Helpline")
    NGO = "ngo", _("Association")
    # Shown where a learner gets stuck, and not among the numbers for help.
    TRAINING = "training", _("Questions about training")


# Whom one can call for help, as a lesson may name them.
HELPING = tuple(kind for kind in ContactKind if kind != ContactKind.TRAINING)


class LanguageRegime(TextChoices):
    """The languages an organisation works in by law (ETHICS L1 to L4)."""

    NL = "nl", _("Dutch")
    FR = "fr", _("French")
    DE = "de", _("German, with French")
    BRUSSELS = "nl+fr", _("Dutch and French (Brussels)")
    FACILITIES_NL = "nl+f", _("Dutch, with facilities in French")
    FACILITIES_FR = "fr+f", _("French, with facilities")
    FEDERAL = "nl+fr+de", _("Dutch, French and German (federal)")

    @property
    def has_facilities(self) -> bool:
        """Whether public notices are in both languages, that of the area first (L4)."""
        return self in (LanguageRegime.FACILITIES_NL, LanguageRegime.FACILITIES_FR)

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes in the order of the regime; the first is the default."""
        return {
            "nl": ("nl",),
            "fr": ("fr",),
            "de": ("de", "fr"),
            "nl+fr": ("nl", "fr"),
            "nl+f": ("nl", "fr"),
            "fr+f": ("fr", "nl"),
            "nl+fr+de": ("nl", "fr", "de"),
        }[self.value]
