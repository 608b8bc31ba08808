/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host looks around for whoever sets cameras up: which devices there are in its networks,
 * and what one of them says of itself. A notice TC_NOTICE_FIND says what:
 *
 *   number (x), within_ms (x: what takes longer is ended; where it isn't said, or more:
 *   TC_MEDIA_FINDER_MS), what (s):
 *     find   targets (as): addresses; none: all that hear a call in the networks of this computer
 *     look   address, account, password (s; "": none): connects to that device
 *
 * and is answered by number (x), cause (s: "": it was done; else a code of gateways/onvif without
 * its "camera.", or "busy"), why (s: the same in words for the journal) and, of "find", devices
 * (TC_FOUND_DEVICES_TYPE: address, name, hardware, location) and cut (b: there are more), of "look"
 * maker, model, firmware, serial (s), clock_ms (x: how far its clock is ahead) and streams
 * (TC_FOUND_STREAMS_TYPE: source, name, encoding, width, height, pictures in 1000 s, whether it can
 * be moved, address: "": it tells none that may be used).
 *
 * Nothing is asked of a device that was found: a person chooses it.
 *
 * Thread: the main loop's.
 */
#pragma once

#include <gio/gio.h>

#define TC_NOTICE_FIND "media.find"
#define TC_FOUND_DEVICES_TYPE "a(ssss)"
#define TC_FOUND_STREAMS_TYPE "a(sssxxxbs)"
#define TC_FOUND_DEVICES_MAX 256
#define TC_FOUND_STREAMS_MAX 256
/* A device can make each of its answers late, and has many to give. */
#define TC_MEDIA_FINDER_MS 50000
/* Asked for at the same time; further ones are answered "busy". */
#define TC_MEDIA_FINDER_MAX 4

/* @answer: (transfer floating): a{sv} */
typedef void (*TcMediaFinderFunc) (GVariant *answer, gpointer data);

typedef struct _TcMediaFinder TcMediaFinder;

TcMediaFinder *tc_media_finder_new (TcMediaFinderFunc func, gpointer data);
/* Nothing is answered any more. */
void tc_media_finder_free (TcMediaFinder *self);
/* @value: of a notice, as it came. One that can't be is passed over. */
void tc_media_finder_take (TcMediaFinder *self, GVariant *value);
