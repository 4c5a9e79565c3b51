// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICheckout} from "../../../contracts/interfaces/ICheckout.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {vm} from "../support/Vm.sol";
import {CheckoutTest, FixedVault} from "./CheckoutTest.sol";
import {ITokenListener, ZooToken} from "./ZooToken.sol";

/// @title Reenterer: a buyer whose tokens call him back, and who then tries whatever he was told to try
contract Reenterer is ITokenListener {
    address private _target;
    bytes private _attempt;
    bool public moved;
    bytes public answer;

    function prepare(address target, bytes memory attempt) external {
        (_target, _attempt, moved, answer) = (target, attempt, false, "");
    }

    function tokensMove() external {
        if (answer.length != 0 || moved) return;
        (moved, answer) = _call(_target, _attempt);
    }

    function act(address target, bytes memory data) external returns (bool done) {
        (done, ) = _call(target, data);
    }

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return this.isValidSignature.selector;
    }

    function _call(address target, bytes memory data) private returns (bool done, bytes memory result) {
        assembly ("memory-safe") {
            done := call(gas(), target, 0, add(data, 0x20), mload(data), 0, 0)
            result := mload(0x40)
            mstore(result, returndatasize())
            returndatacopy(add(result, 0x20), 0, returndatasize())
            mstore(0x40, add(result, and(add(returndatasize(), 0x5f), not(0x1f))))
        }
    }
}

contract CheckoutTokensTest is CheckoutTest {
    uint32 private constant LAST = LINE + 1;

    ZooToken private zoo;
    address private strongbox;

    function setUp() public {
        openShop(tenLevels());
        _open(6);
    }

    function _open(uint8 decimals) private {
        zoo = new ZooToken(decimals);
        strongbox = address(new FixedVault(address(zoo), ledger));
        checkout = newCheckout(IPayoutVault(strongbox));
        ledger.setCheckout(address(checkout));
        zoo.mint(buyer(), 100 * AMOUNT);
        zoo.mint(TREASURY, AMOUNT);
        vm.prank(buyer());
        zoo.approve(address(checkout), type(uint256).max);
        vm.prank(TREASURY);
        zoo.approve(address(checkout), type(uint256).max);
    }

    function _failed(address from, address to, uint256 amount) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICheckout.CheckoutPaymentFailed.selector, from, to, amount);
    }

    function _refundFails(address to) private {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        vm.prank(RECORDER);
        vm.expectRevert(_failed(TREASURY, to, 1));
        checkout.refund(order, walletOf(QUOTER), quote, ICheckout.Refund({amount: 1, pv: 0, cv: 0}));
    }

    function test_C25_TokensThatMoveExactlyAreTaken() public {
        ZooToken.Manner[3] memory manners = [ZooToken.Manner.Plain, ZooToken.Manner.NoReturnValue, ZooToken.Manner.RevertOnZero];
        for (uint32 i = 0; i < 3; i++) {
            zoo.behave(manners[i], address(0));
            buy(orderOf(LAST, i + 1));
            equal(zoo.balanceOf(strongbox), AMOUNT * (i + 1), "price");
        }
        // Nothing to move is not moved: an order without a price.
        ICheckout.Order memory order = orderOf(LAST, 4);
        (order.amount, order.cv) = (0, 0);
        buy(order);
        equal(zoo.balanceOf(strongbox), AMOUNT * 3, "price");
    }

    function test_C25_AnyNumberOfDecimalsIsTaken() public {
        uint8[4] memory decimals = [0, 6, 8, 18];
        for (uint32 i = 0; i < 4; i++) {
            _open(decimals[i]);
            buy(orderOf(LAST, i + 1));
            equal(zoo.balanceOf(strongbox), AMOUNT, "units are units");
        }
    }

    function test_C25_TokensThatDoNotMoveExactlyAreRefused() public {
        zoo.behave(ZooToken.Manner.ReturnFalse, address(0));
        expectRefusal(_failed(buyer(), strongbox, AMOUNT), orderOf(LAST, 1));
        zoo.behave(ZooToken.Manner.Paused, address(0));
        expectRefusal(_failed(buyer(), strongbox, AMOUNT), orderOf(LAST, 1));
        zoo.behave(ZooToken.Manner.FeeFromAmount, STRANGER);
        expectRefusal(_failed(buyer(), strongbox, AMOUNT), orderOf(LAST, 1));
        zoo.behave(ZooToken.Manner.BonusForReceiver, address(0));
        expectRefusal(_failed(buyer(), strongbox, AMOUNT), orderOf(LAST, 1));
        isTrue(ledger.entryCount() == 0 && zoo.balanceOf(strongbox) == 0, "nothing was recorded or kept");
    }

    function test_C25_AFeeOnTopIsTheBuyersMatter() public {
        zoo.behave(ZooToken.Manner.FeeOnTop, STRANGER);
        buy(orderOf(LAST, 1));
        equal(zoo.balanceOf(strongbox), AMOUNT, "the vault got what it must get");
    }

    function test_C25_ABlockedBuyerBlocksNobodyElse() public {
        zoo.behave(ZooToken.Manner.Blocklist, buyer());
        ICheckout.PaidOrder[] memory orders = new ICheckout.PaidOrder[](2);
        ICheckout.Order memory order = orderOf(LAST, 1);
        orders[0] = ICheckout.PaidOrder(order, quoteOf(order), agreementOf(order));
        order.buyer = walletOf(1);
        orders[1] = ICheckout.PaidOrder(order, quoteOf(order), signBy(1, digestOf(order)));
        zoo.mint(walletOf(1), AMOUNT);
        vm.prank(walletOf(1));
        zoo.approve(address(checkout), AMOUNT);
        equal(checkout.payMany(orders), 1, "the other paid");
        equal(checkout.lastSeq(), 3, "and the first was told as passed over");
        expectRefusal(_failed(buyer(), strongbox, AMOUNT), orderOf(LAST, 2));
        _refundFails(buyer());
    }

    function test_C25_ARefundNamesATokenThatDoesNotMove() public {
        zoo.behave(ZooToken.Manner.ReturnFalse, address(0));
        _refundFails(buyer());
        zoo.behave(ZooToken.Manner.Paused, address(0));
        _refundFails(buyer());
    }

    function test_C25_AnAuthorizationOfATokenThatKeepsAFeeIsRefused() public {
        zoo.behave(ZooToken.Manner.FeeFromAmount, STRANGER);
        // What somebody left here by mistake must not pay for the fee.
        zoo.mint(address(checkout), 1_000);
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes32 nonce = digestOf(order);
        bytes32 typeHash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 content = keccak256(abi.encode(typeHash, buyer(), address(checkout), AMOUNT, 0, DEADLINE, nonce));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain("Zoo", address(zoo)), content));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keyOf(BUYER), digest);
        ICheckout.Authorization memory given = ICheckout.Authorization(0, DEADLINE, v, r, s);
        bytes memory quote = quoteOf(order);
        vm.expectRevert(_failed(buyer(), address(checkout), AMOUNT));
        checkout.payWithAuthorization(order, quote, given);
        zoo.behave(ZooToken.Manner.Plain, address(0));
        checkout.payWithAuthorization(order, quote, given);
        equal(zoo.balanceOf(strongbox), AMOUNT, "the same one is good when the token moves exactly");
    }

    /// @dev C26: from within the token, every function that pays or gives back refuses; what was going on goes on.
    function test_C26_NothingIsEnteredTwice() public {
        Reenterer thief = new Reenterer();
        zoo.mint(address(thief), 10 * AMOUNT);
        thief.act(address(zoo), abi.encodeCall(zoo.approve, (address(checkout), type(uint256).max)));
        manager.grantRole(2, address(thief), 0);
        zoo.behave(ZooToken.Manner.CallBack, address(thief));
        ICheckout.Order memory inner = orderOf(2, 1);
        inner.buyer = address(thief);
        bytes memory quote = quoteOf(inner);
        ICheckout.PaidOrder[] memory many = new ICheckout.PaidOrder[](1);
        many[0] = ICheckout.PaidOrder(inner, quote, "");
        ICheckout.Permit memory permit;
        ICheckout.Authorization memory authorization;
        ICheckout.Refund memory back = ICheckout.Refund({amount: AMOUNT, pv: 0, cv: 0});
        bytes[6] memory attempts = [
            abi.encodeCall(checkout.pay, (inner, quote)),
            abi.encodeCall(checkout.payFor, (inner, quote, "")),
            abi.encodeCall(checkout.payWithPermit, (inner, quote, "", permit)),
            abi.encodeCall(checkout.payWithAuthorization, (inner, quote, authorization)),
            abi.encodeCall(checkout.refund, (inner, walletOf(QUOTER), quote, back)),
            abi.encodeCall(checkout.payMany, (many))
        ];
        for (uint32 i = 0; i < 12; i++) {
            thief.prepare(address(checkout), attempts[i % 6]);
            uint64 seq = ledger.lastSeq();
            if (i < 6) {
                buy(orderOf(LAST, i + 1));
            } else {
                ICheckout.Order memory paid = orderOf(LAST, i - 5);
                paid.orderRef = i;
                bytes memory paidQuote = quoteOf(paid);
                vm.prank(RECORDER);
                checkout.refund(paid, walletOf(QUOTER), paidQuote, ICheckout.Refund({amount: 1, pv: 0, cv: 0}));
            }
            equal(ledger.lastSeq(), seq + 1, "one entry in the ledger");
            if (i % 6 == 5) isTrue(thief.moved() && abi.decode(thief.answer(), (uint256)) == 0, "none of many");
            else isTrue(bytes4(thief.answer()) == ICheckout.CheckoutReentered.selector, "refused by name");
        }
        equal(zoo.balanceOf(strongbox), 6 * AMOUNT, "six prices");
        // The same attempts are good when nothing else is going on.
        zoo.behave(ZooToken.Manner.Plain, address(0));
        isTrue(thief.act(address(checkout), attempts[0]), "the attempts were not refused for another reason");
    }
}
