from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where somebody is on the way to being a trainer, and after it (TRAINERS 4.1).

    T7' is no state of its own: who renewed is accredited again. The assessor (A) is an
    appointment beside the accreditation, not a step of it.
    """

    TRAINED = "T0", _("Trained professional")
    APPLIED = "T1", _("Applied")
    ADMITTED = "T2", _("Admitted")
    IN_TRAINING = "T3", _("In training")
    PROVISIONAL = "T4", _("Provisional")
    CO_FACILITATED = "T5", _("Has co-facilitated")
    OBSERVED = "T6", _("Observed")
    ACCREDITED = "T7", _("Accredited")
    RENEWAL_DUE = "T8", _("Renewal due")
    LAPSED = "T9", _("Lapsed")
    SUSPENDED = "T10", _("Suspended")
    WITHDRAWN = "T11", _("Withdrawn")


# Who may stand beside an accredited lead, and who may lead, as long as the days last.
PROVISIONAL_STATES = (State.PROVISIONAL, State.CO_FACILITATED, State.OBSERVED)
LEADING_STATES = (State.ACCREDITED, State.RENEWAL_DUE)
# Nothing to take away before.
HOLDING_STATES = (*PROVISIONAL_STATES, *LEADING_STATES)


class Act(TextChoices):
    """What moves an accreditation from one state to another."""

    OPEN = "open", _("Began")
    APPLY = "apply", _("Application complete")
    ADMIT = "admit", _("Admitted to the training")
    BEGIN = "begin", _("Training begun")
    PASS = "pass", _("Training passed")
    CO_FACILITATE = "co-facilitate", _("Co-facilitated enough")
    OBSERVE = "observe", _("Observed and passed")
    STOP = "stop", _("Stopped after being observed")
    ACCREDIT = "accredit", _("Accredited")
    RECOGNISE = "recognise", _("Prior accreditation recognised")
    FALL_DUE = "fall-due", _("Renewal fell due")
    RENEW = "renew", _("Renewed")
    LAPSE = "lapse", _("Lapsed")
    RE_ENTER = "re-enter", _("Came back")
    SUSPEND = "suspend", _("Suspended")
    LIFT = "lift", _("Suspension lifted")
    WITHDRAW = "withdraw", _("Withdrawn")


# With these somebody is trained to train others.
TRAINING_ACTS = (Act.PASS, Act.RECOGNISE)


class Signer(TextChoices):
    """In which part somebody signs. Whoever may be two of them still signs as one.

    Labels are said within a sentence.
    """

    SYSTEM = "system", _("Relay")
    CANDIDATE = "candidate", _("the candidate")
    SUPERIOR = "superior", _("the superior at the employer")
    COORDINATOR = "coordinator", _("the coordinator of the employer")
    LEAD = "lead", _("a lead trainer")
    ASSESSOR = "assessor", _("an assessor")
    OWNER = "owner", _("the programme owner")


class EvidenceKind(TextChoices):
    """What shows that a condition of a step is met."""

    KICK_OFF = "kick-off", _("Kick-off with the superior")
    PLAN = "plan", _("Implementation plan")
    VETTING = "vetting", _("Vetting")
    ATTENDANCE = "attendance", _("Attendance at the training")
    QUIZ = "quiz", _("Knowledge quiz")
    LAW_QUIZ = "law-quiz", _("Quiz on content, language and law")
    MICRO_TEACHING = "micro-teaching", _("Micro-teaching")
    CO_SESSION = "co-session", _("Co-facilitated session")
    SELF_ASSESSMENT = "self-assessment", _("Self-assessment")
    OBSERVED_SESSION = "observed-session", _("Observed session")
    FEEDBACK = "feedback", _("Feedback of learners")
    LED_SESSION = "led-session", _("Session led")
    TRAINER_DAY = "trainer-day", _("Trainers’ day or refresher")
    UPDATE_QUIZ = "update-quiz", _("Quiz on updated content")
    REQUEST_TO_STOP = "request-to-stop", _("Own request to stop")


# These say when, where, for how long and before how many a training session was.
SESSION_KINDS = (
    EvidenceKind.CO_SESSION,
    EvidenceKind.OBSERVED_SESSION,
    EvidenceKind.LED_SESSION,
)
# These are a result in percent.
SCORE_KINDS = (
    EvidenceKind.QUIZ,
    EvidenceKind.LAW_QUIZ,
    EvidenceKind.UPDATE_QUIZ,
    EvidenceKind.FEEDBACK,
)


class SignOffKind(TextChoices):
    """What is signed apart from the step itself."""

    EVIDENCE = "evidence", _("Evidence")
    APPLICATION = "application", _("Application")
    RENEWAL = "renewal", _("Renewal")


class Verdict(TextChoices):
    YES = "yes", pgettext_lazy("sign-off", "Signed")
    NO = "no", pgettext_lazy("sign-off", "Not signed")


class Level(TextChoices):
    """How much an accreditation is worth."""

    PROVISIONAL = "provisional", pgettext_lazy("trainer", "Provisional")
    ACCREDITED = "accredited", pgettext_lazy("trainer", "Accredited")


class Decision(TextChoices):
    """What an assessor says after observing a session."""

    PASS = "pass", pgettext_lazy("observation", "Passed")
    AGAIN = "again", pgettext_lazy("observation", "Observe again")
    STOP = "stop", pgettext_lazy("observation", "Stop")


class RubricPurpose(TextChoices):
    MICRO_TEACHING = "micro-teaching", _("Micro-teaching")
    OBSERVED_SESSION = "observed-session", _("Observed session")


class SuspensionReason(TextChoices):
    """Why a trainer is suspended. Words to choose from: nobody's story is kept."""

    COMPLAINT = "complaint", _("A complaint is being looked into")
    SAFETY = "safety", _("The safety of participants")
    LANGUAGE_USE = "language-use", _("Use of language")


class SuspensionOutcome(TextChoices):
    LIFTED = "lifted", _("Lifted")
    DROPPED = "dropped", _("Not confirmed")
    WITHDRAWN = "withdrawn", _("Accreditation withdrawn")


class WithdrawalReason(TextChoices):
    """Why an accreditation ends for good."""

    OWN_REQUEST = "own-request", _("Own request")
    DECISION = "decision", _("Decision of the programme owner")


class RecognitionState(TextChoices):
    """How far a claim is that a prior accreditation be recognised."""

    ASKED = "asked", _("Waits for a programme owner")
    CONFIRMED_ONCE = "confirmed-once", _("Waits for a second person")
    RECOGNISED = "recognised", _("Recognised")
    REFUSED = "refused", _("Not recognised")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SessionState(TextChoices):
    """Where a training session stands. Whether it is over, its blocks say."""

    DRAFT = "draft", pgettext_lazy("training session", "Draft")
    PUBLISHED = "published", pgettext_lazy("training session", "Published")
    BLOCKED = "blocked", pgettext_lazy("training session", "Blocked")
    CANCELLED = "cancelled", pgettext_lazy("training session", "Cancelled")


class Audience(TextChoices):
    """Who may sign up for a training session."""

    STAFF = "staff", _("Staff of the organisations named here")
    OPEN = "open", _("Parents, carers and everybody else, without an account")


class SessionRole(TextChoices):
    """What a trainer does in a training session."""

    LEAD = "lead", _("Lead")
    CO = "co", _("Co-facilitator")


class RegistrationState(TextChoices):
    """How somebody stands with a training session."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("registration", "Not confirmed yet")
    COMING = "coming", pgettext_lazy("registration", "Has a place")
    WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class Presence(TextChoices):
    """How far somebody was present in a block of a training session."""

    HERE = "here", pgettext_lazy("attendance", "Present")
    PART = "part", pgettext_lazy("attendance", "Present for a part")
    AWAY = "away", pgettext_lazy("attendance", "Absent")


class MarkSource(TextChoices):
    """How it is known whether somebody was present."""

    LIST = "list", pgettext_lazy("attendance", "List of the trainer")
    CODE = "code", pgettext_lazy("attendance", "Checked in with the code in the room")
    PAPER = "paper", pgettext_lazy("attendance", "Paper sheet")
    MADE_UP = "made-up", pgettext_lazy("attendance", "Made up in another session")


class RequestState(TextChoices):
    """Where a request for training stands."""

    ASKED = "asked", pgettext_lazy("request for training", "Asked")
    TAKEN_UP = "taken-up", pgettext_lazy("request for training", "Taken up")
    PLANNED = "planned", pgettext_lazy("request for training", "Planned")
    REFUSED = "refused", pgettext_lazy("request for training", "Answered no")
    WITHDRAWN = "withdrawn", pgettext_lazy("request for training", "Withdrawn")


class Held(TextChoices):
    """What most people of a sector have done already."""

    NOTHING = "none", _("Nothing yet")
    BASE = "base", _("The base course")
    WORKSHOP = "workshop", _("The base course and the workshop")
    LONG_AGO = "long-ago", _("The base course, longer than two years ago")


class Want(TextChoices):
    """What training is asked for."""

    NOTICE = "notice", _("Understand the subject and notice early")
    YOUNG = "young", _("Resilience with young people")
    PARENTS = "parents", _("Support for parents and carers")
    TRAINERS = "trainers", _("Own trainers in house")
    KEEP_UP = "keep-up", _("Keep knowledge up")


class Venue(TextChoices):
    """Where a group can come together."""

    ROOM = "room", _("There is a room for a group")
    ONLINE = "online", _("Online only")
    NOWHERE = "none", _("There is no place for a group")


class GroupState(TextChoices):
    """Where a group stands that a trainer keeps a log of."""

    RUNNING = "running", pgettext_lazy("delivered group", "Running")
    FINISHED = "finished", pgettext_lazy("delivered group", "Finished")
    STOPPED = "stopped", pgettext_lazy("delivered group", "Stopped")


class StopReason(TextChoices):
    """Why a group did not go on. Words to choose from: nobody's story is kept."""

    TOO_FEW = "too-few", _("Too few came")
    NO_LEAD = "no-lead", _("Nobody could lead it any more")
    NO_PLACE = "no-place", _("There was no place or no time any more")
    PARTNER = "partner", _("The school or service that hosted it stopped")
    MISTAKE = "mistake", _("It was entered by mistake and never took place")


class Adaptation(TextChoices):
    """What a trainer did otherwise than the manual says. Words to choose from."""

    SHORTER = "shorter", _("Shorter than planned")
    OTHER_ORDER = "order", _("In another order")
    LEFT_OUT = "left-out", _("Left out an exercise")
    OTHER_EXERCISE = "other-exercise", _("Took another exercise")
    OTHER_LANGUAGE = "language", _("With support in another language")
    PLAIN = "plain", _("In plainer words or with pictures")
    OUTDOORS = "outdoors", _("Outdoors")
    ONLINE = "online", _("Online")
    MIXED = "mixed", _("Together with another group")
    ACCESSIBLE = "accessible", _("Made accessible, such as the room or the exercises")


# Sessions that people know of and that take place, or may yet.
KNOWN_SESSIONS = (SessionState.PUBLISHED, SessionState.BLOCKED)
# Who has a place or waits for one.
HOLDING_REGISTRATIONS = (RegistrationState.COMING, RegistrationState.WAITING)
# What of a course is done by attending a training session, beside courses.ActivityKind.
SESSION_ACTIVITY = "session"
