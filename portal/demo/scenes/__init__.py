"""What the pictures are made of, by noun, and the scenes themselves."""
