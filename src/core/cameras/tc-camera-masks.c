/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Masks as text; see the header.
 */
#include "tc-camera-masks.h"

#include <string.h>

#define WHOLE_PM 1000

/* Up to four digits without a sign or a leading zero, up to @end, which is passed over. */
static gboolean
read_pm (const char **text, char end, guint16 *pm)
{
  const char *at = *text;
  guint value = 0;

  while (g_ascii_isdigit (*at) && at - *text < 4)
    value = value * 10 + (guint) (*at++ - '0');
  if (at == *text || (**text == '0' && at - *text > 1) || *at != end || value > WHOLE_PM)
    return FALSE;
  *pm = (guint16) value;
  *text = at + (end != '\0');
  return TRUE;
}

static gboolean
read_mask (const char *text, TcCameraMask *mask)
{
  return read_pm (&text, ',', &mask->left_pm) && read_pm (&text, ',', &mask->top_pm) &&
         read_pm (&text, ',', &mask->right_pm) && read_pm (&text, '\0', &mask->bottom_pm) &&
         mask->left_pm < mask->right_pm && mask->top_pm < mask->bottom_pm;
}

GArray *
tc_camera_masks_parse (const char *text)
{
  g_autoptr (GArray) masks = g_array_new (FALSE, TRUE, sizeof (TcCameraMask));

  if (!text || !*text)
    return g_steal_pointer (&masks);
  if (strlen (text) > TC_CAMERA_MASKS_CHARS_MAX)
    return NULL;
  g_auto (GStrv) parts = g_strsplit (text, ";", TC_CAMERA_MASKS_MAX + 1);
  for (guint i = 0; parts[i]; i++) {
    TcCameraMask mask;

    if (i == TC_CAMERA_MASKS_MAX || !read_mask (parts[i], &mask))
      return NULL;
    g_array_append_val (masks, mask);
  }
  return g_steal_pointer (&masks);
}

char *
tc_camera_masks_format (const GArray *masks)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < masks->len; i++) {
    const TcCameraMask *mask = &g_array_index (masks, TcCameraMask, i);

    g_string_append_printf (text, "%s%u,%u,%u,%u", i ? ";" : "", mask->left_pm, mask->top_pm,
                            mask->right_pm, mask->bottom_pm);
  }
  return text->len ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
