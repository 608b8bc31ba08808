/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An input method that is another process; see the header.
 */
#include "tc-input-method.h"

/* GDK attaches its source while the display is opened: it is among the first. */
#define MAX_SOURCE_ID 1000

static gboolean (*ask_ibus) (GtkIMContext *context, GdkEvent *event);

static gboolean
ask_and_keep (GtkIMContext *context, GdkEvent *event)
{
  g_autoptr (GtkIMContext) kept = g_object_ref (context);

  return ask_ibus (kept, event);
}

/* Its class is known once a context has been made. */
static void
protect_ibus (void)
{
  g_autoptr (GtkIMContext) any = gtk_im_multicontext_new ();
  GtkIMContextClass *class = NULL;

  gtk_im_context_reset (any);
  if (ask_ibus || !g_type_from_name ("IBusIMContext"))
    return;
  class = g_type_class_ref (g_type_from_name ("IBusIMContext"));
  ask_ibus = class->filter_keypress;
  class->filter_keypress = ask_and_keep;
}

gboolean
tc_input_method_protect (void)
{
  protect_ibus ();
  for (guint id = 1; id <= MAX_SOURCE_ID; id++) {
    GSource *source = g_main_context_find_source_by_id (NULL, id);
    const char *name = source ? g_source_get_name (source) : NULL;

    if (name && g_str_has_prefix (name, "GDK ") && strstr (name, " Event source")) {
      g_source_set_can_recurse (source, FALSE);
      return TRUE;
    }
  }
  return FALSE;
}

/* Nothing else that goes on while a person types turns the main loop; GTK does so while it writes a
 * PDF. */
gboolean
tc_input_method_is_asked (void)
{
  return g_main_depth () > 1;
}
