// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {IPlanRegistry} from "../interfaces/IPlanRegistry.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {LedgerState, packState} from "./LedgerState.sol";
import {SaleEntries} from "./SaleEntries.sol";
import {Terms, TermsWord} from "./Terms.sol";
import {VolumeEntries} from "./VolumeEntries.sol";

/// @title VolumeLedger
/// @notice What it promises is written in `IVolumeLedger`.
contract VolumeLedger is IVolumeLedger, AccessManaged {
    /// @dev One slot: sums over the closed periods.
    struct Closed {
        int128 budget;
        uint128 instant;
    }

    // Immutables

    int256 private constant PPM = 1_000_000;
    uint8 private constant OWN_PURCHASE = 1;
    uint8 private constant CUSTOMER_SALE = 2;
    uint8 private constant OWN_REFUND = 3;
    uint8 private constant CUSTOMER_REFUND = 4;

    /// @inheritdoc IVolumeLedger
    IGenealogy public immutable genealogy;
    /// @inheritdoc IVolumeLedger
    IPlanRegistry public immutable planRegistry;
    /// @dev The Checkout that is deployed with this ledger. While it is the one that is named, a sale asks for no slot to know it.
    address private immutable _expectedCheckout;

    // Storage

    LedgerState private _state;
    /// @inheritdoc IVolumeLedger
    bytes32 public runningHash;
    Terms private _terms;
    Closed private _closed;
    /// @inheritdoc IVolumeLedger
    address public checkout;
    mapping(uint32 period => Period frozen) private _periods;

    // Constructor

    constructor(
        address manager,
        IGenealogy genealogy_,
        IPlanRegistry planRegistry_,
        address expectedCheckout
    ) AccessManaged(manager) {
        genealogy = genealogy_;
        planRegistry = planRegistry_;
        _expectedCheckout = expectedCheckout;
    }

    // External functions

    /// @inheritdoc IVolumeLedger
    function record(uint64 expectedSeq, bytes calldata entries) external restricted {
        LedgerState state = _state;
        uint64 seq = state.seqOf() + 1;
        if (expectedSeq != seq) revert VolumeLedgerUnexpectedSeq(expectedSeq, seq);
        if (entries.length == 0) revert VolumeLedgerEmptyBatch();
        _recordBatch(state, abi.encode(state.entryCountOf(), uint32(0), bytes32(0), bytes32(0), entries), entries.length);
    }

    /// @inheritdoc IVolumeLedger
    function recordSale(Sale calldata sale) external returns (uint64 share) {
        Terms terms = _terms;
        _checkCheckout(terms);
        if (sale.kind != OWN_PURCHASE && sale.kind != CUSTOMER_SALE) revert VolumeLedgerUnknownKind(0, sale.kind);
        if (sale.orderRef == 0) revert VolumeLedgerZeroOrder(0);
        LedgerState state = _state;
        uint32 period = state.periodOf();
        if (period == 0) revert VolumeLedgerFoundingPeriod();
        // Safety: 40 bits and 20 bits fit into 64.
        unchecked {
            share = uint64((uint256(sale.cv) * terms.capPpm()) / uint256(PPM));
        }

        (uint256 place, uint256 size, uint256 instant) = SaleEntries.credit(genealogy, sale, period, terms.levels());
        LedgerState changed = state.plusSale(SaleEntries.countOf(size), sale.cv, instant);
        _state = changed;
        bytes32 newHash = _chain(SaleEntries.hashOf(place, size));

        SaleEntries.send(place, size, sale, changed.seqOf(), period, state.entryCountOf(), newHash);
    }

    /// @inheritdoc IVolumeLedger
    function recordRefund(uint8 kind, uint32 memberId, uint32 pv, uint40 cv, uint48 orderRef, uint32 customer) external {
        _checkCheckout(_terms);
        if (kind != OWN_REFUND && kind != CUSTOMER_REFUND) revert VolumeLedgerUnknownKind(0, kind);
        bytes memory entries =
            kind == OWN_REFUND
                ? abi.encodePacked(kind, memberId, pv, cv, orderRef)
                : abi.encodePacked(kind, memberId, pv, cv, orderRef, customer);
        LedgerState state = _state;
        _recordBatch(state, abi.encode(state.entryCountOf(), uint32(0), bytes32(0), bytes32(0), entries), entries.length);
    }

    /// @inheritdoc IVolumeLedger
    function closePeriod(uint32 period) external restricted {
        LedgerState state = _state;
        if (period != state.periodOf()) revert VolumeLedgerUnexpectedPeriod(period, state.periodOf());
        uint32 nextVersion = planRegistry.versionFor(period + 1);
        Period memory frozen = _freeze(state);

        _periods[period] = frozen;
        _closed = Closed({budget: frozen.budget, instant: _closed.instant + frozen.instant});
        uint32 capPpm = planRegistry.planOf(nextVersion).capPpm;
        Terms next = TermsWord.opened(planRegistry.instantLevelsOf(nextVersion), capPpm, nextVersion);
        _terms = next.withExpected(_terms.isExpectedNamed());
        uint64 seq = state.seqOf() + 1;
        _state = packState(seq, frozen.entryCount, period + 1, 0, 0);

        emit PeriodClosed(
            seq,
            period,
            frozen.memberCount,
            frozen.entryCount,
            frozen.cv,
            frozen.budget,
            frozen.planVersion,
            frozen.runningHash,
            frozen.inputHash,
            frozen.instant
        );
    }

    /// @inheritdoc IVolumeLedger
    function setCheckout(address newCheckout) external restricted {
        checkout = newCheckout;
        _terms = _terms.withExpected(newCheckout == _expectedCheckout);
        LedgerState changed = _count(_state, 0, 0);

        emit CheckoutChanged(changed.seqOf(), newCheckout);
    }

    // View functions

    /// @inheritdoc IVolumeLedger
    function currentPeriod() external view returns (uint32) {
        return _state.periodOf();
    }

    /// @inheritdoc IVolumeLedger
    function entryCount() external view returns (uint64) {
        return _state.entryCountOf();
    }

    /// @inheritdoc IVolumeLedger
    function currentCv() external view returns (int128) {
        return _state.cvOf();
    }

    /// @inheritdoc IVolumeLedger
    function instantTotal() external view returns (uint64) {
        return _instantWith(_state);
    }

    /// @inheritdoc IVolumeLedger
    function openBudget() external view returns (int128) {
        return _budgetWith(_state);
    }

    /// @inheritdoc IVolumeLedger
    function openTerms() external view returns (uint32 capPpm, uint256 levels) {
        return (_terms.capPpm(), _terms.levels());
    }

    /// @inheritdoc IVolumeLedger
    function periodOf(uint32 period) external view returns (Period memory) {
        if (period >= _state.periodOf()) revert VolumeLedgerPeriodNotClosed(period);
        return _periods[period];
    }

    /// @inheritdoc IVolumeLedger
    function payoutTermsOf(
        uint32 period
    ) external view returns (uint32 planVersion, int128 budget, bytes32 inputHash, uint64 instant) {
        LedgerState state = _state;
        if (period >= state.periodOf()) revert VolumeLedgerPeriodNotClosed(period);
        Period storage frozen = _periods[period];
        return (frozen.planVersion, frozen.budget, frozen.inputHash, _instantWith(state));
    }

    /// @inheritdoc IVolumeLedger
    function lastSeq() external view returns (uint64) {
        return _state.seqOf();
    }

    // Internal functions

    /// @dev Records `size` bytes of entries in the open period.
    /// @param told what `VolumesRecorded` tells, encoded; count, root and running hash are still open
    function _recordBatch(LedgerState state, bytes memory told, uint256 size) private {
        if (state.periodOf() == 0) revert VolumeLedgerFoundingPeriod();
        uint256 entries;
        bytes32 entriesHash;
        // The entries are read where they stand in the event: a second copy of them would cost more than reading them.
        assembly ("memory-safe") {
            entries := add(told, 0xe0)
            entriesHash := keccak256(entries, size)
        }
        (uint256 count, int256 cv, bytes32 batchRoot) = VolumeEntries.digest(entries, size, genealogy.memberCount());
        LedgerState changed = _count(state, count, cv);
        bytes32 newHash = _chain(entriesHash);

        bytes32 topic = VolumesRecorded.selector;
        uint256 seq = changed.seqOf();
        uint256 period = state.periodOf();
        assembly ("memory-safe") {
            mstore(add(told, 0x40), count)
            mstore(add(told, 0x60), batchRoot)
            mstore(add(told, 0x80), newHash)
            log3(add(told, 0x20), mload(told), topic, seq, period)
        }
    }

    /// @dev Counts one event and what came with it.
    function _count(LedgerState state, uint256 count, int256 cv) private returns (LedgerState changed) {
        // Safety: 2^48 events or entries cannot be paid for; volumes are checked before they are cut to their bits.
        unchecked {
            int256 cvOfPeriod = state.cvOf() + cv;
            if (cvOfPeriod != int64(cvOfPeriod)) revert VolumeLedgerPeriodFull();
            uint256 entries = state.entryCountOf() + count;
            changed = packState(state.seqOf() + 1, entries, state.periodOf(), int64(cvOfPeriod), state.instantOf());
        }
        _state = changed;
    }

    function _checkCheckout(Terms terms) private view {
        if (terms.isExpectedNamed() && msg.sender == _expectedCheckout) return;
        if (msg.sender != checkout) revert VolumeLedgerNotCheckout(msg.sender);
    }

    function _chain(bytes32 entriesHash) private returns (bytes32 newHash) {
        newHash = Hashes.efficientKeccak256(runningHash, entriesHash);
        runningHash = newHash;
    }

    /// @dev What the open period amounts to. The founding period has no plan and therefore allows nothing.
    function _freeze(LedgerState state) private view returns (Period memory frozen) {
        frozen.memberCount = genealogy.memberCount();
        frozen.entryCount = state.entryCountOf();
        frozen.planVersion = _terms.planVersion();
        frozen.cv = state.cvOf();
        frozen.budget = _budgetWith(state);
        frozen.runningHash = runningHash;
        frozen.instant = state.instantOf();
        uint32 period = state.periodOf();
        bytes32 planHash = period == 0 ? bytes32(0) : planRegistry.planOf(frozen.planVersion).planHash;
        frozen.inputHash = keccak256(abi.encode(period, frozen.memberCount, frozen.entryCount, frozen.runningHash, planHash));
    }

    function _instantWith(LedgerState state) private view returns (uint64) {
        return SafeCast.toUint64(uint256(_closed.instant) + state.instantOf());
    }

    function _budgetWith(LedgerState state) private view returns (int128) {
        int256 share = _share(state.cvOf(), _terms.capPpm());
        return int128(_closed.budget + share - int256(uint256(state.instantOf())));
    }

    /// @dev floor(cv × ppm / 10^6), towards minus infinity, so that a refund never takes less off than its sale added.
    function _share(int256 cv, uint24 ppm) private pure returns (int256) {
        int256 product = cv * int256(uint256(ppm));
        int256 quotient = product / PPM;
        return product % PPM < 0 ? quotient - 1 : quotient;
    }
}
