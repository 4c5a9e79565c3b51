// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../interfaces/IGenealogy.sol";

/// @dev A node of a tree in one word: parent 32 | jump 32 | depth 24 | k 5, from the lowest bit. The bits from
/// `JumpPointer.WIDTH` up belong to whoever keeps the word. A word of a present node is never zero.
type Node is uint256;

using JumpPointer for Node global;

/// @title JumpPointer: ancestor queries in O(log depth) with one pointer a node
/// @notice The pointer of a node leads 2^k - 1 levels up, and the lengths along a path follow the skew-binary digits of the depth
/// (E. W. Myers, "An applicative random-access stack", 1983). Knowing k, a search knows where a jump ends without reading that
/// node.
library JumpPointer {
    /// @notice Bits that a node takes; k takes five of the last eight, three stay zero.
    uint256 internal constant WIDTH = 96;

    uint256 private constant JUMP_SHIFT = 32;
    uint256 private constant DEPTH_SHIFT = 64;
    uint256 private constant K_SHIFT = 88;
    uint256 private constant K_MASK = 0x1f;

    /// @notice The node at the top, whose jump ends at itself.
    function top(uint32 id) internal pure returns (Node) {
        return Node.wrap(uint256(id) << JUMP_SHIFT);
    }

    /// @notice The node of a new child of `parentId`.
    /// @param nodes the tree; only the parent and the end of its jump are read
    function below(mapping(uint32 id => Node) storage nodes, uint32 parentId) internal view returns (Node) {
        Node parentNode = nodes[parentId];
        uint256 level = uint256(parentNode.depth()) + 1;
        if (level > type(uint24).max) revert IGenealogy.GenealogyFull();

        Node target = nodes[parentNode.jump()];
        uint256 k = parentNode.digit();
        // Two jumps of equal length in a row are joined to one that is one level longer; otherwise a new count starts at one.
        (uint256 end, uint256 length) = k != 0 && k == target.digit() ? (uint256(target.jump()), k + 1) : (parentId, 1);
        return Node.wrap(uint256(parentId) | (end << JUMP_SHIFT) | (level << DEPTH_SHIFT) | (length << K_SHIFT));
    }

    /// @notice The ancestor of `id` at `wanted`, which must not exceed the depth of `id`.
    function ancestorAt(mapping(uint32 id => Node) storage nodes, uint32 id, uint32 wanted) internal view returns (uint32) {
        Node node = nodes[id];
        uint256 level = node.depth();
        while (level > wanted) {
            // Safety: a jump is never longer than the node is deep, so `level - length` does not wrap.
            unchecked {
                uint256 length = (1 << node.digit()) - 1;
                if (level - length >= wanted) {
                    id = node.jump();
                    level -= length;
                } else {
                    id = node.parent();
                    level -= 1;
                }
            }
            if (level > wanted) node = nodes[id];
        }
        return id;
    }

    /// @notice Whether `upper` stands strictly above `lower`; both must be present.
    function isAbove(mapping(uint32 id => Node) storage nodes, uint32 upper, uint32 lower) internal view returns (bool) {
        // Parents carry lower numbers than their children, which answers half of all questions without a read.
        if (upper >= lower) return false;
        uint32 level = nodes[upper].depth();
        return nodes[lower].depth() > level && ancestorAt(nodes, lower, level) == upper;
    }

    function parent(Node node) internal pure returns (uint32) {
        return uint32(Node.unwrap(node));
    }

    function jump(Node node) internal pure returns (uint32) {
        return uint32(Node.unwrap(node) >> JUMP_SHIFT);
    }

    function depth(Node node) internal pure returns (uint24) {
        return uint24(Node.unwrap(node) >> DEPTH_SHIFT);
    }

    /// @notice k: the jump is 2^k - 1 levels long.
    function digit(Node node) internal pure returns (uint256) {
        return (Node.unwrap(node) >> K_SHIFT) & K_MASK;
    }
}
