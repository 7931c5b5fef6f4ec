# SPDX-License-Identifier: MIT
"""Reports of the sizes offices really file: most have a handful of applications, a few thousands.

Applications are drawn one by one and fall on the results about as those of 宿迁市 do, with a taste of
each office's own, so that the sums of the form hold by themselves.
"""
import random

from . import model

# Shares of the results; what is not named here is rare.
_SHARES = {
    "granted": 40, "partially_granted": 10, "denied.law_forbidden": .6, "denied.third_party_rights": 1.2,
    "denied.internal_affairs": 1, "denied.process_information": .6, "denied.enforcement_file": 1.2,
    "denied.administrative_inquiry": .8, "unavailable.not_held": 26, "unavailable.needs_creation": 1.2,
    "unavailable.still_unclear": .4, "rejected.petition_complaint": 4, "rejected.repeated": 1.2,
    "rejected.mass_repeated": .7, "rejected.reconfirm": .15, "other": 10, "other.overdue_correction": 2,
    "other.overdue_fee": .3, "other.others": 8,
}
_RARE = .08
_OUTER = ("received", "carried_in", "disposed_total", "carried_over")
_CITIZENS = (.95, .035, .001, .003, .006, .004)
_COMPANIES = (.8, .13, .002, .02, .02, .03)


def applications_of(rng):
    """How many applications an office receives in a year."""
    u = rng.random()
    if u < .40:                                   # townships, small offices
        return rng.choice((0, 0, 0, 0, 1, 1, 2, 3, 5))
    if u < .70:                                   # departments of a county
        return int(rng.lognormvariate(2, .9))
    if u < .90:                                   # counties, departments of a city
        return int(rng.lognormvariate(4, .9))
    if u < .98:                                   # districts, cities
        return int(rng.lognormvariate(6.3, .7))
    return int(rng.lognormvariate(8, .5))


def _fill_applications(form, rng, n, values):
    rows = [row for row, _ in model.application_rows(form)]
    results = [row for row in rows if row not in _OUTER]
    taste = [_SHARES.get(row, _RARE) * rng.lognormvariate(0, .8) for row in results]
    applicants = rng.choice((_CITIZENS, _CITIZENS, _COMPANIES))
    table = {row: [0] * 6 for row in rows}
    left_over = rng.uniform(0, .08)
    for i in range(n + int(n * rng.uniform(0, .08))):
        column = rng.choices(range(6), applicants)[0]
        table["received" if i < n else "carried_in"][column] += 1
        late = rng.random() < left_over
        table["carried_over" if late else rng.choices(results, taste)[0]][column] += 1
    table["disposed_total"] = [sum(table[row][column] for row in results) for column in range(6)]
    for row in rows:
        for (applicant, _), value in zip(model.APPLICANTS, table[row] + [sum(table[row])]):
            values[f"applications.{row}.{applicant}"] = str(value)


def _fill_review(rng, n, values):
    rate = rng.choice((.02, .04, .08, .13))
    for part, (route, _) in zip((1, rng.uniform(.05, .5), rng.uniform(.05, .4)), model.ROUTES):
        shares = [share * rng.lognormvariate(0, .5) for share in (.55, .06, .22, .15)]
        figures = [0] * 4
        for _ in range(int(n * rate * part + rng.random())):
            figures[rng.choices(range(4), shares)[0]] += 1
        for (outcome, _), value in zip(model.OUTCOMES, figures + [sum(figures)]):
            values[f"review_litigation.{route}.{outcome}"] = str(value)


def _fill_active(form, rng, n, values):
    for _, columns, rows in model.BLOCKS[form]:
        for row, _ in rows:
            for column, _ in columns:
                code = f"active_disclosure.{row}.{column}"
                if model.is_money(code):
                    values[code] = rng.choice(("0", "0", "0", "1.054", "0.37", "12", "59237.2449", "4166.241619"))
                elif column == "items_change":
                    values[code] = rng.choice(("0", "0", "0", "3", "-2", "-12"))
                elif row == "regulations":
                    values[code] = rng.choice(("0", "0", "1", "12")) if n > 300 else "0"
                elif column == "decisions":
                    values[code] = str(rng.choice((0, 0, int(rng.lognormvariate(4, 2.5)))))
                else:
                    values[code] = str(rng.choice((0, 0, rng.randrange(9), rng.randrange(60))))


def report(form, seed):
    """The report behind a seed; the first two of the 2021 form are those of 宿迁市."""
    if form == model.F21 and seed < 2:
        return model.suqian(2023 + seed)
    rng = random.Random(f"office/{form}/{seed}")
    n, values = applications_of(rng), {}
    _fill_active(form, rng, n, values)
    _fill_applications(form, rng, n, values)
    _fill_review(rng, n, values)
    year = rng.choice((2021, 2022, 2023, 2024) if form == model.F21 else (2019, 2020))
    return model.Report(form, rng.choice(model.AGENCIES), year, {code: values[code] for code in model.codes(form)})
