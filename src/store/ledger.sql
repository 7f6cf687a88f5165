-- Version 2: figures and dates that the rows of a ledger hold in columns of their own
-- (model/ledger.h). A million projects with six of them each would be six million rows of
-- claims and milestones with ids and locators of their own; here they are one short row each.

-- What the values of one column of one ledger, in one unit, have in common: an indicator makes
-- each of them a claim, a status a milestone. name is the column's name in the file.
CREATE TABLE ledger_columns (
	number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 65535),
	source INTEGER NOT NULL REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	name TEXT NOT NULL CHECK (name <> ''),
	indicator INTEGER REFERENCES indicators (key) DEFERRABLE INITIALLY DEFERRED,
	modality TEXT CHECK (modality IN ('actual', 'capacity', 'expected', 'planned', 'target', 'resource')),
	unit TEXT CHECK (unit <> ''),
	scope TEXT CHECK (scope <> ''),
	period TEXT CHECK (period <> ''),
	status TEXT CHECK (status IN ('planned', 'negotiating', 'signed', 'filed', 'started', 'building', 'trial', 'producing', 'full', 'stalled', 'ended')),
	CHECK ((indicator IS NULL) = (modality IS NULL) AND (indicator IS NULL) <> (status IS NULL))
) STRICT;

-- The values that one ledger has for one record. cells is NUMBER=VALUE joined by semicolons,
-- by ascending number; figures and dates count those of either sort.
CREATE TABLE ledger_rows (
	owner INTEGER NOT NULL CHECK (owner > 0 AND owner % 32 < 24),
	source INTEGER NOT NULL REFERENCES sources (key) DEFERRABLE INITIALLY DEFERRED,
	line INTEGER NOT NULL CHECK (line > 0),
	figures INTEGER NOT NULL CHECK (figures >= 0),
	dates INTEGER NOT NULL CHECK (dates >= 0),
	cells TEXT NOT NULL CHECK (cells <> ''),
	PRIMARY KEY (owner, source)
) STRICT, WITHOUT ROWID;
