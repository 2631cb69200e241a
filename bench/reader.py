"""One reader in a process of their own: asks for pages again and again, evenly, until told to stop.

    python -m bench.reader PORT PATH...

Prints the seconds each answer took as JSON when it gets SIGTERM.
"""

import http.client
import itertools
import json
import signal
import sys
import time

EVERY = 0.02  # seconds from one question to the next


def read(port: int, paths: list[str]) -> None:
    times, ending = [], []
    signal.signal(signal.SIGTERM, lambda *_what: ending.append(True))
    way = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for path in itertools.cycle(paths):
        began = time.perf_counter()
        way.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = way.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            sys.exit(f"{path} answered {answer.status}")
        if ending:
            break
        time.sleep(max(0, EVERY - times[-1]))
    print(json.dumps(times))


if __name__ == "__main__":
    read(int(sys.argv[1]), sys.argv[2:])
