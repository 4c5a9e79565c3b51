// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PayoutVault} from "../../../contracts/payouts/PayoutVault.sol";
import {Assert} from "../support/Assert.sol";
import {PayoutHandler} from "./PayoutHandler.sol";

contract PayoutInvariantTest is Assert {
    PayoutHandler private handler;

    function setUp() public {
        handler = new PayoutHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Otherwise the campaigns below could hold by never getting anywhere.
    function test_TheHandlerGetsAsFarAsEveryKindOfPayment() public {
        handler.fundSome(10_000);
        handler.sell(10_000);
        handler.proposeNext([uint64(1), 2, 3, 4, 5]);
        handler.decide(true, false, 4 days);
        handler.claimFor(4, 0, true);
        handler.claimFor(4, 6, false);
        handler.claimSome(1, 1);
        handler.paySome(2, 0, 0);
        handler.chooseRoute(3, true);
        handler.acknowledge(2);
        handler.sellInstantly(4, 1_000);
        handler.withdrawCredit(4);
        handler.withdrawAll();
        isTrue(handler.claims() == 1 && handler.paid(6) == 5, "by claim");
        isTrue(handler.paid(2) == 1 && handler.paid(4) == 3, "by batch and by subtree");
        isTrue(handler.acknowledged(3) == 2 && handler.credited(4) == 100, "by bank, and a credit");
        // 10,400 came in and 109 went out; 4 are owed for roots and 50 for credits, 250 may still come of the sale.
        equal(handler.withdrawn(), 10_400 - 109 - 4 - 50 - 250, "surplus taken out");
    }

    function invariant_M1_SettledStaysWithinWhatWasAcceptedAndFunded() public view {
        PayoutVault vault = handler.subject();
        isTrue(vault.totalSettled() <= vault.acceptedTotal(), "settled within the accepted total");
        // What was paid by bank was not paid from here.
        uint256 out = handler.withdrawn() + handler.creditsInAll();
        isTrue(vault.acceptedTotal() + out <= handler.funded() + handler.acknowledgedInAll(), "accepted within what was funded");
        equal(vault.totalSettled(), handler.paidInAll() + handler.acknowledgedInAll(), "counted");
        equal(vault.creditsPaid(), handler.creditsInAll(), "credits counted");
    }

    function invariant_M2_TheBalanceCoversWhatIsOwed() public view {
        PayoutVault vault = handler.subject();
        uint256 owed = vault.acceptedTotal() - vault.totalSettled() + handler.outstandingCredits();
        isTrue(handler.vaultBalance() >= owed, "covered");
        isTrue(handler.vaultBalance() >= vault.liabilities(), "also what is in review");
        uint256 left = handler.funded() - handler.paidInAll() - handler.creditsInAll() - handler.withdrawn();
        equal(handler.vaultBalance(), left, "nothing else moved");
    }

    function invariant_M3_C15_MembersReceivedWhatWasNotedOnce() public view {
        for (uint32 memberId = 2; memberId <= 6; memberId++) {
            (uint256 balance, uint64 settled) = handler.ghostBalance(memberId);
            equal(settled, handler.paid(memberId) + handler.acknowledged(memberId), "noted is counted");
            equal(balance, handler.paid(memberId) + handler.credited(memberId), "received is counted");
            equal(settled, handler.highestSettled(memberId), "never falls");
        }
    }

    function invariant_M4_NobodysActChangesWhatAnotherCanClaim() public view {
        isFalse(handler.touchedAnother(), "somebody else's figure moved");
    }

    function invariant_M6_OwedStaysWithinTheHighestBudget() public view {
        isTrue(int256(uint256(handler.subject().acceptedTotal())) <= handler.highestBudget(), "within the budget");
    }
}
