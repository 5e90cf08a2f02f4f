"""A worker of the council's clock, as a process of its own: it sweeps until somebody kills it.

The tasks are those of the product; only the broker between a sweep and its motions is left out.
"""

import sys
import time

import django


def main() -> None:
    django.setup()
    from config.celery import app
    from council import tasks

    app.conf.task_always_eager = True
    sys.stdout.write("sweeping\n")
    sys.stdout.flush()
    while True:
        tasks.sweep()
        time.sleep(0.02)


if __name__ == "__main__":
    main()
