// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SumTree} from "../../../contracts/payouts/SumTree.sol";
import {Assert} from "../support/Assert.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";

/// @title Walker: gives the library calldata to read
contract Walker {
    function walk(
        bytes32 leaf,
        uint256 index,
        uint256 leafCount,
        uint256 height,
        bytes32[] calldata proof
    ) external pure returns (bool, bytes32) {
        return SumTree.walk(leaf, index, leafCount, height, proof);
    }

    function fold(bytes32[] calldata nodes) external pure returns (bool, bytes32) {
        return SumTree.fold(nodes);
    }
}

contract SumTreeTest is Assert {
    Walker private walker;

    function setUp() public {
        walker = new Walker();
    }

    function _leaves(uint256 seed, uint256 count) private view returns (bytes32[] memory leaves, uint256 sum) {
        leaves = new bytes32[](count);
        for (uint32 i = 0; i < count; i++) {
            uint64 amount = uint64(uint256(keccak256(abi.encode(seed, i))) >> 208);
            leaves[i] = TreeBuilder.leaf(address(1), address(2), i + 1, amount);
            sum += amount;
        }
    }

    function _accepts(
        bytes32 root,
        bytes32 leaf,
        uint256 index,
        uint256 count,
        bytes32[] memory proof
    ) private view returns (bool) {
        try walker.walk(leaf, index, count, 32, proof) returns (bool fits, bytes32 end) {
            return fits && end == root;
        } catch {
            return false;
        }
    }

    function test_C24_EveryLeafOfSmallTreesIsProvedAndOnlyAtItsPlace() public view {
        for (uint256 count = 1; count <= 17; count++) {
            (bytes32[] memory leaves, uint256 sum) = _leaves(count, count);
            bytes32 root = TreeBuilder.root(leaves);
            equal(SumTree.sumOf(root), sum, "sum");
            for (uint256 index = 0; index < count; index++) {
                bytes32[] memory proof = TreeBuilder.proof(leaves, index);
                for (uint256 other = 0; other <= count; other++) {
                    isTrue(_accepts(root, leaves[index], other, count, proof) == (other == index), "only at its place");
                }
            }
        }
    }

    /// hardhat-config: fuzz.runs = 300
    function testFuzz_C24_LargerTrees(uint256 seed, uint16 size, uint16 position) public view {
        uint256 count = between(size, 1, 300);
        (bytes32[] memory leaves, uint256 sum) = _leaves(seed, count);
        bytes32 root = TreeBuilder.root(leaves);
        uint256 index = between(position, 0, count - 1);
        isTrue(_accepts(root, leaves[index], index, count, TreeBuilder.proof(leaves, index)), "proved");
        equal(SumTree.sumOf(root), sum, "sum");
    }

    function testFuzz_C11_AShorterProofNeverFits(uint256 seed, uint8 size, uint8 position) public view {
        uint256 count = between(size, 2, 40);
        (bytes32[] memory leaves, ) = _leaves(seed, count);
        uint256 index = between(position, 0, count - 1);
        bytes32[] memory proof = TreeBuilder.proof(leaves, index);
        // The inner node above the leaf, with the rest of its proof, at every position it could pretend to have.
        bool isRight = index % 2 == 1;
        if (!isRight && index + 1 == count) return;
        bytes32 inner = isRight ? TreeBuilder.join(proof[0], leaves[index]) : TreeBuilder.join(leaves[index], proof[0]);
        bytes32[] memory rest = new bytes32[](proof.length - 1);
        for (uint256 i = 0; i < rest.length; i++) rest[i] = proof[i + 1];
        bytes32 root = TreeBuilder.root(leaves);
        isFalse(_accepts(root, inner, index, count, rest), "inner node as a leaf");
        isFalse(_accepts(root, leaves[index], index, count, rest), "proof without its first node");
    }

    function testFuzz_C13_RandomProofsAreRefused(
        uint256 seed,
        uint8 size,
        uint8 length,
        uint32 index,
        bool endsWithTruth
    ) public view {
        uint256 count = between(size, 1, 20);
        (bytes32[] memory leaves, ) = _leaves(seed, count);
        bytes32[] memory proof = new bytes32[](between(length, 0, 64));
        for (uint256 i = 0; i < proof.length; i++) proof[i] = keccak256(abi.encode(seed, "proof", i));
        bytes32[] memory honest = TreeBuilder.proof(leaves, index % count);
        // Some end as an honest proof does, so that only their beginning gives them away.
        for (uint256 i = 1; endsWithTruth && i <= honest.length && i < proof.length; i++) {
            proof[proof.length - i] = honest[honest.length - i];
        }
        bytes32 stranger = TreeBuilder.leaf(address(1), address(2), 999, 5);
        isFalse(_accepts(TreeBuilder.root(leaves), stranger, index % count, count, proof), "a stranger's leaf");
    }

    function test_C24_AProofMayEndAtAnyLevel() public view {
        for (uint256 count = 1; count <= 17; count++) {
            (bytes32[] memory leaves, ) = _leaves(count, count);
            for (uint256 height = 0; height <= 5; height++) {
                bytes32[] memory cap = TreeBuilder.cap(leaves, height);
                for (uint256 index = 0; index < count; index++) {
                    bytes32[] memory proof = TreeBuilder.proofBelow(leaves, index, height);
                    (bool fits, bytes32 end) = walker.walk(leaves[index], index, count, height, proof);
                    isTrue(fits && end == cap[index >> height], "ends at its node of the level");
                }
            }
        }
    }

    function testFuzz_C24_FoldingGivesTheRoot(uint256 seed, uint8 size) public view {
        (bytes32[] memory leaves, uint256 sum) = _leaves(seed, between(size, 1, 255));
        (bool fits, bytes32 end) = walker.fold(leaves);
        isTrue(fits && end == TreeBuilder.root(leaves), "root");
        equal(SumTree.sumOf(end), sum, "sum");
    }

    function test_C30_SumsBeyond64BitsFitNothing() public view {
        bytes32[] memory nodes = new bytes32[](2);
        bytes32[] memory proof = new bytes32[](1);
        bytes32 largest = bytes32(uint256(type(uint64).max));
        (nodes[0], nodes[1], proof[0]) = (largest, 0, bytes32(0));
        (bool fits, bytes32 end) = walker.fold(nodes);
        isTrue(fits && SumTree.sumOf(end) == type(uint64).max, "the largest sum");
        (fits, end) = walker.walk(largest, 0, 2, 32, proof);
        isTrue(fits && SumTree.sumOf(end) == type(uint64).max, "the largest sum, walked");
        (fits, ) = walker.walk(0, 1, 2, 32, nodes);
        isFalse(fits, "a node too many");

        (nodes[1], proof[0]) = (bytes32(uint256(1)), bytes32(uint256(1)));
        (fits, ) = walker.fold(nodes);
        isFalse(fits, "one more, folded");
        for (uint256 index = 0; index < 2; index++) {
            (fits, ) = walker.walk(largest, index, 2, 32, proof);
            isFalse(fits, "one more, walked");
        }
        // On the right edge of three leaves, where the last is promoted.
        (fits, ) = walker.walk(largest, 2, 3, 32, proof);
        isFalse(fits, "one more, on the right edge");
    }

    function test_C24_NoTreeHasNoPlace() public view {
        (bool fits, ) = walker.walk(0, 0, 0, 32, new bytes32[](0));
        isFalse(fits, "no leaves");
        (fits, ) = walker.walk(0, type(uint32).max, type(uint32).max, 32, new bytes32[](32));
        isFalse(fits, "beyond the largest tree");
    }
}
