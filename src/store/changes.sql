-- Version 3: which rows changed when, so that an index of an earlier state is brought up to date
-- by these alone. What is not said here is not known: an index of it is built anew.

-- The last writing transactions. before and counter tie each to the one that it followed: the
-- generation that it found, and SQLite's change counter as it left it, which another program
-- moves as well. One that changed more than some rows leaves nothing here.
CREATE TABLE commits (
	number INTEGER PRIMARY KEY,
	before INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	counter INTEGER NOT NULL
) STRICT;

-- The last transaction that added or changed a row.
CREATE TABLE changes (
	key INTEGER PRIMARY KEY,
	number INTEGER NOT NULL
) STRICT;
