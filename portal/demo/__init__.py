"""Demonstration content for an empty newsroom: a fictional province, its paper and painted pictures."""
