"""Archives of any size, made from a corpus: see the command in `__main__.py`."""
