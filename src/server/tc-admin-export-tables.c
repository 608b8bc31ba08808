/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of an export; see the header. Names stand beside codes, so that a file can be read
 * without the others. agencies, areas, streets, people, templates, resources, camera-devices,
 * cameras and camera-groups have the columns of a province's files (data/province/README.md) and
 * 311 those of the mapping that `import 311` knows, so that they can be brought in again.
 */
#include "tc-admin-export-private.h"

#define PAGE(table) " WHERE " table ".id > ?1"
#define CAMERA                                                                                     \
  "it.id, it.number AS number, it.code AS code, it.name AS name, it.kind AS kind, agency.code AS"  \
  " agency, area.code AS area, it.place AS place, it.lat_e7 AS \"lat:e7\", it.lon_e7 AS"           \
  " \"lon:e7\", it.heading_deg AS heading, it.view_deg AS view, it.reach_m AS reach,"              \
  " it.restricted AS restricted, it.retention AS retention, it.masks AS masks,"                    \
  " it.sound AS sound, iif (it.sound IS NULL, NULL, it.sound_reason) AS sound_reason"
#define CAMERA_FROM                                                                                \
  " FROM camera AS it LEFT JOIN agency ON agency.id = it.agency_id"                                \
  " LEFT JOIN area ON area.id = it.area_id"
#define ORDER(table) " ORDER BY " table ".id LIMIT ?3"

/* Parents above: a line may only point to lines above it. @rows: with id and parent_id */
#define TREE(rows)                                                                                 \
  "WITH RECURSIVE tree (id, depth) AS (SELECT id, 0 FROM " rows " WHERE parent_id IS NULL"         \
  " UNION SELECT below.id, depth + 1 FROM " rows " AS below JOIN tree"                             \
  " ON below.parent_id = tree.id WHERE depth < 32), line (n, id) AS (SELECT row_number () OVER"    \
  " (ORDER BY depth, id), id FROM tree)"

const TcExportTable tc_export_tables[] = {
    {"agencies", FALSE,
     TREE ("agency") " SELECT line.n, it.code AS code, it.official_code AS official_code,"
                     " it.kind AS kind, it.name_vi AS name_vi, it.name_en AS name_en,"
                     " parent.code AS parent, successor.code AS successor,"
                     " it.valid_from_us AS \"valid_from:day\", it.valid_to_us AS \"valid_to:last\","
                     " it.phone AS phone, it.address AS address, it.lat_e7 AS \"lat:e7\","
                     " it.lon_e7 AS \"lon:e7\" FROM line JOIN agency AS it ON it.id = line.id"
                     " LEFT JOIN agency AS parent ON parent.id = it.parent_id"
                     " LEFT JOIN agency AS successor ON successor.id = it.successor_id"
                     " WHERE line.n > ?1 AND ?2 >= 0 ORDER BY line.n LIMIT ?3"},
    {"areas", FALSE,
     TREE ("area") " SELECT line.n, it.code AS code, it.kind AS kind, it.name_vi AS name_vi,"
                   " it.name_en AS name_en, parent.code AS parent, successor.code AS successor,"
                   " agency.code AS agency, it.valid_from_us AS \"valid_from:day\","
                   " it.valid_to_us AS \"valid_to:last\", it.lat_e7 AS \"lat:e7\","
                   " it.lon_e7 AS \"lon:e7\" FROM line JOIN area AS it ON it.id = line.id"
                   " LEFT JOIN area AS parent ON parent.id = it.parent_id"
                   " LEFT JOIN area AS successor ON successor.id = it.successor_id"
                   " LEFT JOIN agency ON agency.id = it.agency_id"
                   " WHERE line.n > ?1 AND ?2 >= 0 ORDER BY line.n LIMIT ?3"},
    {"streets", FALSE,
     "SELECT it.id, it.code AS code, it.kind AS kind, it.name AS name, it.aliases AS aliases,"
     " area.code AS area, it.lat_e7 AS \"lat:e7\", it.lon_e7 AS \"lon:e7\" FROM street AS it"
     " LEFT JOIN area ON area.id = it.area_id" PAGE ("it") " AND it.removed_us IS NULL"
                                                           " AND ?2 >= 0" ORDER ("it")},
    {"people", FALSE,
     "SELECT it.id, it.account AS account, it.name AS name, it.title AS title, it.phone AS phone,"
     " it.inactive_from_us IS NULL AS active, (SELECT group_concat (role.code || '@' ||"
     " agency.code, ';') FROM (SELECT * FROM post WHERE post.staff_id = it.id AND"
     " post.valid_to_us IS NULL ORDER BY post.id) AS held JOIN role ON role.id = held.role_id"
     " JOIN agency ON agency.id = held.agency_id) AS posts FROM staff AS it" PAGE (
         "it") " AND ?2 >= 0" ORDER ("it")},
    {"posts", FALSE,
     "SELECT it.id, staff.account AS staff, staff.name AS staff_name, role.code AS role,"
     " role.name_vi AS role_vi, role.name_en AS role_en, agency.code AS agency,"
     " agency.name_vi AS agency_vi, agency.name_en AS agency_en,"
     " it.valid_from_us AS \"valid_from:time\", it.valid_to_us AS \"valid_to:time\" FROM post AS it"
     " LEFT JOIN staff ON staff.id = it.staff_id LEFT JOIN role ON role.id = it.role_id"
     " LEFT JOIN agency ON agency.id = it.agency_id" PAGE ("it") " AND ?2 >= 0" ORDER ("it")},
    {"roles", FALSE,
     "SELECT it.id, it.code AS code, it.name_vi AS name_vi, it.name_en AS name_en,"
     " (SELECT group_concat (kind, ';') FROM (SELECT kind FROM role_scope WHERE role_id = it.id"
     " ORDER BY id)) AS scopes, (SELECT group_concat (capability, ';') FROM (SELECT capability FROM"
     " role_capability WHERE role_id = it.id ORDER BY id)) AS capabilities FROM role AS it" PAGE (
         "it") " AND ?2 >= 0" ORDER ("it")},
    {"desks", FALSE,
     "SELECT it.id, it.id AS number, it.name AS name, agency.code AS agency, it.state AS state,"
     " (SELECT group_concat (code, ';') FROM (SELECT role.code FROM desk_role JOIN role ON"
     " role.id = role_id WHERE desk_id = it.id ORDER BY desk_role.id)) AS roles FROM desk AS it"
     " LEFT JOIN agency ON agency.id = it.agency_id" PAGE ("it") " AND ?2 >= 0" ORDER ("it")},
    {"sessions", FALSE,
     "SELECT it.id, staff.account AS staff, staff.name AS staff_name, it.desk_id AS desk,"
     " desk.name AS desk_name, it.from_us AS \"from:time\", it.until_us AS \"until:time\" FROM"
     " session AS it LEFT JOIN staff ON staff.id = it.staff_id LEFT JOIN desk ON"
     " desk.id = it.desk_id" PAGE ("it") " AND it.from_us >= ?2" ORDER ("it")},
    {"shifts", FALSE,
     "SELECT it.id, agency.code AS agency, it.code AS code, it.name_vi AS name_vi,"
     " it.name_en AS name_en, it.starts_min AS starts_minute, it.ends_min AS ends_minute,"
     " it.ended_us AS \"ended:time\" FROM shift AS it LEFT JOIN agency ON"
     " agency.id = it.agency_id" PAGE ("it") " AND ?2 >= 0" ORDER ("it")},
    /* A day is counted from 1970-01-01 in Vietnam's time, which is seven hours ahead. */
    {"duties", FALSE,
     "SELECT it.id, shift.code AS shift, shift.name_vi AS shift_vi, shift.name_en AS shift_en,"
     " staff.account AS staff, staff.name AS staff_name, it.team AS team, it.position AS position,"
     " it.absent AS absent, (it.from_day * 86400 - 25200) * 1000000 AS \"valid_from:day\","
     " (it.to_day * 86400 - 25200) * 1000000 AS \"valid_to:day\", it.cycle AS cycle_days,"
     " it.days AS days, it.weekdays AS weekdays FROM duty AS it LEFT JOIN shift ON"
     " shift.id = it.shift_id LEFT JOIN staff ON staff.id = it.staff_id" PAGE (
         "it") " AND ?2 >= 0" ORDER ("it")},
    {"vehicles", FALSE,
     "SELECT it.id, it.code AS code, it.call_sign AS call_sign, it.kind AS kind, agency.code AS"
     " agency, agency.name_vi AS agency_vi, agency.name_en AS agency_en, it.lat_e7 AS \"lat:e7\","
     " it.lon_e7 AS \"lon:e7\", it.removed_us AS \"removed:time\" FROM vehicle AS it LEFT JOIN"
     " agency ON agency.id = it.agency_id" PAGE ("it") " AND ?2 >= 0" ORDER ("it")},
    {"unit-places", FALSE,
     "SELECT it.id, agency.code AS agency, agency.name_vi AS agency_vi, agency.name_en AS"
     " agency_en, it.lat_e7 AS \"lat:e7\", it.lon_e7 AS \"lon:e7\", it.status AS status,"
     " it.placed_us AS \"placed:time\" FROM unit_place AS it LEFT JOIN agency ON"
     " agency.id = it.agency_id" PAGE ("it") " AND it.placed_us >= ?2" ORDER ("it")},
    {"fields", FALSE,
     "SELECT it.id, it.code AS code, parent.code AS parent, it.name_vi AS name_vi,"
     " it.name_en AS name_en, it.description_vi AS description_vi, it.description_en AS"
     " description_en, it.keywords AS keywords, it.priority AS priority, it.active AS active,"
     " it.attributes AS attributes FROM field AS it LEFT JOIN field AS parent ON"
     " parent.id = it.parent_id" PAGE ("it") " AND ?2 >= 0" ORDER ("it")},
    {"terms", FALSE,
     "SELECT it.id, field.code AS field, field.name_vi AS field_vi, field.name_en AS field_en,"
     " it.priority AS priority, it.minutes AS minutes, it.take_minutes AS take_minutes,"
     " it.dispatch_minutes AS dispatch_minutes, it.acknowledge_minutes AS acknowledge_minutes,"
     " it.arrive_minutes AS arrive_minutes, it.work_minutes AS work_minutes,"
     " it.reply_minutes AS reply_minutes, it.tell_minutes AS tell_minutes,"
     " it.reopen_days AS reopen_days,"
     " it.soon_percent AS soon_percent, it.valid_from_us AS \"valid_from:time\","
     " it.valid_to_us AS \"valid_to:time\", it.basis AS basis FROM field_term AS it"
     " LEFT JOIN field ON field.id = it.field_id" PAGE ("it") " AND ?2 >= 0" ORDER ("it")},
    {"templates", FALSE,
     "SELECT it.id, it.code AS code, field.code AS field, it.state AS state,"
     " it.language AS language, it.name AS name, it.text AS text, it.active AS active"
     " FROM answer_template AS it LEFT JOIN field ON field.id = it.field_id" PAGE (
         "it") " AND ?2 >= 0" ORDER ("it")},
    {"escalations", FALSE,
     "SELECT it.id, it.code AS code, it.priority AS priority, it.minutes AS minutes,"
     " role.code AS role, it.active AS active FROM alarm_rule AS it LEFT JOIN role"
     " ON role.id = it.role_id" PAGE ("it") " AND ?2 >= 0" ORDER ("it")},
    {"states", FALSE,
     "SELECT it.id, it.state AS state, it.name_vi AS name_vi, it.name_en AS name_en"
     " FROM state_name AS it" PAGE ("it") " AND ?2 >= 0" ORDER ("it")},
    {"responsibilities", FALSE,
     "SELECT it.id, field.code AS field, field.name_vi AS field_vi, field.name_en AS field_en,"
     " area.code AS area, area.name_vi AS area_vi, area.name_en AS area_en, agency.code AS agency,"
     " agency.name_vi AS agency_vi, agency.name_en AS agency_en,"
     " it.valid_from_us AS \"valid_from:time\", it.valid_to_us AS \"valid_to:time\","
     " it.basis AS basis FROM responsibility AS it JOIN field ON field.id = it.field_id"
     " LEFT JOIN area ON area.id = it.area_id JOIN agency ON agency.id = it.agency_id" PAGE (
         "it") " AND ?2 >= 0" ORDER ("it")},
    {"incidents", FALSE,
     "SELECT it.id, it.id AS id, it.code AS code, it.title AS title, it.state AS state,"
     " it.outcome AS outcome, it.priority AS priority, field.code AS field,"
     " field.name_vi AS field_vi, field.name_en AS field_en, area.code AS area,"
     " area.name_vi AS area_vi, area.name_en AS area_en, it.lat_e7 AS \"lat:e7\","
     " it.lon_e7 AS \"lon:e7\", it.address AS address, unit.code AS unit, unit.name_vi AS unit_vi,"
     " unit.name_en AS unit_en, staff.account AS staff, staff.name AS staff_name,"
     " it.received_us AS \"received:time\", it.due_us AS \"due:time\","
     " it.opened_us AS \"opened:time\", it.changed_us AS \"changed:time\","
     " it.scheduled_us AS \"scheduled:time\", it.resolved_us AS \"resolved:time\","
     " it.closed_us AS \"closed:time\", into_it.code AS merged_into, other.code AS duplicate_of,"
     " it.answer_state AS answer_state, it.report_count AS reports,"
     " it.reopened_count AS reopened FROM incident AS it LEFT JOIN field ON field.id = it.field_id"
     " LEFT JOIN area ON area.id = it.area_id LEFT JOIN agency AS unit ON unit.id = it.unit_id"
     " LEFT JOIN staff ON staff.id = it.staff_id LEFT JOIN incident AS into_it ON"
     " into_it.id = it.merged_into LEFT JOIN incident AS other ON other.id = it.duplicate_of" PAGE (
         "it") " AND it.changed_us >= ?2" ORDER ("it")},
    {"311", FALSE,
     "SELECT it.id, it.code AS code, it.received_us AS \"opened:time\", it.due_us AS \"due:time\","
     " CASE WHEN it.open = 0 THEN it.closed_us END AS \"closed:time\", CASE WHEN it.open = 0 THEN"
     " it.state ELSE 'open' END AS state, it.outcome AS outcome, (SELECT text FROM incident_event"
     " AS event WHERE event.incident_id = it.id AND it.open = 0 AND event.code IN"
     " ('incident.close', 'incident.reject', 'incident.redirect') ORDER BY event.at_us DESC,"
     " event.id DESC LIMIT 1) AS closing_text, it.title AS title, report.text AS text,"
     " field.code AS field, field.name_vi AS field_name, unit.code AS unit,"
     " unit.name_vi AS unit_name, it.address AS address, it.lat_e7 AS \"lat:e7\","
     " it.lon_e7 AS \"lon:e7\", report.channel AS channel FROM incident AS it JOIN report ON"
     " report.id = (SELECT min (id) FROM report AS first WHERE first.home_id = it.id)"
     " LEFT JOIN field ON field.id = it.field_id LEFT JOIN agency AS unit ON"
     " unit.id = it.unit_id" PAGE ("it") " AND it.state <> 'merged' AND"
                                         " it.changed_us >= ?2" ORDER ("it")},
    {"reports", FALSE,
     "SELECT it.id, it.id AS id, incident.code AS incident, home.code AS first_incident,"
     " it.channel AS channel, it.text AS text, it.language AS language, field.code AS field,"
     " field.name_vi AS field_vi, field.name_en AS field_en, area.code AS area,"
     " area.name_vi AS area_vi, area.name_en AS area_en, it.lat_e7 AS \"lat:e7\","
     " it.lon_e7 AS \"lon:e7\", it.address AS address, it.said_us AS \"said:time\","
     " it.received_us AS \"received:time\", it.on_behalf AS on_behalf, it.anonymous AS anonymous,"
     " it.private AS private, it.attributes AS attributes, it.source AS source,"
     " it.external_id AS external_id, it.answered_us AS \"answered:time\", it.told_us AS "
     "\"told:time\", it.rating AS rating,"
     " it.rating_text AS rating_text, it.rated_us AS \"rated:time\" FROM report AS it"
     " LEFT JOIN incident ON incident.id = it.incident_id LEFT JOIN incident AS home ON"
     " home.id = it.home_id LEFT JOIN field ON field.id = it.field_id LEFT JOIN area ON"
     " area.id = it.area_id" PAGE ("it") " AND it.received_us >= ?2" ORDER ("it")},
    {"reporters", TRUE,
     "SELECT it.id, it.id AS id, it.report_id AS report, it.name AS name, it.phone AS phone,"
     " it.email AS email, it.address AS address, it.device_id AS device_id,"
     " it.account_id AS account_id, it.copy_of AS copy_of, agency.code AS released_to,"
     " it.reason AS reason, it.released_us AS \"released:time\", it.expires_us AS \"expires:time\""
     " FROM reporter AS it JOIN report ON report.id = it.report_id LEFT JOIN agency ON"
     " agency.id = it.agency_id" PAGE ("it") " AND report.received_us >= ?2" ORDER ("it")},
    {"reporter-accesses", TRUE,
     "SELECT it.id, it.id AS id, it.report_id AS report, it.kind AS kind, staff.account AS staff,"
     " staff.name AS staff_name, agency.code AS agency, it.reason AS reason, it.at_us AS "
     "\"at:time\""
     " FROM reporter_access AS it LEFT JOIN staff ON staff.id = it.staff_id LEFT JOIN agency ON"
     " agency.id = it.agency_id" PAGE ("it") " AND it.at_us >= ?2" ORDER ("it")},
    {"history", FALSE,
     "SELECT it.id, it.id AS id, incident.code AS incident, it.code AS operation,"
     " it.at_us AS \"at:time\", actor.account AS actor, actor.name AS actor_name,"
     " it.replica AS desk, it.state AS state, it.moved AS moved, it.public AS public,"
     " it.report_id AS report, it.reason AS reason, it.text AS text, agency.code AS agency,"
     " agency.name_vi AS agency_vi, agency.name_en AS agency_en, staff.account AS staff,"
     " it.other_id AS other, it.when_us AS \"when:time\", it.number AS number,"
     " it.external_id AS external_id FROM incident_event AS it LEFT JOIN incident ON"
     " incident.id = it.incident_id LEFT JOIN staff AS actor ON actor.id = it.actor_id LEFT JOIN"
     " agency ON agency.id = it.agency_id LEFT JOIN staff ON staff.id = it.staff_id" PAGE (
         "it") " AND it.at_us >= ?2" ORDER ("it")},
    {"dispatches", FALSE,
     "SELECT it.id, it.id AS id, incident.code AS incident, agency.code AS agency,"
     " agency.name_vi AS agency_vi, agency.name_en AS agency_en, it.state AS state,"
     " it.asked AS asked, it.due_us AS \"due:time\", it.sent_us AS \"sent:time\","
     " it.acknowledged_us AS \"acknowledged:time\", it.way_us AS \"on_the_way:time\","
     " it.scene_us AS \"on_scene:time\", it.started_us AS \"started:time\","
     " it.ended_us AS \"ended:time\" FROM dispatch AS it LEFT JOIN incident ON"
     " incident.id = it.incident_id LEFT JOIN agency ON agency.id = it.agency_id" PAGE (
         "it") " AND it.sent_us >= ?2" ORDER ("it")},
    {"answers", FALSE,
     "SELECT it.id, it.id AS id, incident.code AS incident, it.state AS state, it.text AS text,"
     " it.language AS language, it.submitted_us AS \"submitted:time\","
     " it.approved_us AS \"approved:time\", it.published_us AS \"published:time\","
     " it.returned_text AS returned_text FROM answer AS it LEFT JOIN incident ON"
     " incident.id = it.incident_id" PAGE ("it") " AND it.submitted_us >= ?2" ORDER ("it")},
    {"links", FALSE,
     "SELECT it.id, it.id AS id, incident.code AS incident, other.code AS other, it.kind AS kind,"
     " it.made_us AS \"made:time\", it.ended_us AS \"ended:time\" FROM incident_link AS it"
     " LEFT JOIN incident ON incident.id = it.incident_id LEFT JOIN incident AS other ON"
     " other.id = it.other_id" PAGE ("it") " AND it.made_us >= ?2" ORDER ("it")},
    {"attachments", FALSE,
     "SELECT it.id, it.id AS id, incident.code AS incident, it.report_id AS report,"
     " it.hash AS hash, it.media_type AS media_type, it.size AS size, it.name AS name,"
     " it.kind AS kind, it.original_id AS original, it.taken_us AS \"taken:time\","
     " it.read_us AS \"read:time\", it.cleared_us AS \"cleared:time\", it.public AS public,"
     " it.added_us AS \"added:time\" FROM"
     " attachment AS it LEFT JOIN incident ON incident.id = it.incident_id" PAGE (
         "it") " AND"
               " it.added_us >= ?2" ORDER ("it")},
    {"photo-places", TRUE,
     "SELECT it.id, it.id AS attachment, it.lat_e7 AS \"lat:e7\", it.lon_e7 AS \"lon:e7\" FROM"
     " attachment AS it" PAGE ("it") " AND it.lat_e7 IS NOT NULL AND it.added_us >= ?2" ORDER (
         "it")},
    {"task-messages", FALSE,
     "SELECT it.id, it.id AS id, incident.code AS incident,"
     " it.task_id AS dispatch, it.from_unit AS from_unit, it.text AS text, staff.account AS staff,"
     " staff.name AS staff_name, it.at_us AS \"at:time\" FROM task_message AS it LEFT JOIN incident"
     " ON incident.id = it.incident_id LEFT JOIN staff ON staff.id = it.staff_id" PAGE (
         "it") " AND it.at_us >= ?2" ORDER ("it")},
    {"alarm-marks", FALSE,
     "SELECT it.id, it.id AS id, incident.code AS incident, it.kind AS kind, it.act AS act,"
     " it.until_us AS \"until:time\", it.reason AS reason, staff.account AS staff, staff.name"
     " AS staff_name, it.replica AS desk, it.at_us AS \"at:time\", called.account AS called,"
     " called.name AS called_name FROM alarm_mark AS it LEFT JOIN incident"
     " ON incident.id = it.incident_id LEFT JOIN staff AS called ON called.id = it.called_id"
     " LEFT JOIN staff ON staff.id = it.staff_id" PAGE ("it") " AND it.at_us >= ?2" ORDER ("it")},
    {"alarm-texts", FALSE,
     "SELECT it.id, it.id AS id, incident.code AS incident, it.kind AS kind, staff.account AS"
     " staff, staff.name AS staff_name, it.text_id AS text, it.state AS state, it.tries AS tries,"
     " it.made_us AS \"made:time\", it.at_us AS \"at:time\" FROM alarm_text AS it"
     " LEFT JOIN incident ON incident.id = it.incident_id LEFT JOIN staff"
     " ON staff.id = it.staff_id" PAGE ("it") " AND it.made_us >= ?2" ORDER ("it")},
    {"quiet-plans", FALSE,
     "SELECT it.id, it.id AS id, field.code AS field, area.name_vi AS area,"
     " it.from_us AS \"from:time\", it.until_us AS \"until:time\", it.reason AS reason,"
     " staff.account AS staff, staff.name AS staff_name, it.replica AS desk,"
     " it.at_us AS \"at:time\", it.lifted_us AS \"lifted:time\", by_whom.account AS lifted_by"
     " FROM alarm_suppression AS it LEFT JOIN field ON field.id = it.field_id"
     " LEFT JOIN area ON area.id = it.area_id LEFT JOIN staff AS by_whom"
     " ON by_whom.id = it.lifted_by LEFT JOIN staff ON staff.id = it.staff_id" PAGE (
         "it") " AND it.at_us >= ?2" ORDER ("it")},
    {"journal", FALSE,
     "SELECT it.id, it.id AS id, it.kind AS kind, it.text AS text, it.source AS source,"
     " it.due_us AS \"due:time\", staff.account AS staff, staff.name AS staff_name, it.replica"
     " AS desk, it.at_us AS \"at:time\", it.done_us AS \"done:time\", by_whom.account AS"
     " done_by FROM journal_entry AS it LEFT JOIN staff AS by_whom ON by_whom.id = it.done_by"
     " LEFT JOIN staff ON staff.id = it.staff_id" PAGE ("it") " AND it.at_us >= ?2" ORDER ("it")},
    {"journal-follow-ups", FALSE,
     "SELECT it.id, it.id AS id, it.entry_id AS entry, it.text AS text, it.done AS done,"
     " staff.account AS staff, staff.name AS staff_name, it.replica AS desk, it.at_us AS"
     " \"at:time\" FROM journal_follow_up AS it LEFT JOIN staff ON staff.id = it.staff_id" PAGE (
         "it") " AND it.at_us >= ?2" ORDER ("it")},
    {"hand-overs", FALSE,
     "SELECT it.id, it.id AS id, shift.code AS shift, it.from_us AS \"from:time\", it.until_us"
     " AS \"until:time\", it.text AS text, lower (hex (it.sha256)) AS sha256, staff.account AS"
     " staff, staff.name AS staff_name, it.replica AS desk, it.at_us AS \"at:time\","
     " taker.account AS taken_by, it.taken_us AS \"taken:time\" FROM hand_over AS it LEFT JOIN"
     " shift ON shift.id = it.shift_id LEFT JOIN staff AS taker ON taker.id = it.taken_by LEFT"
     " JOIN staff ON staff.id = it.staff_id" PAGE ("it") " AND it.at_us >= ?2" ORDER ("it")},
    {"big-events", FALSE,
     "SELECT it.id, incident.code AS incident, it.kind AS kind, it.name AS name, it.commander"
     " AS commander, it.begun_us AS \"begun:time\", it.ended_us AS \"ended:time\","
     " staff.account AS staff, staff.name AS staff_name, it.replica AS desk, it.at_us AS"
     " \"at:time\" FROM big_event AS it LEFT JOIN incident ON incident.id = it.id LEFT JOIN"
     " staff ON staff.id = it.staff_id" PAGE ("it") " AND it.at_us >= ?2" ORDER ("it")},
    {"big-event-members", FALSE,
     "SELECT it.id, it.id AS id, event.code AS event, incident.code AS incident, staff.account"
     " AS staff, staff.name AS staff_name, it.replica AS desk, it.at_us AS \"at:time\","
     " it.ended_us AS \"ended:time\" FROM big_event_member AS it LEFT JOIN incident AS event"
     " ON event.id = it.event_id LEFT JOIN incident ON incident.id = it.incident_id LEFT JOIN"
     " staff ON staff.id = it.staff_id" PAGE ("it") " AND it.at_us >= ?2" ORDER ("it")},
    {"big-event-figures", FALSE,
     "SELECT it.id, it.id AS id, event.code AS event, it.kind AS kind, area.code AS area,"
     " area.name_vi AS area_vi, area.name_en AS area_en, it.amount AS amount, staff.account AS"
     " staff, staff.name AS staff_name, it.replica AS desk, it.at_us AS \"at:time\" FROM"
     " big_event_figure AS it LEFT JOIN incident AS event ON event.id = it.event_id LEFT JOIN"
     " area ON area.id = it.area_id LEFT JOIN staff ON staff.id = it.staff_id" PAGE (
         "it") " AND it.at_us >= ?2" ORDER ("it")},
    {"big-event-checks", FALSE,
     "SELECT it.id, it.id AS id, event.code AS event, it.item AS item, it.done AS done,"
     " staff.account AS staff, staff.name AS staff_name, it.replica AS desk, it.at_us AS"
     " \"at:time\" FROM big_event_check AS it LEFT JOIN incident AS event ON event.id ="
     " it.event_id LEFT JOIN staff ON staff.id = it.staff_id" PAGE (
         "it") " AND it.at_us >= ?2" ORDER ("it")},
    {"quick-reports", FALSE,
     "SELECT it.id, it.id AS id, event.code AS event, it.number AS number, it.until_us AS"
     " \"until:time\", it.text AS text, staff.account AS staff, staff.name AS staff_name,"
     " it.replica AS desk, it.at_us AS \"at:time\" FROM quick_report AS it LEFT JOIN incident"
     " AS event ON event.id = it.event_id LEFT JOIN staff ON staff.id = it.staff_id" PAGE (
         "it") " AND it.at_us >= ?2" ORDER ("it")},
    {"resources", FALSE,
     "SELECT it.id, it.name AS name, it.kind AS kind, it.count AS count, it.place AS place,"
     " keeper.code AS keeper FROM resource AS it LEFT JOIN agency AS keeper ON keeper.id ="
     " it.keeper_id" PAGE ("it") " AND it.retired_us IS NULL AND ?2 >= 0" ORDER ("it")},
    {"resource-holds", FALSE,
     "SELECT it.id, it.id AS id, resource.name AS resource, event.code AS event, it.count AS"
     " count, it.back AS back, it.holder AS holder, staff.account AS staff, staff.name AS"
     " staff_name, it.replica AS desk, it.at_us AS \"at:time\", it.back_us AS \"back_at:time\""
     " FROM resource_hold AS it LEFT JOIN resource ON resource.id = it.resource_id LEFT JOIN"
     " incident AS event ON event.id = it.event_id LEFT JOIN staff ON staff.id = it.staff_id" PAGE (
         "it") " AND it.at_us >= ?2" ORDER ("it")},
    {"camera-devices", TRUE,
     "SELECT it.id, it.code AS code, it.name AS name, it.kind AS kind, it.vendor AS vendor,"
     " it.address AS address, it.account AS account FROM camera_device AS it" PAGE (
         "it") " AND it.removed_us IS NULL AND ?2 >= 0" ORDER ("it")},
    {"cameras", FALSE,
     "SELECT " CAMERA CAMERA_FROM PAGE ("it") " AND it.state <> 'removed' AND ?2 >= 0" ORDER (
         "it")},
    /* Likewise, and how they are reached: it can be brought in as cameras, too. */
    {"camera-lines", TRUE,
     "SELECT " CAMERA ", device.code AS device, line.channel AS channel, (SELECT address FROM"
     " camera_stream WHERE camera_id = it.id AND profile = 'main') AS main, (SELECT address FROM"
     " camera_stream WHERE camera_id = it.id AND profile = 'sub') AS sub" CAMERA_FROM
     " LEFT JOIN camera_line AS line ON line.id = it.id LEFT JOIN camera_device AS device"
     " ON device.id = line.device_id" PAGE ("it") " AND it.state <> 'removed' AND ?2 >= 0" ORDER (
         "it")},
    {"camera-groups", FALSE,
     "SELECT it.id, it.code AS code, it.name AS name, (SELECT group_concat (code, ';') FROM"
     " (SELECT camera.code AS code FROM camera_member AS m JOIN camera ON camera.id = m.camera_id"
     " WHERE m.group_id = it.id AND camera.state <> 'removed' ORDER BY m.rank)) AS cameras, "
     "(SELECT group_concat (code, ';') FROM"
     " (SELECT role.code AS code FROM camera_group_role AS r JOIN role ON role.id = r.role_id"
     " WHERE r.group_id = it.id ORDER BY role.id)) AS roles FROM camera_group AS it" PAGE (
         "it") " AND it.removed_us IS NULL AND ?2 >= 0" ORDER ("it")},
    {"camera-states", FALSE,
     "SELECT it.id, it.number AS number, it.code AS code, it.name AS name, it.state AS state,"
     " it.state_reason AS reason, it.state_us AS \"state_since:time\", it.host_id AS host,"
     " s.state AS condition, s.cause AS cause, s.since_us AS \"since:time\", s.told_us AS"
     " \"told:time\", s.clock_offset_ms AS clock_offset_ms FROM camera AS it LEFT JOIN"
     " camera_status AS s ON s.id = it.id" PAGE ("it") " AND ?2 >= 0" ORDER ("it")},
    {"camera-faults", FALSE,
     "SELECT it.id, it.id AS id, camera.number AS number, camera.code AS camera, it.state AS state,"
     " it.cause AS cause, it.began_us AS \"began:time\", it.ended_us AS \"ended:time\", it.times AS"
     " times FROM camera_fault AS it LEFT JOIN camera ON camera.id = it.camera_id" PAGE (
         "it") " AND it.began_us >= ?2" ORDER ("it")},
    {"camera-openings", FALSE,
     "SELECT it.id, it.id AS id, camera.number AS number, camera.code AS camera, it.reason AS"
     " reason, staff.account AS staff, staff.name AS staff_name, it.replica AS desk, it.at_us AS"
     " \"at:time\" FROM camera_opening AS it LEFT JOIN camera ON camera.id = it.camera_id LEFT JOIN"
     " staff ON staff.id = it.staff_id" PAGE ("it") " AND it.at_us >= ?2" ORDER ("it")},
    {"wall-layouts", FALSE,
     "SELECT it.id, it.id AS id, owner.account AS owner, it.name AS name, it.columns AS columns,"
     " it.rows AS rows, it.cells AS cells, it.changed_us AS \"changed:time\" FROM wall_layout AS it"
     " LEFT JOIN staff AS owner ON owner.id = it.owner_id" PAGE (
         "it") " AND it.removed_us IS NULL AND ?2 >= 0" ORDER ("it")},
    {NULL},
};
