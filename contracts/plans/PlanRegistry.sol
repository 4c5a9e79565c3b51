// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IPlanRegistry} from "../interfaces/IPlanRegistry.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";

/// @title PlanRegistry
/// @notice What it promises is written in `IPlanRegistry`.
contract PlanRegistry is IPlanRegistry, AccessManaged {
    /// @dev Two slots.
    struct Version {
        bytes32 planHash;
        uint32 firstPeriod;
        uint24 capPpm;
        uint200 levels;
    }

    // Immutables

    uint256 private constant PPM = 1_000_000;
    uint256 private constant LEVEL_SIZE = 4;
    uint256 private constant MAXIMUM_LEVELS = 10;
    uint256 private constant LEVEL_BITS = 20;

    /// @inheritdoc IPlanRegistry
    IVolumeLedger public immutable ledger;
    /// @inheritdoc IPlanRegistry
    uint32 public immutable noticePeriods;

    // Storage

    /// @inheritdoc IPlanRegistry
    uint32 public versionCount;
    mapping(uint32 version => Version published) private _plans;

    // Constructor

    constructor(address manager, IVolumeLedger ledger_, uint32 notice) AccessManaged(manager) {
        if (notice == 0) revert PlanRegistryNoticeTooShort(0, 1);
        ledger = ledger_;
        noticePeriods = notice;
    }

    // External functions

    /// @inheritdoc IPlanRegistry
    function publish(
        bytes calldata spec,
        uint32 capPpm,
        uint32 firstPeriod,
        bytes calldata instantLevels
    ) external restricted returns (uint32 version) {
        if (spec.length == 0) revert PlanRegistryEmptySpec();
        if (capPpm == 0 || capPpm > PPM) revert PlanRegistryBadCap(capPpm);
        uint32 earliest = _earliestPeriod();
        if (firstPeriod < earliest) revert PlanRegistryNoticeTooShort(firstPeriod, earliest);
        uint32 previous = _plans[versionCount].firstPeriod;
        if (firstPeriod < previous) revert PlanRegistryPeriodGoesBack(firstPeriod, previous);
        uint256 levels = _packLevels(instantLevels, capPpm);

        bytes32 planHash = keccak256(spec);
        version = ++versionCount;
        _plans[version] = Version({
            planHash: planHash,
            firstPeriod: firstPeriod,
            capPpm: uint24(capPpm),
            levels: uint200(levels)
        });

        // Nothing else happens here, so the version is the number of the event as well.
        emit PlanPublished(version, version, planHash, firstPeriod, capPpm, instantLevels, spec);
    }

    // View functions

    /// @inheritdoc IPlanRegistry
    function planOf(uint32 version) external view returns (Plan memory) {
        Version memory published = _published(version);
        return Plan({planHash: published.planHash, firstPeriod: published.firstPeriod, capPpm: published.capPpm});
    }

    /// @inheritdoc IPlanRegistry
    function instantLevelsOf(uint32 version) external view returns (uint256) {
        return _published(version).levels;
    }

    /// @inheritdoc IPlanRegistry
    function versionFor(uint32 period) external view returns (uint32) {
        // First periods never fall with the version: the last version that starts in time is found by halving.
        uint32 low = 0;
        uint32 high = versionCount;
        while (low < high) {
            uint32 middle = high - (high - low) / 2;
            if (_plans[middle].firstPeriod <= period) low = middle;
            else high = middle - 1;
        }
        if (low == 0) revert PlanRegistryNoPlan(period);
        return low;
    }

    /// @inheritdoc IPlanRegistry
    function lastSeq() external view returns (uint64) {
        return versionCount;
    }

    // Internal functions

    /// @dev In the founding period nothing is sold and nobody relies on a plan yet, so the first periods need no longer notice.
    function _earliestPeriod() private view returns (uint32) {
        uint32 open = ledger.currentPeriod();
        return open == 0 ? 1 : open + noticePeriods;
    }

    function _published(uint32 version) private view returns (Version memory) {
        if (version == 0 || version > versionCount) revert PlanRegistryUnknownVersion(version);
        return _plans[version];
    }

    /// @dev Every rate fits into its bits, because the sum does: the cap is at most 10^6 and that is below 2^20.
    function _packLevels(bytes calldata levels, uint32 capPpm) private pure returns (uint256 packed) {
        if (levels.length % LEVEL_SIZE != 0 || levels.length > MAXIMUM_LEVELS * LEVEL_SIZE) {
            revert PlanRegistryBadInstantLevels(levels.length);
        }
        uint256 sum = 0;
        uint256 shift = 0;
        for (uint256 offset = 0; offset < levels.length; offset += LEVEL_SIZE) {
            uint256 rate = uint32(bytes4(levels[offset:offset + LEVEL_SIZE]));
            sum += rate;
            packed |= rate << shift;
            shift += LEVEL_BITS;
        }
        if (sum > capPpm) revert PlanRegistryInstantLevelsOverCap(sum, capPpm);
    }
}
