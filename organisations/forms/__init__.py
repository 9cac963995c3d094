"""The forms of this app. `sign_in` stays outside: allauth imports `SignupForm` from
here while its own forms, which `sign_in` builds on, are still being made."""

from organisations.forms.invitations import InvitationForm, SetUpForm, WelcomeForm
from organisations.forms.people import BelongingForm, ProfileForm, SignupForm

__all__ = [
    "BelongingForm",
    "InvitationForm",
    "ProfileForm",
    "SetUpForm",
    "SignupForm",
    "WelcomeForm",
]
