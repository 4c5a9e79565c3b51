-- What grows by period is partitioned by it, so that old periods can be kept, moved or dropped whole and a report of one period reads one
-- table. Prisma knows the columns and keys of these tables and sees a partitioned table as any other; it cannot say PARTITION BY, so the
-- tables that it has just made, still empty, are made again.
ALTER TABLE mirror.volume_entries RENAME TO volume_entries_plain;
CREATE TABLE mirror.volume_entries (LIKE mirror.volume_entries_plain INCLUDING DEFAULTS) PARTITION BY LIST (period);
DROP TABLE mirror.volume_entries_plain;
ALTER TABLE mirror.volume_entries ADD CONSTRAINT volume_entries_pkey PRIMARY KEY (entry_index, period);
CREATE INDEX volume_entries_member_id_entry_index_idx ON mirror.volume_entries (member_id, entry_index);
CREATE INDEX volume_entries_order_ref_idx ON mirror.volume_entries (order_ref);
CREATE INDEX volume_entries_block_number_idx ON mirror.volume_entries (block_number);

ALTER TABLE office.run_earnings RENAME TO run_earnings_plain;
CREATE TABLE office.run_earnings (LIKE office.run_earnings_plain INCLUDING DEFAULTS) PARTITION BY LIST (period);
DROP TABLE office.run_earnings_plain;
ALTER TABLE office.run_earnings ADD CONSTRAINT run_earnings_pkey PRIMARY KEY (period, member_id);
ALTER TABLE office.run_earnings ADD CONSTRAINT run_earnings_period_fkey
  FOREIGN KEY (period) REFERENCES office.runs (period) ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE OR REPLACE FUNCTION mirror.partition_name(parent regclass, period int) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('%I.%I', n.nspname, c.relname || '_' || period)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = parent
$$;

-- The table of a period, aside from the others: without keys and indexes, so that it can be filled at once and attached.
CREATE OR REPLACE FUNCTION mirror.make_partition(parent regclass, period int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS, CONSTRAINT of_period CHECK (period = %s))',
    mirror.partition_name(parent, period), parent, period);
END $$;

CREATE OR REPLACE FUNCTION mirror.attach_partition(parent regclass, period int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES IN (%s)', parent, mirror.partition_name(parent, period), period);
END $$;

-- Makes the partition of a period if it is not there. Whoever comes second waits and finds it made; a transaction that fails takes it
-- back. The table is made aside and attached, which readers and writers of the other periods do not notice.
CREATE OR REPLACE FUNCTION mirror.ensure_partition(parent regclass, period int) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  part text := mirror.partition_name(parent, period);
BEGIN
  IF to_regclass(part) IS NOT NULL THEN
    RETURN false;
  END IF;
  -- A lock of the table and not an advisory one: taking it, the session learns which tables others have made.
  EXECUTE format('LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE', parent);
  IF to_regclass(part) IS NOT NULL THEN
    RETURN false;
  END IF;
  PERFORM mirror.make_partition(parent, period);
  PERFORM mirror.attach_partition(parent, period);
  RETURN true;
END $$;

-- The founding period and the first in which something is sold; from then on the writer of the mirror is a period ahead.
SELECT mirror.ensure_partition('mirror.volume_entries', 0), mirror.ensure_partition('mirror.volume_entries', 1);
