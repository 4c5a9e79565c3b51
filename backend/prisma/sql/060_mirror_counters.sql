-- What has happened to the mirror, for machines that watch it. No copy of the chain: neither a rollback nor a rebuild touches it.
CREATE TABLE IF NOT EXISTS mirror.counters (name text PRIMARY KEY, value bigint NOT NULL);
