/* SPDX-License-Identifier: MIT */
/* Rows to units. Collections repeat their names and codes, and dictionaries have each of them once: these are
 * looked up, not the rows, and what a row gets from the register is codes again. Only where a name or code
 * has several lines in the register the year decides. */
#include <govstat/join.h>

#include "dataset/dataset-private.h"
#include "report/units-private.h"

typedef struct {
    int unit; /* line of the register, or -1 */
    GovJoinReason reason;
    size_t n_units;
} Match;

/* A key that rows get from the register. */
typedef struct {
    GovKey key;
    GovKeyColumn column;
    int32_t *codes;   /* of the column */
    int32_t *of_line; /* by line of the register: the code of its text, or UNSEEN */
} Joined;

#define UNSEEN (-2)

static const GovKey JOINED[] = {GOV_KEY_UNIT,  GOV_KEY_PARENT, GOV_KEY_DIVISION,
                                GOV_KEY_LEVEL, GOV_KEY_LINE,   GOV_KEY_SCOPE};

typedef struct {
    const GovDataset *dataset;
    const GovUnits *units;
    int32_t *only_code; /* by code of the key unit: its line if there is one only, -1, or UNSEEN */
    int32_t *only_name; /* by code of the key agency: the same */
    GHashTable *known;  /* key of name and year -> Match, for all others */
    Joined joined[G_N_ELEMENTS(JOINED)];
} Join;

/* That of GLib may look at the lower half alone, where the years are. */
static guint hash_id(gconstpointer key)
{
    uint64_t id = (uint64_t) * (const int64_t *)key;

    return (guint)(id ^ id >> 32) * 2654435761u;
}

static Match match_name(const Join *join, const char *name, int year)
{
    Match match = {-1, GOV_JOIN_UNKNOWN, 0};
    size_t found = 0;

    match.n_units = gov_units_find_name(join->units, name, year, &found, 1);
    if (match.n_units == 1)
        match.unit = (int)found;
    else if (match.n_units > 1)
        match.reason = GOV_JOIN_SEVERAL;
    else if (gov_units_find_name(join->units, name, 0, NULL, 0) > 0)
        match.reason = GOV_JOIN_OTHER_YEAR;
    return match;
}

static Match match_code(const Join *join, const char *code, int year)
{
    Match match = {gov_units_find_code(join->units, code, year), GOV_JOIN_UNKNOWN, 0};

    if (match.unit < 0 && gov_units_find_code(join->units, code, 0) >= 0)
        match.reason = GOV_JOIN_OTHER_YEAR;
    return match;
}

static int find_only(const Join *join, GovKey key, int32_t code)
{
    const char *text = gov_dataset_get_key_value(join->dataset, key, (size_t)code);

    return key == GOV_KEY_UNIT ? gov__units_find_only(join->units, text) : gov__units_find_only_name(join->units, text);
}

/* The line of a row if the year does not matter, but that the unit exists in it. */
static int match_only(const Join *join, GovKey key, int32_t code, int year)
{
    int32_t *line = (key == GOV_KEY_UNIT ? join->only_code : join->only_name) + code;

    if (*line == UNSEEN)
        *line = find_only(join, key, code);
    return *line >= 0 && gov_units_is_valid(join->units, (size_t)*line, year) ? *line : -1;
}

static Match match_row(const Join *join, size_t row)
{
    int32_t code = gov_dataset_get_codes(join->dataset, GOV_KEY_UNIT)[row];
    int32_t name = gov_dataset_get_codes(join->dataset, GOV_KEY_AGENCY)[row];
    int year = gov_dataset_get_years(join->dataset)[row];
    GovKey key = code >= 0 ? GOV_KEY_UNIT : GOV_KEY_AGENCY;
    int32_t by = code >= 0 ? code : name;

    if (by < 0)
        return (Match){-1, GOV_JOIN_NO_NAME, 0};
    int only = match_only(join, key, by, year);
    if (only >= 0)
        return (Match){only, GOV_JOIN_UNKNOWN, 1};
    int64_t id = (int64_t)by << 32 | (uint32_t)year;
    id = key == GOV_KEY_UNIT ? ~id : id;
    Match *known = g_hash_table_lookup(join->known, &id);
    if (known != NULL)
        return *known;
    const char *text = gov_dataset_get_key_value(join->dataset, key, (size_t)by);
    Match match = code >= 0 ? match_code(join, text, year) : match_name(join, text, year);
    g_hash_table_insert(join->known, g_memdup2(&id, sizeof id), g_memdup2(&match, sizeof match));
    return match;
}

static const char *text_of(const GovBody *body, GovKey key)
{
    switch (key) {
    case GOV_KEY_UNIT:
        return body->code;
    case GOV_KEY_PARENT:
        return body->parent;
    case GOV_KEY_DIVISION:
        return body->division;
    case GOV_KEY_LEVEL:
        return body->level != GOV_LEVEL_UNKNOWN ? gov_level_get_name(body->level) : NULL;
    case GOV_KEY_LINE:
        return gov_line_get_name(body->line);
    case GOV_KEY_SCOPE:
        return body->scope != GOV_SCOPE_UNKNOWN ? gov_scope_get_name(body->scope) : NULL;
    default:
        return NULL;
    }
}

static int32_t code_of_line(Joined *joined, const GovUnits *units, int line)
{
    int32_t *code = &joined->of_line[line];

    if (*code == UNSEEN) {
        GovBody body = gov_units_get(units, (size_t)line);
        *code = gov__dictionary_add(joined->column.dictionary, text_of(&body, joined->key));
    }
    return *code;
}

/* What a report says of its own scope stands before what the register says. */
static int32_t code_of_scope(Joined *joined, const GovDataset *dataset, size_t row)
{
    return gov__dictionary_add(joined->column.dictionary, gov_dataset_get_key(dataset, GOV_KEY_SCOPE, row));
}

static void set_keys(Join *join, size_t row, int line)
{
    for (size_t i = 0; i < G_N_ELEMENTS(JOINED); i++) {
        Joined *joined = &join->joined[i];
        int32_t code = joined->key == GOV_KEY_SCOPE ? code_of_scope(joined, join->dataset, row) : -1;
        joined->codes[row] = code < 0 && line >= 0 ? code_of_line(joined, join->units, line) : code;
    }
}

static void join_rows(Join *join, GArray *problems)
{
    for (size_t row = 0; row < gov_dataset_n_rows(join->dataset); row++) {
        Match match = match_row(join, row);
        set_keys(join, row, match.unit);
        if (match.unit >= 0)
            continue;
        GovJoinProblem problem = {row, match.reason, match.n_units};
        g_array_append_val(problems, problem);
    }
}

static int32_t *new_unseen(size_t n)
{
    int32_t *codes = g_new(int32_t, n + 1);

    for (size_t i = 0; i < n; i++)
        codes[i] = UNSEEN;
    return codes;
}

static void join_init(Join *join, const GovDataset *dataset, const GovUnits *units)
{
    join->dataset = dataset;
    join->units = units;
    join->only_code = new_unseen(gov_dataset_n_key_values(dataset, GOV_KEY_UNIT));
    join->only_name = new_unseen(gov_dataset_n_key_values(dataset, GOV_KEY_AGENCY));
    join->known = g_hash_table_new_full(hash_id, g_int64_equal, g_free, g_free);
    for (size_t i = 0; i < G_N_ELEMENTS(JOINED); i++) {
        Joined *joined = &join->joined[i];
        joined->key = JOINED[i];
        gov__key_column_init(&joined->column, dataset);
        joined->codes = gov__key_column_get_codes(&joined->column, dataset);
        joined->of_line = new_unseen(gov_units_n(units));
    }
}

/* The dataset with its new keys, which are handed over. */
static GovDataset *join_finish(Join *join)
{
    GovDataset *result = gov_dataset_ref(join->dataset);

    for (size_t i = 0; i < G_N_ELEMENTS(JOINED); i++) {
        GovDataset *next = gov__dataset_with_key_column(result, JOINED[i], &join->joined[i].column);
        gov_dataset_unref(result);
        result = next;
        g_free(join->joined[i].of_line);
    }
    g_free(join->only_code);
    g_free(join->only_name);
    g_hash_table_unref(join->known);
    return result;
}

GovDataset *gov_units_join(const GovDataset *dataset, const GovUnits *units, GArray **problems)
{
    g_return_val_if_fail(dataset != NULL && gov_dataset_is_sealed(dataset) && units != NULL, NULL);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(GovJoinProblem));
    Join join = {0};

    join_init(&join, dataset, units);
    join_rows(&join, found);
    if (problems != NULL)
        *problems = g_steal_pointer(&found);
    return join_finish(&join);
}

static const struct {
    const char *name;
    const char *text[2]; /* by language */
} REASONS[] = {
    [GOV_JOIN_NO_NAME] = {"no_name", {"报告未写明单位名称", "the report names no body"}},
    [GOV_JOIN_UNKNOWN] = {"unknown", {"名录中无此单位", "no unit of the register has this name or code"}},
    [GOV_JOIN_OTHER_YEAR] = {"other_year", {"名录中该单位在报告年度无效", "the unit is in the register, but not in this year"}},
    [GOV_JOIN_SEVERAL] = {"several", {"名录中有多个单位使用此名称", "several units of the register have this name"}},
};

const char *gov_join_reason_get_name(GovJoinReason reason)
{
    g_return_val_if_fail((size_t)reason < G_N_ELEMENTS(REASONS), NULL);
    return REASONS[reason].name;
}

const char *gov_join_reason_get_text(GovJoinReason reason, GovLanguage language)
{
    g_return_val_if_fail((size_t)reason < G_N_ELEMENTS(REASONS), NULL);
    return REASONS[reason].text[language == GOV_LANGUAGE_EN];
}
