// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../interfaces/IGenealogy.sol";

/// @dev A node of a tree in one word: parent 32 | jump 32 | middle 32 | depth 24, from the lowest bit. The bits from
/// `JumpPointer.WIDTH` up belong to whoever keeps the word. A word of a present node is never zero.
type Node is uint256;

using JumpPointer for Node global;

/// @dev A tree lies in storage as an array of all numbers there can be, not as a mapping: the slot is a sum instead of a hash,
/// which a query pays for at every node.
uint256 constant NODES = 1 << 32;

/// @title JumpPointer: ancestor queries in O(log depth) with two pointers a node
/// @notice The jump of a node leads 2^k - 1 levels up, and the lengths along a path follow the skew-binary digits of the depth
/// (E. W. Myers, "An applicative random-access stack", 1983): the digits of a path are complete binary trees of 2^k - 1 nodes in
/// preorder, and the jump leads out of the tree whose root the node is. Two things are added here. How long a jump is follows from
/// the depth alone, so it is neither stored nor read. And the root of a tree also keeps its middle, the root of the right half,
/// which the plain structure reaches only through the left: with it no level of a tree costs more than one read. In a chain of
/// 100,000 that makes at most 30 reads instead of 41 (contracts/README.md), and no registration reads more for it.
library JumpPointer {
    /// @notice Bits that a node takes.
    uint256 internal constant WIDTH = 120;

    uint256 private constant ID_MASK = type(uint32).max;
    uint256 private constant JUMP_SHIFT = 32;
    uint256 private constant MIDDLE_SHIFT = 64;
    uint256 private constant DEPTH_SHIFT = 96;

    /// @notice The node at the top, whose jump ends at itself.
    function top(uint32 id) internal pure returns (Node) {
        return Node.wrap(uint256(id) << JUMP_SHIFT);
    }

    /// @notice The node of a new child of `parentId`.
    /// @param nodes the tree; the parent is read and, where two trees are joined, the end of its jump
    function below(Node[NODES] storage nodes, uint32 parentId) internal view returns (Node) {
        Node parentNode = nodes[parentId];
        uint256 level = parentNode.depth();
        if (level == type(uint24).max) revert IGenealogy.GenealogyFull();

        uint256 pointers = (uint256(parentId) << JUMP_SHIFT) | parentId;
        if (_endsWithTwins(level)) {
            uint32 middle_ = parentNode.jump();
            pointers = (uint256(middle_) << MIDDLE_SHIFT) | (uint256(nodes[middle_].jump()) << JUMP_SHIFT) | parentId;
        }
        return Node.wrap(pointers | ((level + 1) << DEPTH_SHIFT));
    }

    /// @notice The ancestor of `id` at `wanted`, which must not exceed the depth of `id`.
    function ancestorAt(Node[NODES] storage nodes, uint32 id, uint256 wanted) internal view returns (uint32) {
        Node node = nodes[id];
        uint256 level = node.depth();
        // Safety: sizes and sums of sizes stay below twice the depth; `level` never falls below `wanted`.
        unchecked {
            // Which of the trees that make up the path holds the wanted level: its size, and the level of its root.
            uint256 size = _largestTree(level);
            uint256 root = 0;
            while (root < wanted) {
                while (size > level - root) size >>= 1;
                root += size;
            }
            while (level > root) {
                id = node.jump();
                node = nodes[id];
                level = node.depth();
            }
            // Down that tree: the left half hangs at the parent, the right half at the middle.
            while (level > wanted) {
                size >>= 1;
                if (level - wanted > size) {
                    id = node.middle();
                    level -= size + 1;
                } else {
                    id = node.parent();
                    level -= 1;
                }
                if (level > wanted) node = nodes[id];
            }
        }
        return id;
    }

    /// @notice Whether `upper` stands strictly above `lower`, which must be present; `upper` must not be 0.
    /// @dev Parents carry lower numbers than their children, so numbers alone tell whether a pointer leads too far.
    function isAbove(Node[NODES] storage nodes, uint32 upper, uint32 lower) internal view returns (bool) {
        uint256 id = lower;
        while (id > upper) {
            uint256 word = Node.unwrap(nodes[id]);
            id = (word >> JUMP_SHIFT) & ID_MASK;
            if (id < upper) {
                id = (word >> MIDDLE_SHIFT) & ID_MASK;
                if (id < upper) id = word & ID_MASK;
            }
        }
        return id == upper && upper != lower;
    }

    function parent(Node node) internal pure returns (uint32) {
        return uint32(Node.unwrap(node));
    }

    function jump(Node node) internal pure returns (uint32) {
        return uint32(Node.unwrap(node) >> JUMP_SHIFT);
    }

    /// @notice The root of the right half below; 0 where the tree is a single node.
    function middle(Node node) internal pure returns (uint32) {
        return uint32(Node.unwrap(node) >> MIDDLE_SHIFT);
    }

    function depth(Node node) internal pure returns (uint24) {
        return uint24(Node.unwrap(node) >> DEPTH_SHIFT);
    }

    /// @dev The largest 2^k - 1 that `level` holds.
    function _largestTree(uint256 level) private pure returns (uint256 size) {
        // Safety: levels have 24 bits. The first step spares a deep level most of the others.
        unchecked {
            if (level > 254) size = level > 8190 ? 8191 : 255;
            while (2 * size < level) size = 2 * size + 1;
        }
    }

    /// @dev Whether a path of `level` nodes ends with two trees of equal size, which the next node joins under itself.
    function _endsWithTwins(uint256 level) private pure returns (bool) {
        uint256 size = _largestTree(level);
        // Safety: `size` is never above `level` when it is taken off.
        unchecked {
            level -= size;
            while (level != 0) {
                if (level == size) return true;
                size >>= 1;
                if (level >= size) level -= size;
            }
        }
        return false;
    }
}
