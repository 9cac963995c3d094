from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


def _front(course_code: str, activity_key: str) -> str:
    return reverse("quizzes:front", args=[course_code, activity_key])


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        # Inside: these need the models, which are loaded only now.
        from courses import registries  # noqa: PLC0415
        from courses.domain import checklist  # noqa: PLC0415
        from courses.domain.checklist.parts import check_blocks  # noqa: PLC0415
        from courses.domain.checklist.subjects import course_sources  # noqa: PLC0415
        from lms import personal_data  # noqa: PLC0415
        from lms.publishing import register_check  # noqa: PLC0415
        from organisations.registries import group_permissions  # noqa: PLC0415
        from quizzes.domain.attempts import open_quizzes  # noqa: PLC0415
        from quizzes.domain.checklist import (  # noqa: PLC0415
            check_questions,
            course_of_question,
            warn_of_small_bank,
        )
        from quizzes.domain.duplication import (  # noqa: PLC0415
            attributes_of_copy,
            copy_banks,
        )
        from quizzes.domain.fact_uses import question_uses  # noqa: PLC0415
        from quizzes.domain.read_through import read_through  # noqa: PLC0415
        from quizzes.domain.rule_changes import rule_changes  # noqa: PLC0415
        from quizzes.domain.translated import question_rows  # noqa: PLC0415
        from quizzes.domain.versions import (  # noqa: PLC0415
            published_questions,
            quiz_data,
            quiz_rules,
        )
        from quizzes.models import Question, QuizPage  # noqa: PLC0415

        course_sources[Question] = course_of_question
        register_check(Question, check_blocks)
        register_check(QuizPage, check_questions)
        checklist.register_warning(QuizPage, warn_of_small_bank)
        checklist.name_rule("blocks", _("Every part is complete"), Question)
        checklist.name_rule("questions", _("Questions"), QuizPage)
        registries.players["quiz"] = _front
        registries.read_throughs["quiz"] = read_through
        registries.manifest_sources["quiz"] = registries.ManifestSource(
            quiz_data, quiz_rules
        )
        banks = registries.CourseCopy(copy_banks, attributes_of_copy)
        if banks not in registries.course_copies:
            registries.course_copies.append(banks)
        registries.rule_changes["quiz"] = rule_changes
        if open_quizzes not in registries.running_work:
            registries.running_work.append(open_quizzes)
        if published_questions not in registries.manifest_stamps:
            registries.manifest_stamps.append(published_questions)
        if question_uses not in registries.fact_uses:
            registries.fact_uses.append(question_uses)
        if question_rows not in registries.translated_rows:
            registries.translated_rows.append(question_rows)

        for label, path, describe, names in (
            (
                "quizzes.Attempt",
                "enrolment__user",
                gettext_noop("Quizzes you took."),
                ["activity_id", "number", "started_at", "submitted_at"],
            ),
            (
                "quizzes.AttemptItem",
                "attempt__enrolment__user",
                gettext_noop("Questions you were asked."),
                ["attempt__uuid", "position", "version__key", "flagged"],
            ),
            (
                "quizzes.Answer",
                "item__attempt__enrolment__user",
                gettext_noop("Answers you gave."),
                ["item__attempt__uuid", "item__position", "payload", "received_at"],
            ),
            (
                "quizzes.GradeRecord",
                "item__attempt__enrolment__user",
                gettext_noop("How your answers were graded."),
                ["item__attempt__uuid", "item__position", "correctness", "graded_at"],
            ),
        ):
            personal_data.register(
                label,
                path,
                erasure="delete",
                describe=describe,
                export=personal_data.fields(label, path, names),
            )
        for group in ("Authors", "Reviewers", "Programme owners"):
            group_permissions.grant(
                group,
                "quizzes.add_question",
                "quizzes.change_question",
                "quizzes.add_bank",
                "quizzes.change_bank",
            )
        for group in ("Reviewers", "Programme owners"):
            group_permissions.grant(group, "quizzes.publish_question")
