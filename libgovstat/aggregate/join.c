/* SPDX-License-Identifier: MIT */
/* Rows to units. A name is looked up once for each year it occurs with, as collections repeat their names;
 * everything else of a row follows from the line of the register. */
#include <govstat/join.h>

typedef struct {
    int unit; /* line of the register, or -1 */
    GovJoinReason reason;
    size_t n_units;
} Match;

typedef struct {
    const GovDataset *dataset;
    const GovUnits *units;
    GHashTable *known; /* key of name and year -> Match */
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

static Match match_row(const Join *join, size_t row)
{
    const char *code = gov_dataset_get_key(join->dataset, GOV_KEY_UNIT, row);
    const char *name = gov_dataset_get_key(join->dataset, GOV_KEY_AGENCY, row);
    int year = gov_dataset_get_years(join->dataset)[row];

    if (code == NULL && name == NULL)
        return (Match){-1, GOV_JOIN_NO_NAME, 0};
    GovKey key = code != NULL ? GOV_KEY_UNIT : GOV_KEY_AGENCY;
    int64_t id = (int64_t)gov_dataset_get_codes(join->dataset, key)[row] << 32 | (uint32_t)year;
    id = key == GOV_KEY_UNIT ? ~id : id;
    Match *known = g_hash_table_lookup(join->known, &id);
    if (known != NULL)
        return *known;
    Match match = code != NULL ? match_code(join, code, year) : match_name(join, name, year);
    g_hash_table_insert(join->known, g_memdup2(&id, sizeof id), g_memdup2(&match, sizeof match));
    return match;
}

static void set_keys(const Join *join, size_t row, int unit, const char **keys[])
{
    GovBody body = gov_units_get(join->units, (size_t)unit);

    keys[GOV_KEY_UNIT][row] = body.code;
    keys[GOV_KEY_PARENT][row] = body.parent;
    keys[GOV_KEY_DIVISION][row] = body.division;
    keys[GOV_KEY_LEVEL][row] = body.level != GOV_LEVEL_UNKNOWN ? gov_level_get_name(body.level) : NULL;
    keys[GOV_KEY_LINE][row] = gov_line_get_name(body.line);
    if (keys[GOV_KEY_SCOPE][row] == NULL && body.scope != GOV_SCOPE_UNKNOWN)
        keys[GOV_KEY_SCOPE][row] = gov_scope_get_name(body.scope);
}

static void join_rows(const Join *join, const char **keys[], GArray *problems)
{
    for (size_t row = 0; row < gov_dataset_n_rows(join->dataset); row++) {
        Match match = match_row(join, row);
        keys[GOV_KEY_SCOPE][row] = gov_dataset_get_key(join->dataset, GOV_KEY_SCOPE, row);
        if (match.unit >= 0) {
            set_keys(join, row, match.unit, keys);
        } else {
            GovJoinProblem problem = {row, match.reason, match.n_units};
            g_array_append_val(problems, problem);
        }
    }
}

GovDataset *gov_units_join(const GovDataset *dataset, const GovUnits *units, GArray **problems)
{
    static const GovKey JOINED[] = {GOV_KEY_UNIT,  GOV_KEY_PARENT, GOV_KEY_DIVISION,
                                    GOV_KEY_LEVEL, GOV_KEY_LINE,   GOV_KEY_SCOPE};
    g_return_val_if_fail(dataset != NULL && gov_dataset_is_sealed(dataset) && units != NULL, NULL);
    g_autoptr(GHashTable) known = g_hash_table_new_full(hash_id, g_int64_equal, g_free, g_free);
    Join join = {dataset, units, known};
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(GovJoinProblem));
    const char **keys[GOV_KEY_YEAR] = {NULL};

    for (size_t i = 0; i < G_N_ELEMENTS(JOINED); i++)
        keys[JOINED[i]] = g_new0(const char *, MAX(gov_dataset_n_rows(dataset), 1));
    join_rows(&join, keys, found);
    GovDataset *joined = gov_dataset_ref(dataset);
    for (size_t i = 0; i < G_N_ELEMENTS(JOINED); i++) {
        GovDataset *next = gov_dataset_with_key(joined, JOINED[i], keys[JOINED[i]]);
        gov_dataset_unref(joined);
        joined = next;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(JOINED); i++)
        g_free(keys[JOINED[i]]);
    if (problems != NULL)
        *problems = g_steal_pointer(&found);
    return joined;
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
