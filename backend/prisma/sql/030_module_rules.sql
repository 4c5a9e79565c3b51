-- What the modules promise and Prisma cannot say. Safe to run again.

-- One batch of volume notes under way at a time.
CREATE UNIQUE INDEX IF NOT EXISTS record_batches_one_open ON office.record_batches (state) WHERE state = 'open';

-- One live request to close a period.
CREATE UNIQUE INDEX IF NOT EXISTS close_requests_one_live ON office.close_requests (period) WHERE withdrawn_at IS NULL;

DO $$ BEGIN
  -- The ledger keeps an order number in 48 bits, PV in 32 and CV in 40.
  ALTER TABLE office.orders ADD CONSTRAINT orders_fit_ledger
    CHECK (order_ref BETWEEN 1 AND 281474976710655 AND pv BETWEEN 0 AND 4294967295 AND cv BETWEEN 0 AND 1099511627775 AND total >= 0);
EXCEPTION WHEN duplicate_object THEN NULL; END $$;

DO $$ BEGIN
  ALTER TABLE office.volume_notes ADD CONSTRAINT volume_notes_via CHECK (via IN ('batch', 'checkout'));
  ALTER TABLE office.order_quotes ADD CONSTRAINT order_quotes_state CHECK (state IN ('open', 'paid', 'expired') AND sale_number > 0);
EXCEPTION WHEN duplicate_object THEN NULL; END $$;

DO $$ BEGIN
  ALTER TABLE office.stock_moves ADD CONSTRAINT stock_moves_sane CHECK (quantity > 0 AND source <> target);
EXCEPTION WHEN duplicate_object THEN NULL; END $$;

DO $$ BEGIN
  ALTER TABLE office.stock_reservations ADD CONSTRAINT stock_reservations_positive CHECK (quantity > 0);
EXCEPTION WHEN duplicate_object THEN NULL; END $$;

-- Facts of closed periods and of stock are added, never changed.
CREATE OR REPLACE FUNCTION office.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER runs_append_only BEFORE UPDATE OR DELETE ON office.runs
  FOR EACH ROW EXECUTE FUNCTION office.refuse_change();
CREATE OR REPLACE TRIGGER run_earnings_append_only BEFORE UPDATE OR DELETE ON office.run_earnings
  FOR EACH ROW EXECUTE FUNCTION office.refuse_change();
CREATE OR REPLACE TRIGGER stock_moves_append_only BEFORE UPDATE OR DELETE ON office.stock_moves
  FOR EACH ROW EXECUTE FUNCTION office.refuse_change();
