"""The seal of the issuing platform on a PDF: put on once, and looked at again.

`keys` reads the key, or finds it in a store (`stores`), and says why there is none
(`reasons`); `signing` seals bytes; `keeping` makes the sealed document of a certificate
exactly once and keeps it; `signatures` reads the seals of a file that a stranger brings,
and `examining` holds it against the register.
"""
