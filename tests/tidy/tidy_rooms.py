#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: the direction of rooms, read from the table in docs/ARCHITECTURE.md.

Refused: an include that is a path; a header of a room that the table doesn't allow; another room's
-private.h; a library header that the room has no business with; a lower feature that includes a
higher one; a panel that includes another panel; library types in wire's public headers; and in
meson.build a dependency, library or include directory that the table doesn't allow."""
import os
import re

import tidy_tree

# A word of the table's last column -> headers that belong to it. "sockets" is the system's own.
LIBRARIES = {
    "glib": r"glib(-object|-unix)?\.h|glib/.*|gmodule\.h",
    "gobject": r"glib-object\.h|gobject/.*",
    "gio": r"gio/gio\.h",
    "gio_unix": r"gio/g(unix|desktopappinfo).*\.h",
    "sqlite": r"sqlite3(ext)?\.h",
    "json": r"json-glib/.*",
    "zstd": r"zstd.*\.h",
    "sodium": r"sodium.*",
    "exif": r"libexif/.*",
    "soup": r"libsoup/.*",
    "xml": r"libxml/.*",
    "gettext_po": r"gettext-po\.h",
    "gtk": r"(gtk|gdk|gsk|graphene|pango|cairo|gdk-pixbuf)[-/.].*",
    "adwaita": r"adwaita\.h|libadwaita.*",
    "shumate": r"shumate/.*",
    "canberra": r"canberra\.h",
    "gstreamer": r"gst/.*",
    "swscale": r"libswscale/.*",
    "gmime": r"gmime/.*",
    "pq": r"libpq-fe\.h|postgresql/.*",
    "sockets": r"sys/(socket|un)\.h|netinet/.*|arpa/.*|netdb\.h|poll\.h|sys/epoll\.h",
}
SYSTEM = re.compile(r"(assert|ctype|errno|fcntl|inttypes|limits|locale|math|setjmp|signal|stdarg|"
                    r"stdbool|stddef|stdint|stdio|stdlib|string|termios|time|unistd|libintl|pwd|"
                    r"sysexits|sys/(stat|statvfs|types|resource|wait|time|file|mman|prctl|"
                    r"random))\.h")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
PANEL_COMMON = ("widgets", "shell")


class Rooms:
    def __init__(self, text):
        self.uses, self.links = {}, {}
        table = re.search(r"<!-- rooms:.*?-->(.*?)<!-- /rooms -->", text, re.S)
        for line in table[1].splitlines() if table else []:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) == 4 and cells[0].startswith("`"):
                room = cells[0].strip("`")
                self.uses[room] = set(re.findall(r"\w+", cells[2]))
                self.links[room] = set(re.findall(r"\w+", cells[3]))
        features = re.search(r"<!-- features:.*?-->(.*?)<!-- /features -->", text, re.S)
        self.core_order = re.findall(r"`(\w+)`", features[1])[1:] if features else []


def read_rooms(root):
    rooms = Rooms(tidy_tree.read(root, "docs/ARCHITECTURE.md"))
    found = []
    for room, words in rooms.links.items():
        found += [f"docs/ARCHITECTURE.md:1: no such library: {w}" for w in words - set(LIBRARIES)]
        found += [f"docs/ARCHITECTURE.md:1: {room} uses {w}, which is no room"
                  for w in rooms.uses[room] - set(rooms.uses)]
    if not rooms.uses:
        found.append("docs/ARCHITECTURE.md:1: the table of rooms is missing")
    return rooms, found


def split_place(path):
    """'src/core/store/x.h' -> ('core', 'store'); 'src/base/x.h' -> ('base', '')."""
    parts = path.split("/")
    return parts[1], parts[2] if len(parts) > 3 else ""


def judge_own(rooms, owner, path, header):
    """Why a file of ours may not be included from path, or None."""
    room, feature = split_place(path)
    owner_room, owner_feature = split_place(owner)
    if owner_room != room:
        if owner_room not in rooms.uses.get(room, ()):
            return f"{room} may not use {owner_room} ({header})"
        return f"{header} is private to {owner_room}" if header.endswith("-private.h") else None
    if room == "desktop" and owner_feature != feature and feature != "shell":
        if feature == "widgets":
            return f"widgets know no {owner_feature or 'other'} ({header})"
        if owner_feature and owner_feature not in PANEL_COMMON:
            return f"panel {feature} may not know panel {owner_feature} ({header})"
    order = rooms.core_order
    if room == "core" and feature in order and owner_feature in order \
            and order.index(owner_feature) > order.index(feature):
        return f"{feature} may not know {owner_feature}, which is higher ({header})"
    return None


def judge_library(rooms, path, header):
    room, _ = split_place(path)
    allowed = rooms.links.get(room, set())
    if room == "wire" and path.endswith(".h") and not path.endswith("-private.h"):
        allowed = allowed & {"glib", "gobject", "gio"}
    owners = {word for word, pattern in LIBRARIES.items() if re.fullmatch(pattern, header)}
    if not owners and not SYSTEM.fullmatch(header):
        return f"<{header}> belongs to no library of the table"
    if owners and not owners & allowed:
        return f"{room} has no business with <{header}>"
    return None


def check_includes(root, rooms):
    headers = {}
    for path in tidy_tree.pick(root, [".h"], ["src"]):
        headers[os.path.basename(path)] = path
    found = []
    for path in tidy_tree.pick(root, [".c", ".h"], ["src", "tests"]):
        for number, line in enumerate(tidy_tree.read(root, path).splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            kind, header = match.groups()
            why = None
            if kind == '"' and "/" in header:
                why = f'an include is never a path: "{header}"'
            elif kind == "<" and header.startswith("tc-"):
                why = f'our own header wants quotes: "{header}"'
            elif not path.startswith("src/"):
                continue
            elif split_place(path)[0] not in rooms.uses:
                why = f"{split_place(path)[0]} is no room of the table"
            elif kind == "<":
                why = judge_library(rooms, path, header)
            elif header in headers:
                why = judge_own(rooms, headers[header], path, header)
            if why:
                found.append(f"{path}:{number}: {why}")
    return found


def check_meson(root, rooms):
    found = []
    for path in tidy_tree.pick(root, ["meson.build"], ["src"]):
        if path == "src/meson.build":
            continue
        room = path.split("/")[1]
        allowed = rooms.uses.get(room, set()) | rooms.links.get(room, set()) | {room}
        for number, line in enumerate(tidy_tree.read(root, path).splitlines(), 1):
            code = line.split("#")[0]
            for word in re.findall(r"\b(\w+)_(?:dep|lib)\b", code):
                base = word.split("_")[0] if word not in LIBRARIES else word
                if (word in LIBRARIES or base in rooms.uses) and not {word, base} & allowed:
                    found.append(f"{path}:{number}: {room} may not link {word}")
            if re.search(r"\bdependency\s*\(|\bfind_library\s*\(", code):
                found.append(f"{path}:{number}: libraries are looked up in the top file")
            for folder in re.findall(r"include_directories\s*\(([^)]*)\)", code):
                for other in re.findall(r"'(?:[^']*\.\./|/)([^/']*)", folder):
                    if other not in rooms.uses.get(room, ()):
                        found.append(f"{path}:{number}: a room includes its own folders only")
    return found


def check(root):
    rooms, found = read_rooms(root)
    return found + check_includes(root, rooms) + check_meson(root, rooms)


if __name__ == "__main__":
    tidy_tree.run(check)
