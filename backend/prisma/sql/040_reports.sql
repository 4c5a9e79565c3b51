-- What is computed from the mirror for reports. All of it can be thrown away and made again, so it stands in a schema of its own.
CREATE SCHEMA IF NOT EXISTS reports;

-- How far the facts of the mirror are in these tables, and how far the numbering goes. One row.
CREATE TABLE IF NOT EXISTS reports.position (
  id int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  block_number bigint NOT NULL,
  members int NOT NULL,
  entries bigint NOT NULL,
  numbered_block bigint NOT NULL,
  numbered_members int NOT NULL
);

-- Places in the tree, numbered so that everybody below a member lies between `pre` and `last`. `above` stands at every 32nd step of a
-- path: the 32 above, nearest first. The table is made anew beside this one and takes its place (backend/mirror/reports/number.ts).
CREATE TABLE IF NOT EXISTS reports.places (
  member_id int NOT NULL, sponsor_id int NOT NULL, pre int NOT NULL, last int NOT NULL, frontline int NOT NULL, above int[],
  PRIMARY KEY (member_id) INCLUDE (pre)
);

-- Members who joined after the numbering: `anchor` is the `pre` of the nearest numbered member above.
CREATE TABLE IF NOT EXISTS reports.tail (
  member_id int PRIMARY KEY, sponsor_id int NOT NULL, anchor int NOT NULL, block_number bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS tail_anchor ON reports.tail (anchor, member_id);
CREATE INDEX IF NOT EXISTS tail_sponsor ON reports.tail (sponsor_id, member_id);

-- Volume since the numbering: what a member's orders of a block added to the personal volume that counts, and what came out.
CREATE TABLE IF NOT EXISTS reports.changes (
  period int NOT NULL, member_id int NOT NULL, block_number bigint NOT NULL, anchor int NOT NULL, volume bigint NOT NULL, balance bigint NOT NULL,
  PRIMARY KEY (period, member_id, block_number)
);
CREATE INDEX IF NOT EXISTS changes_anchor ON reports.changes (period, anchor) INCLUDE (volume);

-- Periods that have a rollup. A closed one is for good, the open one is of the numbered block and is made again with the numbering.
CREATE TABLE IF NOT EXISTS reports.periods (period int PRIMARY KEY, closed boolean NOT NULL, block_number bigint NOT NULL);

-- One row a member and period.
CREATE TABLE IF NOT EXISTS reports.rollups (
  period int NOT NULL, member_id int NOT NULL, sponsor_id int NOT NULL, frontline int NOT NULL, downline int NOT NULL,
  balance bigint NOT NULL, group_volume bigint NOT NULL,
  PRIMARY KEY (period, member_id) INCLUDE (balance)
) PARTITION BY LIST (period);
CREATE INDEX IF NOT EXISTS rollups_legs ON reports.rollups (period, sponsor_id, group_volume DESC, member_id);
