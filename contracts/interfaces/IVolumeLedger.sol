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
///  | 5 instant-settled   | 20    | member credited 4, level 1–10 4, amount credited 5, orderRef 6   |
///  | 6 attestation       | 20    | member 4, topic 2, value 7, reference 6                          |
///  pv is in hundredths of a point, cv in payout units (token units). Attestation topics: 1 status, 2 certificate, 3 termination.
///  Kind 5 comes only with a sale through Checkout and right behind it; `record` refuses it.
///  Invariants for a follower: `seq` gapless from 1; `firstEntry` of a batch = entries before it;
///  runningHash' = keccak256(runningHash ‖ keccak256(entries)). A sale or refund through Checkout is a batch like any other.
interface IVolumeLedger {
    /// @dev One order as Checkout sells it, in the order of `ICheckout.Order`, so that it is handed on as it came. `customer` means
    /// something for kind 2 only; `saleNumber` is counted per member by the office and accepted once by `Genealogy` (sliding window
    /// of 32); `amount` is what the buyer pays into the vault, in token units.
    struct Sale {
        uint48 orderRef;
        uint32 memberId;
        uint8 kind;
        uint32 customer;
        uint32 saleNumber;
        uint256 amount;
        uint32 pv;
        uint40 cv;
    }

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

    /// @notice One order was sold through Checkout: the entry of the sale, then one of kind 5 per level that was credited. It is a
    /// batch; how many entries it has and their Merkle root follow from them, who needs these makes them.
    /// @param firstEntry as in `VolumesRecorded`, and so are the next two
    /// @param saleNumber the member's number for this sale, used up by it
    /// @param amount what the buyer paid into the vault, in token units
    event SaleRecorded(
        uint64 indexed seq,
        uint32 indexed period,
        uint64 firstEntry,
        bytes32 runningHash,
        bytes entries,
        uint32 saleNumber,
        uint256 amount
    );

    /// @param cv commissionable volume of the period, sales less refunds; may be negative
    /// @param budget all that roots may owe up to and including this period: Σ (floor(cap × cv) − instant) over periods, may fall
    /// @param instant what sales of the period credited at once; it is paid beside the roots
    event PeriodClosed(
        uint64 indexed seq,
        uint32 indexed period,
        uint32 memberCount,
        uint64 entryCount,
        int128 cv,
        int128 budget,
        uint32 planVersion,
        bytes32 runningHash,
        bytes32 inputHash,
        uint64 instant
    );

    /// @notice Sales and refunds that are paid on the chain now come from `checkout` (0: from nowhere).
    event CheckoutChanged(uint64 indexed seq, address indexed checkout);

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
        uint64 instant;
    }

    /// @notice Something was recorded meanwhile (a sale through Checkout is enough), or this batch was already. Nothing was
    /// written: look in the events from `expected` to `actual` - 1 for this very batch, and only if it is not there send it again
    /// with `actual`.
    error VolumeLedgerUnexpectedSeq(uint64 expected, uint64 actual);
    error VolumeLedgerEmptyBatch();
    /// @notice The founding period records nothing: close it first.
    error VolumeLedgerFoundingPeriod();
    error VolumeLedgerUnknownKind(uint256 index, uint8 kind);
    /// @notice An instant credit (kind 5) comes only with a sale through Checkout.
    error VolumeLedgerCreditWithoutSale(uint256 index);
    error VolumeLedgerTruncatedEntry(uint256 index);
    error VolumeLedgerUnknownMember(uint256 index, uint32 memberId);
    error VolumeLedgerZeroOrder(uint256 index);
    error VolumeLedgerPeriodNotClosed(uint32 period);
    error VolumeLedgerUnexpectedPeriod(uint32 expected, uint32 actual);
    error VolumeLedgerNotCheckout(address caller);
    /// @notice The open period would hold more volume than 63 bits can, or more credits than 64 bits.
    error VolumeLedgerPeriodFull();

    /// @notice Records a batch in the open period.
    /// @param expectedSeq the number this batch's event must get, so that a retry cannot enter twice
    function record(uint64 expectedSeq, bytes calldata entries) external;

    /// @notice Records one order that is being paid for and credits its instant levels. Only Checkout.
    /// @return share floor(cap of the open period × cv): what the vault must receive at least for this sale
    function recordSale(Sale calldata sale) external returns (uint64 share);

    /// @notice Records that an order was (partly) taken back, as `record` would, told by `VolumesRecorded`. Only Checkout.
    /// @param kind 3 or 4  @param customer means something for kind 4 only
    function recordRefund(uint8 kind, uint32 memberId, uint32 pv, uint40 cv, uint48 orderRef, uint32 customer) external;

    /// @notice Names the contract through which orders are paid on the chain; 0 for none.
    function setCheckout(address newCheckout) external;

    /// @notice Closes `period`, which must be the open one, and opens the next, for which a plan must be published.
    function closePeriod(uint32 period) external;

    function currentPeriod() external view returns (uint32);
    function entryCount() external view returns (uint64);
    function runningHash() external view returns (bytes32);
    /// @notice Commissionable volume of the open period so far.
    function currentCv() external view returns (int128);
    /// @notice Instant credits of all periods, the open one included.
    function instantTotal() external view returns (uint64);
    /// @notice What the budget would be if the open period were closed now.
    function openBudget() external view returns (int128);
    /// @return capPpm cap of the open period, 0 in the founding period  @return levels its instant levels, packed as in
    /// `IPlanRegistry.instantLevelsOf`
    function openTerms() external view returns (uint32 capPpm, uint256 levels);
    function checkout() external view returns (address);
    /// @notice What was frozen; reverts while the period is not closed.
    function periodOf(uint32 period) external view returns (Period memory);
    /// @notice What a payout root of `period` is held against, read at once; reverts while the period is not closed.
    /// @return planVersion of the period
    /// @return budget of the period
    /// @return inputHash of the period
    /// @return instant `instantTotal()` now
    function payoutTermsOf(
        uint32 period
    ) external view returns (uint32 planVersion, int128 budget, bytes32 inputHash, uint64 instant);
    function genealogy() external view returns (IGenealogy);
    function planRegistry() external view returns (IPlanRegistry);
    /// @notice Number of the last event.
    function lastSeq() external view returns (uint64);
}
