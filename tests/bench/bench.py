# SPDX-License-Identifier: ISC
"""bench.py WORK [--quick] [--list] [NAME...] - measures, prints, judges.

A line is a function that yields rows; each row says what was measured, the
ceiling taken in the same run, and whether the budget holds."""
import json
import os
import platform
import statistics
import sys
import time
import traceback

from service import Service

LINES = {}


class Row(dict):
    pass


class Bench:
    def __init__(self, work, quick):
        self.work, self.quick = work, quick
        self.rounds = 3 if quick else 9
        self.service = Service(work)
        self._web = False

    def web(self):
        """The running service; started by the first line that asks."""
        if not self._web:
            self.service.start_web()
            self._web = True
        return self.service

    def alternate(self, ours, ceiling, rounds=None):
        """Ours and ceiling in turns, the order reversed every other time."""
        pairs = []
        for i in range(rounds or self.rounds):
            if i % 2 == 0:
                a = ours()
                b = ceiling()
            else:
                b = ceiling()
                a = ours()
            pairs.append((a, b))
        return pairs

    @staticmethod
    def ratio_row(what, pairs, budget, unit, better="more", note="", **more):
        """pairs of figures; the median of their ratios is judged.
        better "more": ours / ceiling must reach the budget; "less": must not
        pass it."""
        ratios = [a / b for a, b in pairs]
        ratio = statistics.median(ratios)
        return Row(what=what, measured=statistics.median(a for a, _ in pairs),
                   ceiling=statistics.median(b for _, b in pairs), unit=unit, ratio=ratio,
                   ratios=[round(r, 4) for r in ratios], budget=budget, better=better,
                   holds=ratio >= budget if better == "more" else ratio <= budget, note=note, **more)

    @staticmethod
    def limit_row(what, measured, budget, unit, note="", better="less", **more):
        return Row(what=what, measured=measured, ceiling=None, unit=unit, ratio=None, budget=budget,
                   better=better,
                   holds=measured <= budget if better == "less" else measured >= budget,
                   note=note, **more)

    @staticmethod
    def told_row(what, measured, unit, note=""):
        """A figure without a budget."""
        return Row(what=what, measured=measured, ceiling=None, unit=unit, ratio=None, budget=None,
                   better="", holds=None, note=note)


def line(name):
    def add(function):
        LINES[name] = function
        return function
    return add


def figure(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 10 else f"{value:.1f}"


FORMAT = "{:<46} {:>10} {:>10} {:>7} {:>9}  {:<4} {}"


def show(row):
    sign = {"more": ">=", "less": "<=", "": ""}[row["better"]]
    budget = f"{sign} {figure(row['budget'])}" if row["budget"] is not None else ""
    holds = {True: "yes", False: "NO", None: ""}[row["holds"]]
    ratio = f"{row['ratio']:.3f}" if row["ratio"] is not None else ""
    print(FORMAT.format(row["what"], figure(row["measured"]), figure(row["ceiling"]), ratio,
                        budget, holds, row["unit"] + ("; " + row["note"] if row["note"] else "")),
          flush=True)


@line("fsync")
def fsync(bench):
    """What one durable write costs here."""
    path = f"{bench.work}/fsync"
    took = []
    with open(path, "wb") as f:
        f.write(b"x" * 8192 * 64)
        for i in range(200):
            f.seek(8192 * (i % 64))
            f.write(b"y" * 8192)
            f.flush()
            begun = time.perf_counter()
            os.fdatasync(f.fileno())
            took.append((time.perf_counter() - begun) * 1000)
    yield bench.told_row("fdatasync of 8 KB, median", statistics.median(took), "ms",
                         f"95 of 100 within {sorted(took)[190]:.2f} ms")


def main():
    work, words = sys.argv[1], sys.argv[2:]
    quick = "--quick" in words
    # The other files register their lines here.
    sys.modules["bench"] = sys.modules["__main__"]
    import web, data, desk, letters  # noqa: E401, F401
    order = ["fsync", "pages", "first-visit", "submission", "journey", "memory", "growth",
             "comparison", "distributions", "desk", "report", "mail", "courier", "export", "import", "snapshot", "cli"]
    if "--list" in words:
        for name in order:
            print(f"{name:<12} {(LINES[name].__doc__ or '').splitlines()[0]}")
        return 0
    names = [w for w in words if not w.startswith("--")] or order
    for name in names:
        if name not in LINES:
            print(f"bench: no line {name}; --list names them", file=sys.stderr)
            return 64
    bench = Bench(work, quick)
    begun = time.monotonic()
    rows, broken = [], 0
    print(FORMAT.format("what", "measured", "ceiling", "ratio", "budget", "holds", "unit"))
    try:
        bench.service.start_database()
        for name in [n for n in order if n in names]:
            at = time.monotonic()
            try:
                for row in LINES[name](bench):
                    row["line"] = name
                    rows.append(row)
                    show(row)
            except Exception:  # one broken line must not hide the others
                broken += 1
                traceback.print_exc()
                print(f"bench: {name} could not be measured", flush=True)
            print(f"  ({name}: {time.monotonic() - at:.0f} s)", file=sys.stderr, flush=True)
    finally:
        bench.service.stop_all()
    with open(f"{work}/bench.json", "w") as f:
        json.dump({"machine": {"processor": platform.processor() or platform.machine(),
                               "cores": os.cpu_count(), "kernel": platform.release(),
                               "load": os.getloadavg()},
                   "quick": quick, "rounds": bench.rounds,
                   "seconds": round(time.monotonic() - begun, 1), "rows": rows}, f, indent=1)
    missed = sum(1 for row in rows if row["holds"] is False)
    judged = sum(1 for row in rows if row["holds"] is not None)
    print(f"{judged - missed} of {judged} budgets hold, {broken} lines broken, "
          f"{time.monotonic() - begun:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
