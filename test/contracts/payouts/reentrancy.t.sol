// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnrollment} from "../../../contracts/interfaces/IEnrollment.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm, Vm} from "../support/Vm.sol";
import {ZooToken} from "../support/ZooToken.sol";
import {CreditScene} from "./CreditScene.sol";
import {Reenterer} from "./Reenterer.sol";

/// @title PayoutVaultReentrancyTest: while the vault pays, the recipient calls every function that anybody has, with every role
/// in its hands
contract PayoutVaultReentrancyTest is CreditScene {
    uint256 private constant DOORS = 6;
    uint32 private constant THIEF = 3;

    struct Books {
        uint256 balance;
        uint256 settled;
        uint256 credits;
        uint256 seq;
    }

    struct Inner {
        address target;
        bytes data;
    }

    ZooToken private zoo;
    Inner[] private _inner;

    function setUp() public {
        zoo = new ZooToken(ZooToken.Species.Callback, 6);
        setTheCreditSceneWith(address(zoo));
        zoo.mint(address(vault), 1_000_000);
        sale(THIEF, 100_000);
        sale(4, 100_000);
        closePeriod(1);
        payAmounts(1, three(100, 200, 300));
        sale(5, 1_000_000);
        closePeriod(2);
        vm.etch(walletOf(THIEF), address(new Reenterer()).code);
        // All roles there are.
        for (uint64 role = 0; role <= 11; role++) manager.grantRole(role, walletOf(THIEF), 0);
        zoo.mint(walletOf(THIEF), 1_000);
        vm.prank(walletOf(THIEF));
        zoo.approve(address(vault), 1_000);
        _collect();
    }

    function _add(address target, bytes memory call) private {
        _inner.push(Inner(target, call));
    }

    /// @dev Every function that changes anything, with arguments that would do harm if it were let.
    function _collect() private {
        IPayoutVault.Proposal memory next = proposalOf(2, TreeBuilder.root(treeOf(three(100, 250, 300))), 3);
        bytes32[] memory top = TreeBuilder.cap(leaves, 2);
        _add(address(vault), abi.encodeCall(vault.propose, (next)));
        _add(address(vault), abi.encodeCall(vault.accept, (proposed)));
        _add(address(vault), abi.encodeCall(vault.reject, (proposed, "")));
        _add(address(vault), abi.encodeCall(vault.refereeReject, (proposed, "")));
        for (uint32 id = 2; id <= 4; id++) {
            bytes32[] memory proof = TreeBuilder.proof(leaves, id - 2);
            _add(address(vault), abi.encodeCall(vault.claim, (key, id, id - 2, owed[id - 2], walletOf(id), proof)));
            _add(address(vault), abi.encodeCall(vault.withdrawCredit, (id, walletOf(id))));
        }
        _add(address(vault), abi.encodeCall(vault.claimMany, (key, top, allClaims(2))));
        bytes memory all = packed(0, 3);
        address[] memory wallets = walletsOf(0, 3);
        bytes32[] memory none = new bytes32[](0);
        _add(address(vault), abi.encodeCall(vault.paySubtree, (key, 0, 2, all, wallets, none)));
        _add(address(vault), abi.encodeCall(vault.payProved, (all, wallets, type(uint64).max)));
        _add(address(vault), abi.encodeCall(vault.acknowledgeBank, (key, 0, 2, all, wallets, 7, none, 0)));
        _add(address(vault), abi.encodeCall(vault.fund, (10)));
        _add(address(vault), abi.encodeCall(vault.withdrawSurplus, (walletOf(THIEF), 5)));
        _add(address(vault), abi.encodeCall(vault.setAuthority, (STRANGER)));
        _collectOthers(all, wallets);
    }

    function _collectOthers(bytes memory all, address[] memory wallets) private {
        address members = address(genealogy);
        _add(members, abi.encodeCall(genealogy.register, (1, 0, 0, STRANGER, 0)));
        _add(members, abi.encodeCall(genealogy.registerBatch, (7, hex"00000001")));
        _add(members, abi.encodeCall(genealogy.bindWallet, (2, STRANGER, type(uint256).max, "")));
        _add(members, abi.encodeCall(genealogy.changeWallet, (STRANGER, type(uint256).max, "")));
        _add(members, abi.encodeCall(genealogy.setRecovery, (STRANGER)));
        _add(members, abi.encodeCall(genealogy.startRecovery, (2, STRANGER, type(uint256).max, "")));
        _add(members, abi.encodeCall(genealogy.cancelRecovery, (THIEF)));
        _add(members, abi.encodeCall(genealogy.finishRecovery, (THIEF, walletOf(THIEF))));
        _add(members, abi.encodeCall(genealogy.chooseRoute, (true)));
        _add(members, abi.encodeCall(genealogy.chooseRouteFor, (2, walletOf(2), true, 0, type(uint256).max, "")));
        _add(members, abi.encodeCall(genealogy.settle, (2, walletOf(2), type(uint64).max)));
        _add(members, abi.encodeCall(genealogy.settleMany, (all, wallets)));
        _add(members, abi.encodeCall(genealogy.settleBank, (2, walletOf(2), type(uint64).max)));
        _add(members, abi.encodeCall(genealogy.takeCredit, (2, walletOf(2))));
        _add(members, abi.encodeCall(genealogy.creditSale, (2, true, 9, 1e6, 7, 1e5, 3)));
        _add(members, abi.encodeCall(genealogy.setRegistrar, (STRANGER)));
        address books = address(ledger);
        _add(books, abi.encodeCall(ledger.record, (ledger.lastSeq() + 1, hex"0100000002000000640000001000000000000063")));
        _add(books, abi.encodeCall(ledger.recordSale, (IVolumeLedger.Sale(77, 2, 2, 0, 9, 1e6, 0, 1e6))));
        _add(books, abi.encodeCall(ledger.recordRefund, (3, 2, 0, 1_000, 77, 0)));
        _add(books, abi.encodeCall(ledger.setCheckout, (STRANGER)));
        _add(books, abi.encodeCall(ledger.closePeriod, (3)));
        _add(address(registry), abi.encodeCall(registry.publish, (SPEC, CAP, 9, "")));
        IEnrollment.Invitation memory invitation;
        _add(address(enrollment), abi.encodeCall(enrollment.revokeInvitation, (invitation)));
        _add(address(token), abi.encodeCall(token.transferFrom, (address(vault), STRANGER, 1)));
    }

    /// @return whether the call went through
    function _enter(uint256 door) private returns (bool) {
        bytes32[] memory none = new bytes32[](0);
        if (door == 0) claim(THIEF, 200);
        if (door == 1) vault.claimMany(key, TreeBuilder.cap(leaves, 2), allClaims(2));
        if (door == 2) vault.paySubtree(key, 0, 2, packed(0, 3), walletsOf(0, 3), none);
        if (door == 3) vault.withdrawCredit(THIEF, walletOf(THIEF));
        if (door == 4) {
            vm.prank(TREASURER);
            vault.withdrawSurplus(walletOf(THIEF), 7);
        }
        if (door == 5) {
            vm.prank(walletOf(THIEF));
            // What comes in or goes out meanwhile makes this one fail, and undoes all of it.
            try vault.fund(3) {} catch (bytes memory fault) {
                equal(bytes32(bytes4(fault)), bytes32(IPayoutVault.PayoutVaultTransferFailed.selector), "named");
                return false;
            }
        }
        return true;
    }

    /// @dev Events, books and balances tell the same story, and numbers of events have no hole and stand in order.
    function _check(Books memory before) private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 seq = before.seq;
        Books memory told = before;
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].emitter != address(vault) || logs[i].topics.length < 2) continue;
            bytes32 kind = logs[i].topics[0];
            if (kind == keccak256("AuthorityUpdated(address)")) continue;
            equal(uint256(logs[i].topics[1]), ++seq, "the next number");
            if (kind == IPayoutVault.ClaimSkipped.selector || kind == IPayoutVault.RootProposed.selector) continue;
            uint256 amount = uint256(bytes32(logs[i].data));
            if (kind == IPayoutVault.Funded.selector) told.balance += amount;
            else if (kind != IPayoutVault.BankAcknowledged.selector) told.balance -= amount;
            if (kind == IPayoutVault.Claimed.selector) told.settled += amount;
            if (kind == IPayoutVault.BankAcknowledged.selector) told.settled += amount;
            if (kind == IPayoutVault.CreditWithdrawn.selector) told.credits += amount;
        }
        Books memory found = _books();
        equal(found.seq, seq, "the last number");
        equal(found.balance, told.balance, "what moved is what was told");
        equal(found.settled, told.settled, "settled");
        equal(found.credits, told.credits, "credits");
        uint256 members = 0;
        for (uint32 id = 2; id <= 4; id++) members += settledOf(id);
        equal(found.settled, members, "M1: what the members have");
        isTrue(found.settled <= vault.acceptedTotal() && found.balance >= vault.liabilities(), "M1, M2");
    }

    function _books() private view returns (Books memory) {
        return Books(zoo.balanceOf(address(vault)), vault.totalSettled(), vault.creditsPaid(), vault.lastSeq());
    }

    function test_C26_NoCallFromARecipientHasADoubleEffect() public {
        uint256 pairs = 0;
        uint256 entered = 0;
        for (uint256 door = 0; door < DOORS; door++) {
            for (uint256 i = 0; i < _inner.length; i++) {
                uint256 snapshot = vm.snapshotState();
                Reenterer thief = Reenterer(walletOf(THIEF));
                thief.aim(_inner[i].target, _inner[i].data);
                Books memory before = _books();
                vm.recordLogs();
                bool done = _enter(door);
                if (done) _check(before);
                pairs += 1;
                isTrue(!done || thief.entered(), "the token called");
                if (done && thief.succeeded()) entered += 1;
                isTrue(vm.revertToState(snapshot), "back");
            }
        }
        equal(pairs, DOORS * _inner.length, "all pairs");
        isTrue(entered > 60, "many of them are let in, and do what they do once");
    }
}
