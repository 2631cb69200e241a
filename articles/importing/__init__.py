"""Bringing an archive in: records.py reads lines, archive.py stores them."""
