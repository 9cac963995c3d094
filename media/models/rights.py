from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def is_to_be_public(instance) -> bool:
    """Whether this is being checked for publishing, not for being kept as a draft.

    A form of the content admin says so on the instance, which is not live yet when it
    is about to be published, and may be live while a draft of it is kept.
    """
    deferred = getattr(instance, "is_deferred_validation", None)
    return instance.live if deferred is None else not deferred


class NotPublishableError(ValidationError):
    """What was about to go live is not ready; `messages` say what is missing."""


class CheckedWhenLiveMixin(models.Model):
    """Goes live only when `clean` has nothing against it.

    Wagtail asks the editor's form alone. Approval in a workflow, a schedule, going back
    to an older revision and a program save without asking, so the row itself asks.
    """

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Raises NotPublishableError for what would be live and is not ready."""
        fields = kwargs.get("update_fields")
        if self.live and (fields is None or "live" in fields):
            self._refuse_what_is_not_ready()
        super().save(*args, **kwargs)

    def _refuse_what_is_not_ready(self) -> None:
        # Links to other rows are the database's to check.
        links = [field.name for field in self._meta.fields if field.is_relation]
        problems = {}
        for check in (lambda: self.clean_fields(exclude=links), self.clean):
            try:
                check()
            except ValidationError as found:
                problems = found.update_error_dict(problems)
        if problems:
            raise NotPublishableError(problems)


class RightsMixin(models.Model):
    """Who holds the rights and under which licence: needed before anything is
    published (ETHICS H1)."""

    rights_holder = models.CharField(_("rights holder"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=160, blank=True)
    permission_date = models.DateField(_("permission given on"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def rights_are_complete(self) -> bool:
        return bool(self.rights_holder and self.licence)
