"""Forms of the content admin."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from lms.errors import DomainError
from organisations.domain.accounts import refuse_state
from organisations.domain.organisations import move_organisation
from organisations.enums import COVERING_LEVELS, Level
from organisations.models import Organisation


class OrganisationForm(WagtailAdminModelForm):
    """Moving within the tree goes through the domain, which keeps the paths right."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        towns = Organisation.objects.filter(level=Level.MUNICIPALITY, is_active=True)
        field = self.fields["serves"]
        field.queryset = towns.exclude(pk=self.instance.pk).order_by("name")
        field.help_text = _(
            "For a police zone and the like. Whoever works in one of them finds its "
            "contacts; neither sees the other's staff."
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("serves") and cleaned.get("level") not in COVERING_LEVELS:
            self.add_error(
                "serves",
                ValidationError(
                    _(
                        "Only a police zone, or another body beside them, covers several."
                    ),
                    code="no_zone",
                ),
            )
        return cleaned

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        own = self.instance.path
        if parent is not None and own and parent.path.startswith(own):
            raise ValidationError(
                _("An organisation cannot be part of one of its own departments."),
                code="circle",
            )
        return parent

    def save(self, commit=True):
        organisation = super().save(commit=commit)
        moved = move_organisation(
            organisation,
            parent=self.cleaned_data["parent"],
            actor=self.for_user,
            now=timezone.now(),
        )
        organisation.path = moved.path
        return organisation


class _PersonMixin:
    """No first and last name: people have one name here, as it is printed."""

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class PersonCreationForm(_PersonMixin, UserCreationForm):
    first_name = None
    last_name = None
    # People sign in with a code by mail; a password is for those who want one.
    password_required = False

    class Meta(UserCreationForm.Meta):
        fields = [
            "email",
            "printed_name",
            "language",
            "sector",
            "is_superuser",
            "groups",
        ]


class PersonEditForm(_PersonMixin, UserEditForm):
    first_name = None
    last_name = None
    # Somebody with only a badge number has no address.
    email = forms.EmailField(required=False, label=_("E-mail address"))

    class Meta(UserEditForm.Meta):
        fields = [
            "email",
            "printed_name",
            "language",
            "sector",
            "is_active",
            "is_superuser",
            "groups",
        ]

    def clean_email(self):
        return super().clean_email() or None

    def clean_is_active(self):
        is_active = self.cleaned_data["is_active"]
        try:
            refuse_state([self.instance], is_active=is_active, day=timezone.localdate())
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from error
        return is_active
