// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Assert} from "../support/Assert.sol";
import {CheckoutHandler} from "./CheckoutHandler.sol";

contract CheckoutInvariantTest is Assert {
    CheckoutHandler private handler;

    function setUp() public {
        handler = new CheckoutHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Otherwise the campaigns below could hold by never getting anywhere.
    function test_TheHandlerGetsAsFarAsACreditAndARefund() public {
        handler.sell(0, 3, 1_000_000, 5, false);
        handler.sell(1, 4, 1_000_000, 5, false);
        handler.sell(3, 4, 1_000_000, 5, true);
        handler.payAgain(1, 0);
        handler.giveBack(0, 400_000, 7);
        handler.giveBack(0, 400_000, 7);
        handler.closeNow(500_000);
        handler.sell(2, 5, 2_000_000, 1, false);
        isTrue(handler.sales() == 4 && handler.refunds() == 1 && handler.givenBack() == 7, "sold and given back");
        // Member 3 takes level 1 of the second sale and level 2 of the third; 4 takes level 1 of the third and of the last, in
        // which 3 takes level 2.
        equal(handler.creditsInAll(), 1_000 + 1_000 + 2_000 + 2_000 + 4_000, "credits");
    }

    function invariant_EveryPriceLiesInTheVault() public view {
        (uint256 ofVault, uint256 ofTreasury, uint256 ofCheckout) = handler.balances();
        equal(ofVault, handler.escrow() + handler.over(), "prices");
        equal(ofTreasury + handler.givenBack(), handler.POCKET(), "treasury");
        equal(ofCheckout, 0, "nothing stays in Checkout");
    }

    function invariant_CreditsOfMembersAreWhatTheLedgerTells() public view {
        equal(handler.creditsInAll(), handler.subject().instantTotal(), "credits");
        isTrue(handler.creditsInAll() <= handler.escrow(), "covered by the shares");
    }

    function invariant_M6_TheBudgetIsTheSumOfSharesLessInstantCredits() public view {
        equalSigned(handler.subject().openBudget(), handler.budgetNow(), "open budget");
        equalSigned(handler.subject().currentCv(), handler.cvOfPeriod(), "volume");
        uint32 open = handler.subject().currentPeriod();
        if (open > 1) equalSigned(handler.subject().periodOf(open - 1).budget, handler.budgetOfClosed(), "closed");
    }
}
