/* SPDX-License-Identifier: MIT */
/* What the cells of one edition are in another. */
#include "test.h"

#include <govstat/concordance.h>
#include <govstat/error.h>

static const char *const editions[] = {"cn-foi-2021", "cn-foi-2019", "cn-foi-2014"};

static GovConcordance *get(const char *from, const char *to)
{
    g_autoptr(GovForm) a = gov_form_builtin(from, NULL);
    g_autoptr(GovForm) b = gov_form_builtin(to, NULL);
    g_autoptr(GError) error = NULL;
    GovConcordance *concordance = gov_concordance_builtin(a, b, &error);
    if (concordance == NULL)
        fail_msg("%s", error->message);
    return concordance;
}

/* What forms.md's table of concepts comes to in each direction; sources parted by " + ". */
static const struct {
    const char *name;
    const char *from;
    const char *to;
    const char *cell;
    GovComparability comparability;
    const char *sources;
} links[] = {
    {"one_kind_of_applicant_is_the_same_in_2019", "cn-foi-2019", "cn-foi-2021", "applications.received.enterprise",
     GOV_COMPARABILITY_EXACT, "applications.received.enterprise"},
    {"documents_made_are_about_those_issued", "cn-foi-2019", "cn-foi-2021",
     "active_disclosure.normative_documents.issued", GOV_COMPARABILITY_APPROXIMATE,
     "active_disclosure.normative_documents.made"},
    {"decisions_are_the_same", "cn-foi-2021", "cn-foi-2019", "active_disclosure.penalties.decisions",
     GOV_COMPARABILITY_EXACT, "active_disclosure.penalties.decisions"},
    {"other_handling_of_2019_is_a_sum", "cn-foi-2021", "cn-foi-2019", "applications.other.total",
     GOV_COMPARABILITY_SUM,
     "applications.other.overdue_correction.total + applications.other.overdue_fee.total + "
     "applications.other.others.total"},
    {"other_handling_of_2019_cannot_be_parted", "cn-foi-2019", "cn-foi-2021", "applications.other.others.total",
     GOV_COMPARABILITY_NONE, ""},
    {"fees_are_never_spliced", "cn-foi-2019", "cn-foi-2021", "active_disclosure.fees.amount",
     GOV_COMPARABILITY_NONE, ""},
    {"repealed_is_new", "cn-foi-2019", "cn-foi-2021", "active_disclosure.regulations.repealed",
     GOV_COMPARABILITY_NONE, ""},
    {"granted_includes_what_was_public_already", "cn-foi-2014", "cn-foi-2021", "applications.granted.total",
     GOV_COMPARABILITY_APPROXIMATE,
     "statistics.applications.replied.already_public.value + statistics.applications.replied.granted.value"},
    {"applicants_were_not_told_apart_in_2014", "cn-foi-2014", "cn-foi-2019",
     "applications.received.natural_person", GOV_COMPARABILITY_NONE, ""},
    {"lawsuits_of_2014_are_a_sum_of_both_routes", "cn-foi-2021", "cn-foi-2014",
     "statistics.litigation.total.value", GOV_COMPARABILITY_APPROXIMATE,
     "review_litigation.litigation_direct.total + review_litigation.litigation_after_review.total"},
    {"lawsuits_of_2014_cannot_be_parted", "cn-foi-2014", "cn-foi-2021",
     "review_litigation.litigation_direct.total", GOV_COMPARABILITY_NONE, ""},
    {"what_2014_published_is_known_of_2019_only", "cn-foi-2014", "cn-foi-2019",
     "active_disclosure.normative_documents.published", GOV_COMPARABILITY_APPROXIMATE,
     "statistics.disclosure.normative_published.value"},
};

static void is_linked_as_said(void **state)
{
    size_t i = (size_t)(uintptr_t)*state;
    g_autoptr(GovConcordance) concordance = get(links[i].from, links[i].to);
    const GovForm *from = gov_concordance_get_from(concordance);
    size_t cell = (size_t)gov_form_find_cell(gov_concordance_get_to(concordance), links[i].cell);
    g_autoptr(GString) sources = g_string_new(NULL);
    for (size_t k = 0; k < gov_concordance_n_sources(concordance, cell); k++)
        g_string_append_printf(sources, "%s%s", k > 0 ? " + " : "",
                               gov_form_get_code(from, gov_concordance_get_source(concordance, cell, k)));
    assert_int_equal(gov_concordance_get_comparability(concordance, cell), links[i].comparability);
    assert_string_equal(sources->str, links[i].sources);
}

static void whatever_is_not_exact_says_why(void **state)
{
    (void)state;
    for (size_t f = 0; f < G_N_ELEMENTS(editions) * G_N_ELEMENTS(editions); f++) {
        g_autoptr(GovConcordance) c = get(editions[f / 3], editions[f % 3]);
        for (size_t cell = 0; cell < gov_form_n_cells(gov_concordance_get_to(c)); cell++) {
            GovComparability comparability = gov_concordance_get_comparability(c, cell);
            bool says = *gov_concordance_get_caveat(c, cell, GOV_LANGUAGE_ZH) != '\0' &&
                        *gov_concordance_get_caveat(c, cell, GOV_LANGUAGE_EN) != '\0';
            if (comparability >= GOV_COMPARABILITY_APPROXIMATE && !says)
                fail_msg("%s → %s: %s", editions[f / 3], editions[f % 3],
                         gov_form_get_code(gov_concordance_get_to(c), cell));
        }
    }
}

/* The reason told is that of the pair of editions in question, not of another pair. */
static const struct {
    const char *from;
    const char *to;
    const char *cell;
    const char *caveat;
} caveats[] = {
    {"cn-foi-2014", "cn-foi-2021", "active_disclosure.fees.amount", "The form of 2014 has no such line"},
    {"cn-foi-2019", "cn-foi-2021", "active_disclosure.fees.amount",
     "Money against a number of items: never to be spliced"},
    {"cn-foi-2014", "cn-foi-2021", "active_disclosure.penalties.decisions", "The form of 2014 has no such line"},
    {"cn-foi-2019", "cn-foi-2021", "applications.other.others.total",
     "One row in the form of 2019, which cannot be parted"},
    {"cn-foi-2014", "cn-foi-2021", "applications.other.others.total",
     "The form of 2014 has no such line, or does not tell applicants apart"},
    {"cn-foi-2014", "cn-foi-2019", "applications.denied.internal_affairs.total",
     "A ground of 2019; within \"not government information\" and \"other cases\" in 2014"},
    {"cn-foi-2014", "cn-foi-2019", "applications.carried_over.total",
     "Carried in and over are in the tables from 2019 on"},
    {"cn-foi-2014", "cn-foi-2021", "review_litigation.review.pending",
     "The form of 2014 has no pending cases and does not tell the routes of litigation apart"},
    {"cn-foi-2021", "cn-foi-2014", "statistics.complaints.total.value",
     "The forms from 2019 on have no such line"},
};

static void reasons_are_of_the_two_editions_in_question(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(caveats); i++) {
        g_autoptr(GovConcordance) c = get(caveats[i].from, caveats[i].to);
        int cell = gov_form_find_cell(gov_concordance_get_to(c), caveats[i].cell);
        assert_true(cell >= 0);
        assert_string_equal(gov_concordance_get_caveat(c, (size_t)cell, GOV_LANGUAGE_EN), caveats[i].caveat);
    }
}

/* One cell had from one cell is had from it the other way round, and no better or worse. */
static void single_cells_go_both_ways(void **state)
{
    (void)state;
    size_t n = 0;
    for (size_t f = 0; f < G_N_ELEMENTS(editions) * G_N_ELEMENTS(editions); f++) {
        g_autoptr(GovConcordance) c = get(editions[f / 3], editions[f % 3]);
        g_autoptr(GovConcordance) back = get(editions[f % 3], editions[f / 3]);
        for (size_t cell = 0; cell < gov_form_n_cells(gov_concordance_get_to(c)); cell++) {
            if (gov_concordance_n_sources(c, cell) != 1)
                continue;
            size_t source = gov_concordance_get_source(c, cell, 0);
            assert_int_equal(gov_concordance_n_sources(back, source), 1);
            assert_int_equal(gov_concordance_get_source(back, source, 0), cell);
            assert_int_equal(gov_concordance_get_comparability(c, cell),
                             gov_concordance_get_comparability(back, source));
            assert_true(gov_concordance_is_used(c, source));
            n++;
        }
    }
    assert_true(n > 800);
}

static void a_form_is_the_same_as_itself(void **state)
{
    (void)state;
    g_autoptr(GovConcordance) c = get("cn-foi-2019", "cn-foi-2019");
    for (size_t cell = 0; cell < gov_form_n_cells(gov_concordance_get_to(c)); cell++) {
        assert_int_equal(gov_concordance_get_comparability(c, cell), GOV_COMPARABILITY_EXACT);
        assert_int_equal(gov_concordance_get_source(c, cell, 0), cell);
    }
}

#define HEAD "[concordance]\nforms=cn-foi-2021;cn-foi-2019\n"

static const struct {
    const char *name;
    const char *text;
    int code;
    const char *message;
} mistakes[] = {
    {"a_text_without_a_head", "[link a]\ncells=-;-\nquality=none\n", GOV_ERROR_SYNTAX,
     "a concordance begins with [concordance]"},
    {"one_form_alone", "[concordance]\nforms=cn-foi-2021\n", GOV_ERROR_SYNTAX,
     "x:2: [concordance] forms: must name 2 to"},
    {"other_forms", "[concordance]\nforms=cn-foi-2021;ours\n", GOV_ERROR_FORM,
     "No concordance from cn-foi-2021 to cn-foi-2019"},
    {"too_few_cells", HEAD "[link a]\ncells=applications.received.total\nquality=exact\n", GOV_ERROR_SYNTAX,
     "x:4: [link a] cells: must have 2 entries"},
    {"no_quality", HEAD "[link a]\ncells=-;-\n", GOV_ERROR_SYNTAX, "x:3: [link a] quality: must have 1 entries"},
    {"unknown_quality", HEAD "[link a]\ncells=-;-\nquality=good\n", GOV_ERROR_SYNTAX,
     "x:5: [link a] quality: must be exact, approximate, none or -, not \"good\""},
    {"unknown_cell", HEAD "[link a]\ncells=applications.received.total;applications.recieved.total\nquality=exact\n",
     GOV_ERROR_SYNTAX, "x:4: [link a] cells: cn-foi-2019 has no cell applications.recieved.total"},
    {"nothing_matches", HEAD "[link a]\ncells=tables.*;applications.*\nquality=exact\n", GOV_ERROR_SYNTAX,
     "x:4: [link a] cells: matches nothing"},
    {"cell_linked_twice",
     HEAD "[link a]\ncells=applications.*;applications.*\nquality=exact\n"
          "[link b]\ncells=applications.received.total;applications.granted.total\nquality=exact\n",
     GOV_ERROR_SYNTAX, "x:7: [link b] cells: applications.granted.total is linked twice"},
};

static void is_reported_with_its_place(void **state)
{
    size_t i = (size_t)(uintptr_t)*state;
    g_autoptr(GovForm) from = gov_form_builtin("cn-foi-2021", NULL);
    g_autoptr(GovForm) to = gov_form_builtin("cn-foi-2019", NULL);
    g_autoptr(GError) error = NULL;
    assert_null(gov_concordance_from_data(from, to, mistakes[i].text, strlen(mistakes[i].text), "x", &error));
    assert_true(g_error_matches(error, GOV_ERROR, mistakes[i].code));
    if (!g_str_has_prefix(error->message, mistakes[i].message))
        fail_msg("expected %s, got %s", mistakes[i].message, error->message);
}

int main(void)
{
    const struct CMUnitTest fixed[] = {
        cmocka_unit_test(whatever_is_not_exact_says_why),
        cmocka_unit_test(reasons_are_of_the_two_editions_in_question),
        cmocka_unit_test(single_cells_go_both_ways),
        cmocka_unit_test(a_form_is_the_same_as_itself),
    };
    enum { N = G_N_ELEMENTS(fixed), N_LINKS = G_N_ELEMENTS(links), N_MISTAKES = G_N_ELEMENTS(mistakes) };
    struct CMUnitTest tests[N + N_LINKS + N_MISTAKES];
    memcpy(tests, fixed, sizeof fixed);
    for (size_t i = 0; i < N_LINKS; i++)
        tests[N + i] = (struct CMUnitTest){
            .name = links[i].name, .test_func = is_linked_as_said, .initial_state = (void *)(uintptr_t)i};
    for (size_t i = 0; i < N_MISTAKES; i++)
        tests[N + N_LINKS + i] = (struct CMUnitTest){.name = mistakes[i].name,
                                                     .test_func = is_reported_with_its_place,
                                                     .initial_state = (void *)(uintptr_t)i};
    return cmocka_run_group_tests_name("concordance", tests, NULL, NULL);
}
