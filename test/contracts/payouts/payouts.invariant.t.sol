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
    function test_TheHandlerGetsAsFarAsAPayment() public {
        handler.fundSome(10_000);
        handler.sell(10_000);
        handler.proposeNext([uint64(1), 2, 3, 4, 5]);
        handler.decide(true, 4 days);
        handler.claimFor(4, 0, true);
        handler.claimFor(4, 6, false);
        handler.withdrawAll();
        isTrue(handler.claims() == 1 && handler.paid(6) == 5 && handler.withdrawn() == 9_985, "paid once, surplus taken out");
    }

    function invariant_C15_SettledStaysWithinWhatWasAcceptedAndFunded() public view {
        PayoutVault vault = handler.subject();
        isTrue(vault.totalSettled() <= vault.acceptedTotal(), "settled within the accepted total");
        isTrue(vault.acceptedTotal() <= handler.funded(), "accepted within what was funded");
        equal(vault.totalSettled(), handler.paidInAll(), "counted");
    }

    function invariant_C15_TheBalanceCoversWhatIsOwed() public view {
        PayoutVault vault = handler.subject();
        isTrue(handler.vaultBalance() >= vault.acceptedTotal() - vault.totalSettled(), "covered");
        equal(handler.vaultBalance(), handler.funded() - handler.paidInAll() - handler.withdrawn(), "nothing else moved");
    }

    function invariant_C15_MembersReceivedWhatWasNoted() public view {
        for (uint32 memberId = 2; memberId <= 6; memberId++) {
            (uint256 balance, uint64 settled, uint256 counted) = handler.ghostBalance(memberId);
            isTrue(balance == settled && settled == counted, "received = noted = counted");
            equal(settled, handler.highestSettled(memberId), "never falls");
        }
    }

    function invariant_OwedStaysWithinTheHighestBudget() public view {
        isTrue(int256(uint256(handler.subject().acceptedTotal())) <= handler.highestBudget(), "within the budget");
    }
}
