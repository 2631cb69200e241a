"""The service beside a front server that serves the page store itself. Alone, it needs no database."""

import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from portal.cache import store
from portal.in_step import Follower
from portal.page_front import TICK, PageFront


class Command(BaseCommand):
    help = "Let a front server serve the page store, and move expired pages away, until told to stop."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--close", action="store_true", help="Only take the pages from the front server.")

    def handle(self, *, close: bool, **options) -> None:
        front, stopped = PageFront(store()), threading.Event()
        if close:
            front.close()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        if settings.SEVERAL_NODES:
            threading.Thread(target=Follower(store()).run, args=[stopped], daemon=True).start()
        try:
            front.open()
            while not stopped.wait(TICK):
                front.tick()
        finally:
            front.close()
