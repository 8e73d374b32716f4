BEGIN TRANSACTION;
CREATE TABLE "charges" (
	statement_id VARCHAR(200) NOT NULL, 
	position INTEGER NOT NULL, 
	clause TEXT NOT NULL, 
	label_zh TEXT NOT NULL, 
	label_en TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	amount TEXT NOT NULL, 
	line_tax TEXT NOT NULL, 
	tax_code TEXT NOT NULL, 
	file_line TEXT NOT NULL, 
	source TEXT NOT NULL, 
	damages BOOLEAN DEFAULT 0 NOT NULL, 
	deducted BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_charges PRIMARY KEY (statement_id, position), 
	CONSTRAINT fk_charges_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "charges" VALUES('group-2026-01-r1',1,'inbound','工作量','Workload','workload','550.00','31.13','standard','tests/scenarios/entities/contract.yaml:25','',0,0);
INSERT INTO "charges" VALUES('group-2026-01-r1',2,'platform','固定费用','Fixed fee','fixed','1000.00','56.61','standard','tests/scenarios/entities/contract.yaml:26','',0,0);
INSERT INTO "charges" VALUES('group-2026-01-r1',3,'chats','工作量','Workload','workload','20.00','1.13','standard','tests/scenarios/entities/contract.yaml:27','',0,0);
INSERT INTO "charges" VALUES('group-2026-01-r1',4,'coefficient','KPI考核系数','KPI coefficient','multiplier','-100.00','-5.66','standard','tests/scenarios/entities/contract.yaml:31','',0,0);
INSERT INTO "charges" VALUES('group-2026-01-r1',5,'at_least','合计保底','Minimum','minimum','0.00','0.00','standard','tests/scenarios/entities/contract.yaml:32','',0,0);
INSERT INTO "charges" VALUES('group-2026-01-r1',6,'leak','扣款','Penalty','penalty','-100.00','0','standard','tests/scenarios/entities/contract.yaml:33','',1,1);
INSERT INTO "charges" VALUES('disputed-line-2026-01-r1',1,'calls','工作量','Workload','workload','10000.00','600.00','standard','tests/scenarios/disputed_line/contract.yaml:10','',0,0);
INSERT INTO "charges" VALUES('disputed-line-2026-01-r1',2,'mails','工作量','Workload','workload','1000.00','60.00','standard','tests/scenarios/disputed_line/contract.yaml:11','',0,0);
INSERT INTO "charges" VALUES('disputed-line-2026-01-r1',3,'disputed.mails','争议款：工作量','Disputed: Workload','disputed','-1060.00','0','standard','tests/scenarios/disputed_line/contract.yaml:11','',0,1);
INSERT INTO "charges" VALUES('disputed-line-2026-01-r2',1,'calls','工作量','Workload','workload','10000.00','600.00','standard','tests/scenarios/disputed_line/contract.yaml:10','',0,0);
INSERT INTO "charges" VALUES('disputed-line-2026-01-r2',2,'mails','工作量','Workload','workload','1000.00','60.00','standard','tests/scenarios/disputed_line/contract.yaml:11','',0,0);
INSERT INTO "charges" VALUES('disputed-line-2026-01-r2',3,'disputed.mails','争议款：工作量','Disputed: Workload','disputed','-1060.00','0','standard','tests/scenarios/disputed_line/contract.yaml:11','',0,1);
INSERT INTO "charges" VALUES('known_later-2026-01-r1',1,'inbound','工作量','Workload','workload','1057.64','63.46','standard','tests/scenarios/known_later/contract.yaml:11','',0,0);
INSERT INTO "charges" VALUES('known_later-2026-01-r1',2,'platform','固定费用','Fixed fee','fixed','1000.00','30.00','low','tests/scenarios/known_later/contract.yaml:12','',0,0);
INSERT INTO "charges" VALUES('known_later-2026-01-r1',3,'coefficient','KPI考核系数','KPI coefficient','multiplier','0.00','0.00','standard','tests/scenarios/known_later/contract.yaml:17','',0,0);
INSERT INTO "charges" VALUES('known_later-2026-01-r1',4,'fee','扣款','Penalty','penalty','0.00','0.00','low','tests/scenarios/known_later/contract.yaml:18','',0,0);
INSERT INTO "charges" VALUES('known_later-2026-01-r1',5,'recovery','扣款','Penalty','penalty','0.00','0','standard','tests/scenarios/known_later/contract.yaml:19','',1,1);
INSERT INTO "charges" VALUES('known_later-2026-01-r2',1,'inbound','工作量','Workload','workload','1057.64','63.46','standard','tests/scenarios/known_later/contract.yaml:11','',0,0);
INSERT INTO "charges" VALUES('known_later-2026-01-r2',2,'platform','固定费用','Fixed fee','fixed','1000.00','30.00','low','tests/scenarios/known_later/contract.yaml:12','',0,0);
INSERT INTO "charges" VALUES('known_later-2026-01-r2',3,'coefficient','KPI考核系数','KPI coefficient','multiplier','-52.89','-3.17','standard','tests/scenarios/known_later/contract.yaml:17','',0,0);
INSERT INTO "charges" VALUES('known_later-2026-01-r2',4,'fee','扣款','Penalty','penalty','-200.00','-6.00','low','tests/scenarios/known_later/contract.yaml:18','',0,0);
INSERT INTO "charges" VALUES('known_later-2026-01-r2',5,'recovery','扣款','Penalty','penalty','0.00','0','standard','tests/scenarios/known_later/contract.yaml:19','',1,1);
INSERT INTO "charges" VALUES('whose_count_prevails-2026-01-r1',1,'inbound','工作量','Workload','workload','20000.00','0.00','standard','tests/scenarios/whose_count_prevails/contract.yaml:11','',0,0);
INSERT INTO "charges" VALUES('whose_count_prevails-2026-01-r1',2,'channels','工作量','Workload','workload','2600.00','0.00','standard','tests/scenarios/whose_count_prevails/contract.yaml:12','',0,0);
INSERT INTO "charges" VALUES('whose_count_prevails-2026-01-r1',3,'missed','扣款','Penalty','penalty','0.00','0.00','standard','tests/scenarios/whose_count_prevails/contract.yaml:16','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r1',1,'inbound','工作量','Workload','workload','4700.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:21','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r1',2,'platform','固定费用','Fixed fee','fixed','4700.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:26','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r1',3,'desk','固定费用','Fixed fee','fixed','300.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:15','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r1',4,'portal','固定费用','Fixed fee','fixed','160.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:27','',0,0);
INSERT INTO "charges" VALUES('damages-2026-01-r1',1,'fee','固定费用','Fixed fee','fixed','10600.00','600.00','standard','tests/scenarios/damages/contract.yaml:13','',0,0);
INSERT INTO "charges" VALUES('damages-2026-01-r1',2,'reduction','扣款','Penalty','penalty','0.00','0.00','standard','tests/scenarios/damages/contract.yaml:15','',0,0);
INSERT INTO "charges" VALUES('damages-2026-01-r1',3,'coefficient','扣款','Penalty','penalty','-106.00','-6.00','standard','tests/scenarios/damages/contract.yaml:17','',0,0);
INSERT INTO "charges" VALUES('damages-2026-01-r1',4,'leak','扣款','Penalty','penalty','0.00','0','standard','tests/scenarios/damages/contract.yaml:16','',1,1);
INSERT INTO "charges" VALUES('tax-withholding-2026-01-r1',1,'fee','工作量','Workload','workload','100000.00','12000.00','standard','tests/scenarios/tax_withholding/contract.yaml:10','',0,0);
INSERT INTO "charges" VALUES('tax-withholding-2026-01-r1',2,'withholding-1','预提税','Expanded withholding tax','withholding','-2000.00','0','','tests/scenarios/tax_withholding/contract.yaml:8','',0,1);
INSERT INTO "charges" VALUES('purchase_orders-2026-01-r1',1,'work','工作量','Workload','workload','100.00','0.00','standard','tests/scenarios/purchase_orders/contract.yaml:16','',0,0);
INSERT INTO "charges" VALUES('purchase_orders-2026-02-r1',1,'work','工作量','Workload','workload','100.00','0.00','standard','tests/scenarios/purchase_orders/contract.yaml:16','',0,0);
INSERT INTO "charges" VALUES('scorecard-weighted-2026-01-r1',1,'fee','固定费用','Fixed fee','fixed','10000.00','0.00','standard','tests/scenarios/scorecard_weighted/contract.yaml:9','',0,0);
INSERT INTO "charges" VALUES('scorecard-weighted-2026-01-r1',2,'coefficient','KPI考核系数','KPI coefficient','multiplier','200.00','0.00','standard','tests/scenarios/scorecard_weighted/contract.yaml:15','',0,0);
INSERT INTO "charges" VALUES('known_later_entities-2026-02-r1',1,'inbound','工作量','Workload','workload','400.00','24.00','standard','tests/scenarios/known_later_entities/contract.yaml:14','',0,0);
INSERT INTO "charges" VALUES('known_later_entities-2026-02-r1',2,'coefficient','KPI考核系数','KPI coefficient','multiplier','0.00','0.00','standard','tests/scenarios/known_later_entities/contract.yaml:18','',0,0);
INSERT INTO "charges" VALUES('known_later_entities-2026-02-r1',3,'true_up.2026-01','2026-01 指标补差','True-up of 2026-01','true_up','-15.00','-0.90','standard','','',0,0);
INSERT INTO "charges" VALUES('excused-events-2026-02-r1',1,'calls','工作量','Workload','workload','90.00','0.00','standard','tests/scenarios/excused_events/contract.yaml:9','',0,0);
INSERT INTO "charges" VALUES('excused-events-2026-02-r1',2,'by_all','扣款','Penalty','penalty','-100.00','0.00','standard','tests/scenarios/excused_events/contract.yaml:26','',0,0);
INSERT INTO "charges" VALUES('excused-events-2026-02-r1',3,'by_sl','奖金','Bonus','bonus','100.00','0.00','standard','tests/scenarios/excused_events/contract.yaml:27','',0,0);
INSERT INTO "charges" VALUES('desk-2026-02-r1',1,'fee','固定费用','Fixed fee','fixed','1000.00','0.00','standard','tests/scenarios/kpi_customers/contract.yaml:10','',0,0);
INSERT INTO "charges" VALUES('desk-2026-02-r1',2,'upheld','扣款','Penalty','penalty','-10.00','0.00','standard','tests/scenarios/kpi_customers/contract.yaml:19','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r2',1,'inbound','工作量','Workload','workload','4700.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:21','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r2',2,'platform','固定费用','Fixed fee','fixed','4700.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:26','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r2',3,'desk','固定费用','Fixed fee','fixed','300.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:15','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r2',4,'portal','固定费用','Fixed fee','fixed','160.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:27','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r3',1,'inbound','工作量','Workload','workload','4700.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:21','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r3',2,'platform','固定费用','Fixed fee','fixed','4700.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:26','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r3',3,'desk','固定费用','Fixed fee','fixed','300.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:15','',0,0);
INSERT INTO "charges" VALUES('amended-2026-03-r3',4,'portal','固定费用','Fixed fee','fixed','160.00','0.00','standard','tests/scenarios/amendment_inside_a_month/contract.yaml:27','',0,0);
CREATE TABLE contract_versions (
	id INTEGER NOT NULL, 
	contract VARCHAR(160) NOT NULL, 
	path VARCHAR(500) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	text TEXT NOT NULL, 
	first_seen VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_contract_versions PRIMARY KEY (id), 
	CONSTRAINT uq_contract_versions_contract_sha256_path UNIQUE (contract, sha256, path)
);
INSERT INTO "contract_versions" VALUES(1,'group','contracts/entities.yaml','6a4d5a1f846714d3f9c1298af748e318640bc1e3ce09f36a735a6abaf3cf530e','# Three companies of one client share tiers and the coefficient. Calls go by where they came from, the platform by agreed
# shares, chats by the chats themselves; prices hold 6% tax.
contract: group
title: Group hotline
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Group}
prices: {tax: included, rate: 6%}
entities:
  - {id: north, name: 北方公司, tax_no: 911100000000000001, po: "4500001", cost_centre: CC1}
  - {id: south, name: 南方公司, tax_no: 911100000000000002, po: "4500002", cost_centre: CC2}
  - {id: west, name: 西部公司, tax_no: 911100000000000003}
allocation:
  by: calls
  otherwise: {north: 100%}
  lines:
    platform: {north: 50%, south: 30%, west: 20%}
    chats: chat_contacts
quantities:
  calls: {given: call}
  chat_contacts: {given: contact}
  leaks: {given: event}
terms:
  - {id: inbound, model: workload, quantity: calls, tiers: [{up_to: 100, rate: 4}, {rate: 3}]}
  - {id: platform, model: fixed, amount: 1000}
  - {id: chats, model: workload, quantity: chat_contacts, rate: 2}
kpis:
  - {id: qa, kpi: entered, target: 90%}
adjustments:
  - {id: coefficient, kind: multiplier, on: [platform], kpi: qa, bands: [{at_least: 90%, factor: 1}, {factor: 0.9}]}
  - {id: at_least, kind: minimum, on: [inbound], amount: 100}
  - {id: leak, kind: penalty, per: leaks, amount: 100, nature: damages}
','2026-03-02T09:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(2,'disputed-line','contracts/disputed_line.yaml','50de7b87ae5cf75d8fc55fc69cdd41715f7b3d957eb6d563af59d1e1d6d428b6','# A line is contested: the client pays the rest now, and of what was withheld a part later; the rest is never paid.
contract: disputed-line
title: A disputed line
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
prices: {tax: excluded, rate: 6%}
terms:
  - {id: calls, model: workload, quantity: {given: call}, rate: 10}
  - {id: mails, model: workload, quantity: {given: call}, rate: 5}
','2026-03-02T10:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(3,'known_later','contracts/known_later.yaml','09706585ee9b766293981cfcf1da316399b56f0da81507e2ca144ae12c3476c0','# The client''s survey of a month comes later: until then it counts as exactly on target, and it is final after three months.
contract: known_later
title: known_later
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
prices: {tax: excluded, rates: {standard: {rate: 6%}, low: {rate: 3%}}}
quantities: {calls: {given: call}}
terms:
  - {id: inbound, model: workload, quantity: calls, rate: "0.855"}
  - {id: platform, model: fixed, amount: 1000, tax: low}
kpis:
  - {id: csat, kpi: entered, by: client''s survey, target: 90%, known_later: {provisionally: as_target, final_after_months: 3}}
  - {id: sl, kpi: entered, target: 80%}
adjustments:
  - {id: coefficient, kind: multiplier, on: [inbound], kpi: csat, bands: [{at_least: 95%, factor: 1.02}, {at_least: 90%, factor: 1.00}, {factor: 0.95}]}
  - {id: fee, kind: penalty, kpi: csat, tax: low, bands: [{at_least: 90%, amount: 0}, {amount: 200}]}
  - {id: recovery, kind: penalty, kpi: csat, nature: damages, bands: [{at_least: 80%, amount: 0}, {amount: 300}]}
','2026-03-02T12:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(4,'whose_count_prevails','contracts/whose_count_prevails.yaml','ec9f345f7187fb72df33bb78b23114ee68c403be9a7d865f15fb8e743a97c89e','# The client''s count is billed if it lies within 0.5% of the supplier''s; beyond that both count again.
contract: whose_count_prevails
title: whose_count_prevails
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
figures: {prevails: client, within: 0.5%, clause: "§6.2"}
quantities: {calls: {given: call}, minutes: {given: minute}}
terms:
  - {id: inbound, model: workload, quantity: calls, rate: 2}
  - {id: channels, model: workload, quantity: {count: interactions}, rates: {by: channel, voice: 3, chat: 1}}
kpis:
  - {id: csat, kpi: entered, target: 90%}
adjustments:
  - {id: missed, kind: penalty, kpi: csat, bands: [{at_least: 90%, amount: 0}, {amount: 500}]}
','2026-03-02T14:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(5,'amended','contracts/amendment_inside_a_month.yaml','905d22f7c90363169962af112105c9f8793d429551a7c6877fee134c2fef49c6','# New prices and a new fee from the 16th of March; from April the tiers are those of the amendment alone.
contract: amended
title: Amended in March
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
terms:
  - id: inbound
    model: workload
    quantity: {count: interactions, where: "outcome = ''handled''"}
    tiers: [{up_to: 1000, rate: 4}, {rate: 3}]
    minimum: 3100
  - {id: platform, model: fixed, amount: 3100}
  - {id: desk, model: fixed, amount: 620}
amendments:
  - from: 2026-03-16
    reference: Amendment 1
    to: 2027-03-31
    terms:
      - id: inbound
        model: workload
        quantity: {count: interactions, where: "outcome = ''handled''"}
        tiers: [{up_to: 1000, rate: 5}, {rate: 2}]
        minimum: 6200
      - {id: platform, model: fixed, amount: 6200}
      - {id: portal, model: fixed, amount: 310}
    removes: [desk]
','2026-03-02T15:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(6,'damages','contracts/damages.yaml','49d37ad44ae51a7a81937b7120da58859254f9c3225c1118ffaa40738535e6fb','# The nature of a deduction: a price reduction makes a smaller tax invoice; damages leave it full and are netted from the payment.
contract: damages
title: Tax
effective: {from: 2026-01-01}
supplier: {name: Supplier}
client: {name: Client}
currency: CNY
prices: {tax: included, rate: 6%}
quantities:
  complaints: {given: event}
  leaks: {given: event}
terms:
  - {id: fee, model: fixed, amount: 10600}
adjustments:
  - {id: reduction, kind: penalty, per: complaints, amount: 106}
  - {id: leak, kind: penalty, per: leaks, amount: 500, nature: damages}
  - {id: coefficient, kind: penalty, percent: 1%, of: [fee, leak]}
','2026-03-02T16:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(7,'tax-withholding','contracts/tax_withholding.yaml','c2ca540922ab4b283755c8bfddf456e278c4dfaf221324a5ff96206ed57df2b9','# The Philippines: 12% VAT, and 2% withheld from the payment with a certificate, its base before VAT.
contract: tax-withholding
title: Tax
effective: {from: 2026-01-01}
supplier: {name: Supplier}
client: {name: Client}
currency: PHP
prices: {rate: 12%, withholding: [{rate: 2%, name: {zh: 预提税, en: Expanded withholding tax}}]}
terms:
  - {id: fee, model: workload, quantity: {given: minute}, rate: 1}
','2026-03-02T17:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(8,'purchase_orders','contracts/purchase_orders.yaml','eab4241271e578794b8e6c611e176de3036f0ae0660efe01f532e5fbc33d0cfd','# Each company has its orders; the second of East follows the first, West has one until the end of June.
contract: purchase_orders
title: purchase_orders
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
entities: [{id: east, name: East}, {id: west, name: West}]
allocation: {by: {east: 75%, west: 25%}}
purchase_orders:
  - {number: E1, entity: east, limit: 100, to: 2026-01-31}
  - {number: E2, entity: east, limit: 75, from: 2026-02-01, when_reached: warn}
  - {number: W1, entity: west, limit: 50, to: 2026-06-30, used: 0}
quantities: {items: {given: item}}
terms:
  - {id: work, model: workload, quantity: items, rate: 1}
','2026-03-02T18:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(9,'scorecard-weighted','contracts/scorecard_weighted.yaml','e55795345863498b5c4a48f700b69695e948c1d4535658293a1bbede7a140e04','# Efficiency 15 marks, full at 90%, 10 below 80%; handling time full at 80 s, zero at 90 s; satisfaction by its target.
contract: scorecard-weighted
title: Weighted scorecard
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
terms:
  - {id: fee, model: fixed, amount: 10000}
kpis:
  - {id: efficiency, kpi: entered}
  - {id: aht, kpi: average_handle_time, target: 80}
  - {id: csat, kpi: entered, target: 95%, if_not_measured: left_out}
adjustments:
  - id: coefficient
    kind: multiplier
    on: [fee]
    scorecard:
      - {kpi: efficiency, marks: 15, bands: [{at_least: 90%, marks: 15}, {at_least: 80%, marks: 12}, {marks: 10}]}
      - {kpi: aht, marks: 20, full: 80, zero: 90, between: linear}
      - {kpi: csat, marks: 65}
    bands: [{at_least: 98, factor: 1.02}, {at_least: 85, factor: 1.00}, {factor: 0.95}]
','2026-03-02T20:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(10,'known_later_entities','contracts/known_later_entities.yaml','9d678a8ad59a01d11ca1be5c7b0a9ba2b91662ab7f67e55055b30115fded6280','# Two entities that share the month by their calls: what is trued up of a month goes as that month was allocated.
contract: known_later_entities
title: known_later_entities
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
entities: [{id: north, name: North}, {id: south, name: South}]
allocation: {by: calls}
prices: {rate: 6%}
ceiling: {amount: 1000, when_reached: stop}
quantities: {calls: {given: call}}
terms:
  - {id: inbound, model: workload, quantity: calls, rate: 1}
kpis:
  - {id: csat, kpi: entered, target: 90%, known_later: {provisionally: 95%, final_after_months: 1}}
adjustments:
  - {id: coefficient, kind: multiplier, on: [inbound], kpi: csat, bands: [{at_least: 90%, factor: 1.00}, {factor: 0.95}]}
','2026-03-02T21:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(11,'excused-events','contracts/excused_events.yaml','de86b29824bb2726424baf2e15d4e6533a61193a416691b59d0ba634207f4229','# The client''s system was down from 09:00 to 11:30 on the 3rd, and the site was flooded on the 10th and 11th: what began then leaves the KPI and is billed all the same.
contract: excused-events
title: Excused events
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
terms:
  - {id: calls, model: workload, quantity: {count: interactions}, rate: 10}
kpis:
  - {id: all, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
  - id: sl
    kpi: service_level
    threshold_seconds: 20
    abandons: negative
    target: 80%
    excused:
      - {from: 2026-02-03 09:00, to: 2026-02-03 11:30, reason: client''s CRM down, evidence: INC-4711}
      - {from: 2026-02-10, to: 2026-02-11, reason: flood, evidence: notice of 2026-02-10}
  - id: hours
    kpi: interval_compliance
    minutes: 60
    of: {kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%, excused: [{from: 2026-02-03 09:00, to: 2026-02-03 11:30, reason: client''s CRM down, evidence: INC-4711}]}
    target: 60%
adjustments:
  - {id: by_all, kind: penalty, kpi: all, amount: 100}
  - {id: by_sl, kind: bonus, kpi: sl, amount: 100}
','2026-03-02T22:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(12,'desk','contracts/kpi_customers.yaml','f077a6a6316c22300385db3e71cc3889d9f5a8599b3ed6292e43b08f2648812f','# First-contact resolution as recorded, and complaints upheld, at the bound and one beyond.
contract: desk
title: Desk
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
billing: {timezone: Asia/Shanghai}
terms:
  - {id: fee, model: fixed, amount: 1000}
kpis:
  - {id: fcr, kpi: first_contact_resolution, target: 50%}
  - {id: fcr_more, kpi: first_contact_resolution, target: 50.1%}
  - {id: fcr_alone, kpi: first_contact_resolution, transfers: not_resolved, target: 25%}
  - {id: fcr_own, kpi: first_contact_resolution, transfers: left_out, target: 33.4%}
  - {id: complaints, kpi: complaint_rate, target: 2500}
  - {id: complaints_fewer, kpi: complaint_rate, target: 2499}
adjustments:
  - {id: upheld, kind: penalty, kpi: complaints_fewer, amount: 10}
','2026-03-02T23:30:00.000000+00:00');
INSERT INTO "contract_versions" VALUES(13,'amended','contracts/amendment_inside_a_month.yaml','7cf1a7aa25ae31155bbc5fcf54c5d19b25d95b1976bb398726c80b46bfcfce31','# New prices and a new fee from the 16th of March; from April the tiers are those of the amendment alone.
contract: amended
title: Amended in March
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
terms:
  - id: inbound
    model: workload
    quantity: {count: interactions, where: "outcome = ''handled''"}
    tiers: [{up_to: 1000, rate: 4}, {rate: 3}]
    minimum: 3100
  - {id: platform, model: fixed, amount: 3100}
  - {id: desk, model: fixed, amount: 620}
amendments:
  - from: 2026-03-16
    reference: Amendment 1
    to: 2027-03-31
    terms:
      - id: inbound
        model: workload
        quantity: {count: interactions, where: "outcome = ''handled''"}
        tiers: [{up_to: 1000, rate: 5}, {rate: 2}]
        minimum: 6200
      - {id: platform, model: fixed, amount: 6200}
      - {id: portal, model: fixed, amount: 310}
    removes: [desk]
# a comment
','2026-03-03T00:30:00.000000+00:00');
CREATE TABLE drawn (
	statement_id VARCHAR(200) NOT NULL, 
	position INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	entity TEXT NOT NULL, 
	limit_amount TEXT NOT NULL, 
	includes_tax BOOLEAN NOT NULL, 
	"before" TEXT NOT NULL, 
	now TEXT NOT NULL, 
	CONSTRAINT pk_drawn PRIMARY KEY (statement_id, position), 
	CONSTRAINT fk_drawn_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "drawn" VALUES('purchase_orders-2026-01-r1',1,'E1','east','100.00',0,'0.00','75.00');
INSERT INTO "drawn" VALUES('purchase_orders-2026-01-r1',2,'W1','west','50.00',0,'0.00','25.00');
INSERT INTO "drawn" VALUES('purchase_orders-2026-02-r1',1,'E2','east','75.00',0,'0.00','75.00');
INSERT INTO "drawn" VALUES('purchase_orders-2026-02-r1',2,'W1','west','50.00',0,'25.00','25.00');
INSERT INTO "drawn" VALUES('known_later_entities-2026-02-r1',1,'','','1000.00',0,'300.00','385.00');
CREATE TABLE history_links (
	statement_id VARCHAR(200) NOT NULL, 
	position INTEGER NOT NULL, 
	earlier TEXT NOT NULL, 
	CONSTRAINT pk_history_links PRIMARY KEY (statement_id, position), 
	CONSTRAINT fk_history_links_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "history_links" VALUES('purchase_orders-2026-02-r1',1,'purchase_orders-2026-01-r1');
INSERT INTO "history_links" VALUES('known_later_entities-2026-02-r1',1,'2026-01');
CREATE TABLE lake_versions (
	statement_id VARCHAR(200) NOT NULL, 
	table_name VARCHAR(160) NOT NULL, 
	version BIGINT NOT NULL, 
	CONSTRAINT pk_lake_versions PRIMARY KEY (statement_id, table_name), 
	CONSTRAINT fk_lake_versions_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "lake_versions" VALUES('group-2026-01-r1','interactions',7);
INSERT INTO "lake_versions" VALUES('group-2026-01-r1','surveys',2);
INSERT INTO "lake_versions" VALUES('disputed-line-2026-01-r2','interactions',7);
INSERT INTO "lake_versions" VALUES('disputed-line-2026-01-r2','surveys',2);
INSERT INTO "lake_versions" VALUES('known_later-2026-01-r2','interactions',7);
INSERT INTO "lake_versions" VALUES('known_later-2026-01-r2','surveys',2);
INSERT INTO "lake_versions" VALUES('amended-2026-03-r1','interactions',7);
INSERT INTO "lake_versions" VALUES('amended-2026-03-r1','surveys',2);
INSERT INTO "lake_versions" VALUES('tax-withholding-2026-01-r1','interactions',7);
INSERT INTO "lake_versions" VALUES('tax-withholding-2026-01-r1','surveys',2);
INSERT INTO "lake_versions" VALUES('purchase_orders-2026-02-r1','interactions',7);
INSERT INTO "lake_versions" VALUES('purchase_orders-2026-02-r1','surveys',2);
INSERT INTO "lake_versions" VALUES('known_later_entities-2026-02-r1','interactions',7);
INSERT INTO "lake_versions" VALUES('known_later_entities-2026-02-r1','surveys',2);
INSERT INTO "lake_versions" VALUES('desk-2026-02-r1','interactions',7);
INSERT INTO "lake_versions" VALUES('desk-2026-02-r1','surveys',2);
CREATE TABLE ledger_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT ledger_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "ledger_version" VALUES('0004');
CREATE TABLE line_portions (
	statement_id VARCHAR(200) NOT NULL, 
	portion INTEGER NOT NULL, 
	charge INTEGER NOT NULL, 
	amount TEXT NOT NULL, 
	share TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	rule_values TEXT NOT NULL, 
	CONSTRAINT pk_line_portions PRIMARY KEY (statement_id, portion, charge), 
	CONSTRAINT fk_line_portions_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "line_portions" VALUES('group-2026-01-r1',1,1,'275.00','0.5','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"75"},"whole":{"number":"150"},"quantity":{"zh":"calls","en":"calls"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',1,2,'500.00','0.5','{"code":"allocated-by-share","en":"agreed share {share}","zh":"约定份额 {share}"}','{"share":{"percent":"0.5"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',1,3,'0.00','0','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"0"},"whole":{"number":"10"},"quantity":{"zh":"chat_contacts","en":"chat_contacts"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',1,4,'-50.00','0.5','{"code":"allocated-by-lines","en":"as {lines}: {share}","zh":"同{lines}：{share}"}','{"lines":{"zh":"固定费用","en":"Fixed fee"},"share":{"percent":"0.5"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',1,5,'0.00','0','{"code":"allocated-nothing","en":"nothing to allocate","zh":"无可分摊金额"}','{}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',1,6,'-50.00','0.5','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"75"},"whole":{"number":"150"},"quantity":{"zh":"calls","en":"calls"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',2,1,'183.33','1/3','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"50"},"whole":{"number":"150"},"quantity":{"zh":"calls","en":"calls"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',2,2,'300.00','0.3','{"code":"allocated-by-share","en":"agreed share {share}","zh":"约定份额 {share}"}','{"share":{"percent":"0.3"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',2,3,'20.00','1','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"10"},"whole":{"number":"10"},"quantity":{"zh":"chat_contacts","en":"chat_contacts"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',2,4,'-30.00','0.3','{"code":"allocated-by-lines","en":"as {lines}: {share}","zh":"同{lines}：{share}"}','{"lines":{"zh":"固定费用","en":"Fixed fee"},"share":{"percent":"0.3"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',2,5,'0.00','0','{"code":"allocated-nothing","en":"nothing to allocate","zh":"无可分摊金额"}','{}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',2,6,'-33.33','1/3','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"50"},"whole":{"number":"150"},"quantity":{"zh":"calls","en":"calls"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',3,1,'91.67','1/6','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"25"},"whole":{"number":"150"},"quantity":{"zh":"calls","en":"calls"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',3,2,'200.00','0.2','{"code":"allocated-by-share","en":"agreed share {share}","zh":"约定份额 {share}"}','{"share":{"percent":"0.2"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',3,3,'0.00','0','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"0"},"whole":{"number":"10"},"quantity":{"zh":"chat_contacts","en":"chat_contacts"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',3,4,'-20.00','0.2','{"code":"allocated-by-lines","en":"as {lines}: {share}","zh":"同{lines}：{share}"}','{"lines":{"zh":"固定费用","en":"Fixed fee"},"share":{"percent":"0.2"}}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',3,5,'0.00','0','{"code":"allocated-nothing","en":"nothing to allocate","zh":"无可分摊金额"}','{}');
INSERT INTO "line_portions" VALUES('group-2026-01-r1',3,6,'-16.67','1/6','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"25"},"whole":{"number":"150"},"quantity":{"zh":"calls","en":"calls"}}');
INSERT INTO "line_portions" VALUES('purchase_orders-2026-01-r1',1,1,'75.00','0.75','{"code":"allocated-by-share","en":"agreed share {share}","zh":"约定份额 {share}"}','{"share":{"percent":"0.75"}}');
INSERT INTO "line_portions" VALUES('purchase_orders-2026-01-r1',2,1,'25.00','0.25','{"code":"allocated-by-share","en":"agreed share {share}","zh":"约定份额 {share}"}','{"share":{"percent":"0.25"}}');
INSERT INTO "line_portions" VALUES('purchase_orders-2026-02-r1',1,1,'75.00','0.75','{"code":"allocated-by-share","en":"agreed share {share}","zh":"约定份额 {share}"}','{"share":{"percent":"0.75"}}');
INSERT INTO "line_portions" VALUES('purchase_orders-2026-02-r1',2,1,'25.00','0.25','{"code":"allocated-by-share","en":"agreed share {share}","zh":"约定份额 {share}"}','{"share":{"percent":"0.25"}}');
INSERT INTO "line_portions" VALUES('known_later_entities-2026-02-r1',1,1,'0.00','0','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"0"},"whole":{"number":"400"},"quantity":{"zh":"calls","en":"calls"}}');
INSERT INTO "line_portions" VALUES('known_later_entities-2026-02-r1',1,2,'0.00','0','{"code":"allocated-nothing","en":"nothing to allocate","zh":"无可分摊金额"}','{}');
INSERT INTO "line_portions" VALUES('known_later_entities-2026-02-r1',1,3,'-5.00','1/3','{"code":"allocated-as-then","en":"{label}: as that month was allocated","zh":"{label}：按该月分摊"}','{"label":{"zh":"2026-01 指标补差","en":"True-up of 2026-01"}}');
INSERT INTO "line_portions" VALUES('known_later_entities-2026-02-r1',2,1,'400.00','1','{"code":"allocated-by-quantity","en":"{part} of {whole} ({quantity})","zh":"{whole} 中的 {part}（{quantity}）"}','{"part":{"number":"400"},"whole":{"number":"400"},"quantity":{"zh":"calls","en":"calls"}}');
INSERT INTO "line_portions" VALUES('known_later_entities-2026-02-r1',2,2,'0.00','0','{"code":"allocated-nothing","en":"nothing to allocate","zh":"无可分摊金额"}','{}');
INSERT INTO "line_portions" VALUES('known_later_entities-2026-02-r1',2,3,'-10.00','2/3','{"code":"allocated-as-then","en":"{label}: as that month was allocated","zh":"{label}：按该月分摊"}','{"label":{"zh":"2026-01 指标补差","en":"True-up of 2026-01"}}');
CREATE TABLE measures (
	id INTEGER NOT NULL, 
	period_name VARCHAR(160) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	json TEXT NOT NULL, 
	CONSTRAINT pk_measures PRIMARY KEY (id), 
	CONSTRAINT uq_measures_sha256 UNIQUE (sha256)
);
INSERT INTO "measures" VALUES(1,'2026-01','8cb86a69095a6cdfce76ed84eb57d30ce10ceb14b9bbe2a473f24404c8bded07','{"period":"2026-01","quantities":{"calls":{"total":"150","parts":[{"key":"north","value":"75"},{"key":"south","value":"50"},{"key":"west","value":"25"}],"unit":"call"},"chat_contacts":{"total":"10","parts":[{"key":"south","value":"10"}],"unit":"contact"},"leaks":{"total":"1","parts":[],"unit":"event"}},"kpis":{"qa":{"value":"0.8","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"qa","why_not":null}},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(2,'2026-01','f6b3927e99ebab63791a2d965a34174b42bc4222262412e2f9becdf06af3b626','{"period":"2026-01","quantities":{"calls":{"total":"1000","parts":[],"unit":"call"},"mails":{"total":"200","parts":[],"unit":"call"}},"kpis":{},"series":{},"evidence":{},"disputed":{"mails":{"why":"duplicates"}}}');
INSERT INTO "measures" VALUES(3,'2026-01','767cd0c193de007cbf77ef4ca35beaafe549f82794af6c147747119d5208ae35','{"period":"2026-01","quantities":{"calls":{"total":"1000","parts":[],"unit":"call"},"mails":{"total":"200","parts":[],"unit":"call"}},"kpis":{},"series":{},"evidence":{},"disputed":{"mails":{"amount":"1060","why":"duplicates"}}}');
INSERT INTO "measures" VALUES(4,'2026-01','e2db2498204b6ac75b6b5c01cb0ded0848637bc3a321f11654f080144b3ff6b4','{"period":"2026-01","quantities":{"calls":{"total":"1237","parts":[],"unit":"call"}},"kpis":{"sl":{"value":"0.8","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"sl","why_not":null}},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(5,'2026-01','7e76fcccc22d1577810c06f1843b03a4016dc84d666f3cb0f6851006aaffa890','{"period":"2026-01","quantities":{"calls":{"total":"1237","parts":[],"unit":"call"}},"kpis":{"sl":{"value":"0.8","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"sl","why_not":null},"csat":{"value":"0.89","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"csat","why_not":null}},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(6,'2026-01','a95fd0266869e6399658f21c1e11fbf3860bce97a488eac2214c94cb7790f2fc','{"period":"2026-01","quantities":{"calls":{"total":"10000","parts":[],"unit":"call"},"channels":{"total":"1000","parts":[{"key":"chat","value":"200"},{"key":"voice","value":"800"}],"unit":"contact"}},"kpis":{"csat":{"value":"0.9","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"csat","why_not":null}},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(7,'2026-03','0dec7d3535139a7339751e60c76a5cb24ce4d6e52d5317d7dcf2a3fb08c4d97a','{"period":"2026-03","quantities":{"inbound":{"total":"1000","parts":[],"unit":"contact"},"inbound@2026-03-01":{"total":"800","parts":[],"unit":"contact"},"inbound@2026-03-16":{"total":"200","parts":[],"unit":"contact"}},"kpis":{},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(8,'2026-01','b6d500f7b2bd52abfaf79ce4bf4607d52b7b6e81fb2e3e622385858227c87359','{"period":"2026-01","quantities":{"complaints":{"total":"0","parts":[],"unit":"event"},"leaks":{"total":"0","parts":[],"unit":"event"}},"kpis":{},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(9,'2026-01','c8e334379168c5d8ccf0a92b2302a57242495dcf5f9da0f83e4e92bb0d823d51','{"period":"2026-01","quantities":{"fee":{"total":"100000","parts":[],"unit":"minute"}},"kpis":{},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(10,'2026-01','6636f70c08672b1d3a00efeabc7c2dace5fefa0bf7b587240c688046cf5a2e31','{"period":"2026-01","quantities":{"items":{"total":"100","parts":[],"unit":"item"}},"kpis":{},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(11,'2026-02','023aac84b5904bd820288aece0a7c0e145882def3876da408081a3c257cb3adb','{"period":"2026-02","quantities":{"items":{"total":"100","parts":[],"unit":"item"}},"kpis":{},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(12,'2026-01','41109b687db41ba3584c8d95176d44b6af485a4a87ea27aa6dde3e67842a3bf0','{"period":"2026-01","quantities":{},"kpis":{"efficiency":{"value":"0.9","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"efficiency","why_not":null},"aht":{"value":"80","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"aht","why_not":null},"csat":{"value":"0.95","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"csat","why_not":null}},"series":{},"evidence":{}}');
INSERT INTO "measures" VALUES(13,'2026-02','b9fc7ffe58e86b6a0365f12abe25a0eb2f87fce3ded13203933a165ea9d3204c','{"period":"2026-02","quantities":{"calls":{"total":"400","parts":[{"key":"south","value":"400"}],"unit":"call"}},"kpis":{"csat":{"value":"0.9","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"csat","why_not":null}},"series":{},"evidence":{},"late":{"2026-01":{"csat":{"value":"0.89","numerator":null,"denominator":null,"sample":null,"unit":"","kpi":"csat","why_not":null}}}}');
INSERT INTO "measures" VALUES(14,'2026-02','4032e31192cf20be33e2a293c0612b715615527748e34d81cd85938f877f8016','{"period":"2026-02","quantities":{"calls":{"total":"9","parts":[],"unit":"contact"}},"kpis":{"all":{"value":"4/9","numerator":"4","denominator":"9","sample":9,"unit":"ratio","kpi":"all","why_not":null},"sl":{"value":"0.8","numerator":"4","denominator":"5","sample":5,"unit":"ratio","kpi":"sl","why_not":null},"hours":{"value":"0.5","numerator":"3","denominator":"6","sample":6,"unit":"ratio","kpi":"hours","why_not":null}},"series":{"calls":[{"key":"2026-02-01","value":"0"},{"key":"2026-02-02","value":"0"},{"key":"2026-02-03","value":"4"},{"key":"2026-02-04","value":"0"},{"key":"2026-02-05","value":"0"},{"key":"2026-02-06","value":"0"},{"key":"2026-02-07","value":"0"},{"key":"2026-02-08","value":"0"},{"key":"2026-02-09","value":"1"},{"key":"2026-02-10","value":"1"},{"key":"2026-02-11","value":"1"},{"key":"2026-02-12","value":"2"},{"key":"2026-02-13","value":"0"},{"key":"2026-02-14","value":"0"},{"key":"2026-02-15","value":"0"},{"key":"2026-02-16","value":"0"},{"key":"2026-02-17","value":"0"},{"key":"2026-02-18","value":"0"},{"key":"2026-02-19","value":"0"},{"key":"2026-02-20","value":"0"},{"key":"2026-02-21","value":"0"},{"key":"2026-02-22","value":"0"},{"key":"2026-02-23","value":"0"},{"key":"2026-02-24","value":"0"},{"key":"2026-02-25","value":"0"},{"key":"2026-02-26","value":"0"},{"key":"2026-02-27","value":"0"},{"key":"2026-02-28","value":"0"}],"all":[{"key":"2026-02-03","value":"0.25"},{"key":"2026-02-09","value":"1"},{"key":"2026-02-10","value":"0"},{"key":"2026-02-11","value":"0"},{"key":"2026-02-12","value":"1"}],"sl":[{"key":"2026-02-03","value":"0.5"},{"key":"2026-02-09","value":"1"},{"key":"2026-02-12","value":"1"}]},"evidence":{"calls":{"rows":9,"table":"interactions","version":0},"all.numerator":{"rows":4,"table":"interactions","version":0},"all.denominator":{"rows":9,"table":"interactions","version":0},"sl.numerator":{"rows":4,"table":"interactions","version":0},"sl.denominator":{"rows":5,"table":"interactions","version":0},"hours.numerator":{"rows":4,"table":"interactions","version":0},"hours.denominator":{"rows":7,"table":"interactions","version":0}}}');
INSERT INTO "measures" VALUES(15,'2026-02','b46650d995a6edb2acaacce90c8e0d191dc2d3429a3500baf33bd73f74d48b9a','{"period":"2026-02","quantities":{},"kpis":{"fcr":{"value":"0.5","numerator":"2","denominator":"4","sample":4,"unit":"ratio","kpi":"fcr","why_not":null},"fcr_more":{"value":"0.5","numerator":"2","denominator":"4","sample":4,"unit":"ratio","kpi":"fcr_more","why_not":null},"fcr_alone":{"value":"0.25","numerator":"1","denominator":"4","sample":4,"unit":"ratio","kpi":"fcr_alone","why_not":null},"fcr_own":{"value":"1/3","numerator":"1","denominator":"3","sample":3,"unit":"ratio","kpi":"fcr_own","why_not":null},"complaints":{"value":"2500","numerator":"1","denominator":"4","sample":4,"unit":"per_10000","kpi":"complaints","why_not":null},"complaints_fewer":{"value":"2500","numerator":"1","denominator":"4","sample":4,"unit":"per_10000","kpi":"complaints_fewer","why_not":null}},"series":{"fcr":[{"key":"2026-02-02","value":"0.5"}],"fcr_more":[{"key":"2026-02-02","value":"0.5"}],"fcr_alone":[{"key":"2026-02-02","value":"0.25"}],"fcr_own":[{"key":"2026-02-02","value":"1/3"}],"complaints":[{"key":"2026-02-02","value":"2500"}],"complaints_fewer":[{"key":"2026-02-02","value":"2500"}]},"evidence":{"fcr.numerator":{"rows":2,"table":"interactions","version":0},"fcr.denominator":{"rows":4,"table":"interactions","version":0},"fcr_more.numerator":{"rows":2,"table":"interactions","version":0},"fcr_more.denominator":{"rows":4,"table":"interactions","version":0},"fcr_alone.numerator":{"rows":1,"table":"interactions","version":0},"fcr_alone.denominator":{"rows":4,"table":"interactions","version":0},"fcr_own.numerator":{"rows":1,"table":"interactions","version":0},"fcr_own.denominator":{"rows":3,"table":"interactions","version":0},"complaints.numerator":{"rows":1,"table":"events","version":0},"complaints.denominator":{"rows":4,"table":"interactions","version":0},"complaints_fewer.numerator":{"rows":1,"table":"events","version":0},"complaints_fewer.denominator":{"rows":4,"table":"interactions","version":0}}}');
CREATE TABLE portions (
	statement_id VARCHAR(200) NOT NULL, 
	position INTEGER NOT NULL, 
	entity TEXT NOT NULL, 
	name_zh TEXT NOT NULL, 
	name_en TEXT NOT NULL, 
	tax_no TEXT NOT NULL, 
	po TEXT NOT NULL, 
	cost_centre TEXT NOT NULL, 
	net TEXT NOT NULL, 
	tax TEXT NOT NULL, 
	total TEXT NOT NULL, 
	CONSTRAINT pk_portions PRIMARY KEY (statement_id, position), 
	CONSTRAINT fk_portions_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "portions" VALUES('group-2026-01-r1',1,'north','北方公司','北方公司','911100000000000001','4500001','CC1','683.96','41.04','725.00');
INSERT INTO "portions" VALUES('group-2026-01-r1',2,'south','南方公司','南方公司','911100000000000002','4500002','CC2','446.54','26.79','473.33');
INSERT INTO "portions" VALUES('group-2026-01-r1',3,'west','西部公司','西部公司','911100000000000003','','','256.29','15.38','271.67');
INSERT INTO "portions" VALUES('purchase_orders-2026-01-r1',1,'east','East','East','','','','75.00','0.00','75.00');
INSERT INTO "portions" VALUES('purchase_orders-2026-01-r1',2,'west','West','West','','','','25.00','0.00','25.00');
INSERT INTO "portions" VALUES('purchase_orders-2026-02-r1',1,'east','East','East','','','','75.00','0.00','75.00');
INSERT INTO "portions" VALUES('purchase_orders-2026-02-r1',2,'west','West','West','','','','25.00','0.00','25.00');
INSERT INTO "portions" VALUES('known_later_entities-2026-02-r1',1,'north','North','North','','','','-5.00','-0.30','-5.30');
INSERT INTO "portions" VALUES('known_later_entities-2026-02-r1',2,'south','South','South','','','','390.00','23.40','413.40');
CREATE TABLE scores (
	statement_id VARCHAR(200) NOT NULL, 
	charge INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kpi TEXT NOT NULL, 
	full_marks TEXT NOT NULL, 
	marks TEXT, 
	CONSTRAINT pk_scores PRIMARY KEY (statement_id, charge, position), 
	CONSTRAINT fk_scores_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "scores" VALUES('scorecard-weighted-2026-01-r1',2,1,'efficiency','15','15');
INSERT INTO "scores" VALUES('scorecard-weighted-2026-01-r1',2,2,'aht','20','20');
INSERT INTO "scores" VALUES('scorecard-weighted-2026-01-r1',2,3,'csat','65','65');
CREATE TABLE statements (
	id VARCHAR(200) NOT NULL, 
	contract VARCHAR(160) NOT NULL, 
	period_name VARCHAR(160) NOT NULL, 
	period_start VARCHAR(10) NOT NULL, 
	period_end VARCHAR(10) NOT NULL, 
	revision INTEGER NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	contract_version_id INTEGER NOT NULL, 
	measures_id INTEGER NOT NULL, 
	engine TEXT NOT NULL, 
	input_hash VARCHAR(64) NOT NULL, 
	title_zh TEXT NOT NULL, 
	title_en TEXT NOT NULL, 
	document_zh TEXT NOT NULL, 
	document_en TEXT NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	prices_include_tax BOOLEAN NOT NULL, 
	net TEXT NOT NULL, 
	tax TEXT NOT NULL, 
	total TEXT NOT NULL, 
	created_at VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_statements PRIMARY KEY (id), 
	CONSTRAINT fk_statements_contract_version_id FOREIGN KEY(contract_version_id) REFERENCES contract_versions (id), 
	CONSTRAINT fk_statements_measures_id FOREIGN KEY(measures_id) REFERENCES measures (id), 
	CONSTRAINT uq_statements_contract_period_name_revision UNIQUE (contract, period_name, revision)
);
INSERT INTO "statements" VALUES('group-2026-01-r1','group','2026-01','2026-01-01','2026-01-31',1,'draft',1,1,'0.1.0','57862bd8234d7dbd60106f4b3ced6680c2319225309f8a5895ffcc524b8bdad1','Group hotline','Group hotline','结算单','Statement','CNY',1,'1386.79','83.21','1470.00','2026-03-02T09:30:00.000000+00:00');
INSERT INTO "statements" VALUES('disputed-line-2026-01-r1','disputed-line','2026-01','2026-01-01','2026-01-31',1,'draft',2,2,'0.1.0','1ba3171933d67df2dd55da7f009759405edd537faff5c733d163edd2fb08c67a','A disputed line','A disputed line','结算单','Statement','CNY',0,'11000.00','660.00','11660.00','2026-03-02T10:30:00.000000+00:00');
INSERT INTO "statements" VALUES('disputed-line-2026-01-r2','disputed-line','2026-01','2026-01-01','2026-01-31',2,'draft',2,3,'0.1.0','e10fe1015f4d7cc13c3069c99e861889b81696045217a117720677c02253f4eb','A disputed line','A disputed line','结算单','Statement','CNY',0,'11000.00','660.00','11660.00','2026-03-02T11:30:00.000000+00:00');
INSERT INTO "statements" VALUES('known_later-2026-01-r1','known_later','2026-01','2026-01-01','2026-01-31',1,'draft',3,4,'0.1.0','25a4485b807169ddcfd6e3f57adb0e0eb1588ad52c2965f721abe33a9e95dc61','known_later','known_later','结算单','Statement','CNY',0,'2057.64','93.46','2151.10','2026-03-02T12:30:00.000000+00:00');
INSERT INTO "statements" VALUES('known_later-2026-01-r2','known_later','2026-01','2026-01-01','2026-01-31',2,'draft',3,5,'0.1.0','01be2e6b5c7a048ce5588c16b7a12d9142353220ac1e340e396f34b8cf949e73','known_later','known_later','结算单','Statement','CNY',0,'1804.75','84.29','1889.04','2026-03-02T13:30:00.000000+00:00');
INSERT INTO "statements" VALUES('whose_count_prevails-2026-01-r1','whose_count_prevails','2026-01','2026-01-01','2026-01-31',1,'draft',4,6,'0.1.0','36a28589d54ecffaf64c8740b89bbdfdd98cde1dfe4d397c18ccedc69d0e2376','whose_count_prevails','whose_count_prevails','结算单','Statement','CNY',0,'22600.00','0.00','22600.00','2026-03-02T14:30:00.000000+00:00');
INSERT INTO "statements" VALUES('amended-2026-03-r1','amended','2026-03','2026-03-01','2026-03-31',1,'draft',5,7,'0.1.0','b076923004b9df82d1af89fbe2654b79d4cdc67dc96b165bc3b9835fa8e1fc9c','Amended in March','Amended in March','结算单','Statement','CNY',0,'9860.00','0.00','9860.00','2026-03-02T15:30:00.000000+00:00');
INSERT INTO "statements" VALUES('damages-2026-01-r1','damages','2026-01','2026-01-01','2026-01-31',1,'draft',6,8,'0.1.0','0266d16084efadeae7ece6901f0f6d9768b882650a61ff2b0f7c90c0d36c1078','Tax','Tax','结算单','Statement','CNY',1,'9900.00','594.00','10494.00','2026-03-02T16:30:00.000000+00:00');
INSERT INTO "statements" VALUES('tax-withholding-2026-01-r1','tax-withholding','2026-01','2026-01-01','2026-01-31',1,'draft',7,9,'0.1.0','1f121bdae11703b18016ec46fecee813736a06a8bb7c6fef522650e104be2c9b','Tax','Tax','结算单','Statement','PHP',0,'100000.00','12000.00','112000.00','2026-03-02T17:30:00.000000+00:00');
INSERT INTO "statements" VALUES('purchase_orders-2026-01-r1','purchase_orders','2026-01','2026-01-01','2026-01-31',1,'draft',8,10,'0.1.0','496c8ac4717460ea4f36ead08e19a89d327ea35239f3b345969a970eea1cfcb3','purchase_orders','purchase_orders','结算单','Statement','CNY',0,'100.00','0.00','100.00','2026-03-02T18:30:00.000000+00:00');
INSERT INTO "statements" VALUES('purchase_orders-2026-02-r1','purchase_orders','2026-02','2026-02-01','2026-02-28',1,'draft',8,11,'0.1.0','35b255d16c0c23cdb4245bd334532d9d2aa193542668cd89efba001d3c39160e','purchase_orders','purchase_orders','结算单','Statement','CNY',0,'100.00','0.00','100.00','2026-03-02T19:30:00.000000+00:00');
INSERT INTO "statements" VALUES('scorecard-weighted-2026-01-r1','scorecard-weighted','2026-01','2026-01-01','2026-01-31',1,'draft',9,12,'0.1.0','50a5278d8995ee7d5fccfb00bd50fe060ed1a374500fae9b81d22bc9d9e95257','Weighted scorecard','Weighted scorecard','结算单','Statement','CNY',0,'10200.00','0.00','10200.00','2026-03-02T20:30:00.000000+00:00');
INSERT INTO "statements" VALUES('known_later_entities-2026-02-r1','known_later_entities','2026-02','2026-02-01','2026-02-28',1,'draft',10,13,'0.1.0','a3250a9d0c834e1a523a77beb1d03f02c4727a09046e9a1fa29be6119f3e1bfe','known_later_entities','known_later_entities','结算单','Statement','CNY',0,'385.00','23.10','408.10','2026-03-02T21:30:00.000000+00:00');
INSERT INTO "statements" VALUES('excused-events-2026-02-r1','excused-events','2026-02','2026-02-01','2026-02-28',1,'draft',11,14,'0.1.0','0dfe1ada03496a4e6da0d189aa93d10173b3375c03ca5d3029e69d434743419c','Excused events','Excused events','结算单','Statement','CNY',0,'90.00','0.00','90.00','2026-03-02T22:30:00.000000+00:00');
INSERT INTO "statements" VALUES('desk-2026-02-r1','desk','2026-02','2026-02-01','2026-02-28',1,'draft',12,15,'0.1.0','4f710ac07540d7ca7aab8a753c8b84a6b44fabc5044f0160752f87cc9796a752','Desk','Desk','结算单','Statement','CNY',0,'990.00','0.00','990.00','2026-03-02T23:30:00.000000+00:00');
INSERT INTO "statements" VALUES('amended-2026-03-r2','amended','2026-03','2026-03-01','2026-03-31',2,'draft',13,7,'0.1.0','fa40cc5c2f7b24dfc308850e780934b26befbc9bb88ab55c26e122085bddc5fb','Amended in March','Amended in March','结算单','Statement','CNY',0,'9860.00','0.00','9860.00','2026-03-03T00:30:00.000000+00:00');
INSERT INTO "statements" VALUES('amended-2026-03-r3','amended','2026-03','2026-03-01','2026-03-31',3,'draft',5,7,'0.1.0','b076923004b9df82d1af89fbe2654b79d4cdc67dc96b165bc3b9835fa8e1fc9c','Amended in March','Amended in March','结算单','Statement','CNY',0,'9860.00','0.00','9860.00','2026-03-03T01:30:00.000000+00:00');
CREATE TABLE steps (
	statement_id VARCHAR(200) NOT NULL, 
	charge INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	rule TEXT NOT NULL, 
	rule_en TEXT NOT NULL, 
	rule_zh TEXT NOT NULL, 
	rule_values TEXT NOT NULL, 
	quantity TEXT, 
	unit TEXT NOT NULL, 
	rate TEXT, 
	amount TEXT NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_steps PRIMARY KEY (statement_id, charge, position), 
	CONSTRAINT fk_steps_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "steps" VALUES('group-2026-01-r1',1,1,'workload-tier','Tier above {lower} up to {upper}','超过 {lower} 至 {upper} 的部分','{"lower":{"number":"0"},"upper":{"number":"100"}}','100','call','4','400','');
INSERT INTO "steps" VALUES('group-2026-01-r1',1,2,'workload-tier-last','Tier above {lower}','超过 {lower} 的部分','{"lower":{"number":"100"}}','50','call','3','150','');
INSERT INTO "steps" VALUES('group-2026-01-r1',2,1,'fixed-full','Fixed fee for the period','本期固定费用','{}','1','month','1000','1000','');
INSERT INTO "steps" VALUES('group-2026-01-r1',3,1,'workload-flat','Volume at one price','按单价计费','{}','10','contact','2','20','');
INSERT INTO "steps" VALUES('group-2026-01-r1',4,1,'multiplier-factor','Coefficient {factor} for {value}: {base} × ({factor} − 1)','{value} 对应系数 {factor}：{base} ×（{factor} − 1）','{"factor":{"number":"0.9"},"value":{"percent":"0.8"},"base":{"number":"1000"}}','1000','money','-0.1','-100','');
INSERT INTO "steps" VALUES('group-2026-01-r1',5,1,'minimum-reached','{lines} come to {total}: the minimum {minimum} is reached','{lines}合计 {total}，已达最低 {minimum}','{"minimum":{"number":"100"},"lines":{"zh":"工作量","en":"Workload"},"total":{"number":"550"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('group-2026-01-r1',6,1,'consequence-per-event','For each of {count}','按次计，共 {count} 次','{"count":{"number":"1"}}','1','event','-100','-100','');
INSERT INTO "steps" VALUES('disputed-line-2026-01-r1',1,1,'workload-flat','Volume at one price','按单价计费','{}','1000','call','10','10000','');
INSERT INTO "steps" VALUES('disputed-line-2026-01-r1',2,1,'workload-flat','Volume at one price','按单价计费','{}','200','call','5','1000','');
INSERT INTO "steps" VALUES('disputed-line-2026-01-r1',3,1,'disputed-withheld','Disputed, not paid with this statement: {why}','有争议，本期不付：{why}','{"why":"duplicates"}',NULL,'',NULL,'-1060','');
INSERT INTO "steps" VALUES('disputed-line-2026-01-r2',1,1,'workload-flat','Volume at one price','按单价计费','{}','1000','call','10','10000','');
INSERT INTO "steps" VALUES('disputed-line-2026-01-r2',2,1,'workload-flat','Volume at one price','按单价计费','{}','200','call','5','1000','');
INSERT INTO "steps" VALUES('disputed-line-2026-01-r2',3,1,'disputed-withheld','Disputed, not paid with this statement: {why}','有争议，本期不付：{why}','{"why":"duplicates"}',NULL,'',NULL,'-1060','');
INSERT INTO "steps" VALUES('known_later-2026-01-r1',1,1,'workload-flat','Volume at one price','按单价计费','{}','1237','call','0.855','1057.635','');
INSERT INTO "steps" VALUES('known_later-2026-01-r1',1,2,'rounding','Rounded to {unit} {currency}','舍入到 {unit} {currency}','{"unit":{"decimal":"0.01"},"currency":"CNY"}',NULL,'',NULL,'0.005','');
INSERT INTO "steps" VALUES('known_later-2026-01-r1',2,1,'fixed-full','Fixed fee for the period','本期固定费用','{}','1','month','1000','1000','');
INSERT INTO "steps" VALUES('known_later-2026-01-r1',3,1,'multiplier-factor','Coefficient {factor} for {value}: {base} × ({factor} − 1)','{value} 对应系数 {factor}：{base} ×（{factor} − 1）','{"factor":{"number":"1"},"value":{"percent":"0.9"},"base":{"number":"1057.635"}}','1057.635','money','0','0','');
INSERT INTO "steps" VALUES('known_later-2026-01-r1',4,1,'consequence-band','{kpi} at {judged} lies in the band {band}','{kpi} 为 {judged}，落入 {band} 档','{"kpi":{"zh":"外部录入指标","en":"Entered from outside"},"judged":{"percent":"0.9"},"band":{"zh":"≥ 90%","en":"≥ 90%"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('known_later-2026-01-r1',5,1,'consequence-band','{kpi} at {judged} lies in the band {band}','{kpi} 为 {judged}，落入 {band} 档','{"kpi":{"zh":"外部录入指标","en":"Entered from outside"},"judged":{"percent":"0.9"},"band":{"zh":"≥ 80%","en":"≥ 80%"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('known_later-2026-01-r2',1,1,'workload-flat','Volume at one price','按单价计费','{}','1237','call','0.855','1057.635','');
INSERT INTO "steps" VALUES('known_later-2026-01-r2',1,2,'rounding','Rounded to {unit} {currency}','舍入到 {unit} {currency}','{"unit":{"decimal":"0.01"},"currency":"CNY"}',NULL,'',NULL,'0.005','');
INSERT INTO "steps" VALUES('known_later-2026-01-r2',2,1,'fixed-full','Fixed fee for the period','本期固定费用','{}','1','month','1000','1000','');
INSERT INTO "steps" VALUES('known_later-2026-01-r2',3,1,'multiplier-factor','Coefficient {factor} for {value}: {base} × ({factor} − 1)','{value} 对应系数 {factor}：{base} ×（{factor} − 1）','{"factor":{"number":"0.95"},"value":{"percent":"0.89"},"base":{"number":"1057.635"}}','1057.635','money','-0.05','-52.88175','');
INSERT INTO "steps" VALUES('known_later-2026-01-r2',3,2,'rounding-carry','Rounded with the lines it builds on: together exactly {whole}, shown so far {shown}','与所依据的各行合并舍入：合计精确值 {whole}，已列示 {shown}','{"whole":{"number":"1004.75325"},"shown":{"decimal":"1057.64"}}',NULL,'',NULL,'-0.00825','');
INSERT INTO "steps" VALUES('known_later-2026-01-r2',4,1,'consequence-band','{kpi} at {judged} lies in the band {band}','{kpi} 为 {judged}，落入 {band} 档','{"kpi":{"zh":"外部录入指标","en":"Entered from outside"},"judged":{"percent":"0.89"},"band":{"zh":"其余","en":"of all other values"}}',NULL,'',NULL,'-200','');
INSERT INTO "steps" VALUES('known_later-2026-01-r2',5,1,'consequence-band','{kpi} at {judged} lies in the band {band}','{kpi} 为 {judged}，落入 {band} 档','{"kpi":{"zh":"外部录入指标","en":"Entered from outside"},"judged":{"percent":"0.89"},"band":{"zh":"≥ 80%","en":"≥ 80%"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('whose_count_prevails-2026-01-r1',1,1,'workload-flat','Volume at one price','按单价计费','{}','10000','call','2','20000','');
INSERT INTO "steps" VALUES('whose_count_prevails-2026-01-r1',2,1,'rates-value','{by}: {value}','{by}：{value}','{"by":"channel","value":{"zh":"voice","en":"voice"}}','800','contact','3','2400','');
INSERT INTO "steps" VALUES('whose_count_prevails-2026-01-r1',2,2,'rates-value','{by}: {value}','{by}：{value}','{"by":"channel","value":{"zh":"chat","en":"chat"}}','200','contact','1','200','');
INSERT INTO "steps" VALUES('whose_count_prevails-2026-01-r1',3,1,'consequence-band','{kpi} at {judged} lies in the band {band}','{kpi} 为 {judged}，落入 {band} 档','{"kpi":{"zh":"外部录入指标","en":"Entered from outside"},"judged":{"percent":"0.9"},"band":{"zh":"≥ 90%","en":"≥ 90%"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',1,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-01","start":{"date":"2026-03-01"},"end":{"date":"2026-03-15"},"days":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',1,2,'workload-tier','Tier above {lower} up to {upper}','超过 {lower} 至 {upper} 的部分','{"lower":{"number":"0"},"upper":{"number":"1000"}}','800','contact','4','3200','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',1,3,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-16","start":{"date":"2026-03-16"},"end":{"date":"2026-03-31"},"days":{"number":"16"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',1,4,'workload-tier','Tier above {lower} up to {upper}','超过 {lower} 至 {upper} 的部分','{"lower":{"number":"0"},"upper":{"number":"1000"}}','200','contact','5','1000','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',1,5,'term-minimum','Raised to the minimum {limit}','补足至最低收费 {limit}','{"limit":{"number":"4700"}}',NULL,'',NULL,'500','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',2,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-01","start":{"date":"2026-03-01"},"end":{"date":"2026-03-15"},"days":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',2,2,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 15 天","en":"15 of 31 days"}}','15/31','month','3100','1500','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',2,3,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-16","start":{"date":"2026-03-16"},"end":{"date":"2026-03-31"},"days":{"number":"16"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',2,4,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 16 天","en":"16 of 31 days"}}','16/31','month','6200','3200','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',3,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-01","start":{"date":"2026-03-01"},"end":{"date":"2026-03-15"},"days":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',3,2,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 15 天","en":"15 of 31 days"}}','15/31','month','620','300','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',4,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-16","start":{"date":"2026-03-16"},"end":{"date":"2026-03-31"},"days":{"number":"16"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r1',4,2,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 16 天","en":"16 of 31 days"}}','16/31','month','310','160','');
INSERT INTO "steps" VALUES('damages-2026-01-r1',1,1,'fixed-full','Fixed fee for the period','本期固定费用','{}','1','month','10600','10600','');
INSERT INTO "steps" VALUES('damages-2026-01-r1',2,1,'consequence-per-event','For each of {count}','按次计，共 {count} 次','{"count":{"number":"0"}}','0','event','-106','0','');
INSERT INTO "steps" VALUES('damages-2026-01-r1',3,1,'consequence-fixed-percent','Fixed sum: {percent} of {base} ({lines})','固定金额：{base}（{lines}）的 {percent}','{"percent":{"percent":"0.01"},"base":{"number":"10600"},"lines":{"zh":"固定费用、扣款","en":"Fixed fee, Penalty"}}','10600','money','-0.01','-106','');
INSERT INTO "steps" VALUES('damages-2026-01-r1',4,1,'consequence-per-event','For each of {count}','按次计，共 {count} 次','{"count":{"number":"0"}}','0','event','-500','0','');
INSERT INTO "steps" VALUES('tax-withholding-2026-01-r1',1,1,'workload-flat','Volume at one price','按单价计费','{}','100000','minute','1','100000','');
INSERT INTO "steps" VALUES('tax-withholding-2026-01-r1',2,1,'tax-withheld','Withheld by the client, with a certificate: {rate} of {base}','委托方代扣并出具凭证：{base} 的 {rate}','{"rate":{"percent":"0.02"},"base":{"number":"100000"}}','100000','money','-0.02','-2000','');
INSERT INTO "steps" VALUES('purchase_orders-2026-01-r1',1,1,'workload-flat','Volume at one price','按单价计费','{}','100','item','1','100','');
INSERT INTO "steps" VALUES('purchase_orders-2026-02-r1',1,1,'workload-flat','Volume at one price','按单价计费','{}','100','item','1','100','');
INSERT INTO "steps" VALUES('scorecard-weighted-2026-01-r1',1,1,'fixed-full','Fixed fee for the period','本期固定费用','{}','1','month','10000','10000','');
INSERT INTO "steps" VALUES('scorecard-weighted-2026-01-r1',2,1,'scorecard-scored','{kpi}: {judged} scores {score} of {marks} marks','{kpi}：{judged}，得 {score} 分（满分 {marks} 分）','{"kpi":{"zh":"外部录入指标","en":"Entered from outside"},"judged":{"percent":"0.9"},"score":{"number":"15"},"marks":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('scorecard-weighted-2026-01-r1',2,2,'scorecard-scored','{kpi}: {judged} scores {score} of {marks} marks','{kpi}：{judged}，得 {score} 分（满分 {marks} 分）','{"kpi":{"zh":"平均处理时长","en":"Average handle time"},"judged":{"zh":"80 秒","en":"80 s"},"score":{"number":"20"},"marks":{"number":"20"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('scorecard-weighted-2026-01-r1',2,3,'scorecard-scored','{kpi}: {judged} scores {score} of {marks} marks','{kpi}：{judged}，得 {score} 分（满分 {marks} 分）','{"kpi":{"zh":"外部录入指标","en":"Entered from outside"},"judged":{"percent":"0.95"},"score":{"number":"65"},"marks":{"number":"65"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('scorecard-weighted-2026-01-r1',2,4,'scorecard-sum','Score: {score} of {full}','总得分：{score}（满分 {full}）','{"score":{"number":"100"},"full":{"number":"100"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('scorecard-weighted-2026-01-r1',2,5,'multiplier-factor','Coefficient {factor} for {value}: {base} × ({factor} − 1)','{value} 对应系数 {factor}：{base} ×（{factor} − 1）','{"factor":{"number":"1.02"},"value":{"number":"100"},"base":{"number":"10000"}}','10000','money','0.02','200','');
INSERT INTO "steps" VALUES('known_later_entities-2026-02-r1',1,1,'workload-flat','Volume at one price','按单价计费','{}','400','call','1','400','');
INSERT INTO "steps" VALUES('known_later_entities-2026-02-r1',2,1,'multiplier-factor','Coefficient {factor} for {value}: {base} × ({factor} − 1)','{value} 对应系数 {factor}：{base} ×（{factor} − 1）','{"factor":{"number":"1"},"value":{"percent":"0.9"},"base":{"number":"400"}}','400','money','0','0','');
INSERT INTO "steps" VALUES('known_later_entities-2026-02-r1',3,1,'true-up-known','{kpi} of {month} is known: {value}, counted until now as {was}{note}','{month} 的{kpi}已确定：{value}，此前按 {was} 计{note}','{"kpi":{"zh":"外部录入指标","en":"Entered from outside"},"month":"2026-01","note":{"zh":"","en":""},"value":{"percent":"0.89"},"was":{"percent":"0.95"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('known_later_entities-2026-02-r1',3,2,'true-up-moved','{label} of {month}: {after} in place of {before}','{month} 的{label}：由 {before} 变为 {after}','{"label":{"zh":"KPI考核系数","en":"KPI coefficient"},"month":"2026-01","before":{"decimal":"0.00"},"after":{"decimal":"-15.00"}}',NULL,'',NULL,'-15','');
INSERT INTO "steps" VALUES('excused-events-2026-02-r1',1,1,'workload-flat','Volume at one price','按单价计费','{}','9','contact','10','90','');
INSERT INTO "steps" VALUES('excused-events-2026-02-r1',2,1,'consequence-missed','{kpi} at {judged} misses the target {target}','{kpi} 为 {judged}，未达目标 {target}','{"kpi":{"zh":"服务水平（N 秒接通率）","en":"Service level"},"judged":{"percent":"4/9"},"target":{"percent":"0.8"}}',NULL,'',NULL,'-100','');
INSERT INTO "steps" VALUES('excused-events-2026-02-r1',3,1,'consequence-met','{kpi} at {judged} meets the target {target}','{kpi} 为 {judged}，达到目标 {target}','{"kpi":{"zh":"服务水平（N 秒接通率）","en":"Service level"},"judged":{"percent":"0.8"},"target":{"percent":"0.8"}}',NULL,'',NULL,'100','');
INSERT INTO "steps" VALUES('desk-2026-02-r1',1,1,'fixed-full','Fixed fee for the period','本期固定费用','{}','1','month','1000','1000','');
INSERT INTO "steps" VALUES('desk-2026-02-r1',2,1,'consequence-missed','{kpi} at {judged} misses the target {target}','{kpi} 为 {judged}，未达目标 {target}','{"kpi":{"zh":"投诉率","en":"Complaint rate"},"judged":{"number":"2500"},"target":{"number":"2499"}}',NULL,'',NULL,'-10','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',1,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-01","start":{"date":"2026-03-01"},"end":{"date":"2026-03-15"},"days":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',1,2,'workload-tier','Tier above {lower} up to {upper}','超过 {lower} 至 {upper} 的部分','{"lower":{"number":"0"},"upper":{"number":"1000"}}','800','contact','4','3200','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',1,3,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-16","start":{"date":"2026-03-16"},"end":{"date":"2026-03-31"},"days":{"number":"16"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',1,4,'workload-tier','Tier above {lower} up to {upper}','超过 {lower} 至 {upper} 的部分','{"lower":{"number":"0"},"upper":{"number":"1000"}}','200','contact','5','1000','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',1,5,'term-minimum','Raised to the minimum {limit}','补足至最低收费 {limit}','{"limit":{"number":"4700"}}',NULL,'',NULL,'500','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',2,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-01","start":{"date":"2026-03-01"},"end":{"date":"2026-03-15"},"days":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',2,2,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 15 天","en":"15 of 31 days"}}','15/31','month','3100','1500','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',2,3,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-16","start":{"date":"2026-03-16"},"end":{"date":"2026-03-31"},"days":{"number":"16"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',2,4,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 16 天","en":"16 of 31 days"}}','16/31','month','6200','3200','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',3,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-01","start":{"date":"2026-03-01"},"end":{"date":"2026-03-15"},"days":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',3,2,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 15 天","en":"15 of 31 days"}}','15/31','month','620','300','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',4,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-16","start":{"date":"2026-03-16"},"end":{"date":"2026-03-31"},"days":{"number":"16"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r2',4,2,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 16 天","en":"16 of 31 days"}}','16/31','month','310','160','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',1,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-01","start":{"date":"2026-03-01"},"end":{"date":"2026-03-15"},"days":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',1,2,'workload-tier','Tier above {lower} up to {upper}','超过 {lower} 至 {upper} 的部分','{"lower":{"number":"0"},"upper":{"number":"1000"}}','800','contact','4','3200','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',1,3,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-16","start":{"date":"2026-03-16"},"end":{"date":"2026-03-31"},"days":{"number":"16"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',1,4,'workload-tier','Tier above {lower} up to {upper}','超过 {lower} 至 {upper} 的部分','{"lower":{"number":"0"},"upper":{"number":"1000"}}','200','contact','5','1000','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',1,5,'term-minimum','Raised to the minimum {limit}','补足至最低收费 {limit}','{"limit":{"number":"4700"}}',NULL,'',NULL,'500','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',2,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-01","start":{"date":"2026-03-01"},"end":{"date":"2026-03-15"},"days":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',2,2,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 15 天","en":"15 of 31 days"}}','15/31','month','3100','1500','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',2,3,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-16","start":{"date":"2026-03-16"},"end":{"date":"2026-03-31"},"days":{"number":"16"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',2,4,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 16 天","en":"16 of 31 days"}}','16/31','month','6200','3200','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',3,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-01","start":{"date":"2026-03-01"},"end":{"date":"2026-03-15"},"days":{"number":"15"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',3,2,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 15 天","en":"15 of 31 days"}}','15/31','month','620','300','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',4,1,'part-of-days','From {start} to {end} ({days} days)','{start} 至 {end}（{days} 天）','{"key":"2026-03-16","start":{"date":"2026-03-16"},"end":{"date":"2026-03-31"},"days":{"number":"16"}}',NULL,'',NULL,'0','');
INSERT INTO "steps" VALUES('amended-2026-03-r3',4,2,'fixed-part','Fixed fee for {part}','固定费用，按 {part}计','{"part":{"zh":"31 天中的 16 天","en":"16 of 31 days"}}','16/31','month','310','160','');
CREATE TABLE tax_portions (
	statement_id VARCHAR(200) NOT NULL, 
	portion INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	base TEXT NOT NULL, 
	amount TEXT NOT NULL, 
	CONSTRAINT pk_tax_portions PRIMARY KEY (statement_id, portion, position), 
	CONSTRAINT fk_tax_portions_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "tax_portions" VALUES('group-2026-01-r1',1,1,'683.96','41.04');
INSERT INTO "tax_portions" VALUES('group-2026-01-r1',2,1,'446.54','26.79');
INSERT INTO "tax_portions" VALUES('group-2026-01-r1',3,1,'256.29','15.38');
INSERT INTO "tax_portions" VALUES('known_later_entities-2026-02-r1',1,1,'-5.00','-0.30');
INSERT INTO "tax_portions" VALUES('known_later_entities-2026-02-r1',2,1,'390.00','23.40');
CREATE TABLE taxes (
	statement_id VARCHAR(200) NOT NULL, 
	position INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	name_zh TEXT NOT NULL, 
	name_en TEXT NOT NULL, 
	rate TEXT NOT NULL, 
	base TEXT NOT NULL, 
	amount TEXT NOT NULL, note_zh TEXT, note_en TEXT, 
	CONSTRAINT pk_taxes PRIMARY KEY (statement_id, position), 
	CONSTRAINT fk_taxes_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "taxes" VALUES('group-2026-01-r1',1,'standard','增值税','VAT','0.06','1386.79','83.21',NULL,NULL);
INSERT INTO "taxes" VALUES('disputed-line-2026-01-r1',1,'standard','增值税','VAT','0.06','11000.00','660.00',NULL,NULL);
INSERT INTO "taxes" VALUES('disputed-line-2026-01-r2',1,'standard','增值税','VAT','0.06','11000.00','660.00',NULL,NULL);
INSERT INTO "taxes" VALUES('known_later-2026-01-r1',1,'standard','增值税','VAT','0.06','1057.64','63.46',NULL,NULL);
INSERT INTO "taxes" VALUES('known_later-2026-01-r1',2,'low','增值税','VAT','0.03','1000.00','30.00',NULL,NULL);
INSERT INTO "taxes" VALUES('known_later-2026-01-r2',1,'standard','增值税','VAT','0.06','1004.75','60.29',NULL,NULL);
INSERT INTO "taxes" VALUES('known_later-2026-01-r2',2,'low','增值税','VAT','0.03','800.00','24.00',NULL,NULL);
INSERT INTO "taxes" VALUES('damages-2026-01-r1',1,'standard','增值税','VAT','0.06','9900.00','594.00',NULL,NULL);
INSERT INTO "taxes" VALUES('tax-withholding-2026-01-r1',1,'standard','增值税','VAT','0.12','100000.00','12000.00',NULL,NULL);
INSERT INTO "taxes" VALUES('known_later_entities-2026-02-r1',1,'standard','增值税','VAT','0.06','385.00','23.10',NULL,NULL);
CREATE TABLE verdicts (
	statement_id VARCHAR(200) NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kpi TEXT NOT NULL, 
	value TEXT, 
	numerator TEXT, 
	denominator TEXT, 
	sample BIGINT, 
	unit TEXT NOT NULL, 
	why_not TEXT, 
	label_zh TEXT NOT NULL, 
	label_en TEXT NOT NULL, 
	formula TEXT NOT NULL, 
	formula_values TEXT NOT NULL, 
	judged TEXT, 
	target TEXT, 
	better TEXT NOT NULL, 
	met BOOLEAN, 
	score TEXT, 
	marks TEXT, 
	reason TEXT, 
	file_line TEXT NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_verdicts PRIMARY KEY (statement_id, position), 
	CONSTRAINT fk_verdicts_statement_id FOREIGN KEY(statement_id) REFERENCES statements (id)
);
INSERT INTO "verdicts" VALUES('group-2026-01-r1',1,'qa','qa','0.8',NULL,NULL,NULL,'ratio',NULL,'外部录入指标','Entered from outside','{"code":"kpi-entered-unsaid","en":"entered from outside","zh":"由外部提供"}','{}','0.8','0.9','high',0,NULL,NULL,NULL,'tests/scenarios/entities/contract.yaml:29','');
INSERT INTO "verdicts" VALUES('known_later-2026-01-r1',1,'csat','csat',NULL,NULL,NULL,NULL,'ratio','{"code":"kpi-not-given","en":"no figure was given","zh":"未提供数值"}','外部录入指标','Entered from outside','{"code":"kpi-entered","en":"entered from outside ({by})","zh":"由外部提供（{by}）"}','{"by":{"zh":"client''s survey","en":"client''s survey"}}','0.9','0.9','high',1,NULL,NULL,'{"code":"provisional-as-target","en":"provisional; judged as exactly on target until it is known, at the latest with the statement of 2026-04","zh":"暂定；按恰好达标计，待确定后补差，最迟在 2026-04 结算单"}','tests/scenarios/known_later/contract.yaml:14','');
INSERT INTO "verdicts" VALUES('known_later-2026-01-r1',2,'sl','sl','0.8',NULL,NULL,NULL,'ratio',NULL,'外部录入指标','Entered from outside','{"code":"kpi-entered-unsaid","en":"entered from outside","zh":"由外部提供"}','{}','0.8','0.8','high',1,NULL,NULL,NULL,'tests/scenarios/known_later/contract.yaml:15','');
INSERT INTO "verdicts" VALUES('known_later-2026-01-r2',1,'csat','csat','0.89',NULL,NULL,NULL,'ratio',NULL,'外部录入指标','Entered from outside','{"code":"kpi-entered","en":"entered from outside ({by})","zh":"由外部提供（{by}）"}','{"by":{"zh":"client''s survey","en":"client''s survey"}}','0.89','0.9','high',0,NULL,NULL,NULL,'tests/scenarios/known_later/contract.yaml:14','');
INSERT INTO "verdicts" VALUES('known_later-2026-01-r2',2,'sl','sl','0.8',NULL,NULL,NULL,'ratio',NULL,'外部录入指标','Entered from outside','{"code":"kpi-entered-unsaid","en":"entered from outside","zh":"由外部提供"}','{}','0.8','0.8','high',1,NULL,NULL,NULL,'tests/scenarios/known_later/contract.yaml:15','');
INSERT INTO "verdicts" VALUES('whose_count_prevails-2026-01-r1',1,'csat','csat','0.9',NULL,NULL,NULL,'ratio',NULL,'外部录入指标','Entered from outside','{"code":"kpi-entered-unsaid","en":"entered from outside","zh":"由外部提供"}','{}','0.9','0.9','high',1,NULL,NULL,NULL,'tests/scenarios/whose_count_prevails/contract.yaml:14','');
INSERT INTO "verdicts" VALUES('scorecard-weighted-2026-01-r1',1,'efficiency','efficiency','0.9',NULL,NULL,NULL,'ratio',NULL,'外部录入指标','Entered from outside','{"code":"kpi-entered-unsaid","en":"entered from outside","zh":"由外部提供"}','{}','0.9',NULL,'high',NULL,'15','15',NULL,'tests/scenarios/scorecard_weighted/contract.yaml:11','');
INSERT INTO "verdicts" VALUES('scorecard-weighted-2026-01-r1',2,'aht','aht','80',NULL,NULL,NULL,'second',NULL,'平均处理时长','Average handle time','{"code":"handle-time","en":"(talk + hold + wrap-up seconds) / handled","zh":"（通话 + 保持 + 话后处理秒数）/ 处理量"}','{}','80','80','low',1,'20','20',NULL,'tests/scenarios/scorecard_weighted/contract.yaml:12','');
INSERT INTO "verdicts" VALUES('scorecard-weighted-2026-01-r1',3,'csat','csat','0.95',NULL,NULL,NULL,'ratio',NULL,'外部录入指标','Entered from outside','{"code":"kpi-entered-unsaid","en":"entered from outside","zh":"由外部提供"}','{}','0.95','0.95','high',1,'65','65',NULL,'tests/scenarios/scorecard_weighted/contract.yaml:13','');
INSERT INTO "verdicts" VALUES('known_later_entities-2026-02-r1',1,'csat','csat','0.9',NULL,NULL,NULL,'ratio',NULL,'外部录入指标','Entered from outside','{"code":"kpi-entered-unsaid","en":"entered from outside","zh":"由外部提供"}','{}','0.9','0.9','high',1,NULL,NULL,NULL,'tests/scenarios/known_later_entities/contract.yaml:16','');
INSERT INTO "verdicts" VALUES('excused-events-2026-02-r1',1,'all','all','4/9','4','9',9,'ratio',NULL,'服务水平（N 秒接通率）','Service level','{"code":"service-level-negative","en":"answered within {threshold} s / (answered + abandoned)","zh":"{threshold} 秒内接听 /（接听 + 放弃）"}','{"threshold":{"number":"20"},"short":{"number":"0"}}','4/9','0.8','high',0,NULL,NULL,NULL,'tests/scenarios/excused_events/contract.yaml:11','');
INSERT INTO "verdicts" VALUES('excused-events-2026-02-r1',2,'sl','sl','0.8','4','5',5,'ratio',NULL,'服务水平（N 秒接通率）','Service level','{"code":"service-level-negative-excused","en":"answered within {threshold} s / (answered + abandoned); left out: {excused}","zh":"{threshold} 秒内接听 /（接听 + 放弃）；剔除：{excused}"}','{"threshold":{"number":"20"},"short":{"number":"0"},"excused":"2026-02-03 09:00:00 – 2026-02-03 11:30:00: client''s CRM down (INC-4711); 2026-02-10 – 2026-02-11: flood (notice of 2026-02-10)"}','0.8','0.8','high',1,NULL,NULL,NULL,'tests/scenarios/excused_events/contract.yaml:12','');
INSERT INTO "verdicts" VALUES('excused-events-2026-02-r1',3,'hours','hours','0.5','3','6',6,'ratio',NULL,'时段达标率','Interval compliance','{"code":"interval-compliance","en":"intervals of {minutes} minutes on target ({target}) / intervals measured; in each: {of}","zh":"达标（{target}）的 {minutes} 分钟时段数 / 已测时段数；每个时段：{of}"}','{"minutes":{"number":"60"},"target":"≥ 80%","of":{"zh":"20 秒内接听 /（接听 + 放弃）；剔除：2026-02-03 09:00:00 – 2026-02-03 11:30:00: client''s CRM down (INC-4711)","en":"answered within 20 s / (answered + abandoned); left out: 2026-02-03 09:00:00 – 2026-02-03 11:30:00: client''s CRM down (INC-4711)"}}','0.5','0.6','high',0,NULL,NULL,NULL,'tests/scenarios/excused_events/contract.yaml:20','');
INSERT INTO "verdicts" VALUES('desk-2026-02-r1',1,'fcr','fcr','0.5','2','4',4,'ratio',NULL,'一次解决率','First-contact resolution','{"code":"fcr","en":"resolved at first contact / handled","zh":"一次解决 / 处理量"}','{"days":{"number":"0"},"same":{"zh":"客户","en":"customer"}}','0.5','0.5','high',1,NULL,NULL,NULL,'tests/scenarios/kpi_customers/contract.yaml:12','');
INSERT INTO "verdicts" VALUES('desk-2026-02-r1',2,'fcr_more','fcr_more','0.5','2','4',4,'ratio',NULL,'一次解决率','First-contact resolution','{"code":"fcr","en":"resolved at first contact / handled","zh":"一次解决 / 处理量"}','{"days":{"number":"0"},"same":{"zh":"客户","en":"customer"}}','0.5','0.501','high',0,NULL,NULL,NULL,'tests/scenarios/kpi_customers/contract.yaml:13','');
INSERT INTO "verdicts" VALUES('desk-2026-02-r1',3,'fcr_alone','fcr_alone','0.25','1','4',4,'ratio',NULL,'一次解决率','First-contact resolution','{"code":"fcr-transfer-fails","en":"resolved at first contact without a transfer / handled","zh":"未经转接的一次解决 / 处理量"}','{"days":{"number":"0"},"same":{"zh":"客户","en":"customer"}}','0.25','0.25','high',1,NULL,NULL,NULL,'tests/scenarios/kpi_customers/contract.yaml:14','');
INSERT INTO "verdicts" VALUES('desk-2026-02-r1',4,'fcr_own','fcr_own','1/3','1','3',3,'ratio',NULL,'一次解决率','First-contact resolution','{"code":"fcr-transfer-left-out","en":"resolved at first contact without a transfer / handled without a transfer","zh":"未经转接的一次解决 / 未经转接的处理量"}','{"days":{"number":"0"},"same":{"zh":"客户","en":"customer"}}','1/3','0.334','high',0,NULL,NULL,NULL,'tests/scenarios/kpi_customers/contract.yaml:15','');
INSERT INTO "verdicts" VALUES('desk-2026-02-r1',5,'complaints','complaints','2500','1','4',4,'per_10000',NULL,'投诉率','Complaint rate','{"code":"complaint-rate","en":"complaints upheld / handled × 10,000","zh":"属实投诉 / 处理量 × 10,000"}','{}','2500','2500','low',1,NULL,NULL,NULL,'tests/scenarios/kpi_customers/contract.yaml:16','');
INSERT INTO "verdicts" VALUES('desk-2026-02-r1',6,'complaints_fewer','complaints_fewer','2500','1','4',4,'per_10000',NULL,'投诉率','Complaint rate','{"code":"complaint-rate","en":"complaints upheld / handled × 10,000","zh":"属实投诉 / 处理量 × 10,000"}','{}','2500','2499','low',0,NULL,NULL,NULL,'tests/scenarios/kpi_customers/contract.yaml:17','');
CREATE INDEX ix_contract_versions_sha256 ON contract_versions (sha256);
CREATE INDEX ix_statements_period_name_contract ON statements (period_name, contract);
COMMIT;
