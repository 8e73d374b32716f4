"""What the life of a statement refuses."""

from bpo.core.words import Words

PAGE = "docs/life.md"
MAIL_PAGE = "docs/cli/send.md"

NOT_NOW = Words(
    "life-not-now",
    en="'{id}' is {state}: it cannot be {verb} now; it can be when it is {after}",
    zh="'{id}' 目前为“{state}”，不能{verb}；须为：{after}",
)
ENDED = Words(
    "life-ended", en="'{id}' is {state}: nothing can be done with it any more", zh="'{id}' {state}，不能再做任何操作"
)
SENT_NOT_VOIDED = Words(
    "life-sent-not-voided",
    en="'{id}' was sent: it cannot be voided any more; correct it by a credit note",
    zh="'{id}' 已发送，不能作废；请开具更正单据",
)
MAYBE_SENT = Words(
    "life-maybe-sent",
    en="'{id}' cannot be voided: whether {message} reached the client is not known; tell it first, by bpo sent if it did, or by "
    "bpo send --again",
    zh="无法作废 '{id}'：邮件 {message} 是否送达尚不明确；请先确认：已送达用 bpo sent，否则用 bpo send --again",
)
NO_SUCH_MAIL = Words(
    "life-no-such-mail", en="'{id}': no message {message} is under way", zh="'{id}'：没有正在发送的邮件 {message}"
)
NO_REASON = Words(
    "life-reason-needed",
    en="'{id}': what is {verb} owes a reason: write --reason; it is kept in the journal",
    zh="'{id}'：{verb}须说明原因：请写 --reason，将记入日志",
)
OWN_WORK = Words(
    "life-own-work",
    en="'{id}' was prepared by {who}, who may not approve it; another person does, or write 'four_eyes: no' in bpo.yaml",
    zh="'{id}' 由 {who} 编制，不得自行审批；请由他人审批，或在 bpo.yaml 中写 four_eyes: no",
)
STRANGER = Words(
    "life-stranger",
    en="'{given}' is not among the people of bpo.yaml; name one of them with --as, or add '{given}' there",
    zh="bpo.yaml 的 people 中没有 '{given}'；请用 --as 写其中一人，或将其加入",
)
NOT_THEIR_ROLE = Words(
    "life-role",
    en="{who} may not do this: what is {verb} needs the role '{role}', and bpo.yaml gives {roles}",
    zh="{who} 无权操作：{verb}须有角色 '{role}'，bpo.yaml 所给角色为 {roles}",
)
OVER_LIMIT = Words(
    "life-limit",
    en="'{id}' is {amount} {currency}: {who} approves up to {limit} {currency}",
    zh="'{id}' 为 {amount} {currency}，超过 {who} 的审批限额 {limit} {currency}",
)
NO_LIMIT_IN = Words(
    "life-limit-currency",
    en="'{id}' is in {currency}, in which {who} may approve nothing; add {currency} to the limit in bpo.yaml",
    zh="'{id}' 以 {currency} 计价，{who} 无该币种的审批限额；请在 bpo.yaml 的 limit 中加入 {currency}",
)
LINE_UNKNOWN = Words("life-line-unknown", en="'{id}' has no line '{given}'", zh="'{id}' 中没有行 '{given}'")
LINE_CONFIRMED = Words(
    "life-line-confirmed",
    en="'{id}': the client confirmed line '{line}'; what turns out wrong later is corrected",
    zh="'{id}'：客户已确认行 '{line}'；事后发现有误须更正",
)
CONFIRMED_ALREADY = Words("life-confirmed-already", en="'{id}' is confirmed already", zh="'{id}' 已确认")
DISPUTE_TWICE = Words(
    "life-dispute-twice",
    en="'{id}' has a dispute '{dispute}' already; give this one another name",
    zh="'{id}' 已有争议 '{dispute}'；请另取名称",
)
DISPUTE_UNKNOWN = Words("life-dispute-unknown", en="'{id}' has no dispute '{given}'", zh="'{id}' 没有争议 '{given}'")
SETTLED_ALREADY = Words(
    "life-settled-already", en="'{id}': dispute '{dispute}' is settled already", zh="'{id}'：争议 '{dispute}' 已经解决"
)
DISPUTED_TOO_MUCH = Words(
    "life-disputed-amount",
    en="line '{line}': {amount} cannot be disputed; it is more than 0 and at most {most}, what is not in dispute yet",
    zh="行 '{line}'：争议金额 {amount} 无效；须大于 0 且不超过尚未争议的 {most}",
)
BAD_SHARE = Words(
    "life-conceded",
    en="dispute '{dispute}': {amount} cannot be conceded; it is from 0 to {most}, what is disputed",
    zh="争议 '{dispute}'：让步金额 {amount} 无效；须在 0 至争议金额 {most} 之间",
)
NOT_YET_DEEMED = Words(
    "life-not-yet-deemed",
    en="'{id}' is not deemed confirmed yet: the client may object until {answer_by}",
    zh="'{id}' 尚不视为确认：客户可在 {answer_by} 前提出异议",
)
INVOICED_TOO_MUCH = Words(
    "life-invoiced-too-much",
    en="'{id}': invoices would come to {amount}; they lie between 0 and {most}",
    zh="'{id}'：开票合计将为 {amount}；须在 0 与 {most} 之间",
)
PAYMENT_TWICE = Words(
    "life-payment-twice",
    en="'{id}': payment '{payment}' is in the journal already",
    zh="'{id}'：付款 '{payment}' 已登记",
)
REPAID_TOO_MUCH = Words(
    "life-repaid-too-much",
    en="'{id}': {amount} cannot be paid back; {paid} was paid",
    zh="'{id}'：不能退还 {amount}；已付 {paid}",
)
SENT_EARLY = Words(
    "life-sent-early",
    en="'{id}' has the date {issued}, and cannot have been sent on {on}; write the day on which it left with --on",
    zh="'{id}' 的日期为 {issued}，不可能在 {on} 发送；请用 --on 写明发送日期",
)
