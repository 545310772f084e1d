"""A pipeline of this checkout in a process of its own, for the scripts that test against one. Python's standard library only."""

import http.client
import json
import os
import re
import signal
import subprocess
import time

HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
HEADGATE = os.path.join(HOME, "headgate")


class Failure(Exception):
    """Something is not as it must be; the text says what and where."""


class Pipeline:
    """A pipeline in a process group of its own, which after a kill comes back at the same address."""

    def __init__(self, folder):
        self.folder = folder
        self.port = 0
        self.start()
        with open(os.path.join(folder, "keys.json"), encoding="utf-8") as file:
            self.keys = json.load(file)

    def start(self):
        with open(self.folder + ".log", "ab") as log:
            self.process = subprocess.Popen(
                [HEADGATE, "standalone", "--data", self.folder, "--port", str(self.port)], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True)
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

    def await_drained(self):
        """Waits until nothing waits in the spool any more: what is there was answered 200, and is not in the stores."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.request("GET", "/metrics")
                metrics = connection.getresponse().read().decode()
            finally:
                connection.close()
            if re.search(r"^headgate_spool_bytes 0(\.0)?$", metrics, re.M):
                return
            time.sleep(0.2)
        raise Failure("live events still wait in the spool two minutes after the last was sent")

    def export(self, what):
        """What is stored: `events` or `persons`."""
        run = subprocess.run(
            [HEADGATE, "export", what, "--data", self.folder, "--quiet"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if run.returncode != 0:
            raise Failure(f"export {what} ended with {run.returncode}: {run.stderr}")
        return [json.loads(line) for line in run.stdout.splitlines()]
