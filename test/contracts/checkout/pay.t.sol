// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICheckout} from "../../../contracts/interfaces/ICheckout.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {ContractSigner} from "../support/ContractSigner.sol";
import {Entries} from "../support/Entries.sol";
import {vm} from "../support/Vm.sol";
import {CheckoutTest} from "./CheckoutTest.sol";

contract CheckoutPayTest is CheckoutTest {
    uint32 private constant LAST = LINE + 1;

    function setUp() public {
        openShop(tenLevels());
    }

    function test_RevertWhen_SomebodyElseSendsTheOrder() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutNotBuyer.selector, STRANGER, buyer()));
        checkout.pay(order, quote);
    }

    /// @dev C31: the deadline is the last second.
    function test_TheDeadlineIsTheLastSecond() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        vm.warp(DEADLINE + 1);
        expectRefusal(abi.encodeWithSelector(ICheckout.CheckoutQuoteExpired.selector, DEADLINE), order);
        vm.warp(DEADLINE);
        buy(order);
        vm.warp(DEADLINE - 1);
        buy(orderOf(LAST, 2));
        equal(ledger.lastSeq(), 4, "events");
    }

    /// @dev Whatever is changed in a quoted order, the company did not quote it.
    function testFuzz_RevertWhen_TheQuoteIsForAnotherOrder(uint8 field, uint32 change) public {
        vm.assume(change != 0);
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        unchecked {
            if (field % 8 == 0) order.orderRef += change;
            else if (field % 8 == 1) order.memberId += change;
            else if (field % 8 == 2) order.kind = order.kind == 1 ? 2 : 1;
            else if (field % 8 == 3) order.customer += change;
            else if (field % 8 == 4) order.saleNumber += change;
            else if (field % 8 == 5) order.amount -= between(change, 1, AMOUNT);
            else if (field % 8 == 6) order.cv += change;
            else order.deadline += change;
        }
        vm.prank(buyer());
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutBadQuoteSignature.selector, walletOf(QUOTER)));
        checkout.pay(order, quote);
    }

    function test_RevertWhen_TheQuoterWasReplaced() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        checkout.setQuoter(STRANGER);
        vm.prank(buyer());
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutBadQuoteSignature.selector, STRANGER));
        checkout.pay(order, quote);
    }

    /// @dev C08: the domain follows the chain.
    function test_RevertWhen_TheChainWasSplit() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        vm.chainId(77);
        vm.prank(buyer());
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutBadQuoteSignature.selector, walletOf(QUOTER)));
        checkout.pay(order, quote);
    }

    function test_ACompanyContractMayQuote() public {
        checkout.setQuoter(address(new ContractSigner(walletOf(QUOTER))));
        buy(orderOf(LAST, 1));
        equal(token.balanceOf(address(vault)), AMOUNT, "paid");
    }

    function test_RevertWhen_TheOrderWasPaid() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        buy(order);
        expectRefusal(abi.encodeWithSelector(IGenealogy.GenealogySaleNumberUsed.selector, LAST, uint32(1)), order);
    }

    /// @dev Quotes come back in any order; each number once, and none that lies 32 or more behind the highest.
    function testFuzz_EachSaleNumberIsTakenOnce(uint8[40] memory numbers) public {
        uint32 highest = 0;
        bool[257] memory used;
        for (uint256 i = 0; i < numbers.length; i++) {
            ICheckout.Order memory order = orderOf(LAST, numbers[i]);
            order.cv = 0;
            bytes memory quote = quoteOf(order);
            bool tooOld = numbers[i] == 0 || (highest >= 32 && numbers[i] <= highest - 32);
            vm.prank(buyer());
            try checkout.pay(order, quote) {
                isFalse(tooOld || used[numbers[i]], "not a second time, not too late");
                used[numbers[i]] = true;
                if (numbers[i] > highest) highest = numbers[i];
            } catch (bytes memory fault) {
                isTrue(tooOld || used[numbers[i]], "refused without a reason");
                bytes4 expected =
                    tooOld ? IGenealogy.GenealogySaleNumberTooOld.selector : IGenealogy.GenealogySaleNumberUsed.selector;
                isTrue(bytes4(fault) == expected, "named");
            }
        }
    }

    function test_RevertWhen_MemberKindOrOrderIsUnknown() public {
        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, LAST + 1);
        expectRefusal(fault, orderOf(LAST + 1, 1));
        expectRefusal(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(0)), orderOf(0, 1));
        ICheckout.Order memory order = orderOf(LAST, 1);
        for (uint8 kind = 0; kind < 8; kind++) {
            if (kind == 1 || kind == 2) continue;
            order.kind = kind;
            expectRefusal(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnknownKind.selector, 0, kind), order);
        }
        order = orderOf(LAST, 1);
        order.orderRef = 0;
        expectRefusal(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerZeroOrder.selector, 0), order);
    }

    function test_RevertWhen_ThePriceIsBelowTheShare() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        order.amount = 39_999_999;
        bytes memory fault = abi.encodeWithSelector(ICheckout.CheckoutAmountBelowShare.selector, 39_999_999, 40_000_000);
        expectRefusal(fault, order);
        order.amount = 40_000_000;
        buy(order);
        equal(token.balanceOf(address(vault)), 40_000_000, "no more than the share");
        equal(vault.surplus(), 0, "nothing is left over");
    }

    function test_RevertWhen_TheBuyerAllowedTooLittle() public {
        vm.prank(buyer());
        token.approve(address(checkout), AMOUNT - 1);
        bytes memory fault = abi.encodeWithSelector(ICheckout.CheckoutPaymentFailed.selector, buyer(), address(vault), AMOUNT);
        expectRefusal(fault, orderOf(LAST, 1));
        isTrue(ledger.lastSeq() == 2 && token.balanceOf(address(vault)) == 0, "nothing happened");
    }

    function test_RevertGiven_AnotherCheckoutIsInForce() public {
        ledger.setCheckout(address(0));
        expectRefusal(
            abi.encodeWithSelector(IVolumeLedger.VolumeLedgerNotCheckout.selector, address(checkout)),
            orderOf(LAST, 1)
        );
    }

    function test_PaysFundsCreditsAndTells() public {
        activateLine();
        ICheckout.Order memory order = orderOf(LAST, 2);
        uint256 vaultBefore = token.balanceOf(address(vault));
        uint256 surplusBefore = vault.surplus();
        uint64 firstEntry = ledger.entryCount();
        bytes memory entries = Entries.short(1, LAST, 5_000, CV, 7);
        for (uint32 level = 1; level <= 10; level++) {
            entries = abi.encodePacked(entries, Entries.short(5, LAST - level, level, (CV * level) / 1_000, 7));
        }
        bytes32 chained = keccak256(abi.encodePacked(ledger.runningHash(), keccak256(entries)));

        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.SaleRecorded(ledger.lastSeq() + 1, 1, firstEntry, chained, entries, 2, AMOUNT);
        buy(order);

        equal(token.balanceOf(address(vault)) - vaultBefore, AMOUNT, "the price");
        equal(vault.surplus() - surplusBefore, AMOUNT - 40_000_000, "what the plan cannot pay out is surplus at once");
        for (uint32 level = 1; level <= 10; level++) equal(creditOf(LAST - level), (CV * level) / 1_000, "credit");
        equal(creditOf(LAST) + creditOf(LAST - 11), 0, "nobody else");
        equal(ledger.instantTotal(), (CV * 55) / 1_000, "instant");
        equalSigned(ledger.openBudget(), (int256(uint256(CV)) * 345) / 1_000, "400 less 55 per mille");
        equal(ledger.entryCount(), firstEntry + 11, "entries");
        equal(ledger.runningHash(), chained, "running hash");
    }

    function test_ACustomerSaleBeginsWithTheSeller() public {
        activateLine();
        ICheckout.Order memory order = orderOf(5, 2);
        order.kind = 2;
        order.customer = 77;
        buy(order);
        equal(creditOf(5), CV / 1_000, "the seller takes level 1");
        equal(creditOf(2), (CV * 4) / 1_000, "level 4");
        // The company stands above member 2 and takes no level.
        equal(ledger.instantTotal(), (CV * 10) / 1_000, "four levels");
    }

    function test_InactiveUplinesAreSkipped() public {
        for (uint32 memberId = 3; memberId <= LAST; memberId += 2) {
            ICheckout.Order memory order = orderOf(memberId, 1);
            order.cv = 0;
            buy(order);
        }
        buy(orderOf(LAST, 1));
        for (uint32 level = 1; level <= 6; level++) equal(creditOf(LAST + 1 - 2 * level), (CV * level) / 1_000, "level");
        equal(ledger.instantTotal(), (CV * 21) / 1_000, "six levels, the rest stays with the company");
    }

    function test_ActivityLastsThroughTheNextPeriod() public {
        buy(orderOf(LAST - 1, 1));
        closePeriod(1);
        buy(orderOf(LAST, 1));
        equal(creditOf(LAST - 1), CV / 1_000, "active through the next period");
        closePeriod(2);
        buy(orderOf(LAST, 2));
        equal(creditOf(LAST - 1), CV / 1_000, "not longer");
    }

    /// @dev C30: what rounding leaves of the share is held back with it, what it leaves of the price is surplus.
    function testFuzz_PartsAddUpToTheWhole(uint40 cv, uint64 extra, uint32[10] memory rates, uint32 cap) public {
        cap = uint32(between(cap, 1, 1_000_000));
        bytes memory levels;
        uint256 left = cap;
        for (uint256 i = 0; i < 10; i++) {
            uint32 rate = uint32(between(rates[i], 0, left));
            left -= rate;
            levels = abi.encodePacked(levels, rate);
        }
        vm.prank(PLAN_ADMIN);
        registry.publish(SPEC, cap, 2, levels);
        activateLine();
        closePeriod(1);
        uint256 share = (uint256(cv) * cap) / 1_000_000;
        ICheckout.Order memory order = orderOf(LAST, 2);
        order.cv = cv;
        order.amount = share + extra;
        token.mint(buyer(), order.amount);
        uint256 vaultBefore = token.balanceOf(address(vault));
        uint256 surplusBefore = vault.surplus();

        buy(order);

        equal(token.balanceOf(address(vault)) - vaultBefore, share + extra, "price");
        equal(vault.surplus() - surplusBefore, extra, "surplus");
        equal(vault.reserve() + vault.liabilities(), share, "held back");
        uint256 credits = 0;
        for (uint32 level = 1; level <= 10; level++) credits += creditOf(LAST - level);
        equal(ledger.instantTotal(), credits, "told as credited");
        isTrue(credits <= share, "what is credited is covered by what came in");
        equalSigned(ledger.openBudget(), int256(share) - int256(credits), "budget");
    }

    function test_AnotherMayPayForAMember() public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        bytes memory quote = quoteOf(order);
        bytes memory agreement = agreementOf(order);
        vm.prank(STRANGER);
        checkout.payFor(order, quote, agreement);
        equal(token.balanceOf(address(vault)), AMOUNT, "paid by the buyer");
    }

    /// @dev A quote alone moves nobody's money, whoever carries it and whatever stands beside it.
    function testFuzz_RevertWhen_TheBuyerDidNotAgree(uint8 by, bytes memory other) public {
        ICheckout.Order memory order = orderOf(LAST, 1);
        ICheckout.Order memory cheaper = orderOf(LAST, 1);
        cheaper.amount -= 1;
        bytes memory quote = quoteOf(order);
        bytes memory agreement = other;
        if (by % 4 == 1) agreement = quote;
        else if (by % 4 == 2) agreement = agreementOf(cheaper);
        else if (by % 4 == 3) agreement = signBy(1, digestOf(order));
        vm.expectRevert(abi.encodeWithSelector(ICheckout.CheckoutBadBuyerSignature.selector, buyer()));
        checkout.payFor(order, quote, agreement);
    }

    function test_RevertWhen_AnAdministratorsAddressIsZero() public {
        vm.expectRevert(ICheckout.CheckoutZeroAddress.selector);
        checkout.setQuoter(address(0));
        vm.expectRevert(ICheckout.CheckoutZeroAddress.selector);
        checkout.setTreasury(address(0));
    }

    function test_TellsWhoQuotesAndWhoseMoneyRefundsAre() public {
        vm.expectEmit(true, true, true, true, address(checkout));
        emit ICheckout.TreasuryChanged(3, STRANGER);
        checkout.setTreasury(STRANGER);
        isTrue(checkout.treasury() == STRANGER, "the next refunds come from there");
        vm.expectEmit(true, true, true, true, address(checkout));
        emit ICheckout.QuoterChanged(4, STRANGER);
        checkout.setQuoter(STRANGER);
        isTrue(checkout.wasQuoter(STRANGER) && checkout.wasQuoter(walletOf(QUOTER)), "both were");
        isTrue(checkout.lastSeq() == 4 && checkout.token() == address(token), "views");
    }
}
