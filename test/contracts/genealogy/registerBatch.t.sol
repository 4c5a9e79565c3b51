// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

contract GenealogyRegisterBatchTest is UplineTest {
    function setUp() public {
        deploy(0);
    }

    function _import(uint32 first, bytes memory entries) private returns (uint32) {
        vm.prank(IMPORTER);
        return genealogy.registerBatch(first, entries);
    }

    function _expectRefusal(bytes memory fault, uint32 first, bytes memory entries) private {
        vm.prank(IMPORTER);
        vm.expectRevert(fault);
        genealogy.registerBatch(first, entries);
    }

    function test_RevertWhen_CallerIsNotAnImporter() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        genealogy.registerBatch(2, abi.encodePacked(uint32(1)));
    }

    function test_RevertWhen_EntriesAreNotWhole() public {
        _expectRefusal(abi.encodeWithSelector(IGenealogy.GenealogyBadImport.selector, 0), 2, "");
        _expectRefusal(abi.encodeWithSelector(IGenealogy.GenealogyBadImport.selector, 5), 2, hex"0000000101");
    }

    function test_RevertWhen_FirstNumberIsNotTheNext() public {
        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogyUnexpectedMemberId.selector, uint32(3), uint32(2));
        _expectRefusal(fault, 3, abi.encodePacked(uint32(1)));
    }

    function test_C02_RevertWhen_SponsorComesLater() public {
        bytes memory self = abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(3));
        _expectRefusal(self, 2, abi.encodePacked(uint32(1), uint32(3)));
        _expectRefusal(self, 2, abi.encodePacked(uint32(3), uint32(1)));
        bytes memory zero = abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(0));
        _expectRefusal(zero, 2, abi.encodePacked(uint32(0)));
    }

    function test_RevertGiven_NumbersAreUsedUp() public {
        bytes32 word = bytes32(uint256(uint160(address(this))) | (uint256(type(uint32).max - 1) << 160) | (uint256(9) << 192));
        vm.store(address(genealogy), bytes32(uint256(3)), word);
        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogyFull.selector);
        _expectRefusal(fault, type(uint32).max, abi.encodePacked(uint32(1), uint32(1)));
    }

    function test_TheLastNumberThereIs() public {
        uint32 last = type(uint32).max;
        bytes32 word = bytes32(uint256(uint160(address(this))) | (uint256(last - 1) << 160) | (uint256(9) << 192));
        vm.store(address(genealogy), bytes32(uint256(3)), word);
        equal(_import(last, abi.encodePacked(uint32(1))), 1, "count");
        equal(genealogy.memberCount(), last, "all");
        equal(genealogy.sponsorOf(last), 1, "sponsor");
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_MakesTheSameTreeAsOneByOne(uint256 seed) public {
        bytes memory entries;
        uint32[] memory sponsors = new uint32[](20);
        for (uint32 i = 0; i < 20; i++) {
            sponsors[i] = uint32(between(uint256(keccak256(abi.encode(seed, i))), 1, i + 1));
            entries = abi.encodePacked(entries, sponsors[i]);
        }
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.MembersImported(3, 2, 20, entries);
        equal(_import(2, entries), 20, "count");
        IGenealogy batch = genealogy;

        deploy(0);
        for (uint32 i = 0; i < 20; i++) genealogy.register(sponsors[i], 0, 0, address(0), 0);
        for (uint32 memberId = 1; memberId <= 21; memberId++) {
            equal(batch.sponsorOf(memberId), genealogy.sponsorOf(memberId), "sponsor");
            uint32 depth = genealogy.depthOf(memberId);
            equal(batch.depthOf(memberId), depth, "depth");
            equal(batch.ancestorAt(memberId, depth / 2), genealogy.ancestorAt(memberId, depth / 2), "ancestor");
        }
        equal(admit(1, 1), 22, "next number");
    }

    function test_PlacesEachMember() public {
        deploy(2);
        uint32 count = _import(2, abi.encodePacked(uint32(1), uint32(1), uint8(0), uint32(1), uint32(2), uint8(1)));
        equal(count, 2, "count");
        (uint32 parentId, uint8 leg, uint32 depth) = genealogy.placementOf(3);
        isTrue(parentId == 2 && leg == 1 && depth == 2, "place");
    }

    function test_RefusesInAPlacementTreeWhatRegisterRefuses() public {
        deploy(2);
        bytes memory taken = abi.encodeWithSelector(IGenealogy.GenealogyLegTaken.selector, uint32(1), uint8(0));
        _expectRefusal(taken, 2, abi.encodePacked(uint32(1), uint32(1), uint8(0), uint32(1), uint32(1), uint8(0)));
        bytes memory outside = abi.encodeWithSelector(IGenealogy.GenealogyParentOutsideSubtree.selector, uint32(1), uint32(2));
        _expectRefusal(outside, 2, abi.encodePacked(uint32(1), uint32(1), uint8(0), uint32(2), uint32(1), uint8(1)));
        bytes memory later = abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(3));
        _expectRefusal(later, 2, abi.encodePacked(uint32(1), uint32(3), uint8(0), uint32(1), uint32(1), uint8(0)));
    }
}
