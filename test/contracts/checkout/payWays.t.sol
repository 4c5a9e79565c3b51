// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ICheckout} from "../../../contracts/interfaces/ICheckout.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {vm} from "../support/Vm.sol";
import {CheckoutTest} from "./CheckoutTest.sol";

contract CheckoutPayWaysTest is CheckoutTest {
    uint32 private constant LAST = LINE + 1;

    function setUp() public {
        openShop(tenLevels());
        vm.prank(buyer());
        token.approve(address(checkout), 0);
    }

    function _paid() private view returns (bool) {
        return token.balanceOf(address(vault)) == AMOUNT && vault.surplus() == AMOUNT - 40_000_000;
    }

    // Permit

    function test_TheBuyerPaysWithAPermit() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        ICheckout.Permit memory permit = permitOf(AMOUNT, 0);
        vm.prank(buyer());
        checkout.payWithPermit(order, quote, "", permit);
        isTrue(_paid() && token.allowance(buyer(), address(checkout)) == 0, "paid");
    }

    function test_AnybodyMayBringAPermitWithTheBuyersAgreement() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        bytes memory agreement = agreementOf(order);
        ICheckout.Permit memory permit = permitOf(AMOUNT, 0);
        vm.prank(STRANGER);
        checkout.payWithPermit(order, quote, agreement, permit);
        isTrue(_paid(), "paid");
    }

    /// @dev A permit is no agreement to an order, even to one that the company quoted to this buyer.
    function test_RevertWhen_APermitComesWithoutAgreement() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        ICheckout.Permit memory permit = permitOf(AMOUNT, 0);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutBadBuyerSignature.selector, buyer()));
        checkout.payWithPermit(order, quote, "", permit);
    }

    function test_APermitThatWasUsedFirstDoesNoHarm() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        ICheckout.Permit memory permit = permitOf(AMOUNT, 0);
        vm.prank(STRANGER);
        token.permit(buyer(), address(checkout), permit.value, permit.deadline, permit.v, permit.r, permit.s);
        vm.prank(buyer());
        checkout.payWithPermit(order, quote, "", permit);
        isTrue(_paid(), "paid");
    }

    function test_RevertWhen_ThePermitIsUselessAndNothingWasAllowed() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        ICheckout.Permit memory permit = permitOf(AMOUNT, 1);
        vm.prank(buyer());
        token.approve(address(checkout), AMOUNT - 1);
        vm.prank(buyer());
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutPermitRefused.selector, buyer()));
        checkout.payWithPermit(order, quote, "", permit);

        vm.prank(buyer());
        token.approve(address(checkout), AMOUNT);
        vm.prank(buyer());
        checkout.payWithPermit(order, quote, "", permit);
        isTrue(_paid(), "what was allowed before is enough");
    }

    function test_RevertWhen_AQuoteForAPermitIsLateOrWrong() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        ICheckout.Permit memory permit = permitOf(AMOUNT, 0);
        bytes memory wrong = agreementOf(order);
        vm.prank(buyer());
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutBadQuoteSignature.selector, walletOf(QUOTER)));
        checkout.payWithPermit(order, wrong, "", permit);
        order.deadline = block.timestamp - 1;
        bytes memory quote = quoteOf(order);
        vm.prank(buyer());
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutQuoteExpired.selector, order.deadline));
        checkout.payWithPermit(order, quote, "", permit);
    }

    // Authorization

    function test_AnybodyMayBringAnAuthorization() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        ICheckout.Authorization memory authorization = authorizationOf(AMOUNT, digestOf(order));
        vm.prank(STRANGER);
        checkout.payWithAuthorization(order, quote, authorization);
        isTrue(_paid() && token.balanceOf(address(checkout)) == 0, "paid, and nothing stays here");
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogySaleNumberUsed.selector, LAST, uint32(1)));
        checkout.payWithAuthorization(order, quote, authorization);
    }

    /// @dev The nonce is the order: what was signed for one order pays no other, not even a cheaper or a later one.
    function testFuzz_RevertWhen_TheAuthorizationIsForAnotherOrder(uint32 saleNumber, uint48 orderRef, uint64 less) public {
        ICheckout.Order memory signed = orderOf(LAST, 1);
        ICheckout.Order memory order = orderOf(LAST, uint32(between(saleNumber, 1, 1_000)));
        order.orderRef = uint48(between(orderRef, 1, type(uint48).max));
        order.amount -= between(less, 0, AMOUNT - 40_000_000);
        vm.assume(digestOf(order) != digestOf(signed));
        bytes memory quote = quoteOf(order);
        bytes memory fault = abi.encodeWithSelector(
            ICheckout.CheckoutPaymentFailed.selector,
            buyer(),
            address(checkout),
            order.amount
        );
        ICheckout.Authorization memory given = authorizationOf(AMOUNT, digestOf(signed));
        vm.expectRevert(fault);
        checkout.payWithAuthorization(order, quote, given);
        given = authorizationOf(order.amount, digestOf(signed));
        vm.expectRevert(fault);
        checkout.payWithAuthorization(order, quote, given);
    }

    function test_RevertWhen_TheAuthorizationIsOverAnotherAmount() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        ICheckout.Authorization memory given = authorizationOf(AMOUNT + 1, digestOf(order));
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutPaymentFailed.selector, buyer(), address(checkout), AMOUNT));
        checkout.payWithAuthorization(order, quote, given);
    }

    /// @dev Nobody can land the money here without the order: the token takes such an authorization from its receiver only.
    function test_RevertWhen_AStrangerUsesTheAuthorization() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        ICheckout.Authorization memory given = authorizationOf(AMOUNT, digestOf(order));
        bytes32 nonce = digestOf(order);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(checkout)));
        token.receiveWithAuthorization(buyer(), address(checkout), AMOUNT, 0, DEADLINE, nonce, given.v, given.r, given.s);
    }

    function test_RevertWhen_AQuoteForAnAuthorizationIsLateOrWrong() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        ICheckout.Authorization memory given = authorizationOf(AMOUNT, digestOf(order));
        bytes memory wrong = agreementOf(order);
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutBadQuoteSignature.selector, walletOf(QUOTER)));
        checkout.payWithAuthorization(order, wrong, given);
        order.deadline = block.timestamp - 1;
        bytes memory quote = quoteOf(order);
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutQuoteExpired.selector, order.deadline));
        checkout.payWithAuthorization(order, quote, given);
    }

    function test_RevertWhen_AnAuthorizedPriceIsBelowTheShare() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        order.amount = 39_999_999;
        bytes memory quote = quoteOf(order);
        ICheckout.Authorization memory given = authorizationOf(39_999_999, digestOf(order));
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutAmountBelowShare.selector, 39_999_999, 40_000_000));
        checkout.payWithAuthorization(order, quote, given);
    }

    // Many

    function _many(uint32 count) private returns (ICheckout.PaidOrder[] memory orders) {
        vm.prank(buyer());
        token.approve(address(checkout), type(uint256).max);
        orders = new ICheckout.PaidOrder[](count);
        for (uint32 i = 0; i < count; i++) {
            ICheckout.Order memory order = orderOf(2 + i, 1);
            order.orderRef = i + 1;
            orders[i] = ICheckout.PaidOrder(order, quoteOf(order), agreementOf(order));
        }
    }

    function test_ManyArePaidAndTheFaultyArePassedOver() public {
        ICheckout.PaidOrder[] memory orders = _many(6);
        orders[1].quoteSignature = orders[0].quoteSignature;
        orders[2].buyerSignature = "";
        orders[4] = orders[3];
        vm.expectEmit(true, true, true, true, address(checkout));
        emit ICheckout.OrderSkipped(3, 2, buyer(), ICheckout.CheckoutBadQuoteSignature.selector);
        vm.expectEmit(true, true, true, true, address(checkout));
        emit ICheckout.OrderSkipped(4, 3, buyer(), ICheckout.CheckoutBadBuyerSignature.selector);
        vm.expectEmit(true, true, true, true, address(checkout));
        emit ICheckout.OrderSkipped(5, 4, buyer(), IGenealogy.GenealogySaleNumberUsed.selector);
        vm.prank(STRANGER);
        equal(checkout.payMany(orders), 3, "paid");
        equal(token.balanceOf(address(vault)), 3 * AMOUNT, "the prices of three");
        equal(ledger.lastSeq(), 2 + 3, "sales");
        equal(checkout.lastSeq(), 5, "events");
    }

    function test_NobodyIsPaidForByTheRelayer() public {
        ICheckout.PaidOrder[] memory orders = _many(1);
        // The relayer is somebody else's buyer here, and nothing makes that agreement for him.
        token.mint(STRANGER, AMOUNT);
        vm.prank(STRANGER);
        token.approve(address(checkout), AMOUNT);
        orders[0].order.buyer = STRANGER;
        orders[0].quoteSignature = quoteOf(orders[0].order);
        vm.prank(STRANGER);
        equal(checkout.payMany(orders), 0, "paid");
        equal(token.balanceOf(STRANGER), AMOUNT, "untouched");
    }

    /// @dev C33: with too little gas an order is passed over or the call fails; it is never recorded unpaid or paid unrecorded.
    function testFuzz_TooLittleGasLeavesNothingHalf(uint32 gasLimit) public {
        ICheckout.PaidOrder[] memory orders = _many(3);
        gasLimit = uint32(between(gasLimit, 30_000, 1_200_000));
        uint64 seqBefore = ledger.lastSeq();
        try checkout.payMany{gas: gasLimit}(orders) returns (uint256 paid) {
            equal(ledger.lastSeq() - seqBefore, paid, "recorded");
        } catch {
            equal(ledger.lastSeq(), seqBefore, "nothing recorded");
        }
        equal(token.balanceOf(address(vault)), (ledger.lastSeq() - seqBefore) * AMOUNT, "funded");
    }
}
