"""The forms of this app. `sign_in` stays outside: allauth imports `SignupForm` from
here while its own forms, which `sign_in` builds on, are still being made."""

from organisations.forms.announcements import AnnouncementForm
from organisations.forms.flags import FlagEndForm, FlagForm
from organisations.forms.invitations import InvitationForm, SetUpForm, WelcomeForm
from organisations.forms.letters import BadgeForm, LettersForm
from organisations.forms.memberships import (
    AppointForm,
    CorrectionForm,
    LineManagerForm,
    MoveForm,
    PlaceManagerForm,
)
from organisations.forms.people import (
    BelongingForm,
    MergeForm,
    ProfileForm,
    SignupForm,
)

__all__ = [
    "AnnouncementForm",
    "AppointForm",
    "BadgeForm",
    "BelongingForm",
    "CorrectionForm",
    "FlagEndForm",
    "FlagForm",
    "InvitationForm",
    "LettersForm",
    "LineManagerForm",
    "MergeForm",
    "MoveForm",
    "PlaceManagerForm",
    "ProfileForm",
    "SetUpForm",
    "SignupForm",
    "WelcomeForm",
]
