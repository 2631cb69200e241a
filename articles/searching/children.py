"""How a process that shares the work of a rebuild begins. Imports no models: Django is not set up yet."""

import os
from multiprocessing import parent_process
from threading import Thread

import django


def begin() -> None:
    django.setup()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """If the command is killed its processes must not work on beside those of the one that resumes it."""
    parent_process().join()
    os._exit(1)
