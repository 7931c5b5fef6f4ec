/* SPDX-License-Identifier: MIT */
/* govstat rollup: reports → dataset → joined with the register → sums. Reports are read as by every verb and
 * put into the dataset on delivery, so that its rows have the order of the input. */
#include "batch.h"
#include "editions.h"
#include "manifest.h"
#include "rates.h"
#include <string.h>
#include <sys/stat.h>

typedef enum { FORMAT_TABLE, FORMAT_JSONL, FORMAT_CSV } Format;

typedef struct {
    Format format;
    GovLanguage language;
    gboolean missing;
    gboolean reconcile;
    gboolean indicators;
    gboolean breaks;
    gboolean newest; /* file wins */
    const char *to;  /* form to harmonise to, or NULL */
    GovUnits *units;
    GovManifest *manifest; /* or NULL */
    ToolEditions *editions;
    GovDataset *dataset; /* all reports, of one form */
    GArray *problems;
} Rollup;

static const ToolHelp help = {
    "rollup",
    "Adds up the reports of many units along a register of units: for every unit\n"
    "with others below it and every year, the table that is the sum of theirs.",
    "The register is a CSV file with the columns code 代码, name 名称 and, if there\n"
    "are any, aliases 别名 (parted by ;), parent 上级, level 级别, line 条块,\n"
    "division 行政区划代码, valid_from 启用, valid_to 停用, scope 范围.\n\n"
    "What a unit publishes for its whole region is never added to those below it.\n"
    "A sum of some of the reports that are expected is told as uncertain, with how\n"
    "many there are of how many, and between which bounds the whole lies where\n"
    "that can be said. A unit without a report, a blank and a zero are three\n"
    "different things.\n\n"
    "Reports of several editions of the form are shown as the newest, or with\n"
    "--to as another one. Every cell of the result says how comparable it is:\n"
    "exact, sum, approximate, or none, which is a break in the series: there the\n"
    "editions have no figure in common, and none is made up. --breaks lists these\n"
    "cells with the reason; it needs no register.\n\n"
    "Of several reports of a unit for a year the last of the input is taken, or\n"
    "with --newest that of the newest file; --missing tells which gave way. The\n"
    "list of filings that an office keeps can be given with --manifest, a CSV file\n"
    "with the columns file 文件 and any of filed 报送日期, unit 单位代码, scope 范围\n"
    "and order 顺序: the highest order wins, then the latest day, and a report\n"
    "whose name the register does not know is of the unit that the list gives. For\n"
    "files with several reports name 单位名称 and year 年度 tell them apart.\n\n"
    "Formats:\n"
    "  table  for people, in the official layout (default)\n"
    "  jsonl  one object for each unit and year\n"
    "  csv    one line for each unit, year and cell\n\n"
    "Examples:\n"
    "  govstat rollup --units units.csv reports/\n"
    "  govstat rollup --units units.csv --missing reports/\n"
    "  govstat rollup --units units.csv --manifest filed.csv reports/\n"
    "  govstat rollup --units units.csv --indicators --format=csv reports/\n"
    "  govstat rollup --units units.csv --by level,year --format=csv reports/",
};

static void format_report(ToolPiece *piece, gconstpointer verb)
{
    (void)piece;
    (void)verb;
}

/* Text that orders as time does. */
static char *dup_file_time(const char *path)
{
    struct stat info;
    if (path == NULL || stat(path, &info) != 0)
        return NULL;
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc((gint64)info.st_mtim.tv_sec);
    g_autofree char *day = time != NULL ? g_date_time_format(time, "%Y-%m-%d %H:%M:%S") : NULL;
    return day != NULL ? g_strdup_printf("%s.%09ld", day, info.st_mtim.tv_nsec) : NULL;
}

static void keep_report(ToolBatch *batch, const ToolPiece *piece, gpointer verb)
{
    Rollup *self = verb;
    g_autofree char *time = self->newest ? dup_file_time(piece->path) : NULL;
    g_autoptr(GError) error = NULL;
    GovRowKeys keys = {{NULL}};

    keys.values[GOV_KEY_FILED] = time;
    if (!tool_editions_add(self->editions, piece->report, &keys, &error))
        tool_batch_fail(batch, "%s", error->message);
}

static void write_node(const Rollup *self, GString *out, const GovRollup *rollup, size_t node)
{
    switch (self->format) {
    case FORMAT_TABLE:
        gov_write_rollup_text(out, rollup, node, self->language, GOV_WRITE_PLAIN);
        g_string_append_c(out, '\n');
        break;
    case FORMAT_JSONL:
        gov_write_rollup_json(out, rollup, node);
        g_string_append_c(out, '\n');
        break;
    case FORMAT_CSV:
        gov_write_rollup_csv(out, rollup, node);
        break;
    }
}

static void write_sums(const Rollup *self, ToolOutput *output, const GovRollup *rollup)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (self->format == FORMAT_CSV)
        gov_write_rollup_csv_header(text);
    for (size_t node = 0; node < gov_rollup_n_nodes(rollup) && tool_output_is_good(output); node++) {
        write_node(self, text, rollup, node);
        tool_output_write(output, text->str, text->len);
        g_string_truncate(text, 0);
    }
    tool_output_write(output, text->str, text->len);
}

static void write_filing(const Rollup *self, ToolOutput *output, const GovRollup *rollup)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (self->format == FORMAT_TABLE)
        gov_write_filing_text(text, rollup, self->problems, self->language);
    else if (self->format == FORMAT_JSONL)
        gov_write_filing_json(text, rollup, self->problems);
    else
        gov_write_filing_csv(text, rollup, self->problems);
    tool_output_write(output, text->str, text->len);
}

static void write_reconciliations(const Rollup *self, ToolOutput *output, const GovRollup *rollup)
{
    g_autoptr(GPtrArray) all = gov_reconcile(rollup);
    g_autoptr(GString) text = g_string_new(NULL);

    if (self->format == FORMAT_CSV)
        gov_write_reconciliation_csv_header(text);
    for (guint i = 0; i < all->len; i++) {
        const GovReconciliation *one = g_ptr_array_index(all, i);
        if (self->format == FORMAT_TABLE)
            gov_write_reconciliation_text(text, self->units, one, self->language);
        else if (self->format == FORMAT_JSONL)
            gov_write_reconciliation_json(text, self->units, one);
        else
            gov_write_reconciliation_csv(text, self->units, one);
    }
    tool_output_write(output, text->str, text->len);
}

/* Of the sums: pooled rates, and none where a report is missing that belongs to a sum. */
static bool write_indicators(const Rollup *self, ToolOutput *output, const GovRollup *rollup)
{
    static const RatesFormat formats[] = {
        [FORMAT_TABLE] = RATES_TABLE, [FORMAT_JSONL] = RATES_JSONL, [FORMAT_CSV] = RATES_CSV};
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDataset) sums = gov_rollup_to_dataset(rollup, &error);
    g_autoptr(GString) text = g_string_new(NULL);

    if (sums == NULL) {
        tool_message("%s", error->message);
        return false;
    }
    tool_append_rates(text, sums, formats[self->format], false, self->language);
    tool_output_write(output, text->str, text->len);
    return true;
}

/* The units that have a name, for whoever must choose. */
static char *dup_candidates(const GovUnits *units, const char *name, int year)
{
    size_t found[4] = {0};
    size_t n = gov_units_find_name(units, name, year, found, G_N_ELEMENTS(found));
    GString *out = g_string_new("; give its code with --manifest:");

    for (size_t i = 0; i < MIN(n, G_N_ELEMENTS(found)); i++)
        g_string_append_printf(out, " %s", gov_units_get(units, found[i]).code);
    return g_string_free(g_string_append(out, n > G_N_ELEMENTS(found) ? " …" : ""), FALSE);
}

/* What would be right, where that can be guessed. */
static char *dup_advice(const Rollup *self, const GovJoinProblem *problem)
{
    const char *name = gov_dataset_get_key(self->dataset, GOV_KEY_AGENCY, problem->row);
    int year = gov_dataset_get_years(self->dataset)[problem->row];

    if (gov_dataset_get_key(self->dataset, GOV_KEY_UNIT, problem->row) != NULL || name == NULL)
        return g_strdup("");
    if (problem->reason == GOV_JOIN_SEVERAL)
        return dup_candidates(self->units, name, year);
    int like = problem->reason == GOV_JOIN_UNKNOWN ? gov_units_find_like(self->units, name, year) : -1;
    if (like < 0)
        return g_strdup("");
    GovBody body = gov_units_get(self->units, (size_t)like);
    return g_strdup_printf("; is it %s (%s)? Then enter the name among its aliases", body.name, body.code);
}

static void tell_problem(const Rollup *self, const GovJoinProblem *problem)
{
    const char *name = gov_dataset_get_key(self->dataset, GOV_KEY_AGENCY, problem->row);
    const char *source = gov_dataset_get_key(self->dataset, GOV_KEY_SOURCE, problem->row);
    const char *code = gov_dataset_get_key(self->dataset, GOV_KEY_UNIT, problem->row);
    g_autofree char *advice = dup_advice(self, problem);

    tool_message("%s: %s%s%s is in no sum: %s%s", source != NULL ? source : "-", name != NULL ? name : "?",
                 code != NULL ? " " : "", code != NULL ? code : "",
                 gov_join_reason_get_text(problem->reason, self->language), advice);
}

/* What is in no sum, or gave way, must not go unseen; --missing has the whole list. */
static bool tell_left_out(const Rollup *self, const GovRollup *rollup)
{
    for (guint i = 0; i < self->problems->len && !self->missing; i++)
        tell_problem(self, &g_array_index(self->problems, GovJoinProblem, i));
    size_t outside = gov_rollup_n_outside(rollup) - self->problems->len;
    size_t given_way = gov_rollup_n_resubmissions(rollup);
    if (outside > 0)
        tool_message("%zu report%s in no sum: of units with none above and none below, or that are left out, or "
                     "without a year",
                     outside, outside == 1 ? " is" : "s are");
    if (given_way > 0 && !self->missing)
        tool_message("%zu report%s gave way to another of the same unit and year; see --missing", given_way,
                     given_way == 1 ? "" : "s");
    return self->problems->len == 0;
}

static void write_breaks(const Rollup *self, ToolOutput *output)
{
    static const EditionsFormat formats[] = {
        [FORMAT_TABLE] = EDITIONS_TABLE, [FORMAT_JSONL] = EDITIONS_JSONL, [FORMAT_CSV] = EDITIONS_CSV};
    g_autoptr(GString) text = g_string_new(NULL);

    tool_append_breaks(text, self->editions, formats[self->format], self->language);
    tool_output_write(output, text->str, text->len);
}

static bool roll_up(Rollup *self, ToolOutput *output, const GovRollupOptions *options)
{
    g_autoptr(GError) error = NULL;

    self->dataset = tool_editions_finish(self->editions, self->to, self->language, &error);
    if (self->dataset == NULL) {
        tool_message("%s", error->message);
        return false;
    }
    if (self->breaks) {
        write_breaks(self, output);
        return true;
    }
    g_autofree int *order = NULL;
    bool fits = self->manifest == NULL || tool_manifest_join(self->manifest, &self->dataset, &order, self->language);
    g_autoptr(GovDataset) joined = gov_units_join(self->dataset, self->units, &self->problems);
    GovRollupOptions with_order = *options;
    with_order.order = order;
    g_autoptr(GovRollup) rollup = gov_rollup_new(joined, self->units, &with_order, &error);
    if (rollup == NULL) {
        tool_message("%s", error->message);
        return false;
    }
    bool all = tell_left_out(self, rollup) && fits;
    if (self->missing)
        write_filing(self, output, rollup);
    else if (self->reconcile)
        write_reconciliations(self, output, rollup);
    else if (self->indicators)
        all = write_indicators(self, output, rollup) && all;
    else
        write_sums(self, output, rollup);
    return all;
}

static int run(Rollup *self, const ToolInputOptions *inputs, const char *path, const GovRollupOptions *options)
{
    static const ToolBatchSteps steps = {format_report, keep_report};
    g_autoptr(GError) error = NULL;
    ToolOutput *output = tool_output_open(path, inputs->files, &error);

    if (output == NULL) {
        tool_message("%s", error->message);
        return TOOL_TROUBLE;
    }
    self->editions = tool_editions_new();
    ToolTally tally = tool_batch_run(&steps, inputs, output, self);
    bool any = tool_editions_n_reports(self->editions) > 0;
    if (!any)
        tool_message("No report was read, so there is nothing to add up");
    bool good = any && roll_up(self, output, options);
    g_clear_pointer(&self->dataset, gov_dataset_unref);
    g_clear_pointer(&self->editions, tool_editions_free);
    g_clear_pointer(&self->problems, g_array_unref);
    bool written = tool_output_close(output);
    if (tally.n_files > 1) {
        g_autoptr(GString) summary = g_string_new(NULL);
        tool_append_reading(summary, &tally);
        tool_message("%s", summary->str);
    }
    return good && written && tally.n_failed == 0 ? TOOL_OK : TOOL_TROUBLE;
}

/* ---- options ---- */

static bool parse_keys(const char *text, GArray *keys)
{
    g_auto(GStrv) names = g_strsplit(text != NULL ? text : "parent,year", ",", -1);

    for (char **name = names; *name != NULL; name++) {
        GovKey key = GOV_KEY_YEAR;
        if (!gov_key_from_name(g_strstrip(*name), &key)) {
            tool_wrong_usage(help.verb, "--by=%s: no such key; choose from parent, level, line, division, year",
                             *name);
            return false;
        }
        g_array_append_val(keys, key);
    }
    return true;
}

static GovUnits *load_units(const char *path)
{
    g_autoptr(GError) error = NULL;

    if (path == NULL) {
        tool_wrong_usage(help.verb, "No register given; name one with --units=FILE");
        return NULL;
    }
    GovUnits *units = gov_units_from_file(path, &error);
    if (units == NULL)
        tool_message("%s", error->message);
    for (size_t i = 0; units != NULL && i < gov_units_n_warnings(units); i++)
        tool_message("%s", gov_units_get_warning(units, i));
    return units;
}

typedef struct {
    char *units, *manifest, *by, *nulls, *to, *format, *language, *path;
    gboolean local_only;
} Texts;

static void clear_texts(Texts *texts)
{
    char *all[] = {texts->units, texts->manifest, texts->by, texts->nulls, texts->to, texts->format, texts->language, texts->path};

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        g_free(all[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Texts, clear_texts)

static int run_with(Rollup *self, const Texts *texts, const ToolInputOptions *inputs)
{
    static const char *const formats[] = {"table", "jsonl", "csv", NULL};
    static const char *const nulls[] = {"strict", "zero", NULL};
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(GovKey));
    int format = tool_choose(help.verb, "format", texts->format, formats);
    int zero = tool_choose(help.verb, "nulls", texts->nulls, nulls);

    if (format < 0 || zero < 0 || !tool_choose_language(help.verb, texts->language, &self->language) ||
        !parse_keys(texts->by, keys))
        return TOOL_TROUBLE;
    self->format = (Format)format;
    self->to = texts->to;
    self->units = self->breaks ? NULL : load_units(texts->units);
    if (self->units == NULL && !self->breaks)
        return TOOL_TROUBLE;
    self->manifest = texts->manifest != NULL ? tool_manifest_load(texts->manifest) : NULL;
    if (self->manifest == NULL && texts->manifest != NULL) {
        g_clear_pointer(&self->units, gov_units_unref);
        return TOOL_TROUBLE;
    }
    GovRollupOptions options = {.by = (const GovKey *)(const void *)keys->data,
                                .n_by = keys->len,
                                .nulls = zero == 1 ? GOV_NULLS_ZERO : GOV_NULLS_STRICT,
                                .local_only = texts->local_only,
                                .threads = (unsigned)inputs->jobs};
    int status = run(self, inputs, texts->path, &options);
    g_clear_pointer(&self->units, gov_units_unref);
    g_clear_pointer(&self->manifest, gov_manifest_unref);
    return status;
}

int tool_rollup(int argc, char **argv)
{
    Rollup self = {0};
    g_auto(Texts) texts = {0};
    const GOptionEntry entries[] = {
        {"units", 0, 0, G_OPTION_ARG_FILENAME, &texts.units, "Register of units", "FILE.csv"},
        {"manifest", 0, 0, G_OPTION_ARG_FILENAME, &texts.manifest,
         "List of filings (报送清单): which file was filed when, and by which unit", "FILE.csv"},
        {"by", 0, 0, G_OPTION_ARG_FILENAME, &texts.by,
         "Groups: year and any of parent, level, line, division (default: parent,year)", "KEYS"},
        {"missing", 0, 0, G_OPTION_ARG_NONE, &self.missing,
         "List who has not filed, which reports gave way, and which are of no unit", NULL},
        {"reconcile", 0, 0, G_OPTION_ARG_NONE, &self.reconcile,
         "Compare what units published for their region with those below them", NULL},
        {"indicators", 0, 0, G_OPTION_ARG_NONE, &self.indicators,
         "Indicators (指标) of the sums instead of the sums: both sides, the base, the rate", NULL},
        {"breaks", 0, 0, G_OPTION_ARG_NONE, &self.breaks,
         "List the cells that editions of the form do not have in common, and why", NULL},
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &texts.to,
         "Show reports of several editions as this form (default: the newest among them)", "ID"},
        {"newest", 0, 0, G_OPTION_ARG_NONE, &self.newest,
         "Of several reports of a unit for a year take that of the newest file", NULL},
        {"nulls", 0, 0, G_OPTION_ARG_FILENAME, &texts.nulls,
         "strict (default): a blank leaves a sum uncertain; zero: it is nothing to add", "MODE"},
        {"local-only", 0, 0, G_OPTION_ARG_NONE, &texts.local_only, "Leave vertical units out", NULL},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &texts.format, "table, jsonl or csv", "NAME"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &texts.language,
         "Language of labels: zh or en (default: that of the locale)", "LANG"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &texts.path, "Write to FILE", "FILE"},
        G_OPTION_ENTRY_NULL};
    g_auto(ToolInputOptions) inputs = {0};
    int status = TOOL_OK;

    if (!tool_parse(&help, entries, &inputs, argc, argv, &status))
        return status;
    if (self.missing + self.reconcile + self.indicators + self.breaks > 1)
        return tool_wrong_usage(help.verb, "--missing, --reconcile, --indicators and --breaks are lists of their own; "
                                           "ask for one at a time");
    if (self.newest && texts.manifest != NULL)
        return tool_wrong_usage(help.verb, "--manifest says when reports were filed, and so does --newest; choose one");
    tool_lay_aside(&inputs, texts.units);
    tool_lay_aside(&inputs, texts.manifest);
    return run_with(&self, &texts, &inputs);
}
