/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stream that counts; see the private header. Both directions only pass calls on, except that a
 * reader is told to come again after TURN_BYTES: libsoup reads a WebSocket for as long as there is
 * something, and one client that sends without end would keep the main loop from all others.
 */
#include "tc-counted-stream-private.h"

#define TURN_BYTES (512 * 1024)

/* Reading. */

#define TC_TYPE_COUNTED_INPUT (tc_counted_input_get_type ())
G_DECLARE_FINAL_TYPE (TcCountedInput, tc_counted_input, TC, COUNTED_INPUT, GFilterInputStream)

struct _TcCountedInput {
  GFilterInputStream parent;
  guint64 count;
  guint64 turn_end; /* where count says that the turn is over */
};

static GPollableInputStream *
get_base_input (gpointer self)
{
  return G_POLLABLE_INPUT_STREAM (
      g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self)));
}

static gboolean
input_can_poll (GPollableInputStream *self)
{
  return g_pollable_input_stream_can_poll (get_base_input (self));
}

static gboolean
input_is_readable (GPollableInputStream *self)
{
  return g_pollable_input_stream_is_readable (get_base_input (self));
}

static GSource *
input_create_source (GPollableInputStream *self, GCancellable *cancellable)
{
  g_autoptr (GSource)
      base = g_pollable_input_stream_create_source (get_base_input (self), cancellable);

  TC_COUNTED_INPUT (self)->turn_end = TC_COUNTED_INPUT (self)->count + TURN_BYTES;
  return g_pollable_source_new_full (self, base, NULL);
}

static gssize
input_read_nonblocking (GPollableInputStream *self, void *buffer, gsize count, GError **error)
{
  TcCountedInput *input = TC_COUNTED_INPUT (self);
  gssize got;

  if (input->count >= input->turn_end) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "enough for this turn");
    return -1;
  }
  got = g_pollable_input_stream_read_nonblocking (get_base_input (self), buffer, count, NULL,
                                                  error);
  if (got > 0)
    input->count += (guint64) got;
  return got;
}

static void
tc_counted_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = input_can_poll;
  iface->is_readable = input_is_readable;
  iface->create_source = input_create_source;
  iface->read_nonblocking = input_read_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TcCountedInput, tc_counted_input, G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      tc_counted_input_pollable_init))

static void
tc_counted_input_class_init (TcCountedInputClass *klass)
{
}

static void
tc_counted_input_init (TcCountedInput *self)
{
  self->turn_end = TURN_BYTES;
}

/* Writing. */

#define TC_TYPE_COUNTED_OUTPUT (tc_counted_output_get_type ())
G_DECLARE_FINAL_TYPE (TcCountedOutput, tc_counted_output, TC, COUNTED_OUTPUT, GFilterOutputStream)

struct _TcCountedOutput {
  GFilterOutputStream parent;
  guint64 count;
};

static GPollableOutputStream *
get_base_output (gpointer self)
{
  return G_POLLABLE_OUTPUT_STREAM (
      g_filter_output_stream_get_base_stream (G_FILTER_OUTPUT_STREAM (self)));
}

static gboolean
output_can_poll (GPollableOutputStream *self)
{
  return g_pollable_output_stream_can_poll (get_base_output (self));
}

static gboolean
output_is_writable (GPollableOutputStream *self)
{
  return g_pollable_output_stream_is_writable (get_base_output (self));
}

static GSource *
output_create_source (GPollableOutputStream *self, GCancellable *cancellable)
{
  g_autoptr (GSource)
      base = g_pollable_output_stream_create_source (get_base_output (self), cancellable);

  return g_pollable_source_new_full (self, base, NULL);
}

static gssize
output_write_nonblocking (GPollableOutputStream *self, const void *buffer, gsize count,
                          GError **error)
{
  gssize put = g_pollable_output_stream_write_nonblocking (get_base_output (self), buffer, count,
                                                           NULL, error);

  if (put > 0)
    TC_COUNTED_OUTPUT (self)->count += (guint64) put;
  return put;
}

static void
tc_counted_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->can_poll = output_can_poll;
  iface->is_writable = output_is_writable;
  iface->create_source = output_create_source;
  iface->write_nonblocking = output_write_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TcCountedOutput, tc_counted_output, G_TYPE_FILTER_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      tc_counted_output_pollable_init))

static void
tc_counted_output_class_init (TcCountedOutputClass *klass)
{
}

static void
tc_counted_output_init (TcCountedOutput *self)
{
}

/* Both. */

struct _TcCountedStream {
  GIOStream parent;
  GIOStream *base;         /* (owned) */
  TcCountedInput *input;   /* (owned) */
  TcCountedOutput *output; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TcCountedStream, tc_counted_stream, G_TYPE_IO_STREAM)

static GInputStream *
get_input (GIOStream *stream)
{
  return G_INPUT_STREAM (TC_COUNTED_STREAM (stream)->input);
}

static GOutputStream *
get_output (GIOStream *stream)
{
  return G_OUTPUT_STREAM (TC_COUNTED_STREAM (stream)->output);
}

static gboolean
close_base (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return g_io_stream_close (TC_COUNTED_STREAM (stream)->base, cancellable, error);
}

static void
closed_cb (GObject *base, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_io_stream_close_finish (G_IO_STREAM (base), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The parent's would close on a thread. */
static void
close_base_async (GIOStream *stream, int priority, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (stream, cancellable, callback, data);

  g_io_stream_close_async (TC_COUNTED_STREAM (stream)->base, priority, cancellable, closed_cb,
                           task);
}

static gboolean
close_base_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
tc_counted_stream_finalize (GObject *object)
{
  TcCountedStream *self = TC_COUNTED_STREAM (object);

  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->base);
  G_OBJECT_CLASS (tc_counted_stream_parent_class)->finalize (object);
}

static void
tc_counted_stream_class_init (TcCountedStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tc_counted_stream_finalize;
  stream_class->get_input_stream = get_input;
  stream_class->get_output_stream = get_output;
  stream_class->close_fn = close_base;
  stream_class->close_async = close_base_async;
  stream_class->close_finish = close_base_finish;
}

static void
tc_counted_stream_init (TcCountedStream *self)
{
}

TcCountedStream *
tc_counted_stream_new (GIOStream *base)
{
  TcCountedStream *self = g_object_new (TC_TYPE_COUNTED_STREAM, NULL);

  self->base = g_object_ref (base);
  self->input = g_object_new (TC_TYPE_COUNTED_INPUT, "base-stream",
                              g_io_stream_get_input_stream (base), "close-base-stream", FALSE,
                              NULL);
  self->output = g_object_new (TC_TYPE_COUNTED_OUTPUT, "base-stream",
                               g_io_stream_get_output_stream (base), "close-base-stream", FALSE,
                               NULL);
  return self;
}

guint64
tc_counted_stream_get_read (TcCountedStream *self)
{
  return self->input->count;
}

guint64
tc_counted_stream_get_written (TcCountedStream *self)
{
  return self->output->count;
}
