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
