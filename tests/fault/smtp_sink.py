#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A scripted mail relay for tests: misbehaves where its rules say so.

usage: smtp_sink.py DIR [--tls starttls|tls|none] [--cert FILE --key FILE]
                        [--auth USER:PASSWORD] [--smtputf8] [--port N]

In DIR it writes
  port          the port, once it listens
  transcript    every line received, one a line, as Python would quote it
  log.jsonl     {"event": "message", "to": [...], "id": "<...>", "answer": "250"}
  NNNN.eml      each message that came to its final dot, answered or not
and reads
  rules.json    [{"at": "rcpt", "to": "bad@", "do": "550 5.1.1 no such box", "times": 1}]
at: connect ehlo starttls auth mail rcpt data body dot; "to" is looked for in
the recipient (from rcpt on) and may be missing; do: a reply, "drop" (close
without a word), "reset", "stall" (never answer) or "wait N" (seconds, then go
on).  "times": for so many visits, then the rule sleeps.  The file may be
replaced at any time."""
import argparse
import asyncio
import base64
import email
import json
import os
import socket
import ssl
import struct
import sys


class Gone(Exception):
    pass


class Sink:
    def __init__(self, args):
        self.args = args
        self.visits = {}
        self.count = len([f for f in os.listdir(args.dir) if f.endswith(".eml")])
        self.connections = 0
        self.transcript = open(os.path.join(args.dir, "transcript"), "a", buffering=1)
        self.log = open(os.path.join(args.dir, "log.jsonl"), "a", buffering=1)
        self.tls = None
        if args.cert:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(args.cert, args.key)

    def rule(self, at, to):
        try:
            with open(os.path.join(self.args.dir, "rules.json")) as f:
                rules = json.load(f)
        except FileNotFoundError:
            return None
        for rule in rules:
            if rule["at"] != at or ("to" in rule and rule["to"] not in (to or "")):
                continue
            key = json.dumps(rule, sort_keys=True)
            self.visits[key] = self.visits.get(key, 0) + 1
            if "times" in rule and self.visits[key] > rule["times"]:
                continue
            return rule["do"]
        return None

    async def serve(self, reader, writer):
        self.connections += 1
        self.log.write(json.dumps({"event": "connect"}) + "\n")
        try:
            await Session(self, reader, writer).run()
        except (Gone, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, OSError):
            pass
        finally:
            try:
                writer.close()
            except Exception:
                pass


class Session:
    def __init__(self, sink, reader, writer):
        self.sink, self.reader, self.writer = sink, reader, writer
        self.to, self.sender = [], None
        self.secure = sink.args.tls == "tls"
        self.known = sink.args.auth is None

    async def say(self, line):
        self.writer.write(line.encode() + b"\r\n")
        await self.writer.drain()

    async def misbehave(self, at):
        """True: the rule has answered in our place."""
        do = self.sink.rule(at, self.to[-1] if self.to else None)
        if do is None:
            return False
        if do == "reset":
            sock = self.writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.writer.transport.abort()
            raise Gone
        if do == "drop":
            raise Gone
        if do == "stall":
            await asyncio.sleep(3600)
        if do.startswith("wait "):
            await asyncio.sleep(float(do[5:]))
            return False
        await self.say(do)
        if do.startswith("421"):
            raise Gone
        return True

    async def line(self):
        raw = await self.reader.readline()
        if not raw:
            raise Gone
        self.sink.transcript.write(repr(raw) + "\n")
        return raw

    async def run(self):
        if await self.misbehave("connect"):
            return
        await self.say("220 sink.test ESMTP")
        while True:
            raw = await self.line()
            verb = raw.decode("utf-8", "replace").strip()
            word = verb.split(" ")[0].upper()
            if word in ("EHLO", "HELO"):
                await self.ehlo()
            elif word == "STARTTLS":
                await self.starttls()
            elif word == "AUTH":
                await self.auth(verb)
            elif word == "QUIT":
                await self.say("221 bye")
                return
            elif word in ("NOOP", "RSET"):
                await self.say("250 ok")
            elif self.sink.args.tls == "starttls" and not self.secure:
                await self.say("530 5.7.0 Must issue a STARTTLS command first")
            elif not self.known:
                await self.say("530 5.7.0 Authentication required")
            elif word == "MAIL":
                self.to = []
                if not await self.misbehave("mail"):
                    self.sender = verb[10:]
                    await self.say("250 2.1.0 ok")
            elif word == "RCPT":
                self.to.append(verb[8:])
                if await self.misbehave("rcpt"):
                    self.to.pop()
                else:
                    await self.say("250 2.1.5 ok")
            elif word == "DATA":
                if not self.to:
                    await self.say("503 5.5.1 no recipient")
                elif not await self.misbehave("data"):
                    await self.say("354 go on")
                    await self.body()
            else:
                await self.say("500 5.5.2 what?")

    async def ehlo(self):
        if await self.misbehave("ehlo"):
            return
        words = ["sink.test", "SIZE 20000000", "8BITMIME"]
        if self.sink.args.smtputf8:
            words.append("SMTPUTF8")
        if self.sink.args.tls == "starttls" and not self.secure:
            words.append("STARTTLS")
        elif not self.known:
            words.append("AUTH PLAIN LOGIN")
        for word in words[:-1]:
            await self.say("250-" + word)
        await self.say("250 " + words[-1])

    async def starttls(self):
        if await self.misbehave("starttls"):
            return
        if self.sink.tls is None or self.secure:
            await self.say("502 5.5.1 no TLS here")
            return
        await self.say("220 2.0.0 go ahead")
        await self.writer.start_tls(self.sink.tls)
        self.secure = True

    async def auth(self, verb):
        if await self.misbehave("auth"):
            return
        user, password = self.sink.args.auth.split(":", 1)
        parts = verb.split(" ")
        if parts[1].upper() == "PLAIN":
            if len(parts) < 3:
                await self.say("334 ")
                parts.append((await self.line()).decode().strip())
            given = base64.b64decode(parts[2]).split(b"\0")[1:]
        else:
            await self.say("334 VXNlcm5hbWU6")
            name = base64.b64decode((await self.line()).strip())
            await self.say("334 UGFzc3dvcmQ6")
            given = [name, base64.b64decode((await self.line()).strip())]
        if given == [user.encode(), password.encode()]:
            self.known = True
            await self.say("235 2.7.0 welcome")
        else:
            await self.say("535 5.7.8 wrong user or password")

    async def body(self):
        lines, bare = [], False
        while True:
            raw = await self.reader.readline()
            if not raw:
                raise Gone
            if len(lines) == 1 and await self.misbehave("body"):
                return
            if raw == b".\r\n":
                break
            bare = bare or not raw.endswith(b"\r\n") or b"\r" in raw[:-2]
            lines.append(raw[1:] if raw.startswith(b".") else raw)
        data = b"".join(lines)
        self.sink.count += 1
        name = "%04d.eml" % self.sink.count
        with open(os.path.join(self.sink.args.dir, name), "wb") as f:
            f.write(data)
        note = {"event": "message", "file": name, "from": self.sender, "to": self.to,
                "id": email.message_from_bytes(data)["Message-ID"], "bare": bare,
                "longest": max(map(len, lines), default=0), "answer": "pending"}
        # Written before the answer: what a killed test left is seen too.
        self.sink.log.write(json.dumps(note) + "\n")
        if not await self.misbehave("dot"):
            await self.say("250 2.0.0 taken as %d" % self.sink.count)
            note["answer"] = "250"
            self.sink.log.write(json.dumps({**note, "event": "answered"}) + "\n")


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir")
    parser.add_argument("--tls", default="none", choices=["starttls", "tls", "none"])
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--auth")
    parser.add_argument("--smtputf8", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    args = parser.parse_args()
    sink = Sink(args)
    server = await asyncio.start_server(
        sink.serve, "127.0.0.1", args.port, limit=1 << 20,
        ssl=sink.tls if args.tls == "tls" else None)
    port = server.sockets[0].getsockname()[1]
    temp = os.path.join(args.dir, "port.new")
    with open(temp, "w") as f:
        f.write("%d\n" % port)
    os.replace(temp, os.path.join(args.dir, "port"))
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
