/* SPDX-License-Identifier: MIT */
/* OLE2 files through libgsf, from memory. All use of libgsf for them is here. A stream is
 * taken whole: what reads it is then nothing but arithmetic on one piece of memory.
 * Nothing is inflated in such a file, so the size of the input bounds each stream. */
#include "read/ole-private.h"

#include <govstat/error.h>

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <string.h>

#define MIN_FILE 1536u /* a header, one sector of the table and one of names */

struct _GovOle {
    GsfInfile *infile;
    size_t len; /* of the file */
};

bool gov__ole_detect(const char *data, size_t len)
{
    return len >= 8 && memcmp(data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0;
}

static GsfInfile *open_infile(const char *data, size_t len, GError **why)
{
    GsfInput *input = gsf_input_memory_new((const guint8 *)data, (gsf_off_t)len, FALSE);
    GsfInfile *infile = gsf_infile_msole_new(input, why);
    g_object_unref(input);
    return infile;
}

GovOle *gov__ole_open(const char *data, size_t len, GError **error)
{
    g_autoptr(GError) why = NULL;
    GsfInfile *infile = len < MIN_FILE ? NULL : open_infile(data, len, &why);
    if (infile == NULL) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                    "OLE file is damaged or cut short: %s",
                    why == NULL ? "too small" : why->message);
        return NULL;
    }
    GovOle *ole = g_new0(GovOle, 1);
    ole->infile = infile;
    ole->len = len;
    return ole;
}

void gov__ole_free(GovOle *ole)
{
    if (ole == NULL)
        return;
    g_object_unref(ole->infile);
    g_free(ole);
}

/* The place of a name among the children of the root, or -1. */
static int find_child(const GovOle *ole, const char *name)
{
    int n = gsf_infile_num_children(ole->infile);
    for (int i = 0; i < n; i++) {
        const char *child = gsf_infile_name_by_index(ole->infile, i);
        if (child != NULL && g_ascii_strcasecmp(child, name) == 0)
            return i;
    }
    return -1;
}

bool gov__ole_has(const GovOle *ole, const char *name)
{
    return find_child(ole, name) >= 0;
}

static GBytes *fail(const char *name, const char *what, GError **error)
{
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "OLE stream %s %s", name, what);
    return NULL;
}

static GBytes *read_input(const GovOle *ole, GsfInput *input, const char *name,
                          GError **error)
{
    gsf_off_t size = gsf_input_size(input);
    if (size < 0 || (guint64)size > ole->len)
        return fail(name, "is said to be larger than the file", error);
    g_autofree guint8 *buffer = g_malloc((gsize)size + 1);
    if (size > 0 && gsf_input_read(input, (size_t)size, buffer) == NULL)
        return fail(name, "is cut short", error);
    return g_bytes_new_take(g_steal_pointer(&buffer), (gsize)size);
}

GBytes *gov__ole_read(const GovOle *ole, const char *name, GError **error)
{
    int child = find_child(ole, name);
    GsfInput *input =
        child < 0 ? NULL : gsf_infile_child_by_index(ole->infile, child);
    if (input == NULL)
        return fail(name, child < 0 ? "is missing" : "cannot be opened", error);
    GBytes *bytes = read_input(ole, input, name, error);
    g_object_unref(input);
    return bytes;
}

const char *gov__ole_name_other(const char *data, size_t len)
{
    static const struct {
        const char *stream;
        const char *name;
    } others[] = {
        {"WordDocument", NULL},
        {"Workbook", NULL},
        {"Book", "an Excel workbook of version 5 or 95"},
        {"EncryptedPackage", "a DOCX or XLSX file locked with a password"},
        {"PowerPoint Document", "a PowerPoint presentation (PPT)"},
        {"VisioDocument", "a Visio drawing"},
        {"CONTENTS", "a Works document"},
        {"MatOST", "a Works document"},
        {"SPELLING", "a Works document"},
        {"FileHeader", "a Hangul document (HWP)"},
        {"__properties_version1.0", "an Outlook message (MSG)"},
    };
    g_autoptr(GovOle) ole = gov__ole_open(data, len, NULL);
    for (gsize i = 0; ole != NULL && i < G_N_ELEMENTS(others); i++)
        if (gov__ole_has(ole, others[i].stream))
            return others[i].name;
    return ole == NULL ? NULL : "an OLE file that is neither a Word document nor an Excel workbook";
}
