from datetime import timedelta

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
        from courses.domain.checklist.parts import (  # noqa: PLC0415
            check_blocks,
            check_media,
        )
        from courses.domain.checklist.subjects import course_sources  # noqa: PLC0415
        from courses.domain.reviewing.registered import (  # noqa: PLC0415
            put_under_review,
        )
        from lms import personal_data  # noqa: PLC0415
        from lms.background import periodic  # noqa: PLC0415
        from lms.publishing import register_check  # noqa: PLC0415
        from organisations.registries import (  # noqa: PLC0415
            AccountPage,
            Destination,
            account_pages,
            group_permissions,
            navigation,
        )
        from quizzes import merge_rules  # noqa: PLC0415
        from quizzes.domain.analysis.counting import (  # noqa: PLC0415
            refresh_analyses,
        )
        from quizzes.domain.attempts import open_quizzes  # noqa: PLC0415
        from quizzes.domain.checklist import (  # noqa: PLC0415
            check_questions,
            course_of_question,
            warn_of_being_left_out,
            warn_of_left_out,
            warn_of_rules,
            warn_of_small_bank,
        )
        from quizzes.domain.contesting.reminding import (  # noqa: PLC0415
            remind_of_contests,
        )
        from quizzes.domain.duplicates.warning import (  # noqa: PLC0415
            RULE,
            warn_of_duplicates,
        )
        from quizzes.domain.duplication import (  # noqa: PLC0415
            attributes_of_copy,
            clear_away_banks,
            steps_of_banks,
        )
        from quizzes.domain.fact_uses import question_uses  # noqa: PLC0415
        from quizzes.domain.freezing import quiz_data, quiz_rules  # noqa: PLC0415
        from quizzes.domain.marking.forgetting import forget_texts  # noqa: PLC0415
        from quizzes.domain.marking.tile import tile_of_marking  # noqa: PLC0415
        from quizzes.domain.overdue import close_overdue  # noqa: PLC0415
        from quizzes.domain.pairs.pages import warn_of_half_a_pair  # noqa: PLC0415
        from quizzes.domain.read_through import read_through  # noqa: PLC0415
        from quizzes.domain.regrading import carrying  # noqa: PLC0415
        from quizzes.domain.retention import forget_what_is_old  # noqa: PLC0415
        from quizzes.domain.rule_changes import rule_changes  # noqa: PLC0415
        from quizzes.domain.scales import forget_scales, part_scales  # noqa: PLC0415
        from quizzes.domain.translated import question_rows  # noqa: PLC0415
        from quizzes.domain.versions import published_questions  # noqa: PLC0415
        from quizzes.models import Question, QuizPage  # noqa: PLC0415
        from quizzes.rules import MARKING_ROLES  # noqa: PLC0415

        merge_rules.declare()
        periodic.register(
            "quizzes.close_overdue", close_overdue, every=timedelta(minutes=1)
        )
        periodic.register("quizzes.forget_texts", forget_texts, every=timedelta(days=1))
        periodic.register(
            "quizzes.part_scales", part_scales, every=timedelta(minutes=15)
        )
        periodic.register(
            "quizzes.forget_scales", forget_scales, every=timedelta(days=1)
        )
        navigation.register(
            Destination(
                label=_("Marking"),
                url_name="quizzes:marking",
                icon="pencil",
                position=55,
                prefixes=("/marking/",),
                shown=lambda shell: any(
                    one.role in MARKING_ROLES for one in shell.memberships
                ),
            )
        )
        if tile_of_marking not in registries.desk_tiles:
            registries.desk_tiles.append(tile_of_marking)
        periodic.register(
            "quizzes.refresh_analyses", refresh_analyses, every=timedelta(days=1)
        )
        periodic.register(
            "quizzes.sweep_regrades", carrying.sweep, every=timedelta(minutes=5)
        )
        periodic.register(
            "quizzes.remind_of_contests", remind_of_contests, every=timedelta(hours=1)
        )
        periodic.register(
            "quizzes.forget_what_is_old", forget_what_is_old, every=timedelta(hours=1)
        )
        more_time = AccountPage(_("More time in quizzes"), "quizzes:more_time")
        if more_time.url_name not in {page.url_name for page in account_pages}:
            account_pages.append(more_time)
        course_sources[Question] = course_of_question
        register_check(Question, check_blocks)
        register_check(Question, check_media)
        put_under_review(Question)
        register_check(QuizPage, check_questions)
        checklist.register_warning(QuizPage, warn_of_small_bank)
        checklist.register_warning(QuizPage, warn_of_rules)
        checklist.register_warning(QuizPage, warn_of_half_a_pair)
        checklist.register_warning(QuizPage, warn_of_left_out)
        checklist.register_warning(Question, warn_of_being_left_out)
        checklist.register_warning(Question, warn_of_duplicates)
        checklist.name_rule(RULE, _("Nothing asks nearly the same"), Question)
        checklist.name_rule("blocks", _("Every part is complete"), Question)
        checklist.name_rule("questions", _("Questions"), QuizPage)
        registries.players["quiz"] = _front
        registries.read_throughs["quiz"] = read_through
        registries.manifest_sources["quiz"] = registries.ManifestSource(
            quiz_data, quiz_rules
        )
        banks = registries.CourseCopy(
            steps_of_banks, attributes_of_copy, clear_away_banks
        )
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
                [
                    "activity_id",
                    "number",
                    "sectors",
                    "started_at",
                    "deadline_at",
                    "submitted_at",
                ],
            ),
            (
                "quizzes.ExtraTime",
                "user",
                gettext_noop(
                    "How much more time you have in quizzes with a time limit."
                ),
                ["amount"],
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
                gettext_noop(
                    "Answers you gave. What you chose on a scale is parted from you "
                    "within an hour of handing in, and cannot be found again."
                ),
                ["item__attempt__uuid", "item__position", "payload", "received_at"],
            ),
            (
                "quizzes.GradeRecord",
                "item__attempt__enrolment__user",
                gettext_noop("How your answers were graded."),
                ["item__attempt__uuid", "item__position", "correctness", "graded_at"],
            ),
            (
                "quizzes.Marking",
                "item__attempt__enrolment__user",
                gettext_noop("Answers of yours that a person marks."),
                [
                    "item__attempt__uuid",
                    "item__position",
                    "reference",
                    "waiting_since",
                    "due_at",
                    "decided_at",
                ],
            ),
            (
                "quizzes.Mark",
                "marking__item__attempt__enrolment__user",
                gettext_noop("Marks of your answers, and what was said of them."),
                [
                    "marking__reference",
                    "points",
                    "correctness",
                    "feedback",
                    "marked_at",
                ],
            ),
            (
                "quizzes.Contest",
                "attempt__enrolment__user",
                gettext_noop("Results you contested, and the answers."),
                [
                    "attempt__uuid",
                    "item__position",
                    "reason",
                    "made_at",
                    "due_at",
                    "withdrawn_at",
                    "outcome",
                    "answer",
                    "answered_at",
                ],
            ),
        ):
            personal_data.register(
                label,
                path,
                erasure="delete",
                describe=describe,
                export=personal_data.fields(label, path, names),
            )
        personal_data.register(
            "quizzes.ImportRun",
            "made_by",
            erasure=personal_data.EDITORIAL,
            describe=gettext_noop("Files of questions you read into a bank."),
            export=personal_data.fields(
                "quizzes.ImportRun", "made_by", ["bank__code", "format", "made_at"]
            ),
        )
        personal_data.register(
            "quizzes.Retirement",
            "retired_by",
            erasure=personal_data.EDITORIAL,
            describe=gettext_noop("Questions you retired."),
            export=personal_data.fields(
                "quizzes.Retirement", "retired_by", ["question_key", "retired_at"]
            ),
        )
        personal_data.register(
            "quizzes.NotDuplicate",
            "put_aside_by",
            erasure=personal_data.EDITORIAL,
            describe=gettext_noop("Pairs of questions you said are no duplicates."),
            export=personal_data.fields(
                "quizzes.NotDuplicate",
                "put_aside_by",
                ["first__key", "second__key", "put_aside_at"],
            ),
        )
        personal_data.register(
            "quizzes.Regrade",
            "decided_by",
            erasure=personal_data.EDITORIAL,
            describe=gettext_noop("Questions whose answers you had graded again."),
            export=personal_data.fields(
                "quizzes.Regrade", "decided_by", ["version__key", "how", "decided_at"]
            ),
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
