"""Forms of things that belong to organisations."""

from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import DraftStateMixin
from wagtail.permissions import policy_registry

from lms.block_problems import sentences_of
from lms.publishing import gate_findings
from organisations.policies import OwnedPermissionPolicy, choosable


class OwnedFormMixin:
    """Refuses what belongs to others: in fields, and within lessons and questions.

    Somebody else's object is "not found", not an error beside a field: a form that is
    shown again would name it. What the stored object already shows may stay.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._all = {}
        if self.for_user is None:
            return
        for name, field in self.fields.items():
            if isinstance(field, ModelChoiceField):
                self._all[name] = field.queryset
                field.queryset = self._with_stored(name, field)
        owner = self.fields.get("owner")
        if owner is not None and not self.initial.get("owner"):
            self.initial["owner"] = owner.queryset.first()

    def full_clean(self):
        for name, everything in self._all.items():
            self._refuse_foreign(name, everything)
        super().full_clean()
        self._say_what_blocks_say()

    def _say_what_blocks_say(self):
        """Wagtail lists the errors of a form where one is about all of it, and of a
        stream says only that there are some."""
        for name, errors in self.errors.items():
            for error in errors.as_data():
                if isinstance(error, StreamBlockValidationError):
                    block, value = self.fields[name].block, self[name].data
                    error.message = " ".join(sentences_of(error, block, value))

    def _post_clean(self):
        # Models ask this in clean(): a draft may lack what publishing needs.
        self.instance.is_deferred_validation = self.is_deferred_validation
        super()._post_clean()
        if self.for_user is not None and not self.for_user.is_superuser:
            self._refuse_foreign_references()
            self._refuse_foreign_place()
        if self._asks_to_publish() and not self.errors:
            for finding in gate_findings(self.instance):
                self.add_error(None, finding.message)

    def _asks_to_publish(self) -> bool:
        # Sending for review checks as much, and passes no gate.
        return "action-publish" in self.data and not self.is_deferred_validation

    def _refuse_foreign_place(self):
        """A person may write for one organisation and publish for another: what counts
        is the role where this object belongs."""
        policy = policy_registry.get(self.instance)
        if self.errors or not isinstance(policy, OwnedPermissionPolicy):
            return
        wanted = {"change" if self.instance.pk else "add"}
        if isinstance(self.instance, DraftStateMixin) and self._asks_to_publish():
            wanted.add("publish")
        for action in wanted:
            if not policy.user_has_permission_for_instance(
                self.for_user, action, self.instance
            ):
                self.add_error(None, _("Your role there does not let you do this."))

    def _with_stored(self, name, field):
        offered = choosable(self.for_user, field.queryset)
        stored = self.initial.get(name)
        if stored is None or self.instance.pk is None:
            return offered
        # Several, as a list or as what a draft holds of them.
        kept = list(stored) if isinstance(field, ModelMultipleChoiceField) else [stored]
        keys = [getattr(one, "pk", one) for one in kept]
        return offered | field.queryset.filter(pk__in=keys)

    def _refuse_foreign(self, name, everything):
        field = self.fields.get(name)
        if field is None or not self.is_bound:
            return
        given = field.widget.value_from_datadict(
            self.data, self.files, self.add_prefix(name)
        )
        given = given if isinstance(given, (list, tuple)) else [given]
        for value in filter(None, given):
            try:
                exists = everything.filter(pk=value).exists()
            except (TypeError, ValueError, ValidationError):
                continue
            if exists and not field.queryset.filter(pk=value).exists():
                raise Http404

    def _refuse_foreign_references(self):
        stored = None
        for model, pk in references_of(self.instance):
            if choosable(self.for_user, model._default_manager.filter(pk=pk)).exists():
                continue
            if stored is None:
                stored = self._stored_references()
            if (model, pk) not in stored:
                raise Http404

    def _stored_references(self) -> set:
        if self.instance.pk is None:
            return set()
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        found = set(references_of(stored))
        if hasattr(stored, "get_latest_revision_as_object"):
            found |= set(references_of(stored.get_latest_revision_as_object()))
        return found


def references_of(instance):
    """(model, primary key) of what the streams and rich texts of an object show."""
    for field in instance._meta.get_fields():
        if not hasattr(field, "extract_references"):
            continue
        value = field.value_from_object(instance)
        if value is None:
            continue
        for model, pk, _model_path, _content_path in field.extract_references(value):
            yield model, str(pk)


class OwnedModelForm(OwnedFormMixin, WagtailAdminModelForm):
    """The form of a snippet or model that has an owner."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for rows in self.formsets.values():
            # Of something new they would know another one than this form fills in.
            rows.instance = self.instance


class OwnedPageForm(OwnedFormMixin, WagtailAdminPageForm):
    """The form of a page that shows things which have an owner."""

    def _post_clean(self):
        # What holds for a page depends on where it is; a new one has no place yet.
        self.instance.parent_to_be = self.parent_page
        super()._post_clean()
