/* SPDX-License-Identifier: MIT */
/* OLE2 compound files: a file system in a file, which Word and Excel 97–2003 and WPS
 * wrote. Only streams of the root are asked for. */
#ifndef GOV_OLE_PRIVATE_H
#define GOV_OLE_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct _GovOle GovOle;

/* Whether bytes begin as an OLE2 file. */
bool gov__ole_detect(const char *data, size_t len);

/* The bytes must outlive what is opened. */
GovOle *gov__ole_open(const char *data, size_t len, GError **error);
void gov__ole_free(GovOle *ole);

/* Whether the root holds a stream or folder of that name, in any case of letters. */
bool gov__ole_has(const GovOle *ole, const char *name);
/* A whole stream; NULL with the error set if there is none or it is damaged. */
GBytes *gov__ole_read(GovOle *ole, const char *name, GError **error);

/* What a person would call a file with these streams, as it is neither a Word document
 * nor an Excel workbook that is read; NULL if it is one of them. Static. */
const char *gov__ole_name_other(const char *data, size_t len);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovOle, gov__ole_free)

#endif
