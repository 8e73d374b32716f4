"""The contract language as a grammar, for random contracts: every clause with ways to write it.

``<word>`` stands for one of the ways in ``WORDS``, or for what :mod:`tests.contracts.random_contracts` knows: the lines, KPIs and
quantities that are there, a value in the unit of the KPI just named (``<level>``), bands of it (``<bands:…>``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Ways = Mapping[str, Sequence[str]]

TERMS: Ways = {
    "workload": [
        "quantity: <counted>, rate: <price><limits-of-use>",
        "quantity: <quantity>, <tiers><limits>",
        "quantity: <counted>, <tiers>, package: <size>",
        "quantity: <counted>, tiers: <tier-list>, tier_mode: whole_volume, tier_by: {months_ago: <1-2>, at_first: <volume>}",
        "quantity: <seconds>, rate: 0.049, round_each: <rounding><limits>",
        "quantity: <seconds>, rate: 0.0123, round_each: {to: 0.0001, by: <rounding>}<limits>",
        "quantity: <seconds>, rate: 3.33, minimum_each: 2, maximum_each: 9.99<limits>",
        "quantity: <seconds>, rate: <price>, maximum_each: 0.4, round_each: <rounding>",
        "quantity: <counted>, rate: <price>, round_volume: {to: 0.25, by: <rounding>}<limits>",
        "quantity: <rows>, rates: {by: site, north: <price>, south: <price>, otherwise: <price>}",
        "quantity: <rows>, rates: {by: [site, team], north: {red: <price>, blue: <price>}, otherwise: <price>}",
        "quantity: <rows>, rate: <price>, multipliers: <multipliers><limits>",
        "quantity: <rows>, rates: {by: site, north: <price>, otherwise: <price>}, multipliers: <multipliers>",
        'quantity: {count: interactions}, rate: <price>, free: {first: <1-100>, where: "talk_seconds < 30"}',
        "quantity: <counted>, rate: <price>, forecast: {volume: <figure>, pay_at_least: <percent>, over: 110%}",
        "quantity: <counted>, tiers: [{up_to: <volume>, fee: <price>}, {rate: <price>}], rollover: {share: <percent>, months: <1-2>}",
        "quantity: <counted>, rate: {times: <factor>, of: <rated-line>}",
        "quantity: <counted>, rate: <price>, currency: JPY, exchange: usd<limits-of-use>",
        "quantity: <counted>, <tiers>, tiers_within: <window>",
        "quantity: {count: interactions, where: \"channel = 'message'\", thread: {silence_hours: <1-100>, same: [channel]}}, rate: <price><limits>",
        "quantity: {count: interactions, where: resolved, no_return: {days: <1-2>}}, <tiers><limits>",
    ],
    "seats": [
        "seats: contracted, contracted: <size>, rate: <price>, prorated: <prorated>",
        "seats: contracted, contracted: <size>, <tiers><limits>",
        "seats: rostered, rate: <price>, prorated: <prorated><limits-of-use>",
        "seats: rostered, rates: {by: grade, a: <price>, otherwise: <price>}",
        "seats: active, <tiers>, minimum_contacts: <1-100>",
        "seats: active, rate: <price>, prorated: days, package: <size>",
        "seats: rostered, <tiers>, round_volume: {to: 1, by: <rounding>}",
    ],
    "hours": [
        "activities: [ready, handling], rate: <price><limits-of-use>",
        "handling: [talk, wrap_up], <tiers>",
        "activities: [consulting], increments: 900/900, <tiers>, round_volume: {to: 0.25, by: <rounding>}",
        "rates: {ready: <price>, training: <price>}<limits>",
        "activities: [ready], rate: <price>, multipliers: [{label: Night, when: hour(started_at) >= 22 OR hour(started_at) < 6, times: <factor>}]",
        "rates: {ready: <price>, training: <price>}, multipliers: [{label: Paid, when: paid, times: 150%}]",
        "activities: [ready], rate: <price>, billable_at_most: {hours: <size>, each: <whose>}",
        "activities: [ready], <tiers>, billable_at_most: {hours_per_working_day: <size>}",
        "activities: [ready], tiers: [{up_to: <volume>, fee: <price>}, {rate: <price>}], rollover: {months: <1-2>}",
        "activities: [ready], <tiers>, tiers_within: <window>",
    ],
    "staff_lease": [
        "price: <price>, prorated: <prorated><limits-of-use>",
        "prices: {a: <price>, b: <price>}",
        "labour_cost: roster, rate: 110%",
        "labour_cost: <price>, fee: <percent>, labour: passed_through<limits>",
    ],
    "consulting": [
        "day_rate: <price>, hours_per_day: <size><limits-of-use>",
        "day_rate: <price>, quantity: <quantity>",
        "milestones: [{label: One, amount: <price>, accepted_on: <day>}, {label: Two, amount: <price>}]<limits>",
    ],
    "fixed": ["amount: <price>, prorated: <prorated><limits>", "amount: <price>", "amount: <price>, once_on: <day>"],
    "pass_through": [
        "markup: <percent>, quantity: {given: money}",
        "margin: 12.5%, quantity: {sum: events, of: amount}<limits>",
        "quantity: cost",
    ],
    "baseline": [
        "quantity: <counted>, baseline: <figure>, fee: <price>, arc: <price>, rrc: <price>, prorated: <prorated><limits>",
        "quantity: <quantity>, baseline: <volume>, fee: <price>, arc: <price>, rrc: <price>, dead_band: 2.5%, "
        "counted_from: <edge>",
    ],
    "contingency": [
        "bands: [{below: 100, percent: <percent>, floor: <price>}, {percent: <percent>}]<limits>",
        "by: age, bands: [{at_most: 30, percent: <percent>}, {percent: <percent>}]",
    ],
    "piece_rate": [
        "quantity: <rows>, rate: <price><limits-of-use>",
        "quantity: {given: item}, tiers: <tier-list>, tier_mode: <tier-mode>",
    ],
    "leads": ["prices: [{region: east, receiver: bank, price: <price>}, {region: east, price: <price>}, {price: <price>}]<reward>"],
    "gainshare": ["quantity: {given: money}, target: 200.2, profit: 30.3, share: <percent>, ceiling: 270<limits>"],
    "commission": ["percent: <percent>, charge_back_days: 15<limits>", "amount: <price>, charge_back_days: 0, where: amount > 0"],
}  # fmt: skip

ADJUSTMENTS: Ways = {
    "multiplier": [
        "on: <lines>, kpi: <kpi>, bands: <bands:a-factor><clamp><share><grace>",
        "on: <lines>, charge_backs: <charge-backs>, kpi: <kpi>, bands: <bands:a-factor><share>",
        "on: <lines>, kpi: <kpi>, linear: {from: {value: <level:0>, factor: <factor>}, to: {value: <level:1>, factor: <factor>}}<clamp>",
        "on: <lines>, scorecard: [<rows-of-marks>], <of-score><clamp><share>",
        "on: <lines>, scorecard: [<rows-of-marks>], round_to: 0.1, additions: [{per: events, marks: 0.5, at_most: 3}], "
        "deductions: [{kpi: <kpi>, marks: 7}], veto: [{per: events, beyond: 20}], <of-score>",
    ],
    "bonus": ["<consequence>"],
    "penalty": ["<consequence>", "<consequence>, nature: damages"],
    "retention": [
        "of: <lines>, percent: <percent>, up_to: 700.5, released: 2026-02-10, score: usd, bands: [{at_least: 2, share: 100%}, {share: 33%}]<grace>",
        "held_before: 1000.01, released: 2026-02-10",
    ],
    "advance": [
        "amount: 1000, paid: 2026-01-10, months: 3<grace>", "amount: 1000, percent: <percent>, of: <lines>",
    ],
    "set_off": ["quantity: {given: money}"],
    "termination_fee": [
        "minimum_term: 2026-04-15, amount: 3.33<grace>", "by: supplier, minimum_term: 2026-03-31, amount: 100, begun_months: yes",
        "minimum_term: 2026-06-30, percent: <percent>, of: <lines>, months: <1-2><by>", "minimum_term: 2026-05-01, unamortised: {amount: 1000, months: 7}<by>",
        "minimum_term: 2026-05-01, bands: [{at_least: 2, amount: 700.5}, {amount: 33}]<by>",
    ],
    "short_notice": ["notice: 90 days, of: <lines>, months: <1-2><by>", "notice: 1 month, of: <lines>, months: 2, percent: <percent><grace>"],
    "at_risk_pool": [
        "of: <lines>, at_risk: <percent>, kpis: [{kpi: <kpi>, share: <percent>}, {kpi: <kpi>, bands: <bands:a-share>}]<grace>",
        "of: <lines>, at_risk: 12%, categories: [{name: Service, share: 60%, kpis: [{kpi: <kpi>, share: 75%}]}, "
        "{name: Quality, share: 60%, kpis: [{kpi: <kpi>, share: 100%}]}]",
    ],
    "service_points": [
        "of: <lines>, kpis: [{kpi: <kpi>, points: <marks>}, {kpi: <kpi>, bands: <bands:points>}], percent: 0.7%<cap><grace>",
        "of: <lines>, kpis: [{kpi: <kpi>, points: <marks>}], percent: 0.7%<cap-of-month>",
        "of: <lines>, kpis: [{kpi: <kpi>, points: <marks>}], applies: <applies>, repeat_factors: [1, 1.5, 2], "
        "bands: [{at_least: 5, percent: <percent>}, {percent: 0%}]",
    ],
    "cap": ["on: <lines>, <limit>, within: <within><grace>", "on: <lines>, <limit>, excess: next_month<grace>"],
    "minimum": ["on: <lines>, amount: <price>, prorated: <prorated>, only_with_use: <yes-no>", "on: <lines>, <limit><grace>",
                "on: <lines>, amount: <price>, prorated: <prorated>, within: <year>", "on: <lines>, amount: <price>, within: <window>",
                "on: <lines>, amount: <price>, prorated: <prorated>, within: <year>, carries: <carried>", "on: <lines>, amount: <price>, carries: <carried>"],
    "rebate": [
        "of: <lines>, tiers: [{up_to: <volume>, percent: 0%}, {up_to: 20000.5, percent: <percent>}, {percent: <percent>}], "
        "tier_mode: <tier-mode><grace>",
        "of: <lines>, tiers: [{up_to: 500, percent: 1%}, {percent: <percent>}], tier_mode: <tier-mode>, every: <longer><grace>",
    ],
    "earn_back": ["of: <lines>, kpis: [<kpi>], months: <1-2>, judged: <earned>"],
    "indexation": [
        "on: <lines>, changes: [{from: 2026-01-01, old: 129.9, new: <index>}, {from: <day>, percent: <percent>}]<index-limits><grace>",
    ],
    "exchange_rate": ["on: <lines>, rate: usd, baseline: 1.377, share: <percent>, band: <percent><grace>"],
    "seat_shortfall": [
        "contracted: <size>, tolerance: 5%, amount: <price>, weekdays: [1, 2, 3, 4, 5], closed: [<day>]<nature><grace>",
        "contracted: <size>, counts: whole, amount: <price>",
    ],
    "single_incident": ["on: <two-credits>", "on: <two-credits>, incidents: events"],
}  # fmt: skip

KPIS: Mapping[str, tuple[str, Sequence[str]]] = {
    "service_level": ("ratio", [
        "threshold_seconds: 20, abandons: <abandons>", "threshold_seconds: 20, abandons: short_excluded, short_abandon_seconds: 5",
        "threshold_seconds: 20, abandons: short_met, short_abandon_seconds: 5",
        "threshold_seconds: 20, abandons: negative, table: traffic",
    ]),
    "abandonment_rate": ("ratio", ["", "short_abandons: excluded_from_both, short_abandon_seconds: 5"]),
    "answer_rate": ("ratio", ["", "where: \"queue = 'cards'\""]),
    "average_speed_of_answer": ("second", ["divided_by: offered", "", "table: traffic"]),
    "average_handle_time": ("second", [""]),
    "occupancy": ("ratio", ["", "timesheets_where: paid"]),
    "utilisation": ("ratio", ["", "paid_activities: [ready, handling, break]"]),
    "adherence": ("ratio", [""]),
    "shrinkage": ("ratio", ["present: [ready]"]),
    "productivity": ("per_agent_day", ["per: rostered_day", "per: worked_day"]),
    "cost_per_contact": ("money", [""]),
    "qa_pass_rate": ("ratio", ["pass_mark: 85", "pass_mark: 85, critical_error: fails"]),
    "qa_score": ("score", [""]),
    "critical_error_accuracy": ("ratio", [""]),
    "csat": ("ratio", ["measure: satisfied, satisfied_from: 4", "measure: top_two_box, highest_score: 5"]),
    "nps": ("score", ["", "promoter_from: 9, detractor_to: 5"]),
    "first_contact_resolution": ("ratio", ["transfers: left_out", "resolution: no_repeat, repeat_days: 7, same: [category]"]),
    "repeat_contact_rate": ("ratio", ["hours: 72"]),
    "conversion_rate": ("ratio", ["", "cancelled: left_out"]),
    "contact_rate": ("ratio", ["right_party: \"disposition = 'rpc'\", per: connection"]),
    "complaint_rate": ("per_10000", ["", "complaints_where: upheld"]),
    "on_time_rate": ("ratio", ["cases: due", "cases: closed"]),
    "forecast_accuracy": ("ratio", ["measure: mape", "measure: wape, contacts: handled"]),
    "attrition_rate": ("ratio", ["of: average_heads", "of: opening_heads, annualised: yes"]),
    "interval_compliance": ("ratio", [
        "minutes: 30, of: {kpi: answer_rate, target: 80%}", "each: week, of: {kpi: answer_rate, target: 80%, if_not_measured: as_target}",
    ]),
    "interval_value": ("ratio", [
        "each: day, take: mean, of: {kpi: answer_rate, target: <level>, round_to: 0.1%}", "each: day, take: mean, of: {kpi: entered, target: <level>}",
        "each: day, take: mean, of: {kpi: answer_rate, target: <level>, if_not_measured: <level>}",
        "each: day, take: worst, rank: 2, of: {kpi: abandonment_rate, target: <level>}",
        "each: week, take: worst, of: {kpi: answer_rate, if_not_measured: 100%}", "each: 30 min, take: best, of: {kpi: answer_rate}",
    ]),
    "custom": ("per_10000", [
        "of: {count: events}, over: {count: interactions}, scale: 10000, unit: per_10000, better: low",
    ]),
    "entered": ("ratio", ["better: <better>", "by: The client"]),
}  # fmt: skip
"""The unit of each KPI and its variants."""

COUNTS_BY_ITSELF = ("attrition_rate", "csat", "forecast_accuracy", "interval_compliance", "interval_value")
"""KPIs of which an average is that of their values: they are no ratio of two sums."""

OF_ANY_KPI = [
    "", "", ", round_to: <rounded-to>", ", ramp: [<level>, <level>]", ", if_not_measured: as_target, minimum_sample: 100",
    ", if_not_measured: left_out", ", if_not_measured: <level>", ", average: {months: <2-3>, of: values}",
    ", known_later: {provisionally: as_target, final_after_months: <1-2>}", ", known_later: {provisionally: <level>, final_after_months: 3}",
]  # fmt: skip
OF_RATIOS = [
    ", average: {months: <2-3>, of: sums}",
    ", relief: {forecast: <figure>, above: 110%, excuses: month}",
    ", relief: {forecast: forecast, above: 110%, excuses: miss}",
    ", excused: [{from: 2026-01-10, to: 2026-01-11, reason: Storm, evidence: Notice 7}]",
]

OF_EACH_SITE = (
    "workload", "seats", "hours", "staff_lease", "leads", "commission", "multiplier", "bonus", "penalty", "service_points", "at_risk_pool",
    "cap", "minimum", "service_level", "abandonment_rate", "answer_rate", "occupancy", "qa_pass_rate", "csat", "complaint_rate",
)  # fmt: skip
"""Clauses and KPIs that are computed for each site by itself now and then."""

_NO_MONTHS = r"grace_months|minimum_term|ramp:|\bmonths: |months_ago|rollover|known_later|months_in_a_row|next_month|cap-of-month|<longer>"
_NOT_RESTATED = r"take: (most|\d)|<each>|months_ago"
NOT_IN: Mapping[str, str] = {
    "monthly from day 31": "thirty_days",
    "4-4-5 weeks from the Monday nearest 1 January": "thirty_days",
    "quarterly": _NO_MONTHS + "|(paid|every): (calendar_)?quarter",
    "quarterly from February": _NO_MONTHS + "|(paid|every): (calendar_)?quarter|calendar",
    "half-yearly": _NO_MONTHS + "|quarter",
    "yearly": _NO_MONTHS + "|quarter",
    "every 2 weeks from 2026-01-05": _NO_MONTHS + "|thirty_days|quarter|year|rolling|<window>|<year>|<months>",
    "from_a_period": "months_ago",
    "under_old_terms": _NOT_RESTATED,
    "under_new_terms": _NOT_RESTATED,
    "in_parts": (
        _NOT_RESTATED
        + "|scorecard: .*amount|per: .*amount: |repeats: |months_in_a_row|next_month|cap-of-month|<longer>|round_volume|"
        "free: |forecast|rollover|billable_at_most|floor: |charge_back|distinct|tiers_within|months_ago|currency|seats: active|"
        "^(baseline|gainshare|commission)|piece_rate.*tier|, cap: |beyond: |paid: q|paid: c|every: |average|relief|"
        "^no$|kpi: <kpi>, amount|each: day|per_point|begun|an-amount|once: |^amount: <price><paid>|"
        "^(retention|advance|set_off|termination_fee|short_notice|service_points|cap|minimum|earn_back|seat_shortfall|single_incident|rebate),"
    ),
}
"""What does not go with a billing cycle, or with a contract that is judged in parts: a pattern of ways, or of ``kind, way``."""

WORDS: Ways = {
    "price": ["0", "0.01", "3.33", "99.995", "500", "12345.6"],
    "percent": ["0%", "0.3%", "10%", "33.3%", "100%"],
    "factor": ["0.5", "0.855", "1", "1.02", "1.5"],
    "size": ["0.5", "3", "7.5", "40"],
    "volume": ["3", "10.5", "100", "1000"],
    "marks": ["0.3", "5", "12"],
    "index": ["118.2", "129.9", "136.0"],
    "1-2": ["1", "2"], "2-3": ["2", "3"], "1-100": ["1", "100"], "yes-no": ["yes", "no"], "better": ["high", "low"],
    "rounding": ["half_up", "half_even", "up", "down"],
    "prorated": ["days", "working_days", "thirty_days", "no"],
    "whose": ["agent", "team", "site"],
    "edge": ["baseline", "dead_band"],
    "within": ["month", "quarter", "calendar_quarter", "contract_year", "rolling_12_months", "contract"],
    "window": ["quarter", "calendar_quarter", "contract_year", "calendar_year", "contract"],
    "year": ["contract_year", "calendar_year", "quarter"],
    "applies": ["this", "next"],
    "charge-backs": ["as_paid", "this_month"],
    "earned": ["each_month", "on_average"],
    "abandons": ["in_time_met", "ignored", "negative", "late_only"],
    "tier-mode": ["graduated", "whole_volume"],
    "nature": ["", ", nature: damages"],
    "by": ["", ", by: supplier"],
    "carried": ["{shortfall: 50.5}", "{shortfall: 300, not_made_up: lapses, excess: 7.77}", "{excess: 1000}"],
    "grace": ["", "", ", grace_months: 1"],
    "reward": ["", ", reward: <price>"],
    "rows": ["{count: interactions}", "{count: interactions, repeats: {within_hours: 72, same: [customer, queue], billed: first}}", "{count: cases}", "<seconds>", "{sum: interactions, of: units}"],
    "seconds": ["{sum: interactions, of: talk_seconds, unit: minute, increments: 30/6}",
                "{sum: timesheets, of: hours, increments: {then: 900, rounded: <rounding>}}", "{sum: interactions, of: talk_seconds}"],
    "counted": ["<rows>", "{given: call}", "{distinct: interactions, of: customer}", "<each>", "{given: covers}"],
    "each": ["{distinct: timesheets, of: agent, each: day<most>}", "{count: interactions, each: 30 min, take: 95%}",
             "{sum: interactions, of: talk_seconds, repeats: {within_hours: 24, same: [customer], billed: last}}", "{sum: timesheets, of: hours, each: day, take: most}",
             "{at_once: timesheets, of: agent}", "{at_once: interactions, each: day, take: 50%}", "{covered: interactions, of: agent, unit: minute}"],
    "most": ["", ", take: most"],
    "figure": ["<volume>", "<months>", "forecast"], "agreed": ["<months>", "<months>", "90"],
    "tiers": ["tiers: <tier-list>, tier_mode: <tier-mode>"],
    "tier-list": [
        "[{rate: <price>}]", "[{up_to: 10, rate: <price>}, {up_to: 100, rate: <price>, fee: <price>}, {rate: <price>}]",
        "[{up_to: 0, fee: <price>}, {up_to: 50.5, fee: <price>}, {fee: <price>, rate: <price>}]",
        "[{up_to: 30, fee: <price>}, {rate: <price>}]",
    ],
    "limits": ["", "", ", minimum: <price>", ", maximum: <price>", ", minimum: {amount: 3.33, prorated: <prorated>}, maximum: 500.005"],
    "limits-of-use": ["<limits>", ", minimum: {amount: <price>, only_with_use: yes}"],
    "multipliers": [
        "[{label: Night, when: agent = 'ann', times: <factor>}]", "[{label: Night, when: agent = 'ann', times: 150%}, {label: {zh: 周末, en: Week|end}, when: agent = 'bob', times: <factor>}]",
    ],
    "a-factor": ["factor: <factor>"], "a-share": ["share: <percent>"], "points": ["points: <marks>"], "an-amount": ["amount: <price>"],
    "a-percent": ["percent: <percent>"], "some-marks": ["marks: 0", "marks: 12.5", "marks: 40"],
    "clamp": ["", "", ", minimum: 0.9", ", maximum: 1.01", ", minimum: 0.95, maximum: 1.05"],
    "share": ["", "", ", share: 30%"],
    "of-score": ["bands: [{at_least: 50, factor: <factor>}, {at_least: 30, factor: <factor>}, {factor: <factor>}]",
                 "linear: {from: {value: 10, factor: <factor>}, to: {value: 50, factor: <factor>}}"],
    "rows-of-marks": ["<row-of-marks>", "<row-of-marks>, <row-of-marks>"],
    "row-of-marks": [
        "{kpi: <kpi>, marks: 60}", "{kpi: <kpi>, marks: 60, full: <level:1>, zero: <level:0>, between: linear}",
        "{kpi: <kpi>, marks: 60, bands: <bands:some-marks>}", "{kpi: <kpi>, marks: 60, gate: {sample_below: 100, marks: 30}}",
        "{kpi: <kpi>, marks: 60, base: {value: <level:0>, marks: 40}, challenge: {value: <level:1>, marks: 80}, short_of_base: 5}",
        "{kpi: <kpi>, marks: 60, gate: {kpi: <kpi>, below: <level>, marks: 10}}",
    ],
    "consequence": [
        "amount: <price><paid><cap>",
        "per: <quantity>, amount: <price><every><cap-of-more><grace>",
        "per: events, beyond: 3, percent: <percent>, of: <lines><floor><cap>",
        "per: events, amount: <price><cap-of-month><floor><grace>",
        "per: events, tolerated: {percent: 0.3%, of: <quantity>}, amount: <price><cap>",
        "kpi: <kpi>, amount: <price>, when: <met><paid><floor>",
        "kpi: <kpi>, percent: <percent>, of: <lines><cap><floor>",
        "kpi: <kpi>, per_point: yes, amount: <price><cap>",
        "kpi: <kpi>, full_points: yes, beyond: <level>, percent: 0.3%, of: <lines><cap><grace>",
        "kpi: <kpi>, begun_points: yes, beyond: <level>, amount: <price><relative><cap>",
        "kpi: <kpi>, per_point: yes, beyond: <level>, point: <rounded-to>, amount: <price><cap>",
        "kpi: <kpi>, begun_points: yes, relative: yes, point: 0.1%, beyond: <level>, percent: 0.01%, of: <lines><cap>",
        "kpi: <kpi>, bands: <bands:an-amount><paid><cap>",
        "kpi: <kpi>, bands: <bands:a-percent>, of: <lines><cap>",
        "kpi: <daily>, each: day, amount: <price><allowed><cap><grace>",
        "kpi: <daily>, each: day, percent: <percent>, of: <lines><pro-rata><allowed><paid><cap><floor>",
        "kpi: <daily>, each: day, bands: <bands:an-amount><allowed>, months_in_a_row: 2",
        "kpi: <daily>, each: day, bands: <bands:a-percent>, of: <lines><pro-rata><cap>",
        "kpi: <daily>, each: day, begun_points: yes, beyond: <level>, percent: 0.3%, of: <lines><allowed><every>",
        "kpis: [<kpi>, <kpi>], once: <yes-no>, amount: <price><paid><cap>",
        "kpi: <kpi>, amount: <price>, months_in_a_row: <2-3><grace><cap>",
        "per: events, beyond: 3, percent: <percent>, of: <lines>, months_in_a_row: 2<floor>",
        "scorecard: [<rows-of-marks>], bands: [{at_least: 30, amount: 0}, {amount: <price>}]<in-a-row><paid><cap>",
        "scorecard: [<rows-of-marks>], round_to: 0.5, deductions: [{per: events, marks: 2}], veto: [{per: events, beyond: 20}], "
        "bands: [{at_least: 50, percent: 0%}, {percent: <percent>}], of: <lines>, every: <longer>, judged: <judged><grace>",
        "scorecard: [<rows-of-marks>], additions: [{per: events, marks: 0.5, at_most: 3}], <marks-beyond>, beyond: 25, amount: <price><cap>",
        "amount: <price>, every: contract_year",
    ],
    "allowed": ["", ", allowed: 1", ", allowed: 2"], "pro-rata": ["", ", pro_rata: yes"],
    "in-a-row": ["", ", months_in_a_row: 2"],
    "longer": ["quarter", "calendar_quarter", "contract_year", "calendar_year"], "judged": ["last_month", "on_average"],
    "marks-beyond": ["per_point: yes", "full_points: yes", "begun_points: yes, relative: yes"],
    "met": ["met", "missed"],
    "relative": ["", ", relative: yes"],
    "paid": ["", "", ", paid: quarterly", ", paid: calendar_quarterly"],
    "every": ["", ", every: quarter", ", every: calendar_quarter"],
    "limit": ["amount: <price>", "percent: <percent>, of: <lines>", "amount: <price>, percent: 12%, of: <lines>"],
    "cap": ["", ", cap: {<limit>}", ", cap: {<limit>, within: <within>}"],
    "cap-of-month": [", cap: {<limit>, excess: next_month}"],
    "cap-of-more": ["", ", cap: {<limit>, within: quarter}"],
    "floor": ["", "", ", floor: {<limit>}"],
    "index-limits": ["", ", plus: 1%, round_to: 0.1%", ", cap: 5%, floor: 1%"],
    "prices": [
        "{}", "{rate: 6%}", "{tax: included, rate: 6%, tax_rounding: line, rounding: half_even, tax_rounding_mode: down}",
        "{tax: included, rates: {standard: {rate: 13%}, less: {rate: 6%, changes: [{from: 2026-02-01, rate: 9%}]}}, rounding: up}",
        "{tax: included, rates: {less: {rate: 5%, deducts: passed_on}, standard: {rate: 6%}}}",
        "{rates: {standard: {rate: 19%}, less: {rate: 0%, note: Exempt}, abroad: {rate: 19%, reverse_charge: yes}}, tax_rounding: line}",
        "{rate: 18%, withholding: [{rate: 10%}, {rate: 2%, of: total}], rounding: down, payable_round_to: 5}",
        "{rates: {standard: {taxes: [{rate: 9%, name: C}, {rate: 9%, name: S}]}, less: {rate: 18%}}, tax_round_to: 1, payable_round_to: 1, payable_rounding: down}",
        "{tax: included, rates: {standard: {taxes: [{rate: 2%, name: L}, {rate: 13%, name: V, of: net_and_taxes}, {rate: 3%, name: C, of: taxes}]}, "
        "less: {taxes: [{rate: 5%, name: V}, {rate: 1%, name: L}], deducts: passed_on}}}",
    ],
    "tax": ["", "", ", tax: less"],
    "shifts": ["by_day", "by_day", "by_start"],
    "cycle": [
        "monthly", "monthly", "monthly", "monthly", "monthly from day 22", "monthly from day 31", "quarterly", "quarterly from February",
        "half-yearly", "yearly", "every 2 weeks from 2026-01-05", "4-4-5 weeks from the Monday nearest 1 January",
    ],
    "changed": ["", "", "", "", "from_a_period", "under_old_terms", "under_new_terms", "in_parts"],
    "counts": ["", "", "", "figures: {prevails: client, within: 5%}\n", "figures: {prevails: supplier}\n"],
    "effective": ["{from: 2026-01-01}", "{from: 2026-01-09, to: 2026-12-31}", "{from: 2026-01-01, to: 2026-02-17}", "{from: 2025-12-30}",
                  "{from: 2026-01-01, to: 2026-02-20}\nterminated: {by: client, notice_on: 2026-02-01}"],
    "currency": ["CNY", "USD", "JPY", "KWD"],
    "entities": [
        "", "", "", "entities: [{id: east, name: East}, {id: west, name: West}, {id: sea, name: Sea}]\nallocation: <allocation>\n",
    ],
    "allocation": [
        "{by: {east: 1/3, west: 60%, sea: 1/15}}",
        "{by: volume, otherwise: {east: 50%, west: 50%}}", "{by: events, lines: {t0: {east: 100%}}, otherwise: {sea: 100%}}",
    ],
    "orders": [
        "", "", "", "ceiling: {amount: 20000, used: 100.5, when_reached: <when-reached>}\n",
        "shown_in: {currency: KWD, exchange: usd}\n",
        "purchase_orders: [{number: A, limit: 5000, to: 2026-01-31, tax: included, when_reached: <when-reached>}, {number: B, from: 2026-02-01}]\n",
    ],
    "when-reached": ["warn", "stop", "refuse"],
}  # fmt: skip
