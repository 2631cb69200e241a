"""The morning's letter: who gets it, what is in it, and each single one on its way."""

from newsletter.models.editions import Edition
from newsletter.models.letters import Letter
from newsletter.models.subscribers import SignUp, Subscriber, TooMany

__all__ = ["Edition", "Letter", "SignUp", "Subscriber", "TooMany"]
