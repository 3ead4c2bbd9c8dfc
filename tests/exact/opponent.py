#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""What can two firms that pool their reports really know of another's score?

    test_audit tell FROM TO | opponent.py [--safe]

The auditor proves firms safe by worlds it happens to find; of those it finds
none for it cannot say whether there are any.  Here a solver (z3) says.  Of each
world come the groups published and the firms with the auditor's verdicts; all
else is counted anew from docs/decisions.md and none of the product's code:
who is in which group, what is printed of it to outsiders and to members, with
the own firm out.  For a firm and two colluders all scores but theirs are
unknown reals from 0 to 100, and everything printed is a condition on them.

Firms in the same published groups are one bunch: nobody can tell them apart, so
a firm's score can be whatever any of its bunch's can.  Every world found counts
against all pairs of colluders who would read the same in it; the solver is
asked until no pair is left, so a verdict holds for all pairs of firms.

--safe looks at the firms proved safe as well.  Ends with 1 if a firm proved safe
can be known, or one left open (those are printed).  Needs python3-z3."""
import argparse
import bisect
import collections
import itertools
import math
import multiprocessing
import operator
import random
import sys

try:
    import z3
except ImportError:
    sys.exit("skipped: the exact opponent needs python3-z3")

POINT = 1000000
SIZES = 4
ORDERS = {"<": operator.lt, "<=": operator.le, ">=": operator.ge}
QUANTILES = ((1, 2), (1, 4), (3, 4), (1, 10), (9, 10))
SHOW, GROUP, RANK, TAILS = 5, 10, 20, 40
HAIR = 2  # millionths: a strict inequality, after rounding
MILLISECONDS = 20000
PATIENCE = 3  # pairs undecided in that time, then the bunch is
FREE = (3, 4, 4, 5, 5, 6, 6, 8, 8, 10, 10, 12, 16)  # firms that may differ, attempt by attempt

Firm = collections.namedtuple("Firm", "profession size region score verdict")
Cell = collections.namedtuple("Cell", "level profession size region")


def holds(cell, firm):
    sizes = {cell.size}
    if cell.level in (3, 5):
        sizes |= {cell.size - 1, cell.size + 1}
    return (cell.profession in (0, firm.profession) and (cell.size == 0 or firm.size in sizes)
            and cell.region in (0, firm.region))


def divide(num, den):
    return (num + den // 2) // den


def shown(level, others):
    """Which quantiles a group shows of so many."""
    least = SHOW if level == 6 else GROUP
    return QUANTILES[:0 if others < least else 1 if others < GROUP else 3 if others < TAILS else 5]


def quantile(values, num, den):
    place, rest = divmod((len(values) - 1) * num, den)
    if rest == 0:
        return values[place]
    return divide(values[place] * den + (values[place + 1] - values[place]) * rest, den)


def paper(q):
    return divide(q, POINT // 2)


def rank(twice_below, others):
    steps = divide(divide(100 * POINT * twice_below, 2 * others), 5 * POINT)
    return max(1, min(19, steps))


def side(own, q, which, others):
    """Of the quartiles the report tells the quarter; among too few, the side of the median."""
    if others < GROUP:
        return (own > q) - (own < q)
    return own >= q if which < 3 else None


def reading(level, values, own=None):
    """What is read of a group: values sorted, the own one not among them."""
    qs = [quantile(values, *p) for p in shown(level, len(values))]
    if own is None:
        return [paper(q) for q in qs]
    read = [(paper(q), side(own, q, i, len(values))) for i, q in enumerate(qs)]
    if len(values) >= RANK:
        read.append(rank(bisect.bisect_left(values, own) + bisect.bisect_right(values, own), len(values)))
    return read


def real(v):
    return v if isinstance(v, str) else "%d.0" % v if v >= 0 else "(- %d.0)" % -v


def ratio(num, den):
    return "(/ %d.0 %d.0)" % (num, den)


class World:
    """One assignment of scores: sorted values of each bunch."""

    def __init__(self, case, values):
        self.case, self.values = case, values
        self.cells = [sorted(v for b in members for v in values[b]) for members in case.members]
        self.known = {}

    def outside(self):
        return [reading(c.level, v) for c, v in zip(self.case.cells, self.cells)]

    def inside(self, bunch, own):
        """What a member of the bunch with that score reads; None: nobody has it."""
        if (bunch, own) not in self.known:
            read = None
            if own in self.values[bunch]:
                read = []
                for c in self.case.bunches[bunch]:
                    at = bisect.bisect_left(self.cells[c], own)
                    others = self.cells[c][:at] + self.cells[c][at + 1:]
                    read.append(reading(self.case.cells[c].level, others, own))
            self.known[bunch, own] = read
        return self.known[bunch, own]

    def left(self, bunch, pair):
        """Scores of the bunch without the colluders."""
        rest = list(self.values[bunch])
        for b, own in pair:
            if b == bunch:
                if own not in rest:
                    return None
                rest.remove(own)
        return rest


class Case:
    def __init__(self, cells, firms):
        self.cells = cells
        groups = collections.defaultdict(list)
        for f in firms:
            inside = tuple(i for i, c in enumerate(cells) if holds(c, f))
            if inside:
                groups[inside].append(f)
        self.bunches = list(groups)
        self.firms = [groups[b] for b in self.bunches]
        self.members = [[b for b, inside in enumerate(self.bunches) if i in inside] for i in range(len(cells))]
        self.truth = World(self, [sorted(f.score for f in fs) for fs in self.firms])
        self.told = self.truth.outside()
        everybody = [(b, f.score) for b, fs in enumerate(self.firms) for f in fs]
        self.pairs = sorted(set(itertools.combinations(sorted(everybody), 2)))
        self.worlds = [self.truth]

    def fits(self, world, pair):
        for b in range(len(self.bunches)):
            if world.left(b, pair) is None:
                return False
        return all(world.inside(b, own) == self.truth.inside(b, own) for b, own in pair)

    def span(self, bunch, pair):
        low, high = 1000 * POINT, -1
        for w in self.worlds:
            if self.fits(w, pair):
                rest = w.left(bunch, pair)
                low, high = min([low] + rest), max([high] + rest)
        return low, high

    def judge(self, bunch):
        """The first pair that knows a firm of the bunch, and how well; or None."""
        asked, undecided = 0, 0
        for pair in self.pairs:
            if not self.truth.left(bunch, pair):
                continue
            low, high = self.span(bunch, pair)
            if high - low >= POINT:
                continue
            asked += 1
            low, high, sure = self.widen(bunch, pair, low, high)
            undecided += not sure
            if high - low < POINT and sure:
                return (high - low, pair), asked, undecided
            if undecided == PATIENCE:
                break
        return None, asked, undecided


    def widen(self, bunch, pair, low, high):
        """The range of a firm of the bunch, if it is less than a point; and whether that is sure.
        Worlds in which few firms differ from the truth are found soon, and few pairs notice."""
        chance = random.Random(bunch)
        near = [(b, i) for b in range(len(self.bunches)) for i in range(len(self.truth.left(b, pair)))]
        for free in FREE:
            chance.shuffle(near)
            near.sort(key=lambda who: who[0] != bunch)
            if len(near) <= free:
                break
            w = Solver(self, pair, bunch, set(near[:1] + chance.sample(near[1:], free - 1)), 2000).apart(low, high)
            if w and self.take(w, pair):
                return *self.span(bunch, pair), True
        return Solver(self, pair, bunch, set(near), MILLISECONDS).widen(low, high)

    def take(self, world, pair):
        """Counted anew in whole millionths, does the pair read the same?"""
        if world.outside() != self.told or not self.fits(world, pair):
            return False
        self.worlds.append(world)
        return True


class Solver:
    """All worlds that a pair cannot tell from the truth, in which those who are not free are as in truth.
    Conditions are written in SMT-LIB: made through z3's Python they take longer than to solve."""

    def __init__(self, case, pair, bunch, free, milliseconds):
        self.case, self.pair, self.bunch = case, pair, bunch
        self.names, self.lines, self.unknown = [], [], []
        for b in range(len(case.bunches)):
            values = case.truth.left(b, pair)
            moved = [self.name("x%d_%d" % (b, i)) for i in range(len(values)) if (b, i) in free]
            for low, high in zip(["0.0"] + moved, moved + ["%d.0" % (100 * POINT)]):
                self.holds("(<= %s %s)" % (low, high))
            for v, (_, own) in itertools.product(moved, pair):
                self.holds("(or (= {0} {1}) (<= {0} {2}) (>= {0} {3}))".format(v, real(own), real(own - HAIR), real(own + HAIR)))
            self.unknown.append(moved + [v for i, v in enumerate(values) if (b, i) not in free])
        for c, cell in enumerate(case.cells):
            inside = [v for b in case.members[c] for v in self.unknown[b]]
            colluders = [(b, own) for b, own in pair if b in case.members[c]]
            self.view(cell.level, inside + [own for b, own in colluders], case.told[c], None)
            for i, (b, own) in enumerate(colluders):
                others = [o for k, (_, o) in enumerate(colluders) if k != i]
                read = case.truth.inside(b, own)[case.bunches[b].index(c)]
                self.view(cell.level, inside + others, read, own)
        self.solver = z3.SolverFor("QF_LRA")
        self.solver.set("timeout", milliseconds)
        self.solver.from_string(self.declared() + "\n".join(self.lines))

    def name(self, name):
        self.names.append(name)
        return name

    def declared(self):
        return "".join("(declare-const %s Real)\n" % n for n in self.names)

    def holds(self, condition):
        self.lines.append("(assert %s)" % condition)

    def count(self, values, order, limit, least, most):
        """From least to most of the values stand in that order to the limit, a number or a name."""
        known = isinstance(limit, int)
        sure = sum(ORDERS[order](v, limit) for v in values if known and isinstance(v, int))
        asked = ["(%s %s %s)" % (order, real(v), real(limit)) for v in values if not (known and isinstance(v, int))]
        if sure + len(asked) < least or sure > most:
            self.holds("false")
        elif sure < least:
            self.holds("((_ at-least %d) %s)" % (least - sure, " ".join(asked)))
        if sure <= most < sure + len(asked):
            self.holds("((_ at-most %d) %s)" % (most - sure, " ".join(asked)))

    def at(self, values, place):
        """The value at a place, from 0."""
        v = self.name("q%d" % len(self.names))
        self.count(values, "<=", v, place + 1, len(values))
        self.count(values, ">=", v, len(values) - place, len(values))
        return v

    def view(self, level, values, read, own):
        for (num, den), told in zip(shown(level, len(values)), read):
            place, rest = divmod((len(values) - 1) * num, den)
            printed = told if own is None else told[0]
            low, high = printed * POINT // 2 - POINT // 4, printed * POINT // 2 + POINT // 4
            if rest == 0 and own is None:
                self.count(values, "<", low, 0, place)
                self.count(values, "<=", high - HAIR, place + 1, len(values))
                continue
            q = self.at(values, place)
            if rest:
                q = "(+ (* {0} {3}) (* {1} {2}))".format(q, self.at(values, place + 1), ratio(rest, den), ratio(den - rest, den))
            self.holds("(<= %s %s)" % (real(low), q))
            self.holds("(<= %s %s)" % (q, real(high - HAIR)))
            if own is not None and told[1] is not None:
                below, equal, above = ("(<= %s %s)" % (q, real(own - HAIR)), "(= %s %s)" % (q, real(own)),
                                       "(>= %s %s)" % (q, real(own + HAIR)))
                if len(values) < GROUP:
                    self.holds(equal if told[1] == 0 else below if told[1] > 0 else above)
                else:
                    self.holds("(<= %s %s)" % (q, real(own)) if told[1] else above)
        if own is not None and len(values) >= RANK:
            steps = [s for s in range(2 * len(values) + 1) if rank(s, len(values)) == read[-1]]
            twice = [f"({order} {real(v)} {real(own)})" for v in values for order in ("<", "<=")]
            self.holds("((_ at-least %d) %s)" % (steps[0], " ".join(twice)))
            self.holds("((_ at-most %d) %s)" % (steps[-1], " ".join(twice)))

    def world(self, condition):
        """A world in which this holds as well, False: there is none, None: who knows."""
        self.solver.push()
        self.solver.from_string(self.declared() + "(assert %s)" % condition)
        answer = self.solver.check()
        found = None if answer == z3.unknown else False
        if answer == z3.sat:
            model = {str(d): model_value for d, model_value in
                     ((d, self.solver.model()[d].as_fraction()) for d in self.solver.model().decls())}
            exact = [[v if isinstance(v, int) else model.get(v, 0) for v in vs]
                     + [own for k, own in self.pair if k == b] for b, vs in enumerate(self.unknown)]
            for whole in round, math.ceil, math.floor:
                found = World(self.case, [sorted(map(whole, vs)) for vs in exact])
                if found.outside() == self.case.told and self.case.fits(found, self.pair):
                    break
        self.solver.pop()
        return found

    def reach(self, order, at):
        """Some free firm of the bunch has at most, or at least, that."""
        return "(or false %s)" % " ".join("(%s %s %s)" % (order, x, real(at)) for x in self.unknown[self.bunch]
                                          if not isinstance(x, int))

    def apart(self, low, high):
        """A world that leaves a point for the bunch."""
        return self.world("(or %s %s)" % (self.reach("<=", high - POINT), self.reach(">=", low + POINT)))

    def widen(self, low, high):
        """The least and the greatest score, if they lie less than a point apart."""
        w = self.apart(low, high)
        if w is None or (w and not self.case.take(w, self.pair)):
            return low, high, False
        if w:
            return *self.case.span(self.bunch, self.pair), True
        low, sure = self.end(low, low - POINT, "<=")
        high, sure_too = self.end(high, high + POINT, ">=")
        return low, high, sure and sure_too

    def end(self, known, beyond, order):
        """How far a score can go from one that it can have towards one that it cannot, to a fiftieth."""
        while abs(beyond - known) > POINT // 50:
            at = (known + beyond) // 2
            w = self.world(self.reach(order, at))
            if w is None:
                return known, False
            known, beyond = (at, beyond) if w else (known, at)
        return known, True


def look_at(job):
    number, cells, firms, safe_too = job
    case, lines, tally = Case(cells, firms), [], collections.Counter(worlds=1)
    for b, inside in enumerate(case.firms):
        verdicts = collections.Counter(f.verdict for f in inside)
        if not safe_too and not verdicts["open"]:
            continue
        known, asked, undecided = case.judge(b)
        tally.update(asked=asked)
        for verdict, count in verdicts.items():
            tally[verdict] += count
            if known:
                tally[verdict + " known"] += count
            elif undecided:
                tally[verdict + " undecided"] += count
        if known:
            lines.append("world %d: %s, groups %s: known to %.3f points by %s" % (
                number, dict(verdicts), [tuple(cells[c]) for c in case.bunches[b]], known[0] / POINT,
                " and ".join("a firm with %.6f" % (own / POINT) for _, own in known[1])))
        elif undecided:
            lines.append("world %d: %s, groups %s: undecided" % (
                number, dict(verdicts), [tuple(cells[c]) for c in case.bunches[b]]))
    return lines, tally


def worlds(stream, safe_too):
    number, cells, firms = None, [], []
    for line in itertools.chain(stream, ["world -1"]):
        kind, *rest = line.split()
        if kind == "world":
            if number is not None and (safe_too or any(f.verdict == "open" for f in firms)):
                yield number, cells, firms, safe_too
            number, cells, firms = int(rest[0]), [], []
        elif kind == "cell":
            cells.append(Cell(*map(int, rest)))
        else:
            firms.append(Firm(*map(int, rest[:4]), rest[4]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--safe", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    total = collections.Counter()
    with multiprocessing.Pool(options.jobs) as pool:
        for lines, tally in pool.imap_unordered(look_at, worlds(sys.stdin, options.safe)):
            total += tally
            for line in lines:
                print(line, flush=True)
    for name in sorted(total):
        print("%s: %d" % (name, total[name]))
    return 1 if any(total[v + " known"] for v in ("safe", "open")) else 0


if __name__ == "__main__":
    sys.exit(main())
