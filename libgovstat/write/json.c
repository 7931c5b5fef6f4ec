/* SPDX-License-Identifier: MIT */
/* Reports and findings as JSON lines. The members of both are a contract with other
 * programs: they keep their names, meaning and order, and new ones are only added at the
 * end. */
#include <govstat/write.h>

#include "base/json-emit-private.h"
#include "report/report-private.h"

void gov_write_json(GString *out, const GovReport *report, unsigned flags)
{
    g_return_if_fail(out != NULL && report != NULL);
    gov__report_begin_json(out, report);
    if ((flags & GOV_WRITE_RAW) != 0)
        gov__report_append_raw(out, report);
    if ((flags & GOV_WRITE_SECTIONS) != 0)
        gov__report_append_sections(out, report);
    g_string_append_c(out, '}');
}

static void append_member(GString *out, const char *key, const char *text)
{
    gov__json_append_key(out, key);
    gov__json_append_string(out, text);
}

static void append_cells(GString *out, const GovFinding *finding, const GovForm *form)
{
    gov__json_append_key(out, "cells");
    g_string_append_c(out, '[');
    for (size_t i = 0; i < gov_finding_n_cells(finding); i++) {
        gov__json_append_comma(out);
        gov__json_append_string(
            out, gov_form_get_code(form, gov_finding_get_cell(finding, i)));
    }
    g_string_append_c(out, ']');
}

static void append_side(GString *out, const GovFinding *finding, const char *key,
                        int64_t value)
{
    gov__json_append_key(out, key);
    if (gov_finding_has_sides(finding))
        gov__json_append_figure(out, value, gov_finding_get_type(finding));
    else
        g_string_append(out, "null");
}

static void append_suspect(GString *out, const GovForm *form, GovSuspect suspect)
{
    GovType type = gov_form_get_cell_type(form, suspect.cell);
    gov__json_append_comma(out);
    g_string_append_c(out, '{');
    append_member(out, "cell", gov_form_get_code(form, suspect.cell));
    gov__json_append_key(out, "value");
    gov__json_append_figure(out, suspect.value, type);
    gov__json_append_key(out, "suggested");
    gov__json_append_figure(out, suspect.suggested, type);
    append_member(out, "reason", suspect.reason);
    gov__json_append_key(out, "clears");
    gov__json_append_int(out, suspect.clears);
    gov__json_append_key(out, "set");
    gov__json_append_int(out, suspect.set);
    g_string_append_c(out, '}');
}

static void append_suspects(GString *out, const GovFinding *finding, const GovForm *form)
{
    gov__json_append_key(out, "suspects");
    g_string_append_c(out, '[');
    for (size_t i = 0; i < gov_finding_n_suspects(finding); i++)
        append_suspect(out, form, gov_finding_get_suspect(finding, i));
    g_string_append_c(out, ']');
}

/* Only where it was looked for. */
static void append_location(GString *out, const GovFinding *finding)
{
    if (gov_finding_get_min_cells(finding) == 0)
        return;
    gov__json_append_key(out, "min_cells");
    gov__json_append_int(out, gov_finding_get_min_cells(finding));
    gov__json_append_key(out, "all_suspects");
    g_string_append(out, gov_finding_has_all_suspects(finding) ? "true" : "false");
}

/* Only where a finding compares with an earlier report. */
static void append_prior(GString *out, const GovFinding *finding)
{
    const GovReport *prior = gov_finding_get_prior(finding);
    if (prior == NULL)
        return;
    gov__json_append_key(out, "prior");
    g_string_append_c(out, '{');
    gov__report_append_identity(out, prior);
    gov__json_append_key(out, "cells");
    g_string_append_c(out, '[');
    for (size_t i = 0; i < gov_finding_n_prior_cells(finding); i++) {
        gov__json_append_comma(out);
        gov__json_append_string(out,
                                gov_form_get_code(gov_report_get_form(prior),
                                                  gov_finding_get_prior_cell(finding, i)));
    }
    g_string_append(out, "]}");
}

/* Only where a finding is about the text. */
static void append_claim(GString *out, const GovFinding *finding)
{
    const char *base = gov_finding_get_base(finding);
    if (gov_finding_get_sentence(finding) == NULL)
        return;
    append_member(out, "sentence", gov_finding_get_sentence(finding));
    gov__json_append_key(out, "section");
    gov__json_append_int(out, gov_finding_get_section(finding));
    gov__json_append_key(out, "base");
    if (base != NULL)
        gov__json_append_string(out, base);
    else
        g_string_append(out, "null");
}

static const char *kind_name(GovFindingKind kind)
{
    switch (kind) {
    case GOV_FINDING_NOT_ASSESSABLE:
        return "not_assessable";
    case GOV_FINDING_INCOMPLETE:
        return "incomplete";
    case GOV_FINDING_REMARK:
        return "remark";
    case GOV_FINDING_CLAIM:
        return "claim";
    case GOV_FINDING_FAILED:
    default:
        return "failed";
    }
}

void gov_write_finding_json(GString *out, const GovFinding *finding, GovLanguage language)
{
    g_return_if_fail(out != NULL && finding != NULL);
    const GovReport *report = gov_finding_get_report(finding);
    const GovForm *form = gov_report_get_form(report);
    g_autofree char *message = gov_finding_dup_message(finding, language);

    g_string_append_c(out, '{');
    gov__report_append_identity(out, report);
    append_member(out, "rule", gov_finding_get_rule(finding));
    append_member(out, "severity",
                  gov_severity_get_name(gov_finding_get_severity(finding)));
    append_member(out, "message", message);
    append_cells(out, finding, form);
    append_side(out, finding, "lhs", gov_finding_get_lhs(finding));
    append_side(out, finding, "rhs", gov_finding_get_rhs(finding));
    append_side(out, finding, "difference", gov_finding_get_difference(finding));
    append_member(out, "class", gov_class_get_name(gov_finding_get_class(finding)));
    append_suspects(out, finding, form);
    append_member(out, "kind", kind_name(gov_finding_get_kind(finding)));
    append_location(out, finding);
    append_prior(out, finding);
    append_claim(out, finding);
    g_string_append_c(out, '}');
}
