from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from organisations.policies import OwnedPermissionPolicy
from quizzes.models import Bank, Question
from quizzes.viewsets import QuizGroup

# Before the screens below: they would make policies of their own.
register_permission_policy(Bank, OwnedPermissionPolicy(Bank, owner="course__owner"))
register_permission_policy(
    Question, OwnedPermissionPolicy(Question, owner="bank__course__owner")
)
register_snippet(QuizGroup)
