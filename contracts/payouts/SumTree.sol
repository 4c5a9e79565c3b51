// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IPayoutVault} from "../interfaces/IPayoutVault.sol";

/// @title SumTree: a Merkle tree whose nodes carry the sum of what hangs below
/// @dev A node is one word: the upper 192 bits of a hash, then 64 bits of sum. How leaves and nodes are hashed, and why neither
/// passes for the other, stands in `IPayoutVault`.
library SumTree {
    /// @notice What the leaves below `node` add up to.
    function sumOf(bytes32 node) internal pure returns (uint64) {
        return uint64(uint256(node));
    }

    /// @param hash its upper 192 bits are kept
    function pack(bytes32 hash, uint64 sum) internal pure returns (bytes32) {
        return bytes32((uint256(hash) & ~uint256(type(uint64).max)) | sum);
    }

    function join(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        uint256 sum = uint256(sumOf(left)) + sumOf(right);
        if (sum > type(uint64).max) revert IPayoutVault.PayoutVaultSumOverflow();
        return pack(Hashes.efficientKeccak256(left, right), uint64(sum));
    }

    /// @notice Walks from the leaf at `index` of `leafCount` to the root.
    /// @return fits whether the index exists and the proof has exactly as many nodes as that position needs
    /// @return root where the walk ends; means nothing unless it fits
    function walk(
        bytes32 leaf,
        uint256 index,
        uint256 leafCount,
        bytes32[] calldata proof
    ) internal pure returns (bool fits, bytes32 root) {
        if (index >= leafCount) return (false, 0);
        root = leaf;
        uint256 used = 0;
        uint256 width = leafCount;
        while (width > 1) {
            bool isRight = index & 1 == 1;
            // The last node of an odd level has no sibling and moves up as it is.
            if (isRight || index + 1 < width) {
                if (used == proof.length) return (false, 0);
                bytes32 sibling = proof[used++];
                root = isRight ? join(sibling, root) : join(root, sibling);
            }
            index >>= 1;
            width = (width + 1) >> 1;
        }
        fits = used == proof.length;
    }
}
