// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {PayoutVault} from "../../../contracts/payouts/PayoutVault.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {CreditScene} from "./CreditScene.sol";

/// @title PayoutHandler: the company, its staff and its members do as they like, and everything that moves is counted
contract PayoutHandler is CreditScene {
    /// @dev What a calculation owes members 2 to 6; only grows.
    uint64[5] private _due;
    uint64[] private _pendingSums;
    bytes32[] private _pendingLeaves;

    // Ghosts
    uint256 public funded;
    uint256 public withdrawn;
    uint256 public claims;
    uint256 public paidInAll;
    uint256 public acknowledgedInAll;
    uint256 public creditsInAll;
    mapping(uint32 memberId => uint256 amount) public paid;
    mapping(uint32 memberId => uint256 amount) public acknowledged;
    mapping(uint32 memberId => uint256 amount) public credited;
    mapping(uint32 memberId => uint64 amount) public highestSettled;
    /// @notice Set when somebody's act changed what another can claim, other than by an acceptance.
    bool public touchedAnother;

    constructor() {
        setTheCreditScene();
        for (uint64 i = 0; i < 5; i++) owed.push(0);
    }

    function subject() external view returns (PayoutVault) {
        return vault;
    }

    function ghostBalance(uint32 memberId) external view returns (uint256 balance, uint64 settled) {
        return (token.balanceOf(walletOf(memberId)), settledOf(memberId));
    }

    function vaultBalance() external view returns (uint256) {
        return token.balanceOf(address(vault));
    }

    function outstandingCredits() external view returns (uint256) {
        return ledger.instantTotal() - vault.creditsPaid();
    }

    function highestBudget() external view returns (int256 highest) {
        for (uint32 period = 1; period < ledger.currentPeriod(); period++) {
            int256 budget = ledger.periodOf(period).budget;
            if (budget > highest) highest = budget;
        }
    }

    // The company

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

    /// @dev As Checkout does it: the share that the plan may pay out comes with the sale.
    function sellInstantly(uint8 who, uint16 cv) external {
        uint32 memberId = uint32(between(who, 2, 6));
        uint64 share = cv % 2 == 0 ? sale(memberId, cv) : purchase(memberId, cv);
        fund(share);
        funded += share;
    }

    function proposeNext(uint64[5] memory growth) external {
        uint64[] memory sums = new uint64[](5);
        for (uint256 i = 0; i < 5; i++) sums[i] = _due[i] + (growth[i] % 400_000);
        bytes32[] memory newLeaves = treeOf(sums);
        uint32 period = ledger.currentPeriod() - 1;
        IPayoutVault.Proposal memory proposal = proposalOf(period, TreeBuilder.root(newLeaves), 5);
        vm.prank(SETTLER);
        try vault.propose(proposal) {
            (proposed, _pendingLeaves, _pendingSums) = (proposal, newLeaves, sums);
        } catch {}
    }

    function decide(bool accepts, bool referee, uint32 wait) external {
        vm.warp(block.timestamp + (wait % 10 days));
        if (!accepts) {
            vm.prank(referee ? REFEREE : GUARDIAN);
            if (referee) {
                try vault.refereeReject(proposed, "") {} catch {}
            } else {
                try vault.reject(proposed, "") {} catch {}
            }
            return;
        }
        vm.prank(APPROVER);
        try vault.accept(proposed) {
            leaves = _pendingLeaves;
            owed = _pendingSums;
            key = vault.accepted().key;
            for (uint256 i = 0; i < 5; i++) _due[i] = _pendingSums[i];
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

    // Members, relayers, the accountant

    function chooseRoute(uint8 who, bool bank) external {
        vm.prank(walletOf(between(who, 2, 6)));
        genealogy.chooseRoute(bank);
    }

    function claimFor(uint8 who, uint64 claimed, bool honest) external {
        if (leaves.length == 0) return;
        uint32 i = uint32(between(who, 0, 4));
        uint64 cumulative = honest ? owed[i] : claimed;
        uint64[5] memory before = _settled();
        bytes32[] memory proof = TreeBuilder.proof(leaves, i);
        vm.prank(STRANGER);
        try vault.claim(key, i + 2, i, cumulative, walletOf(i + 2), proof) returns (uint64 amount) {
            claims += 1;
            _count(before, amount, uint256(1) << i);
        } catch {}
    }

    function claimSome(uint8 who, uint8 height) external {
        if (leaves.length == 0) return;
        uint256 levels = between(height, 0, 3);
        IPayoutVault.Claim[] memory all = allClaims(levels);
        uint256 mask = between(who, 1, 31);
        for (uint256 i = 0; i < 5; i++) {
            // Who is not meant gets a proof that does not fit.
            if ((mask >> i) & 1 == 0) all[i].index += 5;
        }
        uint64[5] memory before = _settled();
        _count(before, vault.claimMany(key, TreeBuilder.cap(leaves, levels), all), mask);
    }

    function paySome(uint8 from, uint8 height, uint8 without) external {
        if (leaves.length == 0) return;
        uint8 levels = uint8(between(height, 0, 3));
        uint32 size = uint32(1) << levels;
        uint32 first = (uint32(between(from, 0, 4)) / size) * size;
        uint32 count = 5 - first < size ? 5 - first : size;
        address[] memory wallets = walletsOf(first, count);
        uint256 mask = 0;
        for (uint256 i = 0; i < count; i++) {
            if ((without >> i) & 1 == 1) wallets[i] = address(0);
            else mask |= uint256(1) << (first + i);
        }
        uint64[5] memory before = _settled();
        uint256 amount = vault.paySubtree(key, first, levels, packed(first, count), wallets, proofAbove(first, levels));
        _count(before, amount, mask);
    }

    function acknowledge(uint8 chosen) external {
        if (leaves.length == 0) return;
        uint256 mask = chosen % 32;
        uint64[5] memory before = _settled();
        bytes32[] memory none = new bytes32[](0);
        vm.prank(ACCOUNTANT);
        try vault.acknowledgeBank(key, 0, 3, packed(0, 5), walletsOf(0, 5), mask, none, 0) returns (uint256 amount) {
            uint256 sum = 0;
            for (uint32 i = 0; i < 5; i++) {
                uint64 growth = settledOf(i + 2) - before[i];
                if (growth != 0 && (mask >> i) & 1 == 0) touchedAnother = true;
                acknowledged[i + 2] += growth;
                sum += growth;
                if (growth != 0) highestSettled[i + 2] = settledOf(i + 2);
            }
            acknowledgedInAll += sum;
            if (sum != amount) touchedAnother = true;
        } catch {}
    }

    function withdrawCredit(uint8 who) external {
        uint32 memberId = uint32(between(who, 2, 6));
        try vault.withdrawCredit(memberId, walletOf(memberId)) returns (uint64 amount) {
            credited[memberId] += amount;
            creditsInAll += amount;
        } catch {}
    }

    function _settled() private view returns (uint64[5] memory settled) {
        for (uint32 i = 0; i < 5; i++) settled[i] = settledOf(i + 2);
    }

    /// @param mask who was meant; nobody else's figure may have changed (M4)
    function _count(uint64[5] memory before, uint256 amount, uint256 mask) private {
        uint256 sum = 0;
        for (uint32 i = 0; i < 5; i++) {
            uint64 growth = settledOf(i + 2) - before[i];
            if (growth != 0 && (mask >> i) & 1 == 0) touchedAnother = true;
            paid[i + 2] += growth;
            sum += growth;
            if (growth != 0) highestSettled[i + 2] = settledOf(i + 2);
        }
        if (sum != amount) touchedAnother = true;
        paidInAll += amount;
    }
}
