"""allauth's forms in our words; the settings ACCOUNT_FORMS name them."""

from allauth.account import forms as account
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from organisations.forms.fields import StaySignedInField

EMAIL_ATTRS = {"autocomplete": "email"}
CODE_ATTRS = {
    "autocomplete": "one-time-code",
    "autocapitalize": "characters",
    "spellcheck": "false",
}


def _plain(field: forms.Field, label, attrs: dict | None = None) -> None:
    """Our label, and no placeholder, which says the same in grey and then is gone."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs or {})


class LoginForm(account.LoginForm):
    """An address is enough: without a password a code goes out by mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("E-mail address"), EMAIL_ATTRS)
        _plain(self.fields["password"], _("Password"))
        self.fields["password"].required = False
        self.fields["password"].widget.is_required = False
        self.fields["password"].help_text = ""
        self.fields["remember"] = StaySignedInField()

    def _setup_password_field(self):
        """Keep the field although nobody is asked for a password at sign-up."""

    def _login_by_code(self, request, redirect_url, credentials):
        stay = self.cleaned_data["remember"]
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if stay else 0)
        return super()._login_by_code(request, redirect_url, credentials)


class SignupForm(account.SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("E-mail address"), EMAIL_ATTRS)


class RequestLoginCodeForm(account.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("E-mail address"), EMAIL_ATTRS)


class _CodeMixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code from the mail"), CODE_ATTRS)


class ConfirmLoginCodeForm(_CodeMixin, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailCodeForm(_CodeMixin, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(_CodeMixin, account.ConfirmPasswordResetCodeForm):
    pass


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("E-mail address"), EMAIL_ATTRS)


class AddEmailForm(account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("New e-mail address"), EMAIL_ATTRS)


class _PasswordMixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Current password"),
            "password": _("Password"),
            "password1": _("New password"),
            "password2": _("New password, once more"),
        }
        for name in labels.keys() & self.fields.keys():
            _plain(self.fields[name], labels[name])
            self.fields[name].help_text = ""
        if "password1" in self.fields:
            self.fields["password1"].help_text = _(
                "At least 12 signs; three or four words that do not belong together are "
                "easy to keep in mind."
            )


class ChangePasswordForm(_PasswordMixin, account.ChangePasswordForm):
    pass


class SetPasswordForm(_PasswordMixin, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(_PasswordMixin, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(_PasswordMixin, account.ReauthenticateForm):
    pass
