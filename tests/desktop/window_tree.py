# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessibility tree of the program as a screen reader has it, read whole and at once: asked
node by node it takes seconds on a busy machine, while the window goes on. All questions of one
depth are on their way together, and what the nodes say of themselves comes in one answer, which is
only taken apart where it has what is looked for. Nodes are known to the toolkit once their parents
were asked for them, and stay known when they are hidden: so what is shown is what can be walked
to."""
import ast
import re

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ROOT = "/org/a11y/atspi/accessible/root"
CACHE = "/org/a11y/atspi/cache"
FOCUSED = 12  # of AtspiStateType
# Of these nothing is inside.
LEAVES = {Atspi.Role.LABEL, Atspi.Role.IMAGE, Atspi.Role.ICON, Atspi.Role.SEPARATOR}
ANSWER_MS = 20000
DEPTH_MAX = 200
# What is in these is in their names too.
WHOLE = LEAVES | {Atspi.Role.PUSH_BUTTON, Atspi.Role.LIST_ITEM, Atspi.Role.HEADING,
                  Atspi.Role.SCROLL_BAR, Atspi.Role.TEXT}
# A node in the answer, as GLib prints it: ((bus, path), application, parent, index, how many
# children, interfaces, name, role, description, states). The usual ways to open it take ten times
# as long.
REF = r"\('([^']*)', '([^']*)'\)"
STRING = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
ITEM = re.compile(rf"\({REF}, \('[^']*', '[^']*'\), {REF}, -?\d+, -?\d+, \[[^]]*\], {STRING},"
                  rf" (\d+), {STRING}, \[(\d+), \d+\]\)")


class Item:
    """What a node says of itself."""

    def __init__(self, match):
        self.ref, self.parent = match.group(1, 2), match.group(3, 4)
        self.states = int(match[8])
        self.name, self.description = open_string(match[5]), open_string(match[7])
        self.role = Atspi.Role(int(match[6]))


def open_string(printed):
    return ast.literal_eval(printed) if "\\" in printed else printed[1:-1]


class Node:
    """One that is shown, as it was when the tree was read."""

    def __init__(self, tree, ref, item, parent):
        self.tree, self.ref, self.item, self.parent = tree, ref, item, parent
        self.name, self.description, self.children = item.name, item.description, []

    @property
    def role(self):
        return Atspi.role_get_name(self.item.role)

    def is_focused(self):
        return bool(self.item.states >> FOCUSED & 1)

    def read_text(self):
        """What stands in it now."""
        count = self.tree.ask(self.ref, "org.freedesktop.DBus.Properties", "Get", GLib.Variant(
            "(ss)", ("org.a11y.atspi.Text", "CharacterCount"))).unpack()[0]
        # GTK gives nothing for an end of -1.
        return self.tree.ask(self.ref, "org.a11y.atspi.Text", "GetText",
                             GLib.Variant("(ii)", (0, count))).unpack()[0]

    def read_box(self):
        """Left, top, width, height in the window."""
        return self.tree.ask(self.ref, "org.a11y.atspi.Component", "GetExtents",
                             GLib.Variant("(u)", (Atspi.CoordType.WINDOW,))).unpack()[0]

    def press(self):
        self.tree.ask(self.ref, "org.a11y.atspi.Action", "DoAction", GLib.Variant("(i)", (0,)))

    def walk(self):
        """All below it, in their order."""
        for child in self.children:
            yield child
            yield from child.walk()


class Tree:
    """The connection to the bus of accessibility."""

    def __init__(self):
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                None, None, 0, ANSWER_MS, None).unpack()[0]
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        self.roles = {}  # of each node that was ever told of

    # ---- asking ----

    def ask(self, ref, interface, method, arguments=None):
        return self.bus.call_sync(*ref, interface, method, arguments, None, 0, ANSWER_MS, None)

    def list_children(self, refs):
        """Of each, asked at once; of what went away meanwhile none."""
        answers, waiting = [[]] * len(refs), [len(refs)]

        def answered(bus, result, at):
            waiting[0] -= 1
            try:
                answers[at] = bus.call_finish(result).unpack()[0]
            except GLib.Error:
                pass

        for at, ref in enumerate(refs):
            self.bus.call(*ref, "org.a11y.atspi.Accessible", "GetChildren", None, None, 0,
                          ANSWER_MS, None, answered, at)
        context = GLib.MainContext.default()
        while waiting[0]:
            context.iteration(True)
        return answers

    def find_application(self):
        """(nullable): it isn't there yet"""
        for ref in self.list_children([("org.a11y.atspi.Registry", ROOT)])[0]:
            name = self.ask(ref, "org.freedesktop.DBus.Properties", "Get", GLib.Variant(
                "(ss)", ("org.a11y.atspi.Accessible", "Name"))).unpack()[0]
            if "toancanh" in name.lower():
                return ref
        return None

    def ask_items(self, application):
        """What the nodes that are known say of themselves: bytes to look into and to be opened."""
        return self.ask((application[0], CACHE), "org.a11y.atspi.Cache", "GetItems")

    def open_items(self, answer):
        """By node."""
        items = {item.ref: item for item in map(Item, ITEM.finditer(answer.print_(False)))}
        self.roles.update((ref, item.role) for ref, item in items.items())
        return items

    # ---- reading ----

    def walk(self, application, leaves=frozenset(LEAVES)):
        """What stands below each node that is shown, and whether one of them is new."""
        below, level, new = {}, [application], False
        for _ in range(DEPTH_MAX):
            asked = [ref for ref in level if self.roles.get(ref) not in leaves]
            level = []
            for ref, children in zip(asked, self.list_children(asked)):
                below[ref] = children
                level += children
            new = new or any(ref not in self.roles for ref in level)
            if not level:
                break
        return below, new

    def read(self, leaves=frozenset(LEAVES)):
        """The program's node with all that is shown below it, but for what is in leaves, as far as
        these are known; None: it isn't there yet. Errors: GLib.Error: it changed while it was
        read."""
        application = self.find_application()
        if application is None:
            return None
        below, _ = self.walk(application, leaves)
        items = self.open_items(self.ask_items(application))
        top = Node(self, application, items[application], None)
        left = [top]
        while left:
            node = left.pop()
            for ref in below.get(node.ref, []):
                if ref in items:
                    child = Node(self, ref, items[ref], node)
                    node.children.append(child)
                    left.append(child)
        return top

    def is_shown(self, ref, items):
        """Whether it can be walked to, asked upwards."""
        way = [ref]
        while way[-1][1] != ROOT:
            if way[-1] not in items or len(way) > DEPTH_MAX:
                return False
            way.append(items[way[-1]].parent)
        below = self.list_children(way[1:])
        # A stack says that it has what its pages have.
        return all(way[i] in below[i] or (i > 0 and way[i - 1] in below[i])
                   for i in range(len(below)))

    def find_in(self, answer, text, fits):
        if text.encode() not in answer.get_data_as_bytes().get_data():
            return None
        items = self.open_items(answer)
        for ref, item in items.items():
            if ref[1] != ROOT and text in item.name and fits(item) and self.is_shown(ref, items):
                return Node(self, ref, item, None)
        return None

    def find(self, text, fits=lambda item: True):
        """One that is shown and has the text in its name; None: there is none."""
        application = self.find_application()
        if application is None:
            return None
        found = self.find_in(self.ask_items(application), text, fits)
        if found is None and self.walk(application)[1]:
            answer = self.ask_items(application)
            self.open_items(answer)
            found = self.find_in(answer, text, fits)
        return found

    def settle(self):
        """Comes back once the program has done what it was told before."""
        application = self.find_application()
        if application is not None:
            self.list_children([application])


_tree = []


def get_tree():
    """One for all who ask."""
    if not _tree:
        _tree.append(Tree())
    return _tree[0]


def list_shown(leaves=frozenset(LEAVES)):
    """All that is shown, in its order; see Tree.read()."""
    top = get_tree().read(leaves)
    return list(top.walk()) if top else []
