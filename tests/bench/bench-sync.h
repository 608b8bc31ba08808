/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commands of bench-sync that are files of their own; @words are those after the command.
 */
#pragma once

/* bench-herd.c: all desks lose the server at once and come back, by the client's own pauses. */
void bench_herd (char **words);

/* bench-core.c: without sockets. */
void bench_durable (char **words);
void bench_parts (char **words);
void bench_rebase (char **words);
