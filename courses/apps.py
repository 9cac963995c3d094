from datetime import timedelta

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# What programme owners write about courses, and authors look up.
TOGETHER = (
    "equivalencegroup",
    "learningpath",
    "programme",
    "provider",
    "sectortitle",
)
RECORD = "keep:proof of training, GDPR art. 6(1)(e)"


def _practice_offered(user, course_ids) -> set[int]:
    # Inside: this module needs the models, which are loaded after this one.
    from courses.domain.boosters import offered_among  # noqa: PLC0415

    return offered_among(user, course_ids, now=timezone.now())


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        # Inside: these need the models, which are loaded only now.
        from courses import (  # noqa: PLC0415
            merge_rules,
            receivers,  # noqa: F401
        )
        from courses.domain import duplicating  # noqa: PLC0415
        from courses.domain.authoring import course_pages_of  # noqa: PLC0415
        from courses.domain.boosters import sweep as offer_practice  # noqa: PLC0415
        from courses.domain.checklist import registered as checklist  # noqa: PLC0415
        from courses.domain.downloads import shows_document  # noqa: PLC0415
        from courses.domain.editions import affected, preparing  # noqa: PLC0415
        from courses.domain.enrolment import sweep  # noqa: PLC0415
        from courses.domain.facts.reminding import remind_of_facts  # noqa: PLC0415
        from courses.domain.facts.uses import lesson_uses  # noqa: PLC0415
        from courses.domain.manifest import lesson_data, no_rules  # noqa: PLC0415
        from courses.domain.overlays.registered import (  # noqa: PLC0415
            register as register_overlays,
        )
        from courses.domain.polls import export as own_poll_answers  # noqa: PLC0415
        from courses.domain.queries import (  # noqa: PLC0415
            open_courses,
            published_snippets,
        )
        from courses.domain.reflections import export as own_reflections  # noqa: PLC0415
        from courses.domain.reviewing import registered as reviewing  # noqa: PLC0415
        from courses.domain.reviewing.assigning import ensure_review  # noqa: PLC0415
        from courses.domain.statements import owners  # noqa: PLC0415
        from courses.domain.symbols import symbol_findings  # noqa: PLC0415
        from courses.domain.words import stigmatising_terms  # noqa: PLC0415
        from courses.models import Symbol  # noqa: PLC0415
        from courses.registries import (  # noqa: PLC0415
            ManifestSource,
            ReleaseEffect,
            enrolment_grounds,
            fact_uses,
            manifest_sources,
            manifest_stamps,
            release_effects,
        )
        from library.registries import open_courses as shown_on_home  # noqa: PLC0415
        from lms import personal_data  # noqa: PLC0415
        from lms.background import periodic  # noqa: PLC0415
        from lms.publishing import register_check  # noqa: PLC0415
        from media.registries import reading_grounds  # noqa: PLC0415
        from organisations.registries import (  # noqa: PLC0415
            Destination,
            content_pages,
            group_permissions,
            navigation,
            word_rules,
        )

        word_rules.register(stigmatising_terms)
        merge_rules.declare()
        checklist.register()
        reviewing.register()
        periodic.register("courses.review", ensure_review, every=timedelta(hours=1))
        periodic.register("courses.sweep", sweep, every=timedelta(hours=1))
        periodic.register("courses.boosters", offer_practice, every=timedelta(hours=1))
        if _practice_offered not in enrolment_grounds:
            enrolment_grounds.append(_practice_offered)
        periodic.register(
            "courses.remind_of_facts", remind_of_facts, every=timedelta(hours=6)
        )
        periodic.register("courses.statements", owners.sweep, every=timedelta(hours=1))
        periodic.register(
            "courses.sweep_duplications",
            duplicating.sweep,
            every=timedelta(minutes=5),
        )
        periodic.register(
            "courses.sweep_preparations", preparing.sweep, every=timedelta(minutes=5)
        )
        content_pages.register(course_pages_of)
        register_check(Symbol, symbol_findings)
        if shows_document not in reading_grounds:
            reading_grounds.append(shows_document)
        register_overlays()
        manifest_sources["lesson"] = ManifestSource(lesson_data, no_rules)
        if published_snippets not in manifest_stamps:
            manifest_stamps.append(published_snippets)
        for effect in (
            ReleaseEffect("learning", _("In the middle"), 10, affected.learning),
            ReleaseEffect("completed", _("Have completed it"), 20, affected.completed),
        ):
            release_effects[effect.name] = effect
        if lesson_uses not in fact_uses:
            fact_uses.append(lesson_uses)
        if open_courses not in shown_on_home:
            shown_on_home.append(open_courses)
        navigation.register(
            Destination(
                label=_("Courses"),
                url_name="courses:catalogue",
                icon="book-open",
                position=20,
                tab=True,
                prefixes=("/courses/", "/learn/", "/quiz/", "/attempt/"),
            )
        )
        personal_data.register(
            "courses.Enrolment",
            "user",
            erasure=RECORD,
            describe=gettext_noop("Courses you are in, and since when."),
            export=personal_data.fields(
                "courses.Enrolment", "user", ["course__code", "cycle", "started_at"]
            ),
        )
        personal_data.register(
            "courses.ActivityProgress",
            "enrolment__user",
            erasure="delete",
            describe=gettext_noop("How far you are in each lesson."),
            export=personal_data.fields(
                "courses.ActivityProgress",
                "enrolment__user",
                ["activity_id", "started_at", "last_seen_at", "completed_at"],
            ),
        )
        personal_data.register(
            "courses.Reflection",
            "user",
            erasure="delete",
            describe=gettext_noop("What you wrote for yourself in lessons."),
            export=own_reflections,
        )
        personal_data.register(
            "courses.PollAnswer",
            "pseudonym",
            erasure="anonymise",
            describe=gettext_noop(
                "What you answered in polls. It is kept without your name: only your own "
                "copy brings the two together."
            ),
            export=own_poll_answers,
        )
        personal_data.register(
            "courses.ChecklistTicks",
            "user",
            erasure="delete",
            describe=gettext_noop("What you ticked for yourself in checklists."),
            export=personal_data.fields(
                "courses.ChecklistTicks", "user", ["part", "ticked", "changed_at"]
            ),
        )
        personal_data.register(
            "courses.LessonFeedback",
            "handled_by",
            erasure="anonymise",
            describe=gettext_noop("What you did with learners' feedback on lessons."),
            export=personal_data.fields(
                "courses.LessonFeedback", "handled_by", ["handled_at", "what_changed"]
            ),
        )
        personal_data.register(
            "courses.StatementAcceptance",
            "user",
            erasure=RECORD,
            describe=gettext_noop("Statements of your profession that you accepted."),
            export=personal_data.fields(
                "courses.StatementAcceptance",
                "user",
                ["statement_key", "version", "words", "language", "accepted_at"],
            ),
        )
        personal_data.register(
            "courses.Completion",
            "enrolment__user",
            erasure=RECORD,
            describe=gettext_noop("Courses you completed, per sector."),
            export=personal_data.fields(
                "courses.Completion",
                "enrolment__user",
                [
                    "enrolment__course__code",
                    "sector_id",
                    "cycle",
                    "completed_at",
                    "basis",
                    "given_by",
                ],
            ),
        )
        personal_data.register(
            "courses.BoosterOffer",
            "enrolment__user",
            erasure="delete",
            describe=gettext_noop("Short practices you were offered after a course."),
            export=personal_data.fields(
                "courses.BoosterOffer",
                "enrolment__user",
                ["practice__code", "offered_at", "declined_at"],
            ),
        )
        personal_data.register(
            "courses.BoosterRefusal",
            "user",
            erasure="delete",
            describe=gettext_noop("That you want no offers to practise."),
            export=personal_data.fields("courses.BoosterRefusal", "user", ["since"]),
        )
        personal_data.register(
            "courses.Edition",
            "released_by",
            erasure="keep:editorial accountability, GDPR art. 6(1)(f)",
            describe=gettext_noop("Editions of courses you released."),
            export=personal_data.fields(
                "courses.Edition", "released_by", ["course__code", "number"]
            ),
        )
        personal_data.register(
            "courses.WordingReason",
            "given_by",
            erasure="keep:editorial accountability, GDPR art. 6(1)(f)",
            describe=gettext_noop("Reasons you gave for the wording of a text."),
            export=personal_data.fields(
                "courses.WordingReason", "given_by", ["subject", "reason", "given_at"]
            ),
        )
        personal_data.register(
            "courses.ReviewAct",
            "by",
            erasure="keep:editorial accountability, GDPR art. 6(1)(f)",
            describe=gettext_noop(
                "Texts you reviewed or approved, or published without review."
            ),
            export=personal_data.fields(
                "courses.ReviewAct", "by", ["key", "language", "step", "reason", "at"]
            ),
        )
        personal_data.register(
            "courses.TranslationAct",
            "by",
            erasure="keep:editorial accountability, GDPR art. 6(1)(f)",
            describe=gettext_noop("Texts you published, reviewed or approved."),
            export=personal_data.fields(
                "courses.TranslationAct", "by", ["key", "language", "step", "at"]
            ),
        )
        personal_data.register(
            "courses.EditionMove",
            "moved_by",
            erasure=RECORD,
            describe=gettext_noop("When you went over to a newer edition of a course."),
            export=personal_data.fields(
                "courses.EditionMove",
                "moved_by",
                [
                    "enrolment__course__code",
                    "from_edition__number",
                    "to_edition__number",
                    "moved_at",
                ],
            ),
        )
        personal_data.register(
            "courses.Preparation",
            "asked_by",
            erasure="keep:editorial accountability, GDPR art. 6(1)(f)",
            describe=gettext_noop("Editions you had put together."),
            export=personal_data.fields(
                "courses.Preparation", "asked_by", ["course__code", "asked_at"]
            ),
        )
        personal_data.register(
            "courses.Duplication",
            "asked_by",
            erasure="keep:editorial accountability, GDPR art. 6(1)(f)",
            describe=gettext_noop("Courses you had copied."),
            export=personal_data.fields(
                "courses.Duplication", "asked_by", ["source__code", "code", "asked_at"]
            ),
        )
        personal_data.register(
            "courses.LanguageException",
            "by",
            erasure="keep:editorial accountability, GDPR art. 6(1)(f)",
            describe=gettext_noop("Exceptions to the languages of a course you made."),
            export=personal_data.fields(
                "courses.LanguageException",
                "by",
                ["course__code", "languages", "reason", "until", "at"],
            ),
        )
        for group in ("Authors", "Reviewers", "Programme owners"):
            group_permissions.grant(
                group,
                "courses.view_course",
                "courses.view_term",
                *(f"courses.view_{model}" for model in TOGETHER),
                "courses.add_fact",
                "courses.change_fact",
                "courses.add_vignette",
                "courses.change_vignette",
                "courses.add_symbol",
                "courses.change_symbol",
                "courses.add_statement",
                "courses.change_statement",
            )
        for group in ("Reviewers", "Programme owners"):
            group_permissions.grant(
                group,
                "courses.publish_fact",
                "courses.publish_vignette",
                "courses.publish_symbol",
                "courses.publish_statement",
            )
        group_permissions.grant(
            "Programme owners",
            "courses.add_course",
            "courses.change_course",
            "courses.add_term",
            "courses.change_term",
            *(
                f"courses.{verb}_{model}"
                for verb in ("add", "change")
                for model in TOGETHER
            ),
        )
