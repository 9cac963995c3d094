from django.core.exceptions import ValidationError
from django.utils import timezone
from modelcluster.forms import BaseChildFormSet

from courses.domain.equivalents import check_member
from courses.domain.order import refuse_circular_equivalents
from courses.models import Course, Equivalent
from lms.errors import DomainError
from organisations.forms.content import OwnedModelForm
from organisations.policies import owned_below


class EquivalentForm(OwnedModelForm):
    """A course of the group: of one's own organisation or of one below it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            courses = Course.objects.select_related("owner")
            offered = owned_below(self.for_user, courses)
            if self.instance.pk is not None:
                offered = offered | courses.filter(pk=self.instance.course_id)
            self.fields["course"].queryset = offered


class EquivalentFormSet(BaseChildFormSet):
    """The courses of a group together."""

    def clean(self):
        super().clean()
        day = timezone.localdate()
        stored = Equivalent.objects.in_bulk([form.instance.pk for form in self.forms])
        for form in self.forms:
            self._check(form, stored.get(form.instance.pk), day)
        there = [
            form.instance.course
            for form in self.forms
            if form not in self.deleted_forms
            and form.is_valid()
            and form.has_changed() | bool(form.instance.pk)
            and not (form.instance.ends_on and form.instance.ends_on <= day)
        ]
        try:
            refuse_circular_equivalents(there, day=day)
        except DomainError as problem:
            raise ValidationError(problem.message, code=problem.code) from problem

    def _check(self, form, before, day) -> None:
        is_deleted = form in self.deleted_forms
        filled = form.is_valid() and form.instance.course_id
        if self.instance.owner_id is None or not (is_deleted or filled):
            return
        try:
            check_member(
                before,
                None if is_deleted else form.instance,
                owner=self.instance.owner,
                day=day,
            )
        except DomainError as problem:
            if is_deleted:
                raise ValidationError(problem.message, code=problem.code) from problem
            form.add_error(None, problem.message)
