"""Questions from a file into a bank as drafts, which are reviewed like any other; and
back, as long as nobody touched them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from lms import audit
from lms.errors import DomainError
from lms.keys import key_of
from quizzes.domain.pictures import keep, remove_unused
from quizzes.domain.planning import Ready, plan_import
from quizzes.interchange import Format
from quizzes.models import Bank, ImportRun, Question


@dataclass(frozen=True)
class Undone:
    """`kept` are the keys of what somebody worked on since."""

    removed: int
    kept: list[str]


@transaction.atomic
def import_questions(
    bank: Bank, form: Format, data: bytes, *, language: str, actor, now: datetime
) -> ImportRun:
    """Make the questions of a file as drafts. What stands in the bank stays as it is.

    Raises DomainError where nothing of the file can be read, or nothing would be made.
    """
    bank = Bank.objects.select_for_update().select_related("course").get(pk=bank.pk)
    plan = plan_import(bank, form, data, language=language)
    if not plan.ready:
        raise DomainError(_("This file has no question to take over."), code="nothing")
    locale = Locale.objects.get(language_code=language)
    made = [_make(one, bank, locale, actor) for one in plan.ready]
    run = ImportRun.objects.create(
        bank=bank,
        language=language,
        format=form.name,
        kinds=plan.kinds,
        problems=[problem.as_json() for problem in plan.problems],
        made=made,
        made_at=now,
        made_by=actor,
    )
    _record("quizzes.questions_imported", run, actor, now, {"made": len(made)})
    return run


@transaction.atomic
def undo_import(run: ImportRun, *, actor, now: datetime) -> Undone:
    """Take away what an import made and nobody touched since. Raises DomainError where
    that was done already."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.undone_at:
        raise DomainError(_("This import is undone already."), code="undone")
    first = {row["question"]: row["revision"] for row in run.made}
    rows = Question.objects.select_for_update().filter(pk__in=first)
    kept, removed = [], 0
    for question in rows:
        if _touched(question, first[question.pk]):
            kept.append(question.key)
            continue
        question.delete()
        removed += 1
    remove_unused(row["image"] for row in run.made if "image" in row)
    run.undone_at = now
    run.save(update_fields=["undone_at"])
    data = {"removed": removed, "kept": len(kept)}
    _record("quizzes.import_undone", run, actor, now, data)
    return Undone(removed, sorted(kept))


def _touched(question: Question, first_revision: int) -> bool:
    others = Question.objects.filter(translation_key=question.translation_key)
    return (
        question.live
        or question.latest_revision_id != first_revision
        or question.workflow_states.exists()
        or others.exclude(pk=question.pk).exists()
    )


def _make(ready: Ready, bank: Bank, locale: Locale, actor) -> dict:
    labels = ready.found.labels
    question = Question(
        bank=bank,
        locale=locale,
        key=ready.key,
        topic=labels.get("topic", ""),
        tags=labels.get("tags", ""),
        difficulty=int(labels.get("difficulty", "1")),
        must_pass=labels.get("must_pass") == "yes",
        lesson_key=key_of(labels.get("lesson", "")),
        lesson_block=labels.get("block", ""),
        fact=ready.fact,
        live=False,
        has_unpublished_changes=True,
    )
    made = {}
    if ready.picture is not None:
        owner = bank.course.owner
        image, is_new = keep(ready.picture, owner, key=ready.key, actor=actor)
        ready.body[0]["value"]["image"]["image"] = image
        made = {"image": image} if is_new else {}
    question.body = ready.body
    question.sectors = ready.sectors
    question.save()
    revision = question.save_revision(user=actor, clean=False)
    log(question, "wagtail.create", user=actor, revision=revision)
    return {"question": question.pk, "revision": revision.pk} | made


def _record(action: str, run: ImportRun, actor, now: datetime, data: dict) -> None:
    audit.record(
        action,
        actor=actor,
        subject=run,
        now=now,
        data=data | {"bank": run.bank.code, "format": run.format},
        organisation=run.bank.course.owner_id,
    )
