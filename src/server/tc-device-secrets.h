/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passwords of cameras and recorders, in the database of secrets. One is of a device's address and
 * account as they were when it was set: whoever changes these has to set it anew, so that it never
 * goes to another host. They are told to media hosts alone; see tc-media-plan-query.h.
 *
 * Thread: the main loop's, but where it says otherwise.
 */
#pragma once

#include "tc-secrets.h"

#define TC_DEVICE_PASSWORD_BYTES_MAX 200

typedef struct {
  gint64 device_id;
  char *password; /* (owned): wiped */
  char *address;  /* (owned): "" is none, as the next */
  char *account;  /* (owned) */
} TcDeviceSecret;

void tc_device_secret_free (TcDeviceSecret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcDeviceSecret, tc_device_secret_free)

/**
 * tc_device_secrets_set_async:
 * @password: 1..TC_DEVICE_PASSWORD_BYTES_MAX bytes; (nullable): the device's is forgotten
 * @address, @account: (nullable): the device's
 *
 * Errors: TC_ERROR_LIMIT, TC_ERROR_INVALID (control characters), TC_ERROR_STORE, TC_ERROR_BUSY.
 */
void tc_device_secrets_set_async (TcSecrets *secrets, gint64 device_id, const char *password,
                                  const char *address, const char *account, gint64 now_us,
                                  GAsyncReadyCallback callback, gpointer data);
gboolean tc_device_secrets_set_finish (GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those of @device_ids (element-type gint64) that there are. */
void tc_device_secrets_list_async (TcSecrets *secrets, GArray *device_ids,
                                   GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type TcDeviceSecret) */
GPtrArray *tc_device_secrets_list_finish (GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
