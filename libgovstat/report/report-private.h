/* SPDX-License-Identifier: MIT */
/* Pieces of the JSON of a report, shared by the full and the plain form of it. */
#ifndef GOV_REPORT_PRIVATE_H
#define GOV_REPORT_PRIVATE_H

#include <govstat/report.h>

/* Appends the members that name a report: source, form, agency, year. */
void gov__report_append_identity(GString *out, const GovReport *report);
/* Appends `{` and the members that every JSON form of a report begins with: source, form,
 * agency, year, values, status, notes. */
void gov__report_begin_json(GString *out, const GovReport *report);
/* Appends the member "raw": the text of every cell that has one. */
void gov__report_append_raw(GString *out, const GovReport *report);
/* Appends the member "sections": an array of six strings or nulls. */
void gov__report_append_sections(GString *out, const GovReport *report);

/* The statuses (GovStatus) and the evidence (GovEvidence) of all cells, in cell order. */
const uint8_t *gov__report_get_statuses(const GovReport *report);
const uint8_t *gov__report_get_evidence(const GovReport *report);

/* The evidence a cell is taken to have where its JSON says nothing else. */
GovEvidence gov__report_usual_evidence(const GovCell *cell);

/* Finds an evidence by its machine name. */
bool gov__evidence_from_name(const char *name, GovEvidence *evidence);

#endif
