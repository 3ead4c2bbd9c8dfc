# SPDX-License-Identifier: ISC
"""service.py - a whole private Soundings for the fault tests: PostgreSQL with
its durable settings, relay, courier, web, nginx, in a folder of its own.

Everything is started here, ended here and killed here, by pid alone.  As root
the programs run as the user "postgres", for PostgreSQL refuses root."""
import glob
import http.client
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

SOURCE = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
FORMS = ("matter-feedback", "kam-preparedness")


def find(name, *places):
    for place in (*places, *os.environ["PATH"].split(":"), "/usr/sbin"):
        if os.access(os.path.join(place, name), os.X_OK):
            return os.path.join(place, name)
    raise FileNotFoundError("there is no %s; script/setup --test installs it" % name)


PG = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1:]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def children(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
            return [int(word) for word in f.read().split()]
    except OSError:
        return []


def kill(pid, number):
    """True: there was somebody."""
    try:
        os.kill(pid, number)
        return True
    except ProcessLookupError:
        return False


def until(what, seconds, step=0.02):
    """How long it took, or None."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if what():
            return time.monotonic() - begun
        time.sleep(step)
    return None


def has_faults(build):
    """Were the named fault points compiled in?"""
    with open(os.path.join(build, "soundings-web"), "rb") as f:
        return b"SOUNDINGS_FAULT" in f.read()


class Service:
    def __init__(self, build, workers=4, settings=None, postgres=(), data=None):
        self.lock, self.workers = threading.RLock(), workers
        self.running, self.commands, self.ended = {}, {}, {}
        self.minding = set()
        self.dir = tempfile.mkdtemp(prefix="snd-fault.")
        self.data = data or self.dir + "/postgres"
        self.postgres_options = postgres
        self.as_user = {}
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            self.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        for name in ("log", "nginx", "mail", "sink", "program/gen"):
            os.makedirs(self.dir + "/" + name)
        # Copied, for the checkout may be closed to that user.
        for name in ("soundings", "soundings-web", "soundings-courier"):
            if os.path.exists(os.path.join(build, name)):
                shutil.copy(os.path.join(build, name), self.dir + "/program")
        shutil.copytree(build + "/gen/static", self.dir + "/program/gen/static")
        for name in ("nginx", "forms"):
            shutil.copytree(SOURCE + "/" + name, self.dir + "/program/" + name)
        for name in ("sql/roles.sql", "tests/fault/smtp_sink.py"):
            shutil.copy(SOURCE + "/" + name, self.dir + "/program")
        self.port, self.mail_port = free_port(), free_port()
        self.has_courier = os.path.exists(self.dir + "/program/soundings-courier")
        self.write_settings(workers, settings or {})
        self.give(self.dir)

    def give(self, path):
        if self.as_user:
            subprocess.run(["chown", "-R", "postgres:postgres", path], check=True)

    def write_settings(self, workers, more):
        conn = "host=%s dbname=soundings user=soundings_" % self.dir
        settings = {
            "base_url": "http://127.0.0.1:%d" % self.port, "socket": self.dir + "/web.sock",
            "workers": workers, "database": conn + "web", "database_courier": conn + "courier",
            "database_operator": conn + "operator", "database_owner": conn + "owner",
            "key_file": self.dir + "/link.keys", "mail_from": "survey@soundings.example",
            "smtp_host": "127.0.0.1", "smtp_port": self.mail_port, "smtp_tls": "none",
            "operator_name": "Longshore and Vane", "operator_contact": "help@soundings.example",
            "log_level": "debug", **more}
        with open(self.dir + "/soundings.conf", "w") as f:
            f.writelines("%s = %s\n" % pair for pair in settings.items())
        with open(os.open(self.dir + "/link.keys", os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:
            f.write("1 %s\n" % os.urandom(32).hex())
        with open(SOURCE + "/nginx/demonstration.conf.in") as f:
            conf = f.read()
        for key, value in (("STATE", self.dir), ("RUN", self.dir), ("PORT", str(self.port)),
                           ("PROGRAM", self.dir + "/program")):
            conf = conf.replace("@%s@" % key, value)
        with open(self.dir + "/nginx.conf", "w") as f:
            f.write(conf)

    # ---- processes ----

    def start(self, name, command=None, env=None):
        """Started again with the same words when there are none."""
        if command is not None:
            self.commands[name] = command, env or {}
        command, env = self.commands[name]
        with self.lock, open(self.dir + "/log/%s.log" % name, "ab") as log:
            self.running[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.dir,
                start_new_session=True, **self.as_user,
                env={**os.environ, "HOME": self.dir, "SOUNDINGS_CONFIG": self.dir + "/soundings.conf", **env})
        return self.running[name]

    def pid(self, name):
        return self.running[name].pid

    def alive(self, name):
        return name in self.running and self.running[name].poll() is None

    def end(self, name, number=signal.SIGTERM, seconds=15):
        """Its exit status; killed if it does not end by itself."""
        self.minding.discard(name)
        if name not in self.running:
            return None
        with self.lock:
            process = self.running[name]
        if process.poll() is None:
            kill(process.pid, number)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill_tree(name)
                process.wait(seconds)
        return process.returncode

    def kill_tree(self, name):
        """kill -9 of a program and of all its children: nobody may tidy up."""
        pid = self.pid(name)
        kill(pid, signal.SIGSTOP) # so that it starts no new ones meanwhile
        for child in children(pid):
            kill(child, signal.SIGKILL)
        kill(pid, signal.SIGKILL)
        self.running[name].wait(10)

    def mind(self, *names):
        """Start again what ends by itself, as systemd would."""
        self.minding.update(name for name in names if name in self.commands)
        if getattr(self, "minder", None) is None:
            self.minder = threading.Thread(target=self.keep_alive, daemon=True)
            self.minder.start()

    def keep_alive(self):
        while True:
            for name in list(self.minding):
                with self.lock:
                    if name in self.minding and not self.alive(name):
                        self.ended[name] = self.ended.get(name, 0) + 1
                        self.start(name)
            time.sleep(0.03)

    def run(self, *command, **more):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=self.dir,
                              env={**os.environ, "SOUNDINGS_CONFIG": self.dir + "/soundings.conf"},
                              **self.as_user, **more)
        if done.returncode != 0:
            raise RuntimeError("%s: %s" % (" ".join(command[:3]), done.stderr[-600:] or done.stdout[-600:]))
        return done.stdout

    def second_web(self):
        """Another soundings-web beside the first, for as long as it stays: 10 s."""
        with open(self.dir + "/soundings.conf") as f, open(self.dir + "/second.conf", "w") as other:
            other.write(f.read().replace("/web.sock", "/second.sock"))
        self.give(self.dir + "/second.conf")
        return subprocess.run([self.dir + "/program/soundings-web", "--config", self.dir + "/second.conf"],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=self.dir, timeout=10,
                              **self.as_user)

    # ---- the database ----

    def start_postgres(self, wait=30):
        self.start("postgres", [
            PG[0] + "/postgres", "-D", self.data, "-c", "listen_addresses=",
            "-c", "unix_socket_directories=" + self.dir, "-c", "unix_socket_permissions=0700",
            "-c", "autovacuum_naptime=10s", *self.postgres_options])
        return self.await_postgres(wait)

    def accepts(self):
        return subprocess.run([PG[0] + "/pg_isready", "-q", "-t", "1", "-h", self.dir,
                               "-U", "postgres"]).returncode == 0

    def await_postgres(self, seconds=30):
        return until(self.accepts, seconds)

    def make_database(self):
        self.run(PG[0] + "/initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--locale=C.UTF-8",
                 "-E", "UTF8", "--no-sync")
        self.start_postgres()
        self.sql("CREATE DATABASE soundings", "postgres")
        self.psql("soundings", "-f", self.dir + "/program/roles.sql")
        self.run(self.dir + "/program/soundings", "db", "migrate")
        for form in FORMS:
            self.run(self.dir + "/program/soundings", "form", "publish", self.dir + "/program/forms/%s.json" % form)
            self.run(self.dir + "/program/soundings", "form", "open", form)

    def psql(self, database, *args):
        done = subprocess.run([PG[0] + "/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.dir,
                               "-U", "postgres", "-d", database, *args],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return done.stdout

    def sql(self, text, database="soundings"):
        return self.psql(database, "-c", text).strip()

    def rows(self, text):
        """The rows of a SELECT as dictionaries."""
        return json.loads(self.sql("SET search_path = soundings; "
                                   "SELECT coalesce(json_agg(t), '[]') FROM (%s) t" % text))

    # ---- the rest ----

    def start_sink(self):
        self.start("sink", ["/usr/bin/python3", self.dir + "/program/smtp_sink.py", self.dir + "/sink",
                            "--port", str(self.mail_port)])
        until(lambda: os.path.exists(self.dir + "/sink/port"), 10)

    def relay_rules(self, *rules):
        with open(self.dir + "/sink/rules.new", "w") as f:
            json.dump(rules, f)
        os.chmod(self.dir + "/sink/rules.new", 0o644)
        os.replace(self.dir + "/sink/rules.new", self.dir + "/sink/rules.json")

    def mails(self):
        """What the relay received whole: {"to": [...], "id": ..., "file": ...}."""
        with open(self.dir + "/sink/log.jsonl") as f:
            notes = [json.loads(line) for line in f]
        return [note for note in notes if note["event"] == "message"]

    def start_web(self, fault=""):
        self.start("web", [self.dir + "/program/soundings-web", "--config", self.dir + "/soundings.conf"],
                   {"SOUNDINGS_FAULT": fault})

    def start_courier(self, fault=""):
        if self.has_courier:
            self.start("courier", [self.dir + "/program/soundings-courier", "--config",
                                   self.dir + "/soundings.conf"], {"SOUNDINGS_FAULT": fault})

    def start_nginx(self):
        self.start("nginx", [find("nginx"), "-p", self.dir, "-c", self.dir + "/nginx.conf",
                             "-e", self.dir + "/log/nginx-start.log"])

    def open(self, web_fault="", courier_fault=""):
        self.make_database()
        self.start_sink()
        self.start_web(web_fault)
        self.start_courier(courier_fault)
        self.start_nginx()
        if until(self.ready, 30) is None:
            raise RuntimeError("the service did not get ready:\n" + self.log("web")[-2000:])

    def get(self, path, seconds=40):
        """Status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def ready(self):
        try:
            return self.get("/readyz")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def log(self, name):
        try:
            with open(self.dir + "/log/%s.log" % name, errors="replace") as f:
                return f.read()
        except FileNotFoundError:
            return ""

    def close(self):
        for name, number in (("nginx", signal.SIGQUIT), ("web", signal.SIGTERM), ("courier", signal.SIGTERM),
                             ("sink", signal.SIGTERM), ("postgres", signal.SIGINT)):
            if name in self.running:
                self.end(name, number)
        self.minding.clear()
        if os.environ.get("SOUNDINGS_TEST_KEEP"):
            print("# kept: " + self.dir, flush=True)
        else:
            shutil.rmtree(self.dir, ignore_errors=True)
