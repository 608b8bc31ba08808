/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main or sub stream; see the header.
 */
#include "tc-stream-choice.h"

const char *
tc_stream_profile_code (TcStreamProfile profile)
{
  static const char *const codes[TC_PROFILE_N] = {
      [TC_PROFILE_NONE] = "", [TC_PROFILE_SUB] = "sub", [TC_PROFILE_MAIN] = "main"};

  return (guint) profile < TC_PROFILE_N ? codes[profile] : "";
}

void
tc_stream_choice_init (TcStreamChoice *self, gboolean has_main, gboolean has_sub)
{
  *self = (TcStreamChoice){.has_main = has_main, .has_sub = has_sub};
}

static gboolean
has (const TcStreamChoice *self, TcStreamProfile profile)
{
  return profile == TC_PROFILE_MAIN ? self->has_main : self->has_sub;
}

gboolean
tc_stream_choice_want (TcStreamChoice *self, int width, int height, gboolean selected,
                       gboolean sparing)
{
  gboolean is_large = width > TC_STREAM_SUB_WIDTH_MAX || height > TC_STREAM_SUB_HEIGHT_MAX;
  TcStreamProfile first = (selected || is_large) && !sparing ? TC_PROFILE_MAIN : TC_PROFILE_SUB;
  TcStreamProfile other = first == TC_PROFILE_MAIN ? TC_PROFILE_SUB : TC_PROFILE_MAIN;
  TcStreamProfile before = self->wanted;

  self->large = selected || is_large;
  self->wanted = has (self, first) ? first : has (self, other) ? other : TC_PROFILE_NONE;
  return self->wanted != before && self->wanted != TC_PROFILE_NONE && self->wanted != self->shown;
}

gboolean
tc_stream_choice_can_spare (const TcStreamChoice *self)
{
  return self->large && self->has_main && self->has_sub;
}

gboolean
tc_stream_choice_picture (TcStreamChoice *self, TcStreamProfile profile)
{
  TcStreamProfile before = self->shown;

  /* The one that is on its way out doesn't come back. */
  if (profile == before || (profile != self->wanted && before != TC_PROFILE_NONE))
    return FALSE;
  self->shown = profile;
  return before != TC_PROFILE_NONE;
}

void
tc_stream_choice_fail (TcStreamChoice *self, TcStreamProfile profile)
{
  if (self->shown == profile)
    self->shown = TC_PROFILE_NONE;
}

gboolean
tc_stream_choice_needs (const TcStreamChoice *self, TcStreamProfile profile)
{
  return profile != TC_PROFILE_NONE && (profile == self->wanted || profile == self->shown);
}
