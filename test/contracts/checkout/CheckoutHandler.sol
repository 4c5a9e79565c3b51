// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICheckout} from "../../../contracts/interfaces/ICheckout.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {Entries} from "../support/Entries.sol";
import {vm} from "../support/Vm.sol";
import {CheckoutTest} from "./CheckoutTest.sol";

/// @title CheckoutHandler: buyers, relayers, the recorder and the settler do as they like, and everything that moves is counted
contract CheckoutHandler is CheckoutTest {
    uint32 private _nextNumber = 1;
    uint48 private _nextRef = 1;
    ICheckout.Order[] private _paid;

    uint256 public sales;
    uint256 public refunds;
    /// @dev What the vault must hold back, what of the prices is over and above, and what the buyer must have got back.
    uint256 public escrow;
    uint256 public over;
    uint256 public givenBack;
    /// @dev Refunds come out of this much.
    uint256 public constant POCKET = 1_000 * AMOUNT;
    /// @dev Of the open period.
    int256 public cvOfPeriod;
    uint256 public instantOfPeriod;
    /// @dev Of the closed ones, each rounded by itself.
    int256 public budgetOfClosed;
    uint32 private _cap = CAP;
    uint32 private _nextCap = CAP;

    constructor() {
        openShop(tenLevels());
        token.mint(TREASURY, POCKET);
        vm.prank(TREASURY);
        token.approve(address(checkout), type(uint256).max);
    }

    function subject() external view returns (IVolumeLedger) {
        return ledger;
    }

    function balances() external view returns (uint256 ofVault, uint256 ofTreasury, uint256 ofCheckout) {
        return (token.balanceOf(address(vault)), token.balanceOf(TREASURY), token.balanceOf(address(checkout)));
    }

    function creditsInAll() external view returns (uint256 sum) {
        for (uint32 memberId = 1; memberId <= LINE + 1; memberId++) sum += creditOf(memberId);
    }

    function budgetNow() external view returns (int256) {
        return budgetOfClosed + _periodBudget();
    }

    /// @param way 0 pay, 1 payFor, 2 payMany, 3 payWithAuthorization
    function sell(uint8 way, uint32 member, uint40 cv, uint32 extra, bool customer) external {
        ICheckout.Order memory order = orderOf(uint32(between(member, 1, LINE + 1)), _nextNumber++);
        order.orderRef = _nextRef++;
        order.cv = uint40(between(cv, 0, 1_000_000_000));
        order.kind = customer ? 2 : 1;
        uint256 share = (uint256(order.cv) * _cap) / 1_000_000;
        order.amount = share + extra;
        uint64 instantBefore = ledger.instantTotal();
        _pay(way % 4, order);
        uint256 credited = ledger.instantTotal() - instantBefore;
        isTrue(credited <= share, "each sale brings what it credits");
        instantOfPeriod += credited;
        cvOfPeriod += int256(uint256(order.cv));
        escrow += share;
        over += extra;
        sales++;
        _paid.push(order);
    }

    function payAgain(uint256 which, uint8 way) external {
        if (_paid.length == 0) return;
        ICheckout.Order memory order = _paid[which % _paid.length];
        bool done;
        try this.payFromOutside(way, order) {
            done = true;
        } catch {
            done = false;
        }
        // Of many, one that was paid is passed over.
        isTrue(done == (way % 4 == 2), "an order is paid once");
    }

    function payFromOutside(uint8 way, ICheckout.Order memory order) external {
        // A campaign may call it, too, and nothing would be counted.
        if (msg.sender != address(this)) return;
        _pay(way % 4, order);
    }

    function giveBack(uint256 which, uint40 cv, uint256 amount) external {
        if (_paid.length == 0) return;
        ICheckout.Order memory order = _paid[which % _paid.length];
        uint256 there = token.balanceOf(TREASURY);
        ICheckout.Refund memory back = ICheckout.Refund({
            amount: between(amount, 0, order.amount < there ? order.amount : there),
            pv: 0,
            cv: uint40(between(cv, 0, order.cv))
        });
        bytes memory quote = quoteOf(order);
        bool again = checkout.isRefunded(order.orderRef);
        vm.prank(RECORDER);
        try checkout.refund(order, walletOf(QUOTER), quote, back) {
            isFalse(again, "an order is given back once");
            cvOfPeriod -= int256(uint256(back.cv));
            givenBack += back.amount;
            refunds++;
        } catch {
            isTrue(again, "refused without a reason");
        }
    }

    function recordByHand(uint32 member, uint40 cv, bool isRefund) external {
        record(Entries.short(isRefund ? 3 : 1, uint32(between(member, 1, LINE + 1)), 0, cv, 1));
        cvOfPeriod += isRefund ? -int256(uint256(cv)) : int256(uint256(cv));
    }

    function closeNow(uint32 cap) external {
        cap = uint32(between(cap, 55_000, 1_000_000));
        uint32 open = ledger.currentPeriod();
        vm.prank(PLAN_ADMIN);
        registry.publish(SPEC, cap, open + 1, tenLevels());
        budgetOfClosed += _periodBudget();
        closePeriod(open);
        (cvOfPeriod, instantOfPeriod, _cap) = (0, 0, cap);
    }

    function _periodBudget() private view returns (int256) {
        int256 product = cvOfPeriod * int256(uint256(_cap));
        int256 share = product >= 0 ? product / 1_000_000 : -((-product + 999_999) / 1_000_000);
        return share - int256(instantOfPeriod);
    }

    function _pay(uint8 way, ICheckout.Order memory order) private {
        if (way == 0) {
            buy(order);
        } else if (way == 1) {
            checkout.payFor(order, quoteOf(order), agreementOf(order));
        } else if (way == 2) {
            ICheckout.PaidOrder[] memory many = new ICheckout.PaidOrder[](1);
            many[0] = ICheckout.PaidOrder(order, quoteOf(order), agreementOf(order));
            checkout.payMany(many);
        } else {
            checkout.payWithAuthorization(order, quoteOf(order), authorizationOf(order.amount, digestOf(order)));
        }
    }
}
