# SPDX-License-Identifier: GPL-3.0-or-later
"""Photos as telephones make them: a JPEG with a block of EXIF that says when and where, put
together here so that every byte of it is known."""
import re
import struct
import subprocess

SCAN = 0xda
# Among the pixels of a scan neither a stuffed byte nor a restart is one.
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)


def rationals(degrees):
    """Degrees, minutes and hundredths of seconds, as EXIF has an angle."""
    hundredths = round(abs(degrees) * 360000)
    parts = (hundredths // 360000, 1), (hundredths // 6000 % 60, 1), (hundredths % 6000, 100)
    return b"".join(struct.pack(">II", *part) for part in parts)


def directory(at, entries):
    """A directory of TIFF at that offset, with what doesn't fit behind it."""
    head, data = struct.pack(">H", len(entries)), b""
    behind = at + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in sorted(entries):
        if len(value) > 4:
            value, data = struct.pack(">I", behind + len(data)), data + value
        head += struct.pack(">HHI", tag, kind, count) + value.ljust(4, b"\0")
    return head + b"\0\0\0\0" + data


def exif(lat, lon, taken, orientation=1):
    """taken: '2026:11:26 14:03:05', in the province's time."""
    gps = [(1, 2, 2, b"N\0" if lat >= 0 else b"S\0"), (2, 5, 3, rationals(lat)),
           (3, 2, 2, b"E\0" if lon >= 0 else b"W\0"), (4, 5, 3, rationals(lon))]
    photo = [(0x9003, 2, 20, taken.encode() + b"\0")]
    photo_at = 8 + 2 + 12 * 3 + 4
    gps_at = photo_at + len(directory(photo_at, photo))
    first = directory(8, [(0x0112, 3, 1, struct.pack(">H", orientation)),
                          (0x8769, 4, 1, struct.pack(">I", photo_at)),
                          (0x8825, 4, 1, struct.pack(">I", gps_at))])
    return (b"Exif\0\0MM\0*\0\0\0\x08" + first + directory(photo_at, photo)
            + directory(gps_at, gps))


def segment(marker, body):
    return struct.pack(">BBH", 0xff, marker, len(body) + 2) + body


def turned(orientation):
    """The body of a block of EXIF that says how to hold the picture, and nothing else."""
    entry = 0x0112, 3, 1, struct.pack(">H", orientation)
    return b"Exif\0\0MM\0*\0\0\0\x08" + directory(8, [entry])


def segments_of(photo):
    """[(marker, body)] of a JPEG, from what follows its start to its end; without the pixels."""
    assert photo[:2] == b"\xff\xd8", photo[:2]
    segments, at = [], 2
    while photo[at:at + 2] != b"\xff\xd9":
        assert photo[at] == 0xff, f"no marker at byte {at}"
        marker, end = photo[at + 1], at + 2 + struct.unpack(">H", photo[at + 2:at + 4])[0]
        segments.append((marker, photo[at + 4:end]))
        at = end if marker != SCAN else MARKER.search(photo, end).start()
    assert at + 2 == len(photo), "more follows the picture's end"
    return segments


def tell(plain, lat, lon, taken, orientation=1, comment=b"may cua chi Ba"):
    """(the JPEG as a telephone writes it, the bytes of it that say where)"""
    assert plain[:2] == b"\xff\xd8"
    said = exif(lat, lon, taken, orientation)
    return (plain[:2] + segment(0xe1, said) + segment(0xfe, comment) + plain[2:],
            [rationals(lat), rationals(lon), taken.encode(), comment])


def make_plain(colour="steelblue"):
    """A picture of clouds, of which nothing is said."""
    return subprocess.run(["convert", "-size", "320x240", f"plasma:{colour}-gray", "-strip",
                           "jpg:-"], check=True, capture_output=True).stdout


def make_photo(lat, lon, taken, orientation=1, colour="steelblue"):
    """Likewise, of a picture of clouds."""
    return tell(make_plain(colour), lat, lon, taken, orientation)
