"""News that travels up: sent after commit."""

from django.dispatch import Signal

picture_changed = Signal()  # image: what pages show of it (its crop) is not what they showed before
