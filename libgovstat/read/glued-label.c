/* SPDX-License-Identifier: MIT */
/* What the form calls the text before a run of digits: the longest end of it that is a label. The normal
 * form of the text is made once, and every end of it looked up; what is found serves all tables. */
#include "read/glued-private.h"

#include <govstat/label.h>

#include "base/label-private.h"

#define MAX_LABEL_TAIL 160 /* bytes before a run in which its label is sought */
#define MAX_BRACKET 160

/* Where a bracket at the end of a text begins, or the end: （区分处理的，…） behind a label. */
static size_t bracket_start(const Glued *glued, const Run *run)
{
    const char *text = glued->text->str;

    if (run->begin == 0 || text[run->begin - 1] != ')')
        return run->begin;
    for (size_t at = run->begin - 1; at > run->label && run->begin - at < MAX_BRACKET; at--)
        if (text[at] == '(')
            return at;
    return run->begin;
}

/* Whether a label begins at a place of a normal form: behind an ordinal, or at its begin. */
static bool begins_label(const char *key, size_t at, bool whole)
{
    return at == 0 ? whole : strchr(").,", key[at - 1]) != NULL;
}

/* Whether a normal form ends in the label of a column before a place. */
static bool ends_in_column(const Glued *glued, char *key, size_t at)
{
    char kept = key[at];
    bool found = false;

    key[at] = '\0';
    for (size_t begin = 0; begin < at && !found; begin++) {
        size_t n = 0;
        bool inside = ((guchar)key[begin] & 0xc0) == 0x80; /* of a character */
        const GovTarget *targets = inside ? NULL : gov__form_find_targets(glued->form, key + begin, &n);
        for (size_t i = 0; i < n; i++)
            found |= targets[i].axis == GOV_AXIS_COLUMN;
    }
    key[at] = kept;
    return found;
}

/* Adds what the ends of the text [begin, end) before a run name, the longest first. */
static void add_names(Glued *glued, size_t begin, size_t end)
{
    const char *text = glued->text->str;
    bool whole = end - begin <= MAX_LABEL_TAIL;

    if (!whole)
        for (begin = end - MAX_LABEL_TAIL; ((guchar)text[begin] & 0xc0) == 0x80; begin++)
            ;
    gov__label_normalise_into(glued->key, text + begin, end - begin);
    char *key = glued->key->str;
    for (size_t at = 0; at < glued->key->len; at++) {
        Name name = {.begins = begins_label(key, at, whole)};
        if (((guchar)key[at] & 0xc0) == 0x80)
            continue;
        name.targets = gov__form_find_targets(glued->form, key + at, &name.n);
        if (name.targets == NULL)
            continue;
        name.behind_column = !name.begins && ends_in_column(glued, key, at);
        g_array_append_val(glued->names, name);
    }
}

/* What stands before each run, with and without a bracket at its end: （区分处理的，…） behind a label. */
void gov__glued_name_runs(Glued *glued)
{
    for (guint i = 0; i < glued->runs->len; i++) {
        Run *run = &g_array_index(glued->runs, Run, i);
        size_t bare = bracket_start(glued, run);
        run->first_name = glued->names->len;
        add_names(glued, run->label, run->begin);
        if (bare < run->begin)
            add_names(glued, run->label, bare);
        run->n_names = glued->names->len - run->first_name;
    }
}

/* The longest end of the text before a run that names something of a table on an axis. */
static const GovTarget *find_name(const Glued *glued, const Run *run, size_t table, GovAxis axis)
{
    bool sums = glued->sums[table];

    for (guint i = run->first_name; i < run->first_name + run->n_names; i++) {
        const Name *name = &g_array_index(glued->names, Name, i);
        const GovTarget *found = NULL;
        bool names_column = false;
        for (size_t k = 0; k < name->n; k++) {
            const GovTarget *target = &name->targets[k];
            names_column |= target->axis == GOV_AXIS_COLUMN;
            if (found == NULL && target->table == table && target->axis == axis)
                found = target;
        }
        /* 其他 and 总计 behind other words end a header; 行政许可 behind other words is prose. */
        if (found != NULL && (axis != GOV_AXIS_ROW || name->begins || (sums && !names_column) ||
                              (!sums && name->behind_column)))
            return found;
    }
    return NULL;
}

/* A label spelled a little differently, behind the last ordinal before a run. */
static const GovTarget *find_similar(Glued *glued, const Run *run, size_t end, size_t table)
{
    static const char *const signs[] = {"、", ".", ")"};
    const char *text = glued->text->str;
    size_t begin = run->label, distance = 0;

    for (size_t at = run->label; at < end && end - run->label <= MAX_LABEL_TAIL; at++)
        for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
            if (g_str_has_prefix(text + at, signs[i]))
                begin = MIN(at + strlen(signs[i]), end);
    if (begin == run->label || end - begin > MAX_LABEL_TAIL)
        return NULL;
    gov__label_normalise_into(glued->key, text + begin, end - begin);
    const GovTarget *target = gov__form_find_similar(glued->form, glued->key->str, &distance);
    return target != NULL && target->axis == GOV_AXIS_ROW && target->table == table ? target : NULL;
}

/* The row of a table whose label stands before a run; −1 if none. */
int gov__glued_find_row(Glued *glued, const Run *run, size_t table)
{
    const GovTarget *target = find_name(glued, run, table, GOV_AXIS_ROW);

    if (target == NULL)
        target = find_similar(glued, run, bracket_start(glued, run), table);
    return target != NULL ? target->index : -1;
}

/* Whether the text before a run is the printed header of a wide table: its last column at the end, and
 * its last row somewhere before; or its title alone. */
bool gov__glued_is_wide_header(Glued *glued, const Run *run, size_t table)
{
    size_t last = gov_form_n_rows(glued->form, table) - 1;
    const char *label = gov_form_get_row_label(glued->form, table, last, GOV_LANGUAGE_ZH);
    const GovTarget *column = find_name(glued, run, table, GOV_AXIS_COLUMN);
    const char *text = glued->text->str + run->label;

    if (column != NULL && column->index + 1u == gov_form_n_columns(glued->form, table))
        return g_strstr_len(text, (gssize)(run->begin - run->label), label) != NULL;
    return find_name(glued, run, table, GOV_AXIS_TABLE) != NULL;
}
