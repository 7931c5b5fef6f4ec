/* SPDX-License-Identifier: MIT */
/* Case folders: tests/cases/<name>/ holds one document and what must be read from it.
 *
 *   input.*                  the document
 *   expected.json            array of reports; every member given is compared, in any depth
 *   expected.findings.jsonl  the findings over all reports, line by line (optional)
 *   expected.error           instead: a part of the error message
 *
 * A new bug is a new folder. */
#include "test.h"

#include <govstat/govstat.h>
#include <json-glib/json-glib.h>

typedef struct {
    char *folder;
    char *name;
} Case;

static char *find_input(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);

    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
        if (g_str_has_prefix(name, "input."))
            return g_build_filename(folder, name, NULL);
    return NULL;
}

static char *load(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

static void compare(const char *where, JsonNode *expected, JsonNode *found)
{
    if (JSON_NODE_HOLDS_OBJECT(expected)) {
        g_autoptr(GList) members = json_object_get_members(json_node_get_object(expected));
        for (GList *m = members; m != NULL; m = m->next) {
            g_autofree char *place = g_strdup_printf("%s.%s", where, (char *)m->data);
            JsonNode *inner = JSON_NODE_HOLDS_OBJECT(found)
                                  ? json_object_get_member(json_node_get_object(found), m->data)
                                  : NULL;
            if (inner == NULL)
                fail_msg("%s: nothing was read there", place);
            compare(place, json_object_get_member(json_node_get_object(expected), m->data), inner);
        }
        return;
    }
    g_autofree char *a = json_to_string(expected, FALSE);
    g_autofree char *b = json_to_string(found, FALSE);
    if (strcmp(a, b) != 0)
        fail_msg("%s: expected %s, found %s", where, a, b);
}

static void compare_report(const char *name, guint i, JsonNode *expected, const GovReport *report)
{
    g_autoptr(GString) json = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *where = g_strdup_printf("%s[%u]", name, i);

    gov_write_json(json, report, GOV_WRITE_PLAIN);
    g_autoptr(JsonNode) found = json_from_string(json->str, &error);
    assert_null(error);
    compare(where, expected, found);
    /* What was read must survive a round trip through our own JSON. */
    g_autofree char *full = gov_report_to_json(report);
    g_autoptr(GovReport) again =
        gov_report_from_json(full, strlen(full), gov_report_get_form(report), &error);
    if (again == NULL)
        fail_msg("%s: %s", where, error->message);
    g_autofree char *second = gov_report_to_json(again);
    assert_string_equal(full, second);
}

static void compare_findings(const Case *c, GPtrArray *reports)
{
    g_autofree char *expected = load(c->folder, "expected.findings.jsonl");
    g_autoptr(GString) found = g_string_new(NULL);

    if (expected == NULL)
        return;
    for (guint i = 0; i < reports->len; i++) {
        g_autoptr(GPtrArray) findings = gov_check_report(g_ptr_array_index(reports, i));
        for (guint k = 0; k < findings->len; k++) {
            gov_write_finding_json(found, g_ptr_array_index(findings, k), GOV_LANGUAGE_EN);
            g_string_append_c(found, '\n');
        }
    }
    assert_string_equal(found->str, expected);
}

/* Folders are named after their format; some formats can be left out of a build. */
static bool is_built(const char *name)
{
    static const char *const optional[] = {"docx-", "xlsx-", "odt-", "ods-", "pdf-"};
    bool built = true;

    for (size_t i = 0; i < G_N_ELEMENTS(optional); i++)
        built = built && !g_str_has_prefix(name, optional[i]);
    for (size_t i = 0; i < gov_read_n_formats(); i++) {
        g_autofree char *prefix = g_strconcat(gov_read_get_format(i), "-", NULL);
        built = built || g_str_has_prefix(name, prefix);
    }
    return built;
}

static void reads_as_expected(void **state)
{
    const Case *c = *state;

    if (!is_built(c->name)) { /* cmocka tells a skipped test as a failed one in TAP */
        print_message("# %s: the format is not built\n", c->name);
        return;
    }
    g_autofree char *input = find_input(c->folder);
    g_autofree char *wanted_error = load(c->folder, "expected.error");
    g_autofree char *wanted = load(c->folder, "expected.json");
    g_autoptr(GError) error = NULL;
    g_autofree char *data = NULL;
    gsize len = 0;
    GovReadOptions options = GOV_READ_OPTIONS_INIT;

    assert_non_null(input);
    assert_true(g_file_get_contents(input, &data, &len, NULL));
    options.source = "input";
    g_autoptr(GPtrArray) reports = gov_read_data(data, len, &options, &error);
    if (wanted_error != NULL) {
        assert_null(reports);
        if (strstr(error->message, g_strstrip(wanted_error)) == NULL)
            fail_msg("expected an error about \"%s\", found \"%s\"", wanted_error, error->message);
        return;
    }
    if (reports == NULL)
        fail_msg("%s", error->message);
    assert_non_null(wanted);
    g_autoptr(JsonNode) expected = json_from_string(wanted, &error);
    if (expected == NULL)
        fail_msg("expected.json: %s", error->message);
    JsonArray *array = json_node_get_array(expected);
    assert_int_equal(json_array_get_length(array), reports->len);
    for (guint i = 0; i < reports->len; i++)
        compare_report(c->name, i, json_array_get_element(array, i), g_ptr_array_index(reports, i));
    compare_findings(c, reports);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

int main(void)
{
    const char *top = g_getenv("top_srcdir");
    g_autofree char *root = g_build_filename(top != NULL ? top : ".", "tests", "cases", NULL);
    g_autoptr(GDir) dir = g_dir_open(root, 0, NULL);
    g_autoptr(GArray) tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));

    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        Case *c = g_new0(Case, 1);
        c->folder = g_build_filename(root, name, NULL);
        c->name = g_strdup(name);
        struct CMUnitTest test = {c->name, reads_as_expected, NULL, NULL, c};
        g_array_append_val(tests, test);
    }
    if (tests->len == 0)
        return 99; /* no cases were found: a hard error, not a pass */
    qsort(tests->data, tests->len, sizeof(struct CMUnitTest), compare_names);
    int failed = _cmocka_run_group_tests("cases", (struct CMUnitTest *)(void *)tests->data, tests->len, NULL, NULL);
    for (guint i = 0; i < tests->len; i++) {
        Case *c = g_array_index(tests, struct CMUnitTest, i).initial_state;
        g_free(c->folder);
        g_free(c->name);
        g_free(c);
    }
    return failed;
}
