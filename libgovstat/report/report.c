/* SPDX-License-Identifier: MIT */
/* A report is a struct of arrays over the cells of its form: rules and datasets walk the
 * values and the status of all cells and nothing else, so these lie side by side. All
 * arrays are carved from one block, all strings from one chunk; a report costs a handful
 * of allocations whatever it holds. Strings are made valid UTF-8 when they are set, so
 * that every writer may rely on it. */
#include "report/report-private.h"

#include <string.h>

typedef struct {
    uint32_t row;
    uint32_t column;
} Place;

typedef struct {
    const char *code;
    const char *message;
    int cell;
} Note;

typedef enum {
    TEXT_SOURCE,
    TEXT_TITLE,
    TEXT_AGENCY,
    TEXT_BODY_AGENCY,
    TEXT_PERIOD_START,
    TEXT_PERIOD_END,
    TEXT_SECTION, /* the first of them */
    N_TEXTS = TEXT_SECTION + GOV_N_SECTIONS
} Text;

struct _GovReport {
    GovForm *form;
    size_t n_cells;
    int year;
    bool sealed;
    GStringChunk *strings;
    const char *texts[N_TEXTS];
    GArray *notes;
    void *block; /* holds the arrays below */
    int64_t *values;
    const char **raws;
    const char **locators;
    Place *places;
    uint8_t *status;
    uint8_t *evidence;
    uint8_t *percent;     /* confidence */
    uint8_t *has_reading; /* 0 or 1 */
    const char *last_raw; /* most cells repeat the text of their neighbour */
    const char *last_locator;
};

static const char *const EVIDENCE_NAMES[] = {
    [GOV_EVIDENCE_NONE] = "none",         [GOV_EVIDENCE_EXACT] = "exact",
    [GOV_EVIDENCE_ALIAS] = "alias",       [GOV_EVIDENCE_SIMILAR] = "similar",
    [GOV_EVIDENCE_ORDER] = "order",       [GOV_EVIDENCE_JOINED] = "joined",
    [GOV_EVIDENCE_INFERRED] = "inferred", [GOV_EVIDENCE_GIVEN] = "given",
};

const char *gov_evidence_get_name(GovEvidence evidence)
{
    g_return_val_if_fail((size_t)evidence < G_N_ELEMENTS(EVIDENCE_NAMES), NULL);
    return EVIDENCE_NAMES[evidence];
}

bool gov__evidence_from_name(const char *name, GovEvidence *evidence)
{
    for (size_t i = 0; i < G_N_ELEMENTS(EVIDENCE_NAMES); i++) {
        if (strcmp(name, EVIDENCE_NAMES[i]) == 0) {
            *evidence = (GovEvidence)i;
            return true;
        }
    }
    return false;
}

/* The widest elements come first, so that each array is aligned. */
static void carve_arrays(GovReport *report)
{
    size_t n = report->n_cells;
    size_t wide = sizeof(int64_t) + 2 * sizeof(const char *) + sizeof(Place);
    char *p = report->block = g_malloc0_n(MAX(n, 1), wide + 4);
    report->values = (int64_t *)(void *)p;
    report->raws = (const char **)(void *)(p += n * sizeof(int64_t));
    report->locators = (const char **)(void *)(p += n * sizeof(const char *));
    report->places = (Place *)(void *)(p += n * sizeof(const char *));
    report->status = (uint8_t *)(p += n * sizeof(Place));
    report->evidence = report->status + n;
    report->percent = report->evidence + n;
    report->has_reading = report->percent + n;
}

GovReport *gov_report_new(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, NULL);
    GovReport *report = g_atomic_rc_box_new0(GovReport);
    report->form = gov_form_ref(form);
    report->n_cells = gov_form_n_cells(form);
    report->strings = g_string_chunk_new(1024);
    report->notes = g_array_new(FALSE, FALSE, sizeof(Note));
    carve_arrays(report);
    memset(report->status, GOV_STATUS_ABSENT, report->n_cells);
    memset(report->percent, 100, report->n_cells);
    return report;
}

GovReport *gov_report_ref(const GovReport *report)
{
    g_return_val_if_fail(report != NULL, NULL);
    return g_atomic_rc_box_acquire((gpointer)(guintptr)report);
}

static void free_content(gpointer data)
{
    GovReport *report = data;
    g_free(report->block);
    g_array_unref(report->notes);
    g_string_chunk_free(report->strings);
    gov_form_unref(report->form);
}

void gov_report_unref(GovReport *report)
{
    if (report != NULL)
        g_atomic_rc_box_release_full(report, free_content);
}

void gov_report_seal(GovReport *report)
{
    g_return_if_fail(report != NULL);
    report->sealed = true;
}

bool gov_report_is_sealed(const GovReport *report)
{
    g_return_val_if_fail(report != NULL, false);
    return report->sealed;
}

static const char *keep_string(GovReport *report, const char *text)
{
    if (text == NULL)
        return NULL;
    if (g_utf8_validate(text, -1, NULL))
        return g_string_chunk_insert(report->strings, text);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return g_string_chunk_insert(report->strings, valid);
}

/* Keeps a string that is likely the one kept before. */
static const char *keep_repeated(GovReport *report, const char *text, const char **last)
{
    if (text == NULL)
        return NULL;
    if (*last == NULL || strcmp(*last, text) != 0)
        *last = keep_string(report, text);
    return *last;
}

static const char *get_text(const GovReport *report, unsigned text)
{
    g_return_val_if_fail(report != NULL, NULL);
    return report->texts[text];
}

static void set_text(GovReport *report, unsigned text, const char *value)
{
    g_return_if_fail(report != NULL && !report->sealed);
    report->texts[text] = keep_string(report, value);
}

const GovForm *gov_report_get_form(const GovReport *report)
{
    g_return_val_if_fail(report != NULL, NULL);
    return report->form;
}

const char *gov_report_get_source(const GovReport *report)
{
    return get_text(report, TEXT_SOURCE);
}

const char *gov_report_get_title(const GovReport *report)
{
    return get_text(report, TEXT_TITLE);
}

const char *gov_report_get_agency(const GovReport *report)
{
    return get_text(report, TEXT_AGENCY);
}

const char *gov_report_get_body_agency(const GovReport *report)
{
    return get_text(report, TEXT_BODY_AGENCY);
}

int gov_report_get_year(const GovReport *report)
{
    g_return_val_if_fail(report != NULL, 0);
    return report->year;
}

const char *gov_report_get_period_start(const GovReport *report)
{
    return get_text(report, TEXT_PERIOD_START);
}

const char *gov_report_get_period_end(const GovReport *report)
{
    return get_text(report, TEXT_PERIOD_END);
}

const char *gov_report_get_section(const GovReport *report, unsigned section)
{
    g_return_val_if_fail(section >= 1 && section <= GOV_N_SECTIONS, NULL);
    return get_text(report, TEXT_SECTION + section - 1);
}

void gov_report_set_source(GovReport *report, const char *source)
{
    set_text(report, TEXT_SOURCE, source);
}

void gov_report_set_title(GovReport *report, const char *title)
{
    set_text(report, TEXT_TITLE, title);
}

void gov_report_set_agency(GovReport *report, const char *agency)
{
    set_text(report, TEXT_AGENCY, agency);
}

void gov_report_set_body_agency(GovReport *report, const char *agency)
{
    set_text(report, TEXT_BODY_AGENCY, agency);
}

void gov_report_set_year(GovReport *report, int year)
{
    g_return_if_fail(report != NULL && !report->sealed);
    report->year = year;
}

void gov_report_set_period(GovReport *report, const char *start, const char *end)
{
    set_text(report, TEXT_PERIOD_START, start);
    set_text(report, TEXT_PERIOD_END, end);
}

void gov_report_set_section(GovReport *report, unsigned section, const char *text)
{
    g_return_if_fail(section >= 1 && section <= GOV_N_SECTIONS);
    set_text(report, TEXT_SECTION + section - 1, text);
}

/* Whole percent; only certainty is 100, only impossibility 0. */
static uint8_t percent_of(double confidence)
{
    if (!(confidence > 0))
        return 0;
    return confidence >= 1 ? 100 : (uint8_t)CLAMP((int)(confidence * 100 + 0.5), 1, 99);
}

void gov_report_set_cell(GovReport *report, size_t cell, const GovCell *value)
{
    g_return_if_fail(report != NULL && !report->sealed && cell < report->n_cells);
    g_return_if_fail(value != NULL && (unsigned)value->status <= GOV_STATUS_ABSENT);
    g_return_if_fail((unsigned)value->evidence <= GOV_EVIDENCE_GIVEN);

    bool reading = value->status == GOV_STATUS_UNCERTAIN && value->has_reading;
    bool figure = value->status == GOV_STATUS_REPORTED || reading;
    bool present = value->status != GOV_STATUS_ABSENT;
    report->values[cell] = figure ? value->value : 0;
    report->status[cell] = (uint8_t)value->status;
    report->evidence[cell] = (uint8_t)value->evidence;
    report->percent[cell] = percent_of(value->confidence);
    report->has_reading[cell] = reading;
    report->raws[cell] =
        present ? keep_repeated(report, value->raw, &report->last_raw) : NULL;
    report->locators[cell] = keep_repeated(report, value->locator, &report->last_locator);
    report->places[cell] = (Place){value->row, value->column};
}

GovCell gov_report_get_cell(const GovReport *report, size_t cell)
{
    GovCell value = {.status = GOV_STATUS_ABSENT};
    g_return_val_if_fail(report != NULL && cell < report->n_cells, value);
    value.value = report->values[cell];
    value.status = (GovStatus)report->status[cell];
    value.evidence = (GovEvidence)report->evidence[cell];
    value.confidence = report->percent[cell] / 100.0;
    value.has_reading = report->has_reading[cell] != 0;
    value.raw = report->raws[cell];
    value.locator = report->locators[cell];
    value.row = report->places[cell].row;
    value.column = report->places[cell].column;
    return value;
}

GovStatus gov_report_get_status(const GovReport *report, size_t cell)
{
    g_return_val_if_fail(report != NULL && cell < report->n_cells, GOV_STATUS_ABSENT);
    return (GovStatus)report->status[cell];
}

const int64_t *gov_report_get_values(const GovReport *report)
{
    g_return_val_if_fail(report != NULL, NULL);
    return report->values;
}

const uint8_t *gov__report_get_statuses(const GovReport *report)
{
    return report->status;
}

const uint8_t *gov__report_get_evidence(const GovReport *report)
{
    return report->evidence;
}

size_t gov_report_count_status(const GovReport *report, GovStatus status)
{
    g_return_val_if_fail(report != NULL, 0);
    size_t n = 0;
    for (size_t i = 0; i < report->n_cells; i++)
        n += report->status[i] == (uint8_t)status;
    return n;
}

char *gov_report_dup_locator(const GovReport *report, size_t cell)
{
    g_return_val_if_fail(report != NULL && cell < report->n_cells, NULL);
    Place place = report->places[cell];
    if (report->locators[cell] == NULL && place.row == 0 && place.column == 0)
        return NULL;
    GString *out = g_string_new(report->locators[cell]);
    if (place.row != 0)
        g_string_append_printf(out, "%srow %u", out->len > 0 ? " " : "", place.row);
    if (place.column != 0)
        g_string_append_printf(out, "%scolumn %u", out->len > 0 ? " " : "", place.column);
    return g_string_free(out, FALSE);
}

void gov_report_add_note(GovReport *report, const char *code, int cell,
                         const char *message)
{
    g_return_if_fail(report != NULL && !report->sealed && code != NULL &&
                     message != NULL);
    g_return_if_fail(cell >= -1 && cell < (int64_t)report->n_cells);
    Note note = {keep_string(report, code), keep_string(report, message), cell};
    g_array_append_val(report->notes, note);
}

size_t gov_report_n_notes(const GovReport *report)
{
    g_return_val_if_fail(report != NULL, 0);
    return report->notes->len;
}

GovNote gov_report_get_note(const GovReport *report, size_t note)
{
    GovNote none = {NULL, -1, NULL};
    g_return_val_if_fail(report != NULL && note < report->notes->len, none);
    const Note *kept = &g_array_index(report->notes, Note, note);
    return (GovNote){kept->code, kept->cell, kept->message};
}
