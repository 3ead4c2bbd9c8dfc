# SPDX-License-Identifier: ISC
"""The forms against form.schema.json, and the schema against our checker.

Every form is also bent in small ways that the schema can see: a strange name
in each object, each member gone or of another type.  Whatever the schema
refuses, the checker must refuse; whatever the checker takes, the schema must
take."""
import copy
import json
import os
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("SKIP: python3-jsonschema is not installed (apt install python3-jsonschema)")
    sys.exit(77)

src, program = sys.argv[1], sys.argv[2]
with open(os.path.join(src, "forms/form.schema.json"), encoding="utf-8") as f:
    schema = json.load(f)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
failed = 0


def fail(what):
    global failed
    failed += 1
    print("FAIL: " + what)


def places(value, path=()):
    """Every object and member below value, as paths."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        # One of each list is enough, and its last one.
        for index in sorted({0, len(value) - 1}):
            if value:
                yield from places(value[index], path + (index,))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def bent(form):
    for path in list(places(form)):
        here = at(form, path)
        if isinstance(here, dict):
            other = copy.deepcopy(form)
            at(other, path)["zz"] = 1
            yield path, "a strange name", other
        if path:
            other = copy.deepcopy(form)
            del at(other, path[:-1])[path[-1]]
            yield path, "gone", other
            other = copy.deepcopy(form)
            at(other, path[:-1])[path[-1]] = None
            yield path, "null", other


names = ["forms/" + n for n in sorted(os.listdir(os.path.join(src, "forms")))
         if n.endswith(".json") and n != "form.schema.json"]
names.append("tests/unit/form/small.json")
with tempfile.TemporaryDirectory() as folder:
    rows = []
    for name in names:
        with open(os.path.join(src, name), encoding="utf-8") as f:
            form = json.load(f)
        for error in validator.iter_errors(form):
            fail("%s: %s: %s" % (name, "/".join(map(str, error.absolute_path)), error.message))
        if name.startswith("forms/kam"):
            continue  # large, and of the same shapes as the others
        for path, how, other in bent(form):
            file = os.path.join(folder, "%d.json" % len(rows))
            with open(file, "w", encoding="utf-8") as f:
                json.dump(other, f)
            rows.append((name, path, how, other, file))
    out = subprocess.run([program, "form", "check", "--json"] + [row[4] for row in rows],
                         capture_output=True, text=True, check=False).stdout
    said = {}
    for line in out.splitlines():
        row = json.loads(line)
        said[row["file"]] = row["problems"]
    for name, path, how, other, file in rows:
        taken = validator.is_valid(other)
        ours = said.get(file)
        if ours is None:
            fail("%s: /%s %s: no answer" % (name, "/".join(map(str, path)), how))
        elif ours == [] and not taken:
            fail("%s: /%s %s: the schema refuses what the checker takes: %s" % (
                name, "/".join(map(str, path)), how,
                next(iter(validator.iter_errors(other))).message[:200]))
        elif how == "a strange name" and (taken or not ours):
            fail("%s: /%s %s: taken" % (name, "/".join(map(str, path)), how))
    print("%d forms, %d bent ones" % (len(names), len(rows)))
sys.exit(1 if failed else 0)
