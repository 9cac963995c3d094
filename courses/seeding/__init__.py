"""Starter content: files of text become pages, facts and vignettes, and what they show.

`read_course(folder)` checks the files and raises SeedError with every place that is
wrong; `write_course(seed)` puts them in the CMS. Loading again changes nothing.
"""

from courses.seeding.problems import SeedError
from courses.seeding.reader import CourseSeed, read_course
from courses.seeding.saving import Report
from courses.seeding.terms import write_terms
from courses.seeding.writer import write_course

__all__ = [
    "CourseSeed",
    "Report",
    "SeedError",
    "read_course",
    "write_course",
    "write_terms",
]
