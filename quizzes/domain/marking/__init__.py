"""People mark open answers: who may, who has taken which, and what comes of it."""
