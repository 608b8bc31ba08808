/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mappings that are built in, as the files they would be, and the names by which a column is
 * proposed for a role.
 *
 * Source: GeoReport v2 (service requests as CSV); the columns of Boston's 311 open data.
 */
#include "tc-import-map.h"

#include <string.h>

typedef struct {
  const char *recognised_by; /* columns that are all there, separated by ',' */
  const char *text;
} Builtin;

static const Builtin builtins[] = {
    /* What toancanhctl export writes. */
    {"code,opened,due,closed,state,outcome,closing_text,field,unit",
     "[file]\n"
     "source=toancanh\n"
     "time_zone=UTC\n"
     "[columns]\n"
     "id=code\nopened=opened\ndue=due\nclosed=closed\nstate=state\noutcome=outcome\n"
     "closing_text=closing_text\ntitle=title\ntext=text\nfield=field\nfield_name=field_name\n"
     "unit=unit\nunit_name=unit_name\naddress=address\nlat=lat\nlon=lon\nchannel=channel\n"
     "[states]\n"
     "open=open\nclosed=closed\nrejected=rejected\nredirected=redirected\n"
     "[channels]\n"
     "hotline=hotline\nweb=web\napp=app\nmail=mail\nsocial=social\nopen311=open311\n"
     "walk-in=walk-in\noperator=operator\ncamera=camera\nsensor=sensor\n"},
    {"case_enquiry_id,open_dt,closed_dt,case_status,closure_reason,queue,department",
     "[file]\n"
     "source=boston-311\n"
     "time_zone=America/New_York\n"
     "language=en\n"
     "keep=submittedphoto;closedphoto;subject;department;neighborhood;ward;precinct\n"
     "[columns]\n"
     "id=case_enquiry_id\nopened=open_dt\ndue=target_dt\nclosed=closed_dt\nstate=case_status\n"
     "closing_text=closure_reason\ntitle=case_title\nfield=type\ngroup=reason\nunit=queue\n"
     "address=location\nlat=latitude\nlon=longitude\nchannel=source\n"
     "[states]\n"
     "open=Open\nclosed=Closed\n"
     "[channels]\n"
     "hotline=Constituent Call\nweb=Self Service;Employee Generated\n"
     "app=Citizens Connect App;Maximo Integration\noperator=City Worker App\nsocial=Twitter\n"
     "[outcomes]\n"
     "other=Duplicate of Existing Case;Case Invalid;Administratively Closed\n"},
    {"service_request_id,status,requested_datetime,lat,long",
     "[file]\n"
     "language=en\n"
     "keep=media_url;service_notice;zipcode\n"
     "[columns]\n"
     "id=service_request_id\nopened=requested_datetime\ndue=expected_datetime\n"
     "closed=updated_datetime\nstate=status\nclosing_text=status_notes\ntext=description\n"
     "field=service_code\nfield_name=service_name\nunit=agency_responsible\naddress=address\n"
     "lat=lat\nlon=long\n"
     "[states]\n"
     "open=open\nclosed=closed\n"},
};

/* Column names, folded and with '_' for spaces, that usually play a role. */
static const struct {
  TcImportRole role;
  const char *names;
} usual[] = {
    {TC_IMPORT_ID, "case_enquiry_id,service_request_id,unique_key,request_id,case_id,code,id,"
                   "ma_phan_anh,ma_su_viec,ma_ho_so,ma,so_phieu"},
    {TC_IMPORT_OPENED, "open_dt,requested_datetime,created_date,opened,created,open_date,date,"
                       "thoi_gian_tiep_nhan,ngay_tiep_nhan,thoi_gian_gui,ngay_gui,ngay_tao"},
    {TC_IMPORT_DUE, "target_dt,sla_target_dt,expected_datetime,due_date,due,han_xu_ly,han,"
                    "thoi_han"},
    {TC_IMPORT_CLOSED, "closed_dt,closed_date,closed,updated_datetime,ngay_dong,"
                       "thoi_gian_hoan_thanh,ngay_hoan_thanh,ngay_tra_loi"},
    {TC_IMPORT_STATE, "case_status,status,state,trang_thai,tinh_trang"},
    {TC_IMPORT_OUTCOME, "outcome"},
    {TC_IMPORT_CLOSING_TEXT, "closure_reason,status_notes,resolution_description,closing_text,"
                             "ket_qua_xu_ly,ket_qua,noi_dung_tra_loi,tra_loi"},
    {TC_IMPORT_TITLE, "case_title,title,tieu_de"},
    {TC_IMPORT_TEXT, "description,descriptor,text,noi_dung_phan_anh,noi_dung"},
    {TC_IMPORT_FIELD, "service_code,type,complaint_type,service_name,field,linh_vuc,loai,"
                      "chuyen_muc"},
    {TC_IMPORT_GROUP, "reason,group,nhom,nhom_linh_vuc"},
    {TC_IMPORT_UNIT, "queue,agency_responsible,agency,unit,department,don_vi_xu_ly,"
                     "co_quan_xu_ly,don_vi,co_quan"},
    {TC_IMPORT_ADDRESS, "location,address,incident_address,dia_chi,dia_diem"},
    {TC_IMPORT_LAT, "latitude,lat,vi_do"},
    {TC_IMPORT_LON, "longitude,long,lon,lng,kinh_do"},
    {TC_IMPORT_CHANNEL, "source,open_data_channel_type,channel,kenh_tiep_nhan,kenh,nguon"},
    {TC_IMPORT_REPORTER_NAME, "reporter_name,ho_ten,ho_va_ten,nguoi_phan_anh"},
    {TC_IMPORT_REPORTER_PHONE, "reporter_phone,phone,so_dien_thoai,dien_thoai"},
    {TC_IMPORT_REPORTER_EMAIL, "reporter_email,email"},
};

static gboolean
has_all (const char *const *header, const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, ",", -1);

  for (guint i = 0; list[i]; i++) {
    if (!g_strv_contains (header, list[i]))
      return FALSE;
  }
  return TRUE;
}

/* A role whose column this file doesn't have is not played: exports differ in what they leave out.
 * Without its number and time the mapping doesn't fit, which is said where columns are looked up.
 */
static void
drop_missing (TcImportMap *map, const char *const *header)
{
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();

  for (guint i = TC_IMPORT_DUE; i < TC_IMPORT_N_ROLES; i++) {
    if (map->columns[i] && !g_strv_contains (header, map->columns[i]))
      g_clear_pointer (&map->columns[i], g_free);
  }
  for (guint i = 0; map->keep[i]; i++) {
    if (g_strv_contains (header, map->keep[i]))
      g_ptr_array_add (keep, g_strdup (map->keep[i]));
  }
  g_ptr_array_add (keep, NULL);
  g_strfreev (map->keep);
  map->keep = g_strdupv ((char **) keep->pdata);
  for (guint i = 0; keep->pdata[i]; i++)
    g_free (keep->pdata[i]);
}

TcImportMap *
tc_import_map_recognise (const char *const *header)
{
  for (guint i = 0; i < G_N_ELEMENTS (builtins); i++) {
    if (!has_all (header, builtins[i].recognised_by))
      continue;
    g_autoptr (GError) error = NULL;
    TcImportMap *map = tc_import_map_parse ("built-in", builtins[i].text, strlen (builtins[i].text),
                                            &error);
    g_assert_no_error (error);
    drop_missing (map, header);
    return map;
  }
  return NULL;
}

/* The first column that usually plays the role; NULL if none does. */
static const char *
find_usual (const char *const *header, const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, ",", -1);

  for (guint i = 0; list[i]; i++) {
    for (guint j = 0; header[j]; j++) {
      g_autofree char *folded = tc_import_fold (header[j]);
      if (g_str_equal (g_strdelimit (folded, " -.", '_'), list[i]))
        return header[j];
    }
  }
  return NULL;
}

/* The built-in text for a header it fits: what is proposed is then what is done without a map. */
static const char *
find_text (const char *const *header)
{
  for (guint i = 0; i < G_N_ELEMENTS (builtins); i++) {
    if (has_all (header, builtins[i].recognised_by))
      return builtins[i].text;
  }
  return NULL;
}

char *
tc_import_map_propose (const char *const *header)
{
  GString *text = g_string_new (
      "# A mapping for toancanhctl import 311 --map. Look it through: it was proposed from the\n"
      "# names of the columns alone. Roles: id and opened are needed; due, closed, state, "
      "outcome,\n"
      "# closing_text, title, text, field, field_name, group, unit, unit_name, address, lat, lon,\n"
      "# channel, reporter_name, reporter_phone, reporter_email may be left out.\n\n");
  const char *known = find_text (header);

  if (known) {
    g_string_append (text, known);
    return g_string_free (text, FALSE);
  }
  g_string_append (text, "[file]\n"
                         "# Code of the other system: a-z, 0-9, '.', '_' and '-'.\n"
                         "source=other\n"
                         "time_zone=Asia/Ho_Chi_Minh\n"
                         "date_forms=DD/MM/YYYY hh:mm:ss;DD/MM/YYYY hh:mm;DD/MM/YYYY\n"
                         "language=vi\n"
                         "channel=web\n\n[columns]\n");
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++) {
    const char *column = find_usual (header, usual[i].names);
    g_string_append_printf (text, "%s%s=%s\n", column ? "" : "#",
                            tc_import_role_get_name (usual[i].role), column ? column : "");
  }
  g_string_append (text, "\n[states]\n"
                         "open=Mới;Đang xử lý;Open\n"
                         "closed=Đã xử lý;Hoàn thành;Closed\n"
                         "rejected=Từ chối\n\n"
                         "[channels]\n"
                         "hotline=Điện thoại;Đường dây nóng\n"
                         "app=Ứng dụng di động\n"
                         "web=Cổng thông tin;Website\n");
  return g_string_free (text, FALSE);
}
