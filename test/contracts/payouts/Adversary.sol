// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/access/Roles.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutScene} from "./PayoutTest.sol";

/// @title OpenAuthority: lets everybody do everything; what a stolen administrator could put in the place of the real one
contract OpenAuthority {
    function canCall(address, address, bytes4) external pure returns (bool immediate, uint32 delay) {
        return (true, 0);
    }
}

/// @title Adversary: one stolen key against a company in which the others do (or do not do) their work
/// @dev Members 2 to 6 are owed 60,000 each under the accepted root; 2 and 3 have claimed theirs, 5 is paid by bank. Period 2 is
/// closed, of which the honest root owes 120,000 each. The budget is 800,000, and 1,000,000 came in. The thief is member 6.
abstract contract Adversary is PayoutScene {
    enum Key {
        Settler,
        Approver,
        Guardian,
        Treasurer,
        Accountant,
        Administrator,
        /// @dev Not one key but nobody at their post: whatever is proposed is accepted once its window is over.
        SettlerUnwatched
    }

    uint32 internal constant THIEF = 6;
    uint64 internal constant EACH = 60_000;
    uint256 internal constant FUNDED = 1_000_000;
    address internal constant MASK = address(0xBAD0BAD0BAD0);
    address internal constant SECOND_MASK = address(0xBAD1BAD1BAD1);

    Key internal stolen;
    /// @dev What each member is entitled to by an honest root.
    uint256 internal due = EACH;
    /// @dev What is in review is the thief's.
    bool internal isForged;
    bytes32[] internal pendingLeaves;
    uint64[] internal pendingAmounts;

    function setTheCrime() internal {
        setTheScene();
        fund(FUNDED);
        _everybody(1, EACH);
        claim(2, EACH);
        claim(3, EACH);
        chooseBank(5);
        sellAndClose(1_000_000);
    }

    function _everybody(uint32 period, uint64 amount) internal {
        uint64[] memory sums = new uint64[](5);
        for (uint256 i = 0; i < 5; i++) sums[i] = amount;
        payAmounts(period, sums);
    }

    /// @return lost what honest members are entitled to and can no longer get, or what the thief got beyond his due, if that is
    /// more
    function loss() internal returns (uint256 lost) {
        for (uint32 id = 2; id <= THIEF; id++) {
            _claimHonestly(id);
            uint256 balance = token.balanceOf(walletOf(id));
            if (id != THIEF && balance < due) lost += due - balance;
        }
        uint256 thief = token.balanceOf(walletOf(THIEF));
        if (thief > due && thief - due > lost) lost = thief - due;
    }

    function _claimHonestly(uint32 id) internal {
        bytes32[] memory proof = TreeBuilder.proof(leaves, id - 2);
        (, , , bool isBank) = genealogy.accountOf(walletOf(id));
        if (isBank) {
            vm.prank(walletOf(id));
            genealogy.chooseRoute(false);
        }
        try vault.claim(key, id, id - 2, owed[id - 2], walletOf(id), proof) {} catch {}
    }

    // One step of a search: something happens, decided by `dice`

    function step(uint256 dice) internal {
        uint256 what = dice % 12;
        dice >>= 8;
        if (what <= 2) vm.warp(block.timestamp + (dice % 2 days));
        else if (what == 3) _claimHonestly(uint32(2 + (dice % 4)));
        else if (what == 4) _watch();
        else if (what == 5) _proposeHonestly();
        else _crime(dice % 8, dice >> 8);
    }

    /// @dev The others do their work: a guardian rejects what nobody can recompute, an approver accepts what everybody can.
    function _watch() private {
        if (!isForged || stolen == Key.SettlerUnwatched) _accept(APPROVER);
        else _reject(GUARDIAN);
    }

    function _proposeHonestly() private {
        uint64[] memory sums = new uint64[](5);
        for (uint256 i = 0; i < 5; i++) sums[i] = 2 * EACH;
        _send(SETTLER, sums, false);
    }

    function _crime(uint256 what, uint256 dice) private {
        if (stolen == Key.Administrator) return _administrator(what, dice);
        if (stolen == Key.Settler || stolen == Key.SettlerUnwatched) {
            if (what < 6) _forge(SETTLER, dice);
            else _claimHonestly(THIEF);
        } else if (stolen == Key.Approver) {
            if (what < 4) _accept(APPROVER);
            else if (what < 6) _forge(APPROVER, dice);
            else _claimHonestly(THIEF);
        } else if (stolen == Key.Guardian) {
            _reject(GUARDIAN);
        } else if (stolen == Key.Treasurer) {
            vm.prank(TREASURER);
            try vault.withdrawSurplus(STRANGER, dice % (vault.surplus() + 2)) {} catch {}
        } else {
            _acknowledgeFor(ACCOUNTANT, dice % 32);
        }
    }

    function _administrator(uint256 what, uint256 dice) private {
        manager.grantRole(Roles.SETTLER, MASK, 0);
        manager.grantRole(Roles.APPROVER, SECOND_MASK, 0);
        manager.grantRole(Roles.TREASURER, MASK, 0);
        if (what == 0) manager.revokeRole(Roles.GUARDIAN, GUARDIAN);
        if (what == 1) manager.revokeRole(Roles.SETTLER, SETTLER);
        if (what == 2 && dice % 4 == 0) {
            try manager.updateAuthority(address(vault), address(new OpenAuthority())) {} catch {}
        }
        if (what == 3) _forge(MASK, dice);
        if (what == 4 || what == 5) _accept(SECOND_MASK);
        if (what == 6) _claimHonestly(THIEF);
        if (what == 7) {
            vm.prank(MASK);
            try vault.withdrawSurplus(STRANGER, dice % (vault.surplus() + 2)) {} catch {}
        }
    }

    /// @dev Mostly the best there is: nobody can be lowered below what was settled, and the total is bounded by the budget.
    function _forge(address by, uint256 dice) private {
        uint64[] memory sums = new uint64[](5);
        sums[4] = dice % 5 == 0 ? uint64(dice >> 8) % 1_200_000 : 800_000;
        for (uint32 i = 0; i < 4 && dice % 5 != 0; i++) {
            sums[i] = settledOf(i + 2);
            sums[4] -= sums[i];
        }
        _send(by, sums, true);
    }

    function _send(address by, uint64[] memory sums, bool forged) private {
        bytes32[] memory newLeaves = treeOf(sums);
        IPayoutVault.Proposal memory proposal = proposalOf(2, TreeBuilder.root(newLeaves), 5);
        vm.prank(by);
        try vault.propose(proposal) {
            (proposed, pendingLeaves, pendingAmounts, isForged) = (proposal, newLeaves, sums, forged);
        } catch {}
    }

    function _accept(address by) private {
        vm.prank(by);
        try vault.accept(proposed) {
            leaves = pendingLeaves;
            owed = pendingAmounts;
            key = vault.accepted().key;
            if (!isForged) due = 2 * EACH;
        } catch {}
    }

    function _reject(address by) private {
        vm.prank(by);
        try vault.reject(proposed, "") {} catch {}
    }

    function _acknowledgeFor(address by, uint256 chosen) private {
        bytes32[] memory none = new bytes32[](0);
        vm.prank(by);
        try vault.acknowledgeBank(key, 0, 3, packed(0, 5), walletsOf(0, 5), chosen, none, 0) {} catch {}
    }
}
