/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What devices tell, as plain records. Texts are clean lines of at most TC_ONVIF_TEXT_CHARS_MAX
 * characters; tokens are as the device wrote them, without blanks around them, printable and at
 * most TC_ONVIF_TOKEN_CHARS_MAX.
 */
#pragma once

#include "tc-onvif-envelope.h"

#define TC_ONVIF_TEXT_CHARS_MAX 200
#define TC_ONVIF_TOKEN_CHARS_MAX 128
/* A reply with more of them is refused. */
#define TC_ONVIF_PROFILES_MAX 1024
#define TC_ONVIF_PRESETS_MAX 1024
/* What of one reply is read; of more is told that it was cut. */
#define TC_ONVIF_RECORDINGS_MAX 1000
#define TC_ONVIF_EVENTS_MAX 4000
#define TC_ONVIF_MATCHES_MAX 16

/* Where a time is told and this device has none. */
#define TC_ONVIF_NO_TIME G_MININT64

typedef struct {
  char *manufacturer; /* (owned), as all: "" where it tells none */
  char *model;
  char *firmware;
  char *serial;
  char *hardware;
} TcOnvifInformation;

typedef struct {
  char *told[TC_ONVIF_N_SERVICES]; /* (owned) (nullable): addresses as the device told them */
} TcOnvifServices;

typedef struct {
  char *token;    /* (owned) */
  char *name;     /* (owned) */
  char *source;   /* (owned): token of the video source: which channel of a recorder; "": none */
  char *encoding; /* (owned): "H264", "H265", "JPEG", …; "": no video */
  gint64 width;   /* pixels; 0: it doesn't tell, as with all numbers here */
  gint64 height;
  gint64 fps_milli;
  gint64 kbit;
  gboolean ptz; /* it can be moved */
  gboolean audio;
  gboolean media2; /* which service told of it */
} TcOnvifProfile;

typedef struct {
  char *token; /* (owned) */
  char *name;  /* (owned) */
} TcOnvifPreset;

typedef struct {
  char *token;    /* (owned) */
  char *source;   /* (owned): id of the source: usually the address or token of a camera */
  char *name;     /* (owned): of the source */
  char *location; /* (owned) */
  gint64 from_us; /* or TC_ONVIF_NO_TIME; by the device's clock in a reply, else by ours */
  gint64 until_us;
  gboolean video; /* it has a track of video */
} TcOnvifRecording;

/* A change of what a recording holds: from that time on there is something, or nothing. */
typedef struct {
  char *recording; /* (owned): token */
  char *track;     /* (owned): token; "": the whole recording */
  gint64 at_us;
  gboolean present;
  gboolean initial; /* it was so when the search begins */
} TcOnvifRecordingEvent;

/* One look at a search that goes on in the device. */
typedef struct {
  gboolean completed;
  gboolean cut;     /* it told more than is read */
  guint n_told;     /* also what is none of these */
  GPtrArray *found; /* (owned) (element-type TcOnvifRecording or TcOnvifRecordingEvent) */
} TcOnvifFound;

/* A device that answered a probe. */
typedef struct {
  char *endpoint; /* (owned): its name for good, "urn:uuid:…" */
  char *relates;  /* (owned): the probe that it answers */
  char **told;    /* (owned): addresses of its device service, as it told them */
  char *name;     /* (owned): of its scopes, as all that follow; "": none */
  char *hardware; /* (owned) */
  char *location; /* (owned) */
} TcOnvifMatch;

/* (transfer full): it tells nothing. */
TcOnvifInformation *tc_onvif_information_new (void);
void tc_onvif_information_free (TcOnvifInformation *information);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifInformation, tc_onvif_information_free)
void tc_onvif_services_free (TcOnvifServices *services);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifServices, tc_onvif_services_free)
void tc_onvif_profile_free (TcOnvifProfile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifProfile, tc_onvif_profile_free)
void tc_onvif_preset_free (TcOnvifPreset *preset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifPreset, tc_onvif_preset_free)
void tc_onvif_recording_free (TcOnvifRecording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifRecording, tc_onvif_recording_free)
void tc_onvif_recording_event_free (TcOnvifRecordingEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifRecordingEvent, tc_onvif_recording_event_free)
void tc_onvif_found_free (TcOnvifFound *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifFound, tc_onvif_found_free)
void tc_onvif_match_free (TcOnvifMatch *match);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifMatch, tc_onvif_match_free)
