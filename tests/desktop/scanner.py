# SPDX-License-Identifier: GPL-3.0-or-later
"""A scanner of bar codes at the screen: keys and Enter as one batch. A busy machine keeps the
screen from its clock, so it has hardly anything to wait for in between."""
import ctypes
import os
import signal
import time

# Of a key from the same one before it, which would be taken for one and the same press.
GAP_MS = 2
# In the middle of the keys, and how soon in it somebody is stopped, and how long then: far more
# than there is between two of a scanner.
REST_MS = 10
STOP_AFTER_S = 0.005
STOPPED_S = 0.2
SHIFT, ENTER = 0xFFE1, 0xFF0D


class Scanner:
    def __init__(self):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.test = ctypes.CDLL("libXtst.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self.x11.XkbKeycodeToKeysym.argtypes = [ctypes.c_void_p, ctypes.c_ubyte, ctypes.c_int,
                                                ctypes.c_int]
        self.x11.XkbKeycodeToKeysym.restype = ctypes.c_ulong
        self.x11.XFlush.argtypes = [ctypes.c_void_p]
        self.x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self.test.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int,
                                                ctypes.c_ulong]
        self.display = self.x11.XOpenDisplay(None)
        assert self.display, "there is no screen"

    def turn(self, sym, down, delay_ms=0):
        code = self.x11.XKeysymToKeycode(self.display, sym)
        assert code, f"no key has {chr(sym)}"
        self.test.XTestFakeKeyEvent(self.display, code, down, delay_ms)

    def is_shifted(self, sym):
        code = self.x11.XKeysymToKeycode(self.display, sym)
        return self.x11.XkbKeycodeToKeysym(self.display, code & 0xFF, 0, 0) != sym

    def press(self, sym, delay_ms):
        shifted = self.is_shifted(sym)
        if shifted:
            self.turn(SHIFT, True)
        self.turn(sym, True, delay_ms)
        self.turn(sym, False)
        if shifted:
            self.turn(SHIFT, False)

    def send(self, text, rests=False):
        """@rests: in the middle of it"""
        for at, letter in enumerate(text):
            again = at > 0 and letter == text[at - 1]
            rest = rests and at == len(text) // 2
            self.press(ord(letter), REST_MS if rest else GAP_MS if again else 0)
        self.press(ENTER, 0)
        self.x11.XFlush(self.display)

    def scan(self, text):
        """@text: letters of the keyboard alone"""
        self.send(text)
        self.x11.XSync(self.display, False)

    def scan_past(self, text, pid):
        """Likewise, while that process gets no processor from some of the keys on: it finds the
        others all at once, long after they were typed."""
        self.send(text, rests=True)
        time.sleep(STOP_AFTER_S)
        os.kill(pid, signal.SIGSTOP)
        try:
            self.x11.XSync(self.display, False)
            time.sleep(STOPPED_S)
        finally:
            os.kill(pid, signal.SIGCONT)
