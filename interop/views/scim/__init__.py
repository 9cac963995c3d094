"""The addresses that a directory calls."""
