/* SPDX-License-Identifier: MIT */
/* Lines to rows. Files are found through a hash of every end of every path that begins at a folder, and rows of a
 * file that holds many reports through their names, so that a panel of a hundred thousand reports with a line for
 * each takes one step a line. Whatever could be meant in two ways is taken in neither, and told. */
#include "dataset/manifest-private.h"

#include <govstat/label.h>

#include <string.h>

#define MAX_ENDS 32 /* folders of a path that count */
#define NOBODY (-1)
#define SEVERAL (-2)

typedef struct {
    const GovManifest *manifest;
    const GovDataset *dataset;
    size_t n_rows;
    GPtrArray *paths;  /* by code of the source; NULL if no row has it */
    GHashTable *whole; /* path -> code + 1 */
    GHashTable *ends;  /* end of a path -> code + 1, or -1 for several */
    GHashTable *names; /* "code\nname" -> last row + 1 */
    int32_t *first;    /* by code: its first row, or -1 */
    int32_t *next;     /* by row: the next of its file, or -1 */
    int32_t *previous; /* by row: the one before of its file and name, or -1 */
    int32_t *line;     /* by row: what is taken, or NOBODY */
    int32_t *other;    /* by row: a second line that says as much, or NOBODY */
    GArray *problems;
} Join;

/* ---- the rows ---- */

static void add_path(Join *join, int32_t code, char *path)
{
    gpointer is = GINT_TO_POINTER(code + 1), several = GINT_TO_POINTER(-1);
    int n = 0;

    g_ptr_array_index(join->paths, code) = path;
    g_hash_table_insert(join->whole, path, is);
    for (const char *end = path + strlen(path); end >= path && n < MAX_ENDS; end--) {
        if (end != path && end[-1] != '/')
            continue;
        gpointer known = g_hash_table_lookup(join->ends, end);
        g_hash_table_insert(join->ends, (gpointer)(guintptr)end, known == NULL ? is : several);
        n++;
    }
}

static char *dup_name_key(int32_t code, const char *agency)
{
    g_autofree char *name = gov_label_normalise(agency, strlen(agency));

    return g_strdup_printf("%d\n%s", code, name);
}

static void add_row(Join *join, size_t row, int32_t code)
{
    const char *agency = gov_dataset_get_key(join->dataset, GOV_KEY_AGENCY, row);

    if (g_ptr_array_index(join->paths, code) == NULL)
        add_path(join, code, gov__manifest_dup_path(gov_dataset_get_key_value(join->dataset, GOV_KEY_SOURCE, (size_t)code)));
    join->next[row] = join->first[code];
    join->first[code] = (int32_t)row;
    if (agency == NULL)
        return;
    char *key = dup_name_key(code, agency);
    join->previous[row] = GPOINTER_TO_INT(g_hash_table_lookup(join->names, key)) - 1;
    g_hash_table_insert(join->names, key, GINT_TO_POINTER((int)row + 1));
}

static int32_t *new_indexes(size_t n)
{
    int32_t *indexes = g_new(int32_t, MAX(n, 1));

    memset(indexes, 0xff, MAX(n, 1) * sizeof *indexes);
    return indexes;
}

static void join_init(Join *join, const GovManifest *manifest, const GovDataset *dataset)
{
    size_t n_rows = gov_dataset_n_rows(dataset), n_codes = gov_dataset_n_key_values(dataset, GOV_KEY_SOURCE);
    const int32_t *codes = gov_dataset_get_codes(dataset, GOV_KEY_SOURCE);

    *join = (Join){.manifest = manifest, .dataset = dataset, .n_rows = n_rows};
    join->paths = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_set_size(join->paths, (int)n_codes);
    join->whole = g_hash_table_new(g_str_hash, g_str_equal);
    join->ends = g_hash_table_new(g_str_hash, g_str_equal);
    join->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    join->first = new_indexes(n_codes);
    join->next = new_indexes(n_rows);
    join->previous = new_indexes(n_rows);
    join->line = new_indexes(n_rows);
    join->other = new_indexes(n_rows);
    join->problems = g_array_new(FALSE, FALSE, sizeof(GovManifestProblem));
    for (size_t row = n_rows; row-- > 0;)
        if (codes[row] >= 0)
            add_row(join, row, codes[row]);
}

static void join_clear(Join *join)
{
    g_hash_table_unref(join->whole);
    g_hash_table_unref(join->ends);
    g_hash_table_unref(join->names);
    g_ptr_array_unref(join->paths);
    g_free(join->first);
    g_free(join->next);
    g_free(join->previous);
    g_free(join->line);
    g_free(join->other);
    g_clear_pointer(&join->problems, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Join, join_clear)

static void add_problem(Join *join, GovManifestReason reason, size_t line, size_t other, size_t row)
{
    GovManifestProblem problem = {reason, line, other, row};

    g_array_append_val(join->problems, problem);
}

/* ---- the lines ---- */

/* The code of the one file that a line is about, NOBODY or SEVERAL. */
static int32_t find_file(const Join *join, const GovManifestLine *line)
{
    int found = GPOINTER_TO_INT(g_hash_table_lookup(join->whole, line->file));

    if (found == 0)
        found = GPOINTER_TO_INT(g_hash_table_lookup(join->ends, line->file));
    return found == 0 ? NOBODY : found < 0 ? SEVERAL : found - 1;
}

/* Rows of the file that the line is of. A name tells several reports of a file apart; of a file with one it is for
 * people, and may be that of the register. */
static void list_rows(const Join *join, const GovManifestLine *line, int32_t code, GArray *rows)
{
    bool by_name = line->agency != NULL && join->next[join->first[code]] >= 0;
    int32_t row = join->first[code];

    if (by_name) {
        g_autofree char *key = dup_name_key(code, line->agency);
        row = GPOINTER_TO_INT(g_hash_table_lookup(join->names, key)) - 1;
    }
    g_array_set_size(rows, 0);
    for (; row >= 0; row = by_name ? join->previous[row] : join->next[row])
        if (line->year == 0 || gov_dataset_get_years(join->dataset)[row] == line->year)
            g_array_append_val(rows, row);
}

static int compare_years(gconstpointer a, gconstpointer b)
{
    return *(const int *)a - *(const int *)b;
}

static bool share_a_year(const Join *join, const GArray *rows)
{
    g_autoptr(GArray) years = g_array_new(FALSE, FALSE, sizeof(int));

    for (guint i = 0; i < rows->len; i++) {
        int year = gov_dataset_get_years(join->dataset)[g_array_index(rows, int32_t, i)];
        g_array_append_val(years, year);
    }
    g_array_sort(years, compare_years);
    for (guint i = 1; i < years->len; i++)
        if (g_array_index(years, int, i) == g_array_index(years, int, i - 1))
            return true;
    return false;
}

/* How much a line says about which report it is of. */
static int rank(const Join *join, int32_t line)
{
    const GovManifestLine *of = &g_array_index(join->manifest->lines, GovManifestLine, line);

    return (of->agency != NULL ? 2 : 0) + (of->year != 0);
}

static void claim(Join *join, int32_t row, int32_t line)
{
    int32_t now = join->line[row];

    if (now < 0 || rank(join, line) > rank(join, now)) {
        join->line[row] = line;
        join->other[row] = NOBODY;
    } else if (rank(join, line) == rank(join, now)) {
        join->other[row] = line;
    }
}

static void join_line(Join *join, size_t i, GArray *rows)
{
    const GovManifestLine *line = &g_array_index(join->manifest->lines, GovManifestLine, i);
    int32_t code = find_file(join, line);

    if (code < 0) {
        add_problem(join, code == SEVERAL ? GOV_MANIFEST_SEVERAL_FILES : GOV_MANIFEST_NO_FILE, i, 0, 0);
        return;
    }
    list_rows(join, line, code, rows);
    if (rows->len == 0 || (line->unit != NULL && share_a_year(join, rows))) {
        add_problem(join, rows->len == 0 ? GOV_MANIFEST_NO_REPORT : GOV_MANIFEST_SEVERAL_REPORTS, i, 0, 0);
        return;
    }
    for (guint k = 0; k < rows->len; k++)
        claim(join, g_array_index(rows, int32_t, k), (int32_t)i);
}

static void settle_rows(Join *join)
{
    for (size_t row = 0; row < join->n_rows; row++) {
        if (join->line[row] < 0) {
            add_problem(join, GOV_MANIFEST_UNLISTED, 0, 0, row);
        } else if (join->other[row] >= 0) {
            add_problem(join, GOV_MANIFEST_TWO_LINES, (size_t)join->line[row], (size_t)join->other[row], row);
            join->line[row] = NOBODY;
        }
    }
}

/* ---- the keys ---- */

static const char *get_key(const GovManifestLine *line, GovKey key)
{
    if (key == GOV_KEY_SCOPE)
        return line->scope != GOV_SCOPE_UNKNOWN ? gov_scope_get_name(line->scope) : NULL;
    return key == GOV_KEY_UNIT ? line->unit : line->filed;
}

static GovDataset *set_key(const Join *join, const GovDataset *dataset, GovKey key)
{
    g_autofree const char **values = g_new(const char *, MAX(join->n_rows, 1));

    for (size_t row = 0; row < join->n_rows; row++) {
        const char *value = NULL;
        if (join->line[row] >= 0)
            value = get_key(&g_array_index(join->manifest->lines, GovManifestLine, join->line[row]), key);
        values[row] = value != NULL ? value : gov_dataset_get_key(dataset, key, row);
    }
    return gov_dataset_with_key(dataset, key, values);
}

static int *dup_order(const Join *join)
{
    int *order = g_new0(int, MAX(join->n_rows, 1));

    for (size_t row = 0; row < join->n_rows; row++)
        if (join->line[row] >= 0)
            order[row] = g_array_index(join->manifest->lines, GovManifestLine, join->line[row]).order;
    return order;
}

GovDataset *gov_manifest_join(const GovManifest *manifest, const GovDataset *dataset, int **order,
                              GArray **problems)
{
    static const GovKey JOINED[] = {GOV_KEY_FILED, GOV_KEY_UNIT, GOV_KEY_SCOPE};
    g_return_val_if_fail(manifest != NULL && dataset != NULL && gov_dataset_is_sealed(dataset), NULL);
    g_auto(Join) join = {.n_rows = 0};
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(int32_t));

    join_init(&join, manifest, dataset);
    for (size_t i = 0; i < manifest->lines->len; i++)
        join_line(&join, i, rows);
    settle_rows(&join);
    GovDataset *joined = gov_dataset_ref(dataset);
    for (size_t i = 0; i < G_N_ELEMENTS(JOINED); i++) {
        GovDataset *next = set_key(&join, joined, JOINED[i]);
        gov_dataset_unref(joined);
        joined = next;
    }
    if (order != NULL)
        *order = dup_order(&join);
    if (problems != NULL)
        *problems = g_steal_pointer(&join.problems);
    return joined;
}

/* ---- in words ---- */

static const char *const WORDS[][2] = { /* by reason and language */
    [GOV_MANIFEST_NO_FILE] = {"输入中没有此文件：%s", "no report was read from such a file: %s"},
    [GOV_MANIFEST_NO_REPORT] = {"文件%s中没有此单位或年度的报告",
                                "%s holds no report of that name or year"},
    [GOV_MANIFEST_SEVERAL_FILES] = {"有多个文件以%s结尾，请写出所在文件夹",
                                    "several files end with %s; write the folder as well"},
    [GOV_MANIFEST_SEVERAL_REPORTS] = {"文件%s同一年度有多份报告，单位代码只能给其中一份，请填写单位名称",
                                      "%s holds several reports of a year, and a unit is that of one; give its name 单位名称"},
    [GOV_MANIFEST_TWO_LINES] = {"与另一行指同一份报告，均未采用：%s",
                                "another line is of the same report, and neither is taken: %s"},
    [GOV_MANIFEST_UNLISTED] = {"清单中没有此报告，视为最早报送", "not in the manifest; counts as filed before all that are"},
};

char *gov_manifest_dup_message(const GovManifest *manifest, const GovDataset *dataset,
                               const GovManifestProblem *problem, GovLanguage language)
{
    g_return_val_if_fail(manifest != NULL && dataset != NULL && problem != NULL, NULL);
    bool en = language == GOV_LANGUAGE_EN;
    const char *words = WORDS[problem->reason][en];

    if (problem->reason == GOV_MANIFEST_UNLISTED) {
        const char *source = gov_dataset_get_key(dataset, GOV_KEY_SOURCE, problem->row);
        return g_strdup_printf(en ? "%s: %s" : "%s：%s", source != NULL ? source : "-", words);
    }
    const GovManifestLine *line = &g_array_index(manifest->lines, GovManifestLine, problem->line);
    g_autofree char *place = gov__places_dup(&manifest->places, line->file_line, GOV_LISTED_FILE);
    g_auto(GStrv) parts = g_strsplit(words, "%s", 2);
    g_autoptr(GString) out = g_string_new(place);
    g_string_append_printf(out, ": %s%s%s", parts[0], line->file, parts[1] != NULL ? parts[1] : "");
    if (problem->reason == GOV_MANIFEST_TWO_LINES)
        g_string_append_printf(out, en ? " (line %u)" : "（第%u行）",
                               g_array_index(manifest->lines, GovManifestLine, problem->other).file_line);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
