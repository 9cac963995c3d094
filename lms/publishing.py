"""Going live: what becomes public has been checked, whatever made it so.

Wagtail asks the editor's form alone. Approval in a workflow, a schedule, going back to
an older revision and a program publish without asking, so the row itself asks. What a
thing needs is said in its `clean` and by the checks that apps register for it; here is
only that they are always heard.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import capfirst


class NotPublishableError(ValidationError):
    """What was about to go live is not ready."""

    def __init__(self, instance: models.Model, problem: ValidationError) -> None:
        super().__init__(getattr(problem, "error_dict", problem))
        self.instance = instance

    @property
    def reasons(self) -> list[str]:
        """What is missing, in the active language, each with the field it is about."""
        if not hasattr(self, "error_dict"):
            return self.messages
        return [
            message if name == NON_FIELD_ERRORS else f"{self._label(name)}: {message}"
            for name, messages in self.message_dict.items()
            for message in messages
        ]

    def _label(self, name: str) -> str:
        return capfirst(self.instance._meta.get_field(name).verbose_name)


@dataclass(frozen=True)
class Finding:
    """What keeps a thing from going live.

    `rule` names the rule, such as "words"; `place` is the id of the block in which it
    was found, or the name of a field; "" for the whole. `subject` is what a person may
    write a reason for, such as the key of a term; "" where no reason helps.
    """

    rule: str
    message: str
    place: str = ""
    subject: str = ""


Check = Callable[[models.Model], Iterable[Finding]]
_checks: list[tuple[type[models.Model], Check]] = []


def register_check(model: type[models.Model], check: Check) -> None:
    """Ask `check` whenever something of this model, or of one below it, goes live."""
    if (model, check) not in _checks:
        _checks.append((model, check))


_gates: list[tuple[type[models.Model], Check]] = []


def register_gate(model: type[models.Model], gate: Check) -> None:
    """Ask `gate` when a revision of this model, or of one below it, is about to go live.

    A check is about what a thing says, and is asked of drafts too; a gate is about who
    has looked at it, and cannot be answered by writing something else.
    """
    if (model, gate) not in _gates:
        _gates.append((model, gate))


def gate_findings(instance: models.Model) -> list[Finding]:
    """What has still to happen before a thing, as it stands in memory, may go live."""
    return [
        finding
        for model, gate in _gates
        if isinstance(instance, model)
        for finding in gate(instance)
    ]


def findings_of(instance: models.Model) -> list[Finding]:
    """What keeps a thing, as it stands in memory, from going live."""
    return [
        finding
        for model, check in _checks
        if isinstance(instance, model)
        for finding in check(instance)
    ]


def is_to_be_public(instance) -> bool:
    """Whether this is being checked for publishing, not for being kept as a draft.

    A form of the content admin says so on the instance, which is not live yet when it
    is about to be published, and may be live while a draft of it is kept.
    """
    deferred = getattr(instance, "is_deferred_validation", None)
    return instance.live if deferred is None else not deferred


class ChecklistMixin(models.Model):
    """For what has drafts: what is checked for publishing answers to the checklist."""

    class Meta:
        abstract = True

    def full_clean(self, *args, **kwargs):
        """Raises ValidationError with all there is to mend, not the first alone."""
        problems = {}
        try:
            super().full_clean(*args, **kwargs)
        except ValidationError as found:
            problems = found.update_error_dict(problems)
        if is_to_be_public(self):
            problems = _with_findings(self, problems)
        if problems:
            raise ValidationError(problems)
        self.pass_gates()

    def pass_gates(self) -> None:
        """Raises NotPublishableError for a revision that may not go live yet.

        A program that writes the row itself publishes no revision.
        """
        if not (self.live and self.live_revision_id):
            return
        stored = type(self)._base_manager.filter(pk=self.pk, live=True)
        if stored.filter(live_revision=self.live_revision_id).exists():
            return
        if found := gate_findings(self):
            problems = [ValidationError(one.message, code=one.rule) for one in found]
            raise NotPublishableError(
                self, ValidationError({NON_FIELD_ERRORS: problems})
            )


class CheckedWhenLiveMixin(ChecklistMixin):
    """For what has drafts and is no page: goes live only when nothing is against it."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Raises NotPublishableError for what would be live and is not ready."""
        fields = kwargs.get("update_fields")
        if self.live and (fields is None or "live" in fields):
            self._refuse_what_is_not_ready()
            self.pass_gates()
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
        problems = _with_findings(self, problems)
        if problems:
            raise NotPublishableError(self, ValidationError(problems))


def _with_findings(instance: models.Model, problems: dict) -> dict:
    for finding in findings_of(instance):
        problem = ValidationError(finding.message, code=finding.rule)
        problems.setdefault(NON_FIELD_ERRORS, []).append(problem)
    return problems
