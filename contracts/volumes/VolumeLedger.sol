// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {IPlanRegistry} from "../interfaces/IPlanRegistry.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {VolumeEntries} from "./VolumeEntries.sol";

/// @title VolumeLedger
/// @notice What it promises is written in `IVolumeLedger`.
contract VolumeLedger is IVolumeLedger, AccessManaged {
    // Immutables

    int256 private constant PPM = 1_000_000;

    /// @inheritdoc IVolumeLedger
    IGenealogy public immutable genealogy;
    /// @inheritdoc IVolumeLedger
    IPlanRegistry public immutable planRegistry;

    // Storage

    /// @inheritdoc IVolumeLedger
    uint64 public lastSeq;
    /// @inheritdoc IVolumeLedger
    uint64 public entryCount;
    /// @inheritdoc IVolumeLedger
    uint32 public currentPeriod;
    /// @inheritdoc IVolumeLedger
    bytes32 public runningHash;
    /// @inheritdoc IVolumeLedger
    int128 public currentCv;
    int128 private _budget;
    mapping(uint32 period => Period frozen) private _periods;

    // Constructor

    constructor(address manager, IGenealogy genealogy_, IPlanRegistry planRegistry_) AccessManaged(manager) {
        genealogy = genealogy_;
        planRegistry = planRegistry_;
    }

    // External functions

    /// @inheritdoc IVolumeLedger
    function record(uint64 expectedSeq, bytes calldata entries) external restricted {
        uint64 seq = lastSeq + 1;
        if (expectedSeq != seq) revert VolumeLedgerUnexpectedSeq(expectedSeq, seq);
        uint32 period = currentPeriod;
        if (period == 0) revert VolumeLedgerFoundingPeriod();
        if (entries.length == 0) revert VolumeLedgerEmptyBatch();
        (uint256 count, int256 cv, bytes32 batchRoot) = VolumeEntries.digest(entries, genealogy.memberCount());

        uint64 firstEntry = entryCount;
        lastSeq = seq;
        entryCount = firstEntry + uint64(count);
        currentCv += int128(cv);
        bytes32 newHash = Hashes.efficientKeccak256(runningHash, keccak256(entries));
        runningHash = newHash;

        emit VolumesRecorded(seq, period, firstEntry, uint32(count), batchRoot, newHash, entries);
    }

    /// @inheritdoc IVolumeLedger
    function closePeriod(uint32 period) external restricted {
        if (period != currentPeriod) revert VolumeLedgerUnexpectedPeriod(period, currentPeriod);
        planRegistry.versionFor(period + 1);
        Period memory frozen = _freeze(period);

        uint64 seq = ++lastSeq;
        _periods[period] = frozen;
        _budget = frozen.budget;
        currentCv = 0;
        currentPeriod = period + 1;

        emit PeriodClosed(
            seq,
            period,
            frozen.memberCount,
            frozen.entryCount,
            frozen.cv,
            frozen.budget,
            frozen.planVersion,
            frozen.runningHash,
            frozen.inputHash
        );
    }

    // View functions

    /// @inheritdoc IVolumeLedger
    function periodOf(uint32 period) external view returns (Period memory) {
        if (period >= currentPeriod) revert VolumeLedgerPeriodNotClosed(period);
        return _periods[period];
    }

    // Internal functions

    /// @dev What the open period amounts to. The founding period has no plan and therefore allows nothing.
    function _freeze(uint32 period) private view returns (Period memory frozen) {
        bytes32 planHash = 0;
        frozen.memberCount = genealogy.memberCount();
        frozen.entryCount = entryCount;
        frozen.cv = currentCv;
        frozen.budget = _budget;
        frozen.runningHash = runningHash;
        if (period != 0) {
            frozen.planVersion = planRegistry.versionFor(period);
            IPlanRegistry.Plan memory plan = planRegistry.planOf(frozen.planVersion);
            planHash = plan.planHash;
            frozen.budget += int128(_share(frozen.cv, plan.capPpm));
        }
        frozen.inputHash = keccak256(abi.encode(period, frozen.memberCount, frozen.entryCount, frozen.runningHash, planHash));
    }

    /// @dev floor(cv × ppm / 10^6), towards minus infinity, so that a refund never takes less off than its sale added.
    function _share(int256 cv, uint32 ppm) private pure returns (int256) {
        int256 product = cv * int256(uint256(ppm));
        int256 quotient = product / PPM;
        return product % PPM < 0 ? quotient - 1 : quotient;
    }
}
