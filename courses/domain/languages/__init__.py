"""How each text of a course stands in each language, and what that decides.

What is published is one thing, whether a person of the sector has read it in their own
language another: reviewing and approving are acts that are recorded beside the text,
and a text that changes afterwards, or whose source does, has lost them.
"""
