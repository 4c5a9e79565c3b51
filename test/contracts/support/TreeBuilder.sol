// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title TreeBuilder: builds payout trees and proofs by the words of `IPayoutVault`, sharing no code with the contract
library TreeBuilder {
    function leaf(address vault, address token, uint32 memberId, uint64 sum) internal view returns (bytes32) {
        return leafOn(block.chainid, vault, token, memberId, sum);
    }

    function leafOn(uint256 chainId, address vault, address token, uint32 memberId, uint64 sum) internal pure returns (bytes32) {
        return bytes32(abi.encodePacked(bytes24(keccak256(abi.encode(chainId, vault, token, memberId, sum))), sum));
    }

    function join(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        uint64 sum = uint64(uint256(left)) + uint64(uint256(right));
        return bytes32(abi.encodePacked(bytes24(keccak256(abi.encodePacked(left, right))), sum));
    }

    /// @notice The level above `nodes`.
    function up(bytes32[] memory nodes) internal pure returns (bytes32[] memory above) {
        above = new bytes32[]((nodes.length + 1) / 2);
        for (uint256 i = 0; i < above.length; i++) {
            above[i] = 2 * i + 1 < nodes.length ? join(nodes[2 * i], nodes[2 * i + 1]) : nodes[2 * i];
        }
    }

    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        if (leaves.length == 0) return 0;
        bytes32[] memory level = leaves;
        while (level.length > 1) level = up(level);
        return level[0];
    }

    function proof(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory nodes) {
        bytes32[] memory level = leaves;
        bytes32[] memory found = new bytes32[](64);
        uint256 count = 0;
        while (level.length > 1) {
            uint256 sibling = index % 2 == 0 ? index + 1 : index - 1;
            if (sibling < level.length) found[count++] = level[sibling];
            level = up(level);
            index /= 2;
        }
        nodes = new bytes32[](count);
        for (uint256 i = 0; i < count; i++) nodes[i] = found[i];
    }

    /// @notice The level of the tree that lies `height` levels above the leaves.
    function cap(bytes32[] memory leaves, uint256 height) internal pure returns (bytes32[] memory level) {
        level = leaves;
        for (uint256 i = 0; i < height; i++) level = up(level);
    }

    /// @notice The proof of a leaf up to that level only.
    function proofBelow(bytes32[] memory leaves, uint256 index, uint256 height) internal pure returns (bytes32[] memory nodes) {
        uint256 first = (index >> height) << height;
        uint256 count = leaves.length - first < (1 << height) ? leaves.length - first : 1 << height;
        bytes32[] memory below = new bytes32[](count);
        for (uint256 i = 0; i < count; i++) below[i] = leaves[first + i];
        return proof(below, index - first);
    }
}
