ALTER TABLE office.chain_operations ADD CONSTRAINT chain_operations_status
  CHECK (status IN ('queued', 'signed', 'sent', 'mined', 'final', 'failed'));
-- Bytes that were signed are kept for good, together with the nonce they use.
ALTER TABLE office.chain_operations ADD CONSTRAINT chain_operations_signed
  CHECK (status = 'queued' OR status = 'failed' OR (nonce IS NOT NULL AND raw_transaction IS NOT NULL AND transaction_hash IS NOT NULL));
CREATE INDEX outbox_waiting ON office.outbox (available_at, id) WHERE processed_at IS NULL;
ALTER TABLE office.rate_counts SET UNLOGGED;
