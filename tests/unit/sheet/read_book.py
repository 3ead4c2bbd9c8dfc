#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""read_book.py FILE: a workbook as one JSON object, sheet name to rows of cells.

Text is a string; a number is {"n": its digits}, a date {"d": "2026-11-18 14:32:00"}.
A formula, a link, a macro or a part from outside ends the program with 1."""
import datetime
import json
import re
import sys
import zipfile
import xml.etree.ElementTree as tree

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
REL = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}'


def column(reference):
    n = 0
    for letter in re.match('[A-Z]+', reference).group():
        n = n * 26 + ord(letter) - 64
    return n - 1


def unescape(text):
    return re.sub('_x([0-9A-Fa-f]{4})_', lambda m: chr(int(m.group(1), 16)), text)


def cells(book, path, dates):
    rows = []
    row = []
    with book.open(path) as part:
        for _, e in tree.iterparse(part):
            if e.tag in (MAIN + 'f', MAIN + 'hyperlink', MAIN + 'oleObject'):
                sys.exit(f'{path}: a {e.tag}')
            if e.tag == MAIN + 'c':
                at = column(e.get('r'))
                value = e.findtext(MAIN + 'v')
                if e.get('t') == 'inlineStr':
                    cell = unescape(''.join(t.text or '' for t in e.iter(MAIN + 't')))
                elif e.get('t') is not None:
                    sys.exit(f'{path}: a cell of type {e.get("t")}')
                elif int(e.get('s', 0)) in dates:
                    day = datetime.datetime(1899, 12, 30) + datetime.timedelta(days=float(value))
                    day = (day + datetime.timedelta(microseconds=500000)).replace(microsecond=0)
                    cell = {'d': str(day)}
                else:
                    cell = {'n': value}
                row += [''] * (at - len(row)) + [cell]
            elif e.tag == MAIN + 'row':
                rows.append(row)
                row = []
                e.clear()
    return rows


def main():
    with zipfile.ZipFile(sys.argv[1]) as book:
        bad = [n for n in book.namelist() if re.search('vba|external|macro|query', n, re.I)]
        if bad or book.testzip():
            sys.exit(f'{sys.argv[1]}: {bad or book.testzip()}')
        styles = tree.fromstring(book.read('xl/styles.xml'))
        coded = {f.get('numFmtId') for f in styles.iter(MAIN + 'numFmt') if 'yy' in f.get('formatCode')}
        dates = {i for i, x in enumerate(styles.find(MAIN + 'cellXfs')) if x.get('numFmtId') in coded}
        targets = {r.get('Id'): r.get('Target')
                   for r in tree.fromstring(book.read('xl/_rels/workbook.xml.rels'))}
        sheets = tree.fromstring(book.read('xl/workbook.xml')).iter(MAIN + 'sheet')
        json.dump({s.get('name'): cells(book, 'xl/' + targets[s.get(REL + 'id')], dates)
                   for s in sheets}, sys.stdout, ensure_ascii=False)


main()
