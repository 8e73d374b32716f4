"""What the staffing plan and the comparison of scenarios say of their own accord, beside the headings of a bid's other documents."""

from collections.abc import Mapping

from bpo.bid.headings import BOOK
from bpo.core.words import Text, Words
from bpo.report.headings import named

PLAN: Mapping[str, Words] = named({
    "staffing_plan": ("人员测算", "Staffing plan"),
    "plan_number": ("方案编号", "Scenario no."),
    "assumed": ("测算前提", "What is assumed"),
    "stream": ("业务流", "Stream"),
    "contacts_of_term": ("业务量合计（到达）", "Contacts offered"),
    "handle_seconds": ("处理时长（秒）", "Handle time (s)"),
    "goal": ("服务目标", "Goal"),
    "patience": ("平均耐心（秒）", "Patience (s)"),
    "occupancy_limit": ("占用率上限", "Occupancy limit"),
    "heads_and_positions": ("人数与岗位数", "Heads and positions"),
    "contacts": ("业务量（到达）", "Contacts offered"),
    "positions": ("岗位数", "Positions"),
    "rostered": ("排班人数", "Rostered"),
    "seats": ("席位", "Seats"),
    "heads": ("人数", "Heads"),
    "hires": ("入职", "Hires"),
    "leavers": ("离职", "Leavers"),
    "released": ("释放", "Released"),
    "productive_hours": ("有效工时", "Productive h"),
    "paid_hours": ("计薪工时", "Paid hours"),
    "service_level": ("服务水平", "Service level"),
    "asa": ("平均应答速度（秒）", "ASA (s)"),
    "backlog": ("日末最多积压", "Backlog at most"),
    "conversion": ("转化率", "Conversion rate"),
    "sales": ("成交量", "Sales"),
    "call_back_taken": ("选择回呼的比例", "Share that takes a call-back"),
    "call_back_from": ("等待达到多少秒起提供回呼", "Call-back offered from a wait of (s)"),
    "call_back_within": ("平均回呼时限（分钟）", "Called back within (min), on average"),
    "call_backs": ("回呼量", "Called back"),
    "called_back_rate": ("回呼占比", "Called back, share"),
    "call_back_seconds": ("回呼等待（秒）", "Wait for call-back (s)"),
    "bot_takes": ("机器人接待比例", "Share taken by the bot"),
    "bot_taken": ("机器人接待量", "Taken by the bot"),
    "bot_solved": ("机器人解决量", "Solved by the bot"),
    "bot_returned": ("机器人转人工比例", "Returned by the bot"),
    "aht": ("平均处理时长（秒）", "AHT (s)"),
    "abandoned": ("放弃率", "Abandoned"),
    "occupancy": ("占用率", "Occupancy"),
    "calls_offered": ("到达量", "Offered"),
    "handled": ("受理量", "Handled"),
    "positions_by_half_hour": ("各半小时岗位数", "Positions by half hour"),
    "half_hour": ("半小时", "Half hour"),
    "day_kind": ("日期类型", "Kind of day"),
    "days_of_month": ("当月天数", "Days"),
    "hours_a_day": ("每日工时", "Hours a day"),
    "input": ("输入项", "Input"),
    "value": ("数值", "Value"),
    "handle_hours": ("处理工时", "Handle hours"),
    "needed": ("所需人数", "Heads needed"),
    "scheduled_hours": ("排班工时", "Scheduled h"),
    "night_hours": ("夜班工时", "Night h"),
    "for_shifts": ("其中因班次", "Heads for shifts"),
    "shift": ("班次", "Shift"),
    "from_to": ("起止", "From, to"),
    "by_shift": ("各班次每日人数", "People by shift and day"),
    "by_day": ("各日工时", "Hours by day"),
    "people": ("人数", "People"),
    "week": ("一周", "Week"),
    "needed_h": ("所需工时", "Hours needed"),
    "desk_h": ("在岗工时", "Hours there"),
    "paid_h": ("排班工时", "Hours scheduled"),
    "beyond_h": ("超出所需", "Beyond need"),
    "needed_p": ("所需岗位", "Needed"),
    "there_p": ("在岗人数", "There"),
    "over_p": ("富余", "Over"),
    "sheet_shifts": ("班次", "Shifts"),
    "sheet_days": ("各日工时", "Days of the week"),
    "sheet_cover": ("覆盖", "Cover"),
    "group": ("座席组", "Group"),
    "takes": ("受理顺序", "Takes, in order"),
    "goal_met": ("目标", "Goal"),
    "give_or_take": ("±", "±"),
    "sheet_groups": ("座席组", "Groups"),
    "sheet_shared": ("共享业务流", "Shared streams"),
    "hiring": ("提前招聘", "Hiring ahead of need"),
    "classes": ("培训班", "Classes"),
    "begins": ("开班", "Begins"),
    "there_from": ("上岗", "Takes calls from"),
    "joiners": ("人数", "People"),
    "total_heads": ("合计", "Sum"),
    "by_tenure": ("各月人数（按司龄）", "Heads by tenure"),
    "heads_before": ("期初人数", "Heads before"),
    "heads_after": ("期末人数", "Heads at end"),
    "in_training": ("培训中", "In training"),
    "learned": ("熟练", "Learned"),
    "needed_fte": ("需求（折算）", "FTE needed"),
    "able": ("产能（折算）", "FTE there"),
    "shortfall": ("缺口", "Shortfall"),
    "surplus_fte": ("富余", "Surplus"),
    "sheet_classes": ("培训班", "Classes"),
    "sheet_tenure": ("司龄", "Tenure"),
    "sheet_assumed": ("前提", "Assumptions"),
    "sheet_half_hours": ("半小时", "Half hours"),
})  # fmt: skip

COMPARED: Mapping[str, Words] = named({
    "scenarios_compared": ("方案比较", "Comparison"),
    "side_by_side": ("并列比较", "Side by side"),
    "changes": ("各情景的变化", "What variants change"),
    "total_of": ("合计", "Total"),
    "difference_of": ("差异", "Change"),
    "depends_on": ("敏感性", "What the result depends on"),
    "low_high": ("低 / 高", "Low / high"),
    "at_low": ("取低值时毛利", "Margin at low"),
    "at_high": ("取高值时毛利", "Margin at high"),
    "swing": ("变动幅度", "Swing"),
    "low": ("低值", "Low"),
    "high": ("高值", "High"),
    "clause_value": ("条款的价值", "What a clause is worth"),
    "with_clause": ("含该条款的毛利", "Margin with it"),
    "without_clause": ("去掉该条款后的毛利", "Margin without it"),
    "worth": ("条款价值", "Worth"),
    "break_even_price": ("盈亏平衡单价（占现价）", "Break-even price, of today's"),
    "k_star": ("考核系数临界值 K*", "Coefficient K*"),
    "sheet_side_by_side": ("并列", "Side by side"),
    "sheet_tornado": ("敏感性", "Sensitivity"),
    "sheet_clause": ("条款", "Clause"),
    "grid": ("两项输入的毛利网格", "Margin over two inputs"),
    "sheet_grid": ("毛利网格", "Margin grid"),
    "sheet_grid_rate": ("毛利率网格", "Margin % grid"),
    "sheet_grid_pairs": ("网格明细", "Grid pairs"),
})  # fmt: skip

COMPARED_BOOK: Mapping[str, Words] = {**BOOK, **PLAN, **COMPARED}
PLAN_BOOK: Mapping[str, Words] = {**BOOK, **PLAN}
HEADING_OF = {"abandonment_rate": "abandoned", "asa_seconds": "asa", "aht_seconds": "aht", "offered": "calls_offered"}
"""The heading of a driver, where it is not of the same name."""

GRID = Words(
    "compare-grid",
    en="{first} down, {second} across, all else as planned; each pair is projected and priced as the quote is. Losses are red.",
    zh="纵向为{first}，横向为{second}，其余按计划；每格均按报价的同一方法测算并计价，亏损为红色。",
)
GRID_CORNER = Words("compare-grid-corner", en="{first} \\ {second}", zh="{first} \\ {second}")
GOAL = Words("plan-goal", en="{answered} answered in {seconds} s", zh="{seconds} 秒内接通 {answered}")
CAN_WAIT = Words(
    "plan-can-wait", en="can wait; {share} of desk time is productive", zh="可延后处理；有效作业占比 {share}"
)
AT_ONCE = Words(
    "plan-at-once",
    en="up to {most} at once, each at {times} of the handle time",
    zh="同时最多 {most} 件，各件时长为 {times}",
)
HELD = Words("plan-held", en="Held by an agent at once", zh="座席同时处理件数")
HELD_TIME = Words("plan-held-time", en="Handle time with {number} at once", zh="同时处理 {number} 件时的时长系数")
CALL_BACK = Words(
    "plan-call-back",
    en="{share} of those who would wait {seconds} s or more are called back",
    zh="等待将达 {seconds} 秒及以上者中，{share} 选择回呼",
)
DONE_WITHIN = Words("plan-done-within", en="done within {hours} h of work", zh="{hours} 个工作小时内办结")
WITHIN = Words("plan-within-hours", en="Done within hours of work", zh="办结时限（工作小时）")
IN_MONTH = Words(
    "plan-half-hours-of", en="{stream}, {month}: positions by half hour", zh="{stream}，{month}：各半小时岗位数"
)
IN_TIME = Words("plan-in-time", en="Answered in {seconds} s", zh="{seconds} 秒内接通率")
HOURS_A_MONTH = Words("plan-hours-a-month", en="Paid hours a head and month", zh="每人每月计薪工时")
SHRINKAGE = Words("plan-shrinkage", en="Shrinkage: {reason}", zh="缩减率：{reason}")
ALL_REASONS = Words("plan-shrinkage-all", en="Shrinkage", zh="缩减率")
PRESENCE = Words("plan-presence", en="Presence: what is left of a paid hour", zh="在岗率")
PRODUCTIVE = Words("plan-productive", en="Productive hours a head and month", zh="每人每月有效工时")
ATTRITION = Words("plan-attrition", en="Attrition a month", zh="月流失率")
RAMP = Words("plan-ramp", en="Joiners in month {number}", zh="新人第 {number} 个月产能")
SEATS = Words("plan-seats", en="Seats a position", zh="每岗位席位数")
HEADS = {
    "fte": Words("plan-heads-fte", en="Heads are full-time equivalents", zh="人数为全职折算人数"),
    "whole": Words("plan-heads-whole", en="Heads are whole and full-time", zh="人数为全职整人"),
}
SURPLUS = {
    "released": Words(
        "plan-surplus-released", en="who is not needed in a slack month is released", zh="淡季富余人员释放"
    ),
    "kept": Words("plan-surplus-kept", en="who is not needed in a slack month is kept", zh="淡季富余人员保留"),
}
RELEASED_OR_KEPT = Words(
    "plan-released-or-kept",
    en="Released in slack months, {heads} head-months are paid and {hires} join; kept, {kept_heads} and {kept_hires}.",
    zh="淡季释放：计薪 {heads} 人月，招聘 {hires} 人；保留：计薪 {kept_heads} 人月，招聘 {kept_hires} 人。",
)
SEATS_AGREED = Words(
    "plan-seats-agreed",
    en="{month}: the work needs {needed} positions; {spare} more are staffed for the seats that are agreed.",
    zh="{month}：业务需要 {needed} 个岗位；另有 {spare} 个岗位为约定席位而配人。",
)
AT_LEAST = Words("plan-at-least", en="at least {most} there in some half hours", zh="部分时段最低在岗 {most} 人")
CHANGED = Words("plan-changed", en="{input} × {factor}", zh="{input} × {factor}")
HALF_HOUR_NOTE = Words(
    "plan-half-hour-note",
    en="{rostered} are rostered so that {positions} positions are filled: {positions} / {presence}.",
    zh="{positions} 个岗位需排班 {rostered} 人：{positions} / {presence}。",
)
FOR_AN_HOUR = Words("plan-for-an-hour", en="Hours scheduled for an hour needed", zh="每小时所需对应的排班工时")
SHIFTS_OF = Words("plan-shifts-of", en="Shifts of a week in {month}", zh="班次安排：{month} 的一周")
SHIFTS_HAVE = Words(
    "plan-shifts-have",
    en="{people} people are scheduled for {scheduled} h a week, where {needed} h are needed: {beyond} h or {share} more.",
    zh="每周安排 {people} 人、{scheduled} 小时，所需 {needed} 小时，多出 {beyond} 小时（{share}）。",
)
SHIFTS_RULE = Words(
    "plan-shifts-rule",
    en="At most {day} h a day and {week} h a week; days of rest a week: at least {rest}. Rule: {rule}.",
    zh="每日不超过 {day} 小时，每周不超过 {week} 小时，每周至少休息 {rest} 天。依据：{rule}。",
)
SHIFTS_LEAST = Words("plan-shifts-least", en="No schedule has fewer hours.", zh="已证明无法用更少工时覆盖。")
SHIFTS_GAP = Words(
    "plan-shifts-gap",
    en="The search ended before the least was proven: it may be lower by at most {gap}.",
    zh="搜索结束时尚未证明最优：最少工时至多可再低 {gap}。",
)
SHIFTS_EACH_MONTH = Words(
    "plan-shifts-each-month",
    en="Every month has as many hours for an hour that it needs: {heads} heads of an average month are there for that. Who is on leave, "
    "sick or in training comes on top.",
    zh="各月按同一比例计排班工时，平均每月因此多 {heads} 人；请假、病假、培训人员另计。",
)
TITLE = Words("staffing-title", en="{label}: staffing", zh="{label}：人员测算")
TITLE_OF = Words("staffing-title-variant", en="{label}, {variant}: staffing", zh="{label}（{variant}）：人员测算")
WEEK = Words(
    "staffing-week",
    en="{stream}, {month}: positions by half hour, {goal}",
    zh="{stream}，{month}：各半小时岗位数，{goal}",
)
OF_A_DAY = Words("staffing-day", en="{day}  {drawn}  {positions} at most", zh="{day}  {drawn}  最多 {positions}")
CAN_WAIT_NEEDS = Words(
    "staffing-can-wait",
    en="{stream}, {month}: productive hours {hours}, positions {positions}",
    zh="{stream}，{month}：有效工时 {hours}，岗位数 {positions}",
)
BACKLOG = Words(
    "plan-backlog",
    en="in what the queues leave; the end of a day leaves {backlog} at most",
    zh="利用排队业务的空余岗位处理；每日结束时最多积压 {backlog} 件",
)
AROUND = Words(
    "compared-around",
    en="Each bar goes from the margin at the low value to that at the high one; the line is the plan, {margin}.",
    zh="每条横线由取低值时的毛利到取高值时的毛利；竖线为计划毛利 {margin}。",
)
VARIANT, CHANGES = (
    Words("compared-variant", en="variant", zh="情景"),
    Words("compared-changes", en="changes", zh="变化"),
)
OF_INPUT = Words("compared-input", en="{owner}: {what}", zh="{owner}：{what}")
COST_OF = Words("compared-cost", en="Cost: {item}", zh="成本：{item}")
PRICE_OF = Words("compared-price", en="Price: {line}", zh="单价：{line}")
OF_STREAMS: Mapping[str, Text] = {
    "volume": Text(zh="业务量", en="volume"),
    "handle_seconds": Text(zh="处理时长", en="handle time"),
    "bot": Text(zh="机器人接待比例", en="share taken by the bot"),
    "conversion": Text(zh="转化率", en="conversion rate"),
}
PAYS_ANYWAY = Words("compared-pays-anyway", en="pays at any", zh="均盈利")
LOSES_ANYWAY = Words("compared-loses-anyway", en="loses at any", zh="均亏损")

REVENUE, COST = Words("margin-revenue", en="revenue", zh="收入"), Words("margin-cost", en="cost", zh="成本")
MARGIN = Words("margin-margin", en="margin", zh="毛利")
OF_REVENUE = Words("compare-margin-share", en="margin, of revenue", zh="毛利率")
OF_COST = Words("compare-markup", en="markup, of cost", zh="成本加成率")
WHAT, CHANGE = Words("compare-what", en="total", zh="合计"), Words("compare-change", en="change", zh="差异")
INPUT, VARY = Words("tornado-input", en="input", zh="输入项"), Words("margin-vary", en="--vary", zh="--vary")
AT_LOW, AT_HIGH = Words("tornado-low", en="at low", zh="取低值"), Words("tornado-high", en="at high", zh="取高值")
RANGE, SWING = Words("tornado-range", en="low / high", zh="低 / 高"), Words("tornado-swing", en="swing", zh="变动幅度")
WITHOUT = Words(
    "compare-clause",
    en="without '{clause}' the margin is {margin}: the clause is worth {worth}",
    zh="去掉 '{clause}' 后毛利为 {margin}：该条款价值 {worth}",
)
GROUPS_AT = Words("plan-groups-at", en="Groups, {month}, {day} {start}", zh="座席组，{month}，{day} {start}")
GROUPS_POSITIONS = Words(
    "plan-groups-positions",
    en="Positions in this half hour: {separate} if each stream has agents of its own, {pooled} if all agents take all, {written} in these groups.",
    zh="该半小时岗位数：各业务流单独配置为 {separate}，全员受理全部业务为 {pooled}，现有座席组为 {written}。",
)
GROUPS_BEYOND = Words("plan-groups-beyond", en="more than {most}", zh="超过 {most}")
GROUPS_ERROR = Words(
    "plan-groups-error",
    en="By simulation: ± is half of an interval that holds the true figure in 95 of 100 runs. The half hour is taken as lasting.",
    zh="由模拟得出：± 为 95% 置信区间的半宽；按该半小时的到达率稳态计算。",
)
GOAL_JUDGED = {
    "met": Words("plan-groups-met", en="met", zh="达标"),
    "missed": Words("plan-groups-missed", en="missed", zh="未达标"),
    "open": Words("plan-groups-open", en="within the error", zh="误差内，无法判定"),
}
GROWS_ON = Words("plan-groups-endless", en="missed: the queue grows without end", zh="未达标：队列无限增长")
IN_WEEKS = Words("plan-in-weeks", en="Weeks {first}–{last}", zh="第 {first}–{last} 周")
CLASSES_EVERY = Words(
    "plan-classes-every",
    en="A class may begin every {weeks} weeks, counted from the first day. Heads by tenure are the average of the month's weeks; weeks count "
    "from the day one joined.",
    zh="自首日起每 {weeks} 周可开一班。按司龄的人数为当月各周平均；周数自入职日起算。",
)
CLASS_AT_MOST = Words("plan-class-at-most", en="{most} at most join in a class.", zh="每班最多 {most} 人。")
NOBODY_LACKS = Words("plan-nobody-lacks", en="In no week are fewer there than are needed.", zh="各周人力均不低于需求。")
SOME_LACK = Words(
    "plan-some-lack",
    en="Classes are too small or too late in {months} of {all} months: {month} lacks {most} full-time equivalents on average. They are in "
    "no cost unless an item goes with the shortfall.",
    zh="{all} 个月中有 {months} 个月因班次容量或时间不足而缺人：{month} 平均缺 {most} 个折算人力；除非成本项按缺口计，否则不计入成本。",
)
CLASS_EVERY = Words("plan-class-every", en="Weeks from class to class", zh="开班间隔（周）")
CLASS_SIZE = Words("plan-class-size", en="People a class, at most", zh="每班人数上限")
TRAINING_WEEKS = Words("plan-training-weeks", en="Weeks of training", zh="培训周数")
OUTPUT_OF = Words("plan-output-of", en="Output: {band}", zh="产能：{band}")
ATTRITION_OF = Words("plan-attrition-of", en="Attrition a month: {band}", zh="月流失率：{band}")
LONGEST_FIRST = Words("plan-groups-longest", en="{streams}; the longest waiting first", zh="{streams}；等待最久者优先")
