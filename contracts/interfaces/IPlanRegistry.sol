// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVolumeLedger} from "./IVolumeLedger.sol";

/// @title PlanRegistry: which compensation plan governs which period
/// @notice A plan is canonical JSON (RFC 8785); its keccak-256 is its identity everywhere. The full text stands in the event, so
/// that nobody can lose it. Published versions never change, and a plan can only govern periods that are not open yet.
/// @dev `version` is gapless from 1; `firstPeriod` never falls from one version to the next; several versions may name the same
/// first period, the last one published governs.
interface IPlanRegistry {
    /// @param capPpm most that the company may owe, in parts per million of net commissionable volume
    /// @param instantLevels rates in ppm credited at checkout, four bytes each (uint32), at most ten; empty: none
    event PlanPublished(
        uint64 indexed seq,
        uint32 indexed version,
        bytes32 indexed planHash,
        uint32 firstPeriod,
        uint32 capPpm,
        bytes instantLevels,
        bytes spec
    );

    struct Plan {
        bytes32 planHash;
        uint32 firstPeriod;
        uint32 capPpm;
    }

    /// @notice The period is open, closed, or too near for the notice that was promised.
    error PlanRegistryNoticeTooShort(uint32 firstPeriod, uint32 earliest);
    /// @notice An earlier version already governs a later period.
    error PlanRegistryPeriodGoesBack(uint32 firstPeriod, uint32 previousFirstPeriod);
    error PlanRegistryBadCap(uint32 capPpm);
    error PlanRegistryBadInstantLevels(uint256 length);
    error PlanRegistryInstantLevelsOverCap(uint256 sumPpm, uint32 capPpm);
    error PlanRegistryEmptySpec();
    error PlanRegistryUnknownVersion(uint32 version);
    error PlanRegistryNoPlan(uint32 period);

    /// @notice Publishes the next version.
    function publish(
        bytes calldata spec,
        uint32 capPpm,
        uint32 firstPeriod,
        bytes calldata instantLevels
    ) external returns (uint32 version);

    function versionCount() external view returns (uint32);
    /// @notice Periods between the open one and the first that a new plan may govern, at least 1. While the founding
    /// period is open, a plan may govern from period 1, whatever the notice.
    function noticePeriods() external view returns (uint32);
    function planOf(uint32 version) external view returns (Plan memory);
    /// @notice Rates in ppm credited at checkout, 20 bits each: level 1 in the lowest bits, level 10 in bits 180 to 199.
    function instantLevelsOf(uint32 version) external view returns (uint256 packed);
    /// @notice The version that governs `period` as published until now; reverts when there is none.
    function versionFor(uint32 period) external view returns (uint32);
    function ledger() external view returns (IVolumeLedger);
    /// @notice Number of the last event.
    function lastSeq() external view returns (uint64);
}
