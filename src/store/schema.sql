-- The catalogue file, version 1.
--
-- One table per noun, columns as in fields_of (model/field.c). In all of them:
--   key      32 * n + number of the kind (enum kind): a key alone says which table it belongs to.
--            References hold keys; those that may lead to several kinds have no REFERENCES
--            clause, the writer and `yuanlian check` see to them.
--   origin   who wrote the row last: the shipped seeds, an import, an edit. Changed seeds
--            replace rows of origin 'seed' only.
--   NULL     no value; no text is empty.
--   Lists are joined by a semicolon. Decimals are text, so that they stay exact. Periods are
--   text with the precision that was printed: 2025, 2025-Q3, 2025-01/2025-09, ../2025-12-04.
--
-- References between rows are checked at the end of a transaction: rows may come in any order.
-- The indexes on references serve deleting: without them each deleted row reads every table
-- that may refer to it.

-- One row about the file itself. generation changes with every transaction that changes
-- anything; seeds is the signature of the seeds that were loaded last.
CREATE TABLE meta (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	generation INTEGER NOT NULL,
	seeds TEXT NOT NULL,
	created TEXT NOT NULL
) STRICT;

-- Rows that the last loading of the seeds left alone, and why: 'changed' was changed here
-- while the seeds say something else; 'gone' is no longer among the seeds, but referred to.
CREATE TABLE kept (
	key INTEGER PRIMARY KEY,
	reason TEXT NOT NULL CHECK (reason IN ('changed', 'gone'))
) STRICT;

-- Administrative divisions: GB/T 2260 codes and names.
CREATE TABLE regions (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 0),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'region:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"code" TEXT CHECK ("code" <> ''),
	"level" TEXT CHECK ("level" IN ('town', 'county', 'prefecture', 'province', 'country')),
	"parent" INTEGER REFERENCES regions (key) DEFERRABLE INITIALLY DEFERRED,
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX regions_parent ON regions ("parent") WHERE "parent" IS NOT NULL;

-- Industries: GB/T 4754-2017.
CREATE TABLE sectors (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 1),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'sector:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"code" TEXT CHECK ("code" <> ''),
	"parent" INTEGER REFERENCES sectors (key) DEFERRABLE INITIALLY DEFERRED,
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX sectors_parent ON sectors ("parent") WHERE "parent" IS NOT NULL;

-- What a claim measures; unit is the base unit, empty where several fit.
CREATE TABLE indicators (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 2),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'indicator:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"unit" TEXT CHECK ("unit" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;

-- Where facts were printed: an article inside a file counts as a source of its own.
-- "start" and "end" are characters of the raw file, sha256 is that of the file.
CREATE TABLE sources (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 3),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'source:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"document" TEXT CHECK ("document" <> ''),
	"sha256" TEXT CHECK ("sha256" <> ''),
	"article" INTEGER,
	"title" TEXT CHECK ("title" <> ''),
	"author" TEXT CHECK ("author" <> ''),
	"publication" TEXT CHECK ("publication" <> ''),
	"date" TEXT CHECK ("date" <> ''),
	"date_basis" TEXT CHECK ("date_basis" IN ('printed', 'inferred')),
	"start" INTEGER,
	"end" INTEGER,
	"gist" TEXT CHECK ("gist" <> '')
) STRICT;

-- Development zones.
CREATE TABLE zones (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 4),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'zone:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"code" TEXT CHECK ("code" <> ''),
	"class" TEXT CHECK ("class" IN ('economic', 'hightech', 'agriculture', 'ecotourism', 'reform', 'bonded', 'border', 'newarea', 'other')),
	"level" TEXT CHECK ("level" IN ('municipal', 'provincial', 'national')),
	"region" INTEGER REFERENCES regions (key) DEFERRABLE INITIALLY DEFERRED,
	"parent" INTEGER REFERENCES zones (key) DEFERRABLE INITIALLY DEFERRED,
	"approved_on" TEXT CHECK ("approved_on" <> ''),
	"leading_industries" TEXT CHECK ("leading_industries" <> ''),
	"honours" TEXT CHECK ("honours" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX zones_parent ON zones ("parent") WHERE "parent" IS NOT NULL;

-- Parts of a zone.
CREATE TABLE parks (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 5),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'park:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"zone" INTEGER REFERENCES zones (key) DEFERRABLE INITIALLY DEFERRED,
	"focus" TEXT CHECK ("focus" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX parks_zone ON parks ("zone") WHERE "zone" IS NOT NULL;

-- Industry chains of a zone or a region; lead is the 链主, template the reference chain.
CREATE TABLE chains (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 6),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'chain:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"zone" INTEGER REFERENCES zones (key) DEFERRABLE INITIALLY DEFERRED,
	"region" INTEGER REFERENCES regions (key) DEFERRABLE INITIALLY DEFERRED,
	"sector" INTEGER REFERENCES sectors (key) DEFERRABLE INITIALLY DEFERRED,
	"lead" INTEGER REFERENCES enterprises (key) DEFERRABLE INITIALLY DEFERRED,
	"template" INTEGER REFERENCES chains (key) DEFERRABLE INITIALLY DEFERRED,
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX chains_zone ON chains ("zone") WHERE "zone" IS NOT NULL;
CREATE INDEX chains_lead ON chains ("lead") WHERE "lead" IS NOT NULL;
CREATE INDEX chains_template ON chains ("template") WHERE "template" IS NOT NULL;

-- Places in a chain.
CREATE TABLE stages (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 7),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'stage:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"chain" INTEGER NOT NULL REFERENCES chains (key) DEFERRABLE INITIALLY DEFERRED,
	"position" INTEGER,
	"products" TEXT CHECK ("products" <> ''),
	"sector" INTEGER REFERENCES sectors (key) DEFERRABLE INITIALLY DEFERRED,
	"template" INTEGER REFERENCES stages (key) DEFERRABLE INITIALLY DEFERRED,
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX stages_chain ON stages ("chain");
CREATE INDEX stages_template ON stages ("template") WHERE "template" IS NOT NULL;

-- Stage to stage. The input links of a chain form no cycle (the writer checks); by-products may lead back.
CREATE TABLE links (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 8),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'link:[a-z0-9]*'),
	"from" INTEGER NOT NULL REFERENCES stages (key) DEFERRABLE INITIALLY DEFERRED,
	"to" INTEGER NOT NULL REFERENCES stages (key) DEFERRABLE INITIALLY DEFERRED,
	"product" TEXT CHECK ("product" <> ''),
	"role" TEXT NOT NULL CHECK ("role" IN ('input', 'byproduct')),
	"coefficient_numerator" TEXT CHECK ("coefficient_numerator" GLOB '[0-9]*' OR "coefficient_numerator" GLOB '-[0-9]*'),
	"coefficient_denominator" TEXT CHECK ("coefficient_denominator" GLOB '[0-9]*' OR "coefficient_denominator" GLOB '-[0-9]*'),
	"coefficient_low" TEXT CHECK ("coefficient_low" GLOB '[0-9]*' OR "coefficient_low" GLOB '-[0-9]*'),
	"coefficient_high" TEXT CHECK ("coefficient_high" GLOB '[0-9]*' OR "coefficient_high" GLOB '-[0-9]*'),
	"coefficient_source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX links_from ON links ("from");
CREATE INDEX links_to ON links ("to");

-- Enterprises; classes are codes joined by a semicolon.
CREATE TABLE enterprises (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 9),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'enterprise:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"code" TEXT CHECK ("code" <> ''),
	"region" INTEGER REFERENCES regions (key) DEFERRABLE INITIALLY DEFERRED,
	"zone" INTEGER REFERENCES zones (key) DEFERRABLE INITIALLY DEFERRED,
	"park" INTEGER REFERENCES parks (key) DEFERRABLE INITIALLY DEFERRED,
	"classes" TEXT CHECK ("classes" <> ''),
	"products" TEXT CHECK ("products" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX enterprises_zone ON enterprises ("zone") WHERE "zone" IS NOT NULL;
CREATE INDEX enterprises_park ON enterprises ("park") WHERE "park" IS NOT NULL;

-- An enterprise stands at a stage.
CREATE TABLE placements (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 10),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'placement:[a-z0-9]*'),
	"enterprise" INTEGER NOT NULL REFERENCES enterprises (key) DEFERRABLE INITIALLY DEFERRED,
	"stage" INTEGER NOT NULL REFERENCES stages (key) DEFERRABLE INITIALLY DEFERRED,
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX placements_enterprise ON placements ("enterprise");
CREATE INDEX placements_stage ON placements ("stage");

-- Enterprise to enterprise: goods, by-products, wastes.
CREATE TABLE flows (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 11),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'flow:[a-z0-9]*'),
	"from" INTEGER NOT NULL REFERENCES enterprises (key) DEFERRABLE INITIALLY DEFERRED,
	"to" INTEGER NOT NULL REFERENCES enterprises (key) DEFERRABLE INITIALLY DEFERRED,
	"product" TEXT CHECK ("product" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX flows_from ON flows ("from");
CREATE INDEX flows_to ON flows ("to");

-- Projects; a phase names the project that contains it as its parent.
CREATE TABLE projects (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 12),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'project:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"code" TEXT CHECK ("code" <> ''),
	"region" INTEGER REFERENCES regions (key) DEFERRABLE INITIALLY DEFERRED,
	"zone" INTEGER REFERENCES zones (key) DEFERRABLE INITIALLY DEFERRED,
	"park" INTEGER REFERENCES parks (key) DEFERRABLE INITIALLY DEFERRED,
	"owner" INTEGER REFERENCES enterprises (key) DEFERRABLE INITIALLY DEFERRED,
	"stage" INTEGER REFERENCES stages (key) DEFERRABLE INITIALLY DEFERRED,
	"phase" TEXT CHECK ("phase" <> ''),
	"parent" INTEGER REFERENCES projects (key) DEFERRABLE INITIALLY DEFERRED,
	"status" TEXT CHECK ("status" IN ('planned', 'negotiating', 'signed', 'filed', 'started', 'building', 'trial', 'producing', 'full', 'stalled', 'ended')),
	"leader" TEXT CHECK ("leader" <> ''),
	"team" TEXT CHECK ("team" <> ''),
	"updated_on" TEXT CHECK ("updated_on" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX projects_zone ON projects ("zone") WHERE "zone" IS NOT NULL;
CREATE INDEX projects_park ON projects ("park") WHERE "park" IS NOT NULL;
CREATE INDEX projects_owner ON projects ("owner") WHERE "owner" IS NOT NULL;
CREATE INDEX projects_stage ON projects ("stage") WHERE "stage" IS NOT NULL;
CREATE INDEX projects_parent ON projects ("parent") WHERE "parent" IS NOT NULL;

-- A project reached a status.
CREATE TABLE milestones (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 13),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'milestone:[a-z0-9]*'),
	"project" INTEGER NOT NULL REFERENCES projects (key) DEFERRABLE INITIALLY DEFERRED,
	"status" TEXT NOT NULL CHECK ("status" IN ('planned', 'negotiating', 'signed', 'filed', 'started', 'building', 'trial', 'producing', 'full', 'stalled', 'ended')),
	"date" TEXT CHECK ("date" <> ''),
	"inferred" INTEGER NOT NULL CHECK ("inferred" IN (0, 1)),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX milestones_project ON milestones ("project");

-- Laboratories, roads, power, workshops and other things that serve.
CREATE TABLE facilities (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 14),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'facility:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"zone" INTEGER REFERENCES zones (key) DEFERRABLE INITIALLY DEFERRED,
	"type" TEXT CHECK ("type" <> ''),
	"status" TEXT CHECK ("status" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX facilities_zone ON facilities ("zone") WHERE "zone" IS NOT NULL;

-- Policies and working methods, with a gist in our own words.
CREATE TABLE measures (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 15),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'measure:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"short_names" TEXT CHECK ("short_names" <> ''),
	"zone" INTEGER REFERENCES zones (key) DEFERRABLE INITIALLY DEFERRED,
	"gist" TEXT CHECK ("gist" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX measures_zone ON measures ("zone") WHERE "zone" IS NOT NULL;

-- What an enterprise asked for, and errands run for it.
CREATE TABLE requests (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 16),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'request:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"enterprise" INTEGER REFERENCES enterprises (key) DEFERRABLE INITIALLY DEFERRED,
	"opened" TEXT CHECK ("opened" <> ''),
	"due" TEXT CHECK ("due" <> ''),
	"closed" TEXT CHECK ("closed" <> ''),
	"status" TEXT CHECK ("status" <> ''),
	"owner" TEXT CHECK ("owner" <> ''),
	"gist" TEXT CHECK ("gist" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX requests_enterprise ON requests ("enterprise") WHERE "enterprise" IS NOT NULL;

-- Persons as printed.
CREATE TABLE persons (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 17),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'person:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"post" TEXT CHECK ("post" <> ''),
	"organisation" TEXT CHECK ("organisation" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;

-- What happened when, where.
CREATE TABLE events (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 18),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'event:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"zone" INTEGER REFERENCES zones (key) DEFERRABLE INITIALLY DEFERRED,
	"date" TEXT CHECK ("date" <> ''),
	"inferred" INTEGER NOT NULL CHECK ("inferred" IN (0, 1)),
	"gist" TEXT CHECK ("gist" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX events_zone ON events ("zone") WHERE "zone" IS NOT NULL;

-- events.projects: position counts from 0.
CREATE TABLE events_projects (
	owner INTEGER NOT NULL REFERENCES events (key) DEFERRABLE INITIALLY DEFERRED,
	position INTEGER NOT NULL CHECK (position >= 0),
	target INTEGER NOT NULL REFERENCES projects (key) DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_projects_target ON events_projects (target);

-- Figures as printed. value, unit, qualifier and scope hold the words; value_base,
-- value_low and value_high hold exact decimals in base_unit.
CREATE TABLE claims (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 19),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'claim:[a-z0-9]*'),
	"subject" INTEGER NOT NULL CHECK ("subject" > 0 AND "subject" % 32 < 24),
	"indicator" INTEGER NOT NULL REFERENCES indicators (key) DEFERRABLE INITIALLY DEFERRED,
	"item" TEXT CHECK ("item" <> ''),
	"value" TEXT NOT NULL CHECK ("value" <> ''),
	"unit" TEXT CHECK ("unit" <> ''),
	"qualifier" TEXT CHECK ("qualifier" <> ''),
	"modality" TEXT NOT NULL CHECK ("modality" IN ('actual', 'capacity', 'expected', 'planned', 'target', 'resource')),
	"scope" TEXT CHECK ("scope" <> ''),
	"period" TEXT CHECK ("period" <> ''),
	"value_base" TEXT CHECK ("value_base" GLOB '[0-9]*' OR "value_base" GLOB '-[0-9]*'),
	"base_unit" TEXT CHECK ("base_unit" <> ''),
	"value_low" TEXT CHECK ("value_low" GLOB '[0-9]*' OR "value_low" GLOB '-[0-9]*'),
	"value_high" TEXT CHECK ("value_high" GLOB '[0-9]*' OR "value_high" GLOB '-[0-9]*'),
	"part_of" INTEGER REFERENCES claims (key) DEFERRABLE INITIALLY DEFERRED,
	"inferred" INTEGER NOT NULL CHECK ("inferred" IN (0, 1)),
	"source" INTEGER NOT NULL REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT NOT NULL CHECK ("locator" <> '')
) STRICT;
CREATE INDEX claims_part_of ON claims ("part_of") WHERE "part_of" IS NOT NULL;

-- Promises: the claim that promises and the later one that tells.
CREATE TABLE targets (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 20),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'target:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"claim" INTEGER REFERENCES claims (key) DEFERRABLE INITIALLY DEFERRED,
	"due" TEXT CHECK ("due" <> ''),
	"actual" INTEGER REFERENCES claims (key) DEFERRABLE INITIALLY DEFERRED,
	"verdict" TEXT CHECK ("verdict" IN ('kept', 'unseen', 'missed')),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;
CREATE INDEX targets_claim ON targets ("claim") WHERE "claim" IS NOT NULL;
CREATE INDEX targets_actual ON targets ("actual") WHERE "actual" IS NOT NULL;

-- What looks odd in a printed fact; the fact itself stays.
CREATE TABLE doubts (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 21),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'doubt:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"about" INTEGER NOT NULL CHECK ("about" > 0 AND "about" % 32 < 24),
	"rule" TEXT NOT NULL CHECK ("rule" IN ('typo', 'sum', 'order_of_magnitude', 'tiny_percent', 'date_order', 'same_amount', 'missing_unit', 'impossible_place', 'unclear')),
	"note" TEXT CHECK ("note" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;

-- Two records that are, or may be, the same thing.
CREATE TABLE identities (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 22),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'identity:[a-z0-9]*'),
	"a" INTEGER NOT NULL CHECK ("a" > 0 AND "a" % 32 < 24),
	"b" INTEGER NOT NULL CHECK ("b" > 0 AND "b" % 32 < 24),
	"certainty" TEXT NOT NULL CHECK ("certainty" IN ('same', 'maybe')),
	"reason" TEXT CHECK ("reason" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;

-- Scorecards: indicators with their weights, in the same order.
CREATE TABLE assessments (
	key INTEGER PRIMARY KEY CHECK (key > 0 AND key % 32 = 23),
	origin TEXT NOT NULL CHECK (origin IN ('seed', 'import', 'edit')),
	id TEXT NOT NULL UNIQUE CHECK (id GLOB 'assessment:[a-z0-9]*'),
	"name" TEXT NOT NULL CHECK ("name" <> ''),
	"weights" TEXT CHECK ("weights" <> ''),
	"class" TEXT CHECK ("class" <> ''),
	"source" INTEGER REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	"locator" TEXT CHECK ("locator" <> '')
) STRICT;

-- assessments.indicators: position counts from 0.
CREATE TABLE assessments_indicators (
	owner INTEGER NOT NULL REFERENCES assessments (key) DEFERRABLE INITIALLY DEFERRED,
	position INTEGER NOT NULL CHECK (position >= 0),
	target INTEGER NOT NULL REFERENCES indicators (key) DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX assessments_indicators_target ON assessments_indicators (target);
