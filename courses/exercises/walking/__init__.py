"""What the kinds share in which the learner takes a way: at every place a choice leads
to the next place, until one of them is an end.

A way is the numbers of the choices taken, such as "2.1". The address of the page holds
it, nothing else does: loading again, going back and sending it to a colleague work.
"""

from courses.exercises.walking.graph import Node, Rule, Trouble, troubles_of
from courses.exercises.walking.kind import WalkingKind

__all__ = ["Node", "Rule", "Trouble", "WalkingKind", "troubles_of"]
