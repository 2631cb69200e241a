"""The application server, in development and production; `gunicorn portal.wsgi` reads this by itself."""

import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from portal import environment as env

environ.Env.read_env(Path(__file__).with_name(".env"))  # the settings read the same file, but later

bind = env.text("BIND", "127.0.0.1:8000")
worker_class = "gthread"
try:
    # Without Redis the cache lives in the process: several processes would each remember something else.
    workers = env.integer("WEB_CONCURRENCY", 2 if env.text("REDIS_URL") else 1, least=1)
    threads = env.integer("THREADS", 8, least=1)
except ImproperlyConfigured as error:
    sys.exit(str(error))

timeout = 30  # a worker whose main loop says nothing for so long is replaced
graceful_timeout = 20  # what a request under way may take when the server stops or reloads
keepalive = 5

accesslog = env.text("ACCESS_LOG") or None  # "-" writes to standard output
loglevel = env.text("GUNICORN_LOG_LEVEL", "info")

# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Its socket has one fixed place per person, and two servers would fight over it.
control_socket_disable = True
