// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {Entries} from "../support/Entries.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

contract VolumeLedgerRecordTest is UplineTest {
    function setUp() public {
        deploy(0);
        admit(1, 1);
        found();
    }

    function _sixteenWith(uint256 faulty, bytes memory wrong) private pure returns (bytes memory entries) {
        for (uint48 i = 0; i < 16; i++) entries = abi.encodePacked(entries, i == faulty ? wrong : _order(1, 1, i + 1));
    }

    function _expectRefusal(bytes memory fault, bytes memory entries) private {
        uint64 seq = ledger.lastSeq() + 1;
        vm.prank(RECORDER);
        vm.expectRevert(fault);
        ledger.record(seq, entries);
    }

    /// @dev A kind that `record` takes.
    function _recordable(uint8 random) private pure returns (uint8 kind) {
        kind = uint8(between(random, 1, 6));
        return kind == 5 ? 6 : kind;
    }

    function _order(uint32 member, uint40 cv, uint48 orderRef) private pure returns (bytes memory) {
        return Entries.short(1, member, 100, cv, orderRef);
    }

    function test_RevertWhen_CallerHasNoRole() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        ledger.record(2, _order(1, 1, 1));
    }

    function test_RevertWhen_TheSameBatchComesTwice() public {
        record(_order(1, 5, 1));
        vm.prank(RECORDER);
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnexpectedSeq.selector, uint64(2), uint64(3)));
        ledger.record(2, _order(1, 5, 1));
        equal(ledger.entryCount(), 1, "entries");
    }

    function test_RevertGiven_TheCutOffCameFirst() public {
        vm.prank(PLAN_ADMIN);
        registry.publish(SPEC, CAP, 2, "");
        uint64 seq = ledger.lastSeq() + 1;
        closePeriod(1);
        vm.prank(RECORDER);
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnexpectedSeq.selector, seq, seq + 1));
        ledger.record(seq, _order(1, 5, 1));
    }

    function test_RevertGiven_FoundingPeriodIsOpen() public {
        deploy(0);
        _expectRefusal(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerFoundingPeriod.selector), _order(1, 1, 1));
    }

    function test_RevertWhen_BatchIsEmpty() public {
        _expectRefusal(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerEmptyBatch.selector), "");
    }

    function testFuzz_RevertWhen_KindIsUnknown(uint8 kind) public {
        vm.assume(kind == 0 || kind > 6);
        bytes memory fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownKind.selector, 1, kind);
        _expectRefusal(fault, abi.encodePacked(_order(1, 1, 1), Entries.short(kind, 1, 1, 1, 1)));
    }

    function test_RevertWhen_KindIsANeighbourOfTheKnown() public {
        for (uint256 kind = 0; kind <= 7; kind += 7) {
            bytes memory fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownKind.selector, 0, uint8(kind));
            _expectRefusal(fault, Entries.short(uint8(kind), 1, 1, 1, 1));
        }
    }

    function testFuzz_RevertWhen_LastEntryIsCutOff(uint8 kind, uint8 cut) public {
        kind = _recordable(kind);
        bytes memory whole = kind == 2 || kind == 4 ? Entries.long(kind, 1, 1, 1, 1, 1) : Entries.short(kind, 1, 1, 1, 1);
        bytes memory part = new bytes(between(cut, 1, whole.length - 1));
        for (uint256 i = 0; i < part.length; i++) part[i] = whole[i];
        bytes memory fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerTruncatedEntry.selector, 1);
        _expectRefusal(fault, abi.encodePacked(_order(1, 1, 1), part));
    }

    function testFuzz_RevertWhen_MemberIsUnknown(uint8 kind, uint32 member) public {
        vm.assume(member == 0 || member > 2);
        kind = _recordable(kind);
        bytes memory fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownMember.selector, 0, member);
        _expectRefusal(fault, Entries.long(kind, member, 1, 1, 1, 1));
    }

    function test_RevertWhen_OrderIsZero() public {
        for (uint8 kind = 1; kind <= 4; kind++) {
            bytes memory fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerZeroOrder.selector, 0);
            _expectRefusal(fault, Entries.long(kind, 1, 1, 1, 0, 1));
            // The last member is as well known as the first.
            _expectRefusal(fault, Entries.long(kind, 2, 1, 1, 0, 1));
        }
        record(Entries.attestation(1, 2, 3, 0));
        equal(ledger.entryCount(), 1, "an attestation may have no reference");
    }

    function testFuzz_RevertWhen_ACreditComesWithoutASale(uint8 before) public {
        uint256 count = between(before, 0, 20);
        bytes memory entries;
        for (uint48 i = 0; i < count; i++) entries = abi.encodePacked(entries, _order(1, 1, i + 1));
        bytes memory fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerCreditWithoutSale.selector, count);
        _expectRefusal(fault, abi.encodePacked(entries, Entries.short(5, 1, 1, 1, 1)));
    }

    /// @dev Purchases are read eight at a time: a fault must be found at each of their places, and told with its place.
    function testFuzz_RevertWhen_OnePurchaseOfManyHasAFault(uint8 size, uint8 place, uint8 which, uint32 random) public {
        uint256 count = between(size, 1, 40);
        uint256 faulty = place % count;
        bytes memory wrong;
        bytes memory fault;
        if (which % 4 == 0) {
            uint32 member = random < 3 ? 0 : random;
            wrong = _order(member, 1, 1);
            fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownMember.selector, faulty, member);
        } else if (which % 4 == 1) {
            wrong = _order(1, type(uint40).max, 0);
            fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerZeroOrder.selector, faulty);
        } else if (which % 4 == 2) {
            // The neighbours of kind 1 with the highest and lowest member after it.
            uint8 kind = random % 2 == 0 ? 0 : 5;
            wrong = Entries.short(kind, random % 4 < 2 ? type(uint32).max : 0, 1, 1, 1);
            fault =
                kind == 5
                    ? abi.encodeWithSelector(IVolumeLedger.VolumeLedgerCreditWithoutSale.selector, faulty)
                    : abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownKind.selector, faulty, kind);
        } else {
            uint8 kind = uint8(between(random, 7, 255));
            wrong = Entries.short(kind, 1, 1, 1, 1);
            fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownKind.selector, faulty, kind);
        }
        bytes memory entries;
        for (uint48 i = 0; i < count; i++) {
            entries = abi.encodePacked(entries, i == faulty ? wrong : _order(uint32(1 + (i % 2)), type(uint40).max, i + 1));
        }
        _expectRefusal(fault, entries);
    }

    /// @dev The same at each of the places of two groups, without chance.
    function test_RevertWhen_APurchaseAtAnyPlaceHasAFault() public {
        for (uint256 faulty = 0; faulty < 16; faulty++) {
            _expectRefusal(
                abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownMember.selector, faulty, uint32(0)),
                _sixteenWith(faulty, _order(0, 1, 1))
            );
            _expectRefusal(
                abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownMember.selector, faulty, uint32(3)),
                _sixteenWith(faulty, _order(3, 1, 1))
            );
            _expectRefusal(
                abi.encodeWithSelector(IVolumeLedger.VolumeLedgerZeroOrder.selector, faulty),
                _sixteenWith(faulty, _order(1, 1, 0))
            );
        }
    }

    /// @dev C31: the last member there is counts, the next does not.
    function testFuzz_MembersUpToTheLastAreKnown(uint8 place) public {
        uint256 target = place % 16;
        bytes memory entries;
        bytes memory beyond;
        for (uint48 i = 0; i < 16; i++) {
            entries = abi.encodePacked(entries, _order(i == target ? 2 : 1, 1, i + 1));
            beyond = abi.encodePacked(beyond, _order(i == target ? 3 : 1, 1, i + 1));
        }
        _expectRefusal(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownMember.selector, target, uint32(3)), beyond);
        record(entries);
        equal(ledger.entryCount(), 16, "entries");
    }

    function test_LargestVolumesOfManyPurchasesAddUp() public {
        bytes memory entries;
        for (uint48 i = 1; i <= 40; i++) {
            entries = abi.encodePacked(entries, Entries.short(1, 2, type(uint32).max, type(uint40).max, type(uint48).max));
        }
        record(entries);
        equalSigned(ledger.currentCv(), 40 * int256(uint256(type(uint40).max)), "cv");
    }

    /// @dev The same entries with an attestation before them are read one by one: eight at a time must be cheaper. What 80 entries
    /// add is compared, so that what a batch costs whatever is in it counts for neither.
    function test_ManyPurchasesAreReadEightAtATime() public {
        record(_purchases(96));
        uint256 together = _gasOf(_purchases(96)) - _gasOf(_purchases(16));
        bytes memory first = Entries.attestation(1, 2, 3, 0);
        uint256 oneByOne = _gasOf(abi.encodePacked(first, _purchases(96))) - _gasOf(abi.encodePacked(first, _purchases(16)));
        isTrue(together + 80 * 40 < oneByOne, "reading eight at a time saves less than 40 an entry");
    }

    function _purchases(uint48 count) private pure returns (bytes memory entries) {
        for (uint48 i = 1; i <= count; i++) entries = abi.encodePacked(entries, _order(1, 1, i));
    }

    function _gasOf(bytes memory entries) private returns (uint256) {
        uint64 seq = ledger.lastSeq() + 1;
        vm.prank(RECORDER);
        uint256 before = gasleft();
        ledger.record(seq, entries);
        return before - gasleft();
    }

    function test_RevertWhen_ThePeriodIsFull() public {
        // One purchase below the highest sum of 63 bits.
        uint256 state = (uint256(1) << 208) | (uint256(1) << 128) | (uint256(uint64(type(int64).max - 4)) << 64);
        vm.store(address(ledger), bytes32(uint256(1)), bytes32(state));
        equalSigned(ledger.currentCv(), type(int64).max - 4, "the slot is the one meant");
        _expectRefusal(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerPeriodFull.selector), _order(1, 5, 1));
        record(_order(1, 4, 1));
        equalSigned(ledger.currentCv(), type(int64).max, "just full");
    }

    function test_AddsSalesAndTakesRefundsOff() public {
        bytes memory entries = abi.encodePacked(
            Entries.short(1, 1, 100, 1_000, 1),
            Entries.long(2, 2, 100, 500, 2, 77),
            Entries.short(3, 1, 100, 300, 1),
            Entries.long(4, 2, 100, 50, 2, 77),
            Entries.attestation(2, 1, 123_456_789, 4)
        );
        record(entries);
        equalSigned(ledger.currentCv(), 1_150, "cv");
        equal(ledger.entryCount(), 5, "entries");
    }

    function test_VolumeMayFallBelowZero() public {
        record(Entries.short(3, 1, 100, type(uint40).max, 1));
        equalSigned(ledger.currentCv(), -int256(uint256(type(uint40).max)), "cv");
    }

    function test_ChainsCountsAndTells() public {
        bytes memory first = abi.encodePacked(_order(1, 10, 1), _order(2, 20, 2));
        bytes32 root = keccak256(abi.encodePacked(keccak256(_order(1, 10, 1)), keccak256(_order(2, 20, 2))));
        bytes32 chained = keccak256(abi.encodePacked(bytes32(0), keccak256(first)));
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.VolumesRecorded(2, 1, 0, 2, root, chained, first);
        record(first);
        equal(ledger.runningHash(), chained, "running hash");

        bytes memory second = _order(1, 30, 3);
        bytes32 chainedTwice = keccak256(abi.encodePacked(chained, keccak256(second)));
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.VolumesRecorded(3, 1, 2, 1, keccak256(second), chainedTwice, second);
        record(second);
        equal(ledger.entryCount(), 3, "entries");
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_RootIsThatOfTheEntries(uint256 seed, uint8 size, uint8 purchases) public {
        uint256 count = between(size, 1, 80);
        bytes32[] memory hashes = new bytes32[](count);
        bytes memory entries;
        int256 cv = 0;
        for (uint256 i = 0; i < count; i++) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint8 kind = i < purchases ? 1 : _recordable(uint8(random));
            uint40 amount = uint40(random >> 64);
            bytes memory entry =
                kind == 2 || kind == 4
                    ? Entries.long(kind, uint32(between(random >> 8, 1, 2)), 1, amount, uint48(i + 1), uint32(random))
                    : Entries.short(kind, uint32(between(random >> 8, 1, 2)), 1, amount, uint48(i + 1));
            hashes[i] = keccak256(entry);
            entries = abi.encodePacked(entries, entry);
            if (kind <= 2) cv += int256(uint256(amount));
            else if (kind <= 4) cv -= int256(uint256(amount));
        }
        bytes32 root = Entries.rootOf(hashes, 0, count);
        bytes32 chained = keccak256(abi.encodePacked(bytes32(0), keccak256(entries)));
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.VolumesRecorded(2, 1, 0, uint32(count), root, chained, entries);
        record(entries);
        equalSigned(ledger.currentCv(), cv, "cv");
    }
}
