# SPDX-License-Identifier: GPL-3.0-or-later
"""PostgreSQL as a peer: a cluster of its own in a folder of its own, on loopback, for as long as a
block lasts. Its settings are those of the package, but for the number of connections."""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from province_rig import free_port  # noqa: E402


class Postgres:
    """Runs as the user that the package made, since it refuses to run as root."""

    def __init__(self, tables, connections=100):
        self.tables, self.connections = tables, connections

    def __enter__(self):
        versions = sorted(os.listdir("/usr/lib/postgresql"), key=int)
        self.bin = f"/usr/lib/postgresql/{versions[-1]}/bin"
        self.folder = tempfile.mkdtemp(prefix="tc-pg-")
        self.port = free_port()
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self.run("initdb", "-D", self.folder + "/db", "-A", "trust", "-U", "postgres",
                 "--locale=C.UTF-8")
        self.run("pg_ctl", "-D", self.folder + "/db", "-l", self.folder + "/log", "-w", "-o",
                 f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
                 f" -c max_connections={self.connections}", "start")
        where = f"port={self.port} user=postgres dbname=postgres"
        self.info = f"host={self.folder} {where}"
        self.info_tcp = f"host=127.0.0.1 {where}"
        self.run("psql", self.info, "-q", "-v", "ON_ERROR_STOP=1", "-c", self.tables)
        return self

    def settle(self):
        """What it would do in its own time, while others are measured, it does now."""
        self.run("psql", self.info, "-q", "-c", "VACUUM", "-c", "CHECKPOINT")

    def run(self, program, *words):
        command = [os.path.join(self.bin, program), *words]
        if self.user:
            command = ["runuser", "-u", self.user, "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=120, cwd="/")

    def __exit__(self, *_):
        self.run("pg_ctl", "-D", self.folder + "/db", "-m", "fast", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
