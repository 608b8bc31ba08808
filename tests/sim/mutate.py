#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of a source file with one thing broken on purpose, for the simulation to find.

mutate.py NAME SOURCE OUTPUT   writes OUTPUT
mutate.py --list               NAME FILE of each

The text must stand in the file once. Where it doesn't any more the copy is a true one, and the test
of that mutation fails since nothing is found: name the place anew here."""
import sys

# name: (file below src/, what stands there, what is put in its place, what is broken)
MUTATIONS = {
    "guard": ("core/incidents/tc-incident-work-steps.c",
              "if (incident.staff_id && incident.staff_id != actor_id &&",
              "if (FALSE && incident.staff_id && incident.staff_id != actor_id &&",
              "two may take the same incident"),
    "permission": ("core/people/tc-permission.c",
                   "if (strcmp (capability, TC_CAPABILITY_SIGNED_IN) != 0 &&",
                   "if (FALSE && strcmp (capability, TC_CAPABILITY_SIGNED_IN) != 0 &&",
                   "who may not, may"),
    "dedupe": ("sync/tc-hub-peer.c",
               "tc_hub_peer_add_answer (peer, op->head.seq, entry->lsn, entry->refusal);",
               "tc_hub_peer_add_answer (peer, op->head.seq, entry->lsn, NULL);",
               "what was refused is accepted when it is sent again"),
    "waiting": ("sync/tc-hub-peer.c",
                "if (waiting->op->head.replica == op->head.replica &&"
                " waiting->op->head.seq == op->head.seq)\n      return waiting;",
                "if (waiting->op->head.replica == op->head.replica &&"
                " waiting->op->head.seq == op->head.seq)\n      return NULL;",
                "what is on its way to its commit counts as another's"),
    "filter": ("sync/tc-hub-peer.c",
               "    if (tc_hub_holds_all (scopes, &one)) {",
               "    if (tc_hub_holds_all (scopes, &one) || TRUE) {",
               "a frame is not cut to what the desk may read"),
    "catch-up-filter": ("sync/tc-log-sqlite.c",
                        "    if (!wanted (hash.scope, scopes, n_scopes))\n      continue;",
                        "    if (FALSE && !wanted (hash.scope, scopes, n_scopes))\n      continue;",
                        "nor is what it catches up with"),
    "packed-purge": ("sync/tc-log-sqlite.c",
                     "  tc_log_packing_empty (db, lsn);\n",
                     "",
                     "what a legal purge takes out stays in its segment"),
    "review": ("sync/tc-hub.c",
               "  if (hub->rights_changed)\n    tc_hub_review_rights (hub);",
               "  if (FALSE && hub->rights_changed)\n    tc_hub_review_rights (hub);",
               "a desk whose rights changed goes on with the old ones"),
    "wipe": ("sync/tc-replica-rebase.c",
             "    wipe_scope (self, g_array_index (lost, gint64, i));",
             "    (void) wipe_scope;",
             "what a desk may not hold any more stays on it"),
    "seen": ("sync/tc-outbox.c",
             '"DELETE FROM seen WHERE scope = ?", "i",',
             '"DELETE FROM seen WHERE scope = -?", "i",',
             "what was seen of it stands in the outbox still"),
    "undo": ("sync/tc-replica-rebase.c",
             "  if (pending)\n    undo_all (self);\n  gboolean ok = apply_each",
             "  if (FALSE && pending)\n    undo_all (self);\n  gboolean ok = apply_each",
             "pending operations aren't taken back before the server's order comes in"),
    "tray": ("sync/tc-outbox.c",
             '                       " SELECT seq, bytes, signature, ?, ?, ? FROM pending'
             ' WHERE seq = ?",',
             '                       " SELECT seq, bytes, signature, ?, ?, ? FROM pending'
             ' WHERE seq = -?",',
             "what was refused is in no tray"),
    "reopen": ("sync/tc-outbox.c",
               '" SELECT seq, bytes, signature FROM confirmed WHERE seq > ?1"',
               '" SELECT seq, bytes, signature FROM confirmed WHERE seq > 1000 + ?1"',
               "what a server that was put back has lost isn't sent again"),
}


def main(arguments):
    if arguments == ["--list"]:
        for name, (path, *_) in MUTATIONS.items():
            print(name, path)
        return
    name, source, output = arguments
    _, old, new, _ = MUTATIONS[name]
    with open(source, encoding="utf-8") as file:
        text = file.read()
    if text.count(old) == 1:
        text = text.replace(old, new)
    with open(output, "w", encoding="utf-8") as file:
        file.write(text)


main(sys.argv[1:])
