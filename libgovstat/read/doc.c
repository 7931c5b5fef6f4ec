/* SPDX-License-Identifier: MIT */
/* Word 97–2003 (DOC) and WPS: the streams of the file, and what its header (FIB) says
 * of them. The text is always taken through the piece table, so files saved fast, whose
 * text lies in no order, are read like others. What cannot be read is refused by name:
 * files locked with a password, and those of Word 95 and earlier. */
#include <govstat/error.h>

#include "read/doc-private.h"
#include "read/format-private.h"
#include "read/ole-private.h"

#define WORD_97 0xA5EC
#define WORD_95 0xA5DC
#define FIRST_VERSION 0xC1u /* nFib of Word 97 */
#define FLAG_ENCRYPTED 0x0100u
#define FLAG_TABLE_1 0x0200u
#define MAX_CHANGES 32768u /* that pieces can refer to */
#define BUDGET (4u << 20)
#define BUDGET_PER_BYTE 16u

/* Places in FibRgFcLcb97. */
enum {
    FIB_CHARACTER_PAGES = 12,
    FIB_PARAGRAPH_PAGES = 13,
    FIB_PIECES = 33
};

static bool fail(GError **error, GovError code, const char *what)
{
    g_set_error_literal(error, GOV_ERROR, code, what);
    return false;
}

static bool fail_pieces(GError **error)
{
    return fail(error, GOV_ERROR_SYNTAX,
                "The Word document is damaged: its list of pieces of text cannot be read");
}

/* ---- the header ---- */

static bool check_header(GovBytes main, GError **error)
{
    guint16 magic = gov__bytes_u16(main, 0);
    if (magic == WORD_95 || (magic == WORD_97 && gov__bytes_u16(main, 2) < FIRST_VERSION))
        return fail(error, GOV_ERROR_UNSUPPORTED,
                    "This is a document of Word 95 or earlier, which is not read; save it "
                    "as DOCX");
    if (magic != WORD_97)
        return fail(error, GOV_ERROR_SYNTAX,
                    "The Word document is damaged: its header is not one of Word");
    if ((gov__bytes_u16(main, 0x0A) & FLAG_ENCRYPTED) != 0)
        return fail(error, GOV_ERROR_UNSUPPORTED,
                    "The Word document is locked with a password; save it without one");
    return true;
}

/* The header has parts of stated lengths: 16-bit numbers, 32-bit numbers, places. */
static size_t find_numbers(GovBytes main)
{
    return 0x22 + 2 * (size_t)gov__bytes_u16(main, 0x20) + 2;
}

/* A piece of the table stream that the header refers to. */
static GovBytes find_part(const GovDocFile *file, guint i)
{
    size_t numbers = find_numbers(file->main);
    size_t parts = numbers + 4 * (size_t)gov__bytes_u16(file->main, numbers - 2) + 2;
    size_t at = parts + 8 * (size_t)i;
    if (i >= gov__bytes_u16(file->main, parts - 2) || !gov__bytes_has(file->main, at, 8))
        return (GovBytes){NULL, 0};
    return gov__bytes_slice(file->table, gov__bytes_u32(file->main, at),
                            gov__bytes_u32(file->main, at + 4));
}

/* ---- pieces ---- */

/* One piece, cut at the end of the main text. */
static bool add_piece(GovDocFile *file, guint32 from, guint32 to, GovBytes pcd)
{
    guint32 fc = gov__bytes_u32(pcd, 2);
    bool wide = (fc & 0x40000000) == 0;
    GovDocPiece piece = {wide ? fc & 0x3FFFFFFF : (fc & 0x3FFFFFFF) / 2, to - from, wide,
                         gov__bytes_u16(pcd, 6)};
    if (to < from ||
        !gov__bytes_has(file->main, piece.fc, (size_t)piece.n * (wide ? 2 : 1)))
        return false;
    if (piece.n > 0)
        g_array_append_val(file->pieces, piece);
    return true;
}

/* PlcPcd: the places in the text, then the pieces. Pieces do not share text, so all of
 * them are not longer than the stream: that bounds the work. */
static bool add_pieces(GovDocFile *file, GovBytes list, guint32 n_characters)
{
    size_t n = list.len < 16 ? 0 : (list.len - 4) / 12;
    if (n == 0 || n_characters > file->main.len ||
        gov__bytes_u32(list, 4 * n) < n_characters || gov__bytes_u32(list, 0) != 0)
        return false;
    for (size_t i = 0; i < n && gov__bytes_u32(list, 4 * i) < n_characters; i++) {
        guint32 to = MIN(gov__bytes_u32(list, 4 * i + 4), n_characters);
        GovBytes pcd = gov__bytes_slice(list, 4 * (n + 1) + 8 * i, 8);
        if (!add_piece(file, gov__bytes_u32(list, 4 * i), to, pcd))
            return false;
    }
    return true;
}

/* Clx: lists of properties, then the pieces. */
static bool read_pieces(GovDocFile *file, GError **error)
{
    GovBytes clx = find_part(file, FIB_PIECES);
    guint32 n_characters = gov__bytes_u32(file->main, find_numbers(file->main) + 12);
    while (gov__bytes_u8(clx, 0) == 1) {
        size_t n = gov__bytes_u16(clx, 1);
        GovBytes list = gov__bytes_slice(clx, 3, n);
        if (file->changes->len < MAX_CHANGES)
            g_array_append_val(file->changes, list);
        clx = gov__bytes_from(clx, 3 + n);
    }
    if (gov__bytes_u8(clx, 0) != 2)
        return fail_pieces(error);
    GovBytes list = gov__bytes_slice(clx, 5, gov__bytes_u32(clx, 1));
    return add_pieces(file, list, n_characters) || fail_pieces(error);
}

/* ---- the file ---- */

static bool lay_out(GovDocument *document, GovDocFile *file, GError **error)
{
    g_autoptr(GString) text = g_string_sized_new(file->main.len);
    g_autoptr(GArray) paragraphs = g_array_new(FALSE, FALSE, sizeof(GovDocParagraph));
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(GovDocCell));
    GovDocText parts = {text, paragraphs, cells, 0};
    if (!gov__doc_read_text(file, &parts, error))
        return false;
    g_autoptr(GovPage) page = gov__page_new(document);
    gov__doc_lay_out(&parts, page);
    return gov__page_finish(page, error);
}

bool gov__doc_read_streams(GovDocument *document, GovBytes main, GovBytes table,
                           GovBytes data, GError **error)
{
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(GovDocPiece));
    g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(GovBytes));
    GovDocFile file = {.main = main,
                       .table = table,
                       .data = data,
                       .pieces = pieces,
                       .changes = changes,
                       .budget = BUDGET + BUDGET_PER_BYTE * main.len};
    if (!check_header(main, error))
        return false;
    file.paragraph_pages = find_part(&file, FIB_PARAGRAPH_PAGES);
    file.character_pages = find_part(&file, FIB_CHARACTER_PAGES);
    return read_pieces(&file, error) && lay_out(document, &file, error);
}

static GovBytes get_bytes(GBytes *bytes)
{
    gsize len = 0;
    const guint8 *data = bytes == NULL ? NULL : g_bytes_get_data(bytes, &len);
    return (GovBytes){data, len};
}

static bool read_streams(GovDocument *document, GovOle *ole, GError **error)
{
    g_autoptr(GBytes) main = gov__ole_read(ole, "WordDocument", error);
    if (main == NULL || !check_header(get_bytes(main), error))
        return false;
    bool first = (gov__bytes_u16(get_bytes(main), 0x0A) & FLAG_TABLE_1) != 0;
    g_autoptr(GBytes) table = gov__ole_read(ole, first ? "1Table" : "0Table", error);
    bool has_data = gov__ole_has(ole, "Data");
    g_autoptr(GBytes) data =
        table == NULL || !has_data ? NULL : gov__ole_read(ole, "Data", error);
    if (table == NULL || (has_data && data == NULL))
        return false;
    return gov__doc_read_streams(document, get_bytes(main), get_bytes(table),
                                 get_bytes(data), error);
}

static bool read_doc(GovDocument *document, const char *data, size_t len, GError **error)
{
    g_autoptr(GovOle) ole = gov__ole_open(data, len, error);
    return ole != NULL && read_streams(document, ole, error);
}

/* Any OLE file that nothing else took; what is wrong with it is told on reading. */
static bool detect(const char *data, size_t len)
{
    return gov__ole_detect(data, len);
}

const GovFormat gov__format_doc = {"doc", detect, read_doc, NULL};
