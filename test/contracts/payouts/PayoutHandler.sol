// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PayoutVault} from "../../../contracts/payouts/PayoutVault.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutScene} from "./PayoutTest.sol";

/// @title PayoutHandler: the company, its staff and its members do as they like, and everything that moves is counted
contract PayoutHandler is PayoutScene {
    /// @dev What a calculation owes members 2 to 6; only grows.
    uint64[5] private _owed;
    uint64[] private _pendingSums;
    bytes32[] private _pendingLeaves;

    uint256 public funded;
    uint256 public withdrawn;
    uint256 public claims;
    mapping(uint32 memberId => uint256 amount) public paid;
    uint256 public paidInAll;
    mapping(uint32 memberId => uint64 amount) public highestSettled;

    constructor() {
        setTheScene();
    }

    function subject() external view returns (PayoutVault) {
        return vault;
    }

    function ghostBalance(uint32 memberId) external view returns (uint256 balance, uint64 settled, uint256 counted) {
        return (token.balanceOf(walletOf(memberId)), genealogy.settledOf(memberId), paid[memberId]);
    }

    function vaultBalance() external view returns (uint256) {
        return token.balanceOf(address(vault));
    }

    function highestBudget() external view returns (int256 highest) {
        for (uint32 period = 1; period < ledger.currentPeriod(); period++) {
            int256 budget = ledger.periodOf(period).budget;
            if (budget > highest) highest = budget;
        }
    }

    function fundSome(uint32 amount) external {
        fund(amount);
        funded += amount;
    }

    function giveWithoutTelling(uint16 amount) external {
        token.mint(address(vault), amount);
        funded += amount;
    }

    function sell(uint16 cv) external {
        sellAndClose(cv);
    }

    function proposeNext(uint64[5] memory growth) external {
        uint64[] memory sums = new uint64[](5);
        for (uint256 i = 0; i < 5; i++) sums[i] = _owed[i] + (growth[i] % 400_000);
        bytes32[] memory newLeaves = treeOf(sums);
        PayoutVault.Proposal memory proposal = proposalOf(
            ledger.currentPeriod() - 1,
            TreeBuilder.root(newLeaves),
            uint32(newLeaves.length)
        );
        vm.prank(SETTLER);
        try vault.propose(proposal) {
            _pendingLeaves = newLeaves;
            _pendingSums = sums;
        } catch {}
    }

    function decide(bool accepts, uint32 wait) external {
        vm.warp(block.timestamp + (wait % 10 days));
        bytes32 pendingRoot = TreeBuilder.root(_pendingLeaves);
        vm.prank(accepts ? APPROVER : GUARDIAN);
        if (!accepts) {
            try vault.reject(pendingRoot, "") {} catch {}
            return;
        }
        try vault.accept(pendingRoot) {
            leaves = _pendingLeaves;
            root = pendingRoot;
            for (uint256 i = 0; i < 5; i++) _owed[i] = _pendingSums[i];
        } catch {}
    }

    function claimFor(uint8 who, uint64 claimed, bool honest) external {
        if (leaves.length == 0) return;
        uint32 i = uint32(between(who, 0, 4));
        uint64 cumulative = honest ? _owed[i] : claimed;
        bytes32[] memory proof = TreeBuilder.proof(leaves, i);
        vm.prank(STRANGER);
        try vault.claim(root, i + 2, i, cumulative, proof) returns (uint64 amount) {
            paid[i + 2] += amount;
            paidInAll += amount;
            claims += 1;
            highestSettled[i + 2] = cumulative;
        } catch {}
    }

    function withdraw(uint32 amount) external {
        vm.prank(TREASURER);
        try vault.withdrawSurplus(TREASURER, amount) {
            withdrawn += amount;
        } catch {}
    }

    function withdrawAll() external {
        uint256 amount = vault.surplus();
        vm.prank(TREASURER);
        vault.withdrawSurplus(TREASURER, amount);
        withdrawn += amount;
    }
}
