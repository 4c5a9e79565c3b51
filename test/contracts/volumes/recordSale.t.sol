// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {Entries} from "../support/Entries.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

/// @dev The test stands where Checkout stands. Members 2 and 3 are persons 1 and 2, one below the other.
contract VolumeLedgerRecordSaleTest is UplineTest {
    uint40 private constant CV = 1_000_000;
    uint256 private constant PRICE = 1_300_000;

    function setUp() public {
        deploy(0);
        admit(1, 1);
        admit(2, 2);
        vm.prank(PLAN_ADMIN);
        registry.publish(SPEC, CAP, 1, abi.encodePacked(uint32(100_000), uint32(50_000)));
        ledger.setCheckout(address(this));
    }

    function _sale(uint32 memberId, uint32 saleNumber) private pure returns (IVolumeLedger.Sale memory) {
        return
            IVolumeLedger.Sale({
                orderRef: 7,
                memberId: memberId,
                kind: 1,
                customer: 0,
                saleNumber: saleNumber,
                amount: PRICE,
                pv: 100,
                cv: CV
            });
    }

    function test_RevertWhen_CallerIsNotCheckout() public {
        closePeriod(0);
        vm.prank(RECORDER);
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerNotCheckout.selector, RECORDER));
        ledger.recordSale(_sale(2, 1));
        vm.prank(RECORDER);
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerNotCheckout.selector, RECORDER));
        ledger.recordRefund(3, 2, 1, 1, 1, 0);
    }

    function test_RevertWhen_CheckoutIsNamedByNobodysRole() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        ledger.setCheckout(STRANGER);
    }

    function test_TellsWhoCheckoutIs() public {
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.CheckoutChanged(2, STRANGER);
        ledger.setCheckout(STRANGER);
        isTrue(ledger.checkout() == STRANGER && ledger.lastSeq() == 2, "kept");
    }

    /// @dev The Checkout that the ledger was deployed for is known without its slot, and only while it is the one that is named.
    function test_TheExpectedCheckoutSellsWhileItIsNamed() public {
        closePeriod(0);
        bytes memory fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerNotCheckout.selector, EXPECTED_CHECKOUT);
        vm.prank(EXPECTED_CHECKOUT);
        vm.expectRevert(fault);
        ledger.recordSale(_sale(2, 1));
        ledger.setCheckout(EXPECTED_CHECKOUT);
        vm.prank(EXPECTED_CHECKOUT);
        ledger.recordSale(_sale(2, 1));
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerNotCheckout.selector, address(this)));
        ledger.recordSale(_sale(2, 2));
        closePeriod(1);
        vm.prank(EXPECTED_CHECKOUT);
        ledger.recordSale(_sale(2, 2));
        (uint32 capPpm, uint256 levels) = ledger.openTerms();
        isTrue(capPpm == CAP && levels == 100_000 | (50_000 << 20), "the terms stand beside it");
        ledger.setCheckout(address(0));
        vm.prank(EXPECTED_CHECKOUT);
        vm.expectRevert(fault);
        ledger.recordSale(_sale(2, 3));
    }

    /// @dev What spares the expected Checkout a cold slot at each sale is one bit of the terms, also of the next period's.
    function test_TheTermsSayWhetherTheExpectedCheckoutIsNamed() public {
        isFalse(_isExpectedNamed(), "another is");
        ledger.setCheckout(EXPECTED_CHECKOUT);
        isTrue(_isExpectedNamed(), "it is");
        closePeriod(0);
        isTrue(_isExpectedNamed(), "and stays so in the next period");
        ledger.setCheckout(address(this));
        isFalse(_isExpectedNamed(), "another again");
        closePeriod(1);
        isFalse(_isExpectedNamed(), "and stays so");
    }

    function _isExpectedNamed() private view returns (bool) {
        return (uint256(vm.load(address(ledger), bytes32(uint256(3)))) >> 252) & 1 == 1;
    }

    function test_RevertGiven_FoundingPeriodIsOpen() public {
        vm.expectRevert(IVolumeLedger.VolumeLedgerFoundingPeriod.selector);
        ledger.recordSale(_sale(2, 1));
        vm.expectRevert(IVolumeLedger.VolumeLedgerFoundingPeriod.selector);
        ledger.recordRefund(3, 2, 1, 1, 1, 0);
    }

    function test_RevertWhen_KindOrderOrMemberIsWrong() public {
        closePeriod(0);
        for (uint8 kind = 0; kind <= 7; kind++) {
            bytes memory fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownKind.selector, 0, kind);
            if (kind != 3 && kind != 4) {
                vm.expectRevert(fault);
                ledger.recordRefund(kind, 2, 1, 1, 1, 0);
            }
            if (kind == 1 || kind == 2) continue;
            IVolumeLedger.Sale memory sale = _sale(2, 1);
            sale.kind = kind;
            vm.expectRevert(fault);
            ledger.recordSale(sale);
        }
        IVolumeLedger.Sale memory nameless = _sale(2, 1);
        nameless.orderRef = 0;
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerZeroOrder.selector, 0));
        ledger.recordSale(nameless);
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerZeroOrder.selector, 0));
        ledger.recordRefund(4, 2, 1, 1, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(4)));
        ledger.recordSale(_sale(4, 1));
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownMember.selector, 0, uint32(4)));
        ledger.recordRefund(3, 4, 1, 1, 1, 0);
    }

    function test_RevertWhen_ThePeriodIsFull() public {
        closePeriod(0);
        // Volume of the largest order below the limit of the sum; then credits of one unit less than they would be.
        uint256 state = (uint256(1) << 208) | (uint256(1) << 128) | ((uint256(uint64(type(int64).max)) - CV + 1) << 64);
        vm.store(address(ledger), bytes32(uint256(1)), bytes32(state));
        vm.expectRevert(IVolumeLedger.VolumeLedgerPeriodFull.selector);
        ledger.recordSale(_sale(2, 1));
        vm.store(address(ledger), bytes32(uint256(1)), bytes32(state - (1 << 64)));
        ledger.recordSale(_sale(2, 1));
        equalSigned(ledger.currentCv(), type(int64).max, "volume just full");
        state = (uint256(1) << 208) | (uint256(1) << 128);
        vm.store(address(ledger), bytes32(uint256(1)), bytes32(state));
        ledger.recordSale(_sale(2, 2));
        vm.store(address(ledger), bytes32(uint256(1)), bytes32(state | (type(uint64).max - 99_999)));
        vm.expectRevert(IVolumeLedger.VolumeLedgerPeriodFull.selector);
        ledger.recordSale(_sale(3, 1));
        vm.store(address(ledger), bytes32(uint256(1)), bytes32(state | (type(uint64).max - 100_000)));
        ledger.recordSale(_sale(3, 1));
        equal(ledger.instantTotal(), type(uint64).max, "just full");
    }

    function testFuzz_TellsTheSaleAndItsCredits(uint8 kind, uint32 pv, uint40 cv, uint48 orderRef, uint32 customer) public {
        closePeriod(0);
        IVolumeLedger.Sale memory sale = IVolumeLedger.Sale({
            orderRef: uint48(between(orderRef, 1, type(uint48).max)),
            memberId: 3,
            kind: uint8(between(kind, 1, 2)),
            customer: customer,
            saleNumber: 2,
            amount: uint256(keccak256(abi.encode(cv))),
            pv: pv,
            cv: cv
        });
        ledger.recordSale(_sale(2, 1));
        ledger.recordSale(_sale(3, 1));
        bytes[] memory parts = new bytes[](3);
        uint256 count = 0;
        parts[count++] =
            sale.kind == 1 ? Entries.short(1, 3, pv, cv, sale.orderRef) : Entries.long(2, 3, pv, cv, sale.orderRef, customer);
        uint40[2] memory amounts = [uint40(uint256(cv) / 10), uint40(uint256(cv) / 20)];
        // An own purchase begins with the sponsor, a customer sale with the seller; above member 2 is the company.
        uint32 first = sale.kind == 1 ? 2 : 3;
        for (uint32 level = 1; level <= first - 1; level++) {
            if (amounts[level - 1] == 0) continue;
            parts[count++] = Entries.short(5, first + 1 - level, level, amounts[level - 1], sale.orderRef);
        }
        bytes memory entries;
        for (uint256 i = 0; i < count; i++) entries = abi.encodePacked(entries, parts[i]);
        uint64 entriesBefore = ledger.entryCount();
        uint64 instantBefore = ledger.instantTotal();
        int128 cvBefore = ledger.currentCv();
        bytes32 chained = keccak256(abi.encodePacked(ledger.runningHash(), keccak256(entries)));
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.SaleRecorded(5, 1, entriesBefore, chained, entries, 2, sale.amount);
        equal(ledger.recordSale(sale), (uint256(cv) * CAP) / 1_000_000, "share");
        equal(ledger.instantTotal() - instantBefore, amounts[0] + (sale.kind == 2 ? amounts[1] : 0), "instant");
        equalSigned(ledger.currentCv() - cvBefore, int256(uint256(cv)), "volume: credits are none");
        equal(ledger.runningHash(), chained, "running hash");
        equal(ledger.entryCount() - entriesBefore, count, "entries");
    }

    function test_ARefundIsToldAsTheRecorderWouldTellIt() public {
        closePeriod(0);
        bytes memory entry = Entries.long(4, 3, 10, 500, 7, 77);
        bytes32 chained = keccak256(abi.encodePacked(bytes32(0), keccak256(entry)));
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.VolumesRecorded(3, 1, 0, 1, keccak256(entry), chained, entry);
        ledger.recordRefund(4, 3, 10, 500, 7, 77);
        entry = Entries.short(3, 2, 10, 500, 8);
        chained = keccak256(abi.encodePacked(chained, keccak256(entry)));
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.VolumesRecorded(4, 1, 1, 1, keccak256(entry), chained, entry);
        ledger.recordRefund(3, 2, 10, 500, 8, 77);
        equalSigned(ledger.currentCv(), -1_000, "cv");
    }

    /// @dev C23: a sale between the recorder's reading and writing makes the batch stale, in whatever order they come; read again,
    /// it enters once.
    function test_ASaleMakesAWaitingBatchStale() public {
        closePeriod(0);
        uint64 seq = ledger.lastSeq() + 1;
        bytes memory batch = Entries.short(1, 2, 1, 10, 9);
        ledger.recordSale(_sale(2, 1));
        vm.prank(RECORDER);
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnexpectedSeq.selector, seq, seq + 1));
        ledger.record(seq, batch);
        record(batch);
        ledger.recordSale(_sale(2, 2));
        vm.prank(RECORDER);
        vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnexpectedSeq.selector, seq + 1, seq + 3));
        ledger.record(seq + 1, batch);
        equal(ledger.entryCount(), 3, "two sales, one batch");
    }

    function testFuzz_BudgetIsNetOfInstantCredits(uint40[3] memory sales, uint40[3] memory refunds) public {
        closePeriod(0);
        ledger.recordSale(_sale(2, 1));
        int256 budget = 0;
        for (uint32 i = 0; i < 3; i++) {
            IVolumeLedger.Sale memory sale = _sale(3, i + 1);
            sale.cv = sales[i];
            ledger.recordSale(sale);
            // Every second refund comes a period later, when its sale is closed; its credit stays where it is.
            if (i == 1) ledger.recordRefund(3, 3, 0, refunds[0], 7, 0);
            ledger.recordRefund(3, 3, 0, refunds[i], 7, 0);
            int256 net = int256(uint256(sales[i])) - int256(uint256(refunds[i]));
            if (i == 0) net += int256(uint256(CV));
            if (i == 1) net -= int256(uint256(refunds[0]));
            int256 product = net * 400_000;
            budget += product >= 0 ? product / 1_000_000 : -((-product + 999_999) / 1_000_000);
            // Member 2 bought in period 1 and is active through period 2.
            int256 instant = i < 2 ? int256(uint256(sales[i]) / 10) : int256(0);
            budget -= instant;
            equalSigned(ledger.openBudget(), budget, "open");
            closePeriod(i + 1);
            IVolumeLedger.Period memory frozen = ledger.periodOf(i + 1);
            equalSigned(frozen.budget, budget, "frozen");
            equal(frozen.instant, uint256(instant), "instant");
        }
        equal(ledger.instantTotal(), uint256(sales[0]) / 10 + uint256(sales[1]) / 10, "in all");
    }
}
