// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {Vm, vm} from "../support/Vm.sol";

/// @title PayoutScene: the company and members 2 to 6 (persons 2 to 6), period 1 closed with a volume of 1,000,000: 400,000 may
/// be owed
abstract contract PayoutScene is UplineTest {
    uint32 internal constant MEMBERS = 6;

    /// @dev The leaves of the root that was settled last, and the cumulative amounts in them: member `i + 2` is owed `owed[i]`.
    bytes32[] internal leaves;
    uint64[] internal owed;
    bytes32 internal root;

    function setTheScene() internal {
        deploy(0);
        openTheBooks();
    }

    /// @dev The same with another token than play money.
    function setTheSceneWith(address tokenAddress) internal {
        deployWith(0, tokenAddress);
        openTheBooks();
    }

    function openTheBooks() internal {
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
        uint256 missing = uint64(uint256(root)) - vault.totalSettled() + ledger.instantTotal() - vault.creditsPaid();
        uint256 balance = token.balanceOf(address(vault));
        if (missing > balance) fund(missing - balance);
        settle(period, root, uint32(newLeaves.length));
    }

    function payAmounts(uint32 period, uint64[] memory sums) internal {
        owed = sums;
        pay(period, treeOf(sums));
    }

    function claim(uint32 memberId, uint64 cumulative) internal returns (uint64) {
        uint32 index = memberId - 2;
        return vault.claim(key, memberId, index, cumulative, walletOf(memberId), TreeBuilder.proof(leaves, index));
    }

    function claimOf(uint32 memberId, uint256 height) internal view returns (IPayoutVault.Claim memory) {
        uint32 index = memberId - 2;
        bytes32[] memory proof = TreeBuilder.proofBelow(leaves, index, height);
        return IPayoutVault.Claim(memberId, index, owed[index], walletOf(memberId), proof);
    }

    /// @dev Claims of all leaves, up to the level that the cap is.
    function allClaims(uint256 height) internal view returns (IPayoutVault.Claim[] memory claims) {
        claims = new IPayoutVault.Claim[](owed.length);
        for (uint32 i = 0; i < owed.length; i++) claims[i] = claimOf(i + 2, height);
    }

    /// @dev Leaves `from` to `from + count - 1` as `paySubtree` takes them.
    function packed(uint32 from, uint32 count) internal view returns (bytes memory bytesOfLeaves) {
        for (uint32 i = from; i < from + count; i++) bytesOfLeaves = abi.encodePacked(bytesOfLeaves, i + 2, owed[i]);
    }

    function walletsOf(uint32 from, uint32 count) internal pure returns (address[] memory wallets) {
        wallets = new address[](count);
        for (uint32 i = 0; i < count; i++) wallets[i] = walletOf(from + i + 2);
    }

    /// @dev The proof of the node `height` levels above leaf `from`.
    function proofAbove(uint32 from, uint8 height) internal view returns (bytes32[] memory) {
        return TreeBuilder.proof(TreeBuilder.cap(leaves, height), from >> height);
    }

    function payLeaves(uint32 from, uint32 count, uint8 height) internal returns (uint256) {
        return vault.paySubtree(key, from, height, packed(from, count), walletsOf(from, count), proofAbove(from, height));
    }

    function settledOf(uint32 memberId) internal view returns (uint64) {
        return genealogy.settledOf(memberId, walletOf(memberId));
    }

    function chooseBank(uint32 memberId) internal {
        vm.prank(walletOf(memberId));
        genealogy.chooseRoute(true);
    }

    /// @dev Since `vm.recordLogs` the vault told everything before the first of `transfers` transfers.
    function checkPaidTogether(uint256 transfers) internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 moved = 0;
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].emitter == address(token)) moved++;
            else isTrue(moved == 0, "all is noted before the first transfer");
        }
        equal(moved, transfers, "transfers, none of nothing");
    }

    function expectSkip(uint64 seq, uint32 memberId, bytes4 reason) internal {
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.ClaimSkipped(seq, memberId, reason);
    }
}

/// @title PayoutTest: that scene before every test
abstract contract PayoutTest is PayoutScene {
    function setUp() public virtual {
        setTheScene();
    }
}
