// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {JumpPointer, Node} from "./JumpPointer.sol";

/// @title PlacementNode: what a place adds to its node
/// @dev Above the bits of `JumpPointer`: the leg under the parent (8 bits), then one bit for each leg that is taken below.
library PlacementNode {
    /// @notice Legs that fit into the rest of the word.
    uint8 internal constant MAXIMUM_WIDTH = 128;

    uint256 private constant LEG_SHIFT = JumpPointer.WIDTH;
    uint256 private constant TAKEN_SHIFT = LEG_SHIFT + 8;

    function withLeg(Node node, uint8 leg_) internal pure returns (Node) {
        return Node.wrap(Node.unwrap(node) | (uint256(leg_) << LEG_SHIFT));
    }

    function withTaken(Node node, uint8 leg_) internal pure returns (Node) {
        return Node.wrap(Node.unwrap(node) | (1 << (TAKEN_SHIFT + leg_)));
    }

    function leg(Node node) internal pure returns (uint8) {
        return uint8(Node.unwrap(node) >> LEG_SHIFT);
    }

    function isTaken(Node node, uint8 leg_) internal pure returns (bool) {
        return (Node.unwrap(node) >> (TAKEN_SHIFT + leg_)) & 1 == 1;
    }
}
