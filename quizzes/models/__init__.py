from quizzes.models.analysis import BankAnalysis, Retirement, VersionAnalysis
from quizzes.models.attempts import Answer, Attempt, AttemptItem, GradeRecord
from quizzes.models.banks import Bank, Question, QuestionVersion
from quizzes.models.contests import Contest
from quizzes.models.duplicates import NotDuplicate
from quizzes.models.extra_time import ExtraTime
from quizzes.models.imports import ImportRun
from quizzes.models.marking import Mark, Marking
from quizzes.models.pages import QuizPage
from quizzes.models.regrades import Regrade
from quizzes.models.scales import ScaleAnswer

__all__ = [
    "Answer",
    "Attempt",
    "AttemptItem",
    "Bank",
    "BankAnalysis",
    "Contest",
    "ExtraTime",
    "GradeRecord",
    "ImportRun",
    "Mark",
    "Marking",
    "NotDuplicate",
    "Question",
    "QuestionVersion",
    "QuizPage",
    "Regrade",
    "Retirement",
    "ScaleAnswer",
    "VersionAnalysis",
]
