# SPDX-License-Identifier: ISC
"""tally.py - one line a check, and the last line of a suite."""
counts = {"passed": 0, "failed": 0, "skipped": 0}


def report(what, ok, detail=""):
    counts["passed" if ok else "failed"] += 1
    print("%s - %s%s" % ("ok" if ok else "not ok", what, ": %s" % (detail,) if not ok and detail else ""), flush=True)


def skip(what, why):
    counts["skipped"] += 1
    print("ok - %s # SKIP %s" % (what, why), flush=True)


def note(words):
    print("# " + words, flush=True)


def last_line():
    """Prints it; the exit status."""
    print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % counts)
    return counts["failed"] > 0
