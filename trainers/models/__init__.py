from trainers.models.accreditations import Accreditation, Period, Transition
from trainers.models.applications import Application
from trainers.models.assessors import AssessorAppointment
from trainers.models.attendance import Attendance, AttendanceMark
from trainers.models.consents import ConsentToRegister
from trainers.models.delivery import DeliveredGroup, GroupFacilitator, GroupMeeting
from trainers.models.evidence import SignOff, StepEvidence
from trainers.models.given import GivenInYear
from trainers.models.pages import SessionPage
from trainers.models.paper import PaperSheet
from trainers.models.plans import FollowUp, ImplementationPlan
from trainers.models.programmes import TrainerProgramme
from trainers.models.recognitions import PriorRecognition
from trainers.models.registrations import Registration, SessionPlaces
from trainers.models.requests import TrainingRequest
from trainers.models.rubrics import Calibration, Rubric, RubricRecord
from trainers.models.sessions import SessionBlock, SessionTrainer, TrainingSession
from trainers.models.suspensions import Suspension
from trainers.models.withdrawn import WithdrawnBlock

__all__ = [
    "Accreditation",
    "Application",
    "AssessorAppointment",
    "Attendance",
    "AttendanceMark",
    "Calibration",
    "ConsentToRegister",
    "DeliveredGroup",
    "FollowUp",
    "GivenInYear",
    "GroupFacilitator",
    "GroupMeeting",
    "ImplementationPlan",
    "PaperSheet",
    "Period",
    "PriorRecognition",
    "Registration",
    "Rubric",
    "RubricRecord",
    "SessionBlock",
    "SessionPage",
    "SessionPlaces",
    "SessionTrainer",
    "SignOff",
    "StepEvidence",
    "Suspension",
    "TrainerProgramme",
    "TrainingRequest",
    "TrainingSession",
    "Transition",
    "WithdrawnBlock",
]
