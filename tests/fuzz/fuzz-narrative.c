/* SPDX-License-Identifier: MIT */
/* Any text as a section of a report, held against tables of small figures. */
#include "fuzz.h"

#include <string.h>

static GovReport *make_report(int year, int64_t factor)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    GovReport *report = gov_report_new(form);

    gov_report_set_year(report, year);
    gov_report_set_agency(report, "某市");
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        GovCell cell = {.value = factor * (int64_t)(i % 7),
                        .status = i % 11 == 0 ? GOV_STATUS_BLANK : GOV_STATUS_REPORTED,
                        .evidence = GOV_EVIDENCE_GIVEN,
                        .confidence = 1};
        gov_report_set_cell(report, i, &cell);
    }
    return report;
}

/* Claims quote the text itself, and only certain ones are told as wrong. */
static void check_claim(const GovNarrative *narrative, size_t i, const GovReport *report)
{
    GovClaim claim = gov_narrative_get_claim(narrative, i);
    const char *text = gov_report_get_section(report, claim.section);
    g_autofree char *message = gov_narrative_dup_message(narrative, i, GOV_LANGUAGE_ZH);

    g_assert(g_utf8_validate(message, -1, NULL));
    g_assert(claim.offset + claim.length <= strlen(text));
    g_assert(memcmp(text + claim.offset, claim.text, claim.length) == 0);
    g_assert(claim.verdict != GOV_VERDICT_CONTRADICTED || claim.has_expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autofree char *text = g_strndup((const char *)data, len);
    g_autoptr(GovReport) report = make_report(2024, len % 2 == 0 ? 1 : INT64_C(1000000000000));
    g_autoptr(GovReport) prior = make_report(2023, 2);

    gov_report_set_section(report, 1, text);
    gov_report_set_section(report, 6, text);
    gov_report_seal(report);
    gov_report_seal(prior);
    g_autoptr(GovNarrative) narrative = gov_narrative_new(report, prior);
    for (size_t i = 0; i < gov_narrative_n_claims(narrative); i++)
        check_claim(narrative, i, report);
    return 0;
}
