/* SPDX-License-Identifier: MIT */
/* Figures in the text: the sentences of tests/narrative.txt, each a test, and what findings,
 * baselines and limits do with them. */
#include "test.h"

#include <govstat/govstat.h>

#include "check/token-private.h"

typedef struct {
    char *name;
    GString *changes; /* lines of the case that are not claims */
    GString *expected;
} Case;

/* ---- reports */

static GovReport *read_sample(const char *name)
{
    const char *top = g_getenv("top_srcdir");
    g_autofree char *path = g_build_filename(top != NULL ? top : ".", "examples", "reports", name, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) reports = gov_read_file(path, NULL, &error);
    if (reports == NULL)
        fail_msg("%s", error->message);
    return gov_report_ref(g_ptr_array_index(reports, 0));
}

/* The figures of 宿迁市 2024 without its texts, open for changes. */
static GovReport *copy_sample(void)
{
    g_autoptr(GovReport) sample = read_sample("suqian-2024.html");
    const GovForm *form = gov_report_get_form(sample);
    GovReport *report = gov_report_new(form);

    gov_report_set_agency(report, gov_report_get_agency(sample));
    gov_report_set_year(report, gov_report_get_year(sample));
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        GovCell cell = gov_report_get_cell(sample, i);
        gov_report_set_cell(report, i, &cell);
    }
    return report;
}

static void set_cell(GovReport *report, const char *code, GovStatus status, int64_t value)
{
    int cell = gov_form_find_cell(gov_report_get_form(report), code);
    if (cell < 0)
        fail_msg("no cell %s", code);
    GovCell c = {.value = value, .status = status, .evidence = GOV_EVIDENCE_EXACT, .confidence = 1};
    gov_report_set_cell(report, (size_t)cell, &c);
}

static void set_cells(GovReport *report, const char *list)
{
    g_auto(GStrv) words = g_strsplit(list, " ", -1);
    for (char **word = words; *word != NULL; word++) {
        char *equals = strchr(*word, '=');
        assert_non_null(equals);
        *equals = '\0';
        set_cell(report, *word, GOV_STATUS_REPORTED, g_ascii_strtoll(equals + 1, NULL, 10));
    }
}

static void blank_cells(GovReport *report, const char *list)
{
    g_auto(GStrv) words = g_strsplit(list, " ", -1);
    for (char **word = words; *word != NULL; word++)
        set_cell(report, *word, GOV_STATUS_BLANK, 0);
}

static GovReport *make_report(const char *changes)
{
    GovReport *report = copy_sample();
    g_auto(GStrv) lines = g_strsplit(changes, "\n", -1);

    for (char **line = lines; *line != NULL; line++) {
        if (g_str_has_prefix(*line, "set "))
            set_cells(report, *line + 4);
        else if (g_str_has_prefix(*line, "blank "))
            blank_cells(report, *line + 6);
        else if (g_str_has_prefix(*line, "agency "))
            gov_report_set_agency(report, *line + 7);
        else if (g_str_has_prefix(*line, "text ")) {
            g_auto(GStrv) parts = g_strsplit(*line + 5, "\\n", -1);
            g_autofree char *text = g_strjoinv("\n", parts);
            gov_report_set_section(report, 1, text);
        }
    }
    gov_report_seal(report);
    return report;
}

/* ---- claims as lines */

static void append_claim(GString *out, GovClaim claim)
{
    static const char verdicts[] = "=!?";
    g_autofree char *printed = gov_figure_format(claim.printed, GOV_TYPE_MONEY);
    g_autofree char *expected = gov_figure_format(claim.expected, GOV_TYPE_MONEY);

    g_string_append_printf(out, "%c %s %s", verdicts[claim.verdict], printed,
                           claim.meaning != NULL ? claim.meaning : "-");
    if (claim.has_expected && claim.expected != claim.printed)
        g_string_append_printf(out, " %s", expected);
    if (claim.base != NULL)
        g_string_append_printf(out, " %s", claim.base);
    g_string_append_c(out, '\n');
}

static void tells(void **state)
{
    const Case *row = *state;
    g_autoptr(GovReport) report = make_report(row->changes->str);
    g_autoptr(GovReport) prior = read_sample("suqian-2023.html");
    g_autoptr(GovNarrative) narrative = gov_narrative_new(report, prior);
    g_autoptr(GString) found = g_string_new(NULL);

    for (size_t i = 0; i < gov_narrative_n_claims(narrative); i++)
        append_claim(found, gov_narrative_get_claim(narrative, i));
    if (strcmp(found->str, row->expected->str) != 0)
        fail_msg("[%s]\nexpected:\n%sfound:\n%s", row->name, row->expected->str, found->str);
}

/* ---- the file of cases */

static void add_line(GPtrArray *cases, const char *line)
{
    if (line[0] == '[') {
        Case *added = g_new0(Case, 1);
        added->name = g_strndup(line + 1, strcspn(line + 1, "]"));
        added->changes = g_string_new(NULL);
        added->expected = g_string_new(NULL);
        g_ptr_array_add(cases, added);
        return;
    }
    if (line[0] == '\0' || line[0] == '#' || cases->len == 0)
        return;
    const Case *last = g_ptr_array_index(cases, cases->len - 1);
    g_string_append_printf(strchr("=!?", line[0]) != NULL ? last->expected : last->changes, "%s\n", line);
}

static GPtrArray *load_cases(void)
{
    const char *top = g_getenv("top_srcdir");
    g_autofree char *path = g_build_filename(top != NULL ? top : ".", "tests", "narrative.txt", NULL);
    g_autofree char *text = NULL;
    GPtrArray *cases = g_ptr_array_new();

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return cases;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        add_line(cases, *line);
    return cases;
}

/* ---- beyond single sentences */

static GPtrArray *check_text(const char *changes, GovNarrativeMode mode)
{
    g_autoptr(GovReport) report = make_report(changes);
    const GovCheckOptions options = {.narrative = mode};
    GPtrArray *all = gov_check_report_with(report, &options);
    for (guint i = all->len; i > 0; i--)
        if (gov_finding_get_kind(g_ptr_array_index(all, i - 1)) != GOV_FINDING_CLAIM)
            g_ptr_array_remove_index(all, i - 1);
    return all;
}

#define FILED "text 全年备案政府信息公开行政复议案件134件，行政诉讼案件57件。\n"

static void a_contradiction_is_a_hint_with_both_figures_and_the_words(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) findings = check_text(FILED, GOV_NARRATIVE_CONTRADICTED);
    assert_int_equal(findings->len, 2);
    const GovFinding *finding = g_ptr_array_index(findings, 0);
    const GovForm *form = gov_report_get_form(gov_finding_get_report(finding));
    g_autofree char *zh = gov_finding_dup_message(finding, GOV_LANGUAGE_ZH);
    g_autofree char *en = gov_finding_dup_message(finding, GOV_LANGUAGE_EN);

    assert_string_equal(gov_finding_get_rule(finding), "narrative.contradicted");
    assert_int_equal(gov_finding_get_severity(finding), GOV_SEVERITY_HINT);
    assert_int64(gov_finding_get_lhs(finding), 134);
    assert_int64(gov_finding_get_rhs(finding), 170);
    assert_int_equal(gov_finding_n_cells(finding), 1);
    assert_string_equal(gov_form_get_code(form, gov_finding_get_cell(finding, 0)),
                        "review_litigation.review.total");
    assert_string_equal(gov_finding_get_base(finding), "review.closed");
    assert_int_equal(gov_finding_get_section(finding), 1);
    assert_non_null(strstr(gov_finding_get_sentence(finding), "行政复议案件134件"));
    assert_non_null(strstr(zh, "正文为 134，表中为 170"));
    assert_non_null(strstr(zh, "170 − 36 = 134"));
    assert_non_null(strstr(en, "the text has 134, the tables 170"));
}

static void all_claims_are_told_when_asked_for_and_none_when_not(void **state)
{
    (void)state;
    static const char text[] = "text 收到政府信息公开申请3525件，培训3次。\n";
    g_autoptr(GPtrArray) quiet = check_text(text, GOV_NARRATIVE_CONTRADICTED);
    g_autoptr(GPtrArray) all = check_text(text, GOV_NARRATIVE_ALL);
    g_autoptr(GPtrArray) none = check_text(FILED, GOV_NARRATIVE_NONE);

    assert_int_equal(quiet->len, 0);
    assert_int_equal(none->len, 0);
    assert_int_equal(all->len, 2);
    assert_string_equal(gov_finding_get_rule(g_ptr_array_index(all, 0)), "narrative.matched");
    assert_string_equal(gov_finding_get_rule(g_ptr_array_index(all, 1)), "narrative.unexplained");
}

static void a_dismissal_holds_for_the_same_words_only(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) first = check_text(FILED, GOV_NARRATIVE_CONTRADICTED);
    g_autoptr(GPtrArray) second =
        check_text("text 全年备案政府信息公开行政复议案件135件，行政诉讼案件57件。\n", GOV_NARRATIVE_CONTRADICTED);
    g_autoptr(GString) lines = g_string_new(NULL);

    for (guint i = 0; i < first->len; i++)
        gov_baseline_append_line(lines, g_ptr_array_index(first, i));
    g_autoptr(GovBaseline) baseline = gov_baseline_from_data(lines->str, lines->len, "x", NULL);
    assert_non_null(baseline);
    assert_true(gov_baseline_has(baseline, g_ptr_array_index(first, 0)));
    assert_false(gov_baseline_has(baseline, g_ptr_array_index(second, 0)));
}

static void places_are_those_of_the_text_as_printed(void **state)
{
    (void)state;
    static const char text[] = "全市　新收政府信息公开申请 ３，５２５ 件。";
    g_autoptr(GovReport) report = copy_sample();
    gov_report_set_section(report, 1, text);
    gov_report_seal(report);
    g_autoptr(GovNarrative) narrative = gov_narrative_new(report, NULL);
    assert_int_equal(gov_narrative_n_claims(narrative), 1);
    GovClaim claim = gov_narrative_get_claim(narrative, 0);
    assert_string_equal(claim.text, "３，５２５ 件");
    assert_memory_equal(text + claim.offset, claim.text, claim.length);
}

static void growth_is_found_across_reports(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
    g_ptr_array_add(reports, read_sample("suqian-2023.html"));
    g_ptr_array_add(reports, make_report("text 新收政府信息公开申请3525件，比上年增长4.0%。\n"));
    g_autoptr(GPtrArray) findings = gov_check_series(reports, NULL);
    assert_int_equal(findings->len, 1);
    const GovFinding *finding = g_ptr_array_index(findings, 0);
    assert_string_equal(gov_finding_get_rule(finding), "narrative.growth");
    assert_int_equal(gov_report_get_year(gov_finding_get_prior(finding)), 2023);
    assert_int_equal(gov_finding_n_prior_cells(finding), 1);
}

static void the_sample_reports_contradict_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"suqian-2023.html", "suqian-2024.html", "hitech-police-2024.txt"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GovReport) report = read_sample(names[i]);
        g_autoptr(GovNarrative) narrative = gov_narrative_new(report, NULL);
        assert_true(gov_narrative_n_claims(narrative) > 0);
        for (size_t k = 0; k < gov_narrative_n_claims(narrative); k++)
            assert_int_not_equal(gov_narrative_get_claim(narrative, k).verdict, GOV_VERDICT_CONTRADICTED);
    }
}

/* Twice the text, about twice the time: text without stops is the hard one. */
static void long_text_takes_time_in_proportion(void **state)
{
    (void)state;
    static const char *const pieces[] = {"收到申请12件占3%比上年增长4%", "其中维持3件、", "1", "政府信息公开申请", "未收到"};
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < GOV_NARRATIVE_MAX_BYTES)
            g_string_append(text, pieces[i]);
        g_autoptr(GovReport) report = copy_sample();
        gov_report_set_section(report, 1, text->str);
        gov_report_seal(report);
        gint64 start = g_get_monotonic_time();
        g_autoptr(GovNarrative) narrative = gov_narrative_new(report, NULL);
        assert_non_null(narrative);
        assert_true(g_get_monotonic_time() - start < 20 * G_USEC_PER_SEC);
    }
}

/* ---- the words */

static bool is_known_somewhere(size_t meaning)
{
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = gov_form_builtin(gov_form_get_builtin_id(i), NULL);
        if (gov__lexicon_get_meaning(gov__form_get_lexicon(form), meaning)->value.rule != NULL)
            return true;
    }
    return false;
}

static void every_meaning_and_base_is_of_some_form(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    const GovLexicon *lexicon = gov__form_get_lexicon(form);

    assert_true(gov__lexicon_n_meanings(lexicon) > 50);
    for (size_t i = 0; i < gov__lexicon_n_meanings(lexicon); i++)
        if (!is_known_somewhere(i) && strcmp(gov__lexicon_get_meaning(lexicon, i)->id, "by_channel") != 0)
            fail_msg("no form has the figures of %s", gov__lexicon_get_meaning(lexicon, i)->id);
    for (size_t i = 0; i < gov__lexicon_n_bases(lexicon); i++)
        if (gov__lexicon_get_base(lexicon, i)->value.rule == NULL)
            fail_msg("no figures for %s", gov__lexicon_get_base(lexicon, i)->id);
}

static void mistakes_in_words_are_told_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } rows[] = {
        {"[topic a]\nwords=x\n[meaning b]\ntopic=c\nlabel=y\n", "w:4: [meaning b] topic: no [topic c] above"},
        {"[meaning b]\nlabel=y\n", "w:1: [meaning b] no [topic ] above"},
        {"[topic a]\nwords=x\n[meaning b]\ntopic=a\n", "w:3: [meaning b] needs a label"},
        {"[words odd]\nwords=x\n", "w:1: [words odd] unknown kind of words"},
        {"[topic a]\nforeign=no\n", "w:2: [topic a] foreign: must be yes or left out"},
        {"[base a]\nlabel=y\n", "w:1: [base a] no [meaning ] above"},
    };
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(gov__lexicon_new(form, rows[i].text, strlen(rows[i].text), "w", &error));
        assert_gerror(error, GOV_ERROR, GOV_ERROR_SYNTAX);
        assert_string_equal(error->message, rows[i].message);
    }
}

/* ---- numbers */

static void numbers_and_what_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value; /* in millionths, -1: no number */
    } rows[] = {
        {"12件", 12000000},      {"1,234件", INT64_C(1234000000)}, {"12.5%", 12500000},
        {"1.2万件", INT64_C(12000000000)}, {"3亿元", INT64_C(30000000000)}, {"500元", 50000},
        {"十二件", 12000000},    {"一百零五宗", 105000000},       {"两起", 2000000},
        {"三万二千件", INT64_C(32000000000)}, {"二〇件", 20000000}, {"一次", -1},
        {"12月", -1},            {"30号", -1},                    {"3-5件", -1},
        {"0527-84368001", -1},   {"1234567890123件", -1},         {"1.2345678件", -1},
        {"十分", -1},            {"5G", -1},                      {"v2.0", -1},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        GovToken token = {.kind = GOV_TOKEN_OTHER};
        const char *end = rows[i].text + strlen(rows[i].text);
        const char *next = gov__token_read_number(rows[i].text, rows[i].text, end, &token);
        bool is_number = next != NULL && token.kind == GOV_TOKEN_NUMBER;
        if (is_number != (rows[i].value >= 0))
            fail_msg("%s is %sa number", rows[i].text, is_number ? "" : "not ");
        if (is_number)
            assert_int64(token.value, rows[i].value);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_contradiction_is_a_hint_with_both_figures_and_the_words),
        cmocka_unit_test(all_claims_are_told_when_asked_for_and_none_when_not),
        cmocka_unit_test(a_dismissal_holds_for_the_same_words_only),
        cmocka_unit_test(places_are_those_of_the_text_as_printed),
        cmocka_unit_test(growth_is_found_across_reports),
        cmocka_unit_test(the_sample_reports_contradict_nothing),
        cmocka_unit_test(long_text_takes_time_in_proportion),
        cmocka_unit_test(every_meaning_and_base_is_of_some_form),
        cmocka_unit_test(mistakes_in_words_are_told_with_their_line),
        cmocka_unit_test(numbers_and_what_is_none),
    };
    g_autoptr(GPtrArray) cases = load_cases();
    g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));

    g_array_append_vals(all, tests, G_N_ELEMENTS(tests));
    for (guint i = 0; i < cases->len; i++) {
        Case *row = g_ptr_array_index(cases, i);
        struct CMUnitTest test = {row->name, tells, NULL, NULL, row};
        g_array_append_val(all, test);
    }
    if (cases->len < 60)
        return 99; /* the file of cases is not there, or not whole */
    int failed = _cmocka_run_group_tests("narrative", (const struct CMUnitTest *)(void *)all->data, all->len, NULL,
                                         NULL);
    for (guint i = 0; i < cases->len; i++) {
        Case *row = g_ptr_array_index(cases, i);
        g_string_free(row->changes, TRUE);
        g_string_free(row->expected, TRUE);
        g_free(row->name);
        g_free(row);
    }
    return failed;
}
