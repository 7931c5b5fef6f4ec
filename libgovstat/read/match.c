/* SPDX-License-Identifier: MIT */
/* From a document to reports.
 *
 * Every edition is tried on the whole document; then the document is cut where a title stands
 * between figures, and each part takes the edition whose column labels it uses. Two hits on one
 * cell must agree. What only a sum can confirm is confirmed here, with the identities of the form,
 * or stays uncertain. */
#include "read/match-private.h"

#include <govstat/error.h>
#include <govstat/label.h>
#include <govstat/read.h>
#include <string.h>

#include "form/rule-private.h"

/* Fewer figures than the smallest table's are a coincidence, not a report. */
#define LEAST_HITS 5
/* One column label of an edition may stand in a table beside the report. */
#define LEAST_SOLE 2
#define MAX_FORMS 8
#define MAX_REPORTS 10000 /* in one document */
#define MAX_WARNINGS 16

typedef struct {
    const GovDocument *document;
    const GovReadOptions *options;
    GovLines *lines;
    GArray *titles;
    GPtrArray *forms;   /* GovForm */
    GPtrArray *matches; /* GovMatch, one per form */
    GPtrArray *sole;    /* per form: uint32_t blocks with column labels that it alone has */
    uint8_t *used;      /* by block: whether figures of any form were read there */
} Matcher;

/* A part of the document that holds one report: blocks [first, end). */
typedef struct {
    uint32_t first;
    uint32_t end;
} Part;

static GovMatch *match_at(const Matcher *m, guint form)
{
    return g_ptr_array_index(m->matches, form);
}

static const GovForm *form_at(const Matcher *m, guint form)
{
    return g_ptr_array_index(m->forms, form);
}

/* ---- parts ---- */

static const GovHit *hit_at(const GovMatch *match, guint i)
{
    return &g_array_index(match->hits, GovHit, i);
}

/* The first hit at or after a block: hits stand in document order. */
static guint find_hit(const GovMatch *match, uint32_t block)
{
    guint low = 0, high = match->hits->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (hit_at(match, middle)->block < block)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_hits(const Matcher *m, uint32_t first, uint32_t end)
{
    for (guint f = 0; f < m->matches->len; f++)
        if (find_hit(match_at(m, f), first) < find_hit(match_at(m, f), end))
            return true;
    return false;
}

/* Titles of one report may stand twice: on the page and above the text. */
static bool same_title(const GovTitle *a, const GovTitle *b)
{
    if (a->year != 0 && b->year != 0 && a->year != b->year)
        return false;
    return a->agency == NULL || b->agency == NULL || strcmp(a->agency, b->agency) == 0;
}

/* Cuts at each title that differs from the one before and has figures on both sides. */
static GArray *find_parts(const Matcher *m)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
    uint32_t n_blocks = (uint32_t)gov_document_n_blocks(m->document);
    Part part = {0, n_blocks};
    const GovTitle *current = NULL;

    for (guint i = 0; i < m->titles->len; i++) {
        const GovTitle *title = &g_array_index(m->titles, GovTitle, i);
        uint32_t next = i + 1 < m->titles->len
                            ? g_array_index(m->titles, GovTitle, i + 1).block
                            : n_blocks;
        if (!has_hits(m, title->block, next))
            continue;
        if (has_hits(m, part.first, title->block) && (current == NULL || !same_title(current, title))) {
            part.end = title->block;
            /* The line above a title may be the name of its body. */
            g_array_append_val(parts, part);
            part = (Part){title->block, n_blocks};
        }
        current = title;
    }
    g_array_append_val(parts, part);
    return parts;
}

/* ---- the edition ---- */

/* The first of ascending blocks that is not before one. */
static guint find_block(const GArray *blocks, uint32_t block)
{
    guint low = 0, high = blocks->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(blocks, uint32_t, middle) < block)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_column_of(const Matcher *m, guint form, const char *key)
{
    size_t n = 0;
    const GovTarget *targets = gov__form_find_targets(form_at(m, form), key, &n);

    for (size_t i = 0; i < n; i++)
        if (targets[i].axis == GOV_AXIS_COLUMN)
            return true;
    return false;
}

static bool is_column_elsewhere(const Matcher *m, guint form, const char *key)
{
    for (guint f = 0; f < m->forms->len; f++)
        if (f != form && is_column_of(m, f, key))
            return true;
    return false;
}

/* Notes where column labels stand that one form alone has. */
static void find_sole(Matcher *m, guint form)
{
    GArray *blocks = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    g_ptr_array_add(m->sole, blocks);
    for (guint i = 0; i < m->lines->lines->len; i++) {
        const GovLine *line = &g_array_index(m->lines->lines, GovLine, i);
        for (uint32_t t = 0; t < line->n && line->kind != LINE_PARAGRAPH; t++) {
            const GovToken *token = gov__lines_token(m->lines, line, t);
            uint32_t block = line->block + (line->grid == NULL ? token->row : 0);
            const char *key = gov__lines_key(m->lines, token);
            if (token->key != 0 && !token->continued && is_column_of(m, form, key) &&
                !is_column_elsewhere(m, form, key))
                g_array_append_val(blocks, block);
        }
    }
}

static unsigned count_sole(const Matcher *m, guint form, const Part *part)
{
    const GArray *sole = g_ptr_array_index(m->sole, form);

    return find_block(sole, part->end) - find_block(sole, part->first);
}

static unsigned count_hits(const Matcher *m, guint form, const Part *part)
{
    const GovMatch *match = match_at(m, form);
    guint end = find_hit(match, part->end);
    unsigned n = 0;

    for (guint i = find_hit(match, part->first); i < end; i++)
        n += hit_at(match, i)->figure.status != GOV_STATUS_UNREADABLE;
    for (guint i = 0; i < match->broken->len; i++) {
        const GovBroken *broken = &g_array_index(match->broken, GovBroken, i);
        n += broken->block >= part->first && broken->block < part->end;
    }
    return n;
}

/* What speaks for a form, the strongest first. */
typedef struct {
    unsigned sole; /* column labels that it alone has, if more than a stray one */
    unsigned hits; /* figures it explains */
    unsigned any;  /* column labels that it alone has */
} Score;

static int compare_scores(const Score *a, const Score *b)
{
    if (a->sole != b->sole)
        return a->sole > b->sole ? 1 : -1;
    if (a->hits != b->hits)
        return a->hits > b->hits ? 1 : -1;
    return a->any == b->any ? 0 : a->any > b->any ? 1 : -1;
}

/* Column labels decide; without any, the form that explains most figures. −1 if it stays open. */
static int choose_form(const Matcher *m, const Part *part, bool *conflict)
{
    Score best = {0, 0, 0};
    int chosen = -1;
    bool tie = false;
    unsigned n_with_sole = 0;

    for (guint f = 0; f < m->forms->len; f++) {
        unsigned n = count_sole(m, f, part);
        Score score = {n >= LEAST_SOLE ? n : 0, count_hits(m, f, part), n};
        int order = chosen < 0 ? 1 : compare_scores(&score, &best);
        n_with_sole += n > 0;
        tie = order > 0 ? false : tie || order == 0;
        if (order > 0) {
            chosen = (int)f;
            best = score;
        }
    }
    *conflict = n_with_sole > 1;
    return tie ? -1 : chosen;
}

/* ---- filling ---- */

static bool same_figure(const GovHit *a, const GovHit *b)
{
    return a->figure.status == b->figure.status &&
           (a->figure.status != GOV_STATUS_REPORTED || a->figure.value == b->figure.value);
}

static void conflict_note(GovReport *report, const GovForm *form, const GovHit *a, const GovHit *b)
{
    g_autofree char *first = g_strndup(a->raw, a->raw_len);
    g_autofree char *second = g_strndup(b->raw, b->raw_len);
    g_autofree char *message =
        g_strdup_printf("%s stands in the document as \"%s\" and as \"%s\"",
                        gov_form_get_code(form, a->cell), g_strstrip(first), g_strstrip(second));

    gov_report_add_note(report, "cell.conflict", (int)a->cell, message);
}

/* Among hits on one cell: the least doubtful; figures that differ are a conflict. */
static GovSettled *settle(GovReport *report, const GovMatch *match, const Part *part)
{
    int year = gov_report_get_year(report);

    GovSettled *settled = g_new0(GovSettled, gov_form_n_cells(match->form));
    guint end = find_hit(match, part->end);

    for (guint i = find_hit(match, part->first); i < end; i++) {
        GovHit *hit = &g_array_index(match->hits, GovHit, i);
        GovSettled *s = &settled[hit->cell];
        /* A table under the name of another year is not this report's. */
        if (hit->year != 0 && hit->year != year)
            hit->doubt = DOUBT_STANDING;
        if (s->hit != NULL && !same_figure(s->hit, hit) &&
            MAX(s->hit->doubt, hit->doubt) != DOUBT_STANDING) {
            if (!s->conflict)
                conflict_note(report, match->form, s->hit, hit);
            s->conflict = true;
        }
        if (s->hit == NULL || hit->doubt < s->hit->doubt)
            s->hit = hit;
    }
    return settled;
}

/* What a re-joined figure might be instead: its first or its last part. */
typedef enum { PART_WHOLE, PART_FIRST, PART_LAST } PartOf;

static int64_t value_of(const GovHit *hit, PartOf part)
{
    const char *begin = hit->raw, *end = hit->raw + hit->raw_len;

    if (part == PART_WHOLE || !(hit->figure.flags & GOV_FIGURE_JOINED))
        return hit->figure.value;
    g_autofree char *text = g_strndup(begin, (gsize)(end - begin));
    g_strstrip(text);
    char *gap = part == PART_FIRST ? strpbrk(text, " \t\r\n") : text + strlen(text);
    if (part == PART_FIRST && gap != NULL)
        *gap = '\0';
    while (part == PART_LAST && gap > text && !g_ascii_isspace(gap[-1]))
        gap--;
    const char *piece = part == PART_LAST ? gap : text;
    GovFigure figure = gov_figure_parse(piece, strlen(piece), GOV_TYPE_COUNT, GOV_UNIT_NONE);
    return figure.status == GOV_STATUS_REPORTED ? figure.value : hit->figure.value;
}

/* Whether an identity holds over settled figures, with no other doubt than a sum can lift. */
static bool holds_over(const GovInstance *instance, const GovSettled *settled, PartOf part)
{
    int64_t difference = 0;

    if (__builtin_sub_overflow(instance->left_constant, instance->right_constant, &difference))
        return false;
    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++) {
        const GovTerm *term = &instance->terms[i];
        int64_t product;
        if (!gov__settled_is_figure(&settled[term->cell]) ||
            __builtin_mul_overflow(value_of(settled[term->cell].hit, part), (int64_t)term->coefficient,
                                   &product) ||
            (i < instance->n_left ? __builtin_add_overflow(difference, product, &difference)
                                  : __builtin_sub_overflow(difference, product, &difference)))
            return false;
    }
    return difference == 0;
}

static bool has_joined(const GovInstance *instance, const GovSettled *settled)
{
    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++) {
        const GovSettled *s = &settled[instance->terms[i].cell];
        if (s->hit != NULL && (s->hit->figure.flags & GOV_FIGURE_JOINED) != 0)
            return true;
    }
    return false;
}

/* Two rows printed into one (this year and last) add up however they are joined: a sum confirms
 * joined digits only if their parts do not add up as well. */
static bool confirms(const GovInstance *instance, const GovSettled *settled)
{
    if (!holds_over(instance, settled, PART_WHOLE))
        return false;
    return !has_joined(instance, settled) || (!holds_over(instance, settled, PART_FIRST) &&
                                              !holds_over(instance, settled, PART_LAST));
}

/* Marks the cells whose row adds up. Under a disputed header one row that does not takes the others
 * with it: a row with a single figure adds up wherever its figure stands. */
static void confirm_rows(const GovForm *form, const GovSettled *settled, uint8_t *confirmed)
{
    bool discredited = false;

    for (size_t r = 0; r < gov_form_n_rules(form); r++) {
        const GovRule *rule = gov_form_get_rule(form, r);
        if (!gov__rule_is_identity(rule))
            continue;
        for (size_t i = 0; i < gov_rule_n_instances(rule); i++) {
            const GovInstance *instance = gov__rule_get_instance(rule, i);
            if (instance->axis != GOV_AXIS_ROW)
                continue;
            bool confirmed_row = confirms(instance, settled);
            for (unsigned k = 0; k < (unsigned)instance->n_left + instance->n_right; k++) {
                const GovSettled *s = &settled[instance->terms[k].cell];
                confirmed[instance->terms[k].cell] |= confirmed_row;
                discredited = discredited || (!confirmed_row && s->hit != NULL && s->hit->disputed);
            }
        }
    }
    for (size_t cell = 0; cell < gov_form_n_cells(form) && discredited; cell++)
        if (settled[cell].hit != NULL && settled[cell].hit->disputed)
            confirmed[cell] = false;
}

/* How sure a kind of evidence is. Judgement, kept in one place. */
static double confidence_of(GovEvidence evidence)
{
    static const double confidence[] = {
        [GOV_EVIDENCE_NONE] = 0,         [GOV_EVIDENCE_EXACT] = 1,     [GOV_EVIDENCE_ALIAS] = 0.99,
        [GOV_EVIDENCE_SIMILAR] = 0.95,   [GOV_EVIDENCE_ORDER] = 0.9,   [GOV_EVIDENCE_JOINED] = 0.95,
        [GOV_EVIDENCE_INFERRED] = 0.9,   [GOV_EVIDENCE_GIVEN] = 1,
    };
    return confidence[evidence];
}

static const char *locator_name(const Matcher *m, const GovHit *hit, char **paragraph)
{
    const GovGrid *grid = gov_document_get_grid(m->document, hit->block);

    if (grid != NULL)
        return gov_grid_get_name(grid);
    *paragraph = g_strdup_printf("paragraph %u", hit->block + 1);
    return *paragraph;
}

static const char *explain(const char *note)
{
    static const struct {
        const char *code;
        const char *text;
    } texts[] = {
        {"figure.note_mark", "The mark of a note stands behind the figure; left out of it"},
        {"figure.parted", "Cells are glued together; their digits can be parted in one way only"},
        {"figure.several", "Cells are glued together; their digits can be parted in several ways"},
        {"figure.joined", "Digits stand apart; joined"},
        {"figure.double_sign", "Two signs; read as one minus"},
        {"figure.rounded", "More than six decimals of 万元; rounded half to even"},
        {"unit.unknown", "Neither header nor cell gives a unit; kept as printed"},
        {"unit.converted", "Converted to 万元"},
        {"label.similar", "A label is spelled a little differently from the form's"},
        {"column.order", "The column is known from its order only"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (strcmp(texts[i].code, note) == 0)
            return texts[i].text;
    return note;
}

static void set_cell(const Matcher *m, GovReport *report, const GovSettled *s, bool confirmed)
{
    const GovHit *hit = s->hit;
    g_autofree char *raw = g_strndup(hit->raw, hit->raw_len);
    g_autofree char *paragraph = NULL;
    GovStatus status = hit->figure.status;
    bool doubtful = s->conflict || hit->doubt == DOUBT_STANDING ||
                    (hit->doubt == DOUBT_UNLESS_SUM && !confirmed);
    /* A blank or a mark in the wrong place is as doubtful as a figure. */
    if (doubtful && status != GOV_STATUS_UNREADABLE)
        status = GOV_STATUS_UNCERTAIN;
    GovCell cell = {.value = hit->figure.status == GOV_STATUS_REPORTED ? hit->figure.value : 0,
                    .status = status,
                    .evidence = hit->evidence,
                    .confidence = doubtful ? 0.5 : confidence_of(hit->evidence),
                    .has_reading = status == GOV_STATUS_UNCERTAIN && !s->conflict &&
                                   hit->figure.status == GOV_STATUS_REPORTED,
                    .raw = raw,
                    .locator = locator_name(m, hit, &paragraph),
                    .row = hit->row + 1,
                    .column = hit->column + 1};

    if (status != GOV_STATUS_REPORTED && status != GOV_STATUS_UNCERTAIN) {
        cell.evidence = GOV_EVIDENCE_NONE;
        cell.confidence = status == GOV_STATUS_UNREADABLE ? 0 : cell.confidence;
    }
    gov_report_set_cell(report, hit->cell, &cell);
    if (hit->note != NULL)
        gov_report_add_note(report, hit->note, (int)hit->cell, explain(hit->note));
}

static void add_remarks(const GovMatch *match, const Part *part, GovReport *report)
{
    guint low = 0, high = match->remarks->len;

    while (low < high) { /* remarks stand in document order */
        guint middle = low + (high - low) / 2;
        if (g_array_index(match->remarks, GovRemark, middle).block < part->first)
            low = middle + 1;
        else
            high = middle;
    }
    for (guint i = low; i < match->remarks->len; i++) {
        const GovRemark *remark = &g_array_index(match->remarks, GovRemark, i);
        if (remark->block >= part->end)
            break;
        gov_report_add_note(report, remark->code, remark->cell, remark->message);
    }
}

/* Of the document as a whole; a document of many reports could multiply them. */
static void add_warnings(const GovDocument *document, GovReport *report)
{
    for (size_t i = 0; i < MIN(gov_document_n_warnings(document), MAX_WARNINGS); i++)
        gov_report_add_note(report, gov_document_get_warning(document, i).code, -1,
                            gov_document_get_warning(document, i).message);
}

static GovReport *fill(const Matcher *m, guint form, const Part *part, bool conflict)
{
    const GovMatch *match = match_at(m, form);
    size_t n_cells = gov_form_n_cells(match->form);
    g_autoptr(GovReport) report = gov_report_new(match->form);
    g_autofree uint8_t *confirmed = g_new0(uint8_t, n_cells);
    guint first = find_hit(match, part->first);
    uint32_t first_table = first < match->hits->len ? hit_at(match, first)->block : part->end;

    gov__identity_fill(report, m->document, m->titles, m->used, part->first, first_table, part->end);
    g_autofree GovSettled *settled = settle(report, match, part);
    confirm_rows(match->form, settled, confirmed);
    g_autofree GovHit *decoded = match->broken->len > 0 ? g_new0(GovHit, n_cells) : NULL;
    gov__match_decode(match, part->first, part->end, settled, confirmed, decoded, report);
    for (size_t c = 0; c < n_cells; c++)
        if (settled[c].hit != NULL)
            set_cell(m, report, &settled[c], confirmed[c]);
    if (conflict)
        gov_report_add_note(report, "form.conflict", -1, "Column labels of two editions stand in the tables");
    add_remarks(match, part, report);
    add_warnings(m->document, report);
    gov_report_set_source(report, m->options->source);
    gov_report_seal(report);
    return g_steal_pointer(&report);
}

/* ---- errors ---- */

static void set_no_tables(const Matcher *m, GError **error)
{
    unsigned grids = 0, paragraphs = 0, labels = 0;
    g_autoptr(GString) forms = g_string_new(NULL);
    g_autoptr(GString) extra = g_string_new(NULL);

    for (size_t i = 0; i < gov_document_n_blocks(m->document); i++)
        if (gov_document_get_grid(m->document, i) != NULL)
            grids++;
        else
            paragraphs++;
    for (guint i = 0; i < m->lines->tokens->len; i++)
        labels += g_array_index(m->lines->tokens, GovToken, i).n_targets > 0;
    for (guint f = 0; f < m->forms->len; f++)
        g_string_append_printf(forms, "%s%s", f > 0 ? ", " : "", gov_form_get_id(form_at(m, f)));
    for (size_t i = 0; i < gov_document_n_warnings(m->document); i++)
        g_string_append_printf(extra, "; %s", gov_document_get_warning(m->document, i).message);
    g_set_error(error, GOV_ERROR, GOV_ERROR_NO_TABLES,
                "No statutory table found: looked for the labels of %s; found %u tables, "
                "%u paragraphs and %u known labels, but not their figures%s",
                forms->str, grids, paragraphs, labels, extra->str);
}

static void set_undetermined(const Matcher *m, GError **error)
{
    g_autoptr(GString) forms = g_string_new(NULL);

    for (guint f = 0; f < m->forms->len; f++)
        g_string_append_printf(forms, "%s%s", f > 0 ? " or " : "", gov_form_get_id(form_at(m, f)));
    g_set_error(error, GOV_ERROR, GOV_ERROR_FORM,
                "Edition undetermined: the labels fit %s alike, because the table of active disclosure "
                "and the rows of other handling are missing; name the form to read it as",
                forms->str);
}

/* ---- the whole ---- */

static bool load_forms(Matcher *m, GError **error)
{
    m->forms = g_ptr_array_new_with_free_func((GDestroyNotify)gov_form_unref);
    if (m->options->form != NULL) {
        g_ptr_array_add(m->forms, gov_form_ref(m->options->form));
        return true;
    }
    for (size_t i = 0; i < gov_form_n_builtin() && i < MAX_FORMS; i++) {
        GovForm *form = gov_form_builtin(gov_form_get_builtin_id(i), error);
        if (form == NULL)
            return false;
        g_ptr_array_add(m->forms, form);
    }
    return true;
}

/* Column labels of glued tables that one form alone has. */
static void find_glued_sole(Matcher *m, guint form)
{
    const GovMatch *match = match_at(m, form);
    GArray *blocks = g_ptr_array_index(m->sole, form);

    for (size_t table = 0; table < gov_form_n_tables(match->form); table++)
        for (size_t column = 0; column < gov_form_n_columns(match->form, table); column++) {
            const char *label = gov_form_get_column_label(match->form, table, column, GOV_LANGUAGE_ZH);
            g_autofree char *key = gov_label_normalise(label, strlen(label));
            gov_label_strip_bracket(key);
            if (strstr(match->text, key) != NULL && !is_column_elsewhere(m, form, key))
                g_array_append_val(blocks, hit_at(match, 0)->block);
        }
}

static void mark_used(Matcher *m, const GovMatch *match)
{
    for (guint i = 0; i < match->hits->len; i++)
        m->used[hit_at(match, i)->block] = TRUE;
}

/* Whether a form can be left out: the labels of another one alone stand in the document. */
static bool is_ruled_out(const Matcher *m, guint form)
{
    guint others = 0;

    for (guint f = 0; f < m->sole->len; f++)
        if (f != form)
            others += ((const GArray *)g_ptr_array_index(m->sole, f))->len;
    return ((const GArray *)g_ptr_array_index(m->sole, form))->len == 0 && others >= LEAST_SOLE;
}

static void match_forms(Matcher *m)
{
    m->used = g_new0(uint8_t, gov_document_n_blocks(m->document) + 1);
    for (guint f = 0; f < m->forms->len; f++)
        find_sole(m, f);
    for (guint f = 0; f < m->forms->len; f++) {
        bool out = is_ruled_out(m, f);
        if (!out)
            gov__lines_apply_form(m->lines, form_at(m, f));
        g_ptr_array_add(m->matches, gov__match_new(out ? NULL : m->lines, form_at(m, f)));
        GovMatch *match = match_at(m, f);
        if (!out)
            gov__glued_read(match, m->document);
        if (match->text != NULL)
            find_glued_sole(m, f);
        mark_used(m, match_at(m, f));
    }
}

static GPtrArray *fill_parts(const Matcher *m, GError **error)
{
    g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
    g_autoptr(GArray) parts = find_parts(m);

    if (parts->len > MAX_REPORTS) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "The document holds %u reports; the limit is %u, part it", parts->len, MAX_REPORTS);
        return NULL;
    }
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = &g_array_index(parts, Part, i);
        bool conflict = false;
        int form = choose_form(m, part, &conflict);
        if (form >= 0 && count_hits(m, (guint)form, part) >= LEAST_HITS) {
            g_ptr_array_add(reports, fill(m, (guint)form, part, conflict));
        } else if (form < 0 && count_hits(m, 0, part) >= LEAST_HITS) {
            set_undetermined(m, error);
            return NULL;
        }
    }
    if (reports->len == 0) {
        set_no_tables(m, error);
        return NULL;
    }
    return g_steal_pointer(&reports);
}

static void matcher_clear(Matcher *m)
{
    g_clear_pointer(&m->matches, g_ptr_array_unref);
    g_clear_pointer(&m->forms, g_ptr_array_unref);
    g_clear_pointer(&m->titles, gov__identity_free_titles);
    g_clear_pointer(&m->lines, gov__lines_free);
    g_clear_pointer(&m->sole, g_ptr_array_unref);
    g_clear_pointer(&m->used, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Matcher, matcher_clear)

GPtrArray *gov_read_match(const GovDocument *document, const GovReadOptions *options, GError **error)
{
    static const GovReadOptions defaults = GOV_READ_OPTIONS_INIT;
    g_auto(Matcher) m = {.document = document, .options = options != NULL ? options : &defaults};

    g_return_val_if_fail(document != NULL, NULL);
    if (!load_forms(&m, error))
        return NULL;
    m.matches = g_ptr_array_new_with_free_func((GDestroyNotify)gov__match_free);
    m.sole = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    m.lines = gov__lines_new(document);
    m.titles = gov__identity_find_titles(document);
    match_forms(&m);
    return fill_parts(&m, error);
}
