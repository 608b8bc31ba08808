# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates made here, and a door that speaks TLS before a server that doesn't."""
import hashlib
import os
import socket
import ssl
import subprocess
import threading


class Certificate:
    def __init__(self, folder, name):
        self.key = os.path.join(folder, name + ".key")
        self.file = os.path.join(folder, name + ".crt")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
                        self.key, "-out", self.file, "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        with open(self.file, encoding="ascii") as file:
            der = ssl.PEM_cert_to_DER_cert(file.read())
        self.fingerprint = hashlib.sha256(der).hexdigest()

    def make_context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


class Door:
    """What comes in by TLS goes on to that port in clear, and back."""

    def __init__(self, certificate, port):
        self.context = certificate.make_context()
        self.behind = port
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            threading.Thread(target=self.let_in, args=(connection,), daemon=True).start()

    def let_in(self, connection):
        """An SSL object isn't for two threads, so it stands between memories."""
        into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
        line = self.context.wrap_bio(into, out, server_side=True)
        lock = threading.Lock()
        behind = socket.create_connection(("127.0.0.1", self.behind))

        def send(data=b""):
            with lock:
                if data:
                    line.write(data)
                connection.sendall(out.read())

        def bring():
            while data := behind.recv(65536):
                send(data)

        with connection, behind:
            answers = threading.Thread(target=quietly, args=(bring,), daemon=True)
            quietly(lambda: self.carry(connection, behind, (line, into, lock), send, answers))
            answers.is_alive() and behind.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def carry(connection, behind, ends, send, answers):
        line, into, lock = ends
        shaken = False
        while data := connection.recv(65536):
            with lock:
                into.write(data)
            while True:
                try:
                    with lock:
                        said = line.read(65536) if shaken else line.do_handshake()
                except ssl.SSLWantReadError:
                    break
                finally:
                    send()
                if shaken and not said:
                    return
                if shaken:
                    behind.sendall(said)
                else:
                    shaken = True
                    answers.start()


def quietly(work):
    """Whoever hangs up ends it."""
    try:
        work()
    except OSError:
        pass
