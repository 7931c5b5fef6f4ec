/* SPDX-License-Identifier: MIT */
/**
 * @file govstat.h
 * libgovstat: statistics from annual reports on government information disclosure
 * (政府信息公开工作年度报告). Includes every public header.
 */
#ifndef GOVSTAT_GOVSTAT_H
#define GOVSTAT_GOVSTAT_H

#include <govstat/aggregate.h>
#include <govstat/arrow.h>
#include <govstat/check.h>
#include <govstat/code.h>
#include <govstat/concordance.h>
#include <govstat/dataset.h>
#include <govstat/decls.h>
#include <govstat/diff.h>
#include <govstat/document.h>
#include <govstat/error.h>
#include <govstat/figure.h>
#include <govstat/form.h>
#include <govstat/harmonise.h>
#include <govstat/indicator.h>
#include <govstat/join.h>
#include <govstat/label.h>
#include <govstat/manifest.h>
#include <govstat/rate.h>
#include <govstat/narrative.h>
#include <govstat/read.h>
#include <govstat/reconcile.h>
#include <govstat/report.h>
#include <govstat/rollup.h>
#include <govstat/rule.h>
#include <govstat/units.h>
#include <govstat/version.h>
#include <govstat/write.h>

#endif
