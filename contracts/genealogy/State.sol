// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev What every registration reads and writes, in one word: registrar 160 | memberCount 32 | seq 64, from the lowest bit.
type State is uint256;

using StateWord for State global;

/// @title StateWord: reads and makes states
library StateWord {
    uint256 private constant COUNT_SHIFT = 160;
    uint256 private constant SEQ_SHIFT = 192;

    /// @notice The state after one more event that entered `members` members, for whom there must be numbers left.
    function next(State state, uint256 members) internal pure returns (State) {
        // Safety: 2^64 events cannot be paid for, and the caller saw that the count does not overflow.
        unchecked {
            return State.wrap(State.unwrap(state) + (1 << SEQ_SHIFT) + (members << COUNT_SHIFT));
        }
    }

    function withRegistrar(State state, address registrar_) internal pure returns (State) {
        return State.wrap(((State.unwrap(state) >> COUNT_SHIFT) << COUNT_SHIFT) | uint160(registrar_));
    }

    function registrar(State state) internal pure returns (address) {
        return address(uint160(State.unwrap(state)));
    }

    function memberCount(State state) internal pure returns (uint32) {
        return uint32(State.unwrap(state) >> COUNT_SHIFT);
    }

    function seq(State state) internal pure returns (uint64) {
        return uint64(State.unwrap(state) >> SEQ_SHIFT);
    }
}
