// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {IPlanRegistry} from "../interfaces/IPlanRegistry.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {SaleEntries} from "./SaleEntries.sol";
import {VolumeEntries} from "./VolumeEntries.sol";

/// @title VolumeLedger
/// @notice What it promises is written in `IVolumeLedger`.
contract VolumeLedger is IVolumeLedger, AccessManaged {
    /// @dev One slot: all that a batch or a sale counts on, beside the running hash.
    struct State {
        uint48 seq;
        uint48 entryCount;
        uint32 period;
        int64 cv;
        uint64 instant;
    }

    /// @dev One slot: what governs the open period, fetched once when it is opened. Nothing in it can change while it is open.
    struct Terms {
        uint32 planVersion;
        uint24 capPpm;
        uint200 levels;
    }

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

    // Storage

    State private _state;
    /// @inheritdoc IVolumeLedger
    bytes32 public runningHash;
    Terms private _terms;
    Closed private _closed;
    /// @inheritdoc IVolumeLedger
    address public checkout;
    mapping(uint32 period => Period frozen) private _periods;

    // Constructor

    constructor(address manager, IGenealogy genealogy_, IPlanRegistry planRegistry_) AccessManaged(manager) {
        genealogy = genealogy_;
        planRegistry = planRegistry_;
    }

    // External functions

    /// @inheritdoc IVolumeLedger
    function record(uint64 expectedSeq, bytes calldata entries) external restricted {
        State memory state = _state;
        // Safety: 2^48 events cannot be paid for.
        unchecked {
            state.seq += 1;
        }
        if (expectedSeq != state.seq) revert VolumeLedgerUnexpectedSeq(expectedSeq, state.seq);
        if (entries.length == 0) revert VolumeLedgerEmptyBatch();
        _recordBatch(state, entries);
    }

    /// @inheritdoc IVolumeLedger
    function recordSale(Sale calldata sale) external returns (uint64 share) {
        if (msg.sender != checkout) revert VolumeLedgerNotCheckout(msg.sender);
        if (sale.kind != OWN_PURCHASE && sale.kind != CUSTOMER_SALE) revert VolumeLedgerUnknownKind(0, sale.kind);
        if (sale.orderRef == 0) revert VolumeLedgerZeroOrder(0);
        State memory state = _state;
        if (state.period == 0) revert VolumeLedgerFoundingPeriod();
        Terms memory terms = _terms;
        share = uint64(uint256(_share(int256(uint256(sale.cv)), terms.capPpm)));

        uint256[10] memory credits = genealogy.creditSale(
            sale.memberId,
            sale.kind == CUSTOMER_SALE,
            sale.saleNumber,
            state.period,
            sale.cv,
            terms.levels
        );
        (bytes memory entries, uint256 count, uint256 instant, bytes32 batchRoot) = SaleEntries.build(sale, credits);
        uint256 instantOfPeriod = state.instant + instant;
        if (instantOfPeriod > type(uint64).max) revert VolumeLedgerPeriodFull();
        state.instant = uint64(instantOfPeriod);
        // Safety: 2^48 events cannot be paid for.
        unchecked {
            state.seq += 1;
        }
        uint64 firstEntry = state.entryCount;
        bytes32 newHash = _write(state, entries, count, int256(uint256(sale.cv)));

        emit SaleRecorded(
            state.seq,
            state.period,
            firstEntry,
            uint32(count),
            batchRoot,
            newHash,
            entries,
            sale.saleNumber
        );
    }

    /// @inheritdoc IVolumeLedger
    function recordRefund(uint8 kind, uint32 memberId, uint32 pv, uint40 cv, uint48 orderRef, uint32 customer) external {
        if (msg.sender != checkout) revert VolumeLedgerNotCheckout(msg.sender);
        if (kind != OWN_REFUND && kind != CUSTOMER_REFUND) revert VolumeLedgerUnknownKind(0, kind);
        State memory state = _state;
        // Safety: 2^48 events cannot be paid for.
        unchecked {
            state.seq += 1;
        }
        _recordBatch(
            state,
            kind == OWN_REFUND
                ? abi.encodePacked(kind, memberId, pv, cv, orderRef)
                : abi.encodePacked(kind, memberId, pv, cv, orderRef, customer)
        );
    }

    /// @inheritdoc IVolumeLedger
    function closePeriod(uint32 period) external restricted {
        State memory state = _state;
        if (period != state.period) revert VolumeLedgerUnexpectedPeriod(period, state.period);
        uint32 nextVersion = planRegistry.versionFor(period + 1);
        Period memory frozen = _freeze(state);

        _periods[period] = frozen;
        _closed = Closed({budget: frozen.budget, instant: _closed.instant + frozen.instant});
        _terms = Terms({
            planVersion: nextVersion,
            capPpm: uint24(planRegistry.planOf(nextVersion).capPpm),
            levels: uint200(planRegistry.instantLevelsOf(nextVersion))
        });
        state.seq += 1;
        state.period = period + 1;
        state.cv = 0;
        state.instant = 0;
        _state = state;

        emit PeriodClosed(
            state.seq,
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
        emit CheckoutChanged(++_state.seq, newCheckout);
    }

    // View functions

    /// @inheritdoc IVolumeLedger
    function currentPeriod() external view returns (uint32) {
        return _state.period;
    }

    /// @inheritdoc IVolumeLedger
    function entryCount() external view returns (uint64) {
        return _state.entryCount;
    }

    /// @inheritdoc IVolumeLedger
    function currentCv() external view returns (int128) {
        return _state.cv;
    }

    /// @inheritdoc IVolumeLedger
    function instantTotal() external view returns (uint64) {
        return SafeCast.toUint64(uint256(_closed.instant) + _state.instant);
    }

    /// @inheritdoc IVolumeLedger
    function openBudget() external view returns (int128) {
        return _budgetWith(_state);
    }

    /// @inheritdoc IVolumeLedger
    function openTerms() external view returns (uint32 capPpm, uint256 levels) {
        return (_terms.capPpm, _terms.levels);
    }

    /// @inheritdoc IVolumeLedger
    function periodOf(uint32 period) external view returns (Period memory) {
        if (period >= _state.period) revert VolumeLedgerPeriodNotClosed(period);
        return _periods[period];
    }

    /// @inheritdoc IVolumeLedger
    function lastSeq() external view returns (uint64) {
        return _state.seq;
    }

    // Internal functions

    /// @param state with the number of the event that tells of the batch
    function _recordBatch(State memory state, bytes memory entries) private {
        if (state.period == 0) revert VolumeLedgerFoundingPeriod();
        (uint256 count, int256 cv, bytes32 batchRoot) = VolumeEntries.digest(entries, genealogy.memberCount());
        uint64 firstEntry = state.entryCount;
        bytes32 newHash = _write(state, entries, count, cv);

        emit VolumesRecorded(state.seq, state.period, firstEntry, uint32(count), batchRoot, newHash, entries);
    }

    /// @dev Counts the batch in, keeps the state and chains the running hash.
    function _write(State memory state, bytes memory entries, uint256 count, int256 cv) private returns (bytes32 newHash) {
        int256 cvOfPeriod = state.cv + cv;
        if (cvOfPeriod != int64(cvOfPeriod)) revert VolumeLedgerPeriodFull();
        state.cv = int64(cvOfPeriod);
        // Safety: 2^48 entries cannot be paid for.
        unchecked {
            state.entryCount += uint48(count);
        }
        _state = state;
        newHash = Hashes.efficientKeccak256(runningHash, keccak256(entries));
        runningHash = newHash;
    }

    /// @dev What the open period amounts to. The founding period has no plan and therefore allows nothing.
    function _freeze(State memory state) private view returns (Period memory frozen) {
        frozen.memberCount = genealogy.memberCount();
        frozen.entryCount = state.entryCount;
        frozen.planVersion = _terms.planVersion;
        frozen.cv = state.cv;
        frozen.budget = _budgetWith(state);
        frozen.runningHash = runningHash;
        frozen.instant = state.instant;
        bytes32 planHash = state.period == 0 ? bytes32(0) : planRegistry.planOf(frozen.planVersion).planHash;
        frozen.inputHash = keccak256(
            abi.encode(state.period, frozen.memberCount, frozen.entryCount, frozen.runningHash, planHash)
        );
    }

    function _budgetWith(State memory state) private view returns (int128) {
        int256 share = _share(state.cv, _terms.capPpm);
        return int128(_closed.budget + share - int256(uint256(state.instant)));
    }

    /// @dev floor(cv × ppm / 10^6), towards minus infinity, so that a refund never takes less off than its sale added.
    function _share(int256 cv, uint24 ppm) private pure returns (int256) {
        int256 product = cv * int256(uint256(ppm));
        int256 quotient = product / PPM;
        return product % PPM < 0 ? quotient - 1 : quotient;
    }
}
