"""A learner contests a result: said, answered within a set time, and logged."""
