/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gathering the errors of one request; see the header.
 */
#include "tc-open311-fault.h"

#include <stdarg.h>

static void
free_error (gpointer data)
{
  TcOpen311Error *error = data;

  g_free (error->code);
  g_free (error->description);
  g_free (error);
}

TcOpen311Fault *
tc_open311_fault_new (void)
{
  TcOpen311Fault *fault = g_new0 (TcOpen311Fault, 1);

  fault->errors = g_ptr_array_new_with_free_func (free_error);
  return fault;
}

void
tc_open311_fault_free (TcOpen311Fault *fault)
{
  if (!fault)
    return;
  g_ptr_array_unref (fault->errors);
  g_free (fault);
}

gboolean
tc_open311_fault_is_set (const TcOpen311Fault *fault)
{
  return fault->status != 0;
}

gboolean
tc_open311_fault_add (TcOpen311Fault *fault, guint status, const char *format, ...)
{
  TcOpen311Error *error;
  va_list list;

  if (fault->status == 0)
    fault->status = status;
  if (fault->errors->len >= TC_OPEN311_ERRORS_MAX)
    return FALSE;
  error = g_new0 (TcOpen311Error, 1);
  error->code = g_strdup_printf ("%u", status);
  va_start (list, format);
  error->description = g_strdup_vprintf (format, list);
  va_end (list);
  g_ptr_array_add (fault->errors, error);
  return FALSE;
}
