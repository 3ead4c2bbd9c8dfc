# SPDX-License-Identifier: ISC
"""A page with holes in it: what the scanners must find, or they were not scanning."""
import html
import http.server
import json
import os
import re
import socket
import sqlite3
import subprocess
import threading
import urllib.parse


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Hole(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        db, status = sqlite3.connect(":memory:"), 200
        db.execute("CREATE TABLE form AS SELECT 1 AS id, 'kam' AS slug")
        try:
            got = db.execute("SELECT slug FROM form WHERE id = " + query.get("id", "1")).fetchall()
            said = "Found: " + ", ".join(str(row[0]) for row in got) if got else "Nothing."
        except sqlite3.Error as problem:
            said, status = "SQLite error: %s" % problem, 500
        body = "<html><body><h1>%s</h1><p>%s</p><a href='/?id=1&name=x'>on</a></body></html>" % (
            query.get("name", ""), html.escape(said))
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *words):
        pass


def missed(folder, only):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hole)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = "http://127.0.0.1:%d/?id=1&name=x" % server.server_port
    lost = []
    if only != "wapiti":
        said = subprocess.run(["sqlmap", "-u", url, "-p", "id", "--batch", "--flush-session", "--output-dir", folder + "/hole",
                               "--technique=B", "--dbms=SQLite", "--disable-coloring"], capture_output=True, text=True, timeout=240).stdout
        if "identified the following injection point" not in said:
            lost.append("sqlmap misses a hole that is there")
    if only != "sqlmap":
        subprocess.run(["wapiti", "-u", url, "-m", "xss", "--scope", "folder", "-f", "json", "-o", folder + "/hole.json", "--flush-session",
                        "--store-session", folder + "/hole-wapiti", "--max-scan-time", "60", "-v", "0", "--no-bugreport"],
                       capture_output=True, text=True, timeout=240)
        found = {}
        if os.path.exists(folder + "/hole.json"):
            with open(folder + "/hole.json") as f:
                found = json.load(f)["vulnerabilities"]
        if not any(re.search("Cross Site", name) and entries for name, entries in found.items()):
            lost.append("wapiti misses a hole that is there")
    server.shutdown()
    if not lost:
        print("scan: the holes of our own making were found")
    return lost
