"""The words of implementation plans and of what is asked afterwards. Words to choose
from: nobody's story is kept."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Setting(TextChoices):
    """Where a trainer means to train."""

    SCHOOL = "school", pgettext_lazy("where somebody trains", "School")
    YOUTH_WORK = "youth-work", pgettext_lazy("where somebody trains", "Youth work")
    POLICE = "police", pgettext_lazy("where somebody trains", "Police")
    PRISON = "prison", pgettext_lazy("where somebody trains", "Prison")
    MUNICIPALITY = "municipality", _("Municipal service")
    PARENTS = "parents", _("Parents and carers")
    OWN_TEAM = "own-team", _("Own team")


class Beside(TextChoices):
    """Who stands beside a trainer in their first groups."""

    LEAD = "lead", _("An accredited lead trainer")
    TRAINEE = "trainee", _("Somebody else who was trained")
    NOBODY = "nobody", _("Nobody yet")


class Need(TextChoices):
    """What a trainer still needs to begin."""

    TIME = "time", _("Time from my employer")
    ROOM = "room", _("A room")
    MATERIALS = "materials", _("Materials")
    SOMEBODY = "somebody", _("Somebody to lead with")
    PARTICIPANTS = "participants", _("Participants")
    PRACTICE = "practice", _("More practice")


class Progress(TextChoices):
    """How far somebody is with what they planned."""

    BEGUN = "begun", _("It has begun")
    PLANNED = "planned", _("It is planned, as in the plan")
    LATER = "later", _("It comes later than planned")
    NOT = "not", _("It will not happen")


class Hindrance(TextChoices):
    """What stands in the way of a trainer."""

    NO_TIME = "no-time", _("No time")
    NOT_FREED = "not-freed", _("My employer does not free me for it")
    TOO_FEW = "too-few", _("Too few participants")
    NOT_SURE = "not-sure", _("I am not sure enough of myself")
    NOBODY = "nobody", _("Nobody to lead with")
    MATERIALS = "materials", _("Material or a translation is missing")
    NOTHING = "nothing", pgettext_lazy("hindrance", "Nothing")


class Help(TextChoices):
    """What would help a trainer."""

    CALL = "call", _("A call with a lead trainer")
    CO_LEAD = "co-lead", _("Somebody who leads with me the first time")
    MATERIALS = "materials", _("Materials")
    EMPLOYER = "employer", _("That somebody talks with my employer")
    NOTHING = "nothing", pgettext_lazy("help", "Nothing, thank you")
