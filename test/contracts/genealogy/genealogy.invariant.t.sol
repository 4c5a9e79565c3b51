// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genealogy} from "../../../contracts/genealogy/Genealogy.sol";
import {Assert} from "../support/Assert.sol";
import {GenealogyHandler} from "./GenealogyHandler.sol";

contract GenealogyInvariantTest is Assert {
    GenealogyHandler private handler;

    function setUp() public {
        handler = new GenealogyHandler();
    }

    /// @dev Read by the test runner: only these contracts are called.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Otherwise the campaigns below could hold by never getting anywhere.
    function test_TheHandlerGetsSomewhere() public {
        handler.register(1, 1, 0, 0, true, 0);
        handler.importBatch(2, 2, 1, true);
        handler.bindWallet(3, 1);
        handler.changeWallet(0, 2);
        handler.setRecovery(2, 3);
        handler.startRecovery(2, 1, 4);
        handler.finishRecovery(2, 7 days);
        handler.startRecovery(2, 1, 5);
        handler.cancelRecovery(2, 0);
        handler.chooseRoute(4, true);
        handler.settle(2, address(0), 10, 1);
        handler.chooseRoute(4, false);
        handler.settle(2, address(0), 20, 0);
        handler.creditSale(2, false, 1, 1, 1000, 100_000);
        handler.creditSale(2, true, 2, 1, 1000, 100_000);
        equal(handler.succeeded(), 15, "calls that went through");
        handler.settleMany(2, 25);
        equal(handler.settled(2), 25, "settled");
        equal(handler.credit(2), 100, "credited");
        handler.takeCredit(2, address(0), false);
        equal(handler.credit(2), 0, "taken");
        equal(handler.wallet(2), handler.personWallet(4), "wallet");
    }

    function invariant_C01_NobodyIsEverMoved() public view {
        Genealogy tree = handler.tree();
        for (uint32 memberId = 1; memberId <= tree.memberCount(); memberId++) {
            equal(tree.sponsorOf(memberId), handler.firstSponsor(memberId), "sponsor");
            (uint32 parentId, uint8 leg, ) = tree.placementOf(memberId);
            equal(parentId, handler.firstParent(memberId), "parent");
            equal(leg, handler.firstLeg(memberId), "leg");
            equal(handler.link(memberId), handler.firstLink(memberId), "every bit of the link");
            isTrue(handler.link(memberId) != 0, "the slot that was meant");
        }
    }

    function invariant_C03_OneRootedTreeWithoutGaps() public view {
        Genealogy tree = handler.tree();
        for (uint32 memberId = 2; memberId <= tree.memberCount(); memberId++) {
            uint32 sponsorId = tree.sponsorOf(memberId);
            isTrue(sponsorId != 0 && sponsorId < memberId, "sponsor comes first");
            equal(tree.depthOf(memberId), tree.depthOf(sponsorId) + 1, "depth");
        }
    }

    function invariant_C03_AWalletActsForAtMostOneMember() public view {
        Genealogy tree = handler.tree();
        for (uint32 memberId = 1; memberId <= tree.memberCount(); memberId++) {
            address wallet = handler.wallet(memberId);
            isTrue(tree.hasWallet(memberId) == (wallet != address(0)), "has a wallet");
            if (wallet != address(0)) equal(tree.memberOf(wallet), memberId, "there and back");
        }
        for (uint256 person = 0; person < handler.people(); person++) {
            uint32 memberId = tree.memberOf(handler.personWallet(person));
            if (memberId != 0) equal(handler.wallet(memberId), handler.personWallet(person), "back and there");
        }
    }

    function invariant_M3_SettledFollowsTheMember() public view {
        Genealogy tree = handler.tree();
        for (uint32 memberId = 1; memberId <= tree.memberCount(); memberId++) {
            equal(tree.settledOf(memberId, handler.wallet(memberId)), handler.settled(memberId), "settled");
            (uint64 credit, , , ) = tree.salesOf(memberId);
            equal(credit, handler.credit(memberId), "credit");
        }
    }

    function invariant_WhatWasGivenUpHoldsNothing() public view {
        Genealogy tree = handler.tree();
        for (uint256 person = 0; person < handler.people(); person++) {
            (uint32 memberId, uint64 settled, bool former, ) = tree.accountOf(handler.personWallet(person));
            if (former) isTrue(memberId != 0 && settled == 0, "a former wallet");
        }
        for (uint32 memberId = 1; memberId <= tree.memberCount(); memberId++) {
            (, uint64 settled, bool former, ) = tree.accountOf(address(uint160(memberId)));
            isTrue(former == tree.hasWallet(memberId) && (!former || settled == 0), "the key of a member");
        }
    }

    function invariant_SeqCountsTheEvents() public view {
        equal(handler.tree().lastSeq(), handler.events(), "seq");
    }
}
