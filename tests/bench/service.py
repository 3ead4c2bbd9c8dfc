# SPDX-License-Identifier: ISC
"""service.py - a service of the measurement's own: PostgreSQL as an operator
would run it (durable), soundings-web, nginx with production's files, and the
bare program behind the same nginx."""
import glob
import os
import shutil
import signal
import socket
import subprocess
import time

WORKERS = 16
TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def _stat(pid):
    """name, parent, CPU seconds of a process with its children that ended."""
    with open(f"/proc/{pid}/stat", "rb") as f:
        fields = f.read().rsplit(b") ", 1)[1].split()
    return int(fields[1]), sum(int(x) for x in fields[11:15]) / TICK


def family(*roots):
    """These processes and all below them, with their CPU seconds."""
    every = {}
    for path in glob.glob("/proc/[0-9]*"):
        try:
            every[int(path[6:])] = _stat(path[6:])
        except (OSError, IndexError):
            pass
    found = {pid: every[pid][1] for pid in roots if pid in every}
    grew = True
    while grew:
        grew = False
        for pid, (parent, used) in every.items():
            if parent in found and pid not in found:
                found[pid] = used
                grew = True
    return found


def cpu(*roots):
    return sum(family(*roots).values())


class Service:
    def __init__(self, work):
        self.work = work
        self.program = f"{work}/program"
        self.port, self.bare_port = free_port(), free_port()
        self.processes = {}
        self.config = f"{work}/soundings.conf"
        self.smtp_port = 1
        self.bins = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]

    # --- processes ---------------------------------------------------------
    def start(self, name, *words, **more):
        with open(f"{self.work}/{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)
        return self.processes[name].pid

    def pid(self, name):
        return self.processes[name].pid

    def stop(self, name, how=signal.SIGTERM):
        process = self.processes.pop(name, None)
        if process is not None:
            process.send_signal(how)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def stop_all(self):
        for name in [n for n in self.processes if n != "postgres"]:
            self.stop(name)
        self.stop("postgres", signal.SIGINT)

    def until(self, what, works, seconds=30):
        end = time.monotonic() + seconds
        while not works():
            if time.monotonic() > end:
                raise RuntimeError(f"{what} did not get ready; see {self.work}")
            time.sleep(0.05)

    def tool(self, name):
        return f"{self.program}/bench/{name}"

    def run(self, *words, **more):
        """A command that must succeed; its output."""
        done = subprocess.run(words, capture_output=True, text=True, **more)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words[:4])}: {done.stderr[-2000:]}"
                               f"{done.stdout[-500:]}")
        return done.stdout

    # --- the database ------------------------------------------------------
    def conninfo(self, database="soundings", user="postgres"):
        return f"host={self.work} dbname={database} user={user}"

    def sql(self, text, database="soundings"):
        return self.run(f"{self.bins}/psql", "-XqAt", "-v", "ON_ERROR_STOP=1",
                        "-d", self.conninfo(database), input=text).strip()

    def start_database(self):
        data = f"{self.work}/data"
        self.run(f"{self.bins}/initdb", "-D", data, "-U", "postgres", "--auth=trust",
                 "--locale=C.UTF-8", "-E", "UTF8")
        # Durable as delivered; only the checkpoint that a long run would meet
        # in one alternation and not in another is put off.
        self.start("postgres", f"{self.bins}/postgres", "-D", data,
                   "-c", "listen_addresses=", "-c", f"unix_socket_directories={self.work}",
                   "-c", "max_wal_size=8GB", "-c", "checkpoint_timeout=30min")
        self.until("PostgreSQL", lambda: subprocess.run(
            [f"{self.bins}/pg_isready", "-q", "-h", self.work]).returncode == 0)
        self.sql("CREATE DATABASE base", "postgres")
        self.run(f"{self.bins}/psql", "-Xq", "-d", self.conninfo("base"),
                 "-f", f"{self.program}/sql/roles.sql")
        with open(f"{self.work}/link.keys", "w", opener=lambda p, f: os.open(p, f, 0o600)) as f:
            f.write("1 " + os.urandom(32).hex() + "\n")
        self.write_config("base")
        self.soundings("db", "migrate")
        for form in ("kam-preparedness", "matter-feedback"):
            self.soundings("form", "publish", f"{self.program}/forms/{form}.json")
            self.soundings("form", "open", form)

    def copy_database(self, name):
        """An empty service's database under another name."""
        self.sql(f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} TEMPLATE base", "postgres")

    def write_config(self, database, path=None):
        users = {"database": "web", "database_courier": "courier",
                 "database_operator": "operator", "database_owner": "owner"}
        lines = [f"base_url = http://127.0.0.1:{self.port}", f"socket = {self.work}/web.sock",
                 f"workers = {WORKERS}", "requests_per_worker = 0",
                 f"key_file = {self.work}/link.keys", "mail_from = survey@soundings.example",
                 "smtp_host = 127.0.0.1", f"smtp_port = {self.smtp_port}", "smtp_tls = none",
                 "operator_name = Longshore and Vane", "operator_contact = help@soundings.example"]
        for key, user in users.items():
            lines.append(f"{key} = {self.conninfo(database, 'soundings_' + user)}")
        with open(path or self.config, "w") as f:
            f.write("\n".join(lines) + "\n")

    def soundings(self, *words, config=None):
        return self.run(f"{self.program}/soundings", *words, "--config", config or self.config)

    # --- the web -----------------------------------------------------------
    def start_web(self):
        self.copy_database("soundings")
        self.write_config("soundings")
        self.soundings("demo", "load")
        self.sql("VACUUM ANALYZE")
        self.restart_web()
        self.write_nginx()
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.start("nginx", nginx, "-p", self.work, "-c", f"{self.work}/nginx.conf",
                   "-e", f"{self.work}/nginx-start.log")
        self.until("the service", lambda: self.get("/readyz")[0] == 200)

    def restart_web(self, config=None):
        self.stop("web")
        self.start("web", f"{self.program}/soundings-web", "--config", config or self.config)
        self.until("soundings-web", lambda: os.path.exists(f"{self.work}/web.sock"))

    def write_nginx(self):
        """The demonstration's configuration, and one more server in it."""
        state = {"@STATE@": self.work, "@RUN@": self.work, "@PROGRAM@": self.program,
                 "@PORT@": str(self.port)}
        os.makedirs(f"{self.work}/nginx", exist_ok=True)
        os.makedirs(f"{self.work}/log", exist_ok=True)
        with open(f"{self.program}/nginx/demonstration.conf.in") as f:
            text = f.read()
        for mark, value in state.items():
            text = text.replace(mark, value)
        with open(f"{self.program}/nginx/soundings.conf") as f:
            site = f.read().replace("fastcgi_pass soundings;", "fastcgi_pass bare;")
        with open(f"{self.work}/bare.conf", "w") as f:
            f.write(site)
        at = text.rstrip().rindex("}")
        bare = f"""	upstream bare {{ server "unix:{self.work}/bare.sock" max_fails=0; }}
	server {{
		listen 127.0.0.1:{self.bare_port} backlog=1024;
		root "{self.program}/gen";
		include "{self.program}/nginx/soundings-errors.conf";
		include "{self.work}/bare.conf";
	}}
"""
        with open(f"{self.work}/nginx.conf", "w") as f:
            f.write(text[:at] + bare + "}\n")

    def start_bare(self, answers):
        """answers: path -> bytes of head and body."""
        self.stop("bare")
        with open(f"{self.work}/bare.table", "wb") as f:
            for path, answer in answers.items():
                f.write(f"{path} {len(answer)}\n".encode() + answer)
        self.start("bare", self.tool("bare_fcgi"), f"{self.work}/bare.sock", str(WORKERS),
                   f"{self.work}/bare.table")
        self.until("the bare program", lambda: os.path.exists(f"{self.work}/bare.sock"))
        time.sleep(0.2)

    def request(self, method, path, headers=(), body=b"", port=None):
        """One request as bytes on the wire."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *headers]
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded",
                      "Sec-Fetch-Site: same-origin", f"Content-Length: {len(body)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def get(self, path, headers=(), method="GET", body=b""):
        """status, head, body, bytes on the wire; the connection is closed."""
        try:
            s = socket.create_connection(("127.0.0.1", self.port), 10)
        except OSError:
            return 0, "", b"", 0
        with s:
            s.sendall(self.request(method, path, [*headers, "Connection: close"], body))
            got = b""
            while piece := s.recv(65536):
                got += piece
        head, _, rest = got.partition(b"\r\n\r\n")
        wire = len(got)
        if b"chunked" in head:
            body, at = b"", rest
            while at:
                size, _, at = at.partition(b"\r\n")
                n = int(size, 16)
                body, at = body + at[:n], at[n + 2:]
            rest = body
        return int(head[9:12] or 0), head.decode("latin-1"), rest, wire

    def tokens(self, *words):
        return self.run(self.tool("tokens"), f"{self.work}/link.keys", *map(str, words)).split()

    def load(self, port, connections, seconds, path, how, watch=()):
        """answers and journeys a second, CPU seconds by watched name, wrong ones."""
        pids = {name: self.pid(name) for name in watch}
        before = {name: cpu(pid) for name, pid in pids.items()}
        out = self.run(self.tool("load"), str(port), str(connections), str(seconds), path, how)
        answers, journeys, took, wrong, size, micros = (float(x) for x in out.split())
        return {"answers": answers, "journeys": journeys, "seconds": took, "wrong": int(wrong),
                "bytes": size, "micros": micros,
                "cpu": {name: cpu(pid) - before[name] for name, pid in pids.items()}}


def write_requests(path, journeys):
    """journeys: lists of (bytes, status)."""
    with open(path, "wb") as f:
        for journey in journeys:
            for i, (request, status) in enumerate(journey):
                f.write(f"{len(request)} {status} {int(i + 1 == len(journey))}\n".encode())
                f.write(request)
    return path
