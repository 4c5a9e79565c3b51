// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";

/// @dev All that a batch or a sale counts on beside the running hash, in one word, from the highest bit:
/// seq 48 | entryCount 48 | period 32 | cv 64 (signed) | instant 64. A struct would be stored field by field.
type LedgerState is uint256;

using {seqOf, entryCountOf, periodOf, cvOf, instantOf, plusSale} for LedgerState global;

function packState(uint256 seq, uint256 entryCount, uint256 period, int64 cv, uint64 instant) pure returns (LedgerState) {
    return
        LedgerState.wrap(
            (seq << 208) | (uint256(uint48(entryCount)) << 160) | (period << 128) | (uint256(uint64(cv)) << 64) | instant
        );
}

/// @notice Number of the last event.
function seqOf(LedgerState state) pure returns (uint64) {
    return uint64(LedgerState.unwrap(state) >> 208);
}

function entryCountOf(LedgerState state) pure returns (uint64) {
    return uint48(LedgerState.unwrap(state) >> 160);
}

/// @notice The open period.
function periodOf(LedgerState state) pure returns (uint32) {
    return uint32(LedgerState.unwrap(state) >> 128);
}

/// @notice Commissionable volume of the open period.
function cvOf(LedgerState state) pure returns (int64) {
    return int64(uint64(LedgerState.unwrap(state) >> 64));
}

/// @notice Instant credits of the open period.
function instantOf(LedgerState state) pure returns (uint64) {
    return uint64(LedgerState.unwrap(state));
}

/// @notice With one event more, that of a sale: `count` entries, `cv` (40 bits) and `instant` (ten amounts of 64 bits).
function plusSale(LedgerState state, uint256 count, uint256 cv, uint256 instant) pure returns (LedgerState) {
    // Safety: 2^48 events or entries cannot be paid for; both sums are checked before they are cut to their bits.
    unchecked {
        int256 cvOfPeriod = int256(cvOf(state)) + int256(cv);
        uint256 instantOfPeriod = instantOf(state) + instant;
        if (cvOfPeriod > type(int64).max || instantOfPeriod > type(uint64).max) revert IVolumeLedger.VolumeLedgerPeriodFull();
        uint256 counters = (LedgerState.unwrap(state) >> 128) + (1 << 80) + (count << 32);
        return LedgerState.wrap((counters << 128) | (uint256(uint64(int64(cvOfPeriod))) << 64) | instantOfPeriod);
    }
}
