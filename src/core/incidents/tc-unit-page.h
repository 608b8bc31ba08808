/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the page of an order shows to the unit that has it (gateways/unit-page): the unit's own row,
 * with what was first reported, which the page masks, and what the centre asks; nothing of who
 * reported it; photos only as stripped copies.
 */
#pragma once

#include "tc-incident-queries.h"

/* Photos that the page offers. */
#define TC_UNIT_PAGE_PHOTOS_MAX 6

typedef struct {
  gint64 id;
  char *hash;
  char *media_type;
  gint64 size;
} TcUnitPagePhoto;

/* What the centre and the unit said to each other, the newest that the page shows. */
#define TC_UNIT_PAGE_MESSAGES_MAX 30

typedef struct {
  gint64 task_id;
  gint64 incident_id;
  /* How many incident.renew-page there were: links made when there were fewer are void. Their ids
   * say nothing of their order: those come from the clocks of desks. */
  gint64 renewals;
  char *code;
  char *state; /* as in TcDispatch */
  char *asked;
  char *title;
  char *matter; /* (nullable): what the first report said */
  gint64 priority;
  char *unit_vi;
  char *unit_en;
  char *field_vi; /* (nullable) */
  char *field_en;
  char *area_vi; /* (nullable) */
  char *area_en;
  char *address; /* (nullable) */
  gint64 lat_e7; /* TC_NONE, like the times below */
  gint64 lon_e7;
  gint64 due_us;
  gint64 sent_us;
  gint64 acknowledged_us;
  gint64 scene_us;
  gint64 ended_us;
  char *centre_phone; /* (nullable) */
  gint64 sent_photos; /* how many came from this unit's pages of this incident */
  GArray *photos;     /* (owned) (element-type TcUnitPagePhoto) */
  GArray *messages;   /* (owned) (element-type TcTaskMessage) */
  TcReleased person;  /* who reported it, while that is released to the unit */
} TcUnitPage;

/* (nullable): NULL where there is no such order. (transfer full) */
TcUnitPage *tc_unit_page_get (TcDatabase *db, gint64 task_id);
void tc_unit_page_free (TcUnitPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcUnitPage, tc_unit_page_free)

gboolean tc_unit_page_is_open (const TcUnitPage *page);

/* Whether somebody is signed in at that desk at @at_us who may dispatch, and the desk may hold
 * incidents: who gets a link. */
gboolean tc_unit_page_may_link (TcDatabase *db, gint64 desk_id, gint64 at_us);
