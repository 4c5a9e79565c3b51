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

    /// @notice Walks up from the node at `index` of a level of `width` nodes: `height` levels, or to the top if that is nearer.
    /// @return fits whether the index exists, the proof has exactly as many nodes as that way needs, and no sum exceeds 64 bits
    /// @return top where the walk ends; means nothing unless it fits
    function walk(
        bytes32 node,
        uint256 index,
        uint256 width,
        uint256 height,
        bytes32[] calldata proof
    ) internal pure returns (bool fits, bytes32 top) {
        uint256 last;
        uint256 level;
        assembly ("memory-safe") {
            fits := lt(index, width)
            last := sub(width, 1)
            // How many levels lie between here and where the way meets the right edge: until then every node has a sibling.
            let apart := xor(index, last)
            level := shl(4, gt(apart, 0xffff))
            level := or(level, shl(3, gt(shr(level, apart), 0xff)))
            level := or(level, shl(2, gt(shr(level, apart), 0xf)))
            level := or(level, shl(1, gt(shr(level, apart), 3)))
            level := or(level, gt(shr(level, apart), 1))
            level := add(level, gt(apart, 0))
            if gt(level, height) {
                level := height
            }
        }
        // A proof that is too short reads beyond its end, which is seen when the walk is over. A sum that once exceeds 64 bits does
        // so to the end, because it only grows.
        uint256 sum;
        (top, sum) = _climb(node, index, level, proof);
        assembly ("memory-safe") {
            let from := add(proof.offset, shl(5, level))
            // On the right edge there is a sibling, on the left, where the level has an even number of nodes.
            for {
                last := shr(level, last)
            } and(lt(level, height), gt(last, 0)) {
                level := add(level, 1)
            } {
                if and(last, 1) {
                    let sibling := calldataload(from)
                    mstore(0x00, sibling)
                    mstore(0x20, top)
                    sum := add(sum, and(sibling, SUM))
                    top := or(and(keccak256(0x00, 0x40), not(SUM)), sum)
                    from := add(from, 0x20)
                }
                last := shr(1, last)
            }
            let end := add(proof.offset, shl(5, proof.length))
            fits := and(and(fits, eq(from, end)), iszero(shr(64, sum)))
        }
    }

    /// @dev `levels` levels up, each with the next node of the proof beside it. The odd level comes first and the rest by twos: a
    /// round costs as much as half of a level.
    /// @return top where that ends
    /// @return sum its sum, also when that exceeds 64 bits
    function _climb(
        bytes32 node,
        uint256 index,
        uint256 levels,
        bytes32[] calldata proof
    ) private pure returns (bytes32 top, uint256 sum) {
        assembly ("memory-safe") {
            top := node
            sum := and(node, SUM)
            let from := proof.offset
            let end := add(from, shl(5, levels))
            let way := shl(5, index)
            if and(levels, 1) {
                let side := and(way, 0x20)
                let sibling := calldataload(from)
                mstore(side, top)
                mstore(xor(side, 0x20), sibling)
                sum := add(sum, and(sibling, SUM))
                top := or(and(keccak256(0x00, 0x40), not(SUM)), sum)
                from := add(from, 0x20)
                way := shr(1, way)
            }
            for {} lt(from, end) {
                from := add(from, 0x40)
            } {
                let side := and(way, 0x20)
                let sibling := calldataload(from)
                mstore(side, top)
                mstore(xor(side, 0x20), sibling)
                sum := add(sum, and(sibling, SUM))
                top := or(and(keccak256(0x00, 0x40), not(SUM)), sum)
                side := and(shr(1, way), 0x20)
                sibling := calldataload(add(from, 0x20))
                mstore(side, top)
                mstore(xor(side, 0x20), sibling)
                sum := add(sum, and(sibling, SUM))
                top := or(and(keccak256(0x00, 0x40), not(SUM)), sum)
                way := shr(2, way)
            }
        }
    }

    /// @notice Joins a whole level (at least one node) to the node above it. `nodes` is used up.
    /// @return fits whether no sum exceeds 64 bits
    function fold(bytes32[] memory nodes) internal pure returns (bool fits, bytes32 top) {
        assembly ("memory-safe") {
            let first := add(nodes, 0x20)
            let sums := 0
            for {
                let width := mload(nodes)
            } gt(width, 1) {
                width := shr(1, add(width, 1))
            } {
                let end := add(first, shl(6, shr(1, width)))
                let to := first
                for {
                    let pair := first
                } lt(pair, end) {
                    pair := add(pair, 0x40)
                } {
                    let sum := add(and(mload(pair), SUM), and(mload(add(pair, 0x20)), SUM))
                    sums := or(sums, sum)
                    mstore(to, or(and(keccak256(pair, 0x40), not(SUM)), sum))
                    to := add(to, 0x20)
                }
                if and(width, 1) {
                    mstore(to, mload(end))
                }
            }
            fits := iszero(shr(64, sums))
            top := mload(first)
        }
    }
}
