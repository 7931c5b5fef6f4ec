/* SPDX-License-Identifier: MIT */
/* Findings as JUnit XML, which every build server shows: a report is a suite, a rule a test.
 *
 * A rule that found nothing is a test that passed; every finding is a test of its own, named after
 * the rule and the place. There is no time in it and no host, so that the same input gives the same
 * bytes. What stands below the threshold passes, with what it says as its output; what could not be
 * judged is skipped. */
#include <govstat/write.h>

#include <string.h>

typedef struct {
    guint failures;
    guint skipped;
    guint tests;
    GString *cases;
} Suite;

/* Text for XML 1.0, which has no way at all to write most control characters. */
static void append_escaped(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);

    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        bool is_allowed = c >= 0x20 ? c != 0x7f && c != 0xfffe && c != 0xffff : c == '\t' || c == '\n';
        if (!is_allowed) {
            g_string_append(out, "\xEF\xBF\xBD");
            continue;
        }
        g_autofree char *escaped = g_markup_escape_text(p, g_utf8_next_char(p) - p);
        g_string_append(out, c == '\n' ? "&#10;" : c == '\t' ? "&#9;" : escaped);
    }
}

static void append_attribute(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, " %s=\"", name);
    append_escaped(out, value);
    g_string_append_c(out, '"');
}

static void append_element(GString *out, const char *name, const GovFinding *finding, GovLanguage language)
{
    g_autofree char *message = gov_finding_dup_message(finding, language);
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(out, "      <%s", name);
    if (strcmp(name, "system-out") != 0)
        append_attribute(out, "message", message);
    if (strcmp(name, "failure") == 0)
        append_attribute(out, "type", gov_severity_get_name(gov_finding_get_severity(finding)));
    g_string_append_c(out, '>');
    gov_write_finding_text(text, finding, language);
    append_escaped(out, text->str);
    g_string_append_printf(out, "</%s>\n", name);
}

static void begin_case(Suite *suite, const GovReport *report, const char *name)
{
    g_string_append(suite->cases, "    <testcase");
    append_attribute(suite->cases, "classname", gov_form_get_id(gov_report_get_form(report)));
    append_attribute(suite->cases, "name", name);
    suite->tests++;
}

static void append_finding(Suite *suite, const GovFinding *finding, int threshold, GovLanguage language)
{
    const char *place = gov_finding_get_place(finding, language);
    g_autofree char *name = g_strdup_printf("%s%s%s", gov_finding_get_rule(finding),
                                            place != NULL ? " › " : "", place != NULL ? place : "");
    bool open = gov_finding_get_kind(finding) == GOV_FINDING_NOT_ASSESSABLE;
    bool failed = (int)gov_finding_get_severity(finding) >= threshold;

    begin_case(suite, gov_finding_get_report(finding), name);
    g_string_append(suite->cases, ">\n");
    append_element(suite->cases, failed ? "failure" : open ? "skipped" : "system-out", finding, language);
    g_string_append(suite->cases, "    </testcase>\n");
    suite->failures += failed;
    suite->skipped += open && !failed;
}

static bool has_finding(const GPtrArray *findings, const char *rule)
{
    for (guint i = 0; findings != NULL && i < findings->len; i++)
        if (strcmp(gov_finding_get_rule(g_ptr_array_index(findings, i)), rule) == 0)
            return true;
    return false;
}

static void append_passed(Suite *suite, const GovReport *report, const GPtrArray *findings)
{
    const GovForm *form = gov_report_get_form(report);

    for (size_t i = 0; i < gov_form_n_rules(form); i++) {
        const GovRule *rule = gov_form_get_rule(form, i);
        if (gov_rule_uses_prior(rule) || has_finding(findings, gov_rule_get_id(rule)))
            continue;
        begin_case(suite, report, gov_rule_get_id(rule));
        g_string_append(suite->cases, "/>\n");
    }
}

static char *suite_name(const GovReport *report)
{
    const char *source = report != NULL ? gov_report_get_source(report) : "across years";

    return g_strdup(source != NULL ? source : "-");
}

void gov_write_junit_begin(GString *out)
{
    g_return_if_fail(out != NULL);
    g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"govstat\">\n");
}

void gov_write_junit_end(GString *out)
{
    g_return_if_fail(out != NULL);
    g_string_append(out, "</testsuites>\n");
}

void gov_write_junit(GString *out, const GovReport *report, const GPtrArray *findings, int threshold,
                     GovLanguage language)
{
    g_return_if_fail(out != NULL && (report != NULL || findings != NULL));
    g_autoptr(GString) cases = g_string_new(NULL);
    g_autofree char *name = suite_name(report);
    Suite suite = {.cases = cases};

    for (guint i = 0; findings != NULL && i < findings->len; i++)
        append_finding(&suite, g_ptr_array_index(findings, i), threshold, language);
    if (report != NULL)
        append_passed(&suite, report, findings);
    g_string_append(out, "  <testsuite");
    append_attribute(out, "name", name);
    g_string_append_printf(out, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\">\n", suite.tests,
                           suite.failures, suite.skipped);
    g_string_append_len(out, cases->str, (gssize)cases->len);
    g_string_append(out, "  </testsuite>\n");
}
