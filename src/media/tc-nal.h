/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of H.264 and H.265 come from cameras as byte streams (start codes between their parts,
 * the NAL units) and stand in files with the length before each part. This turns one into the
 * other, and makes of the parameter sets of a key frame what a file says of its codec.
 *
 * Pure; the bytes come from outside. Thread: any.
 *
 * Source: ITU-T H.264 and H.265, annex B and the syntax of parameter sets; ISO/IEC 14496-15, the
 * records avcC (5.3.3) and hvcC (8.3.3).
 */
#pragma once

#include "tc-access-unit.h"

/* More parts has no picture. */
#define TC_NAL_UNITS_MAX 1024
/* Of a parameter set that is understood. */
#define TC_NAL_SET_BYTES_MAX 1024

/**
 * tc_nal_to_lengths:
 * @data: a picture as a byte stream
 * @out: its parts are added, each after its length (4 bytes, the highest first)
 *
 * Returns: FALSE: there is no part in it, or too many; @out is then as it was
 */
gboolean tc_nal_to_lengths (const guint8 *data, gsize size,
                            GByteArray *out) G_GNUC_WARN_UNUSED_RESULT;

/* The other way: a start code of 4 bytes before each. FALSE: the lengths don't come out even; @out
 * is then as it was. */
gboolean tc_nal_from_lengths (const guint8 *data, gsize size,
                              GByteArray *out) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_nal_make_private:
 * @codec: H.264 or H.265
 * @data: a key frame as a byte stream
 *
 * Returns: (transfer full) (nullable): avcC or hvcC; NULL where the parameter sets aren't in it, or
 *   aren't understood
 */
GBytes *tc_nal_make_private (TcCodec codec, const guint8 *data, gsize size);
