/* SPDX-License-Identifier: MIT */
/* Reports of several editions of the form, gathered as one dataset of one of them. */
#ifndef GOV_TOOLS_EDITIONS_H
#define GOV_TOOLS_EDITIONS_H

#include "tools.h"

typedef struct _ToolEditions ToolEditions;

ToolEditions *tool_editions_new(void);
void tool_editions_free(ToolEditions *self);
/* Adds a report; the dataset keeps the order. */
bool tool_editions_add(ToolEditions *self, const GovReport *report, const GovRowKeys *keys, GError **error);
/* How many reports there are. */
size_t tool_editions_n_reports(const ToolEditions *self);
/* All of them as a sealed dataset of the form `to`, or for NULL of the newest edition among them, which is told on
 * stderr where there are several. NULL after an error. */
GovDataset *tool_editions_finish(ToolEditions *self, const char *to, GovLanguage language, GError **error);
/* After that: the cells that are not the same in all editions, with the reason; a list of its own. */
typedef enum { EDITIONS_TABLE, EDITIONS_JSONL, EDITIONS_CSV } EditionsFormat;
void tool_append_breaks(GString *out, const ToolEditions *self, EditionsFormat format, GovLanguage language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ToolEditions, tool_editions_free)

#endif
