/* SPDX-License-Identifier: MIT */
/* Findings as SARIF 2.1.0, the format in which analysis tools hand results to editors and review
 * platforms.
 *
 * The log is written in three steps, so that results need not be held: the head with the rules,
 * one result after the other, the end. A report has no lines to point at; a result points at the
 * document, and within it at cells by their codes, which SARIF calls logical locations. The whole
 * finding of `govstat check --format=jsonl` is the property bag of a result, so nothing is lost. */
#include <govstat/version.h>
#include <govstat/write.h>

#include "base/json-emit-private.h"

#define SCHEMA \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

static void append_member(GString *out, const char *key, const char *text)
{
    gov__json_append_key(out, key);
    gov__json_append_string(out, text);
}

/* {"text": …} */
static void append_message(GString *out, const char *key, const char *text)
{
    gov__json_append_key(out, key);
    g_string_append_c(out, '{');
    append_member(out, "text", text);
    g_string_append_c(out, '}');
}

static const char *level_name(GovSeverity severity)
{
    static const char *const names[] = {
        [GOV_SEVERITY_HINT] = "note",
        [GOV_SEVERITY_WARNING] = "warning",
        [GOV_SEVERITY_ERROR] = "error",
    };
    return names[severity];
}

static void append_rule(GString *out, const GovRule *rule, GovLanguage language)
{
    gov__json_append_comma(out);
    g_string_append_c(out, '{');
    append_member(out, "id", gov_rule_get_id(rule));
    append_message(out, "shortDescription", gov_rule_get_message(rule, language));
    append_message(out, "fullDescription", gov_rule_get_text(rule));
    gov__json_append_key(out, "defaultConfiguration");
    g_string_append_c(out, '{');
    append_member(out, "level", level_name(gov_rule_get_severity(rule)));
    g_string_append_c(out, '}');
    gov__json_append_key(out, "properties");
    g_string_append_c(out, '{');
    append_member(out, "for", gov_rule_get_for(rule));
    append_member(out, "nulls", gov_nulls_get_name(gov_rule_get_nulls(rule)));
    append_member(out, "basis", gov_rule_get_basis(rule));
    g_string_append(out, "}}");
}

static void append_rules(GString *out, const GPtrArray *rules, GovLanguage language)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    gov__json_append_key(out, "rules");
    g_string_append_c(out, '[');
    for (guint i = 0; rules != NULL && i < rules->len; i++) {
        const GovRule *rule = g_ptr_array_index(rules, i);
        if (g_hash_table_add(seen, (gpointer)(uintptr_t)gov_rule_get_id(rule)))
            append_rule(out, rule, language);
    }
    g_string_append_c(out, ']');
}

void gov_write_sarif_begin(GString *out, const GPtrArray *rules, GovLanguage language)
{
    g_return_if_fail(out != NULL);
    g_string_append_c(out, '{');
    append_member(out, "$schema", SCHEMA);
    append_member(out, "version", "2.1.0");
    g_string_append(out, ",\"runs\":[{\"tool\":{\"driver\":{");
    append_member(out, "name", "govstat");
    append_member(out, "semanticVersion", gov_version());
    append_rules(out, rules, language);
    g_string_append(out, "}}");
    append_member(out, "language", language == GOV_LANGUAGE_ZH ? "zh-CN" : "en-US");
    g_string_append(out, ",\"results\":[");
}

void gov_write_sarif_end(GString *out)
{
    g_return_if_fail(out != NULL);
    g_string_append(out, "]}]}\n");
}

/* A path as a reference: relative ones stay so. */
static void append_artifact(GString *out, const char *source)
{
    g_autofree char *path = g_uri_escape_string(source, "/", FALSE);
    g_autofree char *uri = g_strconcat(path[0] == '/' ? "file://" : "", path, NULL);

    gov__json_append_key(out, "physicalLocation");
    g_string_append(out, "{\"artifactLocation\":{");
    append_member(out, "uri", uri);
    g_string_append(out, "}}");
}

static void append_cell(GString *out, const GovReport *report, size_t cell, GovLanguage language)
{
    const GovForm *form = gov_report_get_form(report);
    g_autofree char *label = gov_form_dup_cell_label(form, cell, language);

    gov__json_append_comma(out);
    g_string_append_c(out, '{');
    append_member(out, "name", label);
    append_member(out, "fullyQualifiedName", gov_form_get_code(form, cell));
    g_string_append_c(out, '}');
}

/* One location: the document, and the cells in it. */
static void append_location(GString *out, const char *key, const GovFinding *finding, const GovReport *report,
                            size_t n, size_t (*get)(const GovFinding *, size_t), GovLanguage language)
{
    const char *source = gov_report_get_source(report);

    gov__json_append_key(out, key);
    g_string_append(out, "[{");
    if (source != NULL)
        append_artifact(out, source);
    gov__json_append_key(out, "logicalLocations");
    g_string_append_c(out, '[');
    for (size_t i = 0; i < n; i++)
        append_cell(out, report, get(finding, i), language);
    g_string_append(out, "]}]");
}

/* The same finding of the same figures has the same fingerprint in every run. */
static void append_fingerprint(GString *out, const GovFinding *finding)
{
    g_autoptr(GString) line = g_string_new(NULL);
    gov_baseline_append_line(line, finding);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, line->str, (gssize)line->len);

    gov__json_append_key(out, "partialFingerprints");
    g_string_append_c(out, '{');
    append_member(out, "govstat/v1", sum);
    g_string_append_c(out, '}');
}

void gov_write_finding_sarif(GString *out, const GovFinding *finding, GovLanguage language)
{
    g_return_if_fail(out != NULL && finding != NULL);
    const GovReport *prior = gov_finding_get_prior(finding);
    bool open = gov_finding_get_kind(finding) == GOV_FINDING_NOT_ASSESSABLE;
    g_autofree char *message = gov_finding_dup_message(finding, language);

    g_string_append_c(out, '{');
    append_member(out, "ruleId", gov_finding_get_rule(finding));
    append_member(out, "kind", open ? "open" : "fail");
    append_member(out, "level", open ? "none" : level_name(gov_finding_get_severity(finding)));
    append_message(out, "message", message);
    append_location(out, "locations", finding, gov_finding_get_report(finding), gov_finding_n_cells(finding),
                    gov_finding_get_cell, language);
    if (prior != NULL)
        append_location(out, "relatedLocations", finding, prior, gov_finding_n_prior_cells(finding),
                        gov_finding_get_prior_cell, language);
    append_fingerprint(out, finding);
    gov__json_append_key(out, "properties");
    gov_write_finding_json(out, finding, language);
    g_string_append_c(out, '}');
}
