// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

contract GenealogyAncestorsTest is UplineTest {
    uint32 private constant MEMBERS = 40;

    function setUp() public {
        deploy(255);
    }

    /// @dev Sponsors and parents drawn from `seed`; a parent is a walk down from the sponsor, so it lies in the subtree.
    function _grow(uint256 seed) private {
        for (uint32 memberId = 2; memberId <= MEMBERS; memberId++) {
            uint32 sponsorId = uint32(uint256(keccak256(abi.encode(seed, memberId))) % (memberId - 1)) + 1;
            uint32 parentId = uint32(uint256(keccak256(abi.encode(memberId, seed))) % (memberId - 1)) + 1;
            if (parentId != sponsorId && !genealogy.isPlacementUpline(sponsorId, parentId)) parentId = sponsorId;
            genealogy.register(sponsorId, parentId, 0, address(0), 0);
        }
    }

    function _walksTo(uint32 upper, uint32 lower) private view returns (bool) {
        for (uint32 id = genealogy.sponsorOf(lower); id != 0; id = genealogy.sponsorOf(id)) if (id == upper) return true;
        return false;
    }

    function _walksToPlace(uint32 upper, uint32 lower) private view returns (bool) {
        (uint32 id, , ) = genealogy.placementOf(lower);
        while (id != 0) {
            if (id == upper) return true;
            (id, , ) = genealogy.placementOf(id);
        }
        return false;
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_AgreesWithWalking(uint256 seed) public {
        _grow(seed);
        for (uint256 i = 0; i < 60; i++) {
            uint256 random = uint256(keccak256(abi.encode(seed, "ask", i)));
            uint32 upper = uint32(between(random, 1, MEMBERS));
            uint32 lower = uint32(between(random >> 64, 1, MEMBERS));
            isTrue(genealogy.isUpline(upper, lower) == _walksTo(upper, lower), "sponsor tree");
            isTrue(genealogy.isPlacementUpline(upper, lower) == _walksToPlace(upper, lower), "placement tree");
        }
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_C02_ChildrenStandBelow(uint256 seed) public {
        _grow(seed);
        for (uint32 memberId = 2; memberId <= MEMBERS; memberId++) {
            uint32 sponsorId = genealogy.sponsorOf(memberId);
            isTrue(sponsorId < memberId, "number");
            equal(genealogy.depthOf(memberId), genealogy.depthOf(sponsorId) + 1, "depth");
            (uint32 parentId, , uint32 depth) = genealogy.placementOf(memberId);
            (, , uint32 parentDepth) = genealogy.placementOf(parentId);
            isTrue(parentId < memberId && depth == parentDepth + 1, "place");
        }
    }

    function _chain(uint32 last) private {
        for (uint32 memberId = 2; memberId <= last; memberId++) genealogy.register(memberId - 1, memberId - 1, 0, address(0), 0);
    }

    function _findsAllAbove(uint32 memberId) private view {
        for (uint32 depth = 0; depth < memberId; depth++) equal(genealogy.ancestorAt(memberId, depth), depth + 1, "ancestor");
    }

    function test_FindsEveryAncestorInAChain() public {
        _chain(48);
        for (uint32 memberId = 1; memberId <= 48; memberId++) _findsAllAbove(memberId);
    }

    /// @dev At the lengths around which two great trees are joined.
    function test_FindsEveryAncestorInALongerChain() public {
        _chain(129);
        for (uint32 memberId = 126; memberId <= 129; memberId++) _findsAllAbove(memberId);
    }

    /// @dev Below depth 254 a jump is looked for from a larger tree on. (Deeper still: scale.test.ts.)
    function test_FindsTheAncestorsOfADeepMember() public {
        _chain(300);
        for (uint32 depth = 0; depth < 299; depth += 23) {
            equal(genealogy.ancestorAt(300, depth), depth + 1, "ancestor");
            isTrue(genealogy.isUpline(depth + 1, 300), "upline");
            isFalse(genealogy.isUpline(300, depth + 1), "not the other way round");
        }
    }

    /// @dev Beside the chain stands one member whose number lies between those of the chain, so that numbers alone would mislead.
    function test_AMemberBesideTheChainIsNobodysUpline() public {
        _chain(60);
        uint32 beside = genealogy.register(1, 1, 0, address(0), 0);
        uint32 last = 60;
        for (uint32 i = 0; i < 60; i++) last = genealogy.register(last, last, 0, address(0), 0);
        isFalse(genealogy.isUpline(beside, last), "beside, with a number in between");
        isFalse(genealogy.isPlacementUpline(beside, last), "placement");
        isFalse(genealogy.isUpline(last, beside), "a higher number");
        for (uint32 id = genealogy.sponsorOf(last); id != 0; id = genealogy.sponsorOf(id)) {
            isTrue(genealogy.isUpline(id, last), "on the chain");
        }
    }

    function test_NobodyIsTheirOwnUpline() public {
        _grow(1);
        isFalse(genealogy.isUpline(7, 7), "sponsor tree");
        isFalse(genealogy.isPlacementUpline(7, 7), "placement tree");
        equal(genealogy.ancestorAt(7, genealogy.depthOf(7)), 7, "at one's own depth stands oneself");
    }

    function test_RevertWhen_DepthLiesBelow() public {
        _grow(1);
        uint32 depth = genealogy.depthOf(7);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadDepth.selector, depth + 1, depth));
        genealogy.ancestorAt(7, depth + 1);
    }

    function test_RevertWhen_MemberIsUnknown() public {
        bytes memory unknown = abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(2));
        bytes memory zero = abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(0));
        vm.expectRevert(unknown);
        genealogy.isUpline(1, 2);
        vm.expectRevert(zero);
        genealogy.isUpline(0, 1);
        vm.expectRevert(unknown);
        genealogy.isPlacementUpline(2, 1);
        vm.expectRevert(unknown);
        genealogy.isPlacementUpline(1, 2);
        vm.expectRevert(unknown);
        genealogy.ancestorAt(2, 0);
        vm.expectRevert(unknown);
        genealogy.sponsorOf(2);
        vm.expectRevert(zero);
        genealogy.depthOf(0);
        vm.expectRevert(unknown);
        genealogy.placementOf(2);
        vm.expectRevert(unknown);
        genealogy.hasWallet(2);
        vm.expectRevert(unknown);
        genealogy.settledOf(2, address(0));
        vm.expectRevert(unknown);
        genealogy.settledOf(2, STRANGER);
        vm.expectRevert(unknown);
        genealogy.salesOf(2);
        vm.expectRevert(unknown);
        genealogy.recoveryOf(2);
        vm.expectRevert(unknown);
        genealogy.isUpline(2, 1);
        vm.expectRevert(zero);
        genealogy.isPlacementUpline(0, 1);
    }

    function test_AWidthOfOneIsATreeToo() public {
        deploy(1);
        genealogy.register(1, 1, 0, address(0), 0);
        isTrue(genealogy.isPlacementUpline(1, 2), "upline");
        isFalse(genealogy.isPlacementUpline(2, 1), "not the other way round");
    }

    function test_WithoutATreeThereAreNoPlaces() public {
        deploy(0);
        genealogy.register(1, 0, 0, address(0), 0);
        (uint32 parentId, uint8 leg, uint32 depth) = genealogy.placementOf(2);
        isTrue(parentId == 0 && leg == 0 && depth == 0, "empty place");
        isFalse(genealogy.isPlacementUpline(1, 2), "no placement upline");
        isTrue(genealogy.isUpline(1, 2), "sponsor upline");
    }
}
