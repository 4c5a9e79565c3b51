// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TreeBuilder} from "../support/TreeBuilder.sol";
import {UplineTest} from "../support/UplineTest.sol";

/// @title PayoutScene: the company and members 2 to 6 (persons 2 to 6), period 1 closed with a volume of 1,000,000: 400,000 may
/// be owed
abstract contract PayoutScene is UplineTest {
    uint32 internal constant MEMBERS = 6;

    /// @dev The leaves of the root that was settled last.
    bytes32[] internal leaves;
    bytes32 internal root;

    function setTheScene() internal {
        deploy(0);
        for (uint256 person = 2; person <= MEMBERS; person++) admit(1, person);
        found();
        sellAndClose(1_000_000);
    }

    /// @dev Member `i + 2` is owed `sums[i]`.
    function treeOf(uint64[] memory sums) internal view returns (bytes32[] memory) {
        uint32[] memory members = new uint32[](sums.length);
        for (uint32 i = 0; i < sums.length; i++) members[i] = i + 2;
        return leavesOf(members, sums);
    }

    function three(uint64 first, uint64 second, uint64 third) internal pure returns (uint64[] memory sums) {
        sums = new uint64[](3);
        (sums[0], sums[1], sums[2]) = (first, second, third);
    }

    /// @dev Funds what is missing and puts a root for `period` in force.
    function pay(uint32 period, bytes32[] memory newLeaves) internal {
        leaves = newLeaves;
        root = TreeBuilder.root(newLeaves);
        uint256 owed = uint64(uint256(root)) - vault.totalSettled();
        uint256 balance = token.balanceOf(address(vault));
        if (owed > balance) fund(owed - balance);
        settle(period, root, uint32(newLeaves.length));
    }

    function claim(uint32 memberId, uint64 cumulative) internal returns (uint64) {
        uint32 index = memberId - 2;
        return vault.claim(root, memberId, index, cumulative, TreeBuilder.proof(leaves, index));
    }
}

/// @title PayoutTest: that scene before every test
abstract contract PayoutTest is PayoutScene {
    function setUp() public virtual {
        setTheScene();
    }
}
