/* SPDX-License-Identifier: MIT */
/* govstat rollup: reports → dataset → joined with the register → sums. Reports are read as by every verb and
 * put into the dataset on delivery, so that its rows have the order of the input. */
#include "batch.h"
#include "manifest.h"
#include "rollup.h"
#include <string.h>
#include <sys/stat.h>

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
    "cells with the reason; it needs no register. (--form says how files are read,\n"
    "not how they are shown.)\n\n"
    "Of several reports of a unit for a year the last of the input is taken, or\n"
    "with --newest that of the newest file; --missing tells which gave way. The\n"
    "list of filings that an office keeps can be given with --manifest, a CSV file\n"
    "with the columns file 文件 and any of filed 报送日期, unit 单位代码, scope 范围\n"
    "and order 顺序: the highest order wins, then the latest day, and a report\n"
    "whose name the register does not know is of the unit that the list gives. For\n"
    "files with several reports name 单位名称 and year 年度 tell them apart.\n\n"
    "--stat gives statistics of the reports by any keys instead: agency, division,\n"
    "filed, form, level, line, parent, prefecture, province (the division code cut\n"
    "to four or two digits), scope, source, unit, year. With a register it takes\n"
    "the reports that a roll-up adds, one for each unit and year, and lists groups\n"
    "of which nobody has filed; without one it takes all reports as they are, and\n"
    "knows only agency, filed, form, source and year. Beside every figure stand how\n"
    "many reports have one, a blank, a mark, no such cell, and how many are missing.\n"
    "Shares and growth are plain quotients; a base of zero is not_applicable.\n\n"
    "Formats:\n"
    "  table  for people, in the official layout (default)\n"
    "  jsonl  one object for each unit and year\n"
    "  csv    one line for each unit, year and cell\n\n"
    "Examples:\n"
    "  govstat rollup --units units.csv reports/\n"
    "  govstat rollup --units units.csv --missing reports/\n"
    "  govstat rollup --units units.csv --manifest filed.csv reports/\n"
    "  govstat rollup --units units.csv --indicators --format=csv reports/\n"
    "  govstat rollup --units units.csv --by level,year --format=csv reports/\n"
    "  govstat rollup --units units.csv --by province,year --stat=sum,median,p90 reports/\n"
    "  govstat rollup --by year --stat=mean --cells='applications.received.*' reports/",
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

static bool roll_up(Rollup *self, ToolOutput *output, const GovRollupOptions *options)
{
    g_autoptr(GError) error = NULL;

    self->dataset = tool_editions_finish(self->editions, self->to, self->language, &error);
    if (self->dataset == NULL) {
        tool_message("%s", error->message);
        return false;
    }
    if (self->breaks) {
        rollup_write_breaks(self, output);
        return true;
    }
    if (self->units == NULL)
        return rollup_write_statistics(self, output, self->dataset, NULL, options->threads);
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
    bool all = rollup_tell_left_out(self, rollup) && fits;
    if (self->statistics != NULL)
        all = rollup_write_statistics(self, output, joined, rollup, options->threads) && all;
    else if (self->missing)
        rollup_write_filing(self, output, rollup);
    else if (self->reconcile)
        rollup_write_reconciliations(self, output, rollup);
    else if (self->indicators)
        all = rollup_write_indicators(self, output, rollup) && all;
    else
        rollup_write_sums(self, output, rollup);
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
    char *units, *manifest, *by, *nulls, *to, *stat, *over, *cells, *format, *language, *path;
    gboolean local_only;
} Texts;

static void clear_texts(Texts *texts)
{
    char *all[] = {texts->units, texts->manifest, texts->by,     texts->nulls,    texts->to,  texts->stat,
                   texts->over,  texts->cells,    texts->format, texts->language, texts->path};

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        g_free(all[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Texts, clear_texts)

/* The keys of the sums, or what is asked of statistics. */
static bool read_groups(Rollup *self, const Texts *texts, GArray *keys)
{
    static const GovKey year = GOV_KEY_YEAR;

    if (texts->stat == NULL && (texts->over != NULL || texts->cells != NULL))
        return tool_wrong_usage(help.verb, "--%s goes with --stat", texts->over != NULL ? "over" : "cells") == TOOL_OK;
    if (texts->stat == NULL)
        return parse_keys(texts->by, keys);
    if (texts->nulls != NULL)
        return tool_wrong_usage(help.verb, "--nulls goes with sums; statistics are of the figures there are, and count "
                                           "the others") == TOOL_OK;
    g_array_append_val(keys, year); /* which reports count hangs on the year alone */
    self->statistics = tool_statistics_new(texts->stat, texts->by, texts->over, texts->cells, texts->units != NULL);
    return self->statistics != NULL;
}

static int run_with(Rollup *self, const Texts *texts, const ToolInputOptions *inputs)
{
    static const char *const formats[] = {"table", "jsonl", "csv", NULL};
    static const char *const nulls[] = {"strict", "zero", NULL};
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(GovKey));
    int format = tool_choose(help.verb, "format", texts->format, formats);
    int zero = tool_choose(help.verb, "nulls", texts->nulls, nulls);

    if (format < 0 || zero < 0 || !tool_choose_language(help.verb, texts->language, &self->language) ||
        !read_groups(self, texts, keys))
        return TOOL_TROUBLE;
    self->format = (RollupFormat)format;
    self->to = texts->to;
    bool needed = !self->breaks && (self->statistics == NULL || texts->units != NULL);
    self->units = needed ? load_units(texts->units) : NULL;
    if (self->units == NULL && needed)
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
         "Groups: year and any of parent, level, line, division (default: parent,year; with --stat year)", "KEYS"},
        {"stat", 0, 0, G_OPTION_ARG_FILENAME, &texts.stat,
         "Statistics of the reports instead of sums: any of sum, count, mean, median, min, max, variance, share, rank, "
         "growth, hhi, gini, p90 …",
         "LIST"},
        {"over", 0, 0, G_OPTION_ARG_FILENAME, &texts.over,
         "With --stat=share or rank: the key that the groups compared differ in (default: the first but year)", "KEY"},
        {"cells", 0, 0, G_OPTION_ARG_FILENAME, &texts.cells,
         "With --stat: only these cells; * stands for anything", "CODES"},
        {"missing", 0, 0, G_OPTION_ARG_NONE, &self.missing,
         "List who has not filed, which reports gave way, are of no unit, or leave figures open", NULL},
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
    if (self.missing + self.reconcile + self.indicators + self.breaks + (texts.stat != NULL) > 1)
        return tool_wrong_usage(help.verb, "--missing, --reconcile, --indicators, --breaks and --stat are lists of their "
                                           "own; ask for one at a time");
    if (self.newest && texts.manifest != NULL)
        return tool_wrong_usage(help.verb, "--manifest says when reports were filed, and so does --newest; choose one");
    if (texts.manifest != NULL && texts.units == NULL)
        return tool_wrong_usage(help.verb, "--manifest says of which unit a report is; name the register with "
                                           "--units=FILE");
    tool_lay_aside(&inputs, texts.units);
    tool_lay_aside(&inputs, texts.manifest);
    status = run_with(&self, &texts, &inputs);
    g_clear_pointer(&self.statistics, tool_statistics_free);
    return status;
}
