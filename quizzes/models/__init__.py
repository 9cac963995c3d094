from quizzes.models.attempts import Answer, Attempt, AttemptItem, GradeRecord
from quizzes.models.banks import Bank, Question, QuestionVersion
from quizzes.models.pages import QuizPage

__all__ = [
    "Answer",
    "Attempt",
    "AttemptItem",
    "Bank",
    "GradeRecord",
    "Question",
    "QuestionVersion",
    "QuizPage",
]
