"""Designs: what is authored, what is frozen at award, and how it is printed."""
