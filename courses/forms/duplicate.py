from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from organisations.policies import organisations_where, roles_granting

ADD_COURSE = "courses.add_course"


class DuplicateForm(forms.Form):
    """What the copy of a course is called, and whose it is."""

    title = forms.CharField(label=_("Title of the copy"), max_length=120)
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("It stands in addresses and never changes."),
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        owners = self.fields["owner"]
        owners.queryset = Organisation.objects.all()
        if not user.is_superuser:
            owners.queryset = organisations_where(user, roles_granting(ADD_COURSE))
