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
        equal(handler.succeeded(), 4, "calls that went through");
    }

    function invariant_C01_NobodyIsEverMoved() public view {
        Genealogy tree = handler.tree();
        for (uint32 memberId = 1; memberId <= tree.memberCount(); memberId++) {
            equal(tree.sponsorOf(memberId), handler.firstSponsor(memberId), "sponsor");
            (uint32 parentId, uint8 leg, ) = tree.placementOf(memberId);
            equal(parentId, handler.firstParent(memberId), "parent");
            equal(leg, handler.firstLeg(memberId), "leg");
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
            address wallet = tree.walletOf(memberId);
            if (wallet != address(0)) equal(tree.memberOf(wallet), memberId, "there and back");
        }
        for (uint256 person = 0; person < handler.people(); person++) {
            uint32 memberId = tree.memberOf(handler.personWallet(person));
            if (memberId != 0) equal(tree.walletOf(memberId), handler.personWallet(person), "back and there");
        }
    }

    function invariant_SeqCountsTheEvents() public view {
        equal(handler.tree().lastSeq(), handler.events(), "seq");
    }
}
