# SPDX-License-Identifier: ISC
"""audit.py - holds what respondents saw against what the database and the
relay have."""
import collections

from respondent import digest, plain, stored_answers, who_wrote

WORDS = {
    "lost": "every receipt is in the database",
    "twice": "exactly once, and no id stands twice",
    "changed": "with the answers that were sent",
    "refused": "nothing that was refused is stored",
    "stray": "nothing is stored that nobody sent",
    "draft": "saved pages of open drafts are there, those of sent ones gone",
    "letters": "every stored response with an address has its one letter, and it left",
    "mail lost": "what counts as sent arrived",
    "mail twice": "no letter came twice but for counted doubts",
    "stray mail": "every mail belongs to a stored response",
}
OF_MAIL = ("letters", "mail lost", "mail twice", "stray mail")


class Audit:
    """findings: kind -> sentences.  None of any kind: every promise was kept."""

    def __init__(self, service, ledger):
        self.findings, self.counts = collections.defaultdict(list), collections.Counter()
        self.ledger = ledger
        self.by = collections.defaultdict(list)
        for line in ledger.lines:
            self.counts[line["saw"]] += 1
            self.by[line["who"]].append(line)
        self.responses(service)
        self.drafts(service)
        if service.has_courier:
            self.letters(service)

    def find(self, kind, words):
        self.findings[kind].append(words)

    def responses(self, service):
        rows = service.rows("SELECT r.id, f.slug, r.answers, c.email FROM response r JOIN form f ON f.id = r.form "
                            "LEFT JOIN response_contact c ON c.owner = r.owner AND c.response = r.id")
        stored, ids = collections.defaultdict(list), collections.Counter(row["id"] for row in rows)
        for row in rows:
            row["hash"] = digest(stored_answers(row))
            stored[who_wrote(stored_answers(row))].append(row)
        for one, count in ids.items():
            if count > 1:
                self.find("twice", "id %s stands %d times" % (one, count))
        for who, own in stored.items():
            if who not in self.by:
                self.find("stray", "stored, but sent by nobody of us: %s" % who)
            elif len(own) > 1:
                self.find("twice", "%s stands %d times" % (who, len(own)))
        for who, lines in self.by.items():
            self.one_respondent(who, [l for l in lines if l.get("what") == "submission"], stored[who])
        for who, lines in self.by.items():
            for line in lines:
                if line["saw"] == "reference" and stored[who] and line["id"] != stored[who][0]["id"]:
                    self.find("changed", "%s was shown another reference" % who)
        self.counts["stored"] = len(rows)
        self.counts["receipts"] = sum(any(l["saw"] == "receipt" for l in lines) for lines in self.by.values())
        self.stored_ids = ids

    def one_respondent(self, who, lines, rows):
        receipts = {line["hash"] for line in lines if line["saw"] == "receipt"}
        refused = {line["hash"] for line in lines if line["saw"] == "refused"}
        unknown = {line["hash"] for line in lines if line["saw"] in ("unknown", "error")}
        if len(receipts) > 1:
            self.find("changed", "%s got receipts for different answers" % who)
        if receipts and not rows:
            self.find("lost", "%s has a receipt, and nothing is stored" % who)
        for row in rows:
            if row["hash"] in receipts:
                continue
            if receipts:
                want = self.ledger.bodies[next(iter(receipts))]
                have = stored_answers(row)
                self.find("changed", "%s sent other answers than are stored: %s" % (who, sorted(
                    name for name in {*want, *have} if plain(want.get(name)) != plain(have.get(name)))))
            elif row["hash"] in unknown:
                self.counts["stored, never confirmed"] += 1
            elif row["hash"] in refused:
                self.find("refused", "%s was refused, and it is stored" % who)
            elif lines:
                self.find("refused", "%s was told that nothing was stored, and it is" % who)
            else:
                self.find("stray", "%s never sent, and it is stored" % who)

    def drafts(self, service):
        pages = service.rows("SELECT d.id, d.done_at IS NOT NULL AS done, p.answers FROM draft d "
                             "JOIN draft_page p ON p.owner = d.owner AND p.draft = d.id")
        kept = collections.defaultdict(dict)
        for page in pages:
            if page["done"] or page["id"] in self.stored_ids:
                self.find("draft", "draft %s was sent, and its pages are still there" % page["id"])
            kept[page["id"]].update({name: plain(value) for name, value in page["answers"].items()})
        hashes = {digest(answers) for answers in kept.values()}
        for line in self.ledger.lines:
            if line["saw"] == "left" and line["hash"] not in hashes:
                self.find("draft", "%s left, and not all saved pages are there" % line["who"])

    def letters(self, service):
        letters = service.rows("SELECT l.id, l.object, l.kind, l.address, l.state, l.doubts, c.email FROM letter l "
                               "LEFT JOIN response_contact c ON c.owner = l.owner AND c.response = l.object")
        wanted = {row["response"] for row in service.rows("SELECT response FROM response_contact")}
        about = collections.Counter(letter["object"] for letter in letters)
        copies = collections.Counter()
        known = {letter["id"]: letter for letter in letters}
        for mail in service.mails():
            letter = known.get((mail["id"] or "").strip("<>").split("@")[0])
            if letter is None or letter["address"] not in mail["to"][0]:
                self.find("stray mail", "%s to %s belongs to no stored response" % (mail["id"], mail["to"]))
            else:
                copies[letter["id"]] += 1
        for response in wanted:
            if about[response] != 1:
                self.find("letters", "response %s owes %d letters" % (response, about[response]))
        for letter in letters:
            if letter["object"] not in wanted or letter["address"] != letter["email"]:
                self.find("letters", "letter %s is about nothing stored" % letter["id"])
            if letter["state"] not in ("sent", "ambiguous"):
                self.find("letters", "letter %s ended as %s" % (letter["id"], letter["state"]))
            if letter["state"] == "sent" and copies[letter["id"]] == 0:
                self.find("mail lost", "letter %s counts as sent and never arrived" % letter["id"])
            if copies[letter["id"]] > 1 + letter["doubts"]:
                self.find("mail twice", "letter %s came %d times, %d doubts" % (
                    letter["id"], copies[letter["id"]], letter["doubts"]))
            self.counts["doubts"] += letter["doubts"]
            self.counts["ambiguous"] += letter["state"] == "ambiguous"
        self.counts["letters"], self.counts["mails"] = len(letters), sum(copies.values())
        self.counts["second copies"] = sum(count - 1 for count in copies.values())
