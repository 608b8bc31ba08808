/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a media host has to do, as the server tells it: its cameras in service, how each is reached
 * and with what password, and how long what is recorded of it is kept. And what the host tells in
 * return: where its streams are had, and how each camera does.
 *
 * Both travel as a{sv} of a question (PLAN: "cameras"; REPORT: "address", "fingerprint",
 * "files_port", "cameras", "figures", "use"); what comes is read within limits, and what is new in
 * it is passed over. A plan holds passwords: it belongs in no journal, and on a disk only sealed.
 *
 * Thread: any, one at a time.
 */
#pragma once

#include "tc-digest.h"
#include "tc-error.h"
#include "tc-stream-choice.h"

/* Cameras of one host: so many have room in a message. */
#define TC_MEDIA_CAMERAS_MAX 1000
#define TC_MEDIA_TEXT_CHARS_MAX 1000
#define TC_MEDIA_HOST_CHARS_MAX 253

/* Texts are (owned); NULL where it says (nullable). */
typedef struct {
  char *address;  /* (nullable): rtsp://; there is no such stream */
  char *codec;    /* (nullable) */
  char *account;  /* (nullable) */
  char *password; /* (nullable) */
} TcMediaStream;

typedef struct {
  gint64 id;
  gint64 number;
  char *name;
  gboolean restricted;
  gboolean heard;          /* it may be; who doesn't say: unless it is restricted */
  char *masks;             /* (nullable): as the camera has them */
  char *retention;         /* a code: "none", "short", … */
  char *device;            /* (nullable): address of its ONVIF service */
  char *account;           /* (nullable): there */
  char *password;          /* (nullable) */
  gint64 channel;          /* of a recorder; 0: none */
  char *playback;          /* (nullable): where its vendor's recorders play what they hold: a path,
                              see core/cameras/tc-camera-vendors.h */
  gboolean playback_local; /* times there are of the local time zone */
  TcMediaStream streams[TC_PROFILE_N]; /* by profile; that of TC_PROFILE_NONE isn't used */
} TcMediaCamera;

/* An empty one. */
TcMediaCamera *tc_media_camera_new (gint64 id, gint64 number, const char *name);
TcMediaCamera *tc_media_camera_copy (const TcMediaCamera *camera);
/* Wipes passwords. */
void tc_media_camera_free (TcMediaCamera *camera);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaCamera, tc_media_camera_free)
/* All of both is the same. */
gboolean tc_media_camera_equal (const TcMediaCamera *a, const TcMediaCamera *b);

/* (transfer full) (element-type TcMediaCamera): an empty plan that owns its cameras. */
GPtrArray *tc_media_plan_new (void);
/* (transfer full): a{sv}, floating */
GVariant *tc_media_plan_write (const GPtrArray *cameras);
/* (transfer full). Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT. */
GPtrArray *tc_media_plan_read (GVariant *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What comes of a camera. */
typedef struct {
  guint32 kbit;       /* a second, of all its streams that are connected */
  guint32 fps_milli;  /* pictures in 1000 s, of the one that is watched */
  guint32 reconnects; /* since its worker began: attempts behind the first */
} TcMediaFigures;

/* How a camera does. Figures travel beside, a(xuuu), where they are known. */
typedef struct {
  gint64 id;
  guint16 port;        /* where its streams are had; 0: nowhere now */
  const char *state;   /* static: "live", "denied", "offline", "stalled", "clock"; "": unknown */
  const char *cause;   /* static: a code; "": none */
  gint64 since_us;     /* real time; 0 where it is unknown */
  gint64 offset_us;    /* its clock less the host's */
  gboolean has_offset; /* that is known */
  gboolean has_figures;
  TcMediaFigures figures;
} TcMediaHealth;

/* Of the connection by which desks reach a host. */
typedef struct {
  guint32 kbit;      /* a second, that are sent of late */
  guint32 kbit_max;  /* that it can carry; 0: not said */
  guint32 n_viewers; /* of what is live */
  guint32 n_thinned; /* of these, who get less than they asked for */
} TcMediaUse;

typedef struct {
  char *address; /* (owned): host name or number, as desks reach it; "": as the line comes from */
  TcDigest fingerprint; /* SHA-256 of its certificate */
  guint16 files_port;   /* where what was exported is had, by HTTP over TLS; 0: nowhere */
  GArray *cameras;      /* (owned) (element-type TcMediaHealth) */
  TcMediaUse use;
} TcMediaReport;

TcMediaReport *tc_media_report_new (const char *address, const TcDigest *fingerprint);
void tc_media_report_free (TcMediaReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaReport, tc_media_report_free)
/* Floating a{sv}. */
GVariant *tc_media_report_write (const TcMediaReport *report);
/* (transfer full). Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT. */
TcMediaReport *tc_media_report_read (GVariant *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds what @value (a{sv}) tells as "figures" to those of @cameras (element-type TcMediaHealth). */
void tc_media_report_read_figures (GArray *cameras, GVariant *value);
/* (nullable): of that camera; lent. */
const TcMediaHealth *tc_media_report_find (const TcMediaReport *report, gint64 camera_id);
