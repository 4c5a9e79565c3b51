// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genealogy} from "../../../contracts/genealogy/Genealogy.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

/// @title GenealogyHandler: eight actors who try everything, and the memory of what was first recorded
/// @dev It deploys for itself, so it is registrar and administrator in one: even together they must not be able to move anybody.
contract GenealogyHandler is UplineTest {
    uint256 private constant PEOPLE = 6;

    mapping(uint32 memberId => uint32 sponsorId) public firstSponsor;
    mapping(uint32 memberId => uint32 parentId) public firstParent;
    mapping(uint32 memberId => uint8 leg) public firstLeg;
    uint64 public events;
    uint256 public succeeded;

    constructor() {
        deploy(3);
        events = genealogy.lastSeq();
        _remember(1);
    }

    function tree() external view returns (Genealogy) {
        return genealogy;
    }

    function personWallet(uint256 person) external pure returns (address) {
        return walletOf(person);
    }

    function people() external pure returns (uint256) {
        return PEOPLE;
    }

    /// @dev Seven times of eight the numbers exist and the place is below the sponsor; a campaign of refusals would prove nothing.
    function register(uint32 sponsorId, uint32 parentId, uint8 leg, uint256 person, bool withWallet, uint8 mischief) external {
        uint32 count = genealogy.memberCount();
        bool isBad = mischief % 8 == 7;
        sponsorId = uint32(isBad ? between(sponsorId, 0, count + 1) : between(sponsorId, 1, count));
        if (mischief % 4 == 3) parentId = uint32(between(parentId, 0, count + 1));
        else parentId = sponsorId;
        address wallet = withWallet ? walletOf(between(person, 0, PEOPLE - 1)) : address(0);
        try genealogy.register(sponsorId, parentId, uint8(between(leg, 0, isBad ? 3 : 2)), wallet, 0) returns (uint32 memberId) {
            _done();
            _remember(memberId);
        } catch {}
    }

    function registerAsStranger(uint32 sponsorId, uint256 person) external {
        vm.prank(walletOf(between(person, 0, PEOPLE - 1)));
        try genealogy.register(sponsorId, sponsorId, 0, address(0), 0) returns (uint32) {
            revert NotTrue("a stranger registered somebody");
        } catch {}
    }

    function importBatch(uint32 sponsorId, uint32 parentId, uint8 leg, bool below) external {
        uint32 next = genealogy.memberCount() + 1;
        sponsorId = uint32(between(sponsorId, 0, next));
        if (below) parentId = sponsorId;
        bytes memory entry = abi.encodePacked(sponsorId, uint32(between(parentId, 0, next)), uint8(between(leg, 0, 3)));
        vm.prank(IMPORTER);
        try genealogy.registerBatch(next, entry) returns (uint32) {
            _done();
            _remember(next);
        } catch {}
    }

    function bindWallet(uint32 memberId, uint256 person) external {
        memberId = uint32(between(memberId, 1, genealogy.memberCount()));
        person = between(person, 0, PEOPLE - 1);
        bytes memory signature = signBy(person, bindDigest(memberId, walletOf(person), block.timestamp));
        vm.prank(REGISTRAR_ADMIN);
        try genealogy.bindWallet(memberId, walletOf(person), block.timestamp, signature) {
            _done();
        } catch {}
    }

    function changeWallet(uint256 from, uint256 to) external {
        from = between(from, 0, PEOPLE - 1);
        to = between(to, 0, PEOPLE - 1);
        uint32 memberId = genealogy.memberOf(walletOf(from));
        bytes memory signature = signBy(to, bindDigest(memberId, walletOf(to), block.timestamp));
        vm.prank(walletOf(from));
        try genealogy.changeWallet(walletOf(to), block.timestamp, signature) {
            _done();
        } catch {}
    }

    function settle(uint32 memberId, uint64 cumulative) external {
        vm.prank(address(vault));
        genealogy.settle(uint32(between(memberId, 1, genealogy.memberCount())), cumulative);
    }

    function setRegistrar(address other) external {
        genealogy.setRegistrar(other);
        genealogy.setRegistrar(address(this));
        events += 2;
    }

    function _done() private {
        events += 1;
        succeeded += 1;
    }

    function _remember(uint32 memberId) private {
        firstSponsor[memberId] = genealogy.sponsorOf(memberId);
        (firstParent[memberId], firstLeg[memberId], ) = genealogy.placementOf(memberId);
    }
}
