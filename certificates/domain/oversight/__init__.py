"""What the owner of a programme sees of the certificates it gave, and does with them."""
