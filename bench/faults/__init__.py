"""Attempts at a quiz while everything that can break does: devices, the bad line between
them and the server, what is done to the server, and who checks what is left."""

# Numbers a device's requests, so that a fault is known by whom it met.
DEVICE = "X-Bench-Device"
