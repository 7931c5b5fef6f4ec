/* SPDX-License-Identifier: MIT */
/* Formatting in a Word file is kept by place: a sorted list (PlcBte) names the page
 * (FKP, 512 bytes) for a place in the main stream, the page has a sorted list of runs,
 * and a run refers to a list of properties (Sprm) in that page. Two binary searches and
 * one walk over a short list. What lies outside of its page or stream is not there. A
 * list may continue in the data stream, where rows of many cells stand; all lists
 * together are bounded, as many runs may refer to one long list. */
#include "read/doc-private.h"

#define PAGE 512u
#define MAX_CHAIN 4 /* lists that refer to further lists */
#define MAX_NOTHING ((size_t)1 << 62)

enum {
    SPRM_P_IN_TABLE = 0x2416,
    SPRM_P_ROW_END = 0x2417,
    SPRM_P_INNER_CELL = 0x244B,
    SPRM_P_INNER_ROW = 0x244C,
    SPRM_P_DEPTH = 0x6649,
    SPRM_P_DEPTH_CHANGE = 0x664A,
    SPRM_P_HUGE = 0x6646,
    SPRM_P_HUGE_OLD = 0x6645,
    SPRM_P_TABLE = 0x646B,
    SPRM_P_TABS = 0xC615,
    SPRM_T_DEFINE = 0xD608,
    SPRM_T_DEFINE_OLD = 0xD606,
    SPRM_T_MERGE = 0x5624,
    SPRM_T_SPLIT = 0x5625,
    SPRM_T_MERGE_DOWN = 0xD62B,
    SPRM_T_INSERT = 0x7621,
    SPRM_T_DELETE = 0x5622,
    SPRM_T_WIDTH = 0x7623,
    SPRM_C_DELETED = 0x0800,
    SPRM_C_HIDDEN = 0x083C,
    SPRM_C_STRIKE = 0x0837,
    SPRM_C_STRIKE_TWICE = 0x2A53,
    SPRM_C_RAISED = 0x2A48,
    SPRM_C_POSITION = 0x4845,
    SPRM_C_SPECIAL = 0x0855
};

/* One property of a list. */
typedef struct {
    guint16 code;
    GovBytes operand;
} Sprm;

/* Bytes of the operand at the start of a list, with its own length where it has one. */
static size_t measure_operand(guint16 code, GovBytes list)
{
    static const guint8 sizes[8] = {1, 1, 2, 4, 2, 2, 0, 3};
    if (code >> 13 != 6)
        return sizes[code >> 13];
    if (code == SPRM_T_DEFINE || code == SPRM_T_DEFINE_OLD)
        return (size_t)MAX(gov__bytes_u16(list, 0), 1) + 1;
    size_t n = gov__bytes_u8(list, 0);
    if (code != SPRM_P_TABS || n < 255)
        return n + 1;
    n = 2 + 4 * (size_t)gov__bytes_u8(list, 1);
    return n + 1 + 3 * (size_t)gov__bytes_u8(list, n);
}

/* Takes the next property off a list; FALSE at its end, or where it is damaged. */
static bool take(GovBytes *list, Sprm *sprm)
{
    if (list->len < 2)
        return false;
    sprm->code = gov__bytes_u16(*list, 0);
    *list = gov__bytes_from(*list, 2);
    size_t n = measure_operand(sprm->code, *list);
    if (n > list->len)
        return false;
    sprm->operand = gov__bytes_slice(*list, 0, n);
    *list = gov__bytes_from(*list, n);
    return true;
}

static bool spend(GovDocFile *file, size_t n)
{
    bool enough = n <= file->budget;
    file->budget = enough ? file->budget - n : 0;
    return enough;
}

/* Finds the last of n sorted places that is not above a place; -1 if all are. */
static gssize find_place(GovBytes places, size_t n, size_t place)
{
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (gov__bytes_u32(places, 4 * middle) <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return (gssize)low - 1;
}

/* The page for a place; empty if there is none. */
static GovBytes find_page(const GovDocFile *file, GovBytes pages, size_t fc)
{
    size_t n = pages.len < 12 ? 0 : (pages.len - 4) / 8;
    gssize i = find_place(pages, n, fc);
    if (i < 0 || fc >= gov__bytes_u32(pages, 4 * ((size_t)i + 1)))
        return (GovBytes){NULL, 0};
    size_t number = gov__bytes_u32(pages, 4 * (n + 1) + 4 * (size_t)i) & 0x3FFFFF;
    return gov__bytes_slice(file->main, number * PAGE, PAGE);
}

/* A run of a page: where it ends, and where its entry stands, of `size` bytes each. */
static bool find_entry(GovBytes page, size_t fc, size_t size, size_t *end, size_t *entry)
{
    size_t n = gov__bytes_u8(page, PAGE - 1);
    if (page.len < PAGE || 4 * (n + 1) + size * n > PAGE - 1)
        return false;
    gssize i = find_place(page, n, fc);
    if (i < 0 || fc >= gov__bytes_u32(page, 4 * ((size_t)i + 1)))
        return false;
    *end = gov__bytes_u32(page, 4 * ((size_t)i + 1));
    *entry = 4 * (n + 1) + size * (size_t)i;
    return true;
}

static GovBytes get_character_list(GovBytes page, size_t entry)
{
    size_t at = 2 * (size_t)gov__bytes_u8(page, entry);
    if (at == 0)
        return (GovBytes){NULL, 0};
    return gov__bytes_slice(page, at + 1, gov__bytes_u8(page, at));
}

/* Two forms of length; both begin with the number of a style. */
static GovBytes get_paragraph_list(GovBytes page, size_t entry)
{
    size_t at = 2 * (size_t)gov__bytes_u8(page, entry);
    if (at == 0)
        return (GovBytes){NULL, 0};
    size_t n = 2 * (size_t)gov__bytes_u8(page, at);
    GovBytes list = n > 0 ? gov__bytes_slice(page, at + 1, n - 1)
                          : gov__bytes_slice(page, at + 2,
                                             2 * (size_t)gov__bytes_u8(page, at + 1));
    return gov__bytes_from(list, 2);
}

/* A list in the data stream, which its length precedes. */
static GovBytes get_data_list(const GovDocFile *file, GovBytes operand)
{
    size_t at = gov__bytes_u32(operand, 0);
    if (!gov__bytes_has(file->data, at, 2))
        return (GovBytes){NULL, 0};
    return gov__bytes_slice(file->data, at + 2, gov__bytes_u16(file->data, at));
}

/* What a piece applies on top: one small property, or a list. */
static GovBytes get_change(const GovDocFile *file, guint16 change, guint8 small[3])
{
    static const struct {
        guint8 index;
        guint16 code;
    } known[] = {
        {0x18, SPRM_P_IN_TABLE}, {0x19, SPRM_P_ROW_END},      {0x41, SPRM_C_DELETED},
        {0x57, SPRM_C_STRIKE},   {0x5C, SPRM_C_HIDDEN},       {0x68, SPRM_C_RAISED},
        {0x73, SPRM_C_STRIKE_TWICE}, {0x75, SPRM_C_SPECIAL},
    };
    GovBytes none = {NULL, 0};
    if ((change & 1) != 0)
        return (guint)change >> 1 < file->changes->len
                   ? g_array_index(file->changes, GovBytes, change >> 1)
                   : none;
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
        if (known[i].index != (change >> 1 & 0x7F))
            continue;
        small[0] = (guint8)(known[i].code & 0xFF);
        small[1] = (guint8)(known[i].code >> 8);
        small[2] = (guint8)(change >> 8);
        return (GovBytes){small, 3};
    }
    return none;
}

/* 0x80 and 0x81 mean what the style says, and its contrary; styles seldom say it. */
static bool is_on(GovBytes operand)
{
    guint8 value = gov__bytes_u8(operand, 0);
    return value == 1 || value == 0x81;
}

/* Several properties may have the same effect; each is known by a bit. */
static void set_flag(guint8 *flags, guint8 why, bool on)
{
    *flags = (guint8)(on ? *flags | why : *flags & ~why);
}

static void apply_to_run(GovDocFile *file, GovBytes list, GovDocRun *run)
{
    if (!spend(file, list.len))
        return;
    for (Sprm sprm; take(&list, &sprm);) {
        if (sprm.code == SPRM_C_DELETED)
            run->deleted = is_on(sprm.operand);
        else if (sprm.code == SPRM_C_HIDDEN)
            set_flag(&run->hidden, 1, is_on(sprm.operand));
        else if (sprm.code == SPRM_C_STRIKE)
            set_flag(&run->hidden, 2, is_on(sprm.operand));
        else if (sprm.code == SPRM_C_STRIKE_TWICE)
            set_flag(&run->hidden, 4, is_on(sprm.operand));
        else if (sprm.code == SPRM_C_RAISED)
            set_flag(&run->raised, 1, gov__bytes_u8(sprm.operand, 0) == 1);
        else if (sprm.code == SPRM_C_POSITION)
            set_flag(&run->raised, 2, gov__bytes_i16(sprm.operand, 0) > 0);
        else if (sprm.code == SPRM_C_SPECIAL)
            run->special = is_on(sprm.operand);
    }
}

void gov__doc_find_run(GovDocFile *file, const GovDocPiece *piece, size_t fc,
                       GovDocRun *run)
{
    size_t entry = 0;
    guint8 small[3] = {0};
    *run = (GovDocRun){.end = MAX_NOTHING};
    GovBytes page = find_page(file, file->character_pages, fc);
    if (find_entry(page, fc, 1, &run->end, &entry))
        apply_to_run(file, get_character_list(page, entry), run);
    apply_to_run(file, get_change(file, piece->changes, small), run);
}

/* ---- rows ---- */

static GovDocMerge get_down(guint flags)
{
    return flags == 0 ? GOV_DOC_MERGE_NONE
                      : (flags & 2) != 0 ? GOV_DOC_MERGE_FIRST : GOV_DOC_MERGE_CONTINUED;
}

/* Writers disagree which of the two bits is the first of cells merged across, but a first
 * one there must be: what a run begins with means that. */
static void resolve_across(GovDocProperties *row, const guint8 *bits)
{
    guint first = 0;
    for (guint i = 0; i < row->n_cells; i++) {
        if (bits[i] == 0 || first == 0)
            first = bits[i];
        row->cells[i].across = bits[i] == 0       ? GOV_DOC_MERGE_NONE
                               : bits[i] == first ? GOV_DOC_MERGE_FIRST
                                                  : GOV_DOC_MERGE_CONTINUED;
    }
}

/* sprmTDefTable: the number of cells, their edges, then what is known of each. Those
 * at the end may be left out. */
static void define_row(GovDocProperties *row, GovBytes operand)
{
    guint8 bits[GOV_DOC_MAX_CELLS] = {0};
    guint n = gov__bytes_u8(operand, 2);
    size_t first = 3 + 2 * ((size_t)n + 1);
    row->n_cells = 0;
    if (!gov__bytes_has(operand, 3, 2 * ((size_t)n + 1)))
        return;
    for (guint i = 0; i < n; i++) {
        guint flags = gov__bytes_u16(operand, first + 20 * (size_t)i);
        bits[i] = (guint8)(flags & 3);
        row->cells[i] = (GovDocCell){gov__bytes_i16(operand, 3 + 2 * (size_t)i),
                                     gov__bytes_i16(operand, 5 + 2 * (size_t)i),
                                     GOV_DOC_MERGE_NONE, get_down(flags >> 5 & 3)};
    }
    row->n_cells = n;
    resolve_across(row, bits);
}

/* sprmTMerge, sprmTSplit */
static void merge_across(GovDocProperties *row, GovBytes operand, bool merge)
{
    guint first = gov__bytes_u8(operand, 0);
    guint end = MIN(gov__bytes_u8(operand, 1), row->n_cells);
    for (guint i = first; i < end; i++)
        row->cells[i].across = !merge       ? GOV_DOC_MERGE_NONE
                               : i == first ? GOV_DOC_MERGE_FIRST
                                            : GOV_DOC_MERGE_CONTINUED;
}

/* sprmTDxaCol: cells from the first to before the last get one width; what is to the
 * right of them moves. */
static void widen(GovDocProperties *row, GovBytes operand)
{
    guint first = gov__bytes_u8(operand, 0);
    guint end = gov__bytes_u8(operand, 1);
    gint32 width = gov__bytes_i16(operand, 2);
    for (guint i = first; i < row->n_cells; i++) {
        gint32 old = row->cells[i].right - row->cells[i].left;
        row->cells[i].left = i == first ? row->cells[i].left : row->cells[i - 1].right;
        row->cells[i].right = row->cells[i].left + (i < end ? width : old);
    }
}

/* sprmTInsert and sprmTDelete come from edits saved fast; such a row counts as not
 * defined, and only its cells are known. */
static void apply_to_row(GovDocProperties *row, const Sprm *sprm)
{
    switch (sprm->code) {
    case SPRM_T_DEFINE:
        define_row(row, sprm->operand);
        break;
    case SPRM_T_MERGE:
    case SPRM_T_SPLIT:
        merge_across(row, sprm->operand, sprm->code == SPRM_T_MERGE);
        break;
    case SPRM_T_MERGE_DOWN:
        if (gov__bytes_u8(sprm->operand, 1) < row->n_cells)
            row->cells[gov__bytes_u8(sprm->operand, 1)].down =
                get_down(gov__bytes_u8(sprm->operand, 2));
        break;
    case SPRM_T_WIDTH:
        widen(row, sprm->operand);
        break;
    case SPRM_T_INSERT:
    case SPRM_T_DELETE:
        row->n_cells = 0;
        break;
    default:
        break;
    }
}

/* ---- paragraphs ---- */

static void apply_to_paragraph(GovDocFile *file, GovBytes list, GovDocProperties *p,
                               int chain)
{
    if (chain > MAX_CHAIN || !spend(file, list.len))
        return;
    for (Sprm sprm; take(&list, &sprm);) {
        guint32 number = gov__bytes_u32(sprm.operand, 0);
        if (sprm.code == SPRM_P_IN_TABLE)
            p->in_table = is_on(sprm.operand);
        else if (sprm.code == SPRM_P_ROW_END)
            p->row_end = is_on(sprm.operand);
        else if (sprm.code == SPRM_P_INNER_CELL)
            p->inner_cell = is_on(sprm.operand);
        else if (sprm.code == SPRM_P_INNER_ROW)
            p->inner_row = is_on(sprm.operand);
        else if (sprm.code == SPRM_P_DEPTH)
            p->depth = number;
        else if (sprm.code == SPRM_P_DEPTH_CHANGE)
            p->depth += number;
        else if (sprm.code == SPRM_P_HUGE || sprm.code == SPRM_P_HUGE_OLD ||
                 sprm.code == SPRM_P_TABLE)
            apply_to_paragraph(file, get_data_list(file, sprm.operand), p, chain + 1);
        else
            apply_to_row(p, &sprm);
    }
}

void gov__doc_find_paragraph(GovDocFile *file, const GovDocPiece *piece, size_t fc,
                             GovDocProperties *p)
{
    size_t end = 0;
    size_t entry = 0;
    guint8 small[3] = {0};
    p->in_table = p->row_end = p->inner_cell = p->inner_row = false;
    p->depth = 0;
    p->n_cells = 0;
    GovBytes page = find_page(file, file->paragraph_pages, fc);
    p->found = find_entry(page, fc, 13, &end, &entry);
    if (p->found)
        apply_to_paragraph(file, get_paragraph_list(page, entry), p, 0);
    apply_to_paragraph(file, get_change(file, piece->changes, small), p, 0);
}
