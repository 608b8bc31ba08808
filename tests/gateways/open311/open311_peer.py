# SPDX-License-Identifier: GPL-3.0-or-later
"""toancanhd as a process with the demonstration province, for tests whose clients are not ours.

The environment names the programs: TOANCANHD, TOANCANHCTL, TC_PROVINCE_DIR.
"""
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

QUICK = {"limits": {"head-seconds": 4, "idle-seconds": 4},
         "open311": {"requests-per-minute": 1000000, "key-requests-per-minute": 1000000}}


class Server:
    """Started when made; settings as {section: {key: value}}."""

    def __init__(self, settings):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="open311-"))
        config = self.folder / "toancanhd.conf"
        config.write_text("".join(
            f"[{section}]\n" + "".join(f"{key}={value}\n" for key, value in keys.items())
            for section, keys in settings.items()), encoding="utf-8")
        self.config = config
        self.start()
        self.ctl("province", "load", os.environ["TC_PROVINCE_DIR"])
        self.key = self.ctl("api-key", "add", "client-a").strip()

    def start(self):
        with open(self.folder / "journal", "a", encoding="utf-8") as journal:
            self.process = subprocess.Popen(
                [os.environ["TOANCANHD"], "--config", self.config,
                 "--data-dir", self.folder / "data", "--port", "0", "--print-ready"],
                stdout=subprocess.PIPE, stderr=journal, text=True)
        ready = self.process.stdout.readline()
        assert ready.startswith("ready http://127.0.0.1:"), self.journal()
        self.port = int(ready.rsplit(":", 1)[1])
        self.url = f"http://127.0.0.1:{self.port}/open311/v2"

    def restart_after_kill(self):
        self.process.kill()
        self.process.wait()
        self.start()

    def ctl(self, *words):
        return subprocess.run(
            [os.environ["TOANCANHCTL"], "--socket", self.folder / "data" / "admin.sock", *words],
            check=True, stdout=subprocess.PIPE, text=True).stdout

    def journal(self):
        return (self.folder / "journal").read_text(encoding="utf-8")

    def memory_kib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def count(self, sql):
        """One number from its database, read from outside."""
        files = list((self.folder / "data").glob("*.db"))
        for path in files:
            result = subprocess.run(["sqlite3", f"file:{path}?mode=ro", sql], check=False,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            if result.returncode == 0:
                return int(result.stdout)
        raise AssertionError(f"no database of {files} answers")

    def stop(self):
        """Ends it; the number of reports that its database holds then."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=60) == 0, self.journal()[-2000:]
        n_reports = self.count("SELECT count(*) FROM report")
        shutil.rmtree(self.folder)
        return n_reports

    def kill(self):
        """Whatever it still does: for the end of a test that failed."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def allow_files(wanted):
    """Whether this process may open that many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= wanted:
        return True
    if hard != resource.RLIM_INFINITY and hard < wanted:
        return False
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return True


def run_tests(tests):
    """Each test is a pair of settings and a function of a server. Prints TAP; the exit code."""
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    for number, (settings, test) in enumerate(tests, 1):
        server = None
        try:
            server = Server(settings)
            test(server)
            print(f"ok {number} {test.__name__}", flush=True)
        except Exception as error:  # pylint: disable=broad-except
            failed += 1
            text = f"{type(error).__name__}: {error}"[:3000]
            print("\n".join("# " + line for line in text.splitlines()))
            print(f"not ok {number} {test.__name__}", flush=True)
        finally:
            if server:
                server.kill()
    sys.exit(1 if failed else 0)
