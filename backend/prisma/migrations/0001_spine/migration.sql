-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "mirror";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "office";

-- CreateTable
CREATE TABLE "office"."products" (
    "sku" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "name_ru" TEXT NOT NULL,
    "price" BIGINT NOT NULL,
    "pv" BIGINT NOT NULL,
    "cv" BIGINT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("sku")
);

-- CreateTable
CREATE TABLE "office"."runs" (
    "period" INTEGER NOT NULL,
    "plan_version" INTEGER NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "state_root" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "total" DECIMAL(78,0) NOT NULL,
    "leaf_count" INTEGER NOT NULL,
    "added" DECIMAL(78,0) NOT NULL,
    "summary" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("period")
);

-- CreateTable
CREATE TABLE "office"."run_earnings" (
    "period" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "net" DECIMAL(78,0) NOT NULL,
    "credited" DECIMAL(78,0) NOT NULL,
    "cumulative" DECIMAL(78,0) NOT NULL,
    "debt" DECIMAL(78,0) NOT NULL,

    CONSTRAINT "run_earnings_pkey" PRIMARY KEY ("period","member_id")
);

-- CreateTable
CREATE TABLE "office"."invitations" (
    "code" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sponsor_id" INTEGER NOT NULL,
    "invitee" TEXT,
    "uses" BIGINT NOT NULL,
    "nonce" TEXT NOT NULL,
    "deadline" TEXT NOT NULL,
    "inviter" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "office"."joins" (
    "digest" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "wallet" TEXT NOT NULL,
    "operation_id" UUID NOT NULL,
    "member_id" INTEGER,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "joins_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "office"."idempotency_keys" (
    "owner" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL DEFAULT 0,
    "body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("owner","key")
);

-- CreateTable
CREATE TABLE "office"."rate_counts" (
    "key" TEXT NOT NULL,
    "hits" INTEGER NOT NULL,
    "window_ends" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_counts_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "office"."accounts" (
    "id" UUID NOT NULL,
    "wallet" TEXT,
    "member_id" BIGINT,
    "name" TEXT,
    "name_key" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office"."sessions" (
    "token_hash" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "wallet" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "office"."sign_in_nonces" (
    "nonce" TEXT NOT NULL,
    "browser_hash" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_nonces_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "office"."role_grants" (
    "id" UUID NOT NULL,
    "wallet" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "granted_by" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_by" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office"."saved_views" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mirror"."members" (
    "member_id" INTEGER NOT NULL,
    "sponsor_id" INTEGER NOT NULL,
    "parent_id" INTEGER NOT NULL,
    "leg" SMALLINT NOT NULL,
    "depth" INTEGER NOT NULL,
    "consent" BYTEA,
    "seq" BIGINT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "members_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "mirror"."member_wallets" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "wallet" BYTEA NOT NULL,
    "previous_wallet" BYTEA,
    "seq" BIGINT NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "member_wallets_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "mirror"."recoveries" (
    "seq" BIGINT NOT NULL,
    "member_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "account" BYTEA,
    "ready_at" BIGINT,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "recoveries_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."route_choices" (
    "seq" BIGINT NOT NULL,
    "member_id" INTEGER NOT NULL,
    "bank" BOOLEAN NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "route_choices_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."registrar_changes" (
    "seq" BIGINT NOT NULL,
    "registrar" BYTEA NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "registrar_changes_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."invitations_revoked" (
    "seq" BIGINT NOT NULL,
    "invitation" BYTEA NOT NULL,
    "sponsor_id" INTEGER NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "invitations_revoked_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."invitation_uses" (
    "seq" BIGINT NOT NULL,
    "invitation" BYTEA NOT NULL,
    "member_id" INTEGER NOT NULL,
    "used" BIGINT NOT NULL,
    "company_today" BIGINT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "invitation_uses_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."daily_caps" (
    "seq" BIGINT NOT NULL,
    "cap" BIGINT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "daily_caps_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."plans" (
    "version" INTEGER NOT NULL,
    "plan_hash" BYTEA NOT NULL,
    "first_period" INTEGER NOT NULL,
    "cap_ppm" INTEGER NOT NULL,
    "instant_levels" BYTEA NOT NULL,
    "spec" BYTEA NOT NULL,
    "seq" BIGINT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "plans_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "mirror"."volume_batches" (
    "seq" BIGINT NOT NULL,
    "period" INTEGER NOT NULL,
    "first_entry" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "batch_root" BYTEA NOT NULL,
    "running_hash" BYTEA NOT NULL,
    "sale_number" BIGINT,
    "sale_amount" DECIMAL(78,0),
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "volume_batches_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."volume_entries" (
    "entry_index" BIGINT NOT NULL,
    "period" INTEGER NOT NULL,
    "kind" SMALLINT NOT NULL,
    "member_id" INTEGER NOT NULL,
    "pv" BIGINT NOT NULL,
    "cv" BIGINT NOT NULL,
    "order_ref" BIGINT NOT NULL,
    "customer" BIGINT,
    "topic" INTEGER,
    "value" BIGINT,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,

    CONSTRAINT "volume_entries_pkey" PRIMARY KEY ("entry_index","period")
);

-- CreateTable
CREATE TABLE "mirror"."periods" (
    "period" INTEGER NOT NULL,
    "member_count" INTEGER NOT NULL,
    "entry_count" BIGINT NOT NULL,
    "cv" DECIMAL(78,0) NOT NULL,
    "budget" DECIMAL(78,0) NOT NULL,
    "plan_version" INTEGER NOT NULL,
    "running_hash" BYTEA NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "instant" DECIMAL(78,0) NOT NULL,
    "seq" BIGINT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "periods_pkey" PRIMARY KEY ("period")
);

-- CreateTable
CREATE TABLE "mirror"."checkout_changes" (
    "seq" BIGINT NOT NULL,
    "checkout" BYTEA NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "checkout_changes_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."proposals" (
    "seq" BIGINT NOT NULL,
    "period" INTEGER NOT NULL,
    "root" BYTEA NOT NULL,
    "total" DECIMAL(78,0) NOT NULL,
    "leaf_count" INTEGER NOT NULL,
    "plan_version" INTEGER NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "state_root" BYTEA NOT NULL,
    "file_hash" BYTEA NOT NULL,
    "proposer" BYTEA NOT NULL,
    "review_ends_at" BIGINT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "proposals_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."root_decisions" (
    "seq" BIGINT NOT NULL,
    "period" INTEGER NOT NULL,
    "root" BYTEA NOT NULL,
    "decision" TEXT NOT NULL,
    "total" DECIMAL(78,0),
    "decided_by" BYTEA NOT NULL,
    "reason" BYTEA,
    "claim_key" BYTEA,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "root_decisions_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."claims" (
    "seq" BIGINT NOT NULL,
    "member_id" INTEGER NOT NULL,
    "wallet" BYTEA,
    "amount" DECIMAL(78,0) NOT NULL,
    "cumulative" DECIMAL(78,0),
    "skip_reason" BYTEA,
    "register_hash" BYTEA,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "claims_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."credit_withdrawals" (
    "seq" BIGINT NOT NULL,
    "member_id" INTEGER NOT NULL,
    "wallet" BYTEA NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "credit_withdrawals_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."funding" (
    "seq" BIGINT NOT NULL,
    "direction" TEXT NOT NULL,
    "account" BYTEA NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "funding_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."checkout_settings" (
    "seq" BIGINT NOT NULL,
    "setting" TEXT NOT NULL,
    "account" BYTEA NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "checkout_settings_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."checkout_orders" (
    "seq" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "order_ref" BIGINT NOT NULL,
    "buyer" BYTEA NOT NULL,
    "amount" DECIMAL(78,0),
    "reason" BYTEA,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "transaction_hash" BYTEA NOT NULL,

    CONSTRAINT "checkout_orders_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror"."raw_logs" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_hash" BYTEA NOT NULL,
    "transaction_hash" BYTEA NOT NULL,
    "address" BYTEA NOT NULL,
    "topics" BYTEA NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "raw_logs_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "mirror"."block_headers" (
    "number" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "parent_hash" BYTEA NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "block_headers_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "mirror"."contract_seqs" (
    "contract" TEXT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "contract_seqs_pkey" PRIMARY KEY ("contract","block_number")
);

-- CreateTable
CREATE TABLE "mirror"."checkpoints" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "chain_id" INTEGER NOT NULL,
    "genealogy" BYTEA NOT NULL,
    "genesis_block" BIGINT NOT NULL,
    "genesis_hash" BYTEA NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_hash" BYTEA NOT NULL,
    "block_time" TIMESTAMPTZ(0) NOT NULL,
    "head" BIGINT NOT NULL,
    "finalized" BIGINT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "stop_code" TEXT,
    "stop_parameters" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "checkpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office"."customers" (
    "customer_id" SERIAL NOT NULL,
    "member_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "office"."orders" (
    "order_id" UUID NOT NULL,
    "order_ref" BIGSERIAL NOT NULL,
    "member_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "customer_id" INTEGER,
    "status" TEXT NOT NULL,
    "total" BIGINT NOT NULL,
    "pv" BIGINT NOT NULL,
    "cv" BIGINT NOT NULL,
    "period" INTEGER,
    "placed_by" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ NOT NULL,
    "paid_at" TIMESTAMPTZ,
    "payment_by" TEXT,
    "payment" TEXT,
    "refunded_at" TIMESTAMPTZ,
    "refunded_by" TEXT,
    "refund_reason" TEXT,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "office"."order_lines" (
    "order_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "sku" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "name_ru" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "price" BIGINT NOT NULL,
    "pv" BIGINT NOT NULL,
    "cv" BIGINT NOT NULL,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("order_id","line")
);

-- CreateTable
CREATE TABLE "office"."order_events" (
    "order_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "tx_hash" TEXT,

    CONSTRAINT "order_events_pkey" PRIMARY KEY ("order_id","status")
);

-- CreateTable
CREATE TABLE "office"."volume_notes" (
    "note_id" BIGSERIAL NOT NULL,
    "order_id" UUID NOT NULL,
    "order_ref" BIGINT NOT NULL,
    "kind" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "pv" BIGINT NOT NULL,
    "cv" BIGINT NOT NULL,
    "customer" INTEGER,
    "via" TEXT NOT NULL DEFAULT 'batch',
    "created_at" TIMESTAMPTZ NOT NULL,
    "period" INTEGER,
    "block" BIGINT,
    "final" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "volume_notes_pkey" PRIMARY KEY ("note_id")
);

-- CreateTable
CREATE TABLE "office"."order_quotes" (
    "quote_id" BIGSERIAL NOT NULL,
    "order_id" UUID NOT NULL,
    "member_id" INTEGER NOT NULL,
    "sale_number" INTEGER NOT NULL,
    "buyer" TEXT NOT NULL,
    "deadline" BIGINT NOT NULL,
    "signature" TEXT NOT NULL,
    "quoted_by" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "order_quotes_pkey" PRIMARY KEY ("quote_id")
);

-- CreateTable
CREATE TABLE "office"."checkout_refunds" (
    "operation_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "checkout_refunds_pkey" PRIMARY KEY ("operation_id")
);

-- CreateTable
CREATE TABLE "office"."record_batches" (
    "batch_id" BIGSERIAL NOT NULL,
    "expected_seq" BIGINT NOT NULL,
    "entry_count" INTEGER NOT NULL,
    "operation_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "record_batches_pkey" PRIMARY KEY ("batch_id")
);

-- CreateTable
CREATE TABLE "office"."outbox" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office"."chain_operations" (
    "id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "nonce" INTEGER,
    "raw_transaction" TEXT,
    "transaction_hash" TEXT,
    "block_number" BIGINT,
    "block_hash" TEXT,
    "gas_used" BIGINT,
    "error_code" TEXT,
    "error_parameters" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chain_operations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office"."close_requests" (
    "close_request_id" UUID NOT NULL,
    "period" INTEGER NOT NULL,
    "inputs_digest" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_wallet" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ NOT NULL,
    "approved_by" TEXT,
    "approved_wallet" TEXT,
    "approved_at" TIMESTAMPTZ,
    "operation_id" UUID,
    "withdrawn_at" TIMESTAMPTZ,

    CONSTRAINT "close_requests_pkey" PRIMARY KEY ("close_request_id")
);

-- CreateTable
CREATE TABLE "office"."payout_files" (
    "period" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "payout_files_pkey" PRIMARY KEY ("period")
);

-- CreateTable
CREATE TABLE "office"."proposal_requests" (
    "operation_id" UUID NOT NULL,
    "period" INTEGER NOT NULL,
    "root" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "proposal_requests_pkey" PRIMARY KEY ("operation_id")
);

-- CreateTable
CREATE TABLE "office"."claim_requests" (
    "operation_id" UUID NOT NULL,
    "member_id" INTEGER NOT NULL,
    "root" TEXT NOT NULL,
    "period" INTEGER NOT NULL,
    "cumulative" DECIMAL(78,0) NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "claim_requests_pkey" PRIMARY KEY ("operation_id")
);

-- CreateTable
CREATE TABLE "office"."stock_items" (
    "sku" TEXT NOT NULL,

    CONSTRAINT "stock_items_pkey" PRIMARY KEY ("sku")
);

-- CreateTable
CREATE TABLE "office"."stock_moves" (
    "move_id" BIGSERIAL NOT NULL,
    "sku" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "moved_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "stock_moves_pkey" PRIMARY KEY ("move_id")
);

-- CreateTable
CREATE TABLE "office"."stock_reservations" (
    "order_id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "reserved_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "stock_reservations_pkey" PRIMARY KEY ("order_id","sku")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitations_digest_key" ON "office"."invitations"("digest");

-- CreateIndex
CREATE INDEX "invitations_sponsor_id_created_at_idx" ON "office"."invitations"("sponsor_id", "created_at");

-- CreateIndex
CREATE INDEX "joins_wallet_idx" ON "office"."joins"("wallet");

-- CreateIndex
CREATE INDEX "joins_operation_id_idx" ON "office"."joins"("operation_id");

-- CreateIndex
CREATE INDEX "joins_code_created_at_idx" ON "office"."joins"("code", "created_at");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "office"."idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "rate_counts_window_ends_idx" ON "office"."rate_counts"("window_ends");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_wallet_key" ON "office"."accounts"("wallet");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_member_id_key" ON "office"."accounts"("member_id");

-- CreateIndex
CREATE INDEX "sessions_account_id_idx" ON "office"."sessions"("account_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "office"."sessions"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_nonces_expires_at_idx" ON "office"."sign_in_nonces"("expires_at");

-- CreateIndex
CREATE INDEX "role_grants_wallet_idx" ON "office"."role_grants"("wallet");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_account_id_list_name_key" ON "office"."saved_views"("account_id", "list", "name");

-- CreateIndex
CREATE INDEX "members_sponsor_id_member_id_idx" ON "mirror"."members"("sponsor_id", "member_id");

-- CreateIndex
CREATE INDEX "members_block_number_idx" ON "mirror"."members"("block_number");

-- CreateIndex
CREATE INDEX "member_wallets_member_id_block_number_log_index_idx" ON "mirror"."member_wallets"("member_id", "block_number", "log_index");

-- CreateIndex
CREATE INDEX "member_wallets_wallet_block_number_log_index_idx" ON "mirror"."member_wallets"("wallet", "block_number", "log_index");

-- CreateIndex
CREATE INDEX "recoveries_member_id_seq_idx" ON "mirror"."recoveries"("member_id", "seq");

-- CreateIndex
CREATE INDEX "route_choices_member_id_seq_idx" ON "mirror"."route_choices"("member_id", "seq");

-- CreateIndex
CREATE INDEX "invitations_revoked_invitation_idx" ON "mirror"."invitations_revoked"("invitation");

-- CreateIndex
CREATE INDEX "invitation_uses_invitation_idx" ON "mirror"."invitation_uses"("invitation");

-- CreateIndex
CREATE INDEX "volume_batches_period_idx" ON "mirror"."volume_batches"("period");

-- CreateIndex
CREATE INDEX "volume_entries_member_id_entry_index_idx" ON "mirror"."volume_entries"("member_id", "entry_index");

-- CreateIndex
CREATE INDEX "volume_entries_order_ref_idx" ON "mirror"."volume_entries"("order_ref");

-- CreateIndex
CREATE INDEX "volume_entries_block_number_idx" ON "mirror"."volume_entries"("block_number");

-- CreateIndex
CREATE INDEX "proposals_period_idx" ON "mirror"."proposals"("period");

-- CreateIndex
CREATE INDEX "claims_member_id_seq_idx" ON "mirror"."claims"("member_id", "seq");

-- CreateIndex
CREATE INDEX "credit_withdrawals_member_id_seq_idx" ON "mirror"."credit_withdrawals"("member_id", "seq");

-- CreateIndex
CREATE INDEX "checkout_orders_order_ref_idx" ON "mirror"."checkout_orders"("order_ref");

-- CreateIndex
CREATE UNIQUE INDEX "customers_member_id_name_key" ON "office"."customers"("member_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "orders_order_ref_key" ON "office"."orders"("order_ref");

-- CreateIndex
CREATE INDEX "orders_member_id_order_ref_idx" ON "office"."orders"("member_id", "order_ref");

-- CreateIndex
CREATE INDEX "orders_status_order_ref_idx" ON "office"."orders"("status", "order_ref");

-- CreateIndex
CREATE INDEX "orders_period_order_ref_idx" ON "office"."orders"("period", "order_ref");

-- CreateIndex
CREATE INDEX "volume_notes_final_note_id_idx" ON "office"."volume_notes"("final", "note_id");

-- CreateIndex
CREATE UNIQUE INDEX "volume_notes_order_ref_kind_key" ON "office"."volume_notes"("order_ref", "kind");

-- CreateIndex
CREATE INDEX "order_quotes_order_id_idx" ON "office"."order_quotes"("order_id");

-- CreateIndex
CREATE INDEX "order_quotes_member_id_sale_number_idx" ON "office"."order_quotes"("member_id", "sale_number");

-- CreateIndex
CREATE INDEX "order_quotes_state_idx" ON "office"."order_quotes"("state");

-- CreateIndex
CREATE INDEX "checkout_refunds_order_id_idx" ON "office"."checkout_refunds"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "record_batches_operation_id_key" ON "office"."record_batches"("operation_id");

-- CreateIndex
CREATE INDEX "record_batches_state_idx" ON "office"."record_batches"("state");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_topic_key_key" ON "office"."outbox"("topic", "key");

-- CreateIndex
CREATE UNIQUE INDEX "chain_operations_idempotency_key_key" ON "office"."chain_operations"("idempotency_key");

-- CreateIndex
CREATE INDEX "chain_operations_status_sender_created_at_idx" ON "office"."chain_operations"("status", "sender", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "chain_operations_chain_id_sender_nonce_key" ON "office"."chain_operations"("chain_id", "sender", "nonce");

-- CreateIndex
CREATE INDEX "close_requests_period_requested_at_idx" ON "office"."close_requests"("period", "requested_at");

-- CreateIndex
CREATE INDEX "proposal_requests_period_requested_at_idx" ON "office"."proposal_requests"("period", "requested_at");

-- CreateIndex
CREATE INDEX "claim_requests_member_id_requested_at_idx" ON "office"."claim_requests"("member_id", "requested_at");

-- CreateIndex
CREATE INDEX "stock_moves_sku_move_id_idx" ON "office"."stock_moves"("sku", "move_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_moves_reference_reason_sku_key" ON "office"."stock_moves"("reference", "reason", "sku");

-- CreateIndex
CREATE INDEX "stock_reservations_sku_idx" ON "office"."stock_reservations"("sku");

-- AddForeignKey
ALTER TABLE "office"."run_earnings" ADD CONSTRAINT "run_earnings_period_fkey" FOREIGN KEY ("period") REFERENCES "office"."runs"("period") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."joins" ADD CONSTRAINT "joins_code_fkey" FOREIGN KEY ("code") REFERENCES "office"."invitations"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."sessions" ADD CONSTRAINT "sessions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "office"."accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."saved_views" ADD CONSTRAINT "saved_views_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "office"."accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."orders" ADD CONSTRAINT "orders_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "office"."customers"("customer_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."order_lines" ADD CONSTRAINT "order_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "office"."orders"("order_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."order_events" ADD CONSTRAINT "order_events_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "office"."orders"("order_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."volume_notes" ADD CONSTRAINT "volume_notes_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "office"."orders"("order_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."order_quotes" ADD CONSTRAINT "order_quotes_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "office"."orders"("order_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."checkout_refunds" ADD CONSTRAINT "checkout_refunds_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "office"."orders"("order_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."stock_moves" ADD CONSTRAINT "stock_moves_sku_fkey" FOREIGN KEY ("sku") REFERENCES "office"."stock_items"("sku") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office"."stock_reservations" ADD CONSTRAINT "stock_reservations_sku_fkey" FOREIGN KEY ("sku") REFERENCES "office"."stock_items"("sku") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From backend/prisma/sql/005_partitions.sql
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

-- From backend/prisma/sql/010_mirror_rules.sql
-- Only one checkpoint; seq and entry numbers start at 1 and 0.
ALTER TABLE mirror.checkpoints ADD CONSTRAINT checkpoints_one_row CHECK (id = 1);
ALTER TABLE mirror.checkpoints ADD CONSTRAINT checkpoints_state CHECK (state IN ('catchingUp', 'following', 'stopped'));
ALTER TABLE mirror.members ADD CONSTRAINT members_sponsor_before_member CHECK (sponsor_id < member_id AND parent_id < member_id);
-- Who stands below a place; a deployment without a placement tree has no rows here.
CREATE INDEX members_placement ON mirror.members (parent_id, leg) WHERE parent_id <> 0;
ALTER TABLE mirror.root_decisions ADD CONSTRAINT root_decisions_decision CHECK (decision IN ('accepted', 'rejected'));
ALTER TABLE mirror.funding ADD CONSTRAINT funding_direction CHECK (direction IN ('funded', 'withdrawn'));
ALTER TABLE mirror.recoveries ADD CONSTRAINT recoveries_step CHECK (step IN ('named', 'started', 'cancelled'));
ALTER TABLE mirror.checkout_settings ADD CONSTRAINT checkout_settings_setting CHECK (setting IN ('quoter', 'treasury'));
ALTER TABLE mirror.checkout_orders ADD CONSTRAINT checkout_orders_outcome CHECK (outcome IN ('skipped', 'refunded'));

-- From backend/prisma/sql/020_platform_rules.sql
ALTER TABLE office.chain_operations ADD CONSTRAINT chain_operations_status
  CHECK (status IN ('queued', 'signed', 'sent', 'mined', 'final', 'failed'));
-- Bytes that were signed are kept for good, together with the nonce they use.
ALTER TABLE office.chain_operations ADD CONSTRAINT chain_operations_signed
  CHECK (status = 'queued' OR status = 'failed' OR (nonce IS NOT NULL AND raw_transaction IS NOT NULL AND transaction_hash IS NOT NULL));
CREATE INDEX outbox_waiting ON office.outbox (available_at, id) WHERE processed_at IS NULL;
ALTER TABLE office.rate_counts SET UNLOGGED;

-- From backend/prisma/sql/030_module_rules.sql
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

-- From backend/prisma/sql/040_reports.sql
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

-- From backend/prisma/sql/050_name_search.sql
-- Finds a part of a name in a network of any size. The extension comes with PostgreSQL and may be created by the owner of a database.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS accounts_name_trigrams ON office.accounts USING gin (name_key gin_trgm_ops);

-- From backend/prisma/sql/060_mirror_counters.sql
-- What has happened to the mirror, for machines that watch it. No copy of the chain: neither a rollback nor a rebuild touches it.
CREATE TABLE IF NOT EXISTS mirror.counters (name text PRIMARY KEY, value bigint NOT NULL);
