"""Vietnamese text, dates and numbers: pure functions, and the model fields that store clean text."""
