"""Whether an object that an address of the content admin names is the person's."""

import re
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, TaskState, UploadedFile, WorkflowState
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource

# (user, value in the address) -> whether the person has that object.
Check = Callable[[object, str], bool]

EDIT = ("change", "delete")
ANY = ("add", "change", "publish", "delete", "view", "lock", "unlock")
MENTIONED = re.compile(r"\d+")


def has(user, model, pk, *, actions=ANY) -> bool:
    """Whether one of the actions is the person's on this object of a model."""
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        mine = policy.explorable_instances(user)
    else:
        mine = policy.instances_user_has_any_permission_for(user, actions)
    try:
        return mine.filter(pk=pk).exists()
    except (TypeError, ValueError):
        return False


def may_choose(user, model, pk) -> bool:
    """Whether a person may show this object in content of their own."""
    policy = policy_registry.get_by_type(model)
    if hasattr(policy, "choosable"):
        return policy.choosable(user).filter(pk=pk).exists()
    return has(user, model, pk, actions=("choose",))


def own_page(user, pk) -> bool:
    return has(user, Page, pk)


def own_image(user, pk) -> bool:
    return has(user, get_image_model(), pk, actions=EDIT)


def image_to_choose(user, pk) -> bool:
    return may_choose(user, get_image_model(), pk)


def own_document(user, pk) -> bool:
    return has(user, get_document_model(), pk, actions=EDIT)


def document_to_choose(user, pk) -> bool:
    return may_choose(user, get_document_model(), pk)


def own_upload(user, pk) -> bool:
    return UploadedFile.objects.filter(pk=pk, uploaded_by_user=user).exists()


def _object(user, content_type, object_id) -> bool:
    return has(user, content_type.model_class(), object_id)


def own_revision(user, pk) -> bool:
    if not MENTIONED.fullmatch(str(pk)):
        return True  # "live", "earliest", "latest": of the object, which is checked.
    found = Revision.objects.select_related("content_type").filter(pk=pk).first()
    return found is not None and _object(user, found.content_type, found.object_id)


def own_workflow_state(user, pk) -> bool:
    state = WorkflowState.objects.filter(pk=pk).first()
    return state is not None and _object(user, state.content_type, state.object_id)


def own_task_state(user, pk) -> bool:
    state = TaskState.objects.filter(pk=pk).first()
    return state is not None and own_workflow_state(user, state.workflow_state_id)


def own_translation(user, pk) -> bool:
    found = Translation.objects.select_related("source").filter(pk=pk).first()
    if found is None:
        return False
    try:
        target = found.get_target_instance()
    except ObjectDoesNotExist:
        target = found.source.get_source_instance()
    return has(user, type(target), target.pk)


def own_translation_source(user, pk) -> bool:
    found = TranslationSource.objects.filter(pk=pk).first()
    instance = found.get_source_instance() if found else None
    return instance is not None and has(user, type(instance), instance.pk)
