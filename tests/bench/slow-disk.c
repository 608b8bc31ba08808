/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An old disk: preloaded into a program, it makes each fsync() and fdatasync() take
 * TC_SLOW_DISK_MS longer.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void
wait_for_disk (void)
{
  const char *ms = getenv ("TC_SLOW_DISK_MS");

  if (ms)
    usleep ((useconds_t) atoi (ms) * 1000);
}

static int
call (const char *name, int fd)
{
  /* The only way from an object to a function that ISO C knows of. */
  union {
    void *object;
    int (*function) (int fd);
  } next = {dlsym (RTLD_NEXT, name)};

  wait_for_disk ();
  return next.function (fd);
}

int
fsync (int fd)
{
  return call ("fsync", fd);
}

int
fdatasync (int fd)
{
  return call ("fdatasync", fd);
}
