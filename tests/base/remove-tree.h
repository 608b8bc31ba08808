/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a test made on disk goes when it ends.
 */
#pragma once

/* The folder, or file, with all that is in it; links go, not what they lead to. */
void remove_tree (const char *path);
