"""Two municipalities with everything in them, and one person per role.

Whatever belongs to the first one says so in every word a person could read: MARK is in
the titles, names and texts of its things, and in no address. A page on which somebody
of the second one reads it has told them too much.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.files.base import ContentFile
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, TaskState, UploadedFile, Workflow
from wagtail_localize.models import Translation, TranslationSource

from certificates.domain.appeals.making import appeal
from certificates.domain.award import award_certificate
from certificates.domain.correcting import ask_for_correction
from certificates.domain.life import restore, suspend
from certificates.domain.oversight.bulk import look_at_change
from certificates.domain.oversight.signatories import plan_signatory
from certificates.domain.shares import make_link
from certificates.enums import (
    AwardRunState,
    EventKind,
    OldLineState,
    OldListState,
    SharedFor,
)
from certificates.models import (
    AwardRun,
    Certificate,
    Design,
    OldLine,
    OldList,
    Recognition,
)
from courses.models import (
    Course,
    CoursePage,
    Edition,
    EditionContent,
    Enrolment,
    EquivalenceGroup,
    Fact,
    LearningPath,
    LessonPage,
    LocalLesson,
    ModulePage,
    Overlay,
    OverlayEdition,
    Placement,
    Programme,
    Provider,
    SectorTitle,
    Statement,
    Symbol,
    Term,
    Vignette,
    VignettePlacement,
)
from interop.domain.tokens import make_token
from interop.enums import Scope
from interop.models import AccessToken
from media.models import Recording, Testimony
from organisations.domain.groups import collection_of, sync_all_groups
from organisations.domain.invitations.making import (
    invite,
)
from organisations.enums import LetterLayout, Role
from organisations.models import (
    Announcement,
    Contact,
    Invitation,
    LetterFile,
    LetterRun,
    Membership,
    Organisation,
    Sector,
    User,
)
from quizzes.domain.attempts import start_attempt
from quizzes.enums import RegradeHow, RegradeState
from quizzes.models import (
    Attempt,
    Bank,
    Contest,
    ImportRun,
    Marking,
    Question,
    QuizPage,
    Regrade,
)
from tests.factories.announcements import make_announcement
from tests.factories.certificates import make_rule, next_completion
from tests.factories.contacts import make_contact
from tests.factories.courses import SmallCourse, make_course
from tests.factories.designs import make_design
from tests.factories.equivalents import make_equivalents
from tests.factories.exercises import stable
from tests.factories.feedback import crowd
from tests.factories.media import captions, make_testimony, sound
from tests.factories.organisations import OrganisationFactory
from tests.factories.overlays import add, add_vignette, make_local
from tests.factories.programmes import make_path, make_programme, make_provider
from tests.factories.requests import make_request as make_training_request
from tests.factories.symbols import make_symbol
from tests.factories.tracking import (
    make_enrolment,
    make_exemption,
    make_requirement,
)
from tests.factories.trainers import at, make_accredited, make_assessor
from tests.factories.trainers import make_programme as make_trainer_programme
from tracking.enums import (
    CountKind,
    ExportFormat,
    Rhythm,
    StaffImportState,
    StaffRowState,
)
from tracking.models import (
    Obligation,
    PeopleCount,
    RegularExport,
    Requirement,
    StaffExport,
    StaffImport,
    StaffImportRow,
    Suggestion,
    Waiver,
)
from trainers.domain.delivery.groups import begin_group
from trainers.domain.delivery.meetings import Meeting, record_meeting
from trainers.domain.delivery.plans import GroupPlan
from trainers.domain.sessions.planning import create_session
from trainers.domain.sessions.plans import Plan, PlannedBlock
from trainers.domain.sessions.publishing import publish_session
from trainers.domain.sessions.registering import sign_up
from trainers.enums import Audience
from trainers.models import (
    Accreditation,
    DeliveredGroup,
    FollowUp,
    GroupMeeting,
    ImplementationPlan,
    PaperSheet,
    PriorRecognition,
    Registration,
    SessionPage,
    TrainingRequest,
    TrainingSession,
)

MARK = "SECRET-A-7f3d"
ROLES = {
    "learner": Role.LEARNER,
    "coordinator": Role.COORDINATOR,
    "author": Role.AUTHOR,
    "reviewer": Role.REVIEWER,
    "owner": Role.PROGRAMME_OWNER,
    "auditor": Role.AUDITOR,
}
# Where words for people are: what MARK is written into, and what must not change.
MARKED = {
    Course: (),
    Page: ("title", "draft_title"),
    CoursePage: ("summary",),
    ModulePage: ("summary",),
    LessonPage: (),
    QuizPage: ("introduction",),
    SessionPage: ("introduction",),
    Fact: ("text", "source_title"),
    Statement: ("title", "text"),
    Vignette: ("title", "story"),
    EquivalenceGroup: ("name",),
    Programme: (),
    LearningPath: (),
    Provider: ("name",),
    Recording: ("title", "transcript"),
    Symbol: ("name", "meaning"),
    Testimony: ("title", "words"),
    Bank: ("name",),
    Design: ("name", "heading"),
    Contact: ("name_en",),
    LocalLesson: ("title",),
    Question: (),
    Organisation: ("name",),
    User: ("printed_name",),
    AccessToken: ("name",),
    TrainingSession: ("title",),
}
KEPT = (
    *MARKED,
    Overlay,
    OverlayEdition,
    Placement,
    Announcement,
    Invitation,
    Membership,
    Requirement,
    Waiver,
    Enrolment,
    Attempt,
    Certificate,
    Accreditation,
    PriorRecognition,
    Registration,
    TrainingRequest,
    DeliveredGroup,
    GroupMeeting,
)


@dataclass
class Place:
    """One municipality: its people by role, its things by name."""

    organisation: Organisation
    people: dict[str, User] = field(default_factory=dict)
    small: SmallCourse | None = None
    things: dict[str, Any] = field(default_factory=dict)

    @property
    def course(self) -> Course:
        return self.small.course


@dataclass
class World:
    a: Place
    b: Place
    administrator: User

    def person(self, role: str) -> User | None:
        """The person of a role such as "author of B"; None: nobody signed in."""
        if role == "stranger":
            return None
        if role == "administrator":
            return self.administrator
        name, _of, place = role.partition(" of ")
        return (self.a if place == "A" else self.b).people[name]


def build() -> World:
    """Both places, with their groups in step with the memberships."""
    now = timezone.now()
    a, b = _place("aldorp", "POL", now), _place("belmont", "POL", now)
    # One catalogue, as in life: the course pages stand beside each other.
    for language, page in b.small.pages.items():
        index = a.small.pages[language].get_parent()
        page.move(index, pos="last-child")
    sync_all_groups(now)
    for place in (a, b):
        _media(place)
        _histories(place, now)
    a.things["marking"] = _written(a, now)
    _mark(a)
    administrator = User.objects.create_superuser(
        "administrator@relay.example", printed_name="Administrator", language="en"
    )
    for place in (a, b):
        words = {"en": f"Said {MARK if place is a else ''}"}
        place.things["announcement"] = make_announcement(
            place.organisation, place.people["coordinator"], words
        )
    a.things["announcement to all"] = make_announcement(None, administrator)
    return World(a, b, administrator)


def _place(code: str, sector: str, now) -> Place:
    organisation = OrganisationFactory(code=code, name=code.title())
    place = Place(organisation)
    for name, role in ROLES.items():
        user = User.objects.create_user(
            f"{name}@{code}.example",
            printed_name=f"{name.title()} {code.title()}",
            name_checked_at=now,
            sector_id=sector,
            language="en",
        )
        Membership.objects.create(
            user=user,
            organisation=organisation,
            role=role,
            starts_on=timezone.localdate(now) - timedelta(days=200),
        )
        place.people[name] = user
    place.small = make_course(
        organisation, code=f"{code}-course", is_open=False, bank_size=2
    )
    code = place.course.code
    QuizPage.objects.filter(slug=f"{code}-quiz").update(draw=2)
    for page in place.small.pages.values():
        _add_session_part(page, code)
    return place


def _add_session_part(course_page: CoursePage, code: str) -> None:
    """A module that nobody needs, with a part taught in a session."""
    module = course_page.add_child(
        instance=ModulePage(
            title="Together",
            slug=f"{code}-together",
            locale=course_page.locale,
            translation_key=stable(f"{code}-together"),
            is_optional=True,
        )
    )
    module.add_child(
        instance=SessionPage(
            title="In the room",
            slug=f"{code}-session",
            locale=course_page.locale,
            translation_key=stable(f"{code}-session"),
            introduction="Bring a question.",
        )
    )


def _trainers(place: Place, now) -> dict[str, Any]:
    """The learner is accredited here, leads a session that the reviewer is signed up for
    and an open one, keeps the log of a group, and asks to have a paper recognised; the
    reviewer assesses, and the coordinator asks for training."""
    learner, organisation = place.people["learner"], place.organisation
    programme = make_trainer_programme(organisation, code=organisation.code)
    accreditation = make_accredited(learner, programme, organisation, now=now)
    session, open_session = (
        publish_session(
            create_session(
                programme,
                organisation,
                Plan(
                    title=title,
                    language="nl",
                    blocks=(PlannedBlock(at(now, days, 9), at(now, days, 12)),),
                    place="Town hall",
                    audience=audience,
                    lead=learner,
                    places=((organisation, None),),
                ),
                actor=learner,
                now=now,
            ),
            actor=learner,
            now=now,
        )
        for title, audience, days in (
            ("Two mornings", Audience.STAFF, 30),
            ("Evening for parents", Audience.OPEN, 31),
        )
    )
    reviewer = place.people["reviewer"]
    _planned(accreditation, now)
    return {
        "accreditation": accreditation,
        "training session": session,
        "open session": open_session,
        "paper sheet": PaperSheet.objects.create(
            session=session,
            file=ContentFile(MARK.encode(), name=f"{organisation.code}-sheet.pdf"),
            added_by=learner,
            added_at=now,
        ),
        "registration": sign_up(session, reviewer, actor=reviewer, now=now),
        "delivered group": _delivered(place, programme, now),
        "appointment": make_assessor(
            place.people["reviewer"], programme, by=place.people["owner"], now=now
        ),
        "prior recognition": PriorRecognition.objects.create(
            person=learner,
            programme=programme,
            language="fr",
            sector=learner.sector,
            employer=organisation,
            accredited_since=date(2024, 1, 5),
            given_by="Academy",
            proof=ContentFile(MARK.encode(), name=f"{organisation.code}-paper.pdf"),
            asked_at=now,
        ),
        "training request": make_training_request(
            organisation,
            place.people["coordinator"],
            now=now,
            programme=programme,
            remark=MARK,
            ends_on=timezone.localdate(now) + timedelta(days=400),
        ),
    }


def _planned(accreditation, now) -> None:
    """What the learner means to do, and says of how it goes."""
    today = timezone.localdate(now)
    ImplementationPlan.objects.create(
        accreditation=accreditation,
        version=1,
        made_at=now,
        first_on=today,
        groups_planned=3,
        hours_per_month=8,
        settings=["school"],
        beside="lead",
        note=MARK,
    )
    FollowUp.objects.create(
        accreditation=accreditation,
        months=1,
        answered_at=now,
        progress="begun",
        note=MARK,
    )


def _delivered(place: Place, programme, now) -> DeliveredGroup:
    """A group that the learner leads, with a meeting."""
    learner, today = place.people["learner"], timezone.localdate(now)
    group = begin_group(
        programme,
        GroupPlan("nl", place.organisation, today, 3, learner),
        actor=learner,
        now=now,
    )
    record_meeting(group, Meeting(1, today, 120, 9, learner), actor=learner, now=now)
    group.meetings.update(note=MARK)
    return group


def _media(place: Place) -> None:
    collection = collection_of(place.organisation)
    author = place.people["author"]
    rights = {"rights_holder": "Us", "licence": "CC BY", "uploaded_by_user": author}
    image = get_image_model().objects.create(
        title="Image",
        file=get_test_image_file(filename=f"{place.organisation.code}.png"),
        collection=collection,
        no_danger_cue=True,
        **rights,
    )
    document = get_document_model().objects.create(
        title="Document",
        file=ContentFile(MARK.encode(), name=f"{place.organisation.code}.txt"),
        collection=collection,
        **rights,
    )
    recording = Recording.objects.create(
        owner=place.organisation,
        title="Recording",
        language="en",
        file=sound("a.mp3"),
        captions=captions(name="a.vtt"),
        transcript="Said",
        rights_holder="Us",
        licence="CC BY",
    )
    vignette = Vignette.objects.create(
        owner=place.organisation,
        key="case",
        title="Case",
        form="far-right",
        sector=Sector.objects.get(pk="POL"),
        is_fictional=True,
        locale=Locale.objects.get(language_code="en"),
        **dict.fromkeys(
            ("story", "see", "explanations", "job", "consult", "trap"), "x"
        ),
    )
    upload = UploadedFile.objects.create(
        for_content_type=None,
        file=ContentFile(b"x", name="upload.png"),
        uploaded_by_user=author,
    )
    place.things |= {
        "image": image,
        "document": document,
        "recording": recording,
        "vignette": vignette,
        "statement": Statement.objects.create(
            owner=place.organisation,
            key="statement",
            title="Statement",
            text="<p>Said</p>",
            sectors=[Sector.objects.get(pk="POL")],
            dated=date(2026, 1, 1),
            review_by=date(2030, 1, 1),
            locale=Locale.objects.get(language_code="en"),
        ),
        "design": make_design(place.organisation, languages=("en",))["en"],
        "symbol": make_symbol(place.organisation, languages=("en",))["en"],
        "testimony": make_testimony(place.organisation, languages=("en",))["en"],
        "contact": make_contact(place.organisation),
        "local lesson": make_local(place.organisation, languages=("en",)),
        "upload": upload,
        "collection": collection,
    }


def _histories(place: Place, now) -> None:
    """Owners, editors, revisions, a workflow, a translation, a certificate."""
    code, author = place.course.code, place.people["author"]
    pages = Page.objects.filter(path__startswith=place.small.pages["en"].path)
    pages.update(owner=author)
    lesson = place.small.lesson(f"{code}-one")
    fact = Fact.objects.get(key=f"{code}-fact", locale__language_code="en")
    bank = Bank.objects.get(code=f"{code}-bank")
    question = bank.questions.filter(locale__language_code="en").first()
    for thing in (lesson, fact, question, *place.things.values()):
        if hasattr(thing, "save_revision"):
            thing.save_revision(user=author, log_action=True, changed=True)
            thing.refresh_from_db()
    place.small.release(now=now, actor=place.people["owner"])
    learner = place.people["learner"]
    overlay = add(
        place.small,
        place.organisation,
        place.things["local lesson"],
        beside=f"{code}-one",
        actor=author,
        now=now,
    )
    add_vignette(
        place.small,
        place.organisation,
        place.things["vignette"],
        within=f"{code}-one",
        actor=author,
        publish=False,
    )
    enrolment = make_enrolment(learner, place.course, timezone.localdate(now))
    attempt = start_attempt(
        enrolment, place.small.key(f"{code}-quiz"), language="en", now=now
    )
    rule = make_rule(place.course)
    certificate = award_certificate(
        next_completion(enrolment, cycle=1, now=now), now=now
    )
    invitation = invite(
        place.organisation,
        email=f"new@{place.organisation.code}.example",
        printed_name="New",
        sector=learner.sector,
        language="en",
        role=Role.LEARNER,
        actor=place.people["coordinator"],
        now=now,
    )
    token, _key = make_token(
        place.organisation,
        name="Entra ID",
        scopes=list(Scope),
        sector=learner.sector,
        last_day=timezone.localdate(now),
        actor=place.people["coordinator"],
        now=now,
    )
    source, _created = TranslationSource.get_or_create_from_instance(lesson)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="nl")
    )
    workflow = Workflow.objects.first()
    state = workflow.start(lesson, author)
    place.things |= {
        "lesson": lesson,
        "lesson nl": place.small.lesson(f"{code}-one", "nl"),
        "module": ModulePage.objects.get(slug=f"{code}-core", locale=lesson.locale),
        "quiz page": QuizPage.objects.get(slug=f"{code}-quiz", locale=lesson.locale),
        "fact": fact,
        "bank": bank,
        "question": question,
        "import": ImportRun.objects.create(
            bank=bank,
            language="en",
            format="gift",
            kinds={},
            problems=[],
            made=[],
            made_at=now,
            made_by=author,
        ),
        "contest": Contest.objects.create(
            attempt=attempt,
            reason="Said",
            made_at=now,
            due_at=now + timedelta(days=15),
        ),
        "regrade": Regrade.objects.create(
            version=bank.versions.order_by("pk").first(),
            how=RegradeHow.FULL,
            reason="Unclear",
            state=RegradeState.LOOKED,
            asked_at=now,
            asked_by=author,
            language="en",
            heard_at=now,
        ),
        "overlay": overlay,
        "placement": overlay.placements.get(),
        "vignette placement": overlay.vignettes.get(),
        "enrolment": enrolment,
        "feedback": crowd(
            place.small, 1, slug=f"{code}-one", text="Said", text_state="passed"
        )[0],
        "attempt": attempt,
        "rule": rule,
        "certificate": certificate,
        "recognition": Recognition.objects.create(
            user=learner,
            course=place.course,
            sector=learner.sector,
            issuer=place.organisation,
            trained_on=date(2026, 1, 5),
            given_by="Academy",
            asked_at=now,
            asked_by=learner,
            proof=ContentFile(MARK.encode(), name=f"{code}-proof.pdf"),
        ),
        **_trainers(place, now),
        "award run": AwardRun.objects.create(
            course=place.course,
            issuer=place.organisation,
            given_by="Academy",
            reason="Said",
            state=AwardRunState.DONE,
            asked_at=now,
            asked_by=place.people["owner"],
            decided_at=now,
            language="en",
            heard_at=now,
            finished_at=now,
        ),
        "share link": make_link(
            certificate, label="", lasts=SharedFor.NO_END, actor=learner, now=now
        )[0],
        # Not the one that is learnt: pages of learners stay as they are.
        "material edition": _material_edition(place.course, now),
        "change": look_at_change(
            Certificate.objects.filter(pk=certificate.pk),
            EventKind.SUSPENDED,
            actor=place.people["owner"],
            now=now,
        ),
        "signatory": plan_signatory(
            [rule],
            name="New Signatory",
            titles=rule.signatory_titles,
            from_day=timezone.localdate(now) + timedelta(days=30),
            actor=place.people["owner"],
            now=now,
        )[0],
        "correction": ask_for_correction(
            certificate, "Another Name", actor=learner, now=now
        ),
        "appeal": _appeal(certificate, place.people["owner"], learner, now),
        "invitation": invitation,
        "access token": token,
        "translation": translation,
        "source": source,
        "workflow": workflow,
        "workflow state": state,
        "task state": TaskState.objects.get(workflow_state=state),
        "membership": Membership.objects.get(user=learner),
        **_asked(place, learner, now),
        "staff list": _staff_list(place, now),
        "letter file": _letter_file(place, now),
        "old list": _old_list(place, now),
        **_exports(place, now),
        "equivalents": make_equivalents(place.course),
        # Drafts: what is published of these anybody reads.
        "programme": make_programme(
            place.organisation, place.course, code=code, is_published=False
        ),
        "path": make_path(
            place.organisation, place.course, code=code, is_published=False
        ),
        # One list for everybody.
        "term": Term.objects.get_or_create(
            language="en", key="hotbed", forms="hotbed", reason="R", suggestion="S"
        )[0],
        "provider": make_provider(place.organisation, (date(2026, 1, 1), None)),
        "title": SectorTitle.objects.create(
            course=place.course, sector_id="EDU", titles={"en": "Dialogue"}
        ),
    }


def _letter_file(place, now) -> LetterFile:
    run = LetterRun.objects.create(
        organisation=place.organisation,
        layout=LetterLayout.CARDS,
        asked_at=now,
        asked_by=place.people["coordinator"],
        heard_at=now,
        finished_at=now,
        total=1,
    )
    return LetterFile.objects.create(run=run, letters_made=1, made_at=now)


def _old_list(place, now) -> OldList:
    run = OldList.objects.create(
        organisation=place.organisation,
        given_by="Academy",
        state=OldListState.ASKED,
        asked_at=now,
        asked_by=place.people["coordinator"],
        asked_for_at=now,
        language="en",
        heard_at=now,
        proof=ContentFile(MARK.encode(), name=f"{place.organisation.code}-old.pdf"),
    )
    OldLine.objects.create(
        run=run,
        line=2,
        user=place.people["learner"],
        course=place.course,
        issuer=place.organisation,
        state=OldLineState.READY,
    )
    return run


def _staff_list(place, now) -> StaffImport:
    """One that was carried out, with a line about somebody."""
    run = StaffImport.objects.create(
        organisation=place.organisation,
        state=StaffImportState.DONE,
        asked_at=now,
        asked_by=place.people["coordinator"],
        language="en",
        heard_at=now,
        finished_at=now,
    )
    StaffImportRow.objects.create(
        run=run, line=2, name=MARK, state=StaffRowState.ERROR, is_done=True
    )
    return run


def _exports(place, now) -> dict:
    """A file that the coordinator had made, and one that comes by itself."""
    coordinator = place.people["coordinator"]
    chosen = {
        "organisation": place.organisation,
        "course": place.course,
        "search": MARK,
        "order": "name",
        "form": ExportFormat.CSV,
    }
    export = StaffExport.objects.create(
        **chosen,
        day=timezone.localdate(now),
        asked_by=coordinator,
        asked_at=now,
        heard_at=now,
        finished_at=now,
        language="en",
    )
    export.file.save(f"exports/{export.uuid}.csv", ContentFile(MARK.encode()))
    regular = RegularExport.objects.create(
        **chosen,
        owner=coordinator,
        rhythm=Rhythm.WEEKLY,
        on_day=1,
        next_on=timezone.localdate(now) + timedelta(days=7),
        made_at=now,
    )
    count = PeopleCount.objects.create(
        kind=CountKind.NOW,
        body=place.organisation,
        day=timezone.localdate(now),
        known_at=now,
        asked_at=now,
        heard_at=now,
    )
    return {"export": export, "regular export": regular, "count of people": count}


def _asked(place, learner, now):
    """The course is asked of the learner, who has been exempt from it for a day."""
    today = timezone.localdate(now)
    requirement = make_requirement(place.organisation, place.course)
    Obligation.objects.create(
        requirement=requirement, user=learner, starts_on=today, due_on=today
    )
    waiver = make_exemption(learner, requirement, today, today)
    suggestion = Suggestion.objects.create(
        user=learner,
        course=place.course,
        organisation=place.organisation,
        by=place.people["coordinator"],
        made_at=now,
    )
    return {"requirement": requirement, "waiver": waiver, "suggestion": suggestion}


def _appeal(certificate, owner, learner, now):
    """One that was overtaken: the certificate counts."""
    by = {"actor": owner, "now": now}
    suspend(certificate, reason_code="under-review", **by)
    made = appeal(certificate, statement="Said", actor=learner, now=now)
    restore(certificate, reason_code="answered", **by)
    return made


def _material_edition(course: Course, now) -> Edition:
    """The next edition, with what the present one holds."""
    present = course.current_edition
    edition = Edition.objects.create(
        course=course,
        number=present.number + 1,
        significance="material",
        notes={"en": "Changed"},
        languages=present.languages,
        outline=present.outline,
        released_at=now,
    )
    EditionContent.objects.bulk_create(
        EditionContent(
            edition=edition,
            activity_id=one.activity_id,
            language=one.language,
            blob_id=one.blob_id,
        )
        for one in present.contents.all()
    )
    return edition


def _written(place: Place, now) -> Marking:
    """An answer to mark, by somebody who works elsewhere."""
    learner = User.objects.create_user("elsewhere@relay.example", sector_id="POL")
    enrolment = make_enrolment(learner, place.course, timezone.localdate(now))
    key = place.small.key(f"{place.course.code}-quiz")
    attempt = start_attempt(enrolment, key, language="en", now=now)
    return Marking.objects.create(
        item=attempt.items.first(),
        course=place.course,
        waiting_since=now,
        due_at=now + timedelta(days=14),
    )


def _owned(place: Place, model):
    """What a place has of a model."""
    course = place.course
    paths = [page.path for page in place.small.pages.values()]
    if issubclass(model, Page):
        rows = model.objects.none()
        for path in paths:
            rows |= model.objects.filter(path__startswith=path)
        return rows
    lookup = {
        Course: {"pk": course.pk},
        Bank: {"course": course},
        Overlay: {"course": course},
        OverlayEdition: {"overlay__course": course},
        Placement: {"overlay__course": course},
        VignettePlacement: {"overlay__course": course},
        Question: {"bank__course": course},
        Organisation: {"pk": place.organisation.pk},
        User: {"memberships__organisation": place.organisation},
        Enrolment: {"course": course},
        Attempt: {"enrolment__course": course},
        Certificate: {"completion__enrolment__course": course},
        Announcement: {"organisation": place.organisation},
        Invitation: {"organisation": place.organisation},
        AccessToken: {"organisation": place.organisation},
        Membership: {"organisation": place.organisation},
        Requirement: {"organisation": place.organisation},
        Waiver: {"requirement__organisation": place.organisation},
        Accreditation: {"employer": place.organisation},
        PriorRecognition: {"employer": place.organisation},
        # Of the open one anybody reads.
        TrainingSession: {
            "organiser": place.organisation,
            "audience": Audience.STAFF,
        },
        Registration: {"session__organiser": place.organisation},
        TrainingRequest: {"organisation": place.organisation},
        DeliveredGroup: {"organiser": place.organisation},
        GroupMeeting: {"group__organiser": place.organisation},
    }.get(model, {"owner": place.organisation})
    return model.objects.filter(**lookup)


def _mark(place: Place) -> None:
    """Write MARK into every word, in the tables and in the revisions."""
    for model, names in MARKED.items():
        for name in names:
            column = model._meta.get_field(name)
            kind = CharField() if isinstance(column, CharField) else TextField()
            _owned(place, model).update(
                **{name: Concat(Value(f"{MARK} "), name, output_field=kind)}
            )
    for name in ("image", "document", "collection"):
        thing = place.things[name]
        attribute = "name" if name == "collection" else "title"
        setattr(thing, attribute, f"{MARK} {getattr(thing, attribute)}")
        thing.save()
    for name in (
        "lesson",
        "fact",
        "vignette",
        "statement",
        "recording",
        "symbol",
        "testimony",
        "question",
        "contact",
        "question",
        "contact",
        "local lesson",
        "design",
    ):
        thing = type(place.things[name]).objects.get(pk=place.things[name].pk)
        revision = thing.latest_revision
        revision.object_str = f"{MARK} {revision.object_str}"
        for words in ("title", "text", "key", "name", "name_en"):
            if words in revision.content and words != "key":
                revision.content[words] = f"{MARK} {revision.content[words]}"
        revision.save()
    for label in ("PageLogEntry", "ModelLogEntry"):
        entries = apps.get_model("wagtailcore", label).objects.filter(
            user__in=place.people.values()
        )
        entries.update(label=Concat(Value(f"{MARK} "), "label"))


def state_of(place: Place) -> dict[str, str]:
    """Everything a place has, to be compared: model name -> rows as text."""
    return {
        model.__name__: serializers.serialize(
            "json", _owned(place, model).order_by("pk")
        )
        for model in KEPT
    } | {
        name: serializers.serialize("json", [type(thing).objects.get(pk=thing.pk)])
        for name, thing in place.things.items()
        if name in ("image", "document", "collection", "workflow state", "task state")
    }
