"""What a copy desk looks for before a text goes on: rules over a content (articles/models/content.py)."""
