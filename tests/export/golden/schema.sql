CREATE TABLE views(name TEXT NOT NULL PRIMARY KEY, about TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE columns(
  view TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, about TEXT NOT NULL, PRIMARY KEY(view, position)
) WITHOUT ROWID;
CREATE TABLE about(name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE left_out(what TEXT NOT NULL, why TEXT NOT NULL);
CREATE TABLE "town"(
  id INTEGER PRIMARY KEY,
  "town" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "insee" TEXT,
  "siret" TEXT,
  "population" INTEGER,
  "staff_fte" REAL,
  "operating_revenue_cents" INTEGER,
  "currency" TEXT NOT NULL,
  "language" TEXT,
  "fiscal_year_start" INTEGER NOT NULL,
  "vat_refund_rate_ppm" INTEGER NOT NULL,
  "own_share_min_ppm" INTEGER NOT NULL,
  "invented" INTEGER NOT NULL,
  "source" TEXT
);
CREATE VIEW "towns" AS SELECT
  own.id,
  own."town" AS "town",
  own."name" AS "name",
  own."insee" AS "insee",
  own."siret" AS "siret",
  own."population" AS "population",
  own."staff_fte" AS "staff_fte",
  CASE WHEN own."operating_revenue_cents" IS NOT NULL THEN printf('%s%d.%02d', CASE WHEN own."operating_revenue_cents" < 0 THEN '-' ELSE '' END, abs(own."operating_revenue_cents") / 100, abs(own."operating_revenue_cents") % 100) END AS "operating_revenue",
  own."operating_revenue_cents" AS "operating_revenue_cents",
  own."currency" AS "currency",
  own."language" AS "language",
  own."fiscal_year_start" AS "fiscal_year_start",
  own."vat_refund_rate_ppm" / 1000000.0 AS "vat_refund_rate",
  own."own_share_min_ppm" / 1000000.0 AS "own_share_min",
  own."invented" AS "invented",
  own."source" AS "source"
FROM "town" own;
CREATE TABLE "department"(
  id INTEGER PRIMARY KEY,
  town_id INTEGER NOT NULL REFERENCES "town"(id),
  "department" TEXT NOT NULL,
  "name" TEXT NOT NULL
);
CREATE VIEW "departments" AS SELECT
  own.id,
  "of_town"."town" AS "town",
  own."department" AS "department",
  own."name" AS "name"
FROM "department" own
  JOIN "towns" "of_town" ON "of_town".id = own.town_id;
CREATE TABLE "source"(
  id INTEGER PRIMARY KEY,
  town_id INTEGER NOT NULL REFERENCES "town"(id),
  "source" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "funder" TEXT,
  "siret" TEXT,
  "level" TEXT,
  "kind" TEXT,
  "state_endowment" INTEGER NOT NULL,
  "max_rate_ppm" INTEGER,
  "opens" TEXT,
  "closes" TEXT
);
CREATE VIEW "sources" AS SELECT
  own.id,
  "of_town"."town" AS "town",
  own."source" AS "source",
  own."name" AS "name",
  own."funder" AS "funder",
  own."siret" AS "siret",
  own."level" AS "level",
  own."kind" AS "kind",
  own."state_endowment" AS "state_endowment",
  own."max_rate_ppm" / 1000000.0 AS "max_rate",
  own."opens" AS "opens",
  own."closes" AS "closes"
FROM "source" own
  JOIN "towns" "of_town" ON "of_town".id = own.town_id;
CREATE TABLE "portfolio"(
  id INTEGER PRIMARY KEY,
  town_id INTEGER NOT NULL REFERENCES "town"(id),
  "portfolio" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "pillar" TEXT,
  "summary" TEXT
);
CREATE VIEW "portfolios" AS SELECT
  own.id,
  "of_town"."town" AS "town",
  own."portfolio" AS "portfolio",
  own."title" AS "title",
  own."pillar" AS "pillar",
  own."summary" AS "summary"
FROM "portfolio" own
  JOIN "towns" "of_town" ON "of_town".id = own.town_id;
CREATE TABLE "authorisation"(
  id INTEGER PRIMARY KEY,
  town_id INTEGER NOT NULL REFERENCES "town"(id),
  "authorisation" TEXT NOT NULL,
  "title" TEXT,
  "section" TEXT
);
CREATE VIEW "authorisations" AS SELECT
  own.id,
  "of_town"."town" AS "town",
  own."authorisation" AS "authorisation",
  own."title" AS "title",
  own."section" AS "section"
FROM "authorisation" own
  JOIN "towns" "of_town" ON "of_town".id = own.town_id;
CREATE TABLE "vote"(
  id INTEGER PRIMARY KEY,
  authorisation_id INTEGER NOT NULL REFERENCES "authorisation"(id),
  "vote" TEXT NOT NULL,
  "voted_on" TEXT NOT NULL,
  "amount_cents" INTEGER NOT NULL,
  "currency" TEXT NOT NULL
);
CREATE VIEW "votes" AS SELECT
  own.id,
  "of_authorisation"."town" AS "town",
  "of_authorisation"."authorisation" AS "authorisation",
  own."vote" AS "vote",
  own."voted_on" AS "voted_on",
  printf('%s%d.%02d', CASE WHEN own."amount_cents" < 0 THEN '-' ELSE '' END, abs(own."amount_cents") / 100, abs(own."amount_cents") % 100) AS "amount",
  own."amount_cents" AS "amount_cents",
  own."currency" AS "currency",
  "of_authorisation"."title" AS "authorisation_title"
FROM "vote" own
  JOIN "authorisations" "of_authorisation" ON "of_authorisation".id = own.authorisation_id;
CREATE TABLE "credit"(
  id INTEGER PRIMARY KEY,
  authorisation_id INTEGER NOT NULL REFERENCES "authorisation"(id),
  "year" TEXT NOT NULL,
  "amount_cents" INTEGER NOT NULL,
  "currency" TEXT NOT NULL
);
CREATE VIEW "credits" AS SELECT
  own.id,
  "of_authorisation"."town" AS "town",
  "of_authorisation"."authorisation" AS "authorisation",
  own."year" AS "year",
  printf('%s%d.%02d', CASE WHEN own."amount_cents" < 0 THEN '-' ELSE '' END, abs(own."amount_cents") / 100, abs(own."amount_cents") % 100) AS "amount",
  own."amount_cents" AS "amount_cents",
  own."currency" AS "currency",
  "of_authorisation"."title" AS "authorisation_title"
FROM "credit" own
  JOIN "authorisations" "of_authorisation" ON "of_authorisation".id = own.authorisation_id;
CREATE TABLE "ceiling"(
  id INTEGER PRIMARY KEY,
  department_id INTEGER NOT NULL REFERENCES "department"(id),
  "section" TEXT NOT NULL,
  "year" TEXT NOT NULL,
  "amount_cents" INTEGER NOT NULL,
  "currency" TEXT NOT NULL
);
CREATE VIEW "ceilings" AS SELECT
  own.id,
  "of_department"."town" AS "town",
  "of_department"."department" AS "department",
  own."section" AS "section",
  own."year" AS "year",
  printf('%s%d.%02d', CASE WHEN own."amount_cents" < 0 THEN '-' ELSE '' END, abs(own."amount_cents") / 100, abs(own."amount_cents") % 100) AS "amount",
  own."amount_cents" AS "amount_cents",
  own."currency" AS "currency",
  "of_department"."name" AS "department_name"
FROM "ceiling" own
  JOIN "departments" "of_department" ON "of_department".id = own.department_id;
CREATE TABLE "project"(
  id INTEGER PRIMARY KEY,
  portfolio_id INTEGER NOT NULL REFERENCES "portfolio"(id),
  lead_id INTEGER NOT NULL REFERENCES "department"(id),
  authorisation_id INTEGER REFERENCES "authorisation"(id),
  "project" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "summary" TEXT,
  "status" TEXT NOT NULL,
  "priority" INTEGER,
  "start" TEXT,
  "end" TEXT,
  "baseline_start" TEXT,
  "baseline_end" TEXT,
  "progress_ppm" INTEGER,
  "cost_cents" INTEGER NOT NULL,
  "cost_excl_vat_cents" INTEGER,
  "vat_refund_share_ppm" INTEGER,
  "currency" TEXT NOT NULL,
  "tags" TEXT,
  "codes" TEXT,
  "links" TEXT,
  "depends_on" TEXT,
  "opens" TEXT,
  "latitude" REAL,
  "longitude" REAL,
  "place" TEXT
);
CREATE VIEW "projects" AS SELECT
  own.id,
  "of_portfolio"."town" AS "town",
  own."project" AS "project",
  "of_portfolio"."portfolio" AS "portfolio",
  own."title" AS "title",
  own."summary" AS "summary",
  own."status" AS "status",
  "of_lead"."department" AS "lead",
  own."priority" AS "priority",
  own."start" AS "start",
  own."end" AS "end",
  own."baseline_start" AS "baseline_start",
  own."baseline_end" AS "baseline_end",
  own."progress_ppm" / 1000000.0 AS "progress",
  printf('%s%d.%02d', CASE WHEN own."cost_cents" < 0 THEN '-' ELSE '' END, abs(own."cost_cents") / 100, abs(own."cost_cents") % 100) AS "cost",
  own."cost_cents" AS "cost_cents",
  CASE WHEN own."cost_excl_vat_cents" IS NOT NULL THEN printf('%s%d.%02d', CASE WHEN own."cost_excl_vat_cents" < 0 THEN '-' ELSE '' END, abs(own."cost_excl_vat_cents") / 100, abs(own."cost_excl_vat_cents") % 100) END AS "cost_excl_vat",
  own."cost_excl_vat_cents" AS "cost_excl_vat_cents",
  own."vat_refund_share_ppm" / 1000000.0 AS "vat_refund_share",
  own."currency" AS "currency",
  "of_authorisation"."authorisation" AS "authorisation",
  own."tags" AS "tags",
  own."codes" AS "codes",
  own."links" AS "links",
  own."depends_on" AS "depends_on",
  own."opens" AS "opens",
  own."latitude" AS "latitude",
  own."longitude" AS "longitude",
  own."place" AS "place",
  "of_portfolio"."title" AS "portfolio_title",
  "of_portfolio"."pillar" AS "pillar",
  "of_lead"."name" AS "lead_name",
  "of_authorisation"."title" AS "authorisation_title"
FROM "project" own
  JOIN "portfolios" "of_portfolio" ON "of_portfolio".id = own.portfolio_id
  JOIN "departments" "of_lead" ON "of_lead".id = own.lead_id
  LEFT JOIN "authorisations" "of_authorisation" ON "of_authorisation".id = own.authorisation_id;
CREATE TABLE "budget_fact"(
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES "project"(id),
  department_id INTEGER NOT NULL REFERENCES "department"(id),
  "section" TEXT NOT NULL,
  "stage" TEXT NOT NULL,
  "year" TEXT NOT NULL,
  "amount_cents" INTEGER NOT NULL,
  "currency" TEXT NOT NULL
);
CREATE VIEW "budget" AS SELECT
  own.id,
  "of_project"."town" AS "town",
  "of_project"."project" AS "project",
  "of_department"."department" AS "department",
  own."section" AS "section",
  own."stage" AS "stage",
  own."year" AS "year",
  printf('%s%d.%02d', CASE WHEN own."amount_cents" < 0 THEN '-' ELSE '' END, abs(own."amount_cents") / 100, abs(own."amount_cents") % 100) AS "amount",
  own."amount_cents" AS "amount_cents",
  own."currency" AS "currency",
  "of_project"."title" AS "project_title",
  "of_project"."portfolio" AS "portfolio",
  "of_department"."name" AS "department_name"
FROM "budget_fact" own
  JOIN "projects" "of_project" ON "of_project".id = own.project_id
  JOIN "departments" "of_department" ON "of_department".id = own.department_id;
CREATE TABLE "funding_line"(
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES "project"(id),
  source_id INTEGER NOT NULL REFERENCES "source"(id),
  "line" TEXT NOT NULL,
  "section" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "certainty" TEXT NOT NULL,
  "eligible_cents" INTEGER,
  "justified_cents" INTEGER,
  "requested_cents" INTEGER,
  "awarded_cents" INTEGER,
  "expected_cents" INTEGER,
  "received_cents" INTEGER,
  "counted_cents" INTEGER NOT NULL,
  "currency" TEXT NOT NULL,
  "applied_on" TEXT,
  "acknowledged_on" TEXT,
  "awarded_on" TEXT,
  "contracted_on" TEXT,
  "starts_on" TEXT,
  "spend_by" TEXT,
  "claim_by" TEXT
);
CREATE VIEW "funding" AS SELECT
  own.id,
  "of_project"."town" AS "town",
  "of_project"."project" AS "project",
  own."line" AS "line",
  "of_source"."source" AS "source",
  own."section" AS "section",
  own."status" AS "status",
  own."certainty" AS "certainty",
  CASE WHEN own."eligible_cents" IS NOT NULL THEN printf('%s%d.%02d', CASE WHEN own."eligible_cents" < 0 THEN '-' ELSE '' END, abs(own."eligible_cents") / 100, abs(own."eligible_cents") % 100) END AS "eligible",
  own."eligible_cents" AS "eligible_cents",
  CASE WHEN own."justified_cents" IS NOT NULL THEN printf('%s%d.%02d', CASE WHEN own."justified_cents" < 0 THEN '-' ELSE '' END, abs(own."justified_cents") / 100, abs(own."justified_cents") % 100) END AS "justified",
  own."justified_cents" AS "justified_cents",
  CASE WHEN own."requested_cents" IS NOT NULL THEN printf('%s%d.%02d', CASE WHEN own."requested_cents" < 0 THEN '-' ELSE '' END, abs(own."requested_cents") / 100, abs(own."requested_cents") % 100) END AS "requested",
  own."requested_cents" AS "requested_cents",
  CASE WHEN own."awarded_cents" IS NOT NULL THEN printf('%s%d.%02d', CASE WHEN own."awarded_cents" < 0 THEN '-' ELSE '' END, abs(own."awarded_cents") / 100, abs(own."awarded_cents") % 100) END AS "awarded",
  own."awarded_cents" AS "awarded_cents",
  CASE WHEN own."expected_cents" IS NOT NULL THEN printf('%s%d.%02d', CASE WHEN own."expected_cents" < 0 THEN '-' ELSE '' END, abs(own."expected_cents") / 100, abs(own."expected_cents") % 100) END AS "expected",
  own."expected_cents" AS "expected_cents",
  CASE WHEN own."received_cents" IS NOT NULL THEN printf('%s%d.%02d', CASE WHEN own."received_cents" < 0 THEN '-' ELSE '' END, abs(own."received_cents") / 100, abs(own."received_cents") % 100) END AS "received",
  own."received_cents" AS "received_cents",
  printf('%s%d.%02d', CASE WHEN own."counted_cents" < 0 THEN '-' ELSE '' END, abs(own."counted_cents") / 100, abs(own."counted_cents") % 100) AS "counted",
  own."counted_cents" AS "counted_cents",
  own."currency" AS "currency",
  own."applied_on" AS "applied_on",
  own."acknowledged_on" AS "acknowledged_on",
  own."awarded_on" AS "awarded_on",
  own."contracted_on" AS "contracted_on",
  own."starts_on" AS "starts_on",
  own."spend_by" AS "spend_by",
  own."claim_by" AS "claim_by",
  "of_project"."title" AS "project_title",
  "of_project"."portfolio" AS "portfolio",
  "of_source"."name" AS "source_name",
  "of_source"."funder" AS "funder",
  "of_source"."level" AS "level",
  "of_source"."kind" AS "kind"
FROM "funding_line" own
  JOIN "projects" "of_project" ON "of_project".id = own.project_id
  JOIN "sources" "of_source" ON "of_source".id = own.source_id;
CREATE TABLE "receipt_fact"(
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES "project"(id),
  source_id INTEGER NOT NULL REFERENCES "source"(id),
  "section" TEXT NOT NULL,
  "certainty" TEXT NOT NULL,
  "measure" TEXT NOT NULL,
  "year" TEXT NOT NULL,
  "amount_cents" INTEGER NOT NULL,
  "currency" TEXT NOT NULL
);
CREATE VIEW "receipts" AS SELECT
  own.id,
  "of_project"."town" AS "town",
  "of_project"."project" AS "project",
  "of_source"."source" AS "source",
  own."section" AS "section",
  own."certainty" AS "certainty",
  own."measure" AS "measure",
  own."year" AS "year",
  printf('%s%d.%02d', CASE WHEN own."amount_cents" < 0 THEN '-' ELSE '' END, abs(own."amount_cents") / 100, abs(own."amount_cents") % 100) AS "amount",
  own."amount_cents" AS "amount_cents",
  own."currency" AS "currency",
  "of_project"."title" AS "project_title",
  "of_project"."portfolio" AS "portfolio",
  "of_source"."name" AS "source_name",
  "of_source"."funder" AS "funder",
  "of_source"."level" AS "level",
  "of_source"."kind" AS "kind"
FROM "receipt_fact" own
  JOIN "projects" "of_project" ON "of_project".id = own.project_id
  JOIN "sources" "of_source" ON "of_source".id = own.source_id;
CREATE TABLE "milestone"(
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES "project"(id),
  "milestone" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "baseline" TEXT,
  "due" TEXT,
  "met" TEXT,
  "state" TEXT NOT NULL,
  "slip_days" INTEGER,
  "depends_on" TEXT
);
CREATE VIEW "milestones" AS SELECT
  own.id,
  "of_project"."town" AS "town",
  "of_project"."project" AS "project",
  own."milestone" AS "milestone",
  own."title" AS "title",
  own."baseline" AS "baseline",
  own."due" AS "due",
  own."met" AS "met",
  own."state" AS "state",
  own."slip_days" AS "slip_days",
  own."depends_on" AS "depends_on",
  "of_project"."title" AS "project_title",
  "of_project"."portfolio" AS "portfolio"
FROM "milestone" own
  JOIN "projects" "of_project" ON "of_project".id = own.project_id;
