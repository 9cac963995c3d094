"""Questions that ask nearly the same: found, shown side by side, put aside.

`texts` says what is compared, `index` finds what is alike, `reading` reads it from the
database, `finding` puts these together, `asides` keeps what is no duplicate; the
checklist and the look at a file ask `finding` about questions that come new.
"""
