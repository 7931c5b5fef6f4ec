/* SPDX-License-Identifier: MIT */
/* What can be said of a report as a whole: that its edition is not that of its year, and that its
 * title and its text speak of different years. Both have innocent causes (an office that kept the
 * old tables, a date copied from last year), so they are hints: the figures are not in doubt, but
 * somebody who compares years should know. */
#include "check/finding-private.h"

GovFinding *gov__check_add_remark(GPtrArray *findings, const GovReport *report, const char *id,
                                  const char *zh, const char *en)
{
    GovFinding *finding = gov__finding_new(report, GOV_FINDING_REMARK);

    finding->rule_id = g_strdup(id);
    finding->severity = GOV_SEVERITY_HINT;
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->axis = GOV_AXIS_TABLE;
    finding->remark[GOV_LANGUAGE_ZH] = g_strdup(zh);
    finding->remark[GOV_LANGUAGE_EN] = g_strdup(en);
    g_ptr_array_add(findings, finding);
    return finding;
}

static void remark_edition(GovCheck *check)
{
    int year = gov_report_get_year(check->report);
    int first = gov_form_get_first_year(check->form);
    int last = gov_form_get_last_year(check->form);

    if (year == 0 || first == 0 || (year >= first && (last == 0 || year <= last)))
        return;
    g_autofree char *end = last != 0 ? g_strdup_printf("%d", last) : g_strdup("");
    g_autofree char *zh = g_strdup_printf("%d年的报告用了适用于%d-%s年的表格（%s）", year, first, end,
                                          gov_form_get_id(check->form));
    g_autofree char *en = g_strdup_printf("the report for %d has the tables of the years %d-%s (%s)", year,
                                          first, end, gov_form_get_id(check->form));
    gov__check_add_remark(check->findings, check->report, "form.year", zh, en);
}

/* The year at the head of a date, or 0. */
static int year_of(const char *date)
{
    return date != NULL ? (int)g_ascii_strtoll(date, NULL, 10) : 0;
}

static void remark_period(GovCheck *check)
{
    int year = gov_report_get_year(check->report);
    const char *start = gov_report_get_period_start(check->report);
    const char *end = gov_report_get_period_end(check->report);
    bool off = (year_of(start) != 0 && year_of(start) != year) || (year_of(end) != 0 && year_of(end) != year);

    if (year == 0 || !off)
        return;
    g_autofree char *zh = g_strdup_printf("标题为%d年，正文的统计期限为%s至%s", year,
                                          start != NULL ? start : "?", end != NULL ? end : "?");
    g_autofree char *en = g_strdup_printf("the title says %d, the text says %s to %s", year,
                                          start != NULL ? start : "?", end != NULL ? end : "?");
    gov__check_add_remark(check->findings, check->report, "year.conflict", zh, en);
}

void gov__check_remarks(GovCheck *check)
{
    remark_edition(check);
    remark_period(check);
}
