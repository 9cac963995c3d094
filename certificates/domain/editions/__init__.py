"""What a material edition of a course means for those certified by earlier ones.

Releasing an edition changes no certificate. The body that issued them decides what
holders must do, having seen whom it concerns; holders are told; only after the last day
to do it are the certificates of those who did not superseded.
"""
