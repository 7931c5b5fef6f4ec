/* SPDX-License-Identifier: MIT */
/* Settled cells → a report: status, evidence and confidence of each cell, its place in the document,
 * and a note wherever something is worth telling. */
#include "read/matcher-private.h"

#include <string.h>

#define MAX_WARNINGS 16

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

static const char *locator_name(const GovMatcher *m, const GovHit *hit, char **paragraph)
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

static void set_cell(const GovMatcher *m, GovReport *report, const GovSettled *s, bool confirmed)
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

static void add_remarks(const GovMatch *match, const GovDocumentPart *part, GovReport *report)
{
    guint first = gov__blocks_find(match->remarks, offsetof(GovRemark, block), part->first);

    for (guint i = first; i < match->remarks->len; i++) {
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

GovReport *gov__matcher_fill(const GovMatcher *m, guint form, const GovDocumentPart *part, bool conflict)
{
    const GovMatch *match = gov__matcher_match(m, form);
    size_t n_cells = gov_form_n_cells(match->form);
    g_autoptr(GovReport) report = gov_report_new(match->form);
    g_autofree uint8_t *confirmed = g_new0(uint8_t, n_cells);
    guint first = gov__match_find_hit(match, part->first);
    uint32_t first_table = first < match->hits->len ? gov__match_hit(match, first)->block : part->end;

    gov__identity_fill(report, m->document, m->titles, m->used, part->first, first_table, part->end);
    g_autofree GovSettled *settled = gov__settled_new(report, match, part);
    gov__settled_confirm_rows(match->form, settled, confirmed);
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
