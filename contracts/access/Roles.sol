// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Roles: their numbers in the `AccessManager` of a deployment
/// @dev The contracts themselves look up only `INVITER` (a signature has no function to guard); the rest is here so that tests
/// and deployment speak of one list. Which role may call which function is data of the deployment (scripts/deploy/roles.ts).
library Roles {
    /// @notice Hands out and takes back all other roles.
    uint64 internal constant ADMIN = 0;
    /// @notice Enters an existing network.
    uint64 internal constant IMPORTER = 1;
    /// @notice Records orders and refunds, and gives money back for orders that Checkout took.
    uint64 internal constant RECORDER = 2;
    /// @notice Closes periods and proposes payout roots.
    uint64 internal constant SETTLER = 3;
    /// @notice Accepts payout roots.
    uint64 internal constant APPROVER = 4;
    /// @notice Rejects payout roots.
    uint64 internal constant GUARDIAN = 5;
    /// @notice Withdraws the surplus.
    uint64 internal constant TREASURER = 6;
    /// @notice Publishes plans.
    uint64 internal constant PLAN_ADMIN = 7;
    /// @notice Signs invitations for any sponsor.
    uint64 internal constant INVITER = 8;
    /// @notice Binds a first wallet to members who have none.
    uint64 internal constant REGISTRAR_ADMIN = 9;
    /// @notice Notes what was paid by bank.
    uint64 internal constant ACCOUNTANT = 10;
    /// @notice Rejects payout roots by proof. Given to nobody: its place is for a contract that judges disputes.
    uint64 internal constant REFEREE = 11;
}
