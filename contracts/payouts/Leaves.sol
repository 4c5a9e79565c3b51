// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Leaves: what a payout tree says of each member, hashed and packed
/// @dev Packed, a leaf has twelve bytes: member 4, cumulative 8. How it is hashed stands in `IPayoutVault`.
/// Assembly: a subtree has 128 leaves, and slices of bytes cost three times as much.
library Leaves {
    uint256 internal constant BYTES = 12;
    uint256 private constant SUM = 0xffffffffffffffff;

    function hash(address vault, address token, uint32 memberId, uint64 cumulative) internal view returns (bytes32 leaf) {
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, chainid())
            mstore(add(words, 0x20), vault)
            mstore(add(words, 0x40), token)
            mstore(add(words, 0x60), memberId)
            mstore(add(words, 0x80), cumulative)
            leaf := or(and(keccak256(words, 0xa0), not(SUM)), cumulative)
        }
    }

    /// @param leaves a whole number of packed leaves
    function hashAll(address vault, address token, bytes calldata leaves) internal view returns (bytes32[] memory nodes) {
        nodes = new bytes32[](leaves.length / BYTES);
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, chainid())
            mstore(add(words, 0x20), vault)
            mstore(add(words, 0x40), token)
            let from := leaves.offset
            let end := add(add(nodes, 0x20), shl(5, mload(nodes)))
            for {
                let to := add(nodes, 0x20)
            } lt(to, end) {
                to := add(to, 0x20)
            } {
                let leaf := calldataload(from)
                let cumulative := and(shr(160, leaf), SUM)
                mstore(add(words, 0x60), shr(224, leaf))
                mstore(add(words, 0x80), cumulative)
                mstore(to, or(and(keccak256(words, 0xa0), not(SUM)), cumulative))
                from := add(from, BYTES)
            }
        }
    }

    /// @param i below the number of leaves, which is not checked
    function read(bytes calldata leaves, uint256 i) internal pure returns (uint32 memberId, uint64 cumulative) {
        assembly ("memory-safe") {
            let leaf := calldataload(add(leaves.offset, mul(i, BYTES)))
            memberId := shr(224, leaf)
            cumulative := and(shr(160, leaf), SUM)
        }
    }

    /// @notice Room for `count` packed leaves, to be filled from the first to the last.
    function room(uint256 count) internal pure returns (bytes memory leaves) {
        // One more than is needed: `put` writes whole words.
        leaves = new bytes((count + 1) * BYTES + 8);
        assembly ("memory-safe") {
            mstore(leaves, mul(count, BYTES))
        }
    }

    /// @param i below the number of leaves, which is not checked
    function put(bytes memory leaves, uint256 i, uint32 memberId, uint64 cumulative) internal pure {
        uint256 leaf = (uint256(memberId) << 64) | cumulative;
        assembly ("memory-safe") {
            mstore(add(add(leaves, 0x20), mul(i, BYTES)), shl(160, leaf))
        }
    }

    /// @return one the leaf at `i` alone
    function single(bytes memory leaves, uint256 i) internal pure returns (bytes memory one) {
        one = new bytes(BYTES);
        assembly ("memory-safe") {
            mstore(add(one, 0x20), mload(add(add(leaves, 0x20), mul(i, BYTES))))
        }
    }
}
