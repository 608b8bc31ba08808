/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: masks come out of their text as they went in, and no other text is taken for masks. Method:
 * both ways, each way of being wrong, the limit.
 */
#include "tc-camera-masks.h"

static void
test_both_ways (void)
{
  static const char text[] = "0,0,250,1000;600,100,700,180";
  g_autoptr (GArray) masks = tc_camera_masks_parse (text);
  g_autoptr (GArray) none = tc_camera_masks_parse (NULL);
  g_autoptr (GArray) empty = tc_camera_masks_parse ("");
  g_autofree char *again = NULL;

  g_assert_nonnull (masks);
  g_assert_cmpuint (masks->len, ==, 2);
  const TcCameraMask *second = &g_array_index (masks, TcCameraMask, 1);
  g_assert_cmpuint (second->left_pm, ==, 600);
  g_assert_cmpuint (second->top_pm, ==, 100);
  g_assert_cmpuint (second->right_pm, ==, 700);
  g_assert_cmpuint (second->bottom_pm, ==, 180);
  again = tc_camera_masks_format (masks);
  g_assert_cmpstr (again, ==, text);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (empty->len, ==, 0);
  g_assert_null (tc_camera_masks_format (none));
}

static void
test_wrong (void)
{
  static const char *const wrong[] = {
      "0,0,250",       "0,0,250,1001",  "0,0,250,1000,1",        "250,0,250,1000", "0,500,250,400",
      "0,0,250,1000;", ";0,0,250,1000", "0,0,250,1000;;0,0,1,1", "-1,0,250,1000",  "+1,0,250,1000",
      "01,0,250,1000", "0, 0,250,1000", "0,0,250,1000 ",         "0.5,0,250,1000", "a,0,250,1000",
      "0,0,250,10000", "0,0,,1000",     "0,0,99999,1000",        "0;0;250;1000",   "0,0,250,1e3",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_test_message ("%s", wrong[i]);
    g_assert_null (tc_camera_masks_parse (wrong[i]));
  }
}

static void
test_limit (void)
{
  g_autoptr (GString) text = g_string_new ("0,0,1000,1000");

  for (guint i = 1; i < TC_CAMERA_MASKS_MAX; i++)
    g_string_append (text, ";0,0,1000,1000");
  g_assert_cmpuint (text->len, <=, TC_CAMERA_MASKS_CHARS_MAX);
  g_autoptr (GArray) all = tc_camera_masks_parse (text->str);
  g_assert_nonnull (all);
  g_assert_cmpuint (all->len, ==, TC_CAMERA_MASKS_MAX);
  g_string_append (text, ";0,0,1,1");
  g_assert_null (tc_camera_masks_parse (text->str));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-masks/both-ways", test_both_ways);
  g_test_add_func ("/camera-masks/wrong", test_wrong);
  g_test_add_func ("/camera-masks/limit", test_limit);
  return g_test_run ();
}
