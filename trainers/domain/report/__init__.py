"""How many trainers there are, and what they gave (TRAINERS 4.2)."""
