"""How django-allauth speaks and signs in here: our mails, our languages."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.mail import Mail, send_after_commit
from organisations.domain.queries import person_with_email

# allauth's names of mails, and our trio for each.
MAILS = {
    "account/email/login_code": "login_code",
    "account/email/email_confirmation": "email_confirmation",
    "account/email/email_confirmation_signup": "email_confirmation",
    "account/email/password_reset_code": "password_reset",
    "account/email/unknown_account": "unknown_account",
    "account/email/account_already_exists": "account_already_exists",
    "account/email/password_set": "account_changed",
    "account/email/password_changed": "account_changed",
    "account/email/password_reset": "account_changed",
    "account/email/email_changed": "account_changed",
    "account/email/email_deleted": "account_changed",
    "account/email/email_confirm": "account_changed",
}
CHANGES = {
    "account/email/password_set": _("A password was set."),
    "account/email/password_changed": _("The password was changed."),
    "account/email/password_reset": _("The password was reset."),
    "account/email/email_changed": _("The e-mail address was changed."),
    "account/email/email_deleted": _("An e-mail address was removed."),
    "account/email/email_confirm": _("The e-mail address was confirmed."),
}
# What a form or page says already needs no second message on top.
SILENT = {
    "account/messages/login_code_sent.txt",
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "account/messages/email_confirmation_sent.txt",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sends through the mail trio, in the language of the person it goes to."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Look at the newest mail."),
        "email_password_mismatch": _(
            "Address and password do not fit. Try again, or sign in with a code."
        ),
        "too_many_login_attempts": _(
            "Too many attempts. Wait a few minutes, then ask for a new code."
        ),
        "rate_limited": _("That was a little fast. Wait a moment, then try again."),
    }

    def send_mail(self, template_prefix, email, context):
        person = context.get("user") or person_with_email(email)
        language = person.language if person is not None else get_language()
        send_after_commit(
            Mail(
                template=f"organisations/mail/{MAILS[template_prefix]}",
                to=[email],
                language=language if language in dict(settings.LANGUAGES) else "en",
                context={
                    "name": person.printed_name if person is not None else "",
                    "code": context.get("code", ""),
                    "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
                    "change": CHANGES.get(template_prefix, ""),
                },
            )
        )

    def add_message(
        self,
        request,
        level,
        message_template=None,
        message_context=None,
        extra_tags="",
        message=None,
    ):
        if message_template in SILENT and level != messages.ERROR:
            return
        super().add_message(
            request, level, message_template, message_context, extra_tags, message
        )

    def authenticate(self, request, **credentials):
        try:
            return super().authenticate(request, **credentials)
        except DatabaseError:
            # Nobody could be asked whether the password is right: no failed try.
            self._rollback_login_failed_rl_usage()
            raise

    def login(self, request, user):
        super().login(request, user)
        if "_session_expiry" not in request.session:
            # Nobody asked to stay signed in: closing the browser signs out.
            request.session.set_expiry(0)
