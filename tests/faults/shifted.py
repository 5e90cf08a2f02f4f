"""Any module, run under a clock that is wrong: `python -m tests.faults.shifted HOURS MODULE WORD...`.

Everything in this process and its children believes the shifted time; only the database keeps the right one.
"""

import runpy
import sys
from datetime import UTC, datetime, timedelta

import time_machine


def main() -> None:
    hours, module, *words = sys.argv[1:]
    sys.argv = [module, *words]
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=float(hours)), tick=True):
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
