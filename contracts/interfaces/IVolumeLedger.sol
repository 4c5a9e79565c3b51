// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "./IGenealogy.sol";
import {IPlanRegistry} from "./IPlanRegistry.sol";

/// @title VolumeLedger: every order, refund and attestation that a bonus can depend on
/// @notice Periods are numbered from 0. Period 0 is the founding period: nothing is sold in it. `closePeriod` is the cut-off;
/// what is recorded later belongs to the next period. No timestamp decides anything.
/// @dev Packed entries, big-endian, the first byte tells kind and length:
///  | kind                | bytes | layout after the kind                                            |
///  | 1 own purchase      | 20    | member 4, pv 4, cv 5, orderRef 6                                 |
///  | 2 customer sale     | 24    | member 4, pv 4, cv 5, orderRef 6, customer 4                     |
///  | 3 own refund        | 20    | as 1; orderRef names the order that is refunded                  |
///  | 4 customer refund   | 24    | as 2; orderRef names the order that is refunded                  |
///  | 5 instant-settled   | 20    | as 1; cv is what Checkout credited for orderRef                  |
///  | 6 attestation       | 20    | member 4, topic 2, value 7, reference 6                          |
///  pv is in hundredths of a point, cv in payout units (token units). Attestation topics: 1 status, 2 certificate, 3 termination.
///  Invariants for a follower: `seq` gapless from 1; `firstEntry` of a batch = entries before it;
///  runningHash' = keccak256(runningHash ‖ keccak256(entries)).
interface IVolumeLedger {
    /// @param firstEntry number of entries recorded before this batch, over all periods
    /// @param batchRoot Merkle root over keccak256(entry) in order, an odd node is promoted; proves a single order later
    event VolumesRecorded(
        uint64 indexed seq,
        uint32 indexed period,
        uint64 firstEntry,
        uint32 count,
        bytes32 batchRoot,
        bytes32 runningHash,
        bytes entries
    );

    /// @param cv commissionable volume of the period, sales less refunds; may be negative
    /// @param budget all that may be owed up to and including this period: Σ floor(cap × cv) over periods, may fall
    event PeriodClosed(
        uint64 indexed seq,
        uint32 indexed period,
        uint32 memberCount,
        uint64 entryCount,
        int128 cv,
        int128 budget,
        uint32 planVersion,
        bytes32 runningHash,
        bytes32 inputHash
    );

    /// @dev What was frozen at the cut-off. `inputHash = keccak256(abi.encode(uint32 period, uint32 memberCount, uint64
    /// entryCount, bytes32 runningHash, bytes32 planHash))`, 0 planHash for period 0.
    struct Period {
        uint32 memberCount;
        uint64 entryCount;
        uint32 planVersion;
        int128 cv;
        int128 budget;
        bytes32 runningHash;
        bytes32 inputHash;
    }

    /// @notice Another batch was recorded meanwhile, or this one was already. Read `lastSeq` again; nothing was written.
    error VolumeLedgerUnexpectedSeq(uint64 expected, uint64 actual);
    error VolumeLedgerEmptyBatch();
    /// @notice The founding period records nothing: close it first.
    error VolumeLedgerFoundingPeriod();
    error VolumeLedgerUnknownKind(uint256 index, uint8 kind);
    error VolumeLedgerTruncatedEntry(uint256 index);
    error VolumeLedgerUnknownMember(uint256 index, uint32 memberId);
    error VolumeLedgerZeroOrder(uint256 index);
    error VolumeLedgerPeriodNotClosed(uint32 period);
    error VolumeLedgerUnexpectedPeriod(uint32 expected, uint32 actual);

    /// @notice Records a batch in the open period.
    /// @param expectedSeq the number this batch's event must get, so that a retry cannot enter twice
    function record(uint64 expectedSeq, bytes calldata entries) external;

    /// @notice Closes `period`, which must be the open one, and opens the next, for which a plan must be published.
    function closePeriod(uint32 period) external;

    function currentPeriod() external view returns (uint32);
    function entryCount() external view returns (uint64);
    function runningHash() external view returns (bytes32);
    /// @notice Commissionable volume of the open period so far.
    function currentCv() external view returns (int128);
    /// @notice What was frozen; reverts while the period is not closed.
    function periodOf(uint32 period) external view returns (Period memory);
    function genealogy() external view returns (IGenealogy);
    function planRegistry() external view returns (IPlanRegistry);
    /// @notice Number of the last event.
    function lastSeq() external view returns (uint64);
}
