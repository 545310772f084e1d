"""A pipeline of this checkout in a process of its own, for the scripts that test against one. Python's standard library only."""

import http.client
import json
import os
import random
import re
import signal
import subprocess
import threading
import time
import uuid

HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
HEADGATE = os.path.join(HOME, "headgate")


class Failure(Exception):
    """Something is not as it must be; the text says what and where."""


class Pipeline:
    """A pipeline in a process group of its own, which after a kill comes back at the same address."""

    def __init__(self, folder, arguments=(), **variables):
        """Starts one, with these arguments, and these variables beside its environment."""
        self.folder = folder
        self.arguments = list(arguments)
        self.environment = {**os.environ, **variables}
        self.port = 0
        self.start()
        with open(os.path.join(folder, "keys.json"), encoding="utf-8") as file:
            self.keys = json.load(file)

    def start(self):
        with open(self.folder + ".log", "ab") as log:
            self.process = subprocess.Popen(
                [HEADGATE, "standalone", "--data", self.folder, "--port", str(self.port), *self.arguments], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True, env=self.environment)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with open(os.path.join(self.folder, "server.json"), encoding="utf-8") as file:
                    server = json.load(file)
                if self.process.poll() is not None:
                    raise Failure(f"the pipeline ended, see {self.folder}.log")
                if server["pid"] == self.process.pid:
                    self.port = int(server["url"].rsplit(":", 1)[1])
                    self.url = server["url"]
                    return
            except (FileNotFoundError, ValueError):
                pass
            time.sleep(0.05)
        raise Failure(f"the pipeline did not start within a minute, see {self.folder}.log")

    def alive(self):
        return self.process.poll() is None

    def kill(self):
        if self.alive():
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Ends it in good order. Not by SIGINT: a script that runs in the background of a shell ignores that one, and so do its children."""
        if self.alive():
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=120)
            except subprocess.TimeoutExpired:
                raise Failure(f"the pipeline did not end within two minutes, see {self.folder}.log") from None

    def get(self, path):
        """Status and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def api(self, path):
        """What the API answers to the pipeline team."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Authorization": "Bearer " + self.keys["pipeline_key"]})
            return json.load(connection.getresponse())
        finally:
            connection.close()

    def metric(self, name):
        found = re.search(rf"^{re.escape(name)} (\S+)$", self.get("/metrics")[1], re.M)
        if not found:
            raise Failure(f"there is no metric {name}")
        return float(found.group(1))

    def await_ready(self):
        """Waits until the log is there."""
        deadline = time.monotonic() + 120
        while self.get("/readyz")[0] != 200:
            if time.monotonic() > deadline:
                raise Failure(f"the log is not there after two minutes, see {self.folder}.log")
            time.sleep(0.2)

    def await_drained(self):
        """Waits until nothing waits any more, in the spool or in the log: what is there was answered 200, and is not in the stores yet."""
        deadline = time.monotonic() + 120
        while self.metric("headgate_spool_bytes") > 0 or any(
                self.metric('headgate_log_lag_events{lane="%s"}' % lane) > 0 for lane in ("live", "diverted")):
            if time.monotonic() > deadline:
                raise Failure("events still wait in the spool or the log two minutes after the last was sent")
            time.sleep(0.2)

    def export(self, what):
        """What is stored: `events` or `persons`."""
        run = subprocess.run(
            [HEADGATE, "export", what, "--data", self.folder, "--quiet"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if run.returncode != 0:
            raise Failure(f"export {what} ended with {run.returncode}: {run.stderr}")
        return [json.loads(line) for line in run.stdout.splitlines()]


class Sender(threading.Thread):
    """Posts one batch after the other, each until it is answered 200; without retries anything else is a fault."""

    def __init__(self, number, pipeline, seed, retries=True):
        super().__init__(daemon=True)
        self.number = number
        self.pipeline = pipeline
        self.random = random.Random(seed * 1000 + number)
        self.retries = retries
        self.acknowledged = []
        self.tries = 0
        self.fault = None
        self.over = False

    def run(self):
        try:
            while not self.over:
                batch = [self.event() for _ in range(self.random.choice([1, 1, 3, 20]))]
                body = json.dumps({"api_key": self.pipeline.keys["project_token"], "batch": batch})
                while not self.post(body):
                    time.sleep(0.05)
                self.acknowledged += [event["uuid"] for event in batch]
                time.sleep(0.01)
        except Failure as e:
            self.fault = str(e)

    def event(self):
        return {
            "event": "live",
            "uuid": str(uuid.UUID(int=self.random.getrandbits(128), version=4)),
            "distinct_id": f"live-{self.number}-{self.random.randrange(50)}",
            "timestamp": "2026-11-23T10:00:00Z",
        }

    def post(self, body):
        self.tries += 1
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.pipeline.port, timeout=30)
            try:
                connection.request("POST", "/batch", body, {"Content-Type": "application/json"})
                status = connection.getresponse().status
            finally:
                connection.close()
        except (OSError, http.client.HTTPException) as e:
            if not self.retries:
                raise Failure(f"sender {self.number} was not answered: {e!r}") from None
            return False
        if status == 200 or (status == 503 and self.retries):
            return status == 200
        raise Failure(f"sender {self.number} was answered {status}")
