// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title SumTree: a Merkle tree whose nodes carry the sum of what hangs below
/// @dev A node is one word: the upper 192 bits of a hash, then 64 bits of sum. How leaves and nodes are hashed, and why neither
/// passes for the other, stands in `IPayoutVault`. A level of `width` nodes lies below one of (width + 1) / 2.
/// Assembly: a claim walks 17 levels and a batch hundreds; what the compiler makes of the same loops costs twice as much.
library SumTree {
    uint256 private constant SUM = 0xffffffffffffffff;

    /// @notice What the leaves below `node` add up to.
    function sumOf(bytes32 node) internal pure returns (uint64) {
        return uint64(uint256(node));
    }

    /// @param hash its upper 192 bits are kept
    function pack(bytes32 hash, uint64 sum) internal pure returns (bytes32) {
        return bytes32((uint256(hash) & ~SUM) | sum);
    }

    /// @notice Walks from the node at `index` of a level of `width` nodes up to the level of `topWidth` nodes, at least 1.
    /// @return fits whether the index exists, there is such a level, the proof has exactly as many nodes as that way needs, and no
    /// sum exceeds 64 bits
    /// @return place index at which the walk ends  @return top where it ends; both mean nothing unless it fits
    function walk(
        bytes32 node,
        uint256 index,
        uint256 width,
        uint256 topWidth,
        bytes32[] calldata proof
    ) internal pure returns (bool fits, uint256 place, bytes32 top) {
        assembly ("memory-safe") {
            let at := proof.offset
            let sums := 0
            fits := lt(index, width)
            for {} gt(width, topWidth) {} {
                // The last node of an odd level has no sibling and moves up as it is. A proof that is too short reads beyond its
                // end here, which is seen when it is over.
                if sub(or(index, 1), width) {
                    let sibling := calldataload(at)
                    let side := shl(5, and(index, 1))
                    mstore(side, node)
                    mstore(xor(side, 0x20), sibling)
                    let sum := add(and(node, SUM), and(sibling, SUM))
                    sums := or(sums, sum)
                    node := or(and(keccak256(0x00, 0x40), not(SUM)), sum)
                    at := add(at, 0x20)
                }
                index := shr(1, index)
                width := shr(1, add(width, 1))
            }
            let end := add(proof.offset, shl(5, proof.length))
            fits := and(and(fits, eq(width, topWidth)), and(eq(at, end), iszero(shr(64, sums))))
            place := index
            top := node
        }
    }

    /// @notice Joins a whole level (at least one node) to the node above it. `nodes` is used up.
    /// @return fits whether no sum exceeds 64 bits
    function fold(bytes32[] memory nodes) internal pure returns (bool fits, bytes32 top) {
        assembly ("memory-safe") {
            let first := add(nodes, 0x20)
            let sums := 0
            for { let width := mload(nodes) } gt(width, 1) { width := shr(1, add(width, 1)) } {
                let end := add(first, shl(6, shr(1, width)))
                let to := first
                for { let pair := first } lt(pair, end) { pair := add(pair, 0x40) } {
                    let sum := add(and(mload(pair), SUM), and(mload(add(pair, 0x20)), SUM))
                    sums := or(sums, sum)
                    mstore(to, or(and(keccak256(pair, 0x40), not(SUM)), sum))
                    to := add(to, 0x20)
                }
                if and(width, 1) { mstore(to, mload(end)) }
            }
            fits := iszero(shr(64, sums))
            top := mload(first)
        }
    }
}
