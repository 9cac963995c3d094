"""Every address of Relay, and the arguments that make it one of the first municipality."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.models import Group
from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import Locale, Site, Task

from tests.project.access_world import World


@dataclass(frozen=True)
class Address:
    """`name` is the view name; "-" and the route where it has none."""

    name: str
    route: str
    arguments: tuple[str, ...]

    @property
    def is_content_admin(self) -> bool:
        return self.route.startswith("cms/")

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.arguments)})"


@cache
def addresses() -> tuple[Address, ...]:
    """All of them, found by walking through the resolver."""
    return tuple(_walk(get_resolver()))


def _walk(resolver, route="", namespace=""):
    for one in resolver.url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one, here, inner)
        else:
            name = f"{namespace}{one.name}" if one.name else f"- {here}"
            arguments = (
                *one.pattern.converters,
                *(
                    n
                    for n in one.pattern.regex.groupindex
                    if n not in one.pattern.converters
                ),
            )
            yield Address(name, here, tuple(_inherited(resolver)) + arguments)


def _inherited(resolver) -> list[str]:
    return list(resolver.pattern.regex.groupindex)


# Where an argument's name says too little: namespace -> what `pk` is.
THING_OF = {
    "course_release": "course",
    "course_duplicate": "course",
    "course_copies": "course",
    "course_copies_progress": "course",
    "practice_start": "organisation",
    "practice_progress": "organisation",
    "course_prepare": "course",
    "course_preparation": "course",
    "course_difference": "course",
    "course_difference_words": "course",
    "course_languages": "course",
    "course_po": "course",
    "course_po_import": "course",
    "course_translate": "course",
    "course_by_sentence": "course",
    "translation_status": "translation",
    "course_languages_report": "course",
    "course_languages_act": "course",
    "course_language_exception": "course",
    "fact_uses": "fact",
    "feedback_act": "feedback",
    "testimony_consent": "testimony",
    "testimony_withdraw": "testimony",
    "testimony_document": "testimony",
    "fact_confirm": "fact",
    "fact_replace": "fact",
    "courses_course": "course",
    "courses_equivalents": "equivalents",
    "courses_programmes": "programme",
    "courses_paths": "path",
    "courses_providers": "provider",
    "courses_titles": "title",
    "courses_terms": "term",
    "term_withdraw": "term",
    "wagtailsnippets_quizzes_question": "question",
    "wagtailsnippetchoosers_quizzes_question": "question",
    "question_try": "question",
    "quiz_try": "quiz page",
    "bank_analysis": "bank",
    "bank_analysis_start": "bank",
    "bank_analysis_progress": "bank",
    "bank_question_analysis": "bank",
    "bank_question_retire": "bank",
    "bank_interchange": "bank",
    "bank_scales": "bank",
    "bank_draws": "bank",
    "bank_duplicates": "bank",
    "bank_versions": "bank",
    "bank_gains": "bank",
    "bank_import_undo": "bank",
    "bank_export": "bank",
    "bank_export_file": "bank",
    "bank_template": "bank",
    "bank_regrades": "bank",
    "bank_regrade_new": "bank",
    "bank_regrade": "bank",
    "bank_regrade_progress": "bank",
    "wagtailsnippets_quizzes_bank": "bank",
    "wagtailsnippetchoosers_quizzes_bank": "bank",
    "wagtailsnippets_courses_fact": "fact",
    "wagtailsnippetchoosers_courses_fact": "fact",
    "wagtailsnippets_courses_statement": "statement",
    "wagtailsnippetchoosers_courses_statement": "statement",
    "wagtailsnippets_courses_vignette": "vignette",
    "wagtailsnippetchoosers_courses_vignette": "vignette",
    "wagtailsnippets_courses_symbol": "symbol",
    "wagtailsnippetchoosers_courses_symbol": "symbol",
    "wagtailsnippets_media_testimony": "testimony",
    "wagtailsnippetchoosers_media_testimony": "testimony",
    "wagtailsnippets_media_recording": "recording",
    "wagtailsnippetchoosers_media_recording": "recording",
    "overlay": "overlay",
    "overlay_place": "overlay",
    "overlay_publish": "overlay",
    "overlay_move": "overlay",
    "overlay_vignette": "overlay",
    "overlay_take_out_vignette": "overlay",
    "overlay_take_out": "overlay",
    "overlay_switch": "overlay",
    "overlay_decide": "overlay",
    "wagtailsnippets_courses_locallesson": "local lesson",
    "wagtailsnippetchoosers_courses_locallesson": "local lesson",
    "wagtailsnippets_organisations_contact": "contact",
    "wagtailsnippetchoosers_organisations_contact": "contact",
    "wagtailimages_chooser": "image",
    "hotspot_picture": "image",
    "wagtaildocs_chooser": "document",
    "wagtailadmin_api:pages": "lesson",
    "wagtailadmin_api:images": "image",
    "wagtailadmin_api:documents": "document",
    "wagtailadmin_collections": "collection",
    "wagtailadmin_workflows": "workflow",
    "wagtail_localize": "fact",
    "places": "organisation",
    "sectors": "sector",
    "wagtaillocales": "locale",
    "wagtailsites": "site",
    "wagtailusers_users": "user",
    "wagtailusers_groups": "group",
    "recognition": "recognition",
    "recognition_proof": "recognition",
    "certificates": "recognition",
    "wagtailsnippets_certificates_design": "design",
    "wagtailsnippetchoosers_certificates_design": "design",
    "design_languages": "design",
    "certificates_rules": "rule",
    "organisations": "membership",
    "tracking": "requirement",
    "tracking:export": "export",
    "tracking:export_progress": "export",
    "tracking:export_file": "export",
    "tracking:count_progress": "count of people",
    "tracking:change_regular_export": "regular export",
    "tracking:staff_list": "staff list",
    "trainers:end_assessor": "appointment",
    "certificates:old_list": "old list",
    "certificates:old_list_progress": "old list",
    "certificates:old_list_csv": "old list",
    "certificates:old_decide": "old list",
    "certificates:old_csv": "old list",
    "certificates:old_proof": "old list",
    "tracking:staff_progress": "staff list",
    "tracking:staff_csv": "staff list",
}


def path_of(address: Address, world: World) -> str:
    """The address of something that the first municipality has."""
    if address.name.startswith("- "):
        return "/cms/nowhere/" if "^" in address.route else f"/{address.route}"
    if address.name == "wagtail_serve":
        return reverse("wagtail_serve", args=["aldorp-course-en/aldorp-course-course/"])
    if address.name == "wagtaildocs_serve":
        document = world.a.things["document"]
        return reverse("wagtaildocs_serve", args=[document.pk, document.filename])
    values = {name: _value(address, name, world) for name in address.arguments}
    return reverse(address.name, kwargs=values)


def _value(address: Address, argument: str, world: World):
    a, things = world.a, world.a.things
    namespace, _colon, _name = address.name.rpartition(":")
    course_addresses = ("courses", "quizzes")
    plain = {
        "page_id": "lesson",
        "page_pk": "lesson",
        "page_to_move_id": "lesson",
        "image_id": "image",
        "document_id": "document",
        "doc_id": "document",
        "collection_id": "collection",
        "uploaded_file_id": "upload",
        "translation_id": "translation",
        "translation_source_id": "source",
        "workflow_pk": "workflow",
        "workflow_state_id": "workflow state",
        "task_state_id": "task state",
        "parent_page_id": "module",
        "destination_id": "module",
    }
    if argument in plain:
        return things[plain[argument]].pk
    if argument == "pk":
        known = address.name in THING_OF
        return _pk(address.name if known else namespace or address.name, world)
    if argument in ("revision_id", "revision_id_a", "revision_id_b"):
        thing = things[THING_OF.get(namespace, "lesson")]
        return type(thing).objects.get(pk=thing.pk).latest_revision_id
    if address.name == "trainers:session_activity":
        key = a.small.key(f"{a.course.code}-session")
        return a.course.code if argument == "code" else key
    if argument == "code":
        return a.course.code if namespace in course_addresses else a.organisation.code
    if address.name == "certificates:badge_status":
        return {"number": 1, "purpose": "revocation"}[argument]
    if argument in ("programme", "organiser") and namespace == "trainers":
        return a.organisation.code
    if argument == "key" and namespace == "trainers":
        return things["accreditation"].uuid
    if argument == "kind":
        is_rubric = address.name == "trainers:rubric"
        return "observed-session" if is_rubric else "trainer-day"
    if argument == "key" and address.name.startswith("bank_question"):
        return things["question"].translation_key
    if argument == "key":
        slug = "quiz" if namespace == "quizzes" else "one"
        return a.small.key(f"{a.course.code}-{slug}")
    return {
        "attempt": lambda: things["attempt"].uuid,
        "reference": lambda: things["marking"].reference,
        "position": lambda: 1,
        "block": lambda: things["training session"].blocks.get().uuid,
        "placement": lambda: things["placement"].pk,
        "vignette": lambda: things["vignette placement"].pk,
        "module": lambda: things["placement"].module,
        "exercise": lambda: "none",
        "way": lambda: "1",
        "segment": lambda: "none",
        "uuid": lambda: (
            things["certificate"].uuid
            if namespace.startswith("certificates")
            else a.people["learner"].uuid
            if address.name
            in (
                "organisations:person",
                "organisations:appoint",
                "organisations:name_manager",
            )
            else things["prior recognition"].uuid
            if address.name.startswith("trainers:recognition")
            else things["training session"].uuid
            if address.name.startswith(("trainers:session", "trainers:attendance"))
            or address.name == "trainers:paper_sheet_add"
            else things["open session"].uuid
            if address.name.startswith("trainers:open")
            else things["registration"].uuid
            if address.name.startswith("trainers:registration_")
            else things["paper sheet"].uuid
            if address.name.startswith("trainers:paper_sheet")
            else things["training request"].uuid
            if address.name.startswith("trainers:request")
            else things["delivered group"].uuid
            if address.name.startswith(("trainers:group", "trainers:meeting_"))
            else things["accreditation"].uuid
            if namespace == "trainers"
            else things["announcement"].uuid
            if address.name == "organisations:withdraw_announcement"
            else things["announcement to all"].uuid
            if address.name == "organisations:withdraw_announcement_to_all"
            else things["letter file"].run.uuid
            if address.name == "organisations:letter_run"
            else things["letter file"].uuid
            if address.name == "organisations:letter_file"
            else things["access token"].uuid
            if address.name == "interop:withdraw_token"
            else things["suggestion"].uuid
            if address.name == "tracking:put_suggestion_away"
            else things["membership"].user.uuid
            if namespace == "tracking"
            else things["invitation"].uuid
        ),
        "act": lambda: (
            things["suggestion"].act
            if address.name == "tracking:suggestion_act"
            else "finish"
            if address.name == "trainers:group_act"
            else "pause"
        ),
        "months": lambda: 1,
        "meeting": lambda: things["delivered group"].meetings.get().uuid,
        "part": lambda: "lead",
        "kept": lambda: a.people["learner"].uuid,
        "merged": lambda: a.people["author"].uuid,
        "number": lambda: (
            things["placement"].pk
            if address.name == "overlay_decide"
            else things["certificate"].number
        ),
        "token": lambda: "no-such-token",
        "colour": lambda: "00525c",
        "uidb64": lambda: "MQ",
        "task_id": lambda: (
            things["invitation"].uuid
            if address.name == "operations_retry"
            else Task.objects.first().pk
        ),
        "name": lambda: "none",
        "path": lambda: (
            "nowhere"
            if address.name == "interop:scim_nowhere"
            else things["document"].file.name
        ),
        "app_label": lambda: _model_words(address)[0],
        "model_name": lambda: _model_words(address)[1],
        "app_name": lambda: "media",
        "content_type_app_name": lambda: "courses",
        "content_type_model_name": lambda: "lessonpage",
        "object_id": lambda: things["lesson"].pk,
        "session_id": lambda: 1,
        "action": lambda: "delete",
        "action_name": lambda: "copy" if "api" in address.name else "approve",
        "filter_spec": lambda: "max-100x100",
        "string_segment_id": lambda: 1,
        "overridable_segment_id": lambda: 1,
        "link": lambda: things["share link"].pk,
        "mode": lambda: "default",
        "language": lambda: "nl",
        "form": lambda: "xlsx",
        "run": lambda: (
            things["award run"].pk
            if address.name.startswith("award_run")
            else things["import"].pk
        ),
        "contest": lambda: things["contest"].uuid,
        "change": lambda: (
            things["signatory"].uuid
            if "signatory" in address.name
            else things["change"].uuid
        ),
        "correction": lambda: things["correction"].uuid,
        "appeal": lambda: things["appeal"].uuid,
        "version": lambda: things["bank"].versions.order_by("pk").first().pk,
        "waiver": lambda: things["waiver"].pk,
        "regrade": lambda: things["regrade"].pk,
        "step": lambda: "approved",
        "edition": lambda: things["material edition"].pk,
        "issuer": lambda: a.organisation.pk,
        "page_view_restriction_id": lambda: 1,
        "restriction_id": lambda: 1,
        "thing": lambda: (
            "placement"
            if address.name == "overlay_decide"
            else f"courses.fact.{things['fact'].pk}"
        ),
        "rule": lambda: "words",
        "subject": lambda: "hotbed",
    }[argument]()


def _model_words(address: Address) -> tuple[str, str]:
    if address.name == "wagtailadmin_workflows:add_task":
        return "wagtailcore", "groupapprovaltask"
    if "snippet" in address.name:
        return "courses", "fact"
    return "courses", "lessonpage"


def _pk(namespace: str, world: World):
    thing = THING_OF.get(namespace)
    a = world.a
    special = {
        "course": lambda: a.course.pk,
        "organisation": lambda: a.organisation.pk,
        "sector": lambda: "POL",
        "locale": lambda: Locale.objects.first().pk,
        "site": lambda: Site.objects.first().pk,
        "user": lambda: a.people["author"].pk,
        "group": lambda: (
            Group.objects.filter(name__contains=f"organisation {a.organisation.pk}")
            .first()
            .pk
        ),
    }
    if thing in special:
        return special[thing]()
    return a.things[thing].pk if thing else 1


# Addresses that take what they show as a question, not in the path.
def question_of(address: Address, world: World) -> dict[str, str]:
    """What is asked of an address besides its path; {} for most."""
    things = world.a.things
    asked = {
        "wagtailadmin_choose_page_chosen_multiple": things["lesson"],
        "wagtailimages_chooser:chosen_multiple": things["image"],
        "wagtaildocs_chooser:chosen_multiple": things["document"],
        "wagtail_bulk_action": things["lesson"],
    }
    if address.name.startswith("wagtailsnippetchoosers_") and address.name.endswith(
        "chosen_multiple"
    ):
        namespace = address.name.partition(":")[0]
        return {"id": things[THING_OF[namespace]].pk}
    if address.name in asked:
        return {"id": asked[address.name].pk}
    if "search" in address.name or "results" in address.name:
        return {"q": "secret"}
    return {}
