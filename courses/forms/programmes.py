from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from modelcluster.forms import BaseChildFormSet

from courses.domain.order import refuse_circular_path, steps_in_order
from courses.domain.titles import check_sector_title
from courses.models import Course
from lms.errors import DomainError
from organisations.forms.content import OwnedModelForm
from organisations.policies import owned_below


def offer_courses(form, *names: str) -> None:
    """Let a form choose one's own courses, those of bodies below, and what everybody may
    take; what it shows already may stay."""
    if form.for_user is None:
        return
    courses = Course.objects.all()
    mine = owned_below(form.for_user, courses)
    offered = Q(pk__in=mine.values("pk")) | Q(
        pk__in=Course.objects.open_to_all().values("pk")
    )
    for name in names:
        stored = getattr(form.instance, f"{name}_id", None)
        form.fields[name].queryset = courses.filter(offered | Q(pk=stored))


class PartForm(OwnedModelForm):
    """A course of a programme, or on a path."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_courses(self, "course")


class PathFormSet(BaseChildFormSet):
    """The courses of a path together: they can be walked in this order."""

    def clean(self):
        super().clean()
        rows = [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms
            and form.is_valid()
            and form.instance.course_id
        ]
        try:
            refuse_circular_path(steps_in_order(rows), day=timezone.localdate())
        except DomainError as problem:
            raise ValidationError(problem.message, code=problem.code) from problem


class SectorTitleForm(OwnedModelForm):
    """A neutral title, in every language in which the course can be taken, and without
    the words that it is there to avoid."""

    def clean(self):
        cleaned = super().clean()
        course, titles = cleaned.get("course"), cleaned.get("titles") or {}
        if course is None:
            return cleaned
        try:
            check_sector_title(course, titles)
        except DomainError as problem:
            self.add_error("titles", problem.message)
        return cleaned
