-- Finds a part of a name in a network of any size. The extension comes with PostgreSQL and may be created by the owner of a database.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS accounts_name_trigrams ON office.accounts USING gin (name_key gin_trgm_ops);
