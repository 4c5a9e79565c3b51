// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ICheckout} from "../../../contracts/interfaces/ICheckout.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {Entries} from "../support/Entries.sol";
import {vm} from "../support/Vm.sol";
import {CheckoutTest} from "./CheckoutTest.sol";

contract CheckoutRefundTest is CheckoutTest {
    uint32 private constant LAST = LINE + 1;

    function setUp() public {
        openShop(tenLevels());
        activateLine();
        token.mint(TREASURY, 1_000 * AMOUNT);
        vm.prank(TREASURY);
        token.approve(address(checkout), type(uint256).max);
        buy(orderOf(LAST, 2));
    }

    function _whole() private pure returns (ICheckout.Refund memory) {
        return ICheckout.Refund({amount: AMOUNT, pv: 5_000, cv: CV});
    }

    function _refund(ICheckout.Order memory order, ICheckout.Refund memory back) private {
        bytes memory quote = quoteOf(order);
        vm.prank(RECORDER);
        checkout.refund(order, walletOf(QUOTER), quote, back);
    }

    function _expectRefusal(bytes memory fault, ICheckout.Order memory order, ICheckout.Refund memory back) private {
        bytes memory quote = quoteOf(order);
        vm.prank(RECORDER);
        vm.expectRevert(fault);
        checkout.refund(order, walletOf(QUOTER), quote, back);
    }

    function test_RevertWhen_CallerHasNoRole() public {
        ICheckout.Order memory order = orderOf(LAST, 2);
        bytes memory quote = quoteOf(order);
        vm.prank(buyer());
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, buyer()));
        checkout.refund(order, walletOf(QUOTER), quote, _whole());
    }

    function test_RevertWhen_TheCompanyNeverQuotedIt() public {
        ICheckout.Order memory order = orderOf(LAST, 2);
        bytes memory wrong = agreementOf(order);
        vm.prank(RECORDER);
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutBadQuoteSignature.selector, buyer()));
        checkout.refund(order, buyer(), wrong, _whole());
        vm.prank(RECORDER);
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutBadQuoteSignature.selector, walletOf(QUOTER)));
        checkout.refund(order, walletOf(QUOTER), wrong, _whole());
    }

    function test_AFormerQuotersOrderIsRefundedAfterItsDeadline() public {
        checkout.setQuoter(STRANGER);
        vm.warp(DEADLINE + 30 days);
        uint256 before = token.balanceOf(buyer());
        _refund(orderOf(LAST, 2), _whole());
        equal(token.balanceOf(buyer()) - before, AMOUNT, "given back");
    }

    function test_RevertWhen_MoreIsGivenBackThanThereWas() public {
        ICheckout.Order memory order = orderOf(LAST, 2);
        bytes memory fault = abi.encodeWithSelector(ICheckout.CheckoutRefundOverOrder.selector, uint48(7));
        _expectRefusal(fault, order, ICheckout.Refund({amount: AMOUNT + 1, pv: 5_000, cv: CV}));
        _expectRefusal(fault, order, ICheckout.Refund({amount: AMOUNT, pv: 5_001, cv: CV}));
        _expectRefusal(fault, order, ICheckout.Refund({amount: AMOUNT, pv: 5_000, cv: CV + 1}));
    }

    function test_RevertWhen_TheOrderWasRefunded() public {
        ICheckout.Order memory order = orderOf(LAST, 2);
        _refund(order, ICheckout.Refund({amount: 1, pv: 0, cv: 0}));
        bytes memory fault = abi.encodeWithSelector(ICheckout.CheckoutAlreadyRefunded.selector, uint48(7));
        _expectRefusal(fault, order, ICheckout.Refund({amount: 1, pv: 0, cv: 0}));
        order.orderRef = 7 + 256;
        _refund(order, _whole());
        isTrue(checkout.isRefunded(7) && checkout.isRefunded(263) && !checkout.isRefunded(8), "bits");
    }

    function testFuzz_EachOrderNumberHasItsOwnMark(uint48 orderRef, uint48 other) public {
        ICheckout.Order memory order = orderOf(LAST, 2);
        order.orderRef = uint48(between(orderRef, 1, type(uint48).max));
        vm.assume(other != order.orderRef);
        _refund(order, ICheckout.Refund({amount: 0, pv: 0, cv: 1}));
        isTrue(checkout.isRefunded(order.orderRef) && !checkout.isRefunded(other), "one mark");
    }

    function test_RevertWhen_TheTreasuryAllowsTooLittle() public {
        vm.prank(TREASURY);
        token.approve(address(checkout), AMOUNT - 1);
        bytes memory fault = abi.encodeWithSelector(ICheckout.CheckoutPaymentFailed.selector, TREASURY, buyer(), AMOUNT);
        _expectRefusal(fault, orderOf(LAST, 2), _whole());
        isFalse(checkout.isRefunded(7), "nothing happened");
    }

    function test_GivesBackAndTells() public {
        ICheckout.Order memory order = orderOf(LAST, 2);
        uint256 vaultBefore = token.balanceOf(address(vault));
        uint256 buyerBefore = token.balanceOf(buyer());
        uint64 instant = ledger.instantTotal();
        bytes memory entry = Entries.short(3, LAST, 2_000, CV / 2, 7);
        bytes32 chained = keccak256(abi.encodePacked(ledger.runningHash(), keccak256(entry)));
        vm.expectEmit(true, true, true, true, address(checkout));
        emit ICheckout.OrderRefunded(3, 7, buyer(), 60_000_000);
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.VolumesRecorded(ledger.lastSeq() + 1, 1, ledger.entryCount(), 1, keccak256(entry), chained, entry);
        _refund(order, ICheckout.Refund({amount: 60_000_000, pv: 2_000, cv: CV / 2}));
        equal(token.balanceOf(buyer()) - buyerBefore, 60_000_000, "given back by the treasury");
        equal(token.balanceOf(address(vault)), vaultBefore, "the vault pays nothing");
        equal(ledger.instantTotal(), instant, "credits stay: the run of the period carries them as debt");
        equalSigned(ledger.openBudget(), (int256(uint256(CV / 2)) * 4) / 10 - int256(uint256(instant)), "budget");
    }

    function test_ACustomerSaleIsRefundedAsOne() public {
        ICheckout.Order memory order = orderOf(LAST, 3);
        order.kind = 2;
        order.customer = 77;
        order.orderRef = 8;
        buy(order);
        bytes memory entry = Entries.long(4, LAST, 5_000, CV, 8, 77);
        bytes32 chained = keccak256(abi.encodePacked(ledger.runningHash(), keccak256(entry)));
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.VolumesRecorded(ledger.lastSeq() + 1, 1, ledger.entryCount(), 1, keccak256(entry), chained, entry);
        _refund(order, _whole());
    }

    function test_ARefundedOrderCannotBePaidAgain() public {
        _refund(orderOf(LAST, 2), _whole());
        bytes memory quote = quoteOf(orderOf(LAST, 2));
        vm.prank(buyer());
        vm.expectPartialRevert(bytes4(keccak256("GenealogySaleNumberUsed(uint32,uint32)")));
        checkout.pay(orderOf(LAST, 2), quote);
    }
}
