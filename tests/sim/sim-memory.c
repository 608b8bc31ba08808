/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite's memory in a simulation, where it opens, reads a schema and closes all the time: pieces
 * of some sizes, which a free list for each size gives out again. Nothing is shared with another
 * thread, nothing goes back to the system, and a seed needs what the one before it needed.
 *
 * The sanitiser has to see every piece: under it there is none of this.
 */
#include "sim.h"

#include <malloc.h>
#include <sqlite3.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#define IS_SANITISED TRUE
#else
#define IS_SANITISED FALSE
#endif

/* Sizes from 16 bytes on, four for each power of two; what is larger is the system's. */
#define STEPS 4
#define SIZE_MIN 16
#define SIZE_MAX_KEPT (64 * 1024)
#define CLASSES 64
#define CHUNK (1024 * 1024)
#define OF_SYSTEM CLASSES

/* Before each piece. Aligned as what follows must be. */
typedef struct {
  gsize size;
  guint class; /* OF_SYSTEM: none */
} __attribute__ ((aligned (16))) Head;

typedef struct _Free {
  struct _Free *next;
} Free;

static Free *spare[CLASSES];
static gsize sizes[CLASSES];
static guint8 class_of[SIZE_MAX_KEPT / SIZE_MIN + 1]; /* by size in units of SIZE_MIN */
static guint8 *chunk;
static gsize chunk_left;

static void
make_classes (void)
{
  guint n = 0;
  gsize at = 0;

  for (gsize size = SIZE_MIN; size <= SIZE_MAX_KEPT; size *= 2)
    for (gsize step = 0; step < STEPS; step++)
      if (size * step / STEPS % SIZE_MIN == 0 && size + size * step / STEPS <= SIZE_MAX_KEPT)
        sizes[n++] = size + size * step / STEPS;
  g_assert (n <= CLASSES);
  for (guint i = 0; i < n; i++)
    for (; at <= sizes[i] / SIZE_MIN; at++)
      class_of[at] = (guint8) i;
}

static guint
find_class (gsize size)
{
  return size <= SIZE_MAX_KEPT ? class_of[(size + SIZE_MIN - 1) / SIZE_MIN] : OF_SYSTEM;
}

static void *
carve (guint class)
{
  gsize size = sizeof (Head) + sizes[class];

  if (chunk_left < size) {
    chunk = g_malloc (CHUNK);
    chunk_left = CHUNK;
  }
  Head *head = (Head *) (void *) chunk;
  chunk += size;
  chunk_left -= size;
  *head = (Head){sizes[class], class};
  return head + 1;
}

static void *
take (int wanted)
{
  gsize size = (gsize) wanted;
  guint class = find_class (size);

  if (class == OF_SYSTEM) {
    Head *head = g_malloc (sizeof *head + size);

    *head = (Head){size, OF_SYSTEM};
    return head + 1;
  }
  Free *piece = spare[class];
  if (!piece)
    return carve (class);
  spare[class] = piece->next;
  return piece;
}

static void
give_back (void *piece)
{
  Head *head = (Head *) piece - 1;
  Free *first = piece;

  if (head->class == OF_SYSTEM) {
    g_free (head);
    return;
  }
  first->next = spare[head->class];
  spare[head->class] = first;
}

static int
size_of (void *piece)
{
  return piece ? (int) ((Head *) piece - 1)->size : 0;
}

static void *
resize (void *piece, int wanted)
{
  int size = size_of (piece);
  void *other;

  if (wanted <= size && wanted > size / 2)
    return piece;
  other = take (wanted);
  memcpy (other, piece, (gsize) MIN (size, wanted));
  give_back (piece);
  return other;
}

static int
round_up (int size)
{
  guint class = find_class ((gsize) size);

  return class != OF_SYSTEM ? (int) sizes[class] : (size + 7) & ~7;
}

static int
init (void *data)
{
  return SQLITE_OK;
}

static void
end (void *data)
{
}

void
sim_memory_prepare (void)
{
  const sqlite3_mem_methods methods = {take, give_back, resize, size_of, round_up, init, end, NULL};

  if (!IS_SANITISED) {
    /* Files come and go with each seed: their memory stays. */
    g_assert_cmpint (mallopt (M_MMAP_THRESHOLD, 32 * 1024 * 1024), ==, 1);
    g_assert_cmpint (mallopt (M_TRIM_THRESHOLD, 256 * 1024 * 1024), ==, 1);
    make_classes ();
    sqlite3_config (SQLITE_CONFIG_MALLOC, &methods);
  }
  /* One thread, and no count that takes a lock. */
  sqlite3_config (SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
}
